//! The index of Terraform 0.11: `list.0` for `list[0]`, `list.*.x` for `list[*].x`.

use super::{Cx, NativeRule, Out};
use crate::syntax::ast::{ExprKind, SplatKind};

pub(super) const RULE: NativeRule = NativeRule { id: "deprecated-index", run };

fn run(cx: &Cx<'_, '_>, out: &mut Out<'_>) {
    cx.expressions(&mut |expr| {
        let (what, wanted) = match &expr.kind {
            ExprKind::Index(base, key) if matches!(key.kind, ExprKind::Number(_)) => {
                let between = crate::span::Span { start: base.span.end, end: key.span.start, ..expr.span };
                if cx.text(between).trim() != "." {
                    return;
                }
                ("`.N` reads an element by position", "[N]")
            }
            ExprKind::Splat(splat) if splat.kind == SplatKind::Attr => ("`.*` is the old form of a splat", "[*]"),
            _ => return,
        };
        let text = cx.text(expr.span);
        out.fail(
            expr.span,
            &cx.module.dir,
            format!("{what} in `{}`; write `{wanted}`", text.split_whitespace().collect::<String>()),
        );
    });
}
