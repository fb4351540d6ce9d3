//! The configuration file as written: `tollgate.hcl`, `.tollgate.hcl` or `tollgate.json`.
//!
//! A key is one field here; its doc comment is its documentation in `schemas/config.schema.json`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::literal::Literal;
use super::spanned::{Labelled, Spanned};
use crate::discover::Dialect;
use crate::policy::gate::{FailOn, UnknownPolicy};
use crate::rules::rule::Severity;

/// Configuration of tollgate for the directory of the file and all below it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SettingsFile {
    /// For JSON editors; not read.
    #[serde(rename = "$schema")]
    pub schema: Option<String>,
    /// Rules to run, in place of the lists above: ids, aliases, tags, categories, severities, patterns (`aws-*`),
    /// `recommended` or `all`.
    #[schemars(with = "Option<Vec<String>>")]
    pub select: Option<Vec<Spanned<String>>>,
    /// Rules not to run, in addition to the lists above.
    #[schemars(with = "Vec<String>")]
    pub ignore: Vec<Spanned<String>>,
    /// The lowest severity that fails the run, or `never`. Without it, `low`.
    pub fail_on: Option<FailOnName>,
    /// What a verdict of unknown means. Without it, `warn`.
    pub unknown: Option<UnknownName>,
    /// Files with rules of your own, as globs relative to this file.
    #[schemars(with = "Vec<String>")]
    pub rules: Vec<Spanned<String>>,
    /// Whose rules decide about `.tofu` files. Without it, OpenTofu's in a directory that has no `.tf` file.
    pub dialect: Option<DialectName>,
    /// Settings of single rules, by id or alias.
    #[schemars(with = "BTreeMap<String, RuleBlock>")]
    pub rule: Labelled<RuleBlock>,
    /// Settings for some paths only.
    #[serde(rename = "override")]
    #[schemars(with = "Vec<OverrideBlock>")]
    pub overrides: Vec<Spanned<OverrideBlock>>,
    /// Environments in which roots are evaluated, by name.
    #[schemars(with = "BTreeMap<String, EnvironmentBlock>")]
    pub environment: Labelled<EnvironmentBlock>,
    /// Findings that are agreed to.
    #[schemars(with = "Vec<ExceptionBlock>")]
    pub exception: Vec<Spanned<ExceptionBlock>>,
    /// Limits for the monthly cost.
    #[schemars(with = "Vec<BudgetBlock>")]
    pub budget: Vec<Spanned<BudgetBlock>>,
    /// Plan files and the root modules that they belong to, by path relative to this file.
    #[schemars(with = "BTreeMap<String, PlanBlock>")]
    pub plan: Labelled<PlanBlock>,
    /// What suppression comments must hold.
    pub suppression: SuppressionBlock,
}

/// The JSON Schema of the file, for `schemas/config.schema.json`.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(SettingsFile)
}

/// Settings of one rule.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RuleBlock {
    /// `false` switches the rule off; a block without this key switches it on.
    pub enabled: Option<bool>,
    /// Takes the place of the rule's own severity.
    pub severity: Option<SeverityName>,
    /// Takes the place of single parameters of the rule.
    #[schemars(with = "BTreeMap<String, Literal>")]
    pub params: Labelled<Literal>,
    /// `false` forbids comments and exceptions to silence the rule.
    pub suppressible: Option<bool>,
}

/// Settings for some paths.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OverrideBlock {
    /// Globs relative to the configuration file; a directory means all below it.
    #[schemars(with = "Vec<String>")]
    pub paths: Vec<Spanned<String>>,
    /// Rules to run in addition.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub select: Vec<Spanned<String>>,
    /// Rules not to run.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub ignore: Vec<Spanned<String>>,
    /// The lowest severity that fails the run.
    pub fail_on: Option<FailOnName>,
    /// What a verdict of unknown means.
    pub unknown: Option<UnknownName>,
    /// Settings of single rules.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, RuleBlock>")]
    pub rule: Labelled<RuleBlock>,
}

/// One environment: the same roots with other values.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EnvironmentBlock {
    /// Globs of root modules, relative to the configuration file. Without them, all roots below it.
    #[schemars(with = "Vec<String>")]
    pub roots: Vec<Spanned<String>>,
    /// Files with values, relative to the root module or else to the configuration file; later ones win.
    #[schemars(with = "Vec<String>")]
    pub var_files: Vec<Spanned<String>>,
    /// Values of single variables; they win over files.
    #[schemars(with = "BTreeMap<String, Literal>")]
    pub vars: Labelled<Literal>,
    /// What `terraform.workspace` is.
    pub workspace: Option<String>,
    /// The lowest severity that fails the run.
    pub fail_on: Option<FailOnName>,
    /// What a verdict of unknown means.
    pub unknown: Option<UnknownName>,
    /// Rules to run in addition.
    #[schemars(with = "Vec<String>")]
    pub select: Vec<Spanned<String>>,
    /// Rules not to run.
    #[schemars(with = "Vec<String>")]
    pub ignore: Vec<Spanned<String>>,
}

/// A finding that is agreed to. Every filter that is set must fit.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExceptionBlock {
    /// The rule: whatever `select` takes.
    #[schemars(with = "String")]
    pub rule: Spanned<String>,
    /// Pattern over addresses of instances (`module.legacy.*`), with or without their keys.
    pub resource: Option<String>,
    /// Glob over files, relative to the configuration file.
    #[schemars(with = "Option<String>")]
    pub path: Option<Spanned<String>>,
    /// Only in this environment.
    pub environment: Option<String>,
    /// Why this is agreed to.
    pub reason: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The last day on which it holds: `2027-01-31`.
    #[schemars(with = "Option<String>")]
    pub expires: Option<Spanned<String>>,
}

/// A limit for the monthly cost of what the filters name.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BudgetBlock {
    /// Only in this environment.
    pub environment: Option<String>,
    /// Globs of root modules, relative to the configuration file. Without them, all roots below it.
    #[schemars(with = "Vec<String>")]
    pub roots: Vec<Spanned<String>>,
    /// Pattern over addresses of modules (`module.web`).
    pub module: Option<String>,
    /// Only resources with these tags or labels.
    pub tags: BTreeMap<String, String>,
    /// The most that all may cost in a month, in USD.
    pub monthly: Option<f64>,
    /// The most that a change may add in a month, in USD.
    pub increase: Option<f64>,
    /// The most that a change may add, in percent.
    pub increase_percent: Option<f64>,
    /// The severity of the finding. Without it, that of the rule.
    pub severity: Option<SeverityName>,
}

/// Where a plan file belongs.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PlanBlock {
    /// The root module's directory, relative to the configuration file.
    pub root: Option<String>,
    /// The environment that the plan was made for.
    pub environment: Option<String>,
}

/// What suppression comments must hold.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SuppressionBlock {
    /// Whether a comment must give its reason behind `--`. Without it, it must.
    pub require_reason: Option<bool>,
}

macro_rules! names {
    ($(#[$doc:meta])* $name:ident for $target:ty { $($variant:ident => $value:expr,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
        #[serde(rename_all = "lowercase")]
        pub enum $name { $($variant,)* }

        impl From<$name> for $target {
            fn from(name: $name) -> Self {
                match name { $($name::$variant => $value,)* }
            }
        }
    };
}

names! {
    /// A severity by its name.
    SeverityName for Severity {
        Critical => Severity::Critical,
        High => Severity::High,
        Medium => Severity::Medium,
        Low => Severity::Low,
        Info => Severity::Info,
    }
}

names! {
    /// A severity, or `never`.
    FailOnName for FailOn {
        Critical => FailOn::Severity(Severity::Critical),
        High => FailOn::Severity(Severity::High),
        Medium => FailOn::Severity(Severity::Medium),
        Low => FailOn::Severity(Severity::Low),
        Info => FailOn::Severity(Severity::Info),
        Never => FailOn::Never,
    }
}

names! {
    /// What a verdict of unknown means.
    UnknownName for UnknownPolicy {
        Ignore => UnknownPolicy::Ignore,
        Warn => UnknownPolicy::Warn,
        Fail => UnknownPolicy::Fail,
    }
}

names! {
    /// Whose rules decide about `.tofu` files.
    DialectName for Dialect {
        Auto => Dialect::Auto,
        Terraform => Dialect::Terraform,
        OpenTofu => Dialect::OpenTofu,
    }
}
