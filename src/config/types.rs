//! Type constraints: `list(object({ a = string, b = optional(number, 3) }))` as a [`Type`] with its defaults.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::module::{TypeConstraint, TypeDefaults};
use super::ty::{ObjectType, Type};
use crate::diag::{Code, Diagnostic, nearest};
use crate::syntax::ast::{Expr, ExprKind, ObjectItem, ObjectKey};

/// Names of Terraform's type constructors and keywords, for suggestions.
const NAMES: [&str; 10] = ["any", "bool", "number", "string", "list", "set", "map", "object", "tuple", "optional"];

/// Reads a type constraint; what is no type becomes `any` with a diagnostic.
pub fn type_constraint(expr: &Expr, diagnostics: &mut Vec<Diagnostic>) -> TypeConstraint {
    let (ty, defaults) = read(expr, diagnostics);
    TypeConstraint { ty, defaults: (!is_empty(&defaults)).then(|| Arc::new(defaults)), span: expr.span }
}

fn is_empty(defaults: &TypeDefaults) -> bool {
    defaults.values.is_empty() && defaults.children.is_empty()
}

fn read(expr: &Expr, diagnostics: &mut Vec<Diagnostic>) -> (Type, TypeDefaults) {
    match &expr.kind {
        ExprKind::Variable(name) => (keyword(name, expr, diagnostics), TypeDefaults::default()),
        // TERRAFORM: `type = "string"` is the spelling of 0.11 and still accepted.
        ExprKind::String(name) => (legacy(name, expr, diagnostics), TypeDefaults::default()),
        ExprKind::Paren(inner) => read(inner, diagnostics),
        ExprKind::Call { name, args, .. } => constructor(&name.text, args, expr, diagnostics),
        _ => (
            invalid(expr, "a type constraint is a type keyword or a type constructor", diagnostics),
            TypeDefaults::default(),
        ),
    }
}

fn keyword(name: &str, expr: &Expr, diagnostics: &mut Vec<Diagnostic>) -> Type {
    match name {
        "any" => Type::Dynamic,
        "bool" => Type::Bool,
        "number" => Type::Number,
        "string" => Type::String,
        // TERRAFORM: `list` and `map` without an element type mean `any` elements.
        "list" => Type::list(Type::Dynamic),
        "map" => Type::map(Type::Dynamic),
        _ => invalid(expr, &format!("`{name}` is not a type"), diagnostics),
    }
}

fn legacy(name: &str, expr: &Expr, diagnostics: &mut Vec<Diagnostic>) -> Type {
    match name {
        "string" => Type::String,
        // TERRAFORM: the quoted keywords always meant strings inside.
        "list" => Type::list(Type::String),
        "map" => Type::map(Type::String),
        _ => invalid(expr, "a type constraint is not written in quotes", diagnostics),
    }
}

fn constructor(name: &str, args: &[Expr], expr: &Expr, diagnostics: &mut Vec<Diagnostic>) -> (Type, TypeDefaults) {
    let collection: Option<fn(Type) -> Type> = match name {
        "list" => Some(Type::list),
        "set" => Some(Type::set),
        "map" => Some(Type::map),
        _ => None,
    };
    match (collection, args) {
        (Some(make), [element]) => {
            let (ty, inner) = read(element, diagnostics);
            (make(ty), children([(Arc::from(""), inner)]))
        }
        (None, [items]) if name == "tuple" => tuple(items, expr, diagnostics),
        (None, [attributes]) if name == "object" => object(attributes, expr, diagnostics),
        (None, _) if name == "optional" => {
            (invalid(expr, "`optional` is for attributes of an object type", diagnostics), TypeDefaults::default())
        }
        _ => {
            let message = if NAMES.contains(&name) {
                format!("`{name}` takes exactly one argument")
            } else {
                format!("`{name}` is not a type constructor")
            };
            (invalid(expr, &message, diagnostics), TypeDefaults::default())
        }
    }
}

fn tuple(items: &Expr, expr: &Expr, diagnostics: &mut Vec<Diagnostic>) -> (Type, TypeDefaults) {
    let ExprKind::Tuple(items) = &items.kind else {
        return (invalid(expr, "`tuple` takes a list of types", diagnostics), TypeDefaults::default());
    };
    let parts: Vec<_> = items.iter().map(|item| read(item, diagnostics)).collect();
    let names = (0..parts.len()).map(|i| Arc::from(i.to_string()));
    let inner = children(names.zip(parts.iter().map(|(_, defaults)| defaults.clone())));
    (Type::tuple(parts.into_iter().map(|(ty, _)| ty)), inner)
}

fn object(attributes: &Expr, expr: &Expr, diagnostics: &mut Vec<Diagnostic>) -> (Type, TypeDefaults) {
    let ExprKind::Object(items) = &attributes.kind else {
        return (invalid(expr, "`object` takes attributes in braces", diagnostics), TypeDefaults::default());
    };
    let mut types = BTreeMap::new();
    let mut optional = BTreeSet::new();
    let mut defaults = TypeDefaults::default();
    for item in items {
        let Some(name) = attribute_name(item, diagnostics) else { continue };
        let (ty, default, inner) = attribute(&item.value, diagnostics);
        if let Some(default) = default {
            optional.insert(Arc::clone(&name));
            if let Some(value) = default {
                defaults.values.insert(Arc::clone(&name), value);
            }
        }
        if !is_empty(&inner) {
            defaults.children.insert(Arc::clone(&name), inner);
        }
        types.insert(name, ty);
    }
    (Type::Object(Arc::new(ObjectType { attributes: types, optional })), defaults)
}

fn attribute_name(item: &ObjectItem, diagnostics: &mut Vec<Diagnostic>) -> Option<Arc<str>> {
    match &item.key {
        ObjectKey::Name(ident) => Some(Arc::clone(&ident.text)),
        ObjectKey::Expr(Expr { kind: ExprKind::String(text), .. }) => Some(Arc::clone(text)),
        ObjectKey::Expr(expr) => {
            invalid(expr, "an attribute name in an object type is a plain word", diagnostics);
            None
        }
    }
}

/// The type of an attribute, whether it is optional (and with which default), and the defaults inside it.
fn attribute(expr: &Expr, diagnostics: &mut Vec<Diagnostic>) -> (Type, Option<Option<Expr>>, TypeDefaults) {
    if let ExprKind::Call { name, args, .. } = &expr.kind
        && &*name.text == "optional"
        && let [ty, default @ ..] = args.as_slice()
    {
        if default.len() > 1 {
            invalid(expr, "`optional` takes a type and at most one default", diagnostics);
        }
        let (ty, inner) = read(ty, diagnostics);
        return (ty, Some(default.first().cloned()), inner);
    }
    let (ty, inner) = read(expr, diagnostics);
    (ty, None, inner)
}

fn children(parts: impl IntoIterator<Item = (Arc<str>, TypeDefaults)>) -> TypeDefaults {
    let children = parts.into_iter().filter(|(_, defaults)| !is_empty(defaults)).collect();
    TypeDefaults { children, ..TypeDefaults::default() }
}

fn invalid(expr: &Expr, message: &str, diagnostics: &mut Vec<Diagnostic>) -> Type {
    let mut diagnostic = Diagnostic::error(Code::ConfigTypeInvalid, expr.span, message);
    let word = match &expr.kind {
        ExprKind::Variable(name) => Some(name),
        ExprKind::Call { name, .. } => Some(&name.text),
        _ => None,
    };
    if let Some(word) = word
        && let Some(meant) = nearest(word, NAMES).filter(|meant| *meant != &**word)
    {
        diagnostic = diagnostic.with_help(format!("did you mean `{meant}`?"));
    }
    diagnostics.push(diagnostic);
    Type::Dynamic
}
