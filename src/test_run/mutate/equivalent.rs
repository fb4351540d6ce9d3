//! Changes that cannot alter what a condition says, so that no example could notice them.
//!
//! A proof is an evaluation in the rules' own way, in which every name stands for something unknown, and one part for the
//! value that is in question. What then comes out known is the same whatever the names hold: the evaluator says true or
//! false of an unknown only where every value gives that (`false && unknown`). Functions that ask whether something is known
//! are left unknown themselves. Where nothing known comes out nothing is proved, and the change counts.

use super::operators::children;
use crate::config::ty::Type;
use crate::eval::error::EvalError;
use crate::eval::expr::{Env, Scope, Step, evaluate};
use crate::eval::functions::{FunctionContext, NoFiles};
use crate::eval::mode::Mode;
use crate::eval::value::{Kind, Origin, Value};
use crate::rules::scope::OWN_FUNCTIONS;
use crate::span::Span;
use crate::syntax::ast::{BinaryOp, Expr, ExprKind, Ident};

/// Functions whose answer about something unknown is not their answer about every value.
const ABOUT_KNOWLEDGE: [&str; 2] = ["is_known", "is_computed"];

/// A scope in which nothing is known.
struct Anything;

impl Scope for Anything {
    fn mode(&self) -> Mode {
        Mode::Rule
    }

    fn root(&self, _: &str, _: Span, _: &[Step<'_>], _: &Env<'_>) -> Result<(Value, usize), EvalError> {
        Ok((anything(), 0))
    }

    fn call(&self, name: &Ident, _: &[Expr], _: &Env<'_>) -> Option<Result<Value, EvalError>> {
        let name = &*name.text;
        (OWN_FUNCTIONS.contains(&name) || ABOUT_KNOWLEDGE.contains(&name)).then(|| Ok(anything()))
    }

    fn functions(&self) -> &dyn FunctionContext {
        &NoFiles
    }

    fn charge(&self, _: u64, _: Span) -> Result<(), EvalError> {
        Ok(())
    }
}

fn anything() -> Value {
    Value::unknown(Type::Dynamic, Origin::Opaque)
}

/// What a condition comes to whatever the names in it hold; null decides as false.
fn decided(condition: &Expr) -> Option<bool> {
    match evaluate(condition, &Anything, &Env::EMPTY).ok()?.kind {
        Kind::Bool(value) => Some(value),
        Kind::Null(_) => Some(false),
        _ => None,
    }
}

/// Whether leaving out `dropped`, one side of `op` beside `kept`, changes nothing where the whole decides as a condition.
///
/// `x != null && f(x)`: where `x` is null, `f(x)` is false anyway; where it is not, the left side is true. The same holds for
/// `length(x) > 0 && f(x)` with what is empty, and for `x == null || f(x)` where `f(x)` is true without `x`.
pub(super) fn is_idle(op: BinaryOp, dropped: &Expr, kept: &Expr) -> bool {
    let guard = match op {
        BinaryOp::And => guarded(dropped, BinaryOp::NotEqual, BinaryOp::Greater),
        BinaryOp::Or => guarded(dropped, BinaryOp::Equal, BinaryOp::Equal),
        _ => None,
    };
    let Some((subject, missing)) = guard else { return false };
    let decisive = op == BinaryOp::Or;
    missing.into_iter().all(|value| {
        let (replaced, count) = with(kept, subject, &value);
        count > 0 && decided(&replaced) == Some(decisive)
    })
}

/// Whether a rule passes where `guard`, a part of its `when`, is false: then it judges no more without the guard.
pub(super) fn passes_without(guard: &Expr, assert: &Expr) -> bool {
    let Some((subject, missing)) = guarded(guard, BinaryOp::NotEqual, BinaryOp::Greater) else { return false };
    missing.into_iter().all(|value| {
        let (replaced, count) = with(assert, subject, &value);
        count > 0 && decided(&replaced) == Some(true)
    })
}

/// What is asked for in `x != null` and `length(x) > 0` (or in `x == null` and `length(x) == 0`), and the values that these
/// refuse (or accept); the operators are those beside `null` and `0`.
fn guarded(condition: &Expr, null: BinaryOp, zero: BinaryOp) -> Option<(&Expr, Vec<ExprKind>)> {
    let condition = bare(condition);
    let ExprKind::Binary(binary) = &condition.kind else { return None };
    let (left, right) = (bare(&binary.left), bare(&binary.right));
    match &right.kind {
        ExprKind::Null if binary.op == null => Some((left, vec![ExprKind::Null])),
        ExprKind::Number(digits) if binary.op == zero && &**digits == "0" => Some((lengthened(left)?, nothing())),
        _ => None,
    }
}

/// All that has the length zero.
fn nothing() -> Vec<ExprKind> {
    vec![ExprKind::Null, ExprKind::Tuple(Vec::new()), ExprKind::Object(Vec::new()), ExprKind::String("".into())]
}

fn lengthened(call: &Expr) -> Option<&Expr> {
    match &call.kind {
        ExprKind::Call { name, args, .. } if &*name.text == "length" => args.first().filter(|_| args.len() == 1),
        _ => None,
    }
}

fn bare(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Paren(inner) => bare(inner),
        _ => expr,
    }
}

/// Whether it makes no difference that one part of a condition has another value: with either the condition, or a part of
/// it around that place, comes to the same. The part is the default of a `coalesce`, so that all others are missing then.
pub(super) fn is_same(one: &Expr, other: &Expr) -> bool {
    let known = |expr: &Expr| match evaluate(expr, &Anything, &Env::EMPTY).ok()?.kind {
        Kind::Bool(value) => Some(value),
        _ => None,
    };
    matches!((known(one), known(other)), (Some(one), Some(other)) if one == other)
}

/// The expression with a value in the place of every `subject`, and how many there were. Loops that bind the name of the
/// subject anew are left as they are.
fn with(expr: &Expr, subject: &Expr, value: &ExprKind) -> (Expr, usize) {
    let mut copy = expr.clone();
    let name = root(subject);
    let count = replace(&mut copy, subject, name, value);
    (copy, count)
}

fn replace(expr: &mut Expr, subject: &Expr, name: Option<&str>, value: &ExprKind) -> usize {
    if is_alike(expr, subject) {
        expr.kind = value.clone();
        return 1;
    }
    if let ExprKind::For(each) = &mut expr.kind {
        let binds = each.key_name.iter().chain([&each.value_name]).any(|bound| Some(&*bound.text) == name);
        if binds {
            return replace(&mut each.collection, subject, name, value);
        }
    }
    children(expr).into_iter().map(|child| replace(child, subject, name, value)).sum()
}

/// The name at the head of a reference.
fn root(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Variable(name) => Some(name),
        ExprKind::GetAttr(inner, _) | ExprKind::Index(inner, _) | ExprKind::Paren(inner) => root(inner),
        ExprKind::Splat(splat) => root(&splat.source),
        _ => None,
    }
}

/// Whether two expressions are the same reference.
fn is_alike(one: &Expr, other: &Expr) -> bool {
    match (&one.kind, &other.kind) {
        (ExprKind::Variable(one), ExprKind::Variable(other)) => one == other,
        (ExprKind::String(one), ExprKind::String(other)) => one == other,
        (ExprKind::Number(one), ExprKind::Number(other)) => one == other,
        (ExprKind::GetAttr(a, one), ExprKind::GetAttr(b, other)) => one.text == other.text && is_alike(a, b),
        (ExprKind::Index(a, one), ExprKind::Index(b, other)) => is_alike(a, b) && is_alike(one, other),
        (ExprKind::Paren(one), _) => is_alike(one, other),
        (_, ExprKind::Paren(other)) => is_alike(one, other),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::FileId;
    use crate::syntax::parse_expr;

    fn expr(text: &str) -> Expr {
        parse_expr(text, FileId::NONE).unwrap()
    }

    #[test]
    fn a_guard_whose_absence_decides_the_same_is_idle() {
        let is_idle_and = |guard, rest| is_idle(BinaryOp::And, &expr(guard), &expr(rest));
        assert!(is_idle_and("resource.acl != null", "startswith(resource.acl, \"public\")"));
        assert!(is_idle_and("resource.n != null", "resource.n > 3 && resource.other"));
        assert!(is_idle_and("length(resource.rule) > 0", "anytrue([for r in resource.rule : r.open])"));
        assert!(!is_idle_and("resource.acl != null", "resource.acl != \"private\""));
        assert!(!is_idle_and("resource.acl != null", "is_known(resource.acl)"));
        assert!(!is_idle_and("resource.acl != null", "resource.other == \"x\""));
        assert!(!is_idle_and("x != null", "anytrue([for x in resource.list : x == 1])"));
        assert!(!is_idle_and("length(resource.rule) > 0", "alltrue([for r in resource.rule : r.open])"));
        assert!(is_idle(BinaryOp::Or, &expr("resource.acl == null"), &expr("resource.acl != \"public\"")));
    }

    #[test]
    fn a_rule_that_passes_what_its_when_leaves_out_needs_no_when() {
        assert!(passes_without(&expr("resource.acl != null"), &expr("!contains([\"public\"], resource.acl)")));
        assert!(!passes_without(&expr("resource.acl != null"), &expr("resource.acl == \"private\"")));
    }
}
