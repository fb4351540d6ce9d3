//! The functions of Terraform's builtin provider: values to text of the language and back.

use std::collections::BTreeMap;
use std::fmt;

use super::call::{Call, FunctionError, argument};
use super::context::FunctionContext;
use super::table::{Function, Param, Want, function, param};
use crate::config::ty::Type;
use crate::eval::budget::Budget;
use crate::eval::error::{EvalError, EvalErrorKind};
use crate::eval::expr::{Env, Scope, Step, evaluate};
use crate::eval::hcl;
use crate::eval::mode::Mode;
use crate::eval::value::Value;
use crate::span::{FileId, Span};
use crate::syntax::ast::{Expr, FileFormat, Ident};
use crate::syntax::parse;

const VALUE: Param = param("value", Want::Any);

pub(super) const TABLE: &[Function] = &[
    function("terraform::decode_tfvars", &[param("src", Want::String)], Want::Any, decode_tfvars),
    function("terraform::encode_expr", &[VALUE], Want::String, encode_expr),
    function("terraform::encode_tfvars", &[VALUE], Want::String, encode_tfvars),
];

fn encode_expr(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let value = call.arg(0);
    if !value.is_wholly_known() {
        return Ok(call.unknown_value(ty));
    }
    hcl::expression(value).map(Value::string).ok_or_else(|| argument(0, "the value cannot be written as an expression"))
}

fn encode_tfvars(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let value = call.arg(0);
    let Some(members) = value.as_members() else {
        return Err(argument(0, format!("needs an object, found {}", value.ty().friendly_name())));
    };
    if !value.is_wholly_known() {
        return Ok(call.unknown_value(ty));
    }
    hcl::arguments(members).map(Value::string).ok_or_else(|| argument(0, "a key is no name of a variable"))
}

fn decode_tfvars(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let (file, problems) = parse(call.text(0), FileId::NONE, FileFormat::Hcl);
    if let Some(problem) = problems.first() {
        return Err(argument(0, format!("cannot be read: {}", problem.message)));
    }
    if let Some(block) = file.body.blocks.first() {
        return Err(argument(0, format!("a variables file holds no blocks, found `{}`", block.kind.text)));
    }
    let scope = Constants { cx: call.cx, budget: Budget::new(MAX_STEPS) };
    let mut members = BTreeMap::new();
    for attribute in &file.body.attributes {
        let value = evaluate(&attribute.expr, &scope, &Env::EMPTY)
            .map_err(|error| argument(0, format!("the value of `{}`: {error}", attribute.name.text)))?;
        if members.insert(attribute.name.text.clone(), value).is_some() {
            return Err(argument(0, format!("`{}` is set twice", attribute.name.text)));
        }
    }
    Ok(Value::object(members.into_iter().collect()))
}

/// Neither references nor functions.
struct Constants<'c> {
    cx: &'c dyn FunctionContext,
    budget: Budget,
}

/// Loops inside loops are short to write and long to run.
const MAX_STEPS: u64 = 1_000_000;

impl fmt::Debug for Constants<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Constants")
    }
}

impl Scope for Constants<'_> {
    fn mode(&self) -> Mode {
        Mode::Config
    }

    fn root(&self, name: &str, span: Span, _steps: &[Step<'_>], _env: &Env<'_>) -> Result<(Value, usize), EvalError> {
        Err(EvalError::new(EvalErrorKind::Reference(format!("`{name}` refers to something")), span))
    }

    fn call(&self, name: &Ident, _args: &[Expr], _env: &Env<'_>) -> Option<Result<Value, EvalError>> {
        Some(Err(EvalError::new(EvalErrorKind::Reference(format!("`{}` is a function", name.text)), name.span)))
    }

    fn functions(&self) -> &dyn FunctionContext {
        self.cx
    }

    fn charge(&self, steps: u64, span: Span) -> Result<(), EvalError> {
        self.budget.charge(steps, span, || format!("more than {MAX_STEPS} steps"))
    }
}
