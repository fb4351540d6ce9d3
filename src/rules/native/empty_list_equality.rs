//! `x == []`: always false for a list, because an empty tuple is no list.

use super::{Cx, NativeRule, Out};
use crate::rules::finding::{Edit, Fix};
use crate::syntax::ast::{BinaryOp, Expr, ExprKind};

pub(super) const RULE: NativeRule = NativeRule { id: "empty-list-equality", run };

fn run(cx: &Cx<'_, '_>, out: &mut Out<'_>) {
    let is_empty = |expr: &Expr| matches!(&expr.kind, ExprKind::Tuple(items) if items.is_empty());
    cx.expressions(&mut |expr| {
        let ExprKind::Binary(binary) = &expr.kind else { return };
        if !matches!(binary.op, BinaryOp::Equal | BinaryOp::NotEqual) {
            return;
        }
        let other = match (is_empty(&binary.left), is_empty(&binary.right)) {
            (false, true) => &binary.left,
            (true, false) => &binary.right,
            _ => return,
        };
        let answer = if binary.op == BinaryOp::Equal { "false" } else { "true" };
        let text = cx.text(other.span);
        let sign = if binary.op == BinaryOp::Equal { "==" } else { "!=" };
        let wanted = format!("length({text}) {sign} 0");
        let finding = out.fail(
            expr.span,
            &cx.address_at(expr.span),
            format!("a list compared with `[]` is always {answer}; write `{wanted}`"),
        );
        // The condition gets another value by it, which is the point, but somebody has to look.
        finding.fix = Some(Fix {
            description: format!("write `{wanted}`"),
            edits: vec![Edit { span: expr.span, text: wanted }],
            safe: false,
        });
    });
}
