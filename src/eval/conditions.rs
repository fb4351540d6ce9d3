//! The user's own conditions: validations, preconditions, postconditions and checks.

use std::rc::Rc;
use std::sync::Arc;

use super::convert;
use super::evaluator::{Evaluator, ModuleScope};
use super::expr::{Env, Scope as _, evaluate};
use super::instance::{BrokenCondition, ConditionKind, OpenCondition};
use super::scope::{ModuleView, Repetition};
use super::traverse;
use super::value::{Kind, Marks, Value};
use crate::config::module::{Condition, Resource, Variable};
use crate::config::ty::Type;
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::Expr;

impl Evaluator<'_> {
    /// Judges one condition; `subject` is what it belongs to.
    pub(crate) fn condition(
        &self,
        condition: &Condition,
        kind: ConditionKind,
        subject: &Arc<str>,
        view: &ModuleView<'_, '_>,
    ) {
        let mut refers = false;
        traverse::references(&condition.condition, &mut |_| refers = true);
        if !refers {
            self.report(
                Diagnostic::error(
                    Code::ConfigArgumentInvalid,
                    condition.condition.span,
                    "a condition must refer to something, or its answer is always the same",
                )
                .with_help("refer to an object of the configuration"),
            );
            return;
        }
        let verdict = match evaluate(&condition.condition, view, &Env::EMPTY) {
            Ok(value) => value,
            Err(error) => {
                self.failed(&error);
                return;
            }
        };
        view.branch(condition.condition.span, &verdict);
        if let Kind::Unknown(unknown) = &verdict.kind {
            if self.simulation.is_some() {
                let (subject, span) = (Arc::clone(subject), condition.condition.span);
                self.open.borrow_mut().push(OpenCondition { subject, kind, unknown: Arc::clone(unknown), span });
            }
            return;
        }
        match convert::convert(verdict.clone(), &Type::Bool).ok().as_ref().and_then(Value::as_bool) {
            Some(true) => {}
            Some(false) => {
                let message = condition.error_message.as_ref().and_then(|expr| self.error_message(expr, view));
                let value = self.culprit(&condition.condition, view);
                self.broken.borrow_mut().push(BrokenCondition {
                    subject: Arc::clone(subject),
                    kind,
                    message,
                    span: condition.condition.span,
                    value,
                });
            }
            None => {
                let found = super::text::display(&verdict);
                self.report(Diagnostic::error(
                    Code::EvalError,
                    condition.condition.span,
                    format!("a condition must be true or false, found {found}"),
                ));
            }
        }
    }

    fn error_message(&self, expr: &Expr, view: &ModuleView<'_, '_>) -> Option<String> {
        let value = evaluate(expr, view, &Env::EMPTY).ok()?;
        if value.deep_marks().has(Marks::SENSITIVE) {
            return None;
        }
        value.as_str().map(ToString::to_string)
    }

    /// The first referenced value of a broken condition, as text; none when anything in it is sensitive.
    fn culprit(&self, condition: &Expr, view: &ModuleView<'_, '_>) -> Option<String> {
        let mut found = None;
        traverse::references(condition, &mut |reference| {
            if found.is_none() {
                found = evaluate(reference, view, &Env::EMPTY).ok();
            }
        });
        let value = found?;
        let secret = value.deep_marks().has(Marks::SENSITIVE);
        (!secret && value.is_wholly_known()).then(|| super::text::display(&value))
    }

    pub(crate) fn validations(&self, scope: &Rc<ModuleScope>, variable: &Arc<Variable>) {
        if variable.validations.is_empty() {
            return;
        }
        let view = ModuleView::new(self, Rc::clone(scope));
        let subject = scope.address_of(&format!("var.{}", variable.name.text));
        for validation in &variable.validations {
            if !mentions_variable(&validation.condition, &variable.name.text) {
                self.report(Diagnostic::error(
                    Code::ConfigArgumentInvalid,
                    validation.condition.span,
                    format!("the condition must refer to `var.{}`, the variable that it validates", variable.name.text),
                ));
                continue;
            }
            self.condition(validation, ConditionKind::Validation, &subject, &view);
        }
    }

    /// Pre- and postconditions of a resource's instances.
    pub(crate) fn resource_conditions(&self, scope: &Rc<ModuleScope>, resource: &Arc<Resource>) {
        if resource.preconditions.is_empty() && resource.postconditions.is_empty() {
            return;
        }
        let Ok(expanded) = self.resource(scope, resource, resource.block.header) else { return };
        for instance in expanded.instances.iter().filter(|instance| instance.uncertain.is_none()) {
            let repetition = Repetition::of(&instance.key, instance.each_value.as_ref(), resource.count.is_some());
            let mut view = ModuleView::repeated(self, Rc::clone(scope), repetition);
            for condition in &resource.preconditions {
                self.condition(condition, ConditionKind::Precondition, &instance.address, &view);
            }
            view.self_value = Some(instance.value.clone());
            for condition in &resource.postconditions {
                self.condition(condition, ConditionKind::Postcondition, &instance.address, &view);
            }
        }
    }
}

fn mentions_variable(condition: &Expr, name: &str) -> bool {
    let mut found = false;
    traverse::references(condition, &mut |reference| {
        let (base, steps) = traverse::flatten(reference);
        if let (crate::syntax::ast::ExprKind::Variable(root), Some(super::expr::Step::Attr(attribute))) =
            (&base.kind, steps.first())
        {
            found |= &**root == "var" && &*attribute.text == name;
        }
    });
    found
}
