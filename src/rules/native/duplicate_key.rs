//! An object that sets one key twice: only the last value counts.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Cx, NativeRule, Out};
use crate::span::Span;
use crate::syntax::ast::{ExprKind, ObjectKey};

pub(super) const RULE: NativeRule = NativeRule { id: "duplicate-key", run };

fn run(cx: &Cx<'_, '_>, out: &mut Out<'_>) {
    cx.expressions(&mut |expr| {
        let ExprKind::Object(items) = &expr.kind else { return };
        let mut seen: BTreeMap<Arc<str>, Span> = BTreeMap::new();
        for item in items {
            let name = match &item.key {
                ObjectKey::Name(ident) => Arc::clone(&ident.text),
                ObjectKey::Expr(key) => match &key.kind {
                    ExprKind::String(text) => Arc::clone(text),
                    _ => continue,
                },
            };
            if seen.insert(Arc::clone(&name), item.key.span()).is_some() {
                out.fail(
                    item.key.span(),
                    &cx.address_at(item.key.span()),
                    format!("the key `{name}` is set twice in this object; the last one wins"),
                );
            }
        }
    });
}
