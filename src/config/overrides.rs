//! Override files: `override.tf` and `*_override.tf` are merged into the blocks of the other files.
//!
//! TERRAFORM: an argument of the override replaces the base's; nested blocks of one type replace all of that type,
//! except `lifecycle`, which is merged argument by argument. Files apply in the order of their names.

use std::sync::Arc;

use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::{Attribute, Block, Body};

/// Whether a file of that name (without directory) is an override file.
pub fn is_override(file_name: &str) -> bool {
    let stem = file_name.split('.').next().unwrap_or(file_name);
    stem == "override" || stem.ends_with("_override")
}

/// Merges the blocks of one override file into the base blocks.
pub(super) fn apply(base: &mut Vec<Block>, overrides: Vec<Block>, diagnostics: &mut Vec<Diagnostic>) {
    for over in overrides {
        match &*over.kind.text {
            "locals" => apply_locals(base, &over, diagnostics),
            "terraform" => apply_terraform(base, over),
            _ => {
                let twin = base.iter_mut().find(|block| is_same(block, &over));
                match twin {
                    Some(block) => {
                        diagnostics.extend(conditions(&over));
                        merge_body(&mut block.body, over.body);
                    }
                    // TERRAFORM: without a configuration of its own a provider has an empty one, which is overridden.
                    None if &*over.kind.text == "provider" && over.body.attribute("alias").is_none() => base.push(over),
                    None => diagnostics.push(missing_base(&over)),
                }
            }
        }
    }
}

fn is_same(base: &Block, over: &Block) -> bool {
    let labels = |block: &Block| block.labels.iter().map(|label| Arc::clone(&label.text)).collect::<Vec<_>>();
    let alias = |block: &Block| {
        let expr = &block.body.attribute("alias")?.expr;
        match &expr.kind {
            crate::syntax::ast::ExprKind::String(text) => Some(Arc::clone(text)),
            _ => None,
        }
    };
    base.kind.text == over.kind.text
        && labels(base) == labels(over)
        && (&*base.kind.text != "provider" || alias(base) == alias(over))
}

/// TERRAFORM: conditions of a resource cannot be overridden.
fn conditions(over: &Block) -> Option<Diagnostic> {
    let lifecycle = over.body.block("lifecycle")?;
    let is_condition = |block: &&Block| matches!(&*block.kind.text, "precondition" | "postcondition");
    let found = lifecycle.body.blocks.iter().find(is_condition)?;
    let text = format!("a `{}` cannot stand in an override file", found.kind.text);
    Some(Diagnostic::error(Code::ConfigBlockInvalid, found.header, text))
}

fn missing_base(over: &Block) -> Diagnostic {
    let name = over.labels.iter().map(|label| &*label.text).collect::<Vec<_>>().join(".");
    Diagnostic::error(
        Code::ConfigBlockInvalid,
        over.header,
        format!("there is no {} `{name}` to override", over.kind.text),
    )
    .with_help("an override file can only change what another file declares")
}

fn apply_locals(base: &mut [Block], over: &Block, diagnostics: &mut Vec<Diagnostic>) {
    for attribute in &over.body.attributes {
        let twin = base
            .iter_mut()
            .filter(|block| &*block.kind.text == "locals")
            .flat_map(|block| block.body.attributes.iter_mut())
            .find(|candidate| candidate.name.text == attribute.name.text);
        match twin {
            Some(twin) => *twin = attribute.clone(),
            None => diagnostics.push(Diagnostic::error(
                Code::ConfigBlockInvalid,
                attribute.name.span,
                format!("there is no local value `{}` to override", attribute.name.text),
            )),
        }
    }
}

fn apply_terraform(base: &mut Vec<Block>, over: Block) {
    let Some(block) = base.iter_mut().find(|block| &*block.kind.text == "terraform") else {
        base.push(over);
        return;
    };
    let mut body = over.body;
    if let Some(i) = body.blocks.iter().position(|nested| &*nested.kind.text == "required_providers") {
        let nested = body.blocks.remove(i);
        match block.body.blocks.iter_mut().find(|own| &*own.kind.text == "required_providers") {
            Some(own) => merge_attributes(&mut own.body.attributes, nested.body.attributes),
            None => block.body.blocks.push(nested),
        }
    }
    if body.blocks.iter().any(|nested| matches!(&*nested.kind.text, "backend" | "cloud")) {
        block.body.blocks.retain(|own| !matches!(&*own.kind.text, "backend" | "cloud"));
    }
    merge_body(&mut block.body, body);
}

fn merge_body(base: &mut Body, over: Body) {
    // `count` and `for_each` replace each other.
    for (name, other) in [("count", "for_each"), ("for_each", "count")] {
        if over.attribute(name).is_some() {
            base.attributes.retain(|attribute| &*attribute.name.text != other);
        }
    }
    merge_attributes(&mut base.attributes, over.attributes);
    let mut replaced: Vec<Arc<str>> = Vec::new();
    for block in over.blocks {
        if &*block.kind.text == "lifecycle"
            && let Some(own) = base.blocks.iter_mut().find(|own| &*own.kind.text == "lifecycle")
        {
            merge_attributes(&mut own.body.attributes, block.body.attributes);
            own.body.blocks.extend(block.body.blocks);
            continue;
        }
        let kind = expanded_kind(&block);
        if !replaced.contains(&kind) {
            base.blocks.retain(|own| expanded_kind(own) != kind);
            replaced.push(kind);
        }
        base.blocks.push(block);
    }
}

/// `dynamic "x"` counts as `x`.
fn expanded_kind(block: &Block) -> Arc<str> {
    match block.labels.first() {
        Some(label) if &*block.kind.text == "dynamic" => Arc::clone(&label.text),
        _ => Arc::clone(&block.kind.text),
    }
}

fn merge_attributes(base: &mut Vec<Attribute>, over: Vec<Attribute>) {
    for attribute in over {
        match base.iter_mut().find(|own| own.name.text == attribute.name.text) {
            Some(own) => *own = attribute,
            None => base.push(attribute),
        }
    }
}
