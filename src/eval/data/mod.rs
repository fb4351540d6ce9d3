//! Data sources: the pure ones are computed as their providers do, all others are known by their arguments alone.

mod json;
mod policy;
mod simple;

use std::rc::Rc;
use std::sync::Arc;

use super::evaluator::{Evaluator, ModuleScope};
use super::value::{Members, Place, Value};
use crate::config::module::{ProviderRef, ResourceKey};

/// What a computation may look at.
pub(super) struct Cx<'c, 'a> {
    pub(super) evaluator: &'c Evaluator<'a>,
    pub(super) scope: &'c Rc<ModuleScope>,
    pub(super) key: &'c ResourceKey,
    pub(super) place: &'c Place,
}

impl Cx<'_, '_> {
    /// The provider configuration in effect, evaluated.
    pub(super) fn provider(&self) -> Option<Value> {
        let resource = self.scope.module.resource(self.key)?;
        let provider = resource.provider.clone().unwrap_or_else(|| ProviderRef {
            name: self.key.kind.split('_').next().unwrap_or_default().into(),
            alias: None,
        });
        self.evaluator.provider_value(self.scope, &provider)
    }
}

/// Adds computed attributes to the arguments.
type Compute = fn(&Cx<'_, '_>, &mut Members);

/// The pure data sources.
const PURE: &[(&str, Compute)] = &[
    ("aws_iam_policy_document", policy::aws_iam_policy_document),
    ("google_iam_policy", policy::google_iam_policy),
    ("terraform_remote_state", simple::terraform_remote_state),
    ("aws_partition", simple::aws_partition),
    ("aws_region", simple::aws_region),
    ("aws_caller_identity", simple::aws_caller_identity),
    ("template_file", simple::template_file),
    ("local_file", simple::local_file),
];

/// The value of a data source's instance; attributes that were not computed are unknown when read.
pub(crate) fn instance(
    evaluator: &Evaluator<'_>,
    scope: &Rc<ModuleScope>,
    key: &ResourceKey,
    mut members: Members,
    place: Place,
) -> Value {
    if let Some((_, compute)) = PURE.iter().find(|(kind, _)| *kind == &*key.kind) {
        compute(&Cx { evaluator, scope, key, place: &place }, &mut members);
    }
    Value::open_object(super::builtin::written(members), Arc::new(place))
}
