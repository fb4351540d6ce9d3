//! Trees as short text, for tests.

use super::ast::{Body, Expr, ExprKind, ObjectKey, SplatKind, TemplatePart, UnaryOp};

/// `name = expr;` and `kind "label" { … }`.
pub(super) fn body(body: &Body) -> String {
    let attributes =
        body.attributes.iter().map(|attribute| format!("{} = {};", attribute.name.text, expr(&attribute.expr)));
    let blocks = body.blocks.iter().map(|block| {
        let labels = block.labels.iter().fold(String::new(), |labels, label| format!("{labels}{:?} ", label.text));
        format!("{} {labels}{{{}}}", block.kind.text, self::body(&block.body))
    });
    attributes.chain(blocks).collect::<Vec<_>>().join(" ")
}

/// Every node in brackets.
pub(super) fn expr(of: &Expr) -> String {
    let all = |items: &[Expr]| items.iter().map(expr).collect::<Vec<_>>().join(", ");
    match &of.kind {
        ExprKind::Null => "null".to_owned(),
        ExprKind::Bool(value) => value.to_string(),
        ExprKind::Number(digits) => digits.to_string(),
        ExprKind::String(text) => format!("{text:?}"),
        ExprKind::Template(template) => format!("t({})", parts(&template.parts)),
        ExprKind::Tuple(items) => format!("[{}]", all(items)),
        ExprKind::Object(items) => {
            let item = |key: &ObjectKey| match key {
                ObjectKey::Name(name) => name.text.to_string(),
                ObjectKey::Expr(key) => format!("<{}>", expr(key)),
            };
            let items: Vec<_> =
                items.iter().map(|each| format!("{} = {}", item(&each.key), expr(&each.value))).collect();
            format!("{{{}}}", items.join(", "))
        }
        ExprKind::Variable(name) => name.to_string(),
        ExprKind::GetAttr(base, name) => format!("{}.{}", expr(base), name.text),
        ExprKind::Index(base, key) => format!("{}[{}]", expr(base), expr(key)),
        ExprKind::Splat(splat) => {
            let marker = if splat.kind == SplatKind::Attr { ".*" } else { "[*]" };
            format!("({}{marker} {})", expr(&splat.source), expr(&splat.each))
        }
        ExprKind::Call { name, args, expand } => {
            format!("{}({}{})", name.text, all(args), if *expand { "..." } else { "" })
        }
        ExprKind::Conditional(each) => {
            format!("({} ? {} : {})", expr(&each.condition), expr(&each.then), expr(&each.otherwise))
        }
        ExprKind::Unary(op, operand) => format!("({}{})", if *op == UnaryOp::Not { "!" } else { "-" }, expr(operand)),
        ExprKind::Binary(binary) => format!("({} {} {})", expr(&binary.left), binary.op.as_str(), expr(&binary.right)),
        ExprKind::For(each) => {
            let key_name = each.key_name.as_ref().map(|name| format!("{}, ", name.text)).unwrap_or_default();
            let key = each.key.as_ref().map(|key| format!("{} => ", expr(key))).unwrap_or_default();
            let condition =
                each.condition.as_ref().map(|condition| format!(" if {}", expr(condition))).unwrap_or_default();
            let group = if each.group { "..." } else { "" };
            let (collection, value) = (expr(&each.collection), expr(&each.value));
            format!("(for {key_name}{} in {collection} : {key}{value}{group}{condition})", each.value_name.text)
        }
        ExprKind::Paren(inner) => format!("({})", expr(inner)),
    }
}

fn parts(of: &[TemplatePart]) -> String {
    let part = |part: &TemplatePart| match part {
        TemplatePart::Literal(text, _) => format!("{text:?}"),
        TemplatePart::Interpolation(inner) => expr(inner),
        TemplatePart::If(each) => {
            format!("if {} [{}] else [{}]", expr(&each.condition), parts(&each.then), parts(&each.otherwise))
        }
        TemplatePart::For(each) => {
            let key_name = each.key_name.as_ref().map(|name| format!("{}, ", name.text)).unwrap_or_default();
            format!("for {key_name}{} in {} [{}]", each.value_name.text, expr(&each.collection), parts(&each.body))
        }
    };
    of.iter().map(part).collect::<Vec<_>>().join(" ")
}
