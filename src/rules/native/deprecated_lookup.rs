//! `lookup(map, key)` without a default: an index does the same.

use super::{Cx, NativeRule, Out};
use crate::syntax::ast::ExprKind;

pub(super) const RULE: NativeRule = NativeRule { id: "deprecated-lookup", run };

fn run(cx: &Cx<'_, '_>, out: &mut Out<'_>) {
    cx.expressions(&mut |expr| {
        if let ExprKind::Call { name, args, .. } = &expr.kind
            && &*name.text == "lookup"
            && let [map, key] = args.as_slice()
        {
            let (map, key) = (cx.text(map.span), cx.text(key.span));
            out.fail(expr.span, &cx.module.dir, format!("`lookup` has no default; write `{map}[{key}]`"));
        }
    });
}
