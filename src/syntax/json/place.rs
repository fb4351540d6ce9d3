//! Moves the spans of an expression that was parsed from an unescaped copy of its text.

use super::super::ast::{Expr, ExprKind, Ident, ObjectKey, TemplatePart};
use crate::span::Span;

/// Replaces the span of an expression and of all that it consists of.
pub(super) fn respan(expr: &mut Expr, place: &impl Fn(Span) -> Span) {
    expr.span = place(expr.span);
    match &mut expr.kind {
        ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::String(_) | ExprKind::Variable(_) => {}
        ExprKind::Template(template) => parts(&mut template.parts, place),
        ExprKind::Tuple(items) => items.iter_mut().for_each(|item| respan(item, place)),
        ExprKind::Object(items) => {
            for item in items {
                match &mut item.key {
                    ObjectKey::Name(name) => ident(name, place),
                    ObjectKey::Expr(key) => respan(key, place),
                }
                respan(&mut item.value, place);
            }
        }
        ExprKind::GetAttr(inner, name) => {
            respan(inner, place);
            ident(name, place);
        }
        ExprKind::Unary(_, inner) | ExprKind::Paren(inner) => respan(inner, place),
        ExprKind::Index(inner, key) => {
            respan(inner, place);
            respan(key, place);
        }
        ExprKind::Splat(splat) => {
            respan(&mut splat.source, place);
            respan(&mut splat.each, place);
        }
        ExprKind::Call { name, args, .. } => {
            ident(name, place);
            for arg in args {
                respan(arg, place);
            }
        }
        ExprKind::Conditional(conditional) => {
            respan(&mut conditional.condition, place);
            respan(&mut conditional.then, place);
            respan(&mut conditional.otherwise, place);
        }
        ExprKind::Binary(binary) => {
            respan(&mut binary.left, place);
            respan(&mut binary.right, place);
        }
        ExprKind::For(each) => {
            each.key_name.iter_mut().for_each(|name| ident(name, place));
            ident(&mut each.value_name, place);
            respan(&mut each.collection, place);
            each.key.iter_mut().for_each(|key| respan(key, place));
            respan(&mut each.value, place);
            each.condition.iter_mut().for_each(|condition| respan(condition, place));
        }
    }
}

fn ident(name: &mut Ident, place: &impl Fn(Span) -> Span) {
    name.span = place(name.span);
}

fn parts(parts_of: &mut [TemplatePart], place: &impl Fn(Span) -> Span) {
    for part in parts_of {
        match part {
            TemplatePart::Literal(_, span) => *span = place(*span),
            TemplatePart::Interpolation(expr) => respan(expr, place),
            TemplatePart::If(branch) => {
                branch.span = place(branch.span);
                respan(&mut branch.condition, place);
                parts(&mut branch.then, place);
                parts(&mut branch.otherwise, place);
            }
            TemplatePart::For(each) => {
                each.span = place(each.span);
                each.key_name.iter_mut().for_each(|name| ident(name, place));
                ident(&mut each.value_name, place);
                respan(&mut each.collection, place);
                parts(&mut each.body, place);
            }
        }
    }
}
