//! `looks_secret`: known shapes of credentials, and texts that only a generator writes.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use super::call::{Call, FunctionError};
use super::table::{Function, Want, function, param};
use crate::config::ty::Type;
use crate::eval::parts;
use crate::eval::value::{Kind, Value};

pub(super) const TABLE: &[Function] =
    &[function("looks_secret", &[param("text", Want::String).decides()], Want::Bool, looks_secret)];

fn looks_secret(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let Kind::Unknown(unknown) = &call.arg(0).kind else { return Ok(Value::bool(is_secret(call.text(0)))) };
    if unknown.parts.is_none() {
        return Ok(call.unknown_value(ty));
    }
    // What is put together from parts is a secret only if one of its written parts is.
    Ok(Value::bool(parts::known_pieces(unknown).any(has_known_shape)))
}

fn is_secret(text: &str) -> bool {
    has_known_shape(text) || is_generated(text)
}

/// Longer texts are files; only their known shapes are looked for in the beginning.
const MAX_LENGTH: usize = 256 << 10;

/// Shapes of tokens that name their issuer.
static TOKENS: LazyLock<Option<RegexSet>> = LazyLock::new(|| {
    RegexSet::new([
        r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b",
        r"\bgh[opsur]_[A-Za-z0-9]{36,}\b",
        r"\bgithub_pat_[A-Za-z0-9_]{60,}\b",
        r"\bgl(?:pat|dt|rt|cbt|ptt|ft|soat)-[A-Za-z0-9_-]{20,}",
        r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}",
        r"\bxapp-\d-[A-Z0-9]+-\d+-[a-z0-9]{32,}",
        r"hooks\.slack\.com/services/T[A-Za-z0-9]+/B[A-Za-z0-9]+/[A-Za-z0-9]{20,}",
        r"\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{20,}",
        r"\bwhsec_[A-Za-z0-9+/]{30,}",
        r"\bAIza[A-Za-z0-9_-]{35}",
        r"\bGOCSPX-[A-Za-z0-9_-]{28}",
        r"\bya29\.[A-Za-z0-9_-]{30,}",
        r"\bSG\.[A-Za-z0-9_-]{20,24}\.[A-Za-z0-9_-]{39,50}",
        r"\bSK[0-9a-f]{32}\b",
        r"\bnpm_[A-Za-z0-9]{36}\b",
        r"\bpypi-AgE[A-Za-z0-9_-]{50,}",
        r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----",
        r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",
        r"(?i)(?:AccountKey|SharedAccessKey|SharedSecretKey)=[A-Za-z0-9+/]{40,}={0,2}",
        r"(?i)[?&]sig=[A-Za-z0-9%+/]{40,}",
        r"\bdo[opr]_v1_[0-9a-f]{64}\b",
        r"\b(?:hvs|hvb)\.[A-Za-z0-9_-]{24,}",
        r"\b[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,}",
        r"\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,}",
        r"\bsk-ant-[a-z0-9]+-[A-Za-z0-9_-]{40,}",
        r"\bdapi[0-9a-f]{32}\b",
        r"\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b",
        r"\bkey-[0-9a-f]{32}\b",
        r"\b\d{8,10}:AA[A-Za-z0-9_-]{33}\b",
        r"\bNRAK-[A-Z0-9]{27}\b",
        r"\bpscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.-]{32,}",
        r"\bAGE-SECRET-KEY-1[A-Z0-9]{58}\b",
        r"\bdckr_pat_[A-Za-z0-9_-]{27,}",
        r"\bATATT3[A-Za-z0-9_=-]{100,}",
        r"\bglsa_[A-Za-z0-9]{32}_[0-9a-f]{8}\b",
        r"\bPMAK-[0-9a-f]{24}-[0-9a-f]{34}\b",
        r"\blin_api_[A-Za-z0-9]{40}\b",
        r"\b8[qQ]~[A-Za-z0-9_~.-]{34}|\b[A-Za-z0-9_~.-]{3}[78]Q~[A-Za-z0-9_~.-]{31,34}",
    ])
    .ok()
});

/// `scheme://user:password@host`.
static URL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[a-zA-Z][a-zA-Z0-9+.-]*://[^\s/:@'\x22]*:(?<secret>[^\s/@'\x22]{3,})@[^\s'\x22]").ok()
});

/// `password = "…"` in scripts and configuration files.
static ASSIGNMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)\b[a-z0-9_.-]*(?:secret_?(?:access_?)?key|passw(?:or)?d|api_?key|auth_?token|access_?token|private_?key|client_?secret)["']?\s*[=:]\s*(?:"(?<a>[^"\s]{8,})"|'(?<b>[^'\s]{8,})'|(?<c>[^\s"'#;,}]{8,}))"#,
    )
    .ok()
});

fn has_known_shape(text: &str) -> bool {
    let mut end = text.len().min(MAX_LENGTH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text.get(..end).unwrap_or("");
    if text.len() < 12 {
        return false;
    }
    let is_token = TOKENS.as_ref().is_some_and(|tokens| tokens.is_match(text));
    (is_token && !is_placeholder(text)) || in_url(text) || in_assignment(text)
}

fn in_url(text: &str) -> bool {
    let Some(url) = URL.as_ref() else { return false };
    url.captures_iter(text).filter_map(|found| found.name("secret")).any(|secret| is_written_secret(secret.as_str()))
}

fn in_assignment(text: &str) -> bool {
    let Some(assignment) = ASSIGNMENT.as_ref() else { return false };
    assignment
        .captures_iter(text)
        .filter_map(|found| found.name("a").or_else(|| found.name("b")).or_else(|| found.name("c")))
        .any(|secret| {
            is_written_secret(secret.as_str())
                && entropy(secret.as_str()) >= 2.5
                && has_letters_and_more(secret.as_str())
        })
}

/// A literal, and no reference to where the secret is kept.
fn is_written_secret(text: &str) -> bool {
    let is_reference = text.starts_with(['$', '<', '{', '%', '(', '[', '@', '`', '*'])
        || text.contains("${")
        || text.contains("{{")
        || text.contains("$(")
        || ["arn:", "vault:", "ssm:", "op://", "env.", "var.", "data.", "local.", "os.environ", "process.env", "ENC("]
            .iter()
            .any(|prefix| text.starts_with(prefix))
        || text.contains("://");
    !is_reference && !is_placeholder(text)
}

fn has_letters_and_more(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_alphabetic())
        && text.chars().any(|c| !c.is_ascii_alphabetic() && !matches!(c, '_' | '-' | '.'))
}

/// Words that stand where a secret would.
const PLACEHOLDERS: [&str; 21] = [
    "base64encoded",
    "example",
    "changeme",
    "change_me",
    "change-me",
    "placeholder",
    "dummy",
    "redacted",
    "replace",
    "your_",
    "your-",
    "todo",
    "xxxx",
    "****",
    "....",
    "insert",
    "sample",
    "fake",
    "notreal",
    "not-real",
    "000000000000",
];

fn is_placeholder(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let first = text.chars().next();
    PLACEHOLDERS.iter().any(|word| lower.contains(word)) || text.chars().all(|c| Some(c) == first)
}

/// Whether the text is one token that mixes letters of both cases and digits as no name does.
fn is_generated(text: &str) -> bool {
    let is_token = (20..=128).contains(&text.len())
        && text.bytes().all(|byte| {
            byte.is_ascii_alphanumeric()
                || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-' | b'~' | b'!' | b'#' | b'%' | b'^' | b'&' | b'*')
        })
        && !text.starts_with('/');
    if !is_token || is_placeholder(text) || is_path(text) {
        return false;
    }
    let runs = |is: fn(&u8) -> bool| {
        let bytes = text.as_bytes();
        let starts = bytes.iter().zip(std::iter::once(None).chain(bytes.iter().map(Some)));
        starts.filter(|(byte, before)| is(byte) && !before.is_some_and(is)).count()
    };
    let (digits, upper, lower) = (runs(u8::is_ascii_digit), runs(u8::is_ascii_uppercase), runs(u8::is_ascii_lowercase));
    digits >= 3 && upper >= 3 && lower >= 3 && entropy(text) >= 4.0 && longest_word(text) < 7
}

/// Words joined by separators are names: `Prod-Web-2024-A1`.
fn is_path(text: &str) -> bool {
    let words: Vec<&str> = text.split(['-', '_', '/']).collect();
    let longest = words.iter().map(|word| word.len()).max().unwrap_or(0);
    words.len() > 2 && longest < 16
}

/// The longest run of letters of one case: generators rarely write words.
fn longest_word(text: &str) -> usize {
    let (mut longest, mut length, mut before) = (0, 0, 0_u8);
    for byte in text.bytes() {
        let kind = match byte {
            b'a'..=b'z' => 1,
            b'A'..=b'Z' => 2,
            _ => 0,
        };
        length = if kind != 0 && kind == before { length + 1 } else { usize::from(kind != 0) };
        before = kind;
        longest = longest.max(length);
    }
    longest
}

/// Bits per character.
fn entropy(text: &str) -> f64 {
    let mut counts: HashMap<char, u32> = HashMap::new();
    let mut total = 0_u32;
    for c in text.chars() {
        *counts.entry(c).or_default() += 1;
        total += 1;
    }
    let mut counts: Vec<u32> = counts.into_values().collect();
    // In one order, so that the sum is the same on every run.
    counts.sort_unstable();
    counts
        .into_iter()
        .map(|count| {
            let share = f64::from(count) / f64::from(total.max(1));
            -share * share.log2()
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_known_by_their_shape() {
        let secrets = [
            format!("AKIA{}", "Z7K2MQ4RT5WY6NBV"),
            format!("ghp_{}", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"),
            format!("-----BEGIN RSA {} KEY-----\nMIIE", "PRIVATE"),
            format!("postgres://app:{}@db.internal:5432/x", "s3cr3tP4ss"),
            format!("export DB_PASSWORD='{}'", "hunter2-A9x"),
            format!("wJalrXUtnFEMI/{}", "K7MDENG/bPxRfiCYzQ9kP2vT4n"),
        ];
        for secret in secrets {
            assert!(is_secret(&secret), "{secret}");
        }
    }

    #[test]
    fn names_references_and_placeholders_are_no_secrets() {
        for text in [
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "changeme",
            "${var.password}",
            "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf",
            "postgres://user:${DB_PASSWORD}@host/db",
            "postgres://user:<password>@host/db",
            "PASSWORD=$DB_PASSWORD",
            "MyProject-Production-WebServer-2024",
            "AmazonEC2ContainerServiceforEC2Role",
            "0c5a1e4a-1f6e-4f0a-9a55-0a2b3c4d5e6f",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7 user@host",
            "https://example.com/path/To/Some9/Page8/Here7",
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "password = changeme",
            "username=\"svc\" password=\"base64encoded\";",
            "s3cret",
        ] {
            assert!(!is_secret(text), "{text}");
        }
    }
}
