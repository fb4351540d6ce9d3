//! Strings that are known in part: `"arn:aws:s3:::${aws_s3_bucket.b.id}/*"`.

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::equality;
use super::mode::Mode;
use super::value::{Kind, Marks, Piece, Unknown, Value};
use crate::config::ty::Type;

/// The string made of these pieces: known, or an unknown that remembers its known pieces and begins with the first.
///
/// One unknown piece alone stays what it is, with its origin. Marks of the unknown pieces go to the result.
pub fn concat(pieces: Vec<Piece>) -> Value {
    let pieces = merged(pieces);
    let marks = pieces.iter().fold(Marks::NONE, |marks, piece| match piece {
        Piece::Unknown(value) => marks.union(value.marks),
        Piece::Known(_) => marks,
    });
    let result = match pieces.as_slice() {
        [] => Value::string(""),
        [Piece::Known(text)] => Value::string(Arc::clone(text)),
        [Piece::Unknown(value)] => as_string(value),
        [first, ..] => {
            let mut unknown =
                Unknown::derived(Type::String, &pieces.iter().filter_map(unknown_value).collect::<Vec<_>>()).not_null();
            if let Piece::Known(text) = first {
                unknown = unknown.with_prefix(text);
            }
            Unknown { parts: Some(pieces.into()), ..unknown }.into_value()
        }
    };
    result.with_marks(marks)
}

fn unknown_value(piece: &Piece) -> Option<&Value> {
    match piece {
        Piece::Known(_) => None,
        Piece::Unknown(value) => Some(value),
    }
}

/// The interpolation result of one unknown value: a string that is not null.
fn as_string(value: &Value) -> Value {
    match &value.kind {
        Kind::Unknown(unknown) => {
            let mut unknown = Unknown { ty: Type::String, ..Unknown::clone(unknown) };
            unknown.refinement.not_null = true;
            unknown.into_value()
        }
        _ => value.clone(),
    }
}

/// Pieces of pieces laid out flat, known neighbours joined and normalised.
fn merged(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut result: Vec<Piece> = Vec::new();
    let mut text = String::new();
    for piece in pieces.into_iter().flat_map(flat) {
        match piece {
            Piece::Known(known) => text.push_str(&known),
            Piece::Unknown(_) => {
                push_text(&mut result, &mut text);
                result.push(piece);
            }
        }
    }
    push_text(&mut result, &mut text);
    result
}

fn push_text(pieces: &mut Vec<Piece>, text: &mut String) {
    if !text.is_empty() {
        let normal = if text.is_ascii() { text.as_str().into() } else { text.nfc().collect::<String>().into() };
        pieces.push(Piece::Known(normal));
        text.clear();
    }
}

fn flat(piece: Piece) -> Vec<Piece> {
    let Piece::Unknown(value) = &piece else { return vec![piece] };
    match &value.kind {
        Kind::Unknown(unknown) => match &unknown.parts {
            Some(parts) => parts
                .iter()
                .cloned()
                .map(|part| match part {
                    Piece::Unknown(inner) => Piece::Unknown(inner.with_marks(value.marks)),
                    known @ Piece::Known(_) => known,
                })
                .collect(),
            None => vec![piece],
        },
        Kind::String(text) => vec![Piece::Known(Arc::clone(text))],
        _ => vec![piece],
    }
}

/// What the string certainly begins with.
pub fn known_start(unknown: &Unknown) -> &str {
    match unknown.parts.as_deref() {
        Some([Piece::Known(text), ..]) => text,
        _ => unknown.refinement.prefix.as_deref().unwrap_or(""),
    }
}

/// What the string certainly ends with.
pub fn known_end(unknown: &Unknown) -> &str {
    match unknown.parts.as_deref() {
        Some([.., Piece::Known(text)]) => text,
        _ => "",
    }
}

/// The known pieces in order.
pub fn known_pieces(unknown: &Unknown) -> impl Iterator<Item = &str> {
    unknown.parts.iter().flat_map(|parts| parts.iter()).filter_map(|piece| match piece {
        Piece::Known(text) => Some(&**text),
        Piece::Unknown(_) => None,
    })
}

/// Whether the unknown string may turn out to be this text: its known pieces occur there in their order.
pub fn may_be(unknown: &Unknown, text: &str) -> bool {
    let Some(parts) = &unknown.parts else { return text.starts_with(known_start(unknown)) };
    let mut rest = text;
    let last = parts.len().saturating_sub(1);
    for (i, part) in parts.iter().enumerate() {
        let Piece::Known(known) = part else { continue };
        let found = match i {
            0 => rest.strip_prefix(&**known),
            _ if i == last => return rest.ends_with(&**known),
            _ => rest.split_once(&**known).map(|(_, after)| after),
        };
        let Some(after) = found else { return false };
        rest = after;
    }
    true
}

/// Whether two unknown strings are equal, as far as their pieces tell.
pub fn equality(a: &Unknown, b: &Unknown) -> Option<bool> {
    if let (Some(x), Some(y)) = (&a.parts, &b.parts)
        && x.len() == y.len()
        && x.iter().zip(y.iter()).all(|(x, y)| same_piece(x, y))
    {
        return Some(true);
    }
    let (start, other_start) = (known_start(a), known_start(b));
    let (end, other_end) = (known_end(a), known_end(b));
    let starts_agree = start.starts_with(other_start) || other_start.starts_with(start);
    let ends_agree = end.ends_with(other_end) || other_end.ends_with(end);
    if starts_agree && ends_agree { None } else { Some(false) }
}

fn same_piece(a: &Piece, b: &Piece) -> bool {
    match (a, b) {
        (Piece::Known(a), Piece::Known(b)) => a == b,
        (Piece::Unknown(a), Piece::Unknown(b)) => equality::equality(a, b, Mode::Rule) == Some(true),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::Origin;
    use super::*;

    fn unknown(name: &str) -> Piece {
        Piece::Unknown(Value::unknown_exact(Type::String, Origin::Variable(name.into())))
    }

    fn known(text: &str) -> Piece {
        Piece::Known(text.into())
    }

    #[test]
    fn known_neighbours_join() {
        let value = concat(vec![known("a"), known("-"), unknown("x")]);
        let unknown = value.as_unknown().unwrap();
        assert_eq!(unknown.refinement.prefix.as_deref(), Some("a-"));
        assert_eq!(known_pieces(unknown).collect::<Vec<_>>(), ["a-"]);
        assert_eq!(concat(vec![known("a"), known("b")]).as_str(), Some("ab"));
    }

    #[test]
    fn one_unknown_piece_keeps_its_identity() {
        let value = concat(vec![unknown("x")]);
        assert!(value.as_unknown().unwrap().exact);
    }

    #[test]
    fn known_pieces_decide() {
        let value = concat(vec![known("a-"), unknown("x"), known("-b")]);
        let partly = value.as_unknown().unwrap();
        assert!(may_be(partly, "a-1-b"));
        assert!(!may_be(partly, "a-1-c"));
        assert!(!may_be(partly, "b-1-b"));
        let same = concat(vec![known("a-"), unknown("x"), known("-b")]);
        assert_eq!(equality(partly, same.as_unknown().unwrap()), Some(true));
        let other = concat(vec![known("c-"), unknown("x")]);
        assert_eq!(equality(partly, other.as_unknown().unwrap()), Some(false));
    }
}
