//! `"${var.x}"`: a template that is one interpolation alone.

use super::{Cx, NativeRule, Out};
use crate::rules::finding::{Edit, Fix};
use crate::span::Span;
use crate::syntax::ast::{ExprKind, FileFormat, TemplateOrigin, TemplatePart};
use crate::syntax::visit;

pub(super) const RULE: NativeRule = NativeRule { id: "deprecated-interpolation", run };

fn run(cx: &Cx<'_, '_>, out: &mut Out<'_>) {
    // JSON has no other way to write a reference.
    for file in cx.module.files.iter().filter(|file| file.format == FileFormat::Hcl) {
        visit::expressions(&file.body, &mut |expr| {
            let ExprKind::Template(template) = &expr.kind else { return };
            let [TemplatePart::Interpolation(inner)] = template.parts.as_slice() else { return };
            if template.origin != TemplateOrigin::Quoted {
                return;
            }
            let text = cx.text(inner.span);
            let finding =
                out.fail(expr.span, &cx.module.dir, format!("`\"${{{text}}}\"` is a template around one reference"));
            finding.fix = Some(Fix {
                description: "remove the quotes and the interpolation".into(),
                edits: vec![Edit { span: Span { ..expr.span }, text }],
                safe: true,
            });
        });
    }
}
