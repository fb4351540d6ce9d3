//! Which candidates of a join can match at all, read off its condition.
//!
//! A plan is a promise: for whoever is not found through it, the condition is certainly false. What cannot be promised
//! (a condition of another form) has no plan, and every candidate is asked.

use crate::eval::traverse::{flatten, references};
use crate::syntax::ast::{BinaryOp, Expr, ExprKind, For};

/// How candidates are found.
#[derive(Debug)]
pub(super) enum Plan<'e> {
    /// Those that any of the parts finds.
    Any(Vec<Self>),
    /// `refers(other.bucket, resource)`: whose link mentions one of the targets.
    Mentions { link: &'e Expr, targets: Targets<'e> },
    /// `refers(resource.policy, other)`: who is mentioned by a value of the judged resource.
    Mentioned { by: &'e Expr },
    /// `other.user == resource.user`.
    Equal { other: &'e Expr, value: &'e Expr },
}

/// What a link must mention.
#[derive(Debug)]
pub(super) enum Targets<'e> {
    /// The judged resource.
    Resource,
    /// The members of another join, or whatever the expression gives.
    Of(&'e Expr),
}

impl<'e> Plan<'e> {
    /// The plan of a condition, if it has one.
    pub(super) fn of(on: &'e Expr) -> Option<Self> {
        plan(on, None)
    }

    /// The parts that look something up, in their order.
    pub(super) fn leaves<'p>(&'p self, visit: &mut dyn FnMut(&'p Self)) {
        match self {
            Self::Any(parts) => parts.iter().for_each(|part| part.leaves(visit)),
            Self::Mentions { .. } | Self::Mentioned { .. } | Self::Equal { .. } => visit(self),
        }
    }
}

/// `for x in collection` around the condition.
#[derive(Clone, Copy)]
struct Loop<'e> {
    name: &'e str,
    collection: &'e Expr,
}

fn plan<'e>(on: &'e Expr, around: Option<Loop<'e>>) -> Option<Plan<'e>> {
    match &on.kind {
        ExprKind::Paren(inner) => plan(inner, around),
        ExprKind::Binary(binary) => match binary.op {
            BinaryOp::Or => Some(Plan::Any(vec![plan(&binary.left, around)?, plan(&binary.right, around)?])),
            // One side that is false is enough; links say more than equal values.
            BinaryOp::And => {
                let sides = [plan(&binary.left, around), plan(&binary.right, around)];
                let (links, others): (Vec<_>, Vec<_>) =
                    sides.into_iter().flatten().partition(|side| !matches!(side, Plan::Equal { .. }));
                links.into_iter().chain(others).next()
            }
            BinaryOp::Equal if around.is_none() => equal(&binary.left, &binary.right),
            _ => None,
        },
        ExprKind::Call { name, args, expand: false } => match (&*name.text, args.as_slice()) {
            ("refers", [value, target]) => refers(value, target, around),
            ("anytrue", [list]) => any_of(list, around),
            _ => None,
        },
        _ => None,
    }
}

fn any_of<'e>(list: &'e Expr, around: Option<Loop<'e>>) -> Option<Plan<'e>> {
    match &list.kind {
        ExprKind::Tuple(items) => {
            items.iter().map(|item| plan(item, around)).collect::<Option<Vec<_>>>().map(Plan::Any)
        }
        ExprKind::For(each) if around.is_none() => {
            let For { key_name: None, value_name, collection, key: None, value, .. } = &**each else { return None };
            plan(value, Some(Loop { name: &value_name.text, collection }))
        }
        _ => None,
    }
}

fn equal<'e>(left: &'e Expr, right: &'e Expr) -> Option<Plan<'e>> {
    match (side(left, None)?, side(right, None)?) {
        (Side::Other(other), Side::Own(value)) | (Side::Own(value), Side::Other(other)) => {
            Some(Plan::Equal { other, value })
        }
        (Side::Other(_), Side::Other(_)) | (Side::Own(_), Side::Own(_)) => None,
    }
}

fn refers<'e>(value: &'e Expr, target: &'e Expr, around: Option<Loop<'e>>) -> Option<Plan<'e>> {
    match (side(value, around)?, &target.kind) {
        (Side::Other(link), ExprKind::Variable(root)) if &**root == "resource" => {
            Some(Plan::Mentions { link, targets: Targets::Resource })
        }
        (Side::Own(by), ExprKind::Variable(root)) if &**root == "other" => Some(Plan::Mentioned { by }),
        (Side::Other(link), _) => match side(target, around)? {
            Side::Own(targets) => Some(Plan::Mentions { link, targets: Targets::Of(targets) }),
            Side::Other(_) => None,
        },
        (Side::Own(_), _) => None,
    }
}

/// Whose value an expression is; what stands in it is all that the value can mention.
enum Side<'e> {
    Other(&'e Expr),
    /// The judged resource, its joins, parameters, constants.
    Own(&'e Expr),
}

/// An element of a loop stands for the whole collection, as long as it is only read from.
fn side<'e>(expr: &'e Expr, around: Option<Loop<'e>>) -> Option<Side<'e>> {
    let (base, _) = flatten(expr);
    if let (ExprKind::Variable(name), Some(Loop { name: bound, collection })) = (&base.kind, around)
        && **name == *bound
    {
        return side(collection, None);
    }
    let (mut of_other, mut of_own, mut is_bound) = (false, false, false);
    references(expr, &mut |reference| {
        let (base, _) = flatten(reference);
        let ExprKind::Variable(name) = &base.kind else { return };
        match &**name {
            _ if around.is_some_and(|around| around.name == &**name) => is_bound = true,
            "other" => of_other = true,
            _ => of_own = true,
        }
    });
    match (is_bound, of_other, of_own) {
        (true, ..) | (false, true, true) => None,
        (false, true, false) => Some(Side::Other(expr)),
        (false, false, _) => Some(Side::Own(expr)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::FileId;
    use crate::syntax;

    fn shape(plan: &Plan<'_>) -> String {
        match plan {
            Plan::Any(parts) => format!("any({})", parts.iter().map(shape).collect::<Vec<_>>().join(", ")),
            Plan::Mentions { targets: Targets::Resource, .. } => "mentions resource".into(),
            Plan::Mentions { targets: Targets::Of(_), .. } => "mentions targets".into(),
            Plan::Mentioned { .. } => "mentioned".into(),
            Plan::Equal { .. } => "equal".into(),
        }
    }

    fn planned(condition: &str) -> String {
        let expr = syntax::parse_expr(condition, FileId::NONE).unwrap();
        Plan::of(&expr).map_or_else(|| "none".into(), |plan| shape(&plan))
    }

    #[test]
    fn conditions_of_rules_have_plans() {
        for (condition, expected) in [
            ("refers(other.bucket, resource)", "mentions resource"),
            ("refers(other, resource)", "mentions resource"),
            ("refers(coalesce(other.a, other.b), resource)", "mentions resource"),
            ("refers(resource.policy, other) || refers(resource.inline_policy, other)", "any(mentioned, mentioned)"),
            ("anytrue([for b in related.bucket : refers(other.bucket, b)])", "mentions targets"),
            ("anytrue([for a in resource.accounts : refers(a.email, other)])", "mentioned"),
            ("anytrue([for d in concat(other.x, other.y) : refers(d.id, resource)])", "mentions resource"),
            ("other.name == resource.name && refers(other.vpc_id, resource)", "mentions resource"),
            ("other.user == resource.user && other.meta.address != meta.address", "equal"),
            ("other.enforcement == \"active\"", "equal"),
            ("anytrue([for a in resource.x : refers(lower(a.y), other)])", "none"),
            ("refers(other.x, resource) || length(other.y) > 0", "none"),
            ("refers(concat(other.x, resource.y), resource)", "none"),
        ] {
            assert_eq!(planned(condition), expected, "{condition}");
        }
    }
}
