//! A call: its arguments are prepared, its body runs, and marks and origins are put on the result.

use std::sync::Arc;

use thiserror::Error;

use super::context::FunctionContext;
use super::table::{
    EMPTY_IF_NULL_IN_RULES, Function, MARKED, NULL, NULL_IN_RULES, Param, Returns, UNKNOWN, UNKNOWN_IN_RULES, UNTYPED,
};
use super::{RULE_TABLE, find, find_of_provider};
use crate::config::ty::Type;
use crate::eval::convert::convert;
use crate::eval::mode::Mode;
use crate::eval::number::Number;
use crate::eval::value::{Kind, Marks, Members, Origin, Unknown, Value};

/// Longest text that a function makes.
pub(super) const MAX_TEXT: usize = 16 << 20;

/// Most elements that a function makes of few.
pub(super) const MAX_ELEMENTS: usize = 200_000;

/// Why a call has no result.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FunctionError {
    #[error("there is no function of this name")]
    UnknownFunction,
    /// Too few or too many arguments.
    #[error("{0}")]
    Arity(String),
    /// An argument that the function does not accept.
    #[error("{message}")]
    Argument { index: usize, message: String },
    /// The function could not do it with these arguments.
    #[error("{0}")]
    Failed(String),
    /// The call is wrong whatever the data, such as an invalid pattern. In rules too this is an error.
    #[error("{0}")]
    Invalid(String),
    /// Something that Terraform can do and we cannot.
    #[error("unsupported: {0}")]
    Unsupported(String),
}

impl FunctionError {
    /// The error without what an argument may have put into its message.
    fn redacted(self) -> Self {
        let message = || "cannot be used here; it is sensitive, so that no more is said".to_owned();
        match self {
            Self::Argument { index, .. } => Self::Argument { index, message: message() },
            Self::Failed(_) => Self::Failed(format!("a sensitive argument {}", message())),
            Self::Invalid(_) => Self::Invalid(format!("a sensitive argument {}", message())),
            Self::UnknownFunction | Self::Arity(_) | Self::Unsupported(_) => self,
        }
    }

    /// Whether it comes from the data and not from the call: in rules the result is then null.
    fn is_about_data(&self) -> bool {
        match self {
            Self::Argument { .. } | Self::Failed(_) => true,
            Self::UnknownFunction | Self::Arity(_) | Self::Invalid(_) | Self::Unsupported(_) => false,
        }
    }
}

impl From<String> for FunctionError {
    fn from(message: String) -> Self {
        Self::Failed(message)
    }
}

impl From<&str> for FunctionError {
    fn from(message: &str) -> Self {
        Self::Failed(message.to_owned())
    }
}

/// The call of a function: what its body sees.
pub struct Call<'a> {
    pub name: &'a str,
    pub args: Vec<Value>,
    pub cx: &'a dyn FunctionContext,
    pub mode: Mode,
}

impl std::fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call").field("name", &self.name).field("args", &self.args).finish_non_exhaustive()
    }
}

/// Stands in for arguments that are not there.
static NONE: Value = Value::NULL;

impl Call<'_> {
    /// The argument at that place; null where there is none.
    pub fn arg(&self, i: usize) -> &Value {
        self.args.get(i).unwrap_or(&NONE)
    }

    /// The arguments from that place on.
    pub fn rest(&self, from: usize) -> &[Value] {
        self.args.get(from..).unwrap_or_default()
    }

    /// The text of a string argument.
    pub fn text(&self, i: usize) -> &str {
        self.arg(i).as_str().unwrap_or("")
    }

    /// The number of a number argument.
    pub fn number(&self, i: usize) -> &Number {
        self.arg(i).as_number().unwrap_or(&Number::ZERO)
    }

    /// A whole number.
    pub fn int(&self, i: usize) -> Result<i64, FunctionError> {
        self.number(i).to_i64().ok_or_else(|| {
            FunctionError::Failed(format!("value must be a whole number, between {} and {}", i64::MIN, i64::MAX))
        })
    }

    /// The elements of a list, set or tuple argument.
    pub fn elements(&self, i: usize) -> &[Value] {
        self.arg(i).as_elements().unwrap_or_default()
    }

    pub fn is_rule(&self) -> bool {
        self.mode == Mode::Rule
    }

    /// An unknown of that type that comes from the unknown arguments.
    pub fn unknown(&self, ty: Type) -> Unknown {
        Unknown::derived(ty, &self.args.iter().collect::<Vec<_>>())
    }

    /// The same as a value about which nothing is known.
    pub fn unknown_value(&self, ty: &Type) -> Value {
        self.unknown(ty.clone()).into_value()
    }

    /// The unknown that stands for a result that is too large.
    pub fn limited(&self, ty: &Type, what: &str) -> Value {
        Value::unknown(ty.clone(), Origin::Limit(format!("`{}` gives {what}", self.name).into()))
    }

    /// A text, or the reason that it is too long.
    pub fn checked_text(&self, text: String) -> Value {
        if text.len() > MAX_TEXT {
            self.limited(&Type::String, "a text that is too long")
        } else {
            Value::string(normal(text))
        }
    }

    /// How messages show a text: in quotes, or not at all when it is secret.
    pub fn shown(&self, i: usize) -> String {
        shown(self.arg(i))
    }
}

/// How messages show a value: strings in quotes, secrets not at all.
pub(super) fn shown(value: &Value) -> String {
    if value.deep_marks().has(Marks::SENSITIVE.union(Marks::EPHEMERAL)) {
        return "(sensitive value)".into();
    }
    match value.as_str() {
        Some(text) => format!("`{text}`"),
        None => format!("{value:?}"),
    }
}

/// Text in the normal form of all strings.
pub(super) fn normal(text: String) -> Arc<str> {
    use unicode_normalization::{UnicodeNormalization, is_nfc};
    if text.is_ascii() || is_nfc(&text) { text.into() } else { text.nfc().collect::<String>().into() }
}

/// An error about the argument at that place.
pub(super) fn argument(index: usize, message: impl Into<String>) -> FunctionError {
    FunctionError::Argument { index, message: message.into() }
}

/// Calls the function of that name.
pub fn call(name: &str, args: Vec<Value>, cx: &dyn FunctionContext, mode: Mode) -> Result<Value, FunctionError> {
    if name.starts_with("provider::") && find_of_provider(name).is_none() {
        let result = Unknown::new(Type::Dynamic, Origin::ProviderFunction(name.into())).into_value();
        return Ok(args.iter().fold(result, |result, arg| result.with_marks(arg.deep_marks())));
    }
    let of_rules = || if mode == Mode::Rule { RULE_TABLE.get(name).copied() } else { None };
    let function =
        find(name).or_else(|| find_of_provider(name)).or_else(of_rules).ok_or(FunctionError::UnknownFunction)?;
    check_arity(function, args.len())?;
    let ty = || match function.result {
        Returns::Always(want) => want.ty(),
        Returns::Computed(_) => Type::Dynamic,
    };
    let mut call = Call { name, args, cx, mode };
    let mut marks = Marks::NONE;
    let result = run(function, &mut call, &mut marks).map(|value| value.with_marks(marks));
    match result.map_err(|error| if is_secret(&call, marks) { error.redacted() } else { error }) {
        Err(error) if mode == Mode::Rule && error.is_about_data() => Ok(Value::null(ty())),
        result => result,
    }
}

fn check_arity(function: &Function, given: usize) -> Result<(), FunctionError> {
    let wanted = function.params.len();
    if given < wanted {
        let least = if function.variadic.is_some() { "at least " } else { "" };
        let missing = function.params.get(given).map_or("", |param| param.name);
        let noun = if wanted == 1 { "argument" } else { "arguments" };
        return Err(FunctionError::Arity(format!(
            "needs {least}{wanted} {noun}, found {given}: `{missing}` is missing"
        )));
    }
    if given > wanted && function.variadic.is_none() {
        let noun = if wanted == 1 { "argument" } else { "arguments" };
        return Err(FunctionError::Arity(format!("needs only {wanted} {noun}, found {given}")));
    }
    Ok(())
}

/// Whether an argument was secret: those whose marks were taken, and those that have them still.
fn is_secret(call: &Call<'_>, taken: Marks) -> bool {
    let marks = call.args.iter().fold(taken, |marks, arg| marks.union(arg.deep_marks()));
    marks.has(Marks::SENSITIVE.union(Marks::EPHEMERAL))
}

/// The result without the marks that were taken from the arguments.
fn run(function: &Function, call: &mut Call<'_>, marks: &mut Marks) -> Result<Value, FunctionError> {
    for i in 0..call.args.len() {
        prepare(function, call, i, marks)?;
    }
    if let Some(early) = early_result(function, call)? {
        return Ok(early);
    }
    let ty = match function.result {
        Returns::Always(want) => want.ty(),
        Returns::Computed(of) => of(call)?,
    };
    let unready = call.args.iter().enumerate().any(|(i, arg)| {
        let allows = |what| function.param(i).is_some_and(|param| param.allows(what));
        arg.is_unknown() && !allows(UNKNOWN) && !(call.is_rule() && allows(UNKNOWN_IN_RULES))
    });
    let result = if unready { call.unknown_value(&ty) } else { (function.body)(call, &ty)? };
    Ok(finished(function, call, result))
}

/// Converts an argument and takes its marks.
fn prepare(function: &Function, call: &mut Call<'_>, i: usize, marks: &mut Marks) -> Result<(), FunctionError> {
    let Some(param) = function.param(i) else { return Ok(()) };
    let Some(slot) = call.args.get_mut(i) else { return Ok(()) };
    let mut value = std::mem::replace(slot, Value::NULL);
    if !param.allows(MARKED) {
        let found = value.deep_marks();
        if !found.is_none() {
            *marks = marks.union(found);
            value = value.unmarked();
        }
    }
    if call.mode == Mode::Rule && value.is_null() {
        value = null_in_rules(param, value);
    }
    *slot = value.clone();
    *slot = convert(value, &param.want.ty())
        .map_err(|error| argument(i, format!("unsuitable value for `{}`: {error}", param.name)))?;
    Ok(())
}

fn null_in_rules(param: &Param, value: Value) -> Value {
    let marks = value.marks;
    if param.allows(EMPTY_IF_NULL_IN_RULES) {
        return Value::tuple([]).with_marks(marks);
    }
    match param.want.ty() {
        Type::Map(element) if !param.allows(NULL) => {
            Value::map(Type::clone(&element), Members::new()).with_marks(marks)
        }
        _ if param.want.is_collection() && !param.allows(NULL) => Value::tuple([]).with_marks(marks),
        _ => value,
    }
}

/// Nulls that are errors, and values of unknown type that make the whole result unknown. TERRAFORM: the arguments
/// are looked at in order, so that an untyped one hides a null behind it.
fn early_result(function: &Function, call: &Call<'_>) -> Result<Option<Value>, FunctionError> {
    for (i, arg) in call.args.iter().enumerate() {
        let Some(param) = function.param(i) else { continue };
        if arg.is_null() && call.is_rule() && param.allows(NULL_IN_RULES) {
            continue;
        }
        if arg.is_null() && !param.allows(NULL) {
            if call.is_rule() {
                return Ok(Some(Value::NULL));
            }
            return Err(argument(i, format!("`{}` must not be null", param.name)));
        }
        let untyped = match &arg.kind {
            Kind::Null(ty) => *ty == Type::Dynamic,
            Kind::Unknown(unknown) => unknown.ty == Type::Dynamic,
            _ => false,
        };
        let decides = call.is_rule() && (param.allows(UNKNOWN_IN_RULES) || arg.is_null());
        if untyped && !param.allows(UNTYPED) && !decides {
            return Ok(Some(call.unknown_value(&Type::Dynamic)));
        }
    }
    Ok(None)
}

/// Puts what is known about the function on an unknown result.
fn finished(function: &Function, call: &Call<'_>, result: Value) -> Value {
    let Kind::Unknown(unknown) = &result.kind else { return result };
    let mut unknown = Unknown::clone(unknown);
    if unknown.origin == Origin::Opaque {
        let derived = call.unknown(unknown.ty.clone());
        unknown.origin = derived.origin;
        unknown.also = derived.also;
    }
    if function.not_null {
        unknown = unknown.not_null();
    }
    unknown.into_value().with_marks(result.marks)
}
