//! Evaluation by demand: every variable, local, resource and output of a module instance is a cell that is filled
//! when somebody asks for it, and at most once.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use super::coverage::Coverage;
use super::error::{EvalError, EvalErrorKind};
use super::expr::{self, Env};
use super::inputs::Inputs;
use super::instance::{BrokenCondition, Key, ModuleId, OpenCondition};
use super::scope::ModuleView;
use super::simulation::Simulation;
use super::value::{Origin, Value};
use crate::config::module::{Module, ModuleCall, Resource, ResourceKey};
use crate::config::project::Project;
use crate::config::ty::Type;
use crate::diag::{Code, Diagnostic};
use crate::discover::Files;
use crate::span::Span;
use crate::syntax::ast::Expr;

/// Evaluates one root module; single-threaded, one for each root.
#[derive(Debug)]
pub struct Evaluator<'a> {
    pub(crate) project: &'a Project,
    pub(crate) files: &'a Files,
    pub(crate) inputs: &'a Inputs,
    pub(crate) root_dir: Arc<str>,
    modules: RefCell<Vec<Rc<ModuleScope>>>,
    pub(crate) diagnostics: RefCell<Vec<Diagnostic>>,
    pub(crate) broken: RefCell<Vec<BrokenCondition>>,
    pub(crate) simulation: Option<Simulation>,
    /// In a simulation: conditions that cannot be decided.
    pub(crate) open: RefCell<Vec<OpenCondition>>,
    /// Counts the conditions of the configuration, where somebody asks.
    pub(crate) coverage: Option<Arc<Coverage>>,
    /// The same for rules that judge it.
    pub(crate) rule_coverage: Option<Arc<Coverage>>,
    steps: Cell<u64>,
    depth: Cell<u32>,
    pub(crate) resource_instances: Cell<usize>,
    /// How many blocks that may not exist are being evaluated: what fails there says nothing about the configuration.
    muted: Cell<u32>,
    /// Whether a `sensitive` output of a module was made a secret for its caller.
    pub(crate) hid_output: Cell<bool>,
    told_limits: RefCell<HashSet<String>>,
}

/// A module in the context of one call, while it is being evaluated.
#[derive(Debug)]
pub(crate) struct ModuleScope {
    pub(crate) id: ModuleId,
    pub(crate) module: Arc<Module>,
    pub(crate) address: Arc<str>,
    pub(crate) parent: Option<ModuleId>,
    pub(crate) call: Option<Arc<ModuleCall>>,
    pub(crate) key: Key,
    /// `each.value` of the call.
    pub(crate) each_value: Option<Value>,
    pub(crate) uncertain: Option<Origin>,
    /// Number of calls between the root and this module.
    pub(crate) nesting: u32,
    values: RefCell<HashMap<ValueCell, CellState<Value>>>,
    resources: RefCell<HashMap<ResourceKey, CellState<Rc<Expanded>>>>,
    calls: RefCell<HashMap<Arc<str>, CellState<Rc<ExpandedCall>>>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ValueCell {
    Variable(Arc<str>),
    Local(Arc<str>),
    Output(Arc<str>),
    /// `aws` or `aws.west`.
    Provider(Arc<str>),
}

#[derive(Clone, Debug)]
enum CellState<T> {
    InProgress,
    Done(T),
}

/// A resource with all its instances.
#[derive(Debug)]
pub(crate) struct Expanded {
    pub(crate) instances: Vec<ExpandedInstance>,
    /// What `aws_x.y` means in an expression.
    pub(crate) whole: Value,
}

#[derive(Debug)]
pub(crate) struct ExpandedInstance {
    pub(crate) key: Key,
    pub(crate) each_value: Option<Value>,
    pub(crate) value: Value,
    pub(crate) address: Arc<str>,
    pub(crate) uncertain: Option<Origin>,
}

/// A module call with the module instances that it makes.
#[derive(Debug)]
pub(crate) struct ExpandedCall {
    pub(crate) instances: Vec<(Key, ModuleId)>,
    /// Set when the call cannot be followed: what its outputs are then.
    pub(crate) opaque: Option<Value>,
    /// Whether the call has `count`, `for_each` or neither.
    pub(crate) shape: Shape,
}

/// How an expanded block looks as a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Single,
    List,
    Map,
    Unknown,
}

impl<'a> Evaluator<'a> {
    pub fn new(project: &'a Project, files: &'a Files, root_dir: &Arc<str>, inputs: &'a Inputs) -> Self {
        Self {
            project,
            files,
            inputs,
            root_dir: Arc::clone(root_dir),
            modules: RefCell::new(Vec::new()),
            diagnostics: RefCell::new(Vec::new()),
            broken: RefCell::new(Vec::new()),
            simulation: None,
            open: RefCell::new(Vec::new()),
            coverage: None,
            rule_coverage: None,
            steps: Cell::new(0),
            depth: Cell::new(0),
            resource_instances: Cell::new(0),
            muted: Cell::new(0),
            hid_output: Cell::new(false),
            told_limits: RefCell::default(),
        }
    }

    /// Evaluates in the surroundings of a test.
    #[must_use]
    pub fn in_simulation(mut self, simulation: Simulation) -> Self {
        self.simulation = Some(simulation);
        self
    }

    /// Counts the conditions of the configuration.
    #[must_use]
    pub fn covering(mut self, coverage: Option<Arc<Coverage>>) -> Self {
        self.coverage = coverage;
        self
    }

    /// Counts the conditions of the rules that judge the result.
    #[must_use]
    pub fn covering_rules(mut self, coverage: Option<Arc<Coverage>>) -> Self {
        self.rule_coverage = coverage;
        self
    }

    pub(crate) fn module(&self, id: ModuleId) -> Option<Rc<ModuleScope>> {
        self.modules.borrow().get(id.0 as usize).cloned()
    }

    pub(crate) fn module_count(&self) -> usize {
        self.modules.borrow().len()
    }

    pub(crate) fn add_module(&self, make: impl FnOnce(ModuleId) -> ModuleScope) -> Rc<ModuleScope> {
        let mut modules = self.modules.borrow_mut();
        let id = ModuleId(u32::try_from(modules.len()).unwrap_or(u32::MAX));
        let scope = Rc::new(make(id));
        modules.push(Rc::clone(&scope));
        scope
    }

    /// Runs without reporting errors of evaluation, for blocks of which it is not certain that they exist.
    pub(crate) fn muted<T>(&self, is_muted: bool, run: impl FnOnce() -> T) -> T {
        if !is_muted {
            return run();
        }
        self.muted.set(self.muted.get() + 1);
        let result = run();
        self.muted.set(self.muted.get() - 1);
        result
    }

    pub(crate) fn report(&self, diagnostic: Diagnostic) {
        let is_evaluation = matches!(diagnostic.code, Code::EvalError | Code::VariableInvalid | Code::ModuleArgument);
        if self.muted.get() > 0 && is_evaluation {
            return;
        }
        // A limit is told once, however many values it reaches.
        if diagnostic.code == Code::LimitReached && !self.told_limits.borrow_mut().insert(diagnostic.message.clone()) {
            return;
        }
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Counts steps.
    pub(crate) fn charge(&self, steps: u64, span: Span) -> Result<(), EvalError> {
        let steps = self.steps.get().saturating_add(steps);
        self.steps.set(steps);
        if steps > self.inputs.limits.steps {
            let text = format!("more than {} steps of evaluation in one root module", self.inputs.limits.steps);
            return Err(EvalError::new(EvalErrorKind::Limit(text), span));
        }
        Ok(())
    }

    /// Evaluates an expression of a module; an error becomes a diagnostic and an unknown.
    pub(crate) fn value_of(&self, expr: &Expr, view: &ModuleView<'_, '_>, env: &Env<'_>) -> Value {
        let value = expr::evaluate(expr, view, env);
        let value = value.and_then(|value| expr::weigh(&value, view, expr.span).map(|()| value));
        value.unwrap_or_else(|error| self.failed(&error))
    }

    /// Reports an error of evaluation; what it leaves behind is unknown.
    pub(crate) fn failed(&self, error: &EvalError) -> Value {
        let (code, severity) = match &*error.kind {
            EvalErrorKind::Cycle(_) => (Code::EvalCycle, crate::diag::Severity::Error),
            EvalErrorKind::Reference(_) => (Code::EvalReference, crate::diag::Severity::Error),
            EvalErrorKind::Limit(_) => (Code::LimitReached, crate::diag::Severity::Warning),
            _ => (Code::EvalError, crate::diag::Severity::Error),
        };
        let text = super::text::shortened(error.kind.to_string());
        self.report(Diagnostic::new(code, severity, error.span, text.clone()));
        let origin = match &*error.kind {
            EvalErrorKind::Limit(text) => Origin::Limit(text.as_str().into()),
            EvalErrorKind::Unsupported(text) => Origin::Unsupported(text.as_str().into()),
            _ => Origin::Error(text.into()),
        };
        Value::unknown(Type::Dynamic, origin)
    }

    fn deeper<T>(&self, name: &dyn Fn() -> String, span: Span, run: impl FnOnce() -> T) -> Result<T, EvalError> {
        let depth = self.depth.get() + 1;
        if depth > self.inputs.limits.depth {
            let text =
                format!("`{}` stands at the end of more than {} values that depend on each other", name(), depth - 1);
            return Err(EvalError::new(EvalErrorKind::Limit(text), span));
        }
        self.depth.set(depth);
        let result = stacker::maybe_grow(256 * 1024, 4 * 1024 * 1024, run);
        self.depth.set(depth - 1);
        Ok(result)
    }

    /// The content of a value cell, computed on first use.
    pub(crate) fn value_cell(
        &self,
        scope: &ModuleScope,
        cell: &ValueCell,
        span: Span,
        compute: impl FnOnce() -> Value,
    ) -> Result<Value, EvalError> {
        match scope.values.borrow().get(cell) {
            Some(CellState::Done(value)) => return Ok(value.clone()),
            Some(CellState::InProgress) => return Err(cycle(cell.name(), span)),
            None => {}
        }
        // INVARIANT: a cell is filled at most once; while it is being filled it is `InProgress`.
        scope.values.borrow_mut().insert(cell.clone(), CellState::InProgress);
        let value = self.deeper(&|| cell.name(), span, compute);
        let done = match value {
            Ok(value) => value,
            Err(error) => self.failed(&error),
        };
        scope.values.borrow_mut().insert(cell.clone(), CellState::Done(done.clone()));
        Ok(done)
    }

    pub(crate) fn resource_cell(
        &self,
        scope: &ModuleScope,
        resource: &Resource,
        span: Span,
        compute: impl FnOnce() -> Expanded,
    ) -> Result<Rc<Expanded>, EvalError> {
        match scope.resources.borrow().get(&resource.key) {
            Some(CellState::Done(expanded)) => return Ok(Rc::clone(expanded)),
            Some(CellState::InProgress) => return Err(cycle(resource.key.to_string(), span)),
            None => {}
        }
        scope.resources.borrow_mut().insert(resource.key.clone(), CellState::InProgress);
        let expanded = self.deeper(&|| resource.key.to_string(), span, compute);
        let expanded =
            Rc::new(expanded.unwrap_or_else(|error| Expanded { instances: Vec::new(), whole: self.failed(&error) }));
        scope.resources.borrow_mut().insert(resource.key.clone(), CellState::Done(Rc::clone(&expanded)));
        Ok(expanded)
    }

    pub(crate) fn call_cell(
        &self,
        scope: &ModuleScope,
        call: &ModuleCall,
        span: Span,
        compute: impl FnOnce() -> ExpandedCall,
    ) -> Result<Rc<ExpandedCall>, EvalError> {
        let name = &call.name.text;
        match scope.calls.borrow().get(name) {
            Some(CellState::Done(expanded)) => return Ok(Rc::clone(expanded)),
            Some(CellState::InProgress) => return Err(cycle(format!("module.{name}"), span)),
            None => {}
        }
        scope.calls.borrow_mut().insert(Arc::clone(name), CellState::InProgress);
        let expanded = self.deeper(&|| format!("module.{name}"), span, compute);
        let expanded = Rc::new(expanded.unwrap_or_else(|error| ExpandedCall {
            instances: Vec::new(),
            opaque: Some(self.failed(&error)),
            shape: Shape::Unknown,
        }));
        scope.calls.borrow_mut().insert(Arc::clone(name), CellState::Done(Rc::clone(&expanded)));
        Ok(expanded)
    }
}

fn cycle(name: String, span: Span) -> EvalError {
    EvalError::new(EvalErrorKind::Cycle(name), span)
}

impl ValueCell {
    fn name(&self) -> String {
        match self {
            Self::Variable(name) => format!("var.{name}"),
            Self::Local(name) => format!("local.{name}"),
            Self::Output(name) => format!("output.{name}"),
            Self::Provider(name) => format!("provider.{name}"),
        }
    }
}

impl ModuleScope {
    pub(crate) fn new(id: ModuleId, module: Arc<Module>, address: Arc<str>) -> Self {
        Self {
            id,
            module,
            address,
            parent: None,
            call: None,
            key: Key::None,
            each_value: None,
            uncertain: None,
            nesting: 0,
            values: RefCell::default(),
            resources: RefCell::default(),
            calls: RefCell::default(),
        }
    }

    /// An address inside this module: `module.a.aws_x.y`.
    pub(crate) fn address_of(&self, relative: &str) -> Arc<str> {
        if self.address.is_empty() { relative.into() } else { format!("{}.{relative}", self.address).into() }
    }
}
