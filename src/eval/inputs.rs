//! What a root module is given from outside: values of variables, the workspace, limits.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::value::Value;
use crate::span::Span;
use crate::syntax::ast::{Expr, File};

/// Everything that an evaluation depends on besides the files.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// By variable name; later sources have already replaced earlier ones.
    pub variables: BTreeMap<Arc<str>, Input>,
    /// `terraform.workspace`; `default` when empty.
    pub workspace: Option<Arc<str>>,
    /// The environment of the configuration, for findings and rules.
    pub environment: Option<Arc<str>>,
    /// Whether a name was given that no variable declares: `--var` (an error) or a file (a warning).
    pub limits: Limits,
    /// Whether `&&` and `||` leave their right side alone when the left decides, as Terraform does from 1.12 on.
    /// A module that requires 1.12 or later has it anyway.
    pub short_circuit: bool,
    /// Whether what a module's `sensitive` output gives is a secret for its caller, as documented. Terraform 1.11 forgets it.
    pub hides_outputs: bool,
    /// The process's working directory as `path.cwd` shows it, when the user's machine may show.
    pub cwd: Option<Arc<str>>,
    /// The home directory for `pathexpand`, likewise.
    pub home: Option<Arc<str>>,
}

/// One value for a variable.
#[derive(Clone, Debug)]
pub struct Input {
    pub value: InputValue,
    pub source: InputSource,
    /// The argument in a tfvars file; none for the command line and the environment.
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum InputValue {
    /// From a tfvars file.
    Expr(Expr),
    /// From `--var` or `TF_VAR_*`: a plain string for string variables, an expression for others.
    Text(Arc<str>),
    /// From a caller inside this program (tests, environments).
    Value(Value),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InputSource {
    Environment,
    File,
    CommandLine,
    Configuration,
    /// The plan that is judged was made with it.
    Plan,
}

impl Inputs {
    /// The inputs of a root module in Terraform's order of precedence: environment, `terraform.tfvars`,
    /// `*.auto.tfvars`, then what the command line says, in its order.
    pub fn collect(automatic: &[Arc<File>], environment: &[(String, String)], given: &[Given]) -> Self {
        let mut inputs = Self::default();
        for (name, text) in environment {
            inputs.set(name, InputValue::Text(text.as_str().into()), InputSource::Environment, Span::NONE);
        }
        for file in automatic {
            inputs.file(file);
        }
        inputs.add_given(given);
        inputs
    }

    /// Adds what the command line says, in its order.
    pub fn add_given(&mut self, given: &[Given]) {
        for given in given {
            match given {
                Given::File(file) => self.file(file),
                Given::Variable { name, text } => {
                    self.set(name, InputValue::Text(text.as_str().into()), InputSource::CommandLine, Span::NONE);
                }
            }
        }
    }

    fn file(&mut self, file: &File) {
        for attribute in &file.body.attributes {
            let value = InputValue::Expr(attribute.expr.clone());
            self.set(&attribute.name.text, value, InputSource::File, attribute.span);
        }
    }

    /// Gives a variable a value; a later one takes its place.
    pub fn set(&mut self, name: &str, value: InputValue, source: InputSource, span: Span) {
        self.variables.insert(name.into(), Input { value, source, span });
    }
}

/// What the command line says about variables.
#[derive(Clone, Debug)]
pub enum Given {
    /// `--var-file`, parsed.
    File(Arc<File>),
    /// `--var name=text`.
    Variable { name: String, text: String },
}

/// Bounds that turn hostile input into a reasoned unknown.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Instances of one `count` or `for_each`.
    pub instances: usize,
    /// Steps of evaluation for one root module.
    pub steps: u64,
    /// Module instances of one root module.
    pub modules: usize,
    /// Depth of values that depend on each other.
    pub depth: u32,
    /// Resource instances of one root module.
    pub resources: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { instances: 10_000, steps: 5_000_000, modules: 20_000, depth: 10_000, resources: 200_000 }
    }
}
