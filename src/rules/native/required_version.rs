//! Modules without `required_version`.

use super::{Cx, NativeRule, Out};
use crate::span::Span;

pub(super) const RULE: NativeRule = NativeRule { id: "required-version", run };

fn run(cx: &Cx<'_, '_>, out: &mut Out<'_>) {
    if cx.module.required_version.is_some() {
        return;
    }
    let block = cx.module.terraform_blocks.first().map(|block| block.header);
    let file = cx.module.files.first().map(|file| Span::new(file.id, 0, 0));
    if let Some(span) = block.or(file) {
        out.fail(span, &cx.module.dir, "no `required_version` says which Terraform this module works with");
    }
}
