//! A module as written: Terraform's blocks, their expressions unevaluated, overrides already merged.

use std::sync::Arc;

use indexmap::IndexMap;

use super::ty::Type;
use crate::diag::Diagnostic;
use crate::span::Span;
use crate::syntax::ast::{Block, Body, Expr, File, Ident};

/// All files of one directory, merged.
#[derive(Clone, Debug)]
pub struct Module {
    /// Relative to the repository root, `/` between the parts; empty for the root itself.
    pub dir: Arc<str>,
    /// In the order of their names, override files last.
    pub files: Vec<Arc<File>>,
    pub variables: IndexMap<Arc<str>, Arc<Variable>>,
    pub locals: IndexMap<Arc<str>, Arc<Local>>,
    pub resources: IndexMap<ResourceKey, Arc<Resource>>,
    pub calls: IndexMap<Arc<str>, Arc<ModuleCall>>,
    pub outputs: IndexMap<Arc<str>, Arc<Output>>,
    pub providers: Vec<Arc<ProviderConfig>>,
    pub required_version: Option<Expr>,
    pub required_providers: IndexMap<Arc<str>, RequiredProvider>,
    /// `backend "s3" { … }` or `cloud { … }`.
    pub backend: Option<Arc<Block>>,
    pub terraform_blocks: Vec<Arc<Block>>,
    pub moved: Vec<Moved>,
    pub imports: Vec<Arc<Block>>,
    pub removed: Vec<Arc<Block>>,
    pub checks: Vec<Arc<Check>>,
    /// What could not be understood in this directory.
    pub diagnostics: Vec<Diagnostic>,
}

impl Module {
    /// TERRAFORM: from 1.12 on, `&&` and `||` leave their right side alone when the left decides. True for a module
    /// whose `required_version` shuts out everything older.
    pub fn short_circuits(&self) -> bool {
        let Some(Expr { kind: crate::syntax::ast::ExprKind::String(text), .. }) = &self.required_version else {
            return false;
        };
        text.split(',').any(|part| {
            let part = part.trim();
            let Some(version) = [">=", "~>", ">", "="].iter().find_map(|op| part.strip_prefix(op)) else {
                return false;
            };
            let mut numbers = version.trim().split('.').map(|number| number.parse::<u32>().unwrap_or(0));
            (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= (1, 12)
        })
    }

    /// A resource or data source, also one that stands inside a `check` block.
    pub fn resource(&self, key: &ResourceKey) -> Option<Arc<Resource>> {
        let nested = || self.checks.iter().filter_map(|check| check.data.as_ref()).find(|data| data.key == *key);
        self.resources.get(key).or_else(nested).cloned()
    }

    /// All resources and data sources in order of declaration, those of `check` blocks last.
    pub fn all_resources(&self) -> impl Iterator<Item = &Arc<Resource>> {
        self.resources.values().chain(self.checks.iter().filter_map(|check| check.data.as_ref()))
    }
}

/// Managed resources, data sources and ephemeral resources share their shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    Managed,
    Data,
    Ephemeral,
}

impl Mode {
    /// What stands before the type in an address: nothing, `data.` or `ephemeral.`.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Managed => "",
            Self::Data => "data.",
            Self::Ephemeral => "ephemeral.",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResourceKey {
    pub mode: Mode,
    pub kind: Arc<str>,
    pub name: Arc<str>,
}

impl std::fmt::Display for ResourceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}.{}", self.mode.prefix(), self.kind, self.name)
    }
}

#[derive(Clone, Debug)]
pub struct Variable {
    pub name: Ident,
    /// Missing: `any` is meant, and a linter may complain.
    pub ty: Option<TypeConstraint>,
    pub default: Option<Expr>,
    pub description: Option<Expr>,
    pub sensitive: bool,
    pub ephemeral: bool,
    pub nullable: bool,
    pub validations: Vec<Condition>,
    pub block: Arc<Block>,
}

/// A type with the defaults of its optional attributes.
#[derive(Clone, Debug)]
pub struct TypeConstraint {
    pub ty: Type,
    pub defaults: Option<Arc<TypeDefaults>>,
    pub span: Span,
}

/// `optional(T, default)` by attribute, and the same for nested types. Elements of collections stand under `""`.
#[derive(Clone, Debug, Default)]
pub struct TypeDefaults {
    /// Unevaluated; defaults may only be literals and functions of them.
    pub values: IndexMap<Arc<str>, Expr>,
    pub children: IndexMap<Arc<str>, TypeDefaults>,
}

impl TypeDefaults {
    /// Calls `look` for every default, nested ones as well.
    pub fn each_default(&self, look: &mut dyn FnMut(&Expr)) {
        self.values.values().for_each(&mut *look);
        self.children.values().for_each(|child| child.each_default(look));
    }
}

/// `condition` and `error_message` of a validation, precondition, postcondition or assert.
#[derive(Clone, Debug)]
pub struct Condition {
    pub condition: Expr,
    pub error_message: Option<Expr>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Local {
    pub name: Ident,
    pub expr: Expr,
}

#[derive(Clone, Debug)]
pub struct Resource {
    pub key: ResourceKey,
    /// Arguments without the meta-arguments; `dynamic` blocks still unexpanded.
    pub body: Body,
    pub count: Option<Expr>,
    pub for_each: Option<Expr>,
    pub provider: Option<ProviderRef>,
    pub depends_on: Option<Expr>,
    pub lifecycle: Option<Arc<Block>>,
    pub preconditions: Vec<Condition>,
    pub postconditions: Vec<Condition>,
    /// `provisioner` and `connection` blocks.
    pub provisioners: Vec<Arc<Block>>,
    pub block: Arc<Block>,
}

/// `aws` or `aws.west`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ProviderRef {
    pub name: Arc<str>,
    pub alias: Option<Arc<str>>,
}

#[derive(Clone, Debug)]
pub struct ModuleCall {
    pub name: Ident,
    pub source: Option<(Arc<str>, Span)>,
    pub version: Option<Expr>,
    pub count: Option<Expr>,
    pub for_each: Option<Expr>,
    /// Child's provider -> ours.
    pub providers: Vec<(ProviderRef, ProviderRef)>,
    /// Arguments without the meta-arguments.
    pub body: Body,
    pub block: Arc<Block>,
    pub target: CallTarget,
}

/// Where a call leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallTarget {
    /// A directory of this repository (also through `.terraform/modules`, or git to this very repository).
    Directory(Arc<str>),
    /// Not on this machine.
    Remote,
    /// A local path that does not exist, leads outside, or no usable source at all.
    Missing(Arc<str>),
}

#[derive(Clone, Debug)]
pub struct Output {
    pub name: Ident,
    pub value: Option<Expr>,
    pub description: Option<Expr>,
    pub sensitive: bool,
    pub ephemeral: bool,
    pub preconditions: Vec<Condition>,
    pub block: Arc<Block>,
}

#[derive(Clone, Debug)]
pub struct ProviderConfig {
    pub name: Ident,
    pub alias: Option<Arc<str>>,
    pub body: Body,
    pub block: Arc<Block>,
}

#[derive(Clone, Debug)]
pub struct RequiredProvider {
    pub name: Ident,
    pub source: Option<Arc<str>>,
    pub version: Option<(Arc<str>, Span)>,
    pub aliases: Vec<Arc<str>>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Moved {
    pub from: Option<Expr>,
    pub to: Option<Expr>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Check {
    pub name: Ident,
    pub data: Option<Arc<Resource>>,
    pub asserts: Vec<Condition>,
    pub block: Arc<Block>,
}
