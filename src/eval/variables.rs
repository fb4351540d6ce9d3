//! Values of variables: from the caller or from outside, converted to the declared type, with defaults filled in.

use std::rc::Rc;
use std::sync::Arc;

use super::error::EvalError;
use super::evaluator::{Evaluator, ModuleScope, ValueCell};
use super::expr::{Env, evaluate};
use super::inputs::{Input, InputValue};
use super::scope::{ConstantScope, ModuleView, Repetition};
use super::value::{Marks, Origin, Value};
use super::{convert, optional};
use crate::config::module::Variable;
use crate::config::ty::Type;
use crate::diag::{Code, Diagnostic};
use crate::span::Span;
use crate::syntax;

impl Evaluator<'_> {
    pub(crate) fn variable(
        &self,
        scope: &ModuleScope,
        variable: &Arc<Variable>,
        span: Span,
    ) -> Result<Value, EvalError> {
        let cell = ValueCell::Variable(Arc::clone(&variable.name.text));
        self.value_cell(scope, &cell, span, || self.compute_variable(scope, variable))
    }

    fn compute_variable(&self, scope: &ModuleScope, variable: &Variable) -> Value {
        let given = if scope.parent.is_some() { self.argument(scope, variable) } else { self.input(variable) };
        let value = match given {
            Some((value, span)) => self.converted(scope, variable, value, span),
            None => self.default_value(variable).unwrap_or_else(|| {
                let ty = variable.ty.as_ref().map_or(Type::Dynamic, |constraint| constraint.ty.clone());
                let origin = Origin::Variable(scope.address_of(&format!("var.{}", variable.name.text)));
                Value::unknown_exact(ty, origin)
            }),
        };
        let mut marks = Marks::NONE;
        if variable.sensitive {
            marks = marks.union(Marks::SENSITIVE);
        }
        if variable.ephemeral {
            marks = marks.union(Marks::EPHEMERAL);
        }
        value.with_marks(marks)
    }

    /// The caller's argument.
    fn argument(&self, scope: &ModuleScope, variable: &Variable) -> Option<(Value, Span)> {
        let call = scope.call.as_ref()?;
        let parent = self.module(scope.parent?)?;
        let Some(argument) = call.body.attribute(&variable.name.text) else {
            if variable.default.is_none() {
                self.report(
                    Diagnostic::error(
                        Code::ModuleArgument,
                        call.block.header,
                        format!("the call of module `{}` lacks the argument `{}`", call.name.text, variable.name.text),
                    )
                    .with_label(variable.block.header, "it has no default here"),
                );
            }
            return None;
        };
        let repetition = Repetition::of(&scope.key, scope.each_value.as_ref(), call.count.is_some());
        let view = ModuleView::repeated(self, parent, repetition);
        let value = self.value_of(&argument.expr, &view, &Env::EMPTY);
        if value.deep_marks().has(Marks::EPHEMERAL) && !variable.ephemeral {
            let text = format!("`{}` of module `{}` is not declared ephemeral", variable.name.text, call.name.text);
            let diagnostic = Diagnostic::error(Code::EvalError, argument.expr.span, text);
            self.report(diagnostic.with_label(variable.block.header, "this variable needs `ephemeral = true`"));
        }
        Some((value, argument.expr.span))
    }

    /// The value from a tfvars file, the command line or the environment.
    fn input(&self, variable: &Variable) -> Option<(Value, Span)> {
        let Input { value, span, .. } = self.inputs.variables.get(&variable.name.text)?;
        let value = match value {
            InputValue::Value(value) => value.clone(),
            InputValue::Expr(expr) => self.constant(expr),
            InputValue::Text(text) => self.text_input(variable, text),
        };
        Some((value, *span))
    }

    /// TERRAFORM: text for a variable of a primitive or of no type is taken as it stands, for any other it is an expression.
    fn text_input(&self, variable: &Variable, text: &Arc<str>) -> Value {
        let literal = match &variable.ty {
            None => true,
            Some(constraint) => constraint.ty.is_primitive(),
        };
        if literal {
            return Value::string(Arc::clone(text));
        }
        match syntax::parse_expr(text, crate::span::FileId::NONE) {
            Ok(expr) => self.constant(&expr),
            Err(diagnostic) => {
                self.report(Diagnostic::error(
                    Code::VariableInvalid,
                    variable.block.header,
                    format!(
                        "the value for `var.{}` is not a valid expression: {}",
                        variable.name.text, diagnostic.message
                    ),
                ));
                Value::unknown(Type::Dynamic, Origin::Error(diagnostic.message.into()))
            }
        }
    }

    /// The value of an expression that may refer to nothing.
    pub(crate) fn constant(&self, expr: &syntax::ast::Expr) -> Value {
        evaluate(expr, &ConstantScope::new(self), &Env::EMPTY).unwrap_or_else(|error| self.failed(&error))
    }

    fn default_value(&self, variable: &Variable) -> Option<Value> {
        let default = variable.default.as_ref()?;
        let value = self.constant(default);
        Some(self.typed(variable, value).unwrap_or_else(|message| {
            self.report(Diagnostic::error(
                Code::VariableInvalid,
                default.span,
                format!("the default of `var.{}` does not fit its type: {message}", variable.name.text),
            ));
            Value::unknown(Type::Dynamic, Origin::Error(message.into()))
        }))
    }

    fn converted(&self, scope: &ModuleScope, variable: &Variable, value: Value, span: Span) -> Value {
        if value.is_null() && !variable.nullable {
            return self.default_value(variable).unwrap_or_else(|| {
                let message = format!("`var.{}` must not be null", variable.name.text);
                self.report(Diagnostic::error(Code::VariableInvalid, span, message.clone()));
                Value::unknown(Type::Dynamic, Origin::Error(message.into()))
            });
        }
        self.typed(variable, value).unwrap_or_else(|message| {
            let place = if span.is_none() { variable.block.header } else { span };
            let name = scope.address_of(&format!("var.{}", variable.name.text));
            self.report(Diagnostic::error(
                Code::VariableInvalid,
                place,
                format!("the value does not fit the type of `{name}`: {message}"),
            ));
            Value::unknown(Type::Dynamic, Origin::Error(message.into()))
        })
    }

    fn typed(&self, variable: &Variable, value: Value) -> Result<Value, String> {
        let Some(constraint) = &variable.ty else { return Ok(value) };
        let filled = match &constraint.defaults {
            Some(defaults) => optional::fill(value, &constraint.ty, defaults, &|default| self.constant(default)),
            None => value,
        };
        convert::convert(filled, &constraint.ty)
    }

    /// Reports arguments of a call that its module does not declare.
    pub(crate) fn check_arguments(&self, scope: &Rc<ModuleScope>) {
        let Some(call) = &scope.call else { return };
        for argument in &call.body.attributes {
            if !scope.module.variables.contains_key(&argument.name.text) {
                let names = scope.module.variables.keys().map(|name| &**name);
                let mut diagnostic = Diagnostic::error(
                    Code::ModuleArgument,
                    argument.name.span,
                    format!("module `{}` has no variable `{}`", call.name.text, argument.name.text),
                );
                if let Some(meant) = crate::diag::nearest(&argument.name.text, names) {
                    diagnostic = diagnostic.with_help(format!("did you mean `{meant}`?"));
                }
                self.report(diagnostic);
            }
        }
    }
}
