//! Resources and data sources whose computed attributes can be told without their provider.

use std::rc::Rc;
use std::sync::Arc;

use super::evaluator::{Evaluator, ModuleScope};
use super::value::{Members, Origin, Place, Value};
use crate::config::module::{Mode, ResourceKey};
use crate::config::ty::Type;

/// The value of an instance from its arguments: open, except where the whole schema is known.
pub(crate) fn instance(
    evaluator: &Evaluator<'_>,
    scope: &Rc<ModuleScope>,
    key: &ResourceKey,
    members: Members,
    place: Place,
) -> Value {
    match (key.mode, &*key.kind) {
        (Mode::Managed, "terraform_data") => terraform_data(members, &place),
        (Mode::Data, _) => super::data::instance(evaluator, scope, key, members, place),
        (Mode::Managed | Mode::Ephemeral, _) => Value::open_object(members, Arc::new(place)),
    }
}

/// Terraform's own resource: `id` and `output` come with the apply, the rest is as written.
fn terraform_data(mut members: Members, place: &Place) -> Value {
    let unknown = |name: &str, ty: Type| {
        let origin = Origin::Attribute(Arc::new(place.attribute(name)));
        let mut unknown = super::value::Unknown::new(ty, origin);
        unknown.exact = true;
        unknown.refinement.not_null = name == "id";
        super::value::Kind::Unknown(Arc::new(unknown)).into()
    };
    let input = members.entry(Arc::from("input")).or_insert(Value::NULL).clone();
    members.entry(Arc::from("triggers_replace")).or_insert(Value::NULL);
    let output = if input.is_null() { Value::null(input.ty()) } else { unknown("output", input.ty()) };
    members.insert(Arc::from("output"), output);
    members.insert(Arc::from("id"), unknown("id", Type::String));
    Value::object(members)
}
