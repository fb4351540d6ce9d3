//! Traversals and collections as the walk needs them: flattening, pairs, references.

use std::sync::Arc;

use super::expr::Step;
use super::value::{Kind, Value};
use super::{convert, unify};
use crate::config::ty::Type;
use crate::syntax::ast::{Expr, ExprKind, For, ObjectKey, SplatKind, TemplatePart};

/// The innermost expression of a traversal and the steps that follow it, in order.
pub fn flatten(expr: &Expr) -> (&Expr, Vec<Step<'_>>) {
    let mut steps = Vec::new();
    let mut base = expr;
    loop {
        match &base.kind {
            ExprKind::GetAttr(inner, name) => {
                steps.push(Step::Attr(name));
                base = inner;
            }
            ExprKind::Index(inner, key) => {
                steps.push(Step::Index(key));
                base = inner;
            }
            _ => break,
        }
    }
    steps.reverse();
    (base, steps)
}

/// Nested blocks are lists here, but some providers' single blocks are read without an index.
/// Gives the first element of a list that was made from blocks.
pub(super) fn block_list_first(value: &Value) -> Option<Value> {
    let Kind::List(list) = &value.kind else { return None };
    let first = list.items.first()?;
    matches!(&first.kind, Kind::Object(object) if object.open.is_some()).then(|| first.clone())
}

/// The type of a splat over something unknown.
pub(super) fn splat_type(ty: &Type) -> Type {
    match ty {
        Type::List(_) | Type::Set(_) => Type::list(Type::Dynamic),
        _ => Type::Dynamic,
    }
}

/// A list when all elements have one type, else a tuple.
pub(super) fn list_of(items: Vec<Value>) -> Value {
    let types: Vec<Type> = items.iter().map(Value::ty).collect();
    let Some(first) = types.first() else { return Value::list(Type::Dynamic, items) };
    if types.iter().all(|ty| ty == first) {
        return Value::list(first.clone(), items);
    }
    match unify::unify(&types) {
        Some(element) => {
            let converted: Result<Vec<_>, _> =
                items.iter().map(|item| convert::convert(item.clone(), &element)).collect();
            converted.map_or_else(|_| Value::tuple(items), |items| Value::list(element, items))
        }
        None => Value::tuple(items),
    }
}

/// Keys and values in Terraform's order; the key of a set's element is the element.
pub fn key_value_pairs(collection: &Value) -> Option<Vec<(Value, Value)>> {
    match &collection.kind {
        Kind::List(list) => Some(indexed(&list.items)),
        Kind::Tuple(items) => Some(indexed(items)),
        Kind::Set(list) => Some(list.items.iter().map(|item| (item.clone(), item.clone())).collect()),
        Kind::Map(_) | Kind::Object(_) => {
            let members = collection.as_members()?;
            Some(members.iter().map(|(key, value)| (Value::string(Arc::clone(key)), value.clone())).collect())
        }
        Kind::Null(_) | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) | Kind::Unknown(_) => None,
    }
}

fn indexed(items: &[Value]) -> Vec<(Value, Value)> {
    items.iter().zip(0_i64..).map(|(item, i)| (Value::int(i), item.clone())).collect()
}

/// TERRAFORM: the template of `templatestring` must come from somewhere else: a reference, not a literal.
pub(super) fn check_template_reference(args: &[Expr]) -> Result<(), String> {
    match args.first().map(|arg| &arg.kind) {
        Some(ExprKind::Variable(_) | ExprKind::GetAttr(..) | ExprKind::Index(..)) | None => Ok(()),
        Some(_) => Err("the template must be a reference to a string, not an expression".into()),
    }
}

/// Calls `visit` for each reference in an expression that is not bound inside it.
pub fn references<'e>(expr: &'e Expr, visit: &mut dyn FnMut(&'e Expr)) {
    References { bound: Vec::new(), visit }.expr(expr);
}

struct References<'e, 'v> {
    bound: Vec<&'e str>,
    visit: &'v mut dyn FnMut(&'e Expr),
}

impl<'e> References<'e, '_> {
    fn expr(&mut self, expr: &'e Expr) {
        match &expr.kind {
            ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::String(_) => {}
            ExprKind::Template(template) => self.parts(&template.parts),
            ExprKind::Tuple(items) => items.iter().for_each(|item| self.expr(item)),
            ExprKind::Object(items) => {
                for item in items {
                    if let ObjectKey::Expr(key) = &item.key {
                        self.expr(key);
                    }
                    self.expr(&item.value);
                }
            }
            ExprKind::Variable(_) | ExprKind::GetAttr(..) | ExprKind::Index(..) => self.traversal(expr),
            ExprKind::Splat(splat) => {
                self.expr(&splat.source);
                self.bound.push(crate::syntax::ast::SPLAT_ITEM);
                self.expr(&splat.each);
                self.bound.pop();
                debug_assert!(matches!(splat.kind, SplatKind::Attr | SplatKind::Full));
            }
            ExprKind::Call { args, .. } => args.iter().for_each(|arg| self.expr(arg)),
            ExprKind::Conditional(conditional) => {
                self.expr(&conditional.condition);
                self.expr(&conditional.then);
                self.expr(&conditional.otherwise);
            }
            ExprKind::Unary(_, operand) | ExprKind::Paren(operand) => self.expr(operand),
            ExprKind::Binary(binary) => {
                self.expr(&binary.left);
                self.expr(&binary.right);
            }
            ExprKind::For(each) => self.for_expr(each),
        }
    }

    fn traversal(&mut self, expr: &'e Expr) {
        let (base, steps) = flatten(expr);
        match &base.kind {
            ExprKind::Variable(name) => {
                if !self.bound.contains(&&**name) {
                    (self.visit)(expr);
                }
            }
            _ => self.expr(base),
        }
        for step in steps {
            if let Step::Index(key) = step {
                self.expr(key);
            }
        }
    }

    fn for_expr(&mut self, each: &'e For) {
        self.expr(&each.collection);
        let depth = self.bound.len();
        self.bound.extend(each.key_name.iter().map(|name| &*name.text));
        self.bound.push(&each.value_name.text);
        for part in each.key.iter().chain(std::iter::once(&each.value)).chain(each.condition.iter()) {
            self.expr(part);
        }
        self.bound.truncate(depth);
    }

    fn parts(&mut self, parts: &'e [TemplatePart]) {
        for part in parts {
            match part {
                TemplatePart::Literal(..) => {}
                TemplatePart::Interpolation(expr) => self.expr(expr),
                TemplatePart::If(branch) => {
                    self.expr(&branch.condition);
                    self.parts(&branch.then);
                    self.parts(&branch.otherwise);
                }
                TemplatePart::For(each) => {
                    self.expr(&each.collection);
                    let depth = self.bound.len();
                    self.bound.extend(each.key_name.iter().map(|name| &*name.text));
                    self.bound.push(&each.value_name.text);
                    self.parts(&each.body);
                    self.bound.truncate(depth);
                }
            }
        }
    }
}
