//! `"${var.x}"`: a template that is one interpolation alone.

use std::collections::BTreeMap;

use super::{Cx, NativeRule, Out};
use crate::rules::finding::{Edit, Fix};
use crate::span::Span;
use crate::syntax::ast::{Body, Expr, ExprKind, FileFormat, ObjectKey, TemplateOrigin, TemplatePart};
use crate::syntax::visit;

pub(super) const RULE: NativeRule = NativeRule { id: "deprecated-interpolation", run };

/// What stands around an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// The whole value of an argument: a line break would end it.
    Argument,
    /// An element of a list, an object's value, an argument of a call: any expression can stand there.
    Element,
    /// An object's key: a bare name there is its own text.
    Key,
}

fn run(cx: &Cx<'_, '_>, out: &mut Out<'_>) {
    // JSON has no other way to write a reference.
    for file in cx.module.files.iter().filter(|file| file.format == FileFormat::Hcl) {
        let mut places = BTreeMap::new();
        arguments(&file.body, &mut places);
        visit::expressions(&file.body, &mut |expr| {
            elements(expr, &mut places);
            let ExprKind::Template(template) = &expr.kind else { return };
            let [TemplatePart::Interpolation(inner)] = template.parts.as_slice() else { return };
            if template.origin != TemplateOrigin::Quoted {
                return;
            }
            let text = cx.text(inner.span);
            let finding = out.fail(
                expr.span,
                &cx.address_at(expr.span),
                format!("`\"${{{text}}}\"` is a template around one reference"),
            );
            finding.fix = Some(Fix {
                description: "remove the quotes and the interpolation".into(),
                edits: vec![Edit { span: expr.span, text: bare(inner, text, places.get(&expr.span).copied()) }],
                safe: true,
            });
        });
    }
}

/// The expression without its template, in parentheses where it needs them.
fn bare(inner: &Expr, text: String, place: Option<Place>) -> String {
    let is_operation = matches!(inner.kind, ExprKind::Conditional(_) | ExprKind::Binary(_) | ExprKind::Unary(..));
    let is_open = match place {
        Some(Place::Argument) => is_operation && text.contains('\n'),
        Some(Place::Element) => false,
        Some(Place::Key) => true,
        None => is_operation,
    };
    if is_open { format!("({text})") } else { text }
}

fn arguments(body: &Body, places: &mut BTreeMap<Span, Place>) {
    places.extend(body.attributes.iter().map(|attribute| (attribute.expr.span, Place::Argument)));
    body.blocks.iter().for_each(|block| arguments(&block.body, places));
}

fn elements(expr: &Expr, places: &mut BTreeMap<Span, Place>) {
    match &expr.kind {
        ExprKind::Tuple(items) | ExprKind::Call { args: items, .. } => {
            places.extend(items.iter().map(|item| (item.span, Place::Element)));
        }
        ExprKind::Object(items) => {
            for item in items {
                places.insert(item.value.span, Place::Element);
                if let ObjectKey::Expr(key) = &item.key {
                    places.insert(key.span, Place::Key);
                }
            }
        }
        _ => {}
    }
}
