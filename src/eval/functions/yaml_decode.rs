//! `yamldecode`: one document, scalars typed as YAML 1.1 and Terraform see them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::call::{Call, FunctionError, normal};
use super::encoding::base64_bytes;
use super::table::{Function, Want, param, typed};
use super::timestamp::Timestamp;
use crate::config::ty::Type;
use crate::eval::convert::convert;
use crate::eval::number::Number;
use crate::eval::value::{Kind, Value};

pub(super) const TABLE: &[Function] =
    &[typed("yamldecode", &[param("src", Want::String).decides()], |_| Ok(Type::Dynamic), yamldecode).may_be_null()];

/// Nesting that is still read.
const MAX_DEPTH: usize = 120;
/// Nodes of a document, counting an alias as often as it is used.
const MAX_NODES: usize = 1_000_000;

fn yamldecode(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    if let Kind::Unknown(unknown) = &call.arg(0).kind {
        return Ok(unknown.decoded.clone().unwrap_or_else(|| call.unknown_value(ty)));
    }
    match decode(call.text(0)) {
        Ok(value) => Ok(value),
        Err(Failure::TooLarge) => Ok(call.limited(ty, "a document whose aliases make it too large")),
        Err(Failure::Invalid(message)) => Err(message.into()),
    }
}

/// Reads a YAML document as `yamldecode` does; the error is a sentence.
pub(super) fn document(text: &str) -> Result<Value, String> {
    decode(text).map_err(|failure| match failure {
        Failure::TooLarge => "its aliases make it too large".to_owned(),
        Failure::Invalid(message) => message,
    })
}

enum Failure {
    Invalid(String),
    TooLarge,
}

fn invalid(message: impl Into<String>) -> Failure {
    Failure::Invalid(message.into())
}

fn decode(text: &str) -> Result<Value, Failure> {
    let mut reader = Reader {
        parser: Parser::new_from_str(text),
        anchors: HashMap::new(),
        open: HashSet::new(),
        depth: 0,
        nodes: 0,
    };
    reader.expect(&Event::StreamStart, "missing stream start token")?;
    match reader.next()? {
        Event::DocumentStart(_) => {}
        _ => return Err(invalid("missing start of document")),
    }
    let first = reader.next()?;
    let value = reader.node(first)?;
    reader.expect(&Event::DocumentEnd, "unexpected extra content after value")?;
    match reader.next()? {
        Event::StreamEnd => Ok(value.value),
        Event::DocumentStart(_) => Err(invalid("only a single document is allowed")),
        _ => Err(invalid("unexpected extra content after value")),
    }
}

/// A value and how many nodes it has.
#[derive(Clone)]
struct Node {
    value: Value,
    nodes: usize,
}

struct Reader<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    anchors: HashMap<usize, Node>,
    open: HashSet<usize>,
    depth: usize,
    nodes: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<Event<'a>, Failure> {
        match self.parser.next() {
            Some(Ok((event, _))) => Ok(event),
            Some(Err(error)) => {
                let at = error.marker();
                Err(invalid(format!("on line {}, column {}: {}", at.line(), at.col() + 1, error.info())))
            }
            None => Err(invalid("unexpected end of the document")),
        }
    }

    fn expect(&mut self, wanted: &Event<'_>, message: &str) -> Result<(), Failure> {
        if self.next()? == *wanted { Ok(()) } else { Err(invalid(message)) }
    }

    fn count(&mut self, nodes: usize) -> Result<(), Failure> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes > MAX_NODES { Err(Failure::TooLarge) } else { Ok(()) }
    }

    fn node(&mut self, event: Event<'a>) -> Result<Node, Failure> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(invalid(format!("the document is nested deeper than {MAX_DEPTH} levels")));
        }
        let before = self.nodes;
        self.count(1)?;
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => (scalar(&text, style, tag.as_deref())?, anchor),
            Event::SequenceStart(anchor, tag) => {
                collection_tag(tag.as_deref(), "seq")?;
                self.open.insert(anchor);
                (self.sequence()?, anchor)
            }
            Event::MappingStart(anchor, tag) => {
                collection_tag(tag.as_deref(), "map")?;
                self.open.insert(anchor);
                (self.mapping()?, anchor)
            }
            Event::Alias(anchor) => {
                if self.open.contains(&anchor) {
                    return Err(invalid("cannot refer to an anchor from inside its own definition"));
                }
                let node =
                    self.anchors.get(&anchor).cloned().ok_or_else(|| invalid("reference to undefined anchor"))?;
                self.count(node.nodes)?;
                (node.value, 0)
            }
            _ => return Err(invalid("a value is missing")),
        };
        self.depth -= 1;
        let node = Node { value, nodes: self.nodes - before };
        if anchor > 0 {
            self.open.remove(&anchor);
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn sequence(&mut self) -> Result<Value, Failure> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                Event::SequenceEnd => return Ok(Value::tuple(items)),
                event => items.push(self.node(event)?.value),
            }
        }
    }

    fn mapping(&mut self) -> Result<Value, Failure> {
        let mut members = Vec::new();
        loop {
            let Event::Scalar(text, style, _, tag) = (match self.next()? {
                Event::MappingEnd => return Ok(Value::object(members.into_iter().collect())),
                event => event,
            }) else {
                return Err(invalid("only strings are allowed as mapping keys"));
            };
            let key = resolve(&text, style, tag.as_deref())?;
            let value_event = self.next()?;
            let value = self.node(value_event)?.value;
            match key {
                Scalar::Merge => {
                    let Kind::Object(object) = &value.kind else {
                        return Err(invalid(format!("cannot merge {} into mapping", value.ty().friendly_name())));
                    };
                    members.extend(object.members.iter().map(|(key, value)| (Arc::clone(key), value.clone())));
                }
                Scalar::Value(key) => {
                    members.push((key_text(&key)?, value));
                }
            }
        }
    }
}

fn key_text(key: &Value) -> Result<Arc<str>, Failure> {
    match convert(key.clone(), &Type::String).map(|value| value.kind) {
        Ok(Kind::String(text)) => Ok(text),
        Ok(_) => Err(invalid("mapping key cannot be null")),
        Err(_) => Err(invalid("only strings are allowed as mapping keys")),
    }
}

fn collection_tag(tag: Option<&Tag>, wanted: &str) -> Result<(), Failure> {
    match tag {
        Some(tag) if !(tag.is_yaml_core_schema() && tag.suffix == wanted) => {
            Err(invalid(format!("can't interpret a collection as {}{}", tag.handle, tag.suffix)))
        }
        _ => Ok(()),
    }
}

/// What a scalar is.
enum Scalar {
    Value(Value),
    /// `<<`
    Merge,
}

/// A scalar as a value. TERRAFORM: one that is not plain is a string in the end, also where its text was read as a
/// number or bool first.
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Value, Failure> {
    let value = match resolve(text, style, tag)? {
        Scalar::Merge => Value::string("<<"),
        Scalar::Value(value) => value,
    };
    if tag.is_none() && style != ScalarStyle::Plain {
        convert(value, &Type::String).map_err(invalid)
    } else {
        Ok(value)
    }
}

fn resolve(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Scalar, Failure> {
    let tag = match tag {
        Some(tag) if tag.is_yaml_core_schema() => Some(tag.suffix.as_str()),
        Some(tag) => return Err(invalid(format!("unsupported tag `{}{}`", tag.handle, tag.suffix))),
        None => None,
    };
    if !matches!(tag, None | Some("str" | "bool" | "int" | "float" | "null" | "timestamp" | "binary")) {
        return Err(invalid(format!("unsupported tag `!!{}`", tag.unwrap_or_default())));
    }
    let hint = text.chars().next().unwrap_or('\0');
    let has_hint = matches!(
        hint,
        '\0' | '+' | '-' | '.' | '0'..='9' | 'y' | 'Y' | 'n' | 'N' | 't' | 'T' | 'f' | 'F' | 'o' | 'O' | '~'
    );
    let mut as_number = matches!(tag, Some("int" | "float"));
    if has_hint && !matches!(tag, Some("str" | "binary")) {
        if matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) {
            return Ok(Scalar::Value(Value::string(normal(text.to_owned()))));
        }
        if let Some(value) = word(text) {
            return Ok(Scalar::Value(value));
        }
        if tag.is_none() && matches!(text, ".nan" | ".NaN" | ".NAN") {
            return Err(invalid("floating point NaN is not supported"));
        }
        if hint == '.'
            && let Some(number) = Number::parse(text)
        {
            return Ok(Scalar::Value(Value::number(number)));
        }
        if matches!(hint, '+' | '-' | '0'..='9') {
            if matches!(tag, None | Some("timestamp"))
                && let Some(time) = Timestamp::parse_yaml(text)
            {
                return Ok(Scalar::Value(Value::string(time.to_string())));
            }
            as_number |= is_integer(text) || is_float(text);
        }
    }
    if tag.is_none() && text == "<<" {
        return Ok(Scalar::Merge);
    }
    typed_scalar(text, tag, as_number).map(Scalar::Value)
}

fn typed_scalar(text: &str, tag: Option<&str>, as_number: bool) -> Result<Value, Failure> {
    let cannot = |what: &str| invalid(format!("cannot parse `{text}` as !!{what}"));
    match tag {
        _ if as_number => number(text).map(Value::number).ok_or_else(|| cannot("int")),
        Some("binary") if base64_bytes(text).is_none() => {
            Err(invalid("cannot parse a scalar as !!binary: not valid base64"))
        }
        Some("bool") => word(text).filter(|value| value.as_bool().is_some()).ok_or_else(|| cannot("bool")),
        Some("timestamp") => {
            Timestamp::parse_yaml(text).map(|time| Value::string(time.to_string())).ok_or_else(|| cannot("timestamp"))
        }
        Some("null") => Ok(Value::NULL),
        _ => Ok(Value::string(normal(text.to_owned()))),
    }
}

/// The words of YAML 1.1.
fn word(text: &str) -> Option<Value> {
    Some(match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Value::TRUE,
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Value::FALSE,
        "" | "~" | "null" | "Null" | "NULL" => Value::NULL,
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Value::number(Number::infinity(false)),
        "-.inf" | "-.Inf" | "-.INF" => Value::number(Number::infinity(true)),
        _ => return None,
    })
}

fn all(text: &str, is: fn(&u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(|byte| is(&byte))
}

fn is_integer(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    all(unsigned, u8::is_ascii_digit)
        || text.strip_prefix("0o").is_some_and(|digits| all(digits, |byte| matches!(byte, b'0'..=b'7')))
        || text.strip_prefix("0x").is_some_and(|digits| all(digits, u8::is_ascii_hexdigit))
}

fn is_float(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(m, e)| (m, Some(e)));
    let exponent_fits =
        exponent.is_none_or(|exponent| all(exponent.strip_prefix(['+', '-']).unwrap_or(exponent), u8::is_ascii_digit));
    let mantissa_fits = match mantissa.split_once('.') {
        Some(("", fraction)) => all(fraction, u8::is_ascii_digit),
        Some((whole, "")) => all(whole, u8::is_ascii_digit),
        Some((whole, fraction)) => all(whole, u8::is_ascii_digit) && all(fraction, u8::is_ascii_digit),
        None => all(mantissa, u8::is_ascii_digit),
    };
    exponent_fits && mantissa_fits
}

fn number(text: &str) -> Option<Number> {
    let plain = text.replace('_', "");
    Number::parse(&plain).or_else(|| {
        let (negative, digits) = match plain.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, plain.strip_prefix('+').unwrap_or(&plain)),
        };
        let (digits, radix) = match digits.get(..2)? {
            "0x" | "0X" => (digits.get(2..)?, 16),
            "0o" | "0O" => (digits.get(2..)?, 8),
            "0b" | "0B" => (digits.get(2..)?, 2),
            _ => return None,
        };
        let value = dashu_int::IBig::from(u64::from_str_radix(digits, radix).ok()?);
        Some(Number::from_big(&if negative { -value } else { value }))
    })
}
