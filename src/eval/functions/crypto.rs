//! Hashes, UUIDs and decryption. What is random is unknown.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::Md5;
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey;
use rsa::{Pkcs1v15Encrypt, PrivateKey};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use uuid::Uuid;

use super::call::{Call, FunctionError, argument};
use super::encoding::{base64_bytes, utf8_text};
use super::table::{Function, Param, Want, function, param};
use crate::config::ty::Type;
use crate::eval::value::{Origin, Unknown, Value};

const STR: Param = param("str", Want::String);

pub(super) const TABLE: &[Function] = &[
    function("base64sha256", &[STR], Want::String, |call, _| Ok(Value::string(base64_sha256(call.text(0).as_bytes())))),
    function("base64sha512", &[STR], Want::String, |call, _| Ok(Value::string(base64_sha512(call.text(0).as_bytes())))),
    function("bcrypt", &[STR], Want::String, impure).variadic(param("cost", Want::Number)),
    function("md5", &[STR], Want::String, |call, _| Ok(Value::string(md5(call.text(0).as_bytes())))),
    function(
        "rsadecrypt",
        &[param("ciphertext", Want::String), param("privatekey", Want::String)],
        Want::String,
        rsa_decrypt,
    ),
    function("sha1", &[STR], Want::String, |call, _| Ok(Value::string(sha1(call.text(0).as_bytes())))),
    function("sha256", &[STR], Want::String, |call, _| Ok(Value::string(sha256(call.text(0).as_bytes())))),
    function("sha512", &[STR], Want::String, |call, _| Ok(Value::string(sha512(call.text(0).as_bytes())))),
    function("uuid", &[], Want::String, impure),
    function("uuidv5", &[param("namespace", Want::String), param("name", Want::String)], Want::String, uuid_v5),
];

/// A result that differs from run to run.
pub(super) fn impure(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    Ok(Unknown::new(ty.clone(), Origin::Impure(call.name.into())).into_value())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |text, byte| text + &format!("{byte:02x}"))
}

pub(super) fn md5(bytes: &[u8]) -> String {
    hex(&Md5::digest(bytes))
}

pub(super) fn sha1(bytes: &[u8]) -> String {
    hex(&Sha1::digest(bytes))
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(super) fn sha512(bytes: &[u8]) -> String {
    hex(&Sha512::digest(bytes))
}

pub(super) fn base64_sha256(bytes: &[u8]) -> String {
    STANDARD.encode(Sha256::digest(bytes))
}

pub(super) fn base64_sha512(bytes: &[u8]) -> String {
    STANDARD.encode(Sha512::digest(bytes))
}

fn uuid_v5(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let namespace = match call.text(0) {
        "dns" => Uuid::NAMESPACE_DNS,
        "url" => Uuid::NAMESPACE_URL,
        "oid" => Uuid::NAMESPACE_OID,
        "x500" => Uuid::NAMESPACE_X500,
        other => Uuid::parse_str(other).map_err(|_| format!("namespace {} is not supported", call.shown(0)))?,
    };
    Ok(Value::string(Uuid::new_v5(&namespace, call.text(1).as_bytes()).to_string()))
}

/// Keys with more text than this are none.
const MAX_KEY: usize = 64 << 10;

fn rsa_decrypt(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let cipher = base64_bytes(call.text(0));
    let cipher = cipher.ok_or_else(|| argument(0, "failed to decode input: cipher text must be base64-encoded"))?;
    let key = private_key(call.text(1)).ok_or_else(|| argument(1, "invalid private key"))?;
    let plain = key.decrypt(Pkcs1v15Encrypt, &cipher).map_err(|_| "failed to decrypt: crypto/rsa: decryption error")?;
    utf8_text(plain).ok_or_else(|| "the decrypted text is not valid UTF-8".into())
}

fn private_key(text: &str) -> Option<PrivateKey> {
    if text.len() > MAX_KEY {
        return None;
    }
    let start = text.find("-----BEGIN ")?;
    let pem = text.get(start..)?;
    PrivateKey::from_pkcs1_pem(pem).or_else(|_| PrivateKey::from_pkcs8_pem(pem)).ok()
}
