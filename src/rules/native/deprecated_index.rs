//! The index of Terraform 0.11: `list.0` for `list[0]`, `list.*.x` for `list[*].x`.

use std::collections::BTreeSet;

use super::{Cx, NativeRule, Out};
use crate::rules::finding::{Edit, Fix};
use crate::span::Span;
use crate::syntax::ast::{Expr, ExprKind, Splat, SplatKind};

pub(super) const RULE: NativeRule = NativeRule { id: "deprecated-index", run };

fn run(cx: &Cx<'_, '_>, out: &mut Out<'_>) {
    let mut indexed: BTreeSet<Span> = BTreeSet::new();
    cx.expressions(&mut |expr| {
        if let ExprKind::Index(base, _) = &expr.kind {
            indexed.insert(base.span);
        }
        let (what, wanted, edit) = match &expr.kind {
            ExprKind::Index(base, key) if matches!(key.kind, ExprKind::Number(_)) => {
                let written = Span { start: base.span.end, end: key.span.end, ..expr.span };
                let text = cx.text(written);
                let Some(digits) = text.trim().strip_prefix('.') else { return };
                let is_plain = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
                let edit = is_plain.then(|| Edit { span: written, text: format!("[{digits}]") });
                ("`.N` reads an element by position", "[N]", edit)
            }
            ExprKind::Splat(splat) if splat.kind == SplatKind::Attr => {
                // `x.*.id[0]` is the first of the ids, `x[*].id[0]` the first of each: those are left to the reader.
                let edit = if indexed.contains(&expr.span) { None } else { full_splat(cx, expr, splat) };
                ("`.*` is the old form of a splat", "[*]", edit)
            }
            _ => return,
        };
        let text = cx.text(expr.span);
        let shown = text.split_whitespace().collect::<String>();
        let finding = out.fail(expr.span, &cx.address_at(expr.span), format!("{what} in `{shown}`; write `{wanted}`"));
        finding.fix = edit.map(|edit| Fix { description: format!("write `{wanted}`"), edits: vec![edit], safe: true });
    });
}

/// `.*` behind the source of a splat as `[*]`.
fn full_splat(cx: &Cx<'_, '_>, expr: &Expr, splat: &Splat) -> Option<Edit> {
    let start = splat.source.span.end;
    let rest = cx.text(Span { start, ..expr.span });
    let before = rest.len() - rest.trim_start().len();
    rest.trim_start().strip_prefix(".*")?;
    let end = start + u32::try_from(before).ok()? + 2;
    Some(Edit { span: Span { start, end, ..expr.span }, text: "[*]".into() })
}
