//! What is a block in JSON, where everything is written as an object.
//!
//! Terraform asks the schema of each provider. Here, its own blocks are known; inside a resource, where providers
//! decide, names and values do.

use super::read::{Value, ValueKind};
use unicode_ident::{is_xid_continue, is_xid_start};

/// How the members of an object are read.
#[derive(Debug)]
pub(super) struct Shape {
    /// The kinds of blocks, with the number of their labels.
    pub blocks: &'static [(&'static str, usize, &'static Shape)],
    /// Attributes whose strings are expressions: references, types, keywords.
    pub code: &'static [&'static str],
    /// Attributes whose strings are taken as they are.
    pub plain: &'static [&'static str],
    pub others: Others,
}

/// What the members are that a shape does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Others {
    Attributes,
    /// Attributes of plain data, without templates.
    PlainAttributes,
    /// Blocks of a provider where they look like it.
    Guessed,
}

const ATTRIBUTES: Shape = Shape { blocks: &[], code: &[], plain: &[], others: Others::Attributes };

/// A block of attributes alone.
static PLAIN_BLOCK: Shape = ATTRIBUTES;

/// What a provider may put into its blocks.
pub(super) static GUESSED: Shape = Shape { others: Others::Guessed, blocks: &[("dynamic", 1, &DYNAMIC)], ..ATTRIBUTES };

static DYNAMIC: Shape = Shape { blocks: &[("content", 0, &GUESSED)], code: &["iterator"], ..ATTRIBUTES };

static CONDITIONS: &[(&str, usize, &Shape)] = &[("precondition", 0, &PLAIN_BLOCK), ("postcondition", 0, &PLAIN_BLOCK)];

static LIFECYCLE: Shape = Shape { blocks: CONDITIONS, code: &["ignore_changes", "replace_triggered_by"], ..ATTRIBUTES };

static PROVISIONER: Shape =
    Shape { blocks: &[("connection", 0, &PLAIN_BLOCK)], code: &["when", "on_failure"], ..ATTRIBUTES };

static RESOURCE: Shape = Shape {
    blocks: &[
        ("lifecycle", 0, &LIFECYCLE),
        ("connection", 0, &PLAIN_BLOCK),
        ("provisioner", 1, &PROVISIONER),
        ("dynamic", 1, &DYNAMIC),
        ("_", 0, &GUESSED),
    ],
    code: &["provider", "depends_on"],
    others: Others::Guessed,
    ..ATTRIBUTES
};

static VARIABLE: Shape = Shape {
    blocks: &[("validation", 0, &PLAIN_BLOCK)],
    code: &["type"],
    plain: &["default", "description"],
    others: Others::Attributes,
};

static OUTPUT: Shape =
    Shape { blocks: CONDITIONS, code: &["depends_on"], plain: &["description"], others: Others::Attributes };

static MODULE: Shape = Shape { code: &["depends_on", "providers"], plain: &["source", "version"], ..ATTRIBUTES };

static TERRAFORM: Shape = Shape {
    blocks: &[
        ("required_providers", 0, &PLAIN_BLOCK),
        ("backend", 1, &GUESSED),
        ("cloud", 0, &GUESSED),
        ("provider_meta", 1, &PLAIN_BLOCK),
        ("encryption", 0, &GUESSED),
    ],
    code: &["experiments", "language"],
    ..ATTRIBUTES
};

static MOVE: Shape = Shape {
    blocks: &[("lifecycle", 0, &LIFECYCLE), ("connection", 0, &PLAIN_BLOCK), ("provisioner", 1, &PROVISIONER)],
    code: &["from", "to", "provider"],
    ..ATTRIBUTES
};

static CHECK: Shape = Shape { blocks: &[("data", 2, &RESOURCE), ("assert", 0, &PLAIN_BLOCK)], ..ATTRIBUTES };

static OPTIONS: Shape = Shape { code: &["mode", "replace", "target"], ..ATTRIBUTES };

static OVERRIDE: Shape = Shape { code: &["target", "override_during"], ..ATTRIBUTES };

static RUN: Shape = Shape {
    blocks: &[
        ("assert", 0, &PLAIN_BLOCK),
        ("module", 0, &PLAIN_BLOCK),
        ("plan_options", 0, &OPTIONS),
        ("variables", 0, &PLAIN_BLOCK),
        ("override_resource", 0, &OVERRIDE),
        ("override_data", 0, &OVERRIDE),
        ("override_module", 0, &OVERRIDE),
    ],
    code: &["command", "expect_failures", "providers"],
    ..ATTRIBUTES
};

static MOCK: Shape = Shape {
    blocks: &[
        ("mock_resource", 1, &PLAIN_BLOCK),
        ("mock_data", 1, &PLAIN_BLOCK),
        ("override_resource", 0, &OVERRIDE),
        ("override_data", 0, &OVERRIDE),
    ],
    code: &["override_during"],
    ..ATTRIBUTES
};

/// A configuration file, or a test file.
pub(super) static FILE: Shape = Shape {
    blocks: &[
        ("resource", 2, &RESOURCE),
        ("data", 2, &RESOURCE),
        ("ephemeral", 2, &RESOURCE),
        ("variable", 1, &VARIABLE),
        ("output", 1, &OUTPUT),
        ("module", 1, &MODULE),
        ("provider", 1, &GUESSED),
        ("locals", 0, &PLAIN_BLOCK),
        ("terraform", 0, &TERRAFORM),
        ("moved", 0, &MOVE),
        ("import", 0, &MOVE),
        ("removed", 0, &MOVE),
        ("check", 1, &CHECK),
        ("run", 1, &RUN),
        ("variables", 0, &PLAIN_BLOCK),
        ("mock_provider", 1, &MOCK),
        ("override_resource", 0, &OVERRIDE),
        ("override_data", 0, &OVERRIDE),
        ("override_module", 0, &OVERRIDE),
    ],
    ..ATTRIBUTES
};

/// A file of plain values: variables, or settings of ours.
pub(super) static VALUES: Shape = Shape { others: Others::PlainAttributes, ..ATTRIBUTES };

/// Names that are maps wherever providers use them.
const MAPS: [&str; 28] = [
    "attributes",
    "configuration",
    "data",
    "details",
    "dimensions",
    "endpoints",
    "env",
    "exclude",
    "headers",
    "input",
    "keepers",
    "limits",
    "map",
    "match_labels",
    "metadata",
    "node_selector",
    "params",
    "parameters",
    "properties",
    "query",
    "request_parameters",
    "response_parameters",
    "selector",
    "substitutions",
    "triggers",
    "triggers_replace",
    "values",
    "variables",
];

/// Endings of names that are maps.
const MAP_ENDINGS: [&str; 9] =
    ["tags", "tags_all", "labels", "annotations", "_variables", "_parameters", "_headers", "_map", "_properties"];

/// Whether a member of a provider's block is itself a block, or several, of a resource of that type.
pub(super) fn looks_like_block(name: &str, value: &Value<'_>, resource_type: &str) -> bool {
    let block_in_kubernetes = name == "metadata" && resource_type.starts_with("kubernetes_");
    if !is_name(name) || (is_map(name) && !block_in_kubernetes) {
        return false;
    }
    match &value.kind {
        ValueKind::Object(_) => has_names(value),
        ValueKind::Array(values) => !values.is_empty() && values.iter().all(has_names),
        ValueKind::Null | ValueKind::Bool(_) | ValueKind::Number(_) | ValueKind::String(_) => false,
    }
}

fn is_map(name: &str) -> bool {
    // `default_tags` and `propagated_tags` hold `tags`.
    let holds_tags = matches!(name, "default_tags" | "default_labels" | "ignore_tags");
    !holds_tags && (MAPS.contains(&name) || MAP_ENDINGS.iter().any(|ending| name.ends_with(ending)))
}

/// Whether this is an object whose members could be arguments.
fn has_names(value: &Value<'_>) -> bool {
    match &value.kind {
        ValueKind::Object(members) => {
            members.iter().all(|member| member.name.value == "//" || is_name(&member.name.value))
        }
        _ => false,
    }
}

fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first == '_' || is_xid_start(first))
        && characters.all(|next| next == '-' || is_xid_continue(next))
}
