//! The ways to change an expression, one at a time.

use std::sync::Arc;

use super::equivalent;
use crate::span::Span;
use crate::syntax::ast::{BinaryOp, Conditional, Expr, ExprKind, ObjectItem, ObjectKey, TemplatePart, UnaryOp};

/// A text that stands in no configuration.
pub(super) const OTHER: &str = "tollgate-mutant";

/// How many elements of a list are left out in turn.
const ELEMENTS: usize = 4;

/// What an expression is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It decides: null is as good as false.
    Condition,
    Value,
}

/// Takes a changed copy, the place of the change and what it is.
type Emit<'e> = &'e mut dyn FnMut(Expr, Span, String);

/// Calls `emit` with every changed copy of an expression, the place of the change and what it is. Changes that are proved to
/// alter nothing are not among them, see [`super::equivalent`].
pub(super) fn each(expr: &Expr, role: Role, emit: Emit<'_>) {
    below(expr, role, &mut |changed| emit(changed.expr, changed.span, changed.what));
}

/// A changed copy of an expression.
struct Changed {
    expr: Expr,
    span: Span,
    what: String,
    /// Where the default of a `coalesce` was changed: the expression with the old and the new default in the place of the
    /// whole `coalesce`.
    defaults: Option<Box<(Expr, Expr)>>,
}

fn below(expr: &Expr, role: Role, emit: &mut dyn FnMut(Changed)) {
    for (kind, what) in alternatives(expr, role) {
        emit(Changed { expr: Expr { kind, span: expr.span }, span: expr.span, what, defaults: None });
    }
    let mut copy = expr.clone();
    let roles = roles(expr, role);
    let count = children(&mut copy).len();
    for i in 0..count {
        let Some(child) = children(&mut copy).into_iter().nth(i).map(|child| child.clone()) else { continue };
        // Elements of a list of words are left out instead.
        if matches!(expr.kind, ExprKind::Tuple(_)) && is_literal(&child) {
            continue;
        }
        let with = |part: Expr| {
            let mut whole = expr.clone();
            if let Some(place) = children(&mut whole).into_iter().nth(i) {
                *place = part;
            }
            whole
        };
        let is_default = is_default(expr, i) && is_literal(&child);
        below(&child, roles.get(i).copied().unwrap_or(Role::Value), &mut |changed| {
            let defaults = match changed.defaults {
                Some(defaults) => Some(Box::new((with(defaults.0), with(defaults.1)))),
                None if is_default => Some(Box::new((child.clone(), changed.expr.clone()))),
                None => None,
            };
            let is_same = defaults.as_ref().is_some_and(|both| equivalent::is_same(&both.0, &both.1));
            if !is_same {
                emit(Changed { expr: with(changed.expr), span: changed.span, what: changed.what, defaults });
            }
        });
    }
}

/// Whether that part is the default of a `coalesce`: what counts where all before it are missing.
fn is_default(expr: &Expr, part: usize) -> bool {
    match &expr.kind {
        ExprKind::Call { name, args, expand: false } => &*name.text == "coalesce" && part > 0 && part + 1 == args.len(),
        _ => false,
    }
}

/// What the parts of an expression are for, in the order of [`children`].
fn roles(expr: &Expr, role: Role) -> Vec<Role> {
    match &expr.kind {
        ExprKind::Binary(binary) if matches!(binary.op, BinaryOp::And | BinaryOp::Or) => vec![Role::Condition; 2],
        ExprKind::Unary(UnaryOp::Not, _) => vec![Role::Condition],
        ExprKind::Paren(_) => vec![role],
        ExprKind::Conditional(_) => vec![Role::Condition, role, role],
        // `alltrue` and `anytrue` ask for true, and take null for what is not.
        ExprKind::Call { name, args, .. } if matches!(&*name.text, "alltrue" | "anytrue") && args.len() == 1 => {
            vec![Role::Condition]
        }
        ExprKind::Tuple(items) if role == Role::Condition => vec![role; items.len()],
        ExprKind::For(each) => {
            let mut roles = vec![Role::Value; 1 + each.key.iter().len()];
            roles.push(role);
            roles.push(Role::Condition);
            roles
        }
        _ => Vec::new(),
    }
}

fn is_literal(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::String(_) | ExprKind::Number(_) | ExprKind::Bool(_) | ExprKind::Null)
}

/// What an expression itself can become, its parts unchanged.
fn alternatives(expr: &Expr, role: Role) -> Vec<(ExprKind, String)> {
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
                let sides = [(&binary.left, &binary.right, "right"), (&binary.right, &binary.left, "left")];
                for (kept, dropped, side) in sides {
                    if role != Role::Condition || !equivalent::is_idle(binary.op, dropped, kept) {
                        all.push((kept.kind.clone(), format!("the {side} side of `{sign}` is left out")));
                    }
                }
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
pub(super) fn children(expr: &mut Expr) -> Vec<&mut Expr> {
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
        each(&expr, Role::Condition, &mut |_, _, change| found.push(change));
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
    fn a_default_that_decides_the_same_is_not_changed() {
        assert_eq!(changes("coalesce(a, 600) != 60"), ["`!=` became `==`", "`60` became `61`"]);
        assert_eq!(changes("coalesce(a, 59) != 60"), ["`!=` became `==`", "`59` became `60`", "`60` became `61`"]);
    }

    #[test]
    fn words_of_a_list_are_left_out() {
        assert_eq!(changes(r#"contains(["a", "b"], x)"#), ["`a` is left out", "`b` is left out"]);
    }
}
