//! Policy documents: `aws_iam_policy_document` and `google_iam_policy`, written as their providers write them.
//!
//! Source: the documentation of the providers and, for the form of the JSON, what they put into a plan.

use std::sync::Arc;

use super::Cx;
use super::json::Json;
use crate::config::ty::Type;
use crate::eval::value::{Kind, Members, Origin, Value};
use crate::eval::{convert, unknown};

const DEFAULT_VERSION: &str = "2012-10-17";

/// A policy while it is being merged.
#[derive(Default)]
struct Document {
    version: Option<Json>,
    id: Option<Json>,
    statements: Vec<Json>,
    /// An unknown document or unknown statements that went in.
    hole: Option<Value>,
}

impl Document {
    /// TERRAFORM: a statement with a `Sid` takes the place of one with the same, all others are appended.
    fn merge(&mut self, other: Self) {
        self.version = other.version.or(self.version.take());
        self.id = other.id.or(self.id.take());
        self.hole = self.hole.take().or(other.hole);
        for statement in other.statements {
            let sid = statement.get("Sid").and_then(Json::as_str).filter(|sid| !sid.is_empty());
            let twin = sid.and_then(|sid| {
                self.statements.iter().position(|own| own.get("Sid").and_then(Json::as_str) == Some(sid))
            });
            match twin.and_then(|at| self.statements.get_mut(at)) {
                Some(own) => *own = statement,
                None => self.statements.push(statement),
            }
        }
    }

    fn of_text(value: &Value) -> Self {
        let Some(json) = Json::parse(value) else {
            let hole = value.is_unknown().then(|| value.clone());
            return Self { hole, ..Self::default() };
        };
        let statements = match json.get("Statement") {
            Some(Json::List(items)) => items.clone(),
            Some(single) => vec![single.clone()],
            None => Vec::new(),
        };
        Self { version: json.get("Version").cloned(), id: json.get("Id").cloned(), statements, hole: None }
    }

    fn into_json(self) -> Json {
        let mut members = Vec::new();
        members.extend(self.version.map(|version| ("Version".to_string(), version)));
        members.extend(self.id.map(|id| ("Id".to_string(), id)));
        let mut statements = self.statements;
        statements.extend(self.hole.map(Json::Hole));
        if !statements.is_empty() {
            members.push(("Statement".into(), Json::List(statements)));
        }
        Json::Object(members)
    }
}

pub(super) fn aws_iam_policy_document(_cx: &Cx<'_, '_>, members: &mut Members) {
    let mut document = Document::default();
    for source in elements(members.get("source_policy_documents")) {
        document.merge(Document::of_text(&source));
    }
    document.merge(own(members));
    for over in elements(members.get("override_policy_documents")) {
        document.merge(Document::of_text(&over));
    }
    let json = document.into_json();
    members.insert(Arc::from("json"), json.render(Some(0)));
    members.insert(Arc::from("minified_json"), json.render(None));
}

fn own(members: &Members) -> Document {
    let version = members.get("version").filter(|value| !value.is_null()).cloned();
    let blocks = members.get("statement");
    let hole = blocks.filter(|blocks| blocks.is_unknown()).cloned();
    Document {
        version: Some(version.map_or_else(|| Json::text(DEFAULT_VERSION), Json::Leaf)),
        id: members.get("policy_id").filter(|value| !value.is_null()).cloned().map(Json::Leaf),
        statements: elements(blocks).iter().map(statement).collect(),
        hole,
    }
}

/// The elements of a list value, or a single unknown in their place.
fn elements(value: Option<&Value>) -> Vec<Value> {
    match value {
        Some(value) if value.is_unknown() => Vec::new(),
        Some(value) => value.as_elements().map(<[Value]>::to_vec).unwrap_or_default(),
        None => Vec::new(),
    }
}

fn statement(block: &Value) -> Json {
    let Some(members) = block.as_members() else { return Json::Hole(block.clone()) };
    let mut json = Vec::new();
    let text = |name: &str| members.get(name).filter(|value| !value.is_null()).map(string_of);
    if let Some(sid) = text("sid").filter(|sid| sid.as_str() != Some("")) {
        json.push(("Sid".to_string(), Json::Leaf(sid)));
    }
    json.push(("Effect".into(), text("effect").map_or_else(|| Json::text("Allow"), Json::Leaf)));
    for (argument, name) in [
        ("actions", "Action"),
        ("not_actions", "NotAction"),
        ("resources", "Resource"),
        ("not_resources", "NotResource"),
    ] {
        let list = members.get(argument).and_then(strings);
        json.extend(list.map(|list| (name.to_string(), list)));
    }
    for (argument, name) in [("principals", "Principal"), ("not_principals", "NotPrincipal")] {
        let principals = members.get(argument).and_then(principals);
        json.extend(principals.map(|principals| (name.to_string(), principals)));
    }
    let conditions = members.get("condition").and_then(conditions);
    json.extend(conditions.map(|conditions| ("Condition".to_string(), conditions)));
    Json::Object(json)
}

/// TERRAFORM: one string stands alone, several are sorted backwards; `&{` is written for IAM's own `${`.
fn strings(value: &Value) -> Option<Json> {
    if value.is_unknown() {
        return Some(Json::Hole(value.clone()));
    }
    let mut items: Vec<Value> = value.as_elements()?.iter().map(variables).collect();
    items.sort_by(|left, right| right.as_str().cmp(&left.as_str()));
    items.dedup_by(|left, right| left.as_str().is_some() && left.as_str() == right.as_str());
    match items.as_slice() {
        [] => None,
        [one] => Some(Json::Leaf(one.clone())),
        _ => Some(Json::List(items.into_iter().map(Json::Leaf).collect())),
    }
}

fn variables(value: &Value) -> Value {
    let value = string_of(value);
    match &value.kind {
        Kind::String(text) if text.contains("&{") => Value::string(text.replace("&{", "${")).with_marks_of(&value),
        _ => value,
    }
}

/// TERRAFORM: the provider's arguments are strings; a number or bool becomes one, anything else is an error there.
fn string_of(value: &Value) -> Value {
    convert::convert(value.clone(), &Type::String).unwrap_or_else(|error| {
        let origin = Origin::Error(format!("a policy document holds what is no string: {error}").into());
        Value::unknown(Type::String, origin).with_marks(value.deep_marks())
    })
}

fn principals(blocks: &Value) -> Option<Json> {
    if blocks.is_unknown() {
        return Some(Json::Hole(blocks.clone()));
    }
    let blocks = blocks.as_elements()?;
    let part = |block: &Value| {
        let members = block.as_members()?;
        Some((members.get("type")?.as_str()?.to_string(), strings(members.get("identifiers")?)?))
    };
    if let [block] = blocks
        && let Some((kind, Json::Leaf(identifier))) = part(block)
        && kind == "*"
        && identifier.as_str() == Some("*")
    {
        return Some(Json::text("*"));
    }
    let mut merged: Vec<(String, Json)> = Vec::new();
    for block in blocks {
        match part(block) {
            Some((kind, identifiers)) => append(&mut merged, kind, identifiers),
            None => {
                return Some(Json::Hole(
                    block.first_unknown().map_or(Value::NULL, |unknown| Kind::Unknown(unknown).into()),
                ));
            }
        }
    }
    // Go writes maps with their keys in order.
    merged.sort_by(|left, right| left.0.cmp(&right.0));
    (!merged.is_empty()).then_some(Json::Object(merged))
}

fn append(members: &mut Vec<(String, Json)>, key: String, value: Json) {
    match members.iter_mut().find(|(own, _)| *own == key) {
        None => members.push((key, value)),
        Some((_, own)) => {
            let list = |json: Json| match json {
                Json::List(items) => items,
                other => vec![other],
            };
            let mut items = list(own.clone());
            items.extend(list(value));
            *own = Json::List(items);
        }
    }
}

fn conditions(blocks: &Value) -> Option<Json> {
    if blocks.is_unknown() {
        return Some(Json::Hole(blocks.clone()));
    }
    let mut tests: Vec<(String, Json)> = Vec::new();
    for block in blocks.as_elements()? {
        let Some(members) = block.as_members() else { return Some(Json::Hole(block.clone())) };
        let name = |name: &str| members.get(name).and_then(Value::as_str).map(str::to_string);
        // Without its names a condition cannot be placed among the others.
        let (Some(test), Some(variable)) = (name("test"), name("variable")) else {
            let unknown = block.first_unknown().map_or(Value::NULL, |unknown| Kind::Unknown(unknown).into());
            return Some(Json::Hole(unknown.with_marks(block.deep_marks())));
        };
        let values = members.get("values").map_or(Json::List(Vec::new()), ordered);
        let entry = match tests.iter_mut().find(|(own, _)| *own == test) {
            Some((_, Json::Object(variables))) => variables,
            _ => {
                tests.push((test, Json::Object(Vec::new())));
                match tests.last_mut() {
                    Some((_, Json::Object(variables))) => variables,
                    _ => return None,
                }
            }
        };
        append(entry, variable, values);
    }
    tests.sort_by(|left, right| left.0.cmp(&right.0));
    for (_, test) in &mut tests {
        if let Json::Object(variables) = test {
            variables.sort_by(|left, right| left.0.cmp(&right.0));
        }
    }
    (!tests.is_empty()).then_some(Json::Object(tests))
}

/// Values of a condition keep their order.
fn ordered(value: &Value) -> Json {
    if value.is_unknown() {
        return Json::Hole(value.clone());
    }
    let items: Vec<Value> = value.as_elements().unwrap_or_default().iter().map(variables).collect();
    match items.as_slice() {
        [one] => Json::Leaf(one.clone()),
        _ => Json::List(items.into_iter().map(Json::Leaf).collect()),
    }
}

pub(super) fn google_iam_policy(_cx: &Cx<'_, '_>, members: &mut Members) {
    let Some(blocks) = members.get("binding") else { return };
    if blocks.is_unknown() {
        let data = unknown::derived(Type::String, &[blocks]);
        members.insert(Arc::from("policy_data"), data);
        return;
    }
    let mut bindings = Vec::new();
    for block in blocks.as_elements().unwrap_or_default() {
        let Some(binding) = block.as_members() else { continue };
        let mut json = Vec::new();
        if let Some(condition) =
            binding.get("condition").and_then(|list| list.as_elements()?.first()?.as_members().cloned())
        {
            let part = |name: &str| {
                condition
                    .get(name)
                    .filter(|value| !value.is_null())
                    .cloned()
                    .map(|value| (name.to_string(), Json::Leaf(value)))
            };
            json.push((
                "condition".to_string(),
                Json::Object(["description", "expression", "title"].iter().filter_map(|name| part(name)).collect()),
            ));
        }
        json.push(("members".into(), sorted(binding.get("members"))));
        json.extend(binding.get("role").cloned().map(|role| ("role".to_string(), Json::Leaf(role))));
        bindings.push(Json::Object(json));
    }
    let policy = Json::Object(vec![("bindings".into(), Json::List(bindings))]);
    members.insert(Arc::from("policy_data"), policy.render(None));
}

fn sorted(value: Option<&Value>) -> Json {
    match value {
        Some(value) if value.is_unknown() => Json::Hole(value.clone()),
        Some(value) => {
            let mut items = value.as_elements().unwrap_or_default().to_vec();
            items.sort_by(|left, right| left.as_str().cmp(&right.as_str()));
            Json::List(items.into_iter().map(Json::Leaf).collect())
        }
        None => Json::List(Vec::new()),
    }
}
