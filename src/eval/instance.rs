//! What evaluation gives: the instances of a root module, expanded, with their values.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;

use super::coverage::Coverage;
use super::value::{Origin, Unknown, Value};
use crate::config::module::{Module, ModuleCall, ProviderConfig, Resource};
use crate::span::Span;

/// Names an instance of one [`RootEvaluation`]; an index into its `instances`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InstanceId(pub u32);

/// Names a module instance of one [`RootEvaluation`]; an index into its `modules`. The root is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModuleId(pub u32);

/// The key of an expanded block.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    None,
    Int(u64),
    String(Arc<str>),
    /// `count` or `for_each` cannot be known: the instance stands for all there may be.
    Unknown,
}

/// `[0]`, `["a"]`, `[*]` for an unknown expansion, nothing without one.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Int(index) => write!(f, "[{index}]"),
            Self::String(key) => write!(f, "[{}]", crate::syntax::quote(key)),
            Self::Unknown => f.write_str("[*]"),
        }
    }
}

/// One root module, evaluated. Immutable and shared between threads.
#[derive(Debug)]
pub struct RootEvaluation {
    pub dir: Arc<str>,
    pub environment: Option<Arc<str>>,
    /// All module instances, parents before children.
    pub modules: Vec<ModuleInstance>,
    /// All resource and data instances in the order of module, declaration and key.
    pub instances: Vec<Instance>,
    /// All module calls with their arguments, in the order of their modules.
    pub calls: Vec<CallInstance>,
    /// Outputs of the root.
    pub outputs: IndexMap<Arc<str>, Value>,
    /// Present when a plan was joined.
    pub plan: Option<Arc<PlanFacts>>,
    /// Conditions (validation, precondition, postcondition, assert) that are certainly false.
    pub broken_conditions: Vec<BrokenCondition>,
}

impl RootEvaluation {
    /// The provider configuration of an instance, evaluated; what the plan says of it where the source does not have it.
    pub fn provider_value(&self, instance: &Instance) -> Option<&Value> {
        let module = usize::try_from(instance.module.0).ok().and_then(|id| self.modules.get(id));
        let evaluated = module.and_then(|module| module.providers.get(&instance.provider));
        let planned = || self.plan.as_ref()?.providers.get(&instance.provider);
        evaluated.map(|provider| &provider.value).or_else(planned)
    }

    /// Counts the resources that there are.
    pub fn count(&self, coverage: &Coverage) {
        for instance in &self.instances {
            coverage.record(instance.resource.block.header, &Value::TRUE);
        }
    }
}

/// A module in the context of one call.
#[derive(Debug)]
pub struct ModuleInstance {
    pub module: Arc<Module>,
    /// `module.a["x"].module.b`; empty for the root.
    pub address: Arc<str>,
    pub parent: Option<ModuleId>,
    pub call: Option<Arc<ModuleCall>>,
    pub key: Key,
    /// Present when the call's `count` or `for_each` (or that of a call above it) is unknown.
    pub uncertain: Option<Origin>,
    /// Values of the variables, after conversion.
    pub variables: IndexMap<Arc<str>, Value>,
    /// Provider configurations in effect by local name (`aws`, `aws.west`), own and inherited.
    pub providers: IndexMap<Arc<str>, ProviderInstance>,
}

/// A provider configuration with its evaluated body.
#[derive(Clone, Debug)]
pub struct ProviderInstance {
    pub config: Arc<ProviderConfig>,
    /// The module instance that declares it.
    pub module: ModuleId,
    pub value: Value,
}

/// A module call in one module instance.
#[derive(Debug)]
pub struct CallInstance {
    pub module: ModuleId,
    pub call: Arc<ModuleCall>,
    /// The arguments; what depends on the call's own `count` or `for_each` is unknown.
    pub value: Value,
}

/// One instance of a resource or data source.
#[derive(Debug)]
pub struct Instance {
    pub address: Arc<str>,
    pub module: ModuleId,
    pub resource: Arc<Resource>,
    pub key: Key,
    /// Present when it is not certain that the instance exists.
    pub uncertain: Option<Origin>,
    /// The arguments in code: attributes, and nested blocks as lists of objects. Open (see [`super::value::Object`]).
    pub value: Value,
    /// Local name of the provider configuration in effect, a key of [`ModuleInstance::providers`] when configured.
    pub provider: Arc<str>,
    /// What a plan says beyond the values.
    pub change: Option<Arc<Change>>,
}

impl Instance {
    pub fn kind(&self) -> &Arc<str> {
        &self.resource.key.kind
    }
}

/// What a plan does to an instance.
#[derive(Clone, Debug)]
pub struct Change {
    /// `create`, `update`, `delete`, `no-op`, `read`, `forget`; a replacement has two.
    pub actions: Vec<Arc<str>>,
    pub before: Value,
    pub after: Value,
    pub reason: Option<Arc<str>>,
    /// Attribute paths that force the replacement.
    pub replaced_by: Vec<Arc<str>>,
    pub importing: Option<Arc<str>>,
    pub previous_address: Option<Arc<str>>,
    pub deposed: Option<Arc<str>>,
    /// Whether Terraform wrote the block of an import by itself.
    pub is_generated: bool,
    /// Of a created instance: the one of its type that the plan destroys and that is the same in all that is known.
    pub twin: Option<Arc<str>>,
    /// Whether the block had `prevent_destroy` before the change, where that is known.
    pub was_protected: Option<bool>,
    /// What somebody changed outside Terraform: before and after.
    pub drift: Option<(Value, Value)>,
}

/// The plan as a whole.
#[derive(Debug)]
pub struct PlanFacts {
    pub value: Value,
    pub span: Span,
    /// What the plan says of provider configurations that are not in the source: where they work (`region`, `zone`),
    /// by the name that instances have for them.
    pub providers: BTreeMap<Arc<str>, Value>,
}

/// A condition of the user's own that is certainly false.
#[derive(Clone, Debug)]
pub struct BrokenCondition {
    /// What the condition belongs to: `var.x`, `aws_x.y[0]`, `output.z`, `check.c`.
    pub subject: Arc<str>,
    pub kind: ConditionKind,
    /// The evaluated `error_message`, where it can be.
    pub message: Option<String>,
    /// The condition expression.
    pub span: Span,
    /// The value that broke it, as text for people; absent when sensitive.
    pub value: Option<String>,
    /// Whether it rests on a default of the root although other variables of the root have no value: the root is a module
    /// for callers, who set both.
    pub supposed: bool,
}

/// A condition of the user's own that depends on something unknown.
#[derive(Clone, Debug)]
pub struct OpenCondition {
    pub subject: Arc<str>,
    pub kind: ConditionKind,
    pub unknown: Arc<Unknown>,
    /// The condition expression.
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConditionKind {
    Validation,
    Precondition,
    Postcondition,
    Check,
}
