//! `terraform.workspace` with a remote backend, where it is always `default` (or the local name only).

use super::{Cx, NativeRule, Out};
use crate::eval::expr::Step;
use crate::eval::traverse::flatten;
use crate::syntax::ast::ExprKind;

pub(super) const RULE: NativeRule = NativeRule { id: "workspace-remote", run };

fn run(cx: &Cx<'_, '_>, out: &mut Out<'_>) {
    let is_remote = cx.module.backend.as_ref().is_some_and(|backend| {
        &*backend.kind.text != "cloud" && backend.labels.first().is_some_and(|label| &*label.text == "remote")
    });
    if !is_remote {
        return;
    }
    cx.expressions(&mut |expr| {
        if !matches!(expr.kind, ExprKind::GetAttr(..)) {
            return;
        }
        let (base, steps) = flatten(expr);
        let is_workspace = matches!(steps.as_slice(), [Step::Attr(name)] if &*name.text == "workspace");
        if is_workspace && matches!(&base.kind, ExprKind::Variable(root) if &**root == "terraform") {
            out.fail(
                expr.span,
                &cx.address_at(expr.span),
                "`terraform.workspace` is not the workspace's name with a remote backend",
            );
        }
    });
}
