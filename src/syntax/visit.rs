//! Walks over trees: every expression of a body, outermost first.

use super::ast::{Block, Body, Expr, ExprKind, ObjectKey, TemplatePart};

/// Calls `visit` for each expression in a body and below.
pub fn expressions<'t>(body: &'t Body, visit: &mut dyn FnMut(&'t Expr)) {
    for attribute in &body.attributes {
        expression(&attribute.expr, visit);
    }
    for block in &body.blocks {
        expressions(&block.body, visit);
    }
}

/// Calls `visit` for each block in a body and below.
pub fn blocks<'t>(body: &'t Body, visit: &mut dyn FnMut(&'t Block)) {
    for block in &body.blocks {
        visit(block);
        blocks(&block.body, visit);
    }
}

/// Calls `visit` for an expression and all that it consists of.
pub fn expression<'t>(expr: &'t Expr, visit: &mut dyn FnMut(&'t Expr)) {
    visit(expr);
    match &expr.kind {
        ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::String(_) | ExprKind::Variable(_) => {}
        ExprKind::Template(template) => parts(&template.parts, visit),
        ExprKind::Tuple(items) => items.iter().for_each(|item| expression(item, visit)),
        ExprKind::Object(items) => {
            for item in items {
                if let ObjectKey::Expr(key) = &item.key {
                    expression(key, visit);
                }
                expression(&item.value, visit);
            }
        }
        ExprKind::GetAttr(inner, _) | ExprKind::Unary(_, inner) | ExprKind::Paren(inner) => expression(inner, visit),
        ExprKind::Index(inner, key) => {
            expression(inner, visit);
            expression(key, visit);
        }
        ExprKind::Splat(splat) => {
            expression(&splat.source, visit);
            expression(&splat.each, visit);
        }
        ExprKind::Call { args, .. } => args.iter().for_each(|arg| expression(arg, visit)),
        ExprKind::Conditional(conditional) => {
            expression(&conditional.condition, visit);
            expression(&conditional.then, visit);
            expression(&conditional.otherwise, visit);
        }
        ExprKind::Binary(binary) => {
            expression(&binary.left, visit);
            expression(&binary.right, visit);
        }
        ExprKind::For(each) => {
            expression(&each.collection, visit);
            each.key.iter().for_each(|key| expression(key, visit));
            expression(&each.value, visit);
            each.condition.iter().for_each(|condition| expression(condition, visit));
        }
    }
}

fn parts<'t>(parts_of: &'t [TemplatePart], visit: &mut dyn FnMut(&'t Expr)) {
    for part in parts_of {
        match part {
            TemplatePart::Literal(..) => {}
            TemplatePart::Interpolation(expr) => expression(expr, visit),
            TemplatePart::If(branch) => {
                expression(&branch.condition, visit);
                parts(&branch.then, visit);
                parts(&branch.otherwise, visit);
            }
            TemplatePart::For(each) => {
                expression(&each.collection, visit);
                parts(&each.body, visit);
            }
        }
    }
}
