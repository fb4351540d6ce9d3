//! Expressions that refer to nothing, evaluated where there is no module around them.

use super::budget::Budget;
use super::error::{EvalError, EvalErrorKind};
use super::expr::{Env, Scope, Step, evaluate};
use super::functions::{FunctionContext, NoFiles};
use super::mode::Mode;
use super::value::Value;
use crate::span::Span;
use crate::syntax::ast::{Expr, Ident};

/// Loops inside loops are short to write and long to run.
const MAX_STEPS: u64 = 1_000_000;

/// Evaluates constants, all of them together within a number of steps.
#[derive(Debug)]
pub struct Constants {
    budget: Budget,
}

impl Default for Constants {
    fn default() -> Self {
        Self::within(MAX_STEPS)
    }
}

impl Constants {
    /// All constants together may take so many steps.
    #[must_use]
    pub fn within(steps: u64) -> Self {
        Self { budget: Budget::new(steps) }
    }

    /// The value of an expression that refers to nothing.
    ///
    /// # Errors
    /// A reference, more steps than are left, or what the evaluation reports.
    pub fn value(&self, expr: &Expr) -> Result<Value, EvalError> {
        evaluate(expr, self, &Env::EMPTY)
    }
}

/// The value of one expression that refers to nothing.
///
/// # Errors
/// A reference, too many steps, or what the evaluation reports.
pub fn constant(expr: &Expr) -> Result<Value, EvalError> {
    Constants::default().value(expr)
}

impl Scope for Constants {
    fn mode(&self) -> Mode {
        Mode::Config
    }

    fn root(&self, name: &str, span: Span, _steps: &[Step<'_>], _env: &Env<'_>) -> Result<(Value, usize), EvalError> {
        let text = format!("only constants are allowed here, found a reference to `{name}`");
        Err(EvalError::new(EvalErrorKind::Reference(text), span))
    }

    fn call(&self, _name: &Ident, _args: &[Expr], _env: &Env<'_>) -> Option<Result<Value, EvalError>> {
        None
    }

    fn functions(&self) -> &dyn FunctionContext {
        &NoFiles
    }

    fn charge(&self, steps: u64, span: Span) -> Result<(), EvalError> {
        self.budget.charge(steps, span, || "constants take too many steps".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse_expr;

    #[test]
    fn loops_inside_loops_end() {
        let text = "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a + b + c]]]";
        let expr = parse_expr(text, Span::NONE.file).unwrap();
        let error = constant(&expr).unwrap_err();
        assert!(matches!(*error.kind, EvalErrorKind::Limit(_)), "{error}");
    }
}
