//! Why something cannot be told, in words that hold for every instance: a defect of a module that many call is one
//! finding, and each caller has a place of its own among the related ones.

use crate::eval::simulation::without_keys;
use crate::eval::value::Origin;

/// The message of a verdict of unknown; `module` is the address of the module instance that it is seen from.
pub(super) fn message(title: &str, origins: &[Origin], module: &str) -> String {
    format!("cannot tell whether this holds: {title}; {}", neutral(origins.first().unwrap_or(&Origin::Opaque), module))
}

/// The reason as the module sees it, without its own path and without keys; what a caller passes is called so.
fn neutral(origin: &Origin, module: &str) -> String {
    let own = |address: &str| {
        let inside = if module.is_empty() { Some(address) } else { address.strip_prefix(module)?.strip_prefix('.') };
        inside.map(without_keys)
    };
    match origin {
        Origin::Attribute(place) => match own(&place.to_string()) {
            Some(address) => format!("`{address}` is known only after apply"),
            None => "what its caller passes is known only after apply".to_owned(),
        },
        Origin::AfterApply(place) => match own(&place.to_string()) {
            Some(address) => format!("known after apply: `{address}`"),
            None => "what its caller passes is known only after apply".to_owned(),
        },
        Origin::Variable(name) => match own(name) {
            Some(name) => format!("`{name}` has no value here"),
            None => "what its caller passes has no value here".to_owned(),
        },
        Origin::Data(place) => match own(&place.to_string()) {
            Some(address) => format!("`{address}` is read from the provider"),
            None => "what its caller passes is read from the provider".to_owned(),
        },
        Origin::RemoteModule(name) => match own(name) {
            Some(name) => format!("`{name}` is an output of a module that is not installed here"),
            None => "what its caller passes is an output of a module that is not installed here".to_owned(),
        },
        Origin::Expansion(address) => match own(address) {
            Some(address) => format!("the instances of `{address}` cannot be known"),
            None => "how many instances its caller asks for cannot be known".to_owned(),
        },
        Origin::Impure(_)
        | Origin::ProviderFunction(_)
        | Origin::Limit(_)
        | Origin::File(_)
        | Origin::Error(_)
        | Origin::Opaque
        | Origin::Cost(_)
        | Origin::Unsupported(_) => origin.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::eval::value::Place;

    #[test]
    fn own_addresses_lose_path_and_keys_and_others_are_the_callers() {
        let place = |instance: &str| Arc::new(Place { instance: instance.into(), path: ".rule[0].id".into() });
        let queue = Origin::Attribute(place("module.a[\"x.y\"].aws_sqs_queue.q[\"k\"]"));
        assert_eq!(neutral(&queue, "module.a[\"x.y\"]"), "`aws_sqs_queue.q.rule.id` is known only after apply");
        assert_eq!(neutral(&queue, "module.ab"), "what its caller passes is known only after apply");
        assert_eq!(neutral(&queue, ""), "`module.a.aws_sqs_queue.q.rule.id` is known only after apply");
        assert_eq!(neutral(&Origin::Variable("var.x".into()), "module.a"), "what its caller passes has no value here");
        assert_eq!(
            neutral(&Origin::Expansion("module.a".into()), "module.a"),
            "how many instances its caller asks for cannot be known"
        );
    }
}
