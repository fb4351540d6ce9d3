//! Why a value is what it is: an address of the configuration, its value, and the way to where it is written.

use std::rc::Rc;
use std::sync::Arc;

use super::super::error::{EvalError, EvalErrorKind};
use super::super::evaluator::{Evaluator, ModuleScope};
use super::super::expr::{Env, Step as Traversal, evaluate};
use super::super::scope::{ModuleView, key_is};
use super::super::traverse;
use super::super::value::Value;
use super::PathStep;
use super::follow::{Trace, index_step};
use crate::diag::nearest;
use crate::span::Span;
use crate::syntax::ast::{Expr, ExprKind};

/// A value and the way to it.
#[derive(Clone, Debug)]
pub struct Why {
    pub value: Value,
    /// From the address outwards, each place with what happens there.
    pub steps: Vec<(Span, String)>,
}

/// What an address names inside a module.
struct Named<'t> {
    scope: Rc<ModuleScope>,
    rest: Vec<Traversal<'t>>,
}

fn no_such(message: impl Into<String>, span: Span) -> EvalError {
    EvalError::new(EvalErrorKind::Reference(message.into()), span)
}

impl Evaluator<'_> {
    /// The value of an address and why: a resource or data source, a variable, a local value or an output, with the
    /// path of modules before it and attributes behind it (`module.a["k"].aws_x.y[0].tags`, `module.a.local.n`).
    ///
    /// # Errors
    /// An address that leads nowhere, and what Terraform would report for its value.
    pub fn why(&self, address: &Expr) -> Result<Why, EvalError> {
        let (base, steps) = traverse::flatten(address);
        let ExprKind::Variable(root) = &base.kind else {
            return Err(no_such("an address starts with a name", address.span));
        };
        let named = self.module_of(root, base.span, steps)?;
        let view = Rc::new(ModuleView::new(self, Rc::clone(&named.scope)));
        let first = match (&*named.scope.address, &named.rest) {
            ("", _) => Arc::clone(root),
            (_, rest) => match rest.first() {
                Some(Traversal::Attr(name)) => Arc::clone(&name.text),
                _ => return Err(no_such("after a module comes the name of what is in it", address.span)),
            },
        };
        // Behind a module's path the first name is still to be taken off.
        let behind = named.rest.get(usize::from(!named.scope.address.is_empty())..).unwrap_or_default();
        if let Some(found) = self.output_named(&first, behind, &view)? {
            return Ok(found);
        }
        let inner = chain(ExprKind::Variable(first), behind, address.span);
        let value = evaluate(&inner, &*view, &Env::EMPTY)?;
        let mut trace = Trace::new(self);
        trace.step(&inner, Vec::new(), &view, &[], None);
        Ok(Why { value, steps: trace.finish().1 })
    }

    /// The same for any expression, as if it stood in the root module.
    ///
    /// # Errors
    /// What Terraform would report for it.
    pub fn why_expression(&self, expr: &Expr) -> Result<Why, EvalError> {
        let view = Rc::new(ModuleView::new(self, self.root_scope()));
        let value = evaluate(expr, &*view, &Env::EMPTY)?;
        let mut trace = Trace::new(self);
        trace.step(expr, Vec::new(), &view, &[], None);
        Ok(Why { value, steps: trace.finish().1 })
    }

    /// Follows `module.NAME[KEY]` as often as it stands there.
    fn module_of<'t>(&self, root: &Arc<str>, span: Span, mut rest: Vec<Traversal<'t>>) -> Result<Named<'t>, EvalError> {
        let mut scope = self.root_scope();
        let mut is_module = &**root == "module";
        while is_module {
            let Some(Traversal::Attr(name)) = rest.first() else {
                return Err(no_such("`module` must be followed by a name", span));
            };
            let Some(call) = scope.module.calls.get(&name.text).cloned() else {
                let names = scope.module.calls.keys().map(|name| &**name);
                let meant =
                    nearest(&name.text, names).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                return Err(no_such(format!("there is no module `{}` here{meant}", name.text), name.span));
            };
            let expanded = self.call(&scope, &call, name.span)?;
            let is_repeated = call.count.is_some() || call.for_each.is_some();
            let mut used = 1;
            let found = match rest.get(1) {
                Some(Traversal::Index(key)) if is_repeated => {
                    used = 2;
                    let key = evaluate(key, &ModuleView::new(self, Rc::clone(&scope)), &Env::EMPTY)?;
                    expanded.instances.iter().find(|(candidate, _)| key_is(candidate, &key))
                }
                _ => expanded.instances.first(),
            };
            let Some(child) = found.and_then(|(_, id)| self.module(*id)) else {
                let text = format!("module `{}` has no such instance, or is not installed here", name.text);
                return Err(no_such(text, name.span));
            };
            rest.drain(..used);
            scope = child;
            is_module = matches!(rest.first(), Some(Traversal::Attr(name)) if &*name.text == "module");
            if is_module {
                rest.remove(0);
            }
        }
        Ok(Named { scope, rest })
    }

    /// `output.NAME`, and `module.m.NAME` as expressions write it.
    fn output_named(
        &self,
        first: &Arc<str>,
        rest: &[Traversal<'_>],
        view: &Rc<ModuleView<'_, '_>>,
    ) -> Result<Option<Why>, EvalError> {
        let scope = &view.module;
        let (output, rest) = match rest {
            [Traversal::Attr(name), tail @ ..] if &**first == "output" => (scope.module.outputs.get(&name.text), tail),
            _ if !scope.address.is_empty() => (scope.module.outputs.get(first), rest),
            _ => (None, rest),
        };
        let Some(output) = output.cloned() else { return Ok(None) };
        let mut value = self.output(scope, &output, output.name.span)?;
        let mut path: Vec<PathStep> = Vec::new();
        for step in rest {
            let key = match step {
                Traversal::Attr(name) => Value::string(Arc::clone(&name.text)),
                Traversal::Index(key) => evaluate(key, &**view, &Env::EMPTY)?,
            };
            path.extend(match step {
                Traversal::Attr(name) => Some(PathStep::Attr(Arc::clone(&name.text))),
                Traversal::Index(_) => index_step(&key),
            });
            value = super::super::ops::index(&value, &key, super::super::mode::Mode::Config)
                .map_err(|message| no_such(message, output.name.span))?;
        }
        let mut trace = Trace::new(self);
        if let Some(expr) = &output.value {
            trace.note(expr.span, format!("output `{}` is set here", output.name.text));
            trace.step(expr, path, &Rc::new(ModuleView::new(self, Rc::clone(scope))), &[], None);
        }
        Ok(Some(Why { value, steps: trace.finish().1 }))
    }
}

/// The expression of a name and the steps behind it.
fn chain(root: ExprKind, steps: &[Traversal<'_>], span: Span) -> Expr {
    steps.iter().fold(Expr { kind: root, span }, |base, step| {
        let kind = match step {
            Traversal::Attr(name) => ExprKind::GetAttr(Box::new(base), (*name).clone()),
            Traversal::Index(key) => ExprKind::Index(Box::new(base), Box::new((*key).clone())),
        };
        Expr { kind, span }
    })
}
