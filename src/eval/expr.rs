//! The walk over an expression. One implementation serves configurations and rule conditions; what differs
//! between them is in [`Mode`] and in what the [`Scope`] knows.

use std::sync::Arc;

use super::error::{EvalError, EvalErrorKind};
use super::functions::{self, FunctionContext, FunctionError};
use super::mode::Mode;
use super::ops;
use super::value::{Kind, Origin, Piece, Unknown, Value};
use super::{convert, optional, traverse, unknown, weight};
use crate::config::ty::Type;
use crate::config::types;
use crate::span::Span;
use crate::syntax::ast::{
    BinaryOp, Conditional, Expr, ExprKind, For, Ident, ObjectItem, ObjectKey, SPLAT_ITEM, Splat, Template,
    TemplateOrigin, TemplatePart, UnaryOp,
};
use crate::syntax::visit;

/// One step of a traversal.
#[derive(Clone, Copy, Debug)]
pub enum Step<'e> {
    Attr(&'e Ident),
    Index(&'e Expr),
}

/// What an expression can refer to.
pub trait Scope {
    fn mode(&self) -> Mode;

    /// The value of a root name with as many of the steps as the scope resolves itself, and their number.
    fn root(&self, name: &str, span: Span, steps: &[Step<'_>], env: &Env<'_>) -> Result<(Value, usize), EvalError>;

    /// A function that only this scope has; `None` leaves the call to the common table.
    fn call(&self, name: &Ident, args: &[Expr], env: &Env<'_>) -> Option<Result<Value, EvalError>>;

    fn functions(&self) -> &dyn FunctionContext;

    /// Whether `&&` and `||` leave their right side alone when the left decides.
    fn short_circuits(&self) -> bool {
        self.mode() == Mode::Rule
    }

    /// Hears how the condition of a conditional expression came out.
    fn branch(&self, _place: Span, _condition: &Value) {}

    /// Counts steps of work; an error when the budget is used up.
    fn charge(&self, steps: u64, span: Span) -> Result<(), EvalError>;
}

/// Names bound by `for`, splats, template loops and `dynamic` iterators: a list on the stack, innermost first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Env<'a> {
    inner: Option<&'a Binding<'a>>,
}

/// One bound name.
#[derive(Debug)]
pub struct Binding<'a> {
    outer: Env<'a>,
    name: &'a str,
    value: Value,
}

impl<'a> Env<'a> {
    pub const EMPTY: Self = Self { inner: None };

    pub fn binding(self, name: &'a str, value: Value) -> Binding<'a> {
        Binding { outer: self, name, value }
    }

    pub fn get(&self, name: &str) -> Option<&'a Value> {
        let mut env = *self;
        while let Some(binding) = env.inner {
            if binding.name == name {
                return Some(&binding.value);
            }
            env = binding.outer;
        }
        None
    }
}

impl<'a> Binding<'a> {
    pub fn env(&'a self) -> Env<'a> {
        Env { inner: Some(self) }
    }
}

/// Evaluates an expression.
///
/// # Errors
/// What Terraform would report: a wrong operand, a missing attribute, a failing function.
pub fn evaluate(expr: &Expr, scope: &dyn Scope, env: &Env<'_>) -> Result<Value, EvalError> {
    Walk { scope, mode: scope.mode() }.expr(expr, env)
}

/// Counts what a new value costs whoever walks it.
///
/// # Errors
/// The value is too large for that, or the budget is used up.
pub fn weigh(value: &Value, scope: &dyn Scope, span: Span) -> Result<(), EvalError> {
    match &value.kind {
        Kind::Null(_) | Kind::Bool(_) | Kind::Number(_) => Ok(()),
        _ => {
            let steps = weight::steps(value);
            scope.charge(*steps.as_ref().unwrap_or(&weight::MAX_STEPS), span)?;
            steps.map(drop).map_err(|message| limit(message, span))
        }
    }
}

/// The limit because of which a value is unknown.
fn limit_of(value: &Value) -> Option<&Arc<str>> {
    match &value.as_unknown()?.origin {
        Origin::Limit(text) => Some(text),
        _ => None,
    }
}

/// How much a piece adds to a text.
fn length(piece: &Piece) -> usize {
    match piece {
        Piece::Known(text) => text.len(),
        Piece::Unknown(value) => {
            let parts = value.as_unknown().and_then(|unknown| unknown.parts.as_ref());
            parts.map_or(1, |parts| {
                parts.iter().map(|part| if let Piece::Known(text) = part { text.len() } else { 1 }).sum()
            })
        }
    }
}

fn limit(message: String, span: Span) -> EvalError {
    EvalError::new(EvalErrorKind::Limit(message), span)
}

/// Most pieces of a template.
const MAX_PIECES: usize = 1 << 19;

struct Walk<'s> {
    scope: &'s dyn Scope,
    mode: Mode,
}

fn operation(message: impl Into<String>, span: Span) -> EvalError {
    EvalError::new(EvalErrorKind::Operation(message.into()), span)
}

impl Walk<'_> {
    fn expr(&self, expr: &Expr, env: &Env<'_>) -> Result<Value, EvalError> {
        self.scope.charge(1, expr.span)?;
        let value = self.unweighed(expr, env)?;
        match &expr.kind {
            ExprKind::Tuple(_)
            | ExprKind::Object(_)
            | ExprKind::Splat(_)
            | ExprKind::Call { .. }
            | ExprKind::For(_)
            | ExprKind::Template(_) => weigh(&value, self.scope, expr.span)?,
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::String(_)
            | ExprKind::Variable(_)
            | ExprKind::GetAttr(..)
            | ExprKind::Index(..)
            | ExprKind::Conditional(_)
            | ExprKind::Unary(..)
            | ExprKind::Binary(_)
            | ExprKind::Paren(_) => {}
        }
        Ok(value)
    }

    fn unweighed(&self, expr: &Expr, env: &Env<'_>) -> Result<Value, EvalError> {
        match &expr.kind {
            ExprKind::Null => Ok(Value::NULL),
            ExprKind::Bool(value) => Ok(Value::bool(*value)),
            ExprKind::Number(digits) => super::number::Number::parse(digits)
                .map(Value::number)
                .ok_or_else(|| operation(format!("`{digits}` is not a number"), expr.span)),
            ExprKind::String(text) => Ok(Value::string(super::text::normalize(text))),
            ExprKind::Template(template) => self.template(template, expr.span, env),
            ExprKind::Tuple(items) => {
                let items: Result<Vec<_>, _> = items.iter().map(|item| self.expr(item, env)).collect();
                Ok(Value::tuple(items?))
            }
            ExprKind::Object(items) => self.object(items, env),
            ExprKind::Variable(_) | ExprKind::GetAttr(..) | ExprKind::Index(..) => self.traversal(expr, env),
            ExprKind::Splat(splat) => self.splat(splat, env),
            ExprKind::Call { name, args, expand } => self.call(expr, name, args, *expand, env),
            ExprKind::Conditional(conditional) => self.conditional(conditional, expr.span, env),
            ExprKind::Unary(op, operand) => {
                let value = self.expr(operand, env)?;
                ops::unary(*op, &value, self.mode).map_err(|message| operation(message, expr.span))
            }
            ExprKind::Binary(binary) => self.binary(binary.op, &binary.left, &binary.right, expr.span, env),
            ExprKind::For(each) => self.for_expr(each, expr.span, env),
            ExprKind::Paren(inner) => self.expr(inner, env),
        }
    }

    fn binary(&self, op: BinaryOp, left: &Expr, right: &Expr, span: Span, env: &Env<'_>) -> Result<Value, EvalError> {
        let left = self.expr(left, env)?;
        if self.scope.short_circuits() {
            let is_null = self.mode == Mode::Rule && left.is_null();
            let decided = match op {
                BinaryOp::And => is_null || left.as_bool() == Some(false),
                BinaryOp::Or => left.as_bool() == Some(true),
                _ => false,
            };
            if decided {
                return Ok(Value::bool(op == BinaryOp::Or).with_marks_of(&left));
            }
        }
        let right = self.expr(right, env)?;
        ops::binary(op, &left, &right, self.mode).map_err(|message| operation(message, span))
    }

    fn conditional(&self, conditional: &Conditional, span: Span, env: &Env<'_>) -> Result<Value, EvalError> {
        let condition = self.expr(&conditional.condition, env)?;
        self.scope.branch(span, &condition);
        if self.mode == Mode::Rule {
            let condition = convert::convert(condition.clone(), &Type::Bool).unwrap_or(Value::FALSE);
            match condition.kind {
                Kind::Bool(true) => return self.expr(&conditional.then, env),
                Kind::Bool(false) | Kind::Null(_) => return self.expr(&conditional.otherwise, env),
                _ => {}
            }
        }
        let then = self.expr(&conditional.then, env);
        let otherwise = self.expr(&conditional.otherwise, env);
        for error in [&then, &otherwise].into_iter().filter_map(|branch| branch.as_ref().err()) {
            if is_final(error) {
                return Err(error.clone());
            }
        }
        // TERRAFORM: an error of a branch matters only where that branch is chosen; of its type, what is certain.
        match (convert::convert(condition.clone(), &Type::Bool).ok().as_ref().and_then(Value::as_bool), then, otherwise)
        {
            (Some(true), Err(error), _) | (Some(false), _, Err(error)) => Err(error),
            (_, then, otherwise) => {
                let then = then.unwrap_or_else(|error| failed(&conditional.then, &error));
                let otherwise = otherwise.unwrap_or_else(|error| failed(&conditional.otherwise, &error));
                ops::conditional(&condition, then, otherwise, self.mode).map_err(|message| operation(message, span))
            }
        }
    }

    fn object(&self, items: &[ObjectItem], env: &Env<'_>) -> Result<Value, EvalError> {
        let mut members = Vec::with_capacity(items.len());
        let mut marks = super::value::Marks::NONE;
        let mut unknown_key: Option<Value> = None;
        for item in items {
            let key = match &item.key {
                ObjectKey::Name(name) => Value::string(Arc::clone(&name.text)),
                ObjectKey::Expr(expr) => self.expr(expr, env)?,
            };
            let value = self.expr(&item.value, env)?;
            marks = marks.union(key.marks);
            if key.is_unknown() {
                unknown_key = Some(key);
                continue;
            }
            if key.is_null() {
                return Err(operation("a null value cannot be used as a key", item.key.span()));
            }
            let text = convert::convert(key.clone(), &Type::String).map_err(|_| {
                operation(format!("a key must be a string, found {}", key.ty().friendly_name()), item.key.span())
            })?;
            if let Kind::String(text) = text.kind {
                members.push((text, value));
            }
        }
        match unknown_key {
            Some(key) => Ok(unknown::derived(Type::Dynamic, &[&key]).with_marks(marks)),
            None => Ok(Value::object(members.into_iter().collect()).with_marks(marks)),
        }
    }

    fn traversal(&self, expr: &Expr, env: &Env<'_>) -> Result<Value, EvalError> {
        let (base, steps) = traverse::flatten(expr);
        let (mut value, used) = match &base.kind {
            ExprKind::Variable(name) => match env.get(name) {
                Some(value) => (value.clone(), 0),
                None => self.scope.root(name, base.span, &steps, env)?,
            },
            _ => (self.expr(base, env)?, 0),
        };
        for step in steps.iter().skip(used) {
            value = self.step(&value, step, env)?;
        }
        Ok(value)
    }

    fn step(&self, value: &Value, step: &Step<'_>, env: &Env<'_>) -> Result<Value, EvalError> {
        match step {
            Step::Attr(name) => {
                if self.mode == Mode::Config
                    && let Some(first) = traverse::block_list_first(value)
                {
                    return ops::get_attr(&first, &name.text, self.mode)
                        .map_err(|message| operation(message, name.span));
                }
                ops::get_attr(value, &name.text, self.mode).map_err(|message| operation(message, name.span))
            }
            Step::Index(key) => {
                let index = self.expr(key, env)?;
                ops::index(value, &index, self.mode).map_err(|message| operation(message, key.span))
            }
        }
    }

    fn splat(&self, splat: &Splat, env: &Env<'_>) -> Result<Value, EvalError> {
        let source = self.expr(&splat.source, env)?;
        let marks = source.marks;
        let (items, is_list) = match &source.kind {
            Kind::Null(_) => return Ok(Value::tuple([]).with_marks(marks)),
            Kind::List(list) | Kind::Set(list) => (list.items.clone(), true),
            Kind::Tuple(items) => (items.to_vec(), false),
            Kind::Unknown(unknown) => match &unknown.ty {
                Type::Bool | Type::Number | Type::String | Type::Map(_) | Type::Object(_)
                    if unknown.refinement.not_null =>
                {
                    (vec![source.clone()], false)
                }
                _ => return Ok(unknown::derived(traverse::splat_type(&unknown.ty), &[&source]).with_marks(marks)),
            },
            _ => (vec![source.clone()], false),
        };
        let mut results = Vec::with_capacity(items.len());
        for item in items {
            let binding = env.binding(SPLAT_ITEM, item);
            results.push(self.expr(&splat.each, &binding.env())?);
        }
        let result = if is_list { traverse::list_of(results) } else { Value::tuple(results) };
        Ok(result.with_marks(marks))
    }

    fn call(&self, expr: &Expr, name: &Ident, args: &[Expr], expand: bool, env: &Env<'_>) -> Result<Value, EvalError> {
        if let Some(result) = self.scope.call(name, args, env) {
            return result;
        }
        let function = name.text.strip_prefix("core::").unwrap_or(&name.text);
        match function {
            "try" => return self.try_call(expr, args, env),
            "can" => return self.can_call(expr, args, env),
            "convert" => return self.convert_call(expr, name, args, env),
            "templatestring" => {
                traverse::check_template_reference(args).map_err(|message| call_error(name, message, expr.span))?;
            }
            _ => {}
        }
        let mut values = Vec::with_capacity(args.len());
        for arg in args {
            values.push(self.expr(arg, env)?);
        }
        if expand {
            let last = values.pop().unwrap_or(Value::NULL);
            if let Kind::Unknown(_) = last.kind {
                return Ok(unknown::derived(Type::Dynamic, &[&last]));
            }
            let marks = last.marks;
            let Some(items) = last.as_elements() else {
                return Err(call_error(name, "the last argument before `...` must be a list, set or tuple", expr.span));
            };
            values.extend(items.iter().map(|item| item.clone().with_marks(marks)));
        }
        self.scope.charge(functions::steps(function, &values), expr.span)?;
        let was_limited = values.iter().any(|value| limit_of(value).is_some());
        let result = functions::call(&name.text, values, self.scope.functions(), self.mode);
        if let (Ok(value), Mode::Config, false) = (&result, self.mode, was_limited)
            && let Some(text) = limit_of(value)
        {
            return Err(limit(text.to_string(), expr.span));
        }
        result.map_err(|error| match error {
            FunctionError::UnknownFunction => {
                EvalError::new(EvalErrorKind::UnknownFunction(name.text.to_string()), name.span)
            }
            FunctionError::Argument { index, message } => {
                call_error(name, message, args.get(index).map_or(expr.span, |arg| arg.span))
            }
            FunctionError::Failed(message) | FunctionError::Arity(message) | FunctionError::Invalid(message) => {
                call_error(name, message, expr.span)
            }
            FunctionError::Unsupported(message) => EvalError::new(EvalErrorKind::Unsupported(message), expr.span),
        })
    }

    /// TERRAFORM: the first argument without an error decides; one that is not wholly known might still fail, so that
    /// nothing is known about the result, not even its type.
    fn try_call(&self, expr: &Expr, args: &[Expr], env: &Env<'_>) -> Result<Value, EvalError> {
        if args.is_empty() {
            return Err(operation("`try` needs at least one argument", expr.span));
        }
        let mut last = None;
        for arg in args {
            match self.expr(arg, env) {
                Ok(value) if self.mode == Mode::Config && !value.is_wholly_known() => {
                    return Ok(unknown::derived(Type::Dynamic, &[&value]));
                }
                Ok(value) => return Ok(value),
                Err(error) if is_final(&error) => return Err(error),
                Err(error) => last = Some(error),
            }
        }
        let why = last.map_or_else(String::new, |error| format!(", the last because {error}"));
        Err(operation(format!("no argument of `try` has a value{why}"), expr.span))
    }

    /// `convert(value, type)`: the second argument is a type constraint as variables have it.
    fn convert_call(&self, expr: &Expr, name: &Ident, args: &[Expr], env: &Env<'_>) -> Result<Value, EvalError> {
        let [value, wanted] = args else {
            return Err(operation("`convert` takes a value and a type constraint", expr.span));
        };
        let mut diagnostics = Vec::new();
        let constraint = types::type_constraint(wanted, &mut diagnostics);
        if let Some(diagnostic) = diagnostics.first() {
            return Err(call_error(name, diagnostic.message.clone(), wanted.span));
        }
        let mut has_reference = false;
        let mut value = self.expr(value, env)?;
        if let Some(defaults) = &constraint.defaults {
            defaults.each_default(&mut |default| {
                visit::expression(default, &mut |part| has_reference |= matches!(part.kind, ExprKind::Variable(_)));
            });
            if has_reference {
                return Err(call_error(name, "the default of an optional attribute must be constant", wanted.span));
            }
            let constant = |default: &Expr| self.expr(default, &Env::EMPTY).unwrap_or(Value::NULL);
            value = optional::fill(value, &constraint.ty, defaults, &constant);
        }
        convert::convert(value, &constraint.ty).map_err(|message| call_error(name, message, expr.span))
    }

    /// In rules functions fail by giving null, and whether one fails on something unknown is unknown.
    fn can_call(&self, expr: &Expr, args: &[Expr], env: &Env<'_>) -> Result<Value, EvalError> {
        let [arg] = args else { return Err(operation("`can` takes exactly one argument", expr.span)) };
        let result = match self.expr(arg, env) {
            Ok(value) => value,
            Err(error) if is_final(&error) => return Err(error),
            Err(_) => return Ok(Value::FALSE),
        };
        let is_sure = match self.mode {
            Mode::Config => result.is_wholly_known(),
            Mode::Rule if result.is_null() => return Ok(Value::FALSE),
            Mode::Rule => !result.is_unknown(),
        };
        if is_sure {
            return Ok(Value::TRUE);
        }
        Ok(Unknown::derived(Type::Bool, &[&result]).not_null().into_value())
    }

    fn for_expr(&self, each: &For, span: Span, env: &Env<'_>) -> Result<Value, EvalError> {
        let collection = self.expr(&each.collection, env)?;
        let mut marks = collection.marks;
        let Some(pairs) = self.pairs(&collection, each.collection.span)? else {
            let element = unknown::derived(Type::Dynamic, &[&collection]);
            let key_binding = each.key_name.as_ref().map(|name| env.binding(&name.text, element.clone()));
            let outer = key_binding.as_ref().map_or(*env, Binding::env);
            let value_binding = outer.binding(&each.value_name.text, element.clone());
            let made = self.possible(&each.value, &value_binding.env());
            let sources: Vec<&Value> = std::iter::once(&collection).chain(&made).collect();
            return Ok(unknown::derived(Type::Dynamic, &sources).with_marks(marks));
        };
        // What keeps the result unknown, each with what may be in the result for it.
        let mut undecided: Vec<Value> = Vec::new();
        let mut items = Vec::new();
        let mut members: Vec<(Arc<str>, Value)> = Vec::new();
        for (key, value) in pairs {
            let key_binding = each.key_name.as_ref().map(|name| env.binding(&name.text, key));
            let outer = key_binding.as_ref().map_or(*env, Binding::env);
            let value_binding = outer.binding(&each.value_name.text, value);
            let inner = value_binding.env();
            if let Some(condition) = &each.condition {
                let include = self.condition(condition, &inner)?;
                marks = marks.union(include.marks);
                match include.as_bool() {
                    Some(true) => {}
                    Some(false) => continue,
                    None => {
                        undecided.push(include);
                        undecided.extend(self.possible(&each.value, &inner));
                        continue;
                    }
                }
            }
            match &each.key {
                None => items.push(self.expr(&each.value, &inner)?),
                Some(key) => {
                    let (key, key_marks) = match self.for_key(key, &inner)? {
                        Ok(key) => key,
                        Err(unknown) => {
                            undecided.push(unknown);
                            undecided.extend(self.possible(&each.value, &inner));
                            continue;
                        }
                    };
                    marks = marks.union(key_marks);
                    members.push((key, self.expr(&each.value, &inner)?));
                }
            }
        }
        if !undecided.is_empty() {
            let decided = items.iter().chain(members.iter().map(|(_, value)| value));
            let sources: Vec<&Value> = undecided.iter().chain(decided).collect();
            return Ok(unknown::derived(Type::Dynamic, &sources).with_marks(marks));
        }
        if each.key.is_none() {
            return Ok(Value::tuple(items).with_marks(marks));
        }
        Ok(self.for_object(each, members, span)?.with_marks(marks))
    }

    /// What a `for` would make, where its result cannot be known: `{ for id in data.x.ids : id => aws_y.z.arn }` holds
    /// attributes of `aws_y.z`, whatever the ids are, and rules ask which resources a value comes from. Nothing is said
    /// of an error, because Terraform does not evaluate the body here.
    fn possible(&self, body: &Expr, env: &Env<'_>) -> Option<Value> {
        match self.mode {
            Mode::Config => self.expr(body, env).ok(),
            Mode::Rule => None,
        }
    }

    fn condition(&self, condition: &Expr, env: &Env<'_>) -> Result<Value, EvalError> {
        let value = self.expr(condition, env)?;
        if value.is_null() {
            return match self.mode {
                Mode::Rule => Ok(Value::FALSE),
                Mode::Config => Err(operation("the condition of a `for` must not be null", condition.span)),
            };
        }
        convert::convert(value, &Type::Bool).map_err(|message| operation(message, condition.span))
    }

    /// The key as text with its marks, or the unknown that stands in its place.
    fn for_key(&self, key: &Expr, env: &Env<'_>) -> Result<Result<(Arc<str>, super::value::Marks), Value>, EvalError> {
        let value = self.expr(key, env)?;
        if value.is_unknown() {
            return Ok(Err(value));
        }
        if value.is_null() {
            return Err(operation("a key of a `for` must not be null", key.span));
        }
        let text = convert::convert(value.clone(), &Type::String).map_err(|message| operation(message, key.span))?;
        match text.kind {
            Kind::String(name) => Ok(Ok((name, value.marks))),
            _ => Ok(Err(value)),
        }
    }

    fn for_object(&self, each: &For, pairs: Vec<(Arc<str>, Value)>, span: Span) -> Result<Value, EvalError> {
        if each.group {
            let mut groups: std::collections::BTreeMap<Arc<str>, Vec<Value>> = std::collections::BTreeMap::new();
            for (key, value) in pairs {
                groups.entry(key).or_default().push(value);
            }
            let members = groups.into_iter().map(|(key, values)| (key, Value::tuple(values)));
            return Ok(Value::object(members.collect()));
        }
        let mut seen = std::collections::HashSet::new();
        let twice = pairs.iter().find(|(key, _)| self.mode == Mode::Config && !seen.insert(key));
        if let Some((key, _)) = twice {
            return Err(operation(
                format!("two elements give the key {key:?}; use `...` behind the value to group them"),
                each.key.as_ref().map_or(span, |key| key.span),
            ));
        }
        Ok(Value::object(pairs.into_iter().collect()))
    }

    /// Keys and values of a collection; `None` when it is unknown.
    fn pairs(&self, collection: &Value, span: Span) -> Result<Option<Vec<(Value, Value)>>, EvalError> {
        match &collection.kind {
            Kind::Null(_) if self.mode == Mode::Rule => Ok(Some(Vec::new())),
            Kind::Null(_) => Err(operation("a null value cannot be walked by `for`", span)),
            Kind::Object(object) if object.open.is_some() && self.mode == Mode::Config => Ok(None),
            Kind::Unknown(unknown) => {
                if unknown.ty.is_primitive() && self.mode == Mode::Config {
                    return Err(operation(format!("a {} cannot be walked by `for`", unknown.ty.friendly_name()), span));
                }
                Ok(None)
            }
            Kind::Bool(_) | Kind::Number(_) | Kind::String(_) if self.mode == Mode::Rule => Ok(Some(Vec::new())),
            Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => {
                Err(operation(format!("a {} cannot be walked by `for`", collection.ty().friendly_name()), span))
            }
            _ => Ok(traverse::key_value_pairs(collection)),
        }
    }

    fn template(&self, template: &Template, span: Span, env: &Env<'_>) -> Result<Value, EvalError> {
        // TERRAFORM: a template that is one interpolation alone keeps the type of its value, also null.
        if template.origin != TemplateOrigin::Heredoc
            && let [TemplatePart::Interpolation(expr)] = template.parts.as_slice()
        {
            return self.expr(expr, env);
        }
        let mut pieces = Vec::new();
        let mut marks = super::value::Marks::NONE;
        self.pieces(&template.parts, env, &mut pieces, &mut marks)?;
        if pieces.iter().map(length).sum::<usize>() > weight::MAX_TEXT {
            return Err(limit(format!("a template gives a text of more than {} bytes", weight::MAX_TEXT), span));
        }
        Ok(ops::concat_parts(pieces).with_marks(marks))
    }

    fn pieces(
        &self,
        parts: &[TemplatePart],
        env: &Env<'_>,
        pieces: &mut Vec<Piece>,
        marks: &mut super::value::Marks,
    ) -> Result<(), EvalError> {
        for part in parts {
            match part {
                TemplatePart::Literal(text, _) => pieces.push(Piece::Known(Arc::clone(text))),
                TemplatePart::Interpolation(expr) => {
                    let value = self.expr(expr, env)?;
                    *marks = marks.union(value.marks);
                    pieces.push(self.piece(&value, expr.span)?);
                }
                TemplatePart::If(branch) => {
                    let condition = self.expr(&branch.condition, env)?;
                    *marks = marks.union(condition.marks);
                    if condition.is_null() && self.mode == Mode::Config {
                        return Err(operation(
                            "the condition of a template `if` must not be null",
                            branch.condition.span,
                        ));
                    }
                    let condition = convert::convert(condition, &Type::Bool)
                        .map_err(|message| operation(message, branch.condition.span))?;
                    match condition.as_bool() {
                        Some(true) => self.pieces(&branch.then, env, pieces, marks)?,
                        Some(false) => self.pieces(&branch.otherwise, env, pieces, marks)?,
                        None if condition.is_null() => self.pieces(&branch.otherwise, env, pieces, marks)?,
                        None => pieces.push(Piece::Unknown(unknown::derived(Type::String, &[&condition]))),
                    }
                }
                TemplatePart::For(each) => {
                    let collection = self.expr(&each.collection, env)?;
                    *marks = marks.union(collection.marks);
                    let Some(pairs) = self.pairs(&collection, each.collection.span)? else {
                        pieces.push(Piece::Unknown(unknown::derived(Type::String, &[&collection])));
                        continue;
                    };
                    for (key, value) in pairs {
                        self.scope.charge(1, each.span)?;
                        if pieces.len() > MAX_PIECES {
                            return Err(limit(format!("a template gives more than {MAX_PIECES} pieces"), each.span));
                        }
                        let key_binding = each.key_name.as_ref().map(|name| env.binding(&name.text, key));
                        let outer = key_binding.as_ref().map_or(*env, Binding::env);
                        let value_binding = outer.binding(&each.value_name.text, value);
                        self.pieces(&each.body, &value_binding.env(), pieces, marks)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn piece(&self, value: &Value, span: Span) -> Result<Piece, EvalError> {
        if value.is_null() {
            return match self.mode {
                Mode::Rule => Ok(Piece::Known(Arc::from("null"))),
                Mode::Config => Err(operation("a null value cannot be part of a string", span)),
            };
        }
        let text = match convert::convert(value.clone(), &Type::String) {
            Ok(text) => text,
            Err(_) if self.mode == Mode::Rule => Value::string(super::text::display(value)),
            Err(message) => return Err(operation(format!("only strings fit into a template: {message}"), span)),
        };
        match text.kind {
            Kind::String(text) => Ok(Piece::Known(text)),
            _ => Ok(Piece::Unknown(text)),
        }
    }
}

fn call_error(name: &Ident, message: impl Into<String>, span: Span) -> EvalError {
    EvalError::new(EvalErrorKind::Call { function: name.text.to_string(), message: message.into() }, span)
}

/// What stands for an expression that failed: an unknown of the type that the expression has in any case.
fn failed(expr: &Expr, error: &EvalError) -> Value {
    let ty = match &expr.kind {
        ExprKind::Paren(inner) => return failed(inner, error),
        ExprKind::Binary(binary) => match binary.op {
            BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo => {
                Type::Number
            }
            _ => Type::Bool,
        },
        ExprKind::Unary(UnaryOp::Negate, _) => Type::Number,
        ExprKind::Unary(UnaryOp::Not, _) => Type::Bool,
        ExprKind::Template(_) => Type::String,
        _ => Type::Dynamic,
    };
    Value::unknown(ty, Origin::Error(error.to_string().into()))
}

/// Whether an error ends the evaluation even inside `try` and `can`: names that are not declared, budgets, cycles and
/// our own gaps.
fn is_final(error: &EvalError) -> bool {
    matches!(
        *error.kind,
        EvalErrorKind::Reference(_) | EvalErrorKind::Limit(_) | EvalErrorKind::Cycle(_) | EvalErrorKind::Unsupported(_)
    )
}
