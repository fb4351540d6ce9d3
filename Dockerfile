# The static binary and nothing else. The release workflow lays it out under image/<architecture>/.
FROM gcr.io/distroless/static-debian12:nonroot
ARG TARGETARCH
COPY image/${TARGETARCH}/tollgate /usr/local/bin/tollgate
WORKDIR /work
USER nonroot
ENTRYPOINT ["/usr/local/bin/tollgate"]
CMD ["check"]
