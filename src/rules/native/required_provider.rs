//! Providers that are used without a version constraint.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Cx, NativeRule, Out};
use crate::eval::root::provider_of;
use crate::span::Span;

pub(super) const RULE: NativeRule = NativeRule { id: "required-provider", run };

fn run(cx: &Cx<'_, '_>, out: &mut Out<'_>) {
    let mut used: BTreeMap<Arc<str>, Span> = BTreeMap::new();
    for provider in &cx.module.providers {
        used.entry(Arc::clone(&provider.name.text)).or_insert(provider.block.header);
    }
    for resource in cx.module.all_resources() {
        let name = provider_of(resource);
        let name: Arc<str> = name.split('.').next().unwrap_or(&name).into();
        used.entry(name).or_insert(resource.block.header);
    }
    for (name, span) in used {
        // The builtin provider is part of Terraform itself.
        if &*name == "terraform" {
            continue;
        }
        match cx.module.required_providers.get(&name) {
            Some(required) if required.version.is_none() => {
                out.fail(
                    required.span,
                    &format!("provider.{name}"),
                    format!("the provider `{name}` has no version constraint"),
                );
            }
            Some(_) => {}
            None => {
                out.fail(
                    span,
                    &format!("provider.{name}"),
                    format!("the provider `{name}` is not in `required_providers`"),
                );
            }
        }
    }
}
