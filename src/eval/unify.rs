//! Types: which converts to which, and which type several have in common.
//!
//! A conversion is *safe* where it cannot fail for any value (number to string), else *unsafe* (string to number).
//! The branches of a conditional and the arguments of functions are unified with unsafe conversions allowed.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::config::ty::{ObjectType, Type};

/// Which conversions count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    Safe,
    Unsafe,
}

/// The type that all of these convert to, as conditionals and functions choose it.
pub fn unify(types: &[Type]) -> Option<Type> {
    unify_with(types, Safety::Unsafe)
}

/// Whether some value of type `from` can become a `to`.
pub fn is_convertible(from: &Type, to: &Type, safety: Safety) -> bool {
    if from == to {
        return true;
    }
    match (from, to) {
        (_, Type::Dynamic) => true,
        (Type::Dynamic, _) => safety == Safety::Unsafe,
        (Type::Number | Type::Bool, Type::String) => true,
        (Type::String, Type::Number | Type::Bool) => safety == Safety::Unsafe,
        (Type::Object(a), Type::Object(b)) => objects_convert(a, b, safety),
        (Type::Tuple(a), Type::Tuple(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| is_convertible(a, b, safety))
        }
        (Type::List(a) | Type::Set(a), Type::List(b)) | (Type::Set(a), Type::Set(b)) | (Type::Map(a), Type::Map(b)) => {
            is_convertible(a, b, safety)
        }
        (Type::List(a), Type::Set(b)) => safety == Safety::Unsafe && is_convertible(a, b, safety),
        (Type::Tuple(a), Type::List(b) | Type::Set(b)) => elements_convert(a, b, safety, Untyped::Refused),
        (Type::Object(a), Type::Map(b)) => {
            let types: Vec<Type> = a.attributes.values().cloned().collect();
            elements_convert(&types, b, safety, Untyped::Accepted)
        }
        (Type::Map(a), Type::Object(b)) => {
            safety == Safety::Unsafe
                && b.attributes
                    .iter()
                    .all(|(name, b_type)| b.optional.contains(name) || is_convertible(a, b_type, safety))
        }
        _ => false,
    }
}

fn objects_convert(from: &ObjectType, to: &ObjectType, safety: Safety) -> bool {
    to.attributes.iter().all(|(name, wanted)| match from.attributes.get(name) {
        Some(given) => is_convertible(given, wanted, safety),
        None => to.optional.contains(name),
    })
}

/// Whether elements that have no common type may still form a collection of `any`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Untyped {
    Accepted,
    Refused,
}

fn elements_convert(from: &[Type], to: &Type, safety: Safety, untyped: Untyped) -> bool {
    if from.is_empty() {
        return true;
    }
    let Some(element) = common_element(from, to, safety) else { return false };
    if untyped == Untyped::Refused && element == Type::Dynamic && from.iter().any(|ty| *ty != Type::Dynamic) {
        return false;
    }
    from.iter().all(|ty| is_convertible(ty, &element, safety))
}

/// The element type of a collection made from a tuple or object: as wanted, or for `any` what they have in common.
pub fn common_element(from: &[Type], wanted: &Type, safety: Safety) -> Option<Type> {
    if *wanted == Type::Dynamic { unify_with(from, safety) } else { Some(wanted.clone()) }
}

/// The common type under the given safety.
pub fn unify_with(types: &[Type], safety: Safety) -> Option<Type> {
    let mut seen = HashSet::new();
    let distinct: Vec<Type> = types.iter().filter(|ty| seen.insert(*ty)).cloned().collect();
    match distinct.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        types => match by_structure(types, safety) {
            Structure::Is(result) => result,
            Structure::Mixed => by_preference(types, safety),
        },
    }
}

enum Structure {
    Is(Option<Type>),
    /// No structure is shared: one of the given types has to do.
    Mixed,
}

fn by_structure(types: &[Type], safety: Safety) -> Structure {
    let count = |is: fn(&Type) -> bool| types.iter().filter(|ty| is(ty)).count();
    let (maps, lists, sets) = (
        count(|ty| matches!(ty, Type::Map(_))),
        count(|ty| matches!(ty, Type::List(_))),
        count(|ty| matches!(ty, Type::Set(_))),
    );
    let (objects, tuples, dynamics) = (
        count(|ty| matches!(ty, Type::Object(_))),
        count(|ty| matches!(ty, Type::Tuple(_))),
        count(|ty| *ty == Type::Dynamic),
    );
    let all = types.len();
    let collections = |make: fn(Type) -> Type| {
        Structure::Is(if dynamics > 0 { Some(Type::Dynamic) } else { unify_elements(types, make, safety) })
    };
    if maps > 0 && maps + dynamics == all {
        return collections(Type::map);
    }
    if maps > 0 && maps + objects + dynamics == all {
        return as_collections(
            types,
            |ty| matches!(ty, Type::Object(_)),
            objects_to_map,
            safety,
            |ty| matches!(ty, Type::Map(_)),
        );
    }
    if lists > 0 && lists + dynamics == all {
        return collections(Type::list);
    }
    if lists > 0 && lists + tuples + dynamics == all {
        return as_collections(
            types,
            |ty| matches!(ty, Type::Tuple(_)),
            tuples_to_list,
            safety,
            |ty| matches!(ty, Type::List(_)),
        );
    }
    if sets > 0 && sets + dynamics == all {
        return collections(Type::set);
    }
    let structural = objects > 0 && objects + dynamics == all || tuples > 0 && tuples + dynamics == all;
    if structural && dynamics > 0 {
        return Structure::Is(Some(Type::Dynamic));
    }
    if structural {
        return Structure::Is(if objects > 0 { unify_objects(types, safety) } else { unify_tuples(types, safety) });
    }
    if objects > 0 && tuples > 0 { Structure::Is(None) } else { Structure::Mixed }
}

fn unify_elements(types: &[Type], make: fn(Type) -> Type, safety: Safety) -> Option<Type> {
    let elements: Vec<Type> = types.iter().filter_map(Type::element).cloned().collect();
    let result = make(unify_with(&elements, safety)?);
    types.iter().all(|ty| is_convertible(ty, &result, safety)).then_some(result)
}

/// Collections among structures: the structures are first unified to a collection of that kind.
fn as_collections(
    types: &[Type],
    is_structure: fn(&Type) -> bool,
    collect: fn(&[Type], Safety) -> Option<Type>,
    safety: Safety,
    is_collection: fn(&Type) -> bool,
) -> Structure {
    let structures: Vec<Type> = types.iter().filter(|ty| is_structure(ty)).cloned().collect();
    let Some(collection) = collect(&structures, safety) else { return Structure::Mixed };
    let replaced: Vec<Type> =
        types.iter().map(|ty| if is_structure(ty) { collection.clone() } else { ty.clone() }).collect();
    match unify_with(&replaced, safety) {
        Some(ty) if is_collection(&ty) => Structure::Is(Some(ty)),
        _ => Structure::Mixed,
    }
}

fn objects_to_map(types: &[Type], safety: Safety) -> Option<Type> {
    let attributes: Vec<Type> = types.iter().flat_map(attribute_types).collect();
    let result = Type::map(unify_with(&attributes, safety)?);
    types.iter().all(|ty| is_convertible(ty, &result, safety)).then_some(result)
}

fn tuples_to_list(types: &[Type], safety: Safety) -> Option<Type> {
    let elements: Vec<Type> = types.iter().flat_map(tuple_types).cloned().collect();
    let result = Type::list(unify_with(&elements, safety)?);
    types.iter().all(|ty| is_convertible(ty, &result, safety)).then_some(result)
}

fn attribute_types(ty: &Type) -> Vec<Type> {
    match ty {
        Type::Object(object) => object.attributes.values().cloned().collect(),
        _ => Vec::new(),
    }
}

fn tuple_types(ty: &Type) -> &[Type] {
    match ty {
        Type::Tuple(elements) => elements,
        _ => &[],
    }
}

/// Objects of the same attribute names stay an object; others become a map.
fn unify_objects(types: &[Type], safety: Safety) -> Option<Type> {
    let objects: Vec<&Arc<ObjectType>> = types
        .iter()
        .filter_map(|ty| match ty {
            Type::Object(object) => Some(object),
            _ => None,
        })
        .collect();
    let first = objects.first()?;
    if !objects.iter().all(|object| object.attributes.keys().eq(first.attributes.keys())) {
        return objects_to_map(types, safety);
    }
    let mut attributes = BTreeMap::new();
    for name in first.attributes.keys() {
        let across: Vec<Type> = objects.iter().filter_map(|object| object.attributes.get(name)).cloned().collect();
        attributes.insert(Arc::clone(name), unify_with(&across, safety)?);
    }
    let result = Type::object(attributes);
    if types.iter().all(|ty| is_convertible(ty, &result, safety)) {
        Some(result)
    } else {
        objects_to_map(types, safety)
    }
}

/// Tuples of the same length stay a tuple; others become a list.
fn unify_tuples(types: &[Type], safety: Safety) -> Option<Type> {
    let tuples: Vec<&[Type]> = types.iter().map(tuple_types).collect();
    let length = tuples.first()?.len();
    if tuples.iter().any(|tuple| tuple.len() != length) {
        return tuples_to_list(types, safety);
    }
    let mut elements = Vec::with_capacity(length);
    for i in 0..length {
        let across: Vec<Type> = tuples.iter().filter_map(|tuple| tuple.get(i)).cloned().collect();
        elements.push(unify_with(&across, safety)?);
    }
    let result = Type::tuple(elements);
    if types.iter().all(|ty| is_convertible(ty, &result, safety)) {
        Some(result)
    } else {
        tuples_to_list(types, safety)
    }
}

fn by_preference(types: &[Type], safety: Safety) -> Option<Type> {
    sorted(types)
        .into_iter()
        .filter_map(|i| types.get(i))
        .find(|wanted| types.iter().all(|ty| is_convertible(ty, wanted, safety)))
        .cloned()
}

/// The indices of the types, those that others are better converted to first.
fn sorted(types: &[Type]) -> Vec<usize> {
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); types.len()];
    let mut degree = vec![0_usize; types.len()];
    for (i, a) in types.iter().enumerate() {
        for (j, b) in types.iter().enumerate().skip(i + 1) {
            let (above, under) = match preference(a, b) {
                -1 => (i, j),
                1 => (j, i),
                _ => continue,
            };
            if let Some(list) = below.get_mut(above) {
                list.push(under);
            }
            if let Some(count) = degree.get_mut(under) {
                *count += 1;
            }
        }
    }
    let mut queue: Vec<usize> = (0..types.len()).filter(|i| degree.get(*i) == Some(&0)).collect();
    let mut next = 0;
    while let Some(&i) = queue.get(next) {
        next += 1;
        for &under in below.get(i).into_iter().flatten() {
            if let Some(count) = degree.get_mut(under) {
                *count -= 1;
                if *count == 0 {
                    queue.push(under);
                }
            }
        }
    }
    queue
}

/// -1 where the first is the more general type, 1 where the second is, 0 where neither.
fn preference(a: &Type, b: &Type) -> i8 {
    match (a, b) {
        (Type::Dynamic, Type::Dynamic) => 0,
        (_, Type::Dynamic) => -1,
        (Type::Dynamic, _) => 1,
        (Type::String, Type::String) => 0,
        (Type::String, Type::Number | Type::Bool) => -1,
        (Type::Number | Type::Bool, Type::String) => 1,
        (Type::List(a), Type::List(b)) | (Type::Set(a), Type::Set(b)) | (Type::Map(a), Type::Map(b)) => {
            preference(a, b)
        }
        (Type::Tuple(_) | Type::List(_), Type::Set(_))
        | (Type::List(_), Type::Tuple(_))
        | (Type::Map(_), Type::Object(_)) => -1,
        (Type::Set(_), Type::Tuple(_) | Type::List(_))
        | (Type::Tuple(_), Type::List(_))
        | (Type::Object(_), Type::Map(_)) => 1,
        (Type::Object(a), Type::Object(b)) if a.attributes.keys().eq(b.attributes.keys()) => {
            preference_across(a.attributes.values().zip(b.attributes.values()))
        }
        (Type::Tuple(a), Type::Tuple(b)) if a.len() == b.len() => preference_across(a.iter().zip(b.iter())),
        _ => 0,
    }
}

fn preference_across<'a>(pairs: impl Iterator<Item = (&'a Type, &'a Type)>) -> i8 {
    let (mut first, mut second) = (false, false);
    for (a, b) in pairs {
        let found = preference(a, b);
        first |= found < 0;
        second |= found > 0;
    }
    match (first, second) {
        (true, false) => -1,
        (false, true) => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tuple(types: impl IntoIterator<Item = Type>) -> Type {
        Type::tuple(types)
    }

    #[test]
    fn branches_find_a_common_type() {
        let cases = [
            (vec![Type::Number, Type::String], Some("string")),
            (vec![Type::Bool, Type::Number], None),
            (vec![Type::Bool, Type::String, Type::Number], Some("string")),
            (vec![tuple([Type::Number]), tuple([Type::String, Type::Bool])], Some("list(string)")),
            (vec![tuple([Type::Number]), tuple([Type::String])], Some("tuple([string])")),
            (vec![tuple([]), Type::list(Type::String)], Some("list(string)")),
            (
                vec![Type::object([("a".into(), Type::Number)]), Type::object([("b".into(), Type::String)])],
                Some("map(string)"),
            ),
            (vec![tuple([]), Type::object([])], None),
            (vec![Type::set(Type::String), Type::list(Type::Number)], Some("list(number)")),
        ];
        for (types, wanted) in cases {
            assert_eq!(unify(&types).map(|ty| ty.to_string()).as_deref(), wanted, "{types:?}");
        }
    }
}
