//! `lookup(map, key)` without a default: an index does the same.

use super::{Cx, NativeRule, Out};
use crate::rules::finding::{Edit, Fix};
use crate::syntax::ast::{Expr, ExprKind};

pub(super) const RULE: NativeRule = NativeRule { id: "deprecated-lookup", run };

fn run(cx: &Cx<'_, '_>, out: &mut Out<'_>) {
    cx.expressions(&mut |expr| {
        if let ExprKind::Call { name, args, .. } = &expr.kind
            && &*name.text == "lookup"
            && let [map, key] = args.as_slice()
        {
            let index = format!("{}[{}]", operand(map, cx.text(map.span)), cx.text(key.span));
            let finding =
                out.fail(expr.span, &cx.address_at(expr.span), format!("`lookup` has no default; write `{index}`"));
            finding.fix = Some(Fix {
                description: format!("write `{index}`"),
                edits: vec![Edit { span: expr.span, text: index }],
                safe: true,
            });
        }
    });
}

/// An expression that an index can follow; a splat would apply the index to each element.
fn operand(expr: &Expr, text: String) -> String {
    let is_plain = matches!(
        expr.kind,
        ExprKind::Variable(_)
            | ExprKind::GetAttr(..)
            | ExprKind::Index(..)
            | ExprKind::Call { .. }
            | ExprKind::Paren(_)
            | ExprKind::Object(_)
            | ExprKind::Tuple(_)
    );
    if is_plain { text } else { format!("({text})") }
}
