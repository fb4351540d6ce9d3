//! Functions that hand one of their arguments, or a part of it, through as it is.

use std::sync::Arc;

use super::super::convert;
use super::super::value::{Kind, Value};
use super::PathStep;
use super::follow::{Around, Trace};
use crate::config::ty::Type;
use crate::syntax::ast::Expr;

impl<'e, 'a> Trace<'e, 'a> {
    /// Goes on with the argument that the wanted part of the result comes from; false where there is no such one.
    pub(super) fn call(
        &mut self,
        name: &str,
        args: &[Expr],
        expand: bool,
        rest: Vec<PathStep>,
        around: Around<'_, 'e, 'a>,
    ) -> bool {
        let name = name.strip_prefix("core::").unwrap_or(name);
        if expand {
            return name == "merge" && self.expanded_merge(args, &rest, around);
        }
        let source: Option<(&Expr, Vec<PathStep>)> = match name {
            "tostring" | "tonumber" | "tobool" | "tolist" | "tomap" | "sensitive" | "nonsensitive"
            | "ephemeralasnull" => args.first().map(|arg| (arg, rest)),
            "toset" => args.first().map(|arg| (arg, element_of_set(arg, rest, around))),
            "try" => args.iter().find(|arg| around.value(arg).is_some()).map(|arg| (arg, rest)),
            "coalesce" => args.iter().find(|arg| is_chosen(arg, around)).map(|arg| (arg, rest)),
            "coalescelist" => args.iter().find(|arg| is_filled(arg, around)).map(|arg| (arg, rest)),
            "lookup" => lookup(args, rest, around),
            "merge" => merge(args, rest, around),
            "concat" => concat(args, rest, around),
            "element" => element(args, rest, around),
            "one" => one(args, rest, around),
            "values" => values(args, rest, around),
            _ => None,
        };
        let Some((source, rest)) = source else { return false };
        self.follow(source, rest, around);
        true
    }

    /// `merge(list...)`: on with the last element that has the key.
    fn expanded_merge(&mut self, args: &[Expr], rest: &[PathStep], around: Around<'_, 'e, 'a>) -> bool {
        let ([list], Some(name)) = (args, name_of(rest.first())) else { return false };
        let Some(value) = around.value(list) else { return false };
        let items = value.as_elements().unwrap_or_default();
        let Some(index) = items.iter().rposition(|item| has_member(item, name)) else { return false };
        let path = std::iter::once(PathStep::Index(index)).chain(rest.iter().cloned()).collect();
        self.follow(list, path, around);
        true
    }
}

type Source<'t> = Option<(&'t Expr, Vec<PathStep>)>;

fn name_of(step: Option<&PathStep>) -> Option<&Arc<str>> {
    match step? {
        PathStep::Attr(name) | PathStep::Key(name) => Some(name),
        PathStep::Index(_) => None,
    }
}

fn has_member(value: &Value, name: &str) -> bool {
    value.as_members().is_some_and(|members| members.contains_key(name))
}

/// TERRAFORM: `coalesce` takes the first that is neither null nor an empty string; an unknown one may be it.
fn is_chosen(arg: &Expr, around: Around<'_, '_, '_>) -> bool {
    around.value(arg).is_some_and(|value| !value.is_null() && value.as_str() != Some(""))
}

fn is_filled(arg: &Expr, around: Around<'_, '_, '_>) -> bool {
    around
        .value(arg)
        .is_some_and(|value| value.is_unknown() || value.as_elements().is_some_and(|items| !items.is_empty()))
}

/// The place of a set's element in the list that it was made of.
fn element_of_set(arg: &Expr, mut rest: Vec<PathStep>, around: Around<'_, '_, '_>) -> Vec<PathStep> {
    let Some(PathStep::Key(key)) = rest.first() else { return rest };
    let list = around.value(arg);
    let items = list.as_ref().filter(|list| !matches!(list.kind, Kind::Set(_))).and_then(Value::as_elements);
    let text = |item: &Value| convert::convert(item.clone(), &Type::String).ok();
    let index =
        items.and_then(|items| items.iter().position(|item| text(item).as_ref().and_then(Value::as_str) == Some(key)));
    if let (Some(index), Some(first)) = (index, rest.first_mut()) {
        *first = PathStep::Index(index);
    }
    rest
}

fn lookup<'t>(args: &'t [Expr], mut rest: Vec<PathStep>, around: Around<'_, '_, '_>) -> Source<'t> {
    let [map, key, default @ ..] = args else { return None };
    let (members, key) = (around.value(map)?, around.value(key)?);
    let key = key.as_str()?;
    if !members.is_unknown() && !has_member(&members, key) {
        return default.first().map(|default| (default, rest));
    }
    rest.insert(0, PathStep::Key(key.into()));
    Some((map, rest))
}

fn merge<'t>(args: &'t [Expr], rest: Vec<PathStep>, around: Around<'_, '_, '_>) -> Source<'t> {
    let name = name_of(rest.first())?;
    let has = |arg: &&Expr| around.value(arg).is_some_and(|value| value.is_unknown() || has_member(&value, name));
    args.iter().rev().find(has).map(|arg| (arg, rest))
}

fn concat<'t>(args: &'t [Expr], mut rest: Vec<PathStep>, around: Around<'_, '_, '_>) -> Source<'t> {
    let Some(PathStep::Index(index)) = rest.first_mut() else { return None };
    for arg in args {
        let value = around.value(arg)?;
        let length = value.as_elements()?.len();
        if *index < length {
            return Some((arg, rest));
        }
        *index -= length;
    }
    None
}

fn element<'t>(args: &'t [Expr], mut rest: Vec<PathStep>, around: Around<'_, '_, '_>) -> Source<'t> {
    let [list, index] = args else { return None };
    let length = i64::try_from(around.value(list)?.as_elements()?.len()).ok()?;
    let index = around.value(index)?.as_number()?.to_i64()?.checked_rem_euclid(length)?;
    rest.insert(0, PathStep::Index(usize::try_from(index).ok()?));
    Some((list, rest))
}

fn one<'t>(args: &'t [Expr], mut rest: Vec<PathStep>, around: Around<'_, '_, '_>) -> Source<'t> {
    let [list] = args else { return None };
    let value = around.value(list)?;
    let [_] = value.as_elements()? else { return None };
    rest.insert(0, PathStep::Index(0));
    Some((list, rest))
}

fn values<'t>(args: &'t [Expr], mut rest: Vec<PathStep>, around: Around<'_, '_, '_>) -> Source<'t> {
    let ([map], Some(PathStep::Index(index))) = (args, rest.first()) else { return None };
    let value = around.value(map)?;
    let key = value.as_members()?.keys().nth(*index)?;
    let key = PathStep::Key(Arc::clone(key));
    *rest.first_mut()? = key;
    Some((map, rest))
}
