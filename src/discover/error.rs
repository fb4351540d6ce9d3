//! Why a file could not be read.

use std::sync::Arc;

use thiserror::Error;

use crate::diag::{Code, Diagnostic};
use crate::span::Span;

/// A failed read: which path, relative to the root, and why.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{path}` {kind}")]
pub struct ReadError {
    pub path: Arc<str>,
    pub kind: ReadErrorKind,
}

/// The reasons; each reads on after the path.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReadErrorKind {
    #[error("does not exist")]
    Missing,
    /// Outside the root, behind a link that leads there, or inside `.git`.
    #[error("leads out of the repository")]
    Outside,
    #[error("is a directory")]
    IsDirectory,
    #[error("is not a directory")]
    NotADirectory,
    /// A device, pipe or socket: never opened.
    #[error("is not a regular file")]
    NotAFile,
    #[error("is larger than the limit of {0} bytes")]
    TooLarge(u64),
    #[error("is not valid UTF-8")]
    NotUtf8,
    #[error("may not be read")]
    Denied,
    #[error("is a link that leads to itself")]
    LinkLoop,
    #[error("cannot be read: {0}")]
    Other(String),
}

impl ReadErrorKind {
    fn code(&self) -> Code {
        match self {
            Self::Missing => Code::PathMissing,
            Self::Outside => Code::PathOutside,
            Self::TooLarge(_) => Code::FileTooLarge,
            Self::NotUtf8 => Code::EncodingInvalid,
            Self::IsDirectory
            | Self::NotADirectory
            | Self::NotAFile
            | Self::Denied
            | Self::LinkLoop
            | Self::Other(_) => Code::FileUnreadable,
        }
    }
}

impl ReadError {
    /// The error as a statement about the user's input.
    pub fn to_diagnostic(&self) -> Diagnostic {
        Diagnostic::error(self.kind.code(), Span::NONE, self.to_string()).with_path(Arc::clone(&self.path))
    }
}

impl From<std::io::Error> for ReadErrorKind {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => Self::Missing,
            std::io::ErrorKind::PermissionDenied => Self::Denied,
            // `FilesystemLoop` is not stable: ELOOP on the systems we know.
            _ if matches!(error.raw_os_error(), Some(40 | 62)) && cfg!(unix) => Self::LinkLoop,
            // The kind and not the system's own text, which differs from machine to machine.
            kind => Self::Other(kind.to_string()),
        }
    }
}
