//! Resources and data sources whose computed attributes can be told without their provider.

use std::rc::Rc;
use std::sync::Arc;

use super::error::{EvalError, EvalErrorKind};
use super::evaluator::{Evaluator, ModuleScope};
use super::expr::{Env, Step, evaluate};
use super::instance::Key;
use super::scope::{ModuleView, Repetition};
use super::traverse::{flatten, key_value_pairs};
use super::value::{Kind, Marks, Members, Origin, Place, Unknown, Value};
use crate::config::module::{Mode, Resource};
use crate::config::ty::Type;
use crate::diag::{Code, Diagnostic, nearest};
use crate::syntax::ast::{Expr, ExprKind};

/// The value of an instance from its arguments: open, except where the whole schema is known.
pub(crate) fn instance(
    evaluator: &Evaluator<'_>,
    scope: &Rc<ModuleScope>,
    resource: &Resource,
    members: Members,
    place: Place,
) -> Value {
    let key = &resource.key;
    if key.mode == Mode::Managed {
        reject_ephemeral(evaluator, resource, &members);
    }
    let simulated = evaluator.simulation.as_ref().map(|simulation| (simulation, place.clone()));
    let value = match (key.mode, &*key.kind) {
        (Mode::Managed, "terraform_data") => {
            reject_unknown_arguments(evaluator, resource);
            let imported = import_id(evaluator, &place.instance);
            terraform_data(members, &place, imported)
        }
        (Mode::Data, _) => super::data::instance(evaluator, scope, key, members, place),
        (Mode::Managed | Mode::Ephemeral, _) => Value::open_object(written(members), Arc::new(place)),
    };
    match simulated {
        Some((simulation, place)) => simulation.complete(key, value, &place),
        None => value,
    }
}

/// TERRAFORM: an argument that is null counts as not written; what the provider makes of it is not known here.
pub(crate) fn written(mut members: Members) -> Members {
    members.retain(|_, value| !value.is_null());
    members
}

/// TERRAFORM: an ephemeral value may go into a write-only argument alone; providers mark those by `_wo`.
fn reject_ephemeral(evaluator: &Evaluator<'_>, resource: &Resource, members: &Members) {
    for (name, value) in members {
        if value.deep_marks().has(Marks::EPHEMERAL) && !name.ends_with("_wo") {
            let span = resource.body.attribute(name).map_or(resource.block.header, |attribute| attribute.expr.span);
            evaluator.report(
                Diagnostic::error(
                    Code::EvalError,
                    span,
                    format!("`{name}` is stored in the state and must not be ephemeral"),
                )
                .with_help("use the provider's write-only argument (`…_wo`) if there is one"),
            );
        }
    }
}

fn reject_unknown_arguments(evaluator: &Evaluator<'_>, resource: &Resource) {
    for attribute in &resource.body.attributes {
        let name = &*attribute.name.text;
        if !matches!(name, "input" | "triggers_replace") {
            let text = format!("`terraform_data` has no argument `{name}`");
            let meant = nearest(name, ["input", "triggers_replace"]);
            let diagnostic = Diagnostic::error(Code::ConfigArgumentInvalid, attribute.name.span, text);
            evaluator.report(match meant {
                Some(meant) => diagnostic.with_help(format!("did you mean `{meant}`?")),
                None => diagnostic,
            });
        }
    }
    for block in &resource.body.blocks {
        let text = format!("`terraform_data` has no block `{}`", block.kind.text);
        evaluator.report(Diagnostic::error(Code::ConfigBlockInvalid, block.header, text));
    }
}

/// The `id` of an `import` block that leads to this instance.
fn import_id(evaluator: &Evaluator<'_>, address: &str) -> Option<Value> {
    let root = evaluator.root_scope();
    root.module.imports.iter().find_map(|block| {
        let to = &block.body.attribute("to")?.expr;
        let id = &block.body.attribute("id")?.expr;
        let leads_here = |view: &ModuleView<'_, '_>| {
            let target = address_with(to, &mut |key| evaluate(key, view, &Env::EMPTY).ok())?;
            if target == address { evaluate(id, view, &Env::EMPTY).ok() } else { None }
        };
        let view = ModuleView::new(evaluator, Rc::clone(&root));
        let Some(for_each) = block.body.attribute("for_each") else { return leads_here(&view) };
        let each = evaluate(&for_each.expr, &view, &Env::EMPTY).ok()?;
        key_value_pairs(&each)?.into_iter().find_map(|(key, value)| {
            leads_here(&ModuleView::repeated(evaluator, Rc::clone(&root), Repetition::Each { key, value }))
        })
    })
}

/// `module.a.terraform_data.b["k"]` as text, where its keys are literals.
pub(crate) fn target_address(expr: &Expr) -> Option<String> {
    address_with(expr, &mut |_| None)
}

/// The same; `key_of` gives the keys that are no literals.
fn address_with(expr: &Expr, key_of: &mut dyn FnMut(&Expr) -> Option<Value>) -> Option<String> {
    let (base, steps) = flatten(expr);
    let ExprKind::Variable(root) = &base.kind else { return None };
    let mut address = root.to_string();
    for step in steps {
        match step {
            Step::Attr(name) => address.push_str(&format!(".{}", name.text)),
            Step::Index(Expr { kind: ExprKind::Number(digits), .. }) => address.push_str(&format!("[{digits}]")),
            Step::Index(Expr { kind: ExprKind::String(text), .. }) => {
                address.push_str(&Key::String(Arc::clone(text)).to_string());
            }
            Step::Index(key) => {
                let key = key_of(key)?;
                let key = match key.as_number().and_then(super::number::Number::to_i64) {
                    Some(index) => Key::Int(u64::try_from(index).ok()?),
                    None => Key::String(key.as_str()?.into()),
                };
                address.push_str(&key.to_string());
            }
        }
    }
    Some(address)
}

/// TERRAFORM: a resource's attributes are looked up in its schema before anything is evaluated; `try` does not save a
/// wrong one.
pub(crate) fn check_attribute(after: &[Step<'_>]) -> Result<(), EvalError> {
    let behind_key = match after {
        [Step::Index(_), behind @ ..] => behind,
        all => all,
    };
    let Some(Step::Attr(name)) = behind_key.first() else { return Ok(()) };
    const ATTRIBUTES: [&str; 4] = ["id", "input", "output", "triggers_replace"];
    if ATTRIBUTES.contains(&&*name.text) || name.text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    let meant = nearest(&name.text, ATTRIBUTES).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    let text = format!("`terraform_data` has no attribute `{}`{meant}", name.text);
    Err(EvalError::new(EvalErrorKind::Reference(text), name.span))
}

/// Terraform's own resource: `id` and `output` come with the apply, the rest is as written.
fn terraform_data(mut members: Members, place: &Place, imported: Option<Value>) -> Value {
    let unknown = |name: &str, ty: Type| {
        let origin = Origin::Attribute(Arc::new(place.attribute(name)));
        let mut unknown = Unknown::new(ty, origin);
        unknown.exact = true;
        unknown.refinement.not_null = name == "id";
        Kind::Unknown(Arc::new(unknown)).into()
    };
    let input = members.entry(Arc::from("input")).or_insert(Value::NULL).clone();
    members.entry(Arc::from("triggers_replace")).or_insert(Value::NULL);
    let output = if input.is_null() { Value::null(input.ty()) } else { unknown("output", input.ty()) };
    members.insert(Arc::from("output"), output);
    members.insert(Arc::from("id"), imported.unwrap_or_else(|| unknown("id", Type::String)));
    Value::object(members)
}
