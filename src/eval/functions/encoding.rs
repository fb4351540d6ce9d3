//! Base64, gzip, URLs, character sets and CSV.

use std::io::{Read, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;

use super::call::{Call, FunctionError, MAX_TEXT, argument, normal};
use super::charset::{self, Charset};
use super::table::{Function, Param, Want, function, param};
use crate::config::ty::Type;
use crate::eval::value::{Kind, Unknown, Value};

const STR: Param = param("str", Want::String);

pub(super) const TABLE: &[Function] = &[
    function("base64decode", &[STR.marked().unknown()], Want::String, base64_decode),
    function("base64encode", &[STR.unknown()], Want::String, base64_encode),
    function("base64gunzip", &[STR], Want::String, gunzip),
    function("base64gzip", &[STR], Want::String, gzip),
    function(
        "textdecodebase64",
        &[param("source", Want::String), param("encoding", Want::String)],
        Want::String,
        text_decode,
    ),
    function(
        "textencodebase64",
        &[param("string", Want::String), param("encoding", Want::String)],
        Want::String,
        text_encode,
    ),
    function("urldecode", &[STR], Want::String, url_decode),
    function("urlencode", &[STR], Want::String, |call, _| Ok(Value::string(url_encode(call.text(0))))),
];

/// Bytes of base64 text. Go ignores line breaks in it and insists on padding.
pub(super) fn base64_bytes(text: &str) -> Option<Vec<u8>> {
    let joined: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    LENIENT.decode(joined).ok()
}

/// Go does not mind bits behind the last byte.
const LENIENT: base64::engine::GeneralPurpose = base64::engine::GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    base64::engine::GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// The text of bytes, where they are UTF-8.
pub(super) fn utf8_text(bytes: Vec<u8>) -> Option<Value> {
    String::from_utf8(bytes).ok().map(|text| Value::string(normal(text)))
}

fn base64_decode(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let arg = call.arg(0);
    if let Kind::Unknown(unknown) = &arg.kind {
        let known = unknown.decoded.clone().filter(|_| call.is_rule());
        return Ok(known.unwrap_or_else(|| call.unknown_value(ty)).with_marks_of(arg));
    }
    let bytes = base64_bytes(call.text(0)).ok_or_else(|| format!("failed to decode base64 data {}", call.shown(0)))?;
    let text = utf8_text(bytes).ok_or("the result of decoding the provided string is not valid UTF-8")?;
    Ok(text.with_marks_of(arg))
}

fn base64_encode(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    if let Kind::Unknown(unknown) = &call.arg(0).kind {
        // What is encoded again is what rules ask for: user data made from JSON.
        let decoded =
            if unknown.decoded.is_some() || unknown.parts.is_some() { Some(call.arg(0).clone()) } else { None };
        return Ok(Unknown { decoded, ..call.unknown(ty.clone()) }.into_value());
    }
    Ok(Value::string(STANDARD.encode(call.text(0))))
}

fn gzip(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(call.text(0).as_bytes()).and_then(|()| encoder.finish());
    let bytes = written.map_err(|error| format!("failed to write gzip data: {error}"))?;
    Ok(Value::string(STANDARD.encode(bytes)))
}

fn gunzip(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let bytes = base64_bytes(call.text(0)).ok_or_else(|| format!("failed to decode base64 data {}", call.shown(0)))?;
    let mut unpacked = Vec::new();
    let limit = u64::try_from(MAX_TEXT).unwrap_or(u64::MAX);
    let read = MultiGzDecoder::new(bytes.as_slice()).take(limit + 1).read_to_end(&mut unpacked);
    read.map_err(|error| format!("failed to read gzip data: {error}"))?;
    if unpacked.len() > MAX_TEXT {
        return Ok(call.limited(ty, "a text that is too long"));
    }
    utf8_text(unpacked).ok_or_else(|| "the result of decompressing is not valid UTF-8".into())
}

fn charset(call: &Call<'_>) -> Result<Charset, FunctionError> {
    charset::find(call.text(1))
        .ok_or_else(|| argument(1, format!("{} is not a supported IANA encoding name or alias", call.shown(1))))
}

fn text_encode(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let bytes = charset(call)?.encode(call.text(0));
    let bytes = bytes.ok_or_else(|| {
        argument(0, format!("the given string contains characters that cannot be represented in {}", call.text(1)))
    })?;
    Ok(Value::string(STANDARD.encode(bytes)))
}

fn text_decode(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let charset = charset(call)?;
    let bytes =
        base64_bytes(call.text(0)).ok_or_else(|| argument(0, "the given value has an invalid base64 symbol"))?;
    let text = charset.decode(&bytes);
    let text = text.ok_or_else(|| {
        argument(0, format!("the given string contains symbols that are not defined for {}", call.text(1)))
    })?;
    Ok(call.checked_text(text))
}

/// Text as a part of a URL's query, as Go's `url.QueryEscape` writes it.
fn url_encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn url_decode(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let invalid = || format!("failed to decode URL {}", call.shown(0));
    let mut bytes = Vec::new();
    let mut rest = call.text(0).bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = [rest.next(), rest.next()];
                let [Some(high), Some(low)] = digits.map(|digit| char::from(digit.unwrap_or(0)).to_digit(16)) else {
                    return Err(invalid().into());
                };
                bytes.push(u8::try_from(high * 16 + low).unwrap_or(0));
            }
            byte => bytes.push(byte),
        }
    }
    utf8_text(bytes).ok_or_else(|| "the result of decoding is not valid UTF-8".into())
}
