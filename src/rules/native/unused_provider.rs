//! Entries of `required_providers` that no resource, data source, provider block or module call uses.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Cx, NativeRule, Out};
use crate::eval::root::provider_of;
use crate::rules::edit;
use crate::rules::finding::Fix;
use crate::syntax::ast::ExprKind;

pub(super) const RULE: NativeRule = NativeRule { id: "unused-provider", run };

fn run(cx: &Cx<'_, '_>, out: &mut Out<'_>) {
    let mut used: BTreeSet<Arc<str>> = BTreeSet::new();
    used.extend(cx.module.providers.iter().map(|provider| Arc::clone(&provider.name.text)));
    for resource in cx.module.all_resources() {
        let name = provider_of(resource);
        used.insert(name.split('.').next().unwrap_or(&name).into());
    }
    for call in cx.module.calls.values() {
        used.extend(call.providers.iter().map(|(_, ours)| Arc::clone(&ours.name)));
    }
    cx.expressions(&mut |expr| {
        if let ExprKind::Call { name, .. } = &expr.kind
            && let Some(rest) = name.text.strip_prefix("provider::")
        {
            used.insert(rest.split("::").next().unwrap_or(rest).into());
        }
    });
    // A module that calls others passes its providers on without naming them.
    if !cx.module.calls.is_empty() {
        return;
    }
    for (name, required) in &cx.module.required_providers {
        if !used.contains(name) && &**name != "terraform" && required.aliases.is_empty() {
            let text = format!("the required provider `{name}` is never used");
            let finding = out.fail(required.span, &format!("provider.{name}"), text);
            let file = cx.input.sources.get(required.span.file).filter(|file| !file.path.ends_with(".json"));
            finding.fix = file.map(|file| Fix {
                description: format!("remove `{name}`"),
                edits: vec![edit::remove(required.span, &file)],
                safe: false,
            });
        }
    }
}
