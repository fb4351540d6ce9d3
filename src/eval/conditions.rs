//! The user's own conditions: validations, preconditions, postconditions and checks.

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

use super::convert;
use super::evaluator::{Evaluator, ModuleScope};
use super::expr::{Env, Scope as _, Step, evaluate};
use super::instance::{BrokenCondition, ConditionKind, ModuleId, OpenCondition};
use super::scope::{ModuleView, Repetition};
use super::traverse;
use super::value::{Kind, Marks, Value};
use crate::config::module::{Condition, Resource, Variable};
use crate::config::ty::Type;
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::{Expr, ExprKind};

/// How many local values and arguments are followed from a condition to the variable that it rests on.
const MAX_HOPS: u32 = 32;

/// What was followed already: `local.x` or `var.x` of a module instance.
type Visited = HashSet<(ModuleId, String)>;

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
                    supposed: self.root_lacks_values() && self.rests_on_default(&condition.condition, &view.module),
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

    /// Whether a variable of the root has neither a default nor a value: nobody plans the root as it stands.
    fn root_lacks_values(&self) -> bool {
        let root = self.root_scope();
        let mut variables = root.module.variables.values();
        variables.any(|variable| variable.default.is_none() && !self.inputs.variables.contains_key(&variable.name.text))
    }

    /// Whether an expression takes the default of one of the root's variables, through local values and arguments.
    fn rests_on_default(&self, expr: &Expr, scope: &Rc<ModuleScope>) -> bool {
        self.takes_default(expr, scope, &mut HashSet::new(), MAX_HOPS)
    }

    fn takes_default(&self, expr: &Expr, scope: &Rc<ModuleScope>, seen: &mut Visited, hops: u32) -> bool {
        let mut found = false;
        traverse::references(expr, &mut |reference| {
            found = found || self.is_default(reference, scope, seen, hops);
        });
        found
    }

    fn is_default(&self, reference: &Expr, scope: &Rc<ModuleScope>, seen: &mut Visited, hops: u32) -> bool {
        let (base, steps) = traverse::flatten(reference);
        let (ExprKind::Variable(kind), Some(Step::Attr(name))) = (&base.kind, steps.first()) else { return false };
        let Some(hops) = hops.checked_sub(1) else { return false };
        if !seen.insert((scope.id, format!("{kind}.{}", name.text))) {
            return false;
        }
        match (&**kind, scope.parent.and_then(|parent| self.module(parent))) {
            ("local", _) => {
                let local = scope.module.locals.get(&name.text);
                local.is_some_and(|local| self.takes_default(&local.expr, scope, seen, hops))
            }
            ("var", Some(parent)) => {
                let argument = scope.call.as_ref().and_then(|call| call.body.attribute(&name.text));
                argument.is_some_and(|argument| self.takes_default(&argument.expr, &parent, seen, hops))
            }
            ("var", None) => {
                let variable = scope.module.variables.get(&name.text);
                let has_default = variable.is_some_and(|variable| variable.default.is_some());
                has_default && !self.inputs.variables.contains_key(&name.text)
            }
            _ => false,
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
        if let (ExprKind::Variable(root), Some(Step::Attr(attribute))) = (&base.kind, steps.first()) {
            found |= &**root == "var" && &*attribute.text == name;
        }
    });
    found
}
