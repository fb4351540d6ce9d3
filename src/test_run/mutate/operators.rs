//! The ways to change an expression, one at a time.

use std::sync::Arc;

use crate::span::Span;
use crate::syntax::ast::{BinaryOp, Conditional, Expr, ExprKind, ObjectItem, ObjectKey, TemplatePart, UnaryOp};

/// A text that stands in no configuration.
pub(super) const OTHER: &str = "tollgate-mutant";

/// How many elements of a list are left out in turn.
const ELEMENTS: usize = 4;

/// Calls `emit` with every changed copy of an expression, the place of the change and what it is.
pub(super) fn each(expr: &Expr, emit: &mut dyn FnMut(Expr, Span, String)) {
    for (kind, change) in alternatives(expr) {
        emit(Expr { kind, span: expr.span }, expr.span, change);
    }
    let mut copy = expr.clone();
    let count = children(&mut copy).len();
    for i in 0..count {
        let Some(child) = children(&mut copy).into_iter().nth(i).map(|child| child.clone()) else { continue };
        // Elements of a list of words are left out instead.
        if matches!(expr.kind, ExprKind::Tuple(_)) && is_literal(&child) {
            continue;
        }
        each(&child, &mut |mutated, span, change| {
            let mut whole = expr.clone();
            if let Some(place) = children(&mut whole).into_iter().nth(i) {
                *place = mutated;
            }
            emit(whole, span, change);
        });
    }
}

fn is_literal(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::String(_) | ExprKind::Number(_) | ExprKind::Bool(_) | ExprKind::Null)
}

/// What an expression itself can become, its parts unchanged.
fn alternatives(expr: &Expr) -> Vec<(ExprKind, String)> {
    match &expr.kind {
        ExprKind::Bool(value) => vec![(ExprKind::Bool(!value), format!("`{value}` became `{}`", !value))],
        ExprKind::Number(digits) => number(digits).into_iter().collect(),
        ExprKind::String(text) if text.is_empty() => {
            vec![(ExprKind::String(OTHER.into()), "an empty text became another".into())]
        }
        ExprKind::String(text) => vec![(ExprKind::String(OTHER.into()), format!("`{text}` became another text"))],
        ExprKind::Tuple(items) => shorter(items),
        ExprKind::Unary(UnaryOp::Not, inner) => vec![(inner.kind.clone(), "`!` is left out".into())],
        ExprKind::Conditional(conditional) => {
            let swapped = Conditional {
                condition: conditional.condition.clone(),
                then: conditional.otherwise.clone(),
                otherwise: conditional.then.clone(),
            };
            vec![(ExprKind::Conditional(Box::new(swapped)), "the branches changed places".into())]
        }
        ExprKind::Binary(binary) => {
            let others = other_operators(binary.op).iter().map(|op| {
                let mut other = binary.clone();
                other.op = *op;
                (ExprKind::Binary(other), format!("`{}` became `{}`", binary.op.as_str(), op.as_str()))
            });
            let mut all: Vec<_> = others.collect();
            if matches!(binary.op, BinaryOp::And | BinaryOp::Or) {
                let sign = binary.op.as_str();
                all.push((binary.left.kind.clone(), format!("the right side of `{sign}` is left out")));
                all.push((binary.right.kind.clone(), format!("the left side of `{sign}` is left out")));
            }
            all
        }
        ExprKind::Call { name, args, expand } => call(&name.text, args)
            .into_iter()
            .map(|other| {
                let change = format!("`{}` became `{other}`", name.text);
                let mut name = name.clone();
                name.text = other.into();
                (ExprKind::Call { name, args: args.clone(), expand: *expand }, change)
            })
            .collect(),
        ExprKind::For(each) if each.condition.is_some() => {
            let mut all = each.clone();
            all.condition = None;
            vec![(ExprKind::For(all), "the `if` of the `for` is left out".into())]
        }
        ExprKind::Null
        | ExprKind::Variable(_)
        | ExprKind::GetAttr(..)
        | ExprKind::Index(..)
        | ExprKind::Splat(_)
        | ExprKind::Unary(UnaryOp::Negate, _)
        | ExprKind::For(_)
        | ExprKind::Object(_)
        | ExprKind::Template(_)
        | ExprKind::Paren(_) => Vec::new(),
    }
}

fn number(digits: &Arc<str>) -> Option<(ExprKind, String)> {
    let more = digits.parse::<i64>().ok()?.checked_add(1)?;
    Some((ExprKind::Number(more.to_string().into()), format!("`{digits}` became `{more}`")))
}

fn shorter(items: &[Expr]) -> Vec<(ExprKind, String)> {
    let step = items.len().div_ceil(ELEMENTS).max(1);
    let left_out = |at: usize| {
        let rest = items.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, item)| item.clone());
        let what = match items.get(at).map(|item| &item.kind) {
            Some(ExprKind::String(text)) => format!("`{text}`"),
            _ => format!("element {at}"),
        };
        (ExprKind::Tuple(rest.collect()), format!("{what} is left out"))
    };
    (0..items.len()).step_by(step).map(left_out).collect()
}

fn call(name: &str, args: &[Expr]) -> Option<&'static str> {
    match (name, args.len()) {
        ("alltrue", _) => Some("anytrue"),
        ("anytrue", _) => Some("alltrue"),
        ("startswith", 2) => Some("endswith"),
        ("endswith", 2) => Some("startswith"),
        ("min", _) => Some("max"),
        ("max", _) => Some("min"),
        _ => None,
    }
}

fn other_operators(op: BinaryOp) -> &'static [BinaryOp] {
    match op {
        BinaryOp::Or => &[BinaryOp::And],
        BinaryOp::And => &[BinaryOp::Or],
        BinaryOp::Equal => &[BinaryOp::NotEqual],
        BinaryOp::NotEqual => &[BinaryOp::Equal],
        BinaryOp::Less => &[BinaryOp::LessEqual, BinaryOp::GreaterEqual],
        BinaryOp::LessEqual => &[BinaryOp::Less, BinaryOp::Greater],
        BinaryOp::Greater => &[BinaryOp::GreaterEqual, BinaryOp::LessEqual],
        BinaryOp::GreaterEqual => &[BinaryOp::Greater, BinaryOp::Less],
        BinaryOp::Add => &[BinaryOp::Subtract],
        BinaryOp::Subtract => &[BinaryOp::Add],
        BinaryOp::Multiply => &[BinaryOp::Divide],
        BinaryOp::Divide | BinaryOp::Modulo => &[BinaryOp::Multiply],
    }
}

/// The direct parts of an expression.
fn children(expr: &mut Expr) -> Vec<&mut Expr> {
    match &mut expr.kind {
        ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::String(_) | ExprKind::Variable(_) => {
            Vec::new()
        }
        ExprKind::Template(template) => parts(&mut template.parts),
        ExprKind::Tuple(items) => items.iter_mut().collect(),
        ExprKind::Object(items) => items.iter_mut().flat_map(item).collect(),
        ExprKind::GetAttr(inner, _) | ExprKind::Unary(_, inner) | ExprKind::Paren(inner) => vec![inner],
        // An index is part of a name.
        ExprKind::Index(inner, _) => vec![inner],
        ExprKind::Splat(splat) => vec![&mut splat.source, &mut splat.each],
        ExprKind::Call { args, .. } => args.iter_mut().collect(),
        ExprKind::Conditional(conditional) => {
            vec![&mut conditional.condition, &mut conditional.then, &mut conditional.otherwise]
        }
        ExprKind::Binary(binary) => vec![&mut binary.left, &mut binary.right],
        ExprKind::For(each) => {
            let mut all = vec![&mut each.collection];
            all.extend(each.key.iter_mut());
            all.push(&mut each.value);
            all.extend(each.condition.iter_mut());
            all
        }
    }
}

fn item(item: &mut ObjectItem) -> Vec<&mut Expr> {
    match &mut item.key {
        ObjectKey::Expr(key) => vec![key, &mut item.value],
        ObjectKey::Name(_) => vec![&mut item.value],
    }
}

fn parts(all: &mut [TemplatePart]) -> Vec<&mut Expr> {
    let mut found = Vec::new();
    for part in all {
        match part {
            TemplatePart::Literal(..) => {}
            TemplatePart::Interpolation(expr) => found.push(expr),
            TemplatePart::If(branch) => {
                found.push(&mut branch.condition);
                found.extend(parts(&mut branch.then));
                found.extend(parts(&mut branch.otherwise));
            }
            TemplatePart::For(each) => {
                found.push(&mut each.collection);
                found.extend(parts(&mut each.body));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::FileId;
    use crate::syntax::parse_expr;

    fn changes(text: &str) -> Vec<String> {
        let expr = parse_expr(text, FileId::NONE).unwrap();
        let mut found = Vec::new();
        each(&expr, &mut |_, _, change| found.push(change));
        found
    }

    #[test]
    fn operators_operands_and_literals_change() {
        assert_eq!(
            changes("a >= 2 && b"),
            [
                "`&&` became `||`",
                "the right side of `&&` is left out",
                "the left side of `&&` is left out",
                "`>=` became `>`",
                "`>=` became `<`",
                "`2` became `3`",
            ]
        );
    }

    #[test]
    fn words_of_a_list_are_left_out() {
        assert_eq!(changes(r#"contains(["a", "b"], x)"#), ["`a` is left out", "`b` is left out"]);
    }
}
