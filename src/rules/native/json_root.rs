//! JSON files whose root is a list: Terraform reads them, but the documented form is one object with a key for each kind
//! of block, and other readers of the format know no other.

use super::{Cx, NativeRule, Out};
use crate::span::Span;
use crate::syntax::ast::FileFormat;

pub(super) const RULE: NativeRule = NativeRule { id: "json-root", run };

fn run(cx: &Cx<'_, '_>, out: &mut Out<'_>) {
    for file in cx.module.files.iter().filter(|file| file.format == FileFormat::Json) {
        let Some(source) = cx.input.sources.get(file.id) else { continue };
        let Some(start) = source.text.find(|c: char| !c.is_whitespace()) else { continue };
        let first = Span::new(file.id, start, start + 1);
        if source.slice(first) == "[" {
            out.fail(first, "", "the root of the file is a list and not an object");
        }
    }
}
