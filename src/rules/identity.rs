//! Which resource a value comes from, and what a resource is called in its cloud.

use std::sync::Arc;

use super::subject::Subjects;
use crate::config::ty::Type;
use crate::eval::equality::equality;
use crate::eval::mode::Mode;
use crate::eval::unknown;
use crate::eval::value::{Belongs, Kind, Unknown, Value};

/// Arguments by which other resources name one. Most name something else in other types (`aws_eip.domain` is `vpc`,
/// `aws_lambda_permission.function_name` a function): they count where the type ends as said here.
const IDENTIFYING: [(&str, &[&str]); 20] = [
    ("name", &[""]),
    ("id", &[""]),
    ("arn", &[""]),
    ("identifier", &[""]),
    ("bucket", &["bucket"]),
    ("cluster_identifier", &["cluster"]),
    ("function_name", &["function"]),
    ("cluster_name", &["cluster"]),
    ("cluster_id", &["cluster"]),
    ("domain_name", &["domain", "domain_name"]),
    ("domain", &["domain"]),
    ("repository", &["repository"]),
    ("repository_name", &["repository"]),
    ("queue_name", &["queue"]),
    ("table_name", &["table"]),
    ("account_id", &["service_account"]),
    ("self_link", &[""]),
    ("project_id", &["project"]),
    ("dataset_id", &["dataset"]),
    ("secret_id", &["secret"]),
];

/// What computed data sources are read for.
pub(super) const DOCUMENTS: [&str; 3] = ["json", "minified_json", "rendered"];

/// Whether `value` comes from an attribute of the instance `target`, or equals a name by which it is known.
/// Unknown when the value could be anything.
pub(super) fn refers(value: &Value, target: &Value) -> Value {
    if let Some(items) = target.as_elements() {
        return any(items.iter().map(|item| refers(value, item)));
    }
    let Kind::Object(object) = &target.kind else { return Value::FALSE };
    let Some(place) = &object.open else { return Value::FALSE };
    verdict(value, &place.instance, target)
}

fn any(results: impl Iterator<Item = Value>) -> Value {
    let mut undecided = None;
    for result in results {
        if result.as_bool() == Some(true) {
            return Value::TRUE;
        }
        if result.is_unknown() {
            undecided = Some(result);
        }
    }
    undecided.unwrap_or(Value::FALSE)
}

fn verdict(value: &Value, instance: &Arc<str>, target: &Value) -> Value {
    if is_computed_by(value, target) {
        return Value::TRUE;
    }
    match &value.kind {
        Kind::Unknown(unknown) => {
            let named = named_alike(value, unknown, instance, target);
            named.unwrap_or_else(|| of_unknown(value, unknown, instance))
        }
        Kind::String(text) => Value::bool(is_known_as(text, instance, target)),
        Kind::Object(object) if object.open.as_ref().is_some_and(|place| place.instance == *instance) => Value::TRUE,
        Kind::Null(_) | Kind::Bool(_) | Kind::Number(_) => Value::FALSE,
        Kind::List(_) | Kind::Set(_) | Kind::Map(_) | Kind::Tuple(_) | Kind::Object(_) => {
            let mut results = Vec::new();
            value.each_child(&mut |child| results.push(verdict(child, instance, target)));
            any(results.into_iter())
        }
    }
}

/// Whether the value is the text of a computed document (`data.aws_iam_policy_document.d.json`), known or known in part.
fn is_computed_by(value: &Value, target: &Value) -> bool {
    let Some(members) = target.as_members() else { return false };
    let texts = DOCUMENTS.iter().filter_map(|name| members.get(*name));
    texts.into_iter().any(|text| !text.is_null() && equality(value, text, Mode::Rule) == Some(true))
}

fn of_unknown(value: &Value, unknown: &Unknown, instance: &Arc<str>) -> Value {
    let mut open_ended = false;
    for origin in unknown.origins() {
        match origin.belongs() {
            Belongs::To(owner) if owner == instance => return Value::TRUE,
            Belongs::To(_) | Belongs::Nowhere => {}
            Belongs::Anywhere => open_ended = true,
        }
    }
    if open_ended { unknown::derived(Type::Bool, &[value]) } else { Value::FALSE }
}

/// Whether the value is a name of the instance that is not known yet: `server.name` where `name` is `"a-${random_id.r.hex}"`
/// comes from the random id, and means the server. Unknown where both are computed from the same, which way ever.
fn named_alike(value: &Value, unknown: &Unknown, instance: &str, target: &Value) -> Option<Value> {
    let members = target.as_members()?;
    let mut undecided = None;
    for name in identifying(instance).filter_map(|name| members.get(name)) {
        let Kind::Unknown(other) = &name.kind else { continue };
        match equality(value, name, Mode::Rule) {
            Some(true) => return Some(Value::TRUE),
            None if unknown.parts.is_none() && other.parts.is_none() && share_origin(unknown, other) => {
                undecided = Some(unknown::derived(Type::Bool, &[value]));
            }
            Some(false) | None => {}
        }
    }
    undecided
}

fn share_origin(left: &Unknown, right: &Unknown) -> bool {
    left.origins().any(|origin| right.origins().any(|other| origin == other))
}

fn is_known_as(text: &str, instance: &str, target: &Value) -> bool {
    let Some(members) = target.as_members() else { return false };
    identifying(instance).filter_map(|name| members.get(name)?.as_str()).any(|name| {
        !name.is_empty()
            && (name == text || text.strip_prefix("arn:").is_some_and(|arn| arn.ends_with(&format!(":::{name}"))))
    })
}

/// The arguments that identify the instance of that address.
pub(super) fn identifying(address: &str) -> impl Iterator<Item = &'static str> {
    let kind = kind_of(address);
    let counts = move |kinds: &[&str]| kinds.iter().any(|end| kind.ends_with(end));
    IDENTIFYING.iter().filter(move |(_, kinds)| counts(kinds)).map(|(name, _)| *name)
}

/// The type in an address: `module.a["x"].aws_s3_bucket.b[0]` -> `aws_s3_bucket`.
fn kind_of(address: &str) -> &str {
    let unkeyed = address.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')).map_or(address, |(rest, _)| rest);
    unkeyed.rsplit('.').nth(1).unwrap_or_default()
}

/// The name of a resource in its cloud: the first of its naming arguments that is set.
pub(super) fn name_of(resource: &Value, subjects: &Subjects<'_>) -> Value {
    let kind = subjects.of_value(resource).map(|subject| Arc::clone(&subject.kind));
    let Some(members) = resource.as_members() else { return Value::NULL };
    let special: &[&str] = match kind.as_deref() {
        Some("aws_s3_bucket") => &["bucket"],
        Some("aws_db_instance") => &["identifier"],
        Some("aws_rds_cluster" | "aws_redshift_cluster" | "aws_docdb_cluster" | "aws_neptune_cluster") => {
            &["cluster_identifier"]
        }
        Some("aws_elasticache_cluster") => &["cluster_id"],
        Some("aws_elasticache_replication_group") => &["replication_group_id"],
        Some("aws_lambda_function") => &["function_name"],
        Some("aws_opensearch_domain" | "aws_elasticsearch_domain") => &["domain_name"],
        Some("google_service_account") => &["account_id"],
        Some("google_bigquery_dataset") => &["dataset_id"],
        Some("google_bigquery_table") => &["table_id"],
        Some("google_project") => &["project_id"],
        _ => &["name"],
    };
    special.iter().find_map(|name| members.get(*name)).cloned().unwrap_or(Value::NULL)
}
