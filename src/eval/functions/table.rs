//! How a function is declared: its name, its parameters, the type of its result and its body.

use super::call::{Call, FunctionError};
use crate::config::ty::Type;
use crate::eval::value::Value;

/// A function.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    pub name: &'static str,
    pub params: &'static [Param],
    /// For all arguments behind `params`.
    pub variadic: Option<Param>,
    pub(super) result: Returns,
    /// Whether the result is never null: an unknown result then says so.
    pub(super) not_null: bool,
    pub(super) body: Body,
}

/// Computes the result from prepared arguments; the type is that of the result.
pub(super) type Body = fn(&Call<'_>, &Type) -> Result<Value, FunctionError>;

/// The type of the result from prepared arguments, which may be unknown. Also the place for errors that do not
/// depend on unknown arguments.
pub(super) type TypeOf = fn(&Call<'_>) -> Result<Type, FunctionError>;

/// How the type of the result is found.
#[derive(Clone, Copy, Debug)]
pub(super) enum Returns {
    Always(Want),
    Computed(TypeOf),
}

/// Declares a function whose result has that type and is never null.
pub(super) const fn function(name: &'static str, params: &'static [Param], result: Want, body: Body) -> Function {
    Function { name, params, variadic: None, result: Returns::Always(result), not_null: true, body }
}

/// Declares a function whose result's type depends on its arguments.
pub(super) const fn typed(name: &'static str, params: &'static [Param], result: TypeOf, body: Body) -> Function {
    Function { name, params, variadic: None, result: Returns::Computed(result), not_null: true, body }
}

impl Function {
    /// Any number of further arguments.
    pub(super) const fn variadic(mut self, param: Param) -> Self {
        self.variadic = Some(param);
        self
    }

    /// The result may be null.
    pub(super) const fn may_be_null(mut self) -> Self {
        self.not_null = false;
        self
    }

    /// The parameter of the argument at that place.
    pub(super) fn param(&self, i: usize) -> Option<&Param> {
        self.params.get(i).or(self.variadic.as_ref())
    }
}

/// A parameter, and which special values its function deals with itself.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    pub name: &'static str,
    pub want: Want,
    pub(super) allows: u8,
}

pub(super) const NULL: u8 = 1;
pub(super) const UNKNOWN: u8 = 2;
pub(super) const MARKED: u8 = 4;
pub(super) const UNTYPED: u8 = 8;
pub(super) const UNKNOWN_IN_RULES: u8 = 16;
pub(super) const EMPTY_IF_NULL_IN_RULES: u8 = 32;
pub(super) const NULL_IN_RULES: u8 = 64;

/// Declares a parameter that takes known values only.
pub(super) const fn param(name: &'static str, want: Want) -> Param {
    Param { name, want, allows: 0 }
}

impl Param {
    const fn allowing(mut self, what: u8) -> Self {
        self.allows |= what;
        self
    }

    /// A null is passed to the body; otherwise it is an error.
    pub(super) const fn null(self) -> Self {
        self.allowing(NULL)
    }

    /// An unknown is passed to the body; otherwise the result is unknown.
    pub(super) const fn unknown(self) -> Self {
        self.allowing(UNKNOWN)
    }

    /// Marks are left on the value; otherwise they are taken off at all depths and put on the result.
    pub(super) const fn marked(self) -> Self {
        self.allowing(MARKED)
    }

    /// A value whose type is not known is passed to the body; otherwise the result is unknown.
    pub(super) const fn untyped(self) -> Self {
        self.allowing(UNTYPED)
    }

    /// All of the above.
    pub(super) const fn anything(self) -> Self {
        self.allowing(NULL | UNKNOWN | MARKED | UNTYPED)
    }

    /// In rules an unknown is passed to the body, which may decide from what is known about it.
    pub(super) const fn decides(self) -> Self {
        self.allowing(UNKNOWN_IN_RULES)
    }

    /// In rules a null is passed to the body.
    pub(super) const fn null_in_rules(self) -> Self {
        self.allowing(NULL_IN_RULES)
    }

    /// In rules a null counts as an empty collection.
    pub(super) const fn collection(self) -> Self {
        self.allowing(EMPTY_IF_NULL_IN_RULES)
    }

    pub(super) fn allows(&self, what: u8) -> bool {
        self.allows & what != 0
    }
}

/// The types of parameters and results, as constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    Any,
    Bool,
    Number,
    String,
    List,
    ListOfBool,
    ListOfNumber,
    ListOfString,
    Set,
    SetOfString,
    Map,
    MapOfListOfString,
}

impl Want {
    pub fn ty(self) -> Type {
        match self {
            Self::Any => Type::Dynamic,
            Self::Bool => Type::Bool,
            Self::Number => Type::Number,
            Self::String => Type::String,
            Self::List => Type::list(Type::Dynamic),
            Self::ListOfBool => Type::list(Type::Bool),
            Self::ListOfNumber => Type::list(Type::Number),
            Self::ListOfString => Type::list(Type::String),
            Self::Set => Type::set(Type::Dynamic),
            Self::SetOfString => Type::set(Type::String),
            Self::Map => Type::map(Type::Dynamic),
            Self::MapOfListOfString => Type::map(Type::list(Type::String)),
        }
    }

    pub(super) fn is_collection(self) -> bool {
        self.ty().is_collection()
    }
}
