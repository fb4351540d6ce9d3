//! A root module evaluated as a whole: every cell is asked for, and what came out is put into its final shape.

use std::rc::Rc;
use std::sync::Arc;

use indexmap::IndexMap;

use super::error::EvalError;
use super::evaluator::{Evaluator, ModuleScope, ValueCell};
use super::expr::{Env, evaluate};
use super::inputs::InputSource;
use super::instance::{
    CallInstance, ConditionKind, Instance, Key, ModuleId, ModuleInstance, OpenCondition, ProviderInstance,
    RootEvaluation,
};
use super::scope::{ModuleView, Repetition};
use super::value::{Members, Origin, Value};
use crate::config::module::{ProviderConfig, ProviderRef, Resource};
use crate::config::ty::Type;
use crate::diag::{Code, Diagnostic, nearest};
use crate::syntax::ast::{Attribute, Expr};

impl Evaluator<'_> {
    /// Evaluates the root module and all that it calls. Diagnostics are taken with [`Evaluator::take_diagnostics`].
    pub fn evaluate_root(&self) -> RootEvaluation {
        let root = self.root_scope();
        self.check_inputs(&root);
        let mut order = Vec::new();
        self.force(&root, &mut order);
        let outputs = root
            .module
            .outputs
            .iter()
            .map(|(name, output)| {
                let value = self.output(&root, output, output.name.span);
                (Arc::clone(name), value.unwrap_or_else(|error| self.failed(&error)))
            })
            .collect();
        let modules = self.module_instances();
        let instances = self.instances(&order);
        RootEvaluation {
            dir: Arc::clone(&self.root_dir),
            environment: self.inputs.environment.clone(),
            modules,
            instances,
            calls: self.call_instances(&order),
            outputs,
            plan: None,
            broken_conditions: self.broken.take(),
        }
    }

    /// The scope of the root module; a directory without Terraform files counts as an empty module.
    pub(crate) fn root_scope(&self) -> Rc<ModuleScope> {
        if let Some(root) = self.module(ModuleId(0)) {
            return root;
        }
        let module = self.project.module(&self.root_dir);
        let module = module.unwrap_or_else(|| Arc::new(crate::config::load::empty(&self.root_dir)));
        self.add_module(|id| ModuleScope::new(id, module, Arc::from("")))
    }

    /// Evaluates an expression as if it stood in the root module.
    ///
    /// # Errors
    /// What Terraform would report for it.
    pub fn evaluate_expression(&self, expr: &Expr) -> Result<Value, EvalError> {
        evaluate(expr, &ModuleView::new(self, self.root_scope()), &Env::EMPTY)
    }

    /// Evaluates an expression in the root module with further names: `output`, `run` in a test's conditions.
    ///
    /// # Errors
    /// What Terraform would report for it.
    pub fn evaluate_with(&self, expr: &Expr, extra: &Members) -> Result<Value, EvalError> {
        let mut view = ModuleView::new(self, self.root_scope());
        view.extra = Some(extra);
        evaluate(expr, &view, &Env::EMPTY)
    }

    /// Diagnostics so far; they are taken away.
    pub fn take_diagnostics(&self) -> Vec<Diagnostic> {
        self.diagnostics.take()
    }

    /// The conditions that could not be decided so far; recorded in simulations only.
    pub fn open_conditions(&self) -> Vec<OpenCondition> {
        self.open.borrow().clone()
    }

    /// Asks for everything in a module and below it, in order of declaration.
    fn force(&self, scope: &Rc<ModuleScope>, order: &mut Vec<Rc<ModuleScope>>) {
        order.push(Rc::clone(scope));
        self.check_arguments(scope);
        let view = ModuleView::new(self, Rc::clone(scope));
        for variable in scope.module.variables.values() {
            if let Err(error) = self.variable(scope, variable, variable.name.span) {
                self.failed(&error);
            }
            self.validations(scope, variable);
        }
        for local in scope.module.locals.values() {
            let cell = ValueCell::Local(Arc::clone(&local.name.text));
            let value =
                self.value_cell(scope, &cell, local.name.span, || self.value_of(&local.expr, &view, &Env::EMPTY));
            if let Err(error) = value {
                self.failed(&error);
            }
        }
        for resource in scope.module.all_resources() {
            if let Err(error) = self.resource(scope, resource, resource.block.header) {
                self.failed(&error);
            }
        }
        for resource in scope.module.all_resources() {
            self.resource_conditions(scope, resource);
        }
        let mut children = Vec::new();
        for call in scope.module.calls.values() {
            match self.call(scope, call, call.block.header) {
                Ok(expanded) => children.extend(expanded.instances.iter().filter_map(|(_, id)| self.module(*id))),
                Err(error) => {
                    self.failed(&error);
                }
            }
        }
        for child in children {
            self.muted(child.uncertain.is_some(), || self.force(&child, order));
        }
        for output in scope.module.outputs.values() {
            if let Err(error) = self.output(scope, output, output.name.span) {
                self.failed(&error);
            }
            let subject = scope.address_of(&format!("output.{}", output.name.text));
            for condition in &output.preconditions {
                self.condition(condition, ConditionKind::Precondition, &subject, &view);
            }
        }
        for check in &scope.module.checks {
            let subject = scope.address_of(&format!("check.{}", check.name.text));
            for assert in &check.asserts {
                self.condition(assert, ConditionKind::Check, &subject, &view);
            }
        }
    }

    /// TERRAFORM: an undeclared variable is a warning in a tfvars file and an error on the command line;
    /// in the environment it is nothing.
    fn check_inputs(&self, root: &Rc<ModuleScope>) {
        for (name, input) in &self.inputs.variables {
            if root.module.variables.contains_key(name) {
                continue;
            }
            let text = format!("there is no variable `{name}` in this root module");
            let meant = nearest(name, root.module.variables.keys().map(|key| &**key));
            let diagnostic = match input.source {
                InputSource::Environment | InputSource::Configuration | InputSource::Plan => continue,
                InputSource::File => Diagnostic::warning(Code::VariableUndeclared, input.span, text),
                InputSource::CommandLine => Diagnostic::error(Code::VariableUndeclared, input.span, text),
            };
            self.report(match meant {
                Some(meant) => diagnostic.with_help(format!("did you mean `{meant}`?")),
                None => diagnostic,
            });
        }
    }

    fn module_instances(&self) -> Vec<ModuleInstance> {
        let mut modules: Vec<ModuleInstance> = Vec::with_capacity(self.module_count());
        for index in 0..self.module_count() {
            let Some(scope) = u32::try_from(index).ok().and_then(|index| self.module(ModuleId(index))) else {
                continue;
            };
            let variables = scope
                .module
                .variables
                .values()
                .filter_map(|variable| {
                    let value = self.variable(&scope, variable, variable.name.span).ok()?;
                    Some((Arc::clone(&variable.name.text), value))
                })
                .collect();
            let providers = self.providers(&scope, &modules);
            modules.push(ModuleInstance {
                module: Arc::clone(&scope.module),
                address: Arc::clone(&scope.address),
                parent: scope.parent,
                call: scope.call.clone(),
                key: scope.key.clone(),
                uncertain: scope.uncertain.clone(),
                variables,
                providers,
            });
        }
        modules
    }

    /// Own configurations, those that the call passes, and the parent's default ones. Parents come first in `done`.
    fn providers(&self, scope: &Rc<ModuleScope>, done: &[ModuleInstance]) -> IndexMap<Arc<str>, ProviderInstance> {
        let mut providers = IndexMap::new();
        let parent = scope.parent.and_then(|parent| done.get(parent.0 as usize));
        if let Some(parent) = parent {
            let inherited = parent.providers.iter().filter(|(name, _)| !name.contains('.'));
            providers.extend(inherited.map(|(name, provider)| (Arc::clone(name), provider.clone())));
            for (inner, outer) in scope.call.iter().flat_map(|call| &call.providers) {
                match parent.providers.get(&provider_name(outer)) {
                    Some(provider) => {
                        providers.insert(provider_name(inner), provider.clone());
                    }
                    None => {
                        providers.shift_remove(&provider_name(inner));
                    }
                }
            }
        }
        for config in &scope.module.providers {
            let name = config_name(config);
            let value = self.provider(scope, config, &name);
            providers.insert(name, ProviderInstance { config: Arc::clone(config), module: scope.id, value });
        }
        providers
    }

    fn provider(&self, scope: &Rc<ModuleScope>, config: &Arc<ProviderConfig>, name: &Arc<str>) -> Value {
        let cell = ValueCell::Provider(Arc::clone(name));
        let view = ModuleView::new(self, Rc::clone(scope));
        let compute = || Value::object(self.body(&config.body, &view, &Env::EMPTY, None));
        self.value_cell(scope, &cell, config.block.header, compute).unwrap_or_else(|error| self.failed(&error))
    }

    /// The provider configuration of a name in a module, evaluated; for data sources that depend on it.
    pub(crate) fn provider_value(&self, scope: &Rc<ModuleScope>, provider: &ProviderRef) -> Option<Value> {
        let own = scope
            .module
            .providers
            .iter()
            .find(|config| config.name.text == provider.name && config.alias == provider.alias);
        if let Some(config) = own {
            return Some(self.provider(scope, config, &config_name(config)));
        }
        let parent = self.module(scope.parent?)?;
        let passed = scope.call.as_ref()?.providers.iter().find(|(inner, _)| inner == provider).map(|(_, outer)| outer);
        match (passed, &provider.alias) {
            (Some(outer), _) => self.provider_value(&parent, outer),
            (None, None) => self.provider_value(&parent, provider),
            (None, Some(_)) => None,
        }
    }

    fn call_instances(&self, order: &[Rc<ModuleScope>]) -> Vec<CallInstance> {
        let mut calls = Vec::new();
        for scope in order {
            for call in scope.module.calls.values() {
                let address = scope.address_of(&format!("module.{}", call.name.text));
                let placeholder = Value::unknown(Type::Dynamic, Origin::Expansion(address));
                let is_expanded = call.count.is_some() || call.for_each.is_some();
                let repetition =
                    Repetition::of(&Key::Unknown, is_expanded.then_some(&placeholder), call.count.is_some());
                let view = ModuleView::repeated(self, Rc::clone(scope), repetition);
                let argument = |attribute: &Attribute| {
                    let value = evaluate(&attribute.expr, &view, &Env::EMPTY);
                    (Arc::clone(&attribute.name.text), value.unwrap_or_else(|_| placeholder.clone()))
                };
                let value = Value::object(call.body.attributes.iter().map(argument).collect());
                calls.push(CallInstance { module: scope.id, call: Arc::clone(call), value });
            }
        }
        calls
    }

    fn instances(&self, order: &[Rc<ModuleScope>]) -> Vec<Instance> {
        let mut instances = Vec::new();
        for scope in order {
            for resource in scope.module.all_resources() {
                let Ok(expanded) = self.resource(scope, resource, resource.block.header) else { continue };
                let provider = provider_of(resource);
                instances.extend(expanded.instances.iter().map(|instance| Instance {
                    address: Arc::clone(&instance.address),
                    module: scope.id,
                    resource: Arc::clone(resource),
                    key: instance.key.clone(),
                    uncertain: instance.uncertain.clone(),
                    value: instance.value.clone(),
                    provider: Arc::clone(&provider),
                    change: None,
                }));
            }
        }
        instances
    }
}

/// The local name under which a resource's provider configuration stands: `aws` or `aws.west`.
pub(crate) fn provider_of(resource: &Resource) -> Arc<str> {
    match &resource.provider {
        Some(provider) => provider_name(provider),
        // TERRAFORM: without `provider` it is the first word of the type.
        None => resource.key.kind.split('_').next().unwrap_or_default().into(),
    }
}

pub(crate) fn provider_name(provider: &ProviderRef) -> Arc<str> {
    match &provider.alias {
        Some(alias) => format!("{}.{alias}", provider.name).into(),
        None => Arc::clone(&provider.name),
    }
}

/// The same name of a provider configuration.
pub(crate) fn config_name(config: &ProviderConfig) -> Arc<str> {
    match &config.alias {
        Some(alias) => format!("{}.{alias}", config.name.text).into(),
        None => Arc::clone(&config.name.text),
    }
}
