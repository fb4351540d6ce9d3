//! `format` and `formatlist`: verbs as in Go's `fmt`, read and checked as Terraform does.

use unicode_segmentation::UnicodeSegmentation;

use super::call::{Call, FunctionError, MAX_ELEMENTS, MAX_TEXT, argument};
use super::json;
use super::table::{Function, Param, Want, function, param};
use crate::config::ty::Type;
use crate::eval::convert::convert;
use crate::eval::decimal::{Digits, Notation};
use crate::eval::number::Number;
use crate::eval::parts;
use crate::eval::value::{Kind, Piece, Unknown, Value};

const FORMAT: Param = param("format", Want::String);
const ARGS: Param = param("args", Want::Any).null().unknown();

pub(super) const TABLE: &[Function] = &[
    function("format", &[FORMAT], Want::String, format).variadic(ARGS),
    function("formatlist", &[FORMAT], Want::ListOfString, format_list).variadic(ARGS),
];

/// Widths and precisions that are still formatted.
const MAX_WIDTH: usize = 1_000_000;

fn format(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let template = call.text(0);
    let args = call.rest(1);
    if args.iter().all(Value::is_wholly_known) {
        return formatted(call, template, args);
    }
    let mut unknown = call.unknown(ty.clone()).not_null();
    if let Ok(pieces) = Formatter::new(template, args).run()
        && let Kind::Unknown(partly) = &parts::concat(pieces).kind
    {
        unknown.parts.clone_from(&partly.parts);
    }
    // TERRAFORM: only what stands before the first verb counts as known.
    let before = template.split('%').next().unwrap_or("");
    if before.len() < template.len() {
        unknown = unknown.with_prefix_uncut(before);
    }
    Ok(unknown.into_value())
}

fn formatted(call: &Call<'_>, template: &str, args: &[Value]) -> Result<Value, FunctionError> {
    let mut text = String::new();
    for piece in Formatter::new(template, args).run()? {
        if let Piece::Known(known) = piece {
            text.push_str(&known);
        }
    }
    Ok(call.checked_text(text))
}

fn format_list(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let template = call.text(0);
    let args = call.rest(1);
    if args.is_empty() {
        return Ok(Value::list(Type::String, vec![formatted(call, template, args)?]));
    }
    let Some(length) = common_length(args)? else { return Ok(call.unknown_value(ty)) };
    if length.saturating_mul(template.len()) > MAX_TEXT || length > MAX_ELEMENTS {
        return Ok(call.limited(ty, &format!("{length} elements")));
    }
    let mut items = Vec::new();
    for row in 0..length {
        let row_args: Vec<Value> = args.iter().map(|arg| row_value(arg, row)).collect();
        items.push(if row_args.iter().all(Value::is_wholly_known) {
            formatted(call, template, &row_args).map_err(|error| format!("error on format iteration {row}: {error}"))?
        } else {
            Unknown::derived(Type::String, &row_args.iter().collect::<Vec<_>>()).not_null().into_value()
        });
    }
    Ok(Value::list(Type::String, items))
}

fn row_value(arg: &Value, row: usize) -> Value {
    match arg.as_elements() {
        Some(items) => items.get(row).cloned().unwrap_or(Value::NULL),
        None => arg.clone(),
    }
}

/// How many elements all lists have, or one where no argument is a list; `None` where that is unknown.
fn common_length(args: &[Value]) -> Result<Option<usize>, FunctionError> {
    let mut common: Option<(usize, usize)> = None;
    let mut is_known = true;
    for (i, arg) in args.iter().enumerate() {
        let length = match (&arg.kind, arg.ty()) {
            (Kind::Unknown(_), Type::Tuple(types)) => {
                is_known = false;
                types.len()
            }
            (Kind::Unknown(_), Type::List(_) | Type::Set(_) | Type::Dynamic) => {
                is_known = false;
                continue;
            }
            (Kind::Set(set), _) if set.items.len() > 1 && !arg.is_wholly_known() => {
                is_known = false;
                continue;
            }
            _ => match arg.as_elements() {
                Some(items) => items.len(),
                None => continue,
            },
        };
        match common {
            None => common = Some((length, i)),
            Some((other, _)) if other == length => {}
            Some((other, chooser)) => {
                let (this, first) = (i + 1, chooser + 1);
                let message = format!(
                    "argument {this} has length {length}, which is inconsistent with argument {first} of length {other}"
                );
                return Err(argument(this, message));
            }
        }
    }
    Ok(is_known.then(|| common.map_or(1, |(length, _)| length)))
}

/// One verb: `%-08.3[2]f`.
#[derive(Clone, Copy, Debug, Default)]
struct Verb<'a> {
    raw: &'a str,
    offset: usize,
    arg: usize,
    mode: char,
    zero: bool,
    sharp: bool,
    plus: bool,
    minus: bool,
    space: bool,
    width: Option<usize>,
    precision: Option<usize>,
}

struct Formatter<'a> {
    template: &'a str,
    args: &'a [Value],
    at: usize,
    next_arg: usize,
    highest: usize,
    pieces: Vec<Piece>,
    length: usize,
}

impl<'a> Formatter<'a> {
    fn new(template: &'a str, args: &'a [Value]) -> Self {
        Self { template, args, at: 0, next_arg: 1, highest: 0, pieces: Vec::new(), length: 0 }
    }

    fn rest(&self) -> &'a str {
        self.template.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.at += c.len_utf8();
        }
        found
    }

    fn run(mut self) -> Result<Vec<Piece>, FunctionError> {
        while let Some((before, _)) = self.rest().split_once('%') {
            self.push(Piece::Known(before.into()))?;
            self.at += before.len();
            let start = self.at;
            self.at += 1;
            if self.eat('%') {
                self.push(Piece::Known("%".into()))?;
                continue;
            }
            let verb = self.verb(start)?;
            self.highest = self.highest.max(verb.arg);
            let piece = self.apply(&verb)?;
            self.push(piece)?;
            self.next_arg = verb.arg + 1;
        }
        self.push(Piece::Known(self.rest().into()))?;
        match (self.highest, self.args.len()) {
            (0, 1..) => Err(argument(1, "too many arguments; no verbs in format string")),
            (used, given) if used < given => {
                Err(argument(used + 1, format!("too many arguments; only {used} used by format string")))
            }
            _ => Ok(self.pieces),
        }
    }

    fn push(&mut self, piece: Piece) -> Result<(), FunctionError> {
        if let Piece::Known(text) = &piece {
            self.length += text.len();
        }
        self.pieces.push(piece);
        if self.length > MAX_TEXT { Err("the text is too long".into()) } else { Ok(()) }
    }

    fn verb(&mut self, start: usize) -> Result<Verb<'a>, FunctionError> {
        let mut verb = Verb { offset: start, arg: self.next_arg, ..Verb::default() };
        loop {
            match self.peek() {
                Some('0') => verb.zero = true,
                Some('#') => verb.sharp = true,
                Some('-') => verb.minus = true,
                Some('+') => verb.plus = true,
                Some(' ') => verb.space = true,
                _ => break,
            }
            self.at += 1;
        }
        verb.width = self.number()?;
        if self.eat('.') {
            verb.precision = Some(self.number()?.unwrap_or(0));
        }
        if self.eat('[') {
            let is_index = self.peek().is_some_and(|c| matches!(c, '1'..='9'));
            let index = if is_index { self.number()? } else { None };
            match index {
                Some(index) if self.eat(']') => verb.arg = index,
                _ => return Err(self.unexpected()),
            }
        }
        match self.peek() {
            Some(mode) if mode.is_ascii_alphabetic() => {
                self.at += 1;
                verb.mode = mode;
                verb.raw = self.template.get(start..self.at).unwrap_or("");
                Ok(verb)
            }
            _ => Err(self.unexpected()),
        }
    }

    fn number(&mut self) -> Result<Option<usize>, FunctionError> {
        let digits: &str = self.rest().split(|c: char| !c.is_ascii_digit()).next().unwrap_or("");
        self.at += digits.len();
        if digits.is_empty() {
            return Ok(None);
        }
        let number = digits.parse().ok().filter(|number| *number <= MAX_WIDTH);
        number.map(Some).ok_or_else(|| FunctionError::Failed(format!("a width of {digits} is too large")))
    }

    fn unexpected(&self) -> FunctionError {
        match self.peek() {
            Some(c) => FunctionError::Failed(format!("unrecognized format character `{c}` at offset {}", self.at)),
            None => FunctionError::Failed(format!("invalid format string starting at offset {}", self.at)),
        }
    }

    fn apply(&self, verb: &Verb<'_>) -> Result<Piece, FunctionError> {
        let Some(arg) = verb.arg.checked_sub(1).and_then(|i| self.args.get(i)) else {
            return Err(verb.fail(&format!(
                "not enough arguments: need index {} but have {} total",
                verb.arg,
                self.args.len()
            )));
        };
        if !arg.is_wholly_known() {
            return Ok(Piece::Unknown(unknown_piece(verb, arg)));
        }
        if arg.is_null() && verb.mode != 'v' {
            return Err(verb.fail("null value cannot be formatted"));
        }
        let converted = |ty: &Type| convert(arg.clone(), ty).map_err(|error| verb.fail(&error));
        let text = match verb.mode {
            'v' => verb.as_is(arg)?,
            't' => format!("{}", converted(&Type::Bool)?.as_bool() == Some(true)),
            'b' | 'd' | 'o' | 'x' | 'X' => verb.integer(&converted(&Type::Number)?)?,
            'e' | 'E' | 'f' | 'g' | 'G' => verb.float(&converted(&Type::Number)?),
            's' | 'q' => verb.string(&converted(&Type::String)?),
            _ => return Err(verb.fail("unsupported format verb")),
        };
        Ok(Piece::Known(text.into()))
    }
}

/// A plain `%s` or `%v` of an unknown string keeps that string as a piece.
fn unknown_piece(verb: &Verb<'_>, arg: &Value) -> Value {
    let plain = matches!(verb.raw, "%s" | "%v" | "%d") || verb.raw.starts_with("%[") && matches!(verb.mode, 's' | 'v');
    match convert(arg.clone(), &Type::String) {
        Ok(text) if plain && text.is_unknown() => text,
        _ => Unknown::derived(Type::String, &[arg]).not_null().into_value(),
    }
}

impl Verb<'_> {
    fn fail(&self, why: &str) -> FunctionError {
        FunctionError::Failed(format!("unsupported value for `{}` at {}: {why}", self.raw, self.offset))
    }

    fn as_is(&self, arg: &Value) -> Result<String, FunctionError> {
        let text = match &arg.kind {
            Kind::String(text) if !self.sharp => text.to_string(),
            Kind::Number(number) if !self.sharp => number.text(Notation::Shorter, Digits::Shortest),
            _ => json::encode(arg).map_err(|error| self.fail(&error))?,
        };
        Ok(self.padded(&text))
    }

    fn string(&self, arg: &Value) -> String {
        let text = arg.as_str().unwrap_or("");
        // TERRAFORM: a precision of zero cuts nothing off.
        let cut: String = match self.precision {
            Some(precision) if precision > 0 => text.graphemes(true).take(precision).collect(),
            _ => text.to_owned(),
        };
        self.padded(&if self.mode == 'q' { json::quoted(&cut) } else { cut })
    }

    /// Padded to the width, counted in grapheme clusters. TERRAFORM: zeros pad on the right side too.
    fn padded(&self, text: &str) -> String {
        let missing = self.width.unwrap_or(0).saturating_sub(text.graphemes(true).count());
        let padding = if self.zero { "0" } else { " " }.repeat(missing);
        if self.minus { format!("{text}{padding}") } else { format!("{padding}{text}") }
    }

    fn sign(&self, negative: bool) -> &'static str {
        match (negative, self.plus, self.space) {
            (true, _, _) => "-",
            (false, true, _) => "+",
            (false, false, true) => " ",
            (false, false, false) => "",
        }
    }

    fn integer(&self, arg: &Value) -> Result<String, FunctionError> {
        let number = arg.as_number().and_then(Number::to_big).ok_or_else(|| self.fail("an integer is required"))?;
        let (sign, size) = number.into_parts();
        let negative = sign == dashu_int::Sign::Negative;
        let radix = match self.mode {
            'b' => 2,
            'o' => 8,
            'd' => 10,
            _ => 16,
        };
        let digits = size.in_radix(radix).to_string();
        let digits = if self.mode == 'X' { digits.to_uppercase() } else { digits.to_lowercase() };
        if self.precision == Some(0) && digits == "0" {
            return Ok(String::new());
        }
        let prefix = match self.mode {
            'b' if self.sharp => "0b",
            'o' if self.sharp => "0",
            'x' if self.sharp => "0x",
            'X' if self.sharp => "0X",
            _ => "",
        };
        let sign = self.sign(negative);
        let mut zeros = self.precision.unwrap_or(0).saturating_sub(digits.len());
        let length = sign.len() + prefix.len() + zeros + digits.len();
        let missing = self.width.unwrap_or(0).saturating_sub(length);
        let (mut left, mut right) = (0, 0);
        if self.minus {
            right = missing;
        } else if self.zero && self.precision.is_none() {
            zeros = missing;
        } else {
            left = missing;
        }
        let (left, right, zeros) = (" ".repeat(left), " ".repeat(right), "0".repeat(zeros));
        Ok(format!("{left}{sign}{prefix}{zeros}{digits}{right}"))
    }

    fn float(&self, arg: &Value) -> String {
        let number = arg.as_number().cloned().unwrap_or(Number::ZERO);
        let digits = match (self.mode, self.precision) {
            (_, Some(precision)) => Digits::Exactly(precision),
            ('g' | 'G', None) => Digits::Shortest,
            (_, None) => Digits::Exactly(6),
        };
        let notation = match self.mode {
            'f' => Notation::Fixed,
            'e' | 'E' => Notation::Scientific,
            _ => Notation::Shorter,
        };
        let mut text = number.text(notation, digits);
        if self.mode.is_ascii_uppercase() && !number.is_infinite() {
            text = text.to_uppercase();
        }
        let (sign, text) = match text.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None => match text.strip_prefix('+') {
                Some(rest) => (if self.space { " " } else { "+" }, rest),
                None => (self.sign(false), text.as_str()),
            },
        };
        let missing = self.width.unwrap_or(0).saturating_sub(sign.len() + text.len());
        if self.minus {
            format!("{sign}{text}{}", " ".repeat(missing))
        } else if self.zero && !number.is_infinite() {
            format!("{sign}{}{text}", "0".repeat(missing))
        } else {
            format!("{}{sign}{text}", " ".repeat(missing))
        }
    }
}
