//! Modules without `required_version`.

use super::{Cx, NativeRule, Out};
use crate::rules::edit::{self, Additions, NewBlock};
use crate::rules::finding::{Edit, Fix};
use crate::span::Span;
use crate::syntax::ast::FileFormat;

pub(super) const RULE: NativeRule = NativeRule { id: "required-version", run };

/// What the fix writes: the first version with today's language. It is a guess, which is why the fix is not safe.
const CONSTRAINT: &str = "\">= 1.0\"";

fn run(cx: &Cx<'_, '_>, out: &mut Out<'_>) {
    if cx.module.required_version.is_some() {
        return;
    }
    let block = cx.module.terraform_blocks.first().map(|block| block.header);
    let file = cx.module.files.first().map(|file| Span::new(file.id, 0, 0));
    if let Some(span) = block.or(file) {
        let finding = out.fail(span, "", "no `required_version` says which Terraform this module works with");
        finding.fix = edits(cx).map(|edits| Fix {
            description: format!("set `required_version` to `{CONSTRAINT}`"),
            edits,
            safe: false,
        });
    }
}

/// An argument in the first `terraform` block, or a block of its own at the end of the first file.
fn edits(cx: &Cx<'_, '_>) -> Option<Vec<Edit>> {
    let argument = ("required_version".to_owned(), CONSTRAINT.to_owned());
    if let Some(block) = cx.module.terraform_blocks.first() {
        let file = cx.input.sources.get(block.span.file).filter(|file| !file.path.ends_with(".json"))?;
        let additions = Additions { arguments: vec![argument], blocks: Vec::new() };
        return Some(edit::with_line_ends(edit::add(&block.body, &additions, &file)?, &file));
    }
    let first = cx.module.files.iter().find(|file| file.format == FileFormat::Hcl)?;
    let file = cx.input.sources.get(first.id)?;
    let block = NewBlock { header: "terraform".into(), arguments: vec![argument], blocks: Vec::new() };
    let gap = match &*file.text {
        "" => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let end = file.text.len();
    let edit = Edit { span: Span::new(first.id, end, end), text: format!("{gap}{}", block.text("")) };
    Some(edit::with_line_ends(vec![edit], &file))
}
