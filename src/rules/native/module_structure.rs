//! The standard module structure: `main.tf`, `variables.tf`, `outputs.tf`.

use super::{Cx, NativeRule, Out};
use crate::discover::path::file_name;
use crate::span::Span;
use crate::syntax::ast::Block;

pub(super) const RULE: NativeRule = NativeRule { id: "module-structure", run };

fn run(cx: &Cx<'_, '_>, out: &mut Out<'_>) {
    let sources = cx.input.sources;
    let names: Vec<_> = cx.module.files.iter().map(|file| sources.path(file.id)).collect();
    if let Some(first) = cx.module.files.first()
        && !names.iter().any(|path| is_file(path, "main"))
    {
        out.fail(Span::new(first.id, 0, 0), "", "the module has no `main.tf`");
    }
    let mut expect = |block: &Block, kind: &str, name: &str, wanted: &str| {
        let path = sources.path(block.span.file);
        if !is_file(&path, wanted) && !file_name(&path).contains(wanted) {
            let found = file_name(&path);
            let place = if kind == "variable" { format!("var.{name}") } else { format!("output.{name}") };
            out.fail(block.header, &place, format!("the {kind} `{name}` stands in `{found}`, not in `{wanted}.tf`"));
        }
    };
    for variable in cx.module.variables.values() {
        expect(&variable.block, "variable", &variable.name.text, "variables");
    }
    for output in cx.module.outputs.values() {
        expect(&output.block, "output", &output.name.text, "outputs");
    }
}

fn is_file(path: &str, stem: &str) -> bool {
    let name = file_name(path);
    [".tf", ".tf.json", ".tofu", ".tofu.json"].iter().any(|suffix| name.strip_suffix(suffix) == Some(stem))
}
