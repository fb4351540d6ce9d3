//! Credentials in plain text: any literal of the module's files and of its tfvars.

use std::sync::Arc;

use super::{Cx, NativeRule, Out};
use crate::eval::functions::{self, NoFiles};
use crate::eval::mode::Mode;
use crate::eval::value::Value;
use crate::syntax::ast::{Attribute, Body, Expr, ExprKind, TemplatePart};
use crate::syntax::visit;

pub(super) const RULE: NativeRule = NativeRule { id: "secret-text", run };

fn run(cx: &Cx<'_, '_>, out: &mut Out<'_>) {
    for file in &cx.module.files {
        for block in &file.body.blocks {
            look(&block.body, &|attribute| cx.address_at(attribute.span), out);
        }
    }
    for file in cx.input.project.variable_files(&cx.module.dir) {
        look(&file.body, &|attribute| format!("var.{}", attribute.name.text), out);
    }
}

fn look(body: &Body, address: &dyn Fn(&Attribute) -> String, out: &mut Out<'_>) {
    for attribute in &body.attributes {
        if holds_secret(&attribute.expr) && !out.is_secret_told(attribute.span) {
            let name = &attribute.name.text;
            let finding =
                out.fail(attribute.span, &address(attribute), format!("`{name}` holds a credential in plain text"));
            finding.attribute = Arc::clone(name);
        }
    }
    for block in &body.blocks {
        look(&block.body, address, out);
    }
}

/// Whether an expression's literals hold a credential.
fn holds_secret(expr: &Expr) -> bool {
    let mut found = false;
    visit::expression(expr, &mut |part| {
        found = found
            || match &part.kind {
                ExprKind::String(text) => is_secret(text),
                ExprKind::Template(template) => template.parts.iter().any(|part| match part {
                    TemplatePart::Literal(text, _) => is_secret(text),
                    _ => false,
                }),
                _ => false,
            };
    });
    found
}

fn is_secret(text: &Arc<str>) -> bool {
    let args = vec![Value::string(Arc::clone(text))];
    functions::call("looks_secret", args, &NoFiles, Mode::Rule).is_ok_and(|value| value.as_bool() == Some(true))
}
