//! The plan of an example: `plan = {…}` as `terraform show -json` writes it, or a `plan` block that names what happens.
//!
//! Both become the JSON of a plan and go through the same reader as a plan of the user's.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use crate::eval::constant::constant;
use crate::eval::instance::Key;
use crate::eval::wire;
use crate::plan::address::Address;
use crate::plan::earlier::Earlier;
use crate::plan::{Plan, read};
use crate::rules::rule::Example;
use crate::syntax::ast::{Block, Body, Expr};

/// The newest version of the format that examples are written in.
const FORMAT: &str = "1.2";

/// The plan of an example; none where it has none.
///
/// # Errors
/// What is wrong with it, in a sentence.
pub fn plan(example: &Example) -> Result<Option<Planned>, String> {
    let body = &example.block.body;
    let (json, earlier) = match (body.attribute("plan"), body.block("plan")) {
        (Some(attribute), _) => (whole(&attribute.expr)?, Earlier::default()),
        (None, Some(block)) => shorthand(&block.body)?,
        (None, None) => return Ok(None),
    };
    let text = json.to_string();
    let plan = read::read("plan.json", Box::new(text.as_bytes())).map_err(|error| format!("its plan: {error}"))?;
    Ok(Some(Planned { plan: Arc::new(plan), earlier: Arc::new(earlier) }))
}

/// The plan of an example, with the state before the change.
#[derive(Clone, Debug)]
pub struct Planned {
    pub plan: Arc<Plan>,
    pub earlier: Arc<Earlier>,
}

fn whole(expr: &Expr) -> Result<Json, String> {
    let mut json = value(expr)?;
    let Some(members) = json.as_object_mut() else { return Err("`plan` must be an object".into()) };
    members.entry("format_version").or_insert_with(|| Json::from(FORMAT));
    members.entry("resource_changes").or_insert_with(|| json!([]));
    Ok(json)
}

fn value(expr: &Expr) -> Result<Json, String> {
    let value = constant(expr).map_err(|error| format!("its plan: {error}"))?;
    wire::to_json(&value)
}

/// `plan { replace "aws_db_instance.main" { … } … }`.
fn shorthand(body: &Body) -> Result<(Json, Earlier), String> {
    let mut plan = Parts::default();
    for block in &body.blocks {
        plan.add(block)?;
    }
    let errored = match body.attribute("errored") {
        Some(attribute) => value(&attribute.expr)?,
        None => Json::Bool(false),
    };
    let json = json!({
        "format_version": FORMAT,
        "resource_changes": plan.changes,
        "resource_drift": plan.drift,
        "checks": plan.checks,
        "errored": errored,
        "configuration": { "provider_config": plan.providers, "root_module": { "module_calls": plan.calls } },
    });
    Ok((json, plan.earlier))
}

/// What the blocks of the shorthand add up to.
#[derive(Default)]
struct Parts {
    changes: Vec<Json>,
    drift: Vec<Json>,
    checks: Vec<Json>,
    providers: Map<String, Json>,
    calls: Map<String, Json>,
    earlier: Earlier,
}

impl Parts {
    fn add(&mut self, block: &Block) -> Result<(), String> {
        let word = &*block.kind.text;
        let Some(label) = block.labels.first().map(|label| &*label.text) else {
            return Err(format!("its plan: `{word}` needs a label"));
        };
        let arguments = Arguments(&block.body);
        if let Some(actions) = actions(word) {
            self.changes.push(change(label, actions, arguments)?);
            if let (Json::Bool(true), Some(address)) = (arguments.get("was_protected")?, Address::parse(label)) {
                self.earlier.protect(&address.module, &format!("{}.{}", address.kind, address.name));
            }
            return Ok(());
        }
        match word {
            "drift" => self.drift.push(change(label, &["update"], arguments)?),
            "check" => self.checks.push(json!({
                "address": { "kind": "check", "to_display": label },
                "status": arguments.get("status")?,
                "instances": [{ "problems": problems(arguments)? }],
            })),
            "provider" => {
                let provider = json!({ "name": label, "version_constraint": arguments.get("version")? });
                self.providers.insert(label.to_string(), provider);
                self.earlier.lock(label, arguments.text("locked_before")?, arguments.text("locked")?);
            }
            "call" => {
                let call =
                    json!({ "source": arguments.get("source")?, "version_constraint": arguments.get("version")? });
                self.calls.insert(label.trim_start_matches("module.").to_string(), call);
                if let Some(version) = arguments.text("version_before")? {
                    self.earlier.call(label, &version);
                }
            }
            _ => return Err(format!("its plan: `{word}` is nothing that a plan does")),
        }
        Ok(())
    }
}

fn actions(word: &str) -> Option<&'static [&'static str]> {
    Some(match word {
        "create" => &["create"],
        "update" => &["update"],
        "replace" => &["delete", "create"],
        "destroy" => &["delete"],
        "forget" => &["forget"],
        "read" => &["read"],
        "keep" => &["no-op"],
        _ => return None,
    })
}

fn problems(arguments: Arguments<'_>) -> Result<Json, String> {
    let messages = arguments.get("problems")?;
    let problem = |message: &Json| json!({ "message": message });
    Ok(messages.as_array().into_iter().flatten().map(problem).collect())
}

/// The arguments of a block of the shorthand.
#[derive(Clone, Copy)]
struct Arguments<'b>(&'b Body);

impl Arguments<'_> {
    /// The argument's value; null without it.
    fn get(self, name: &str) -> Result<Json, String> {
        self.0.attribute(name).map_or(Ok(Json::Null), |attribute| value(&attribute.expr))
    }

    fn text(self, name: &str) -> Result<Option<String>, String> {
        Ok(self.get(name)?.as_str().map(str::to_string))
    }
}

/// One entry of `resource_changes`.
fn change(address: &str, actions: &[&str], arguments: Arguments<'_>) -> Result<Json, String> {
    let parts = Address::parse(address).ok_or_else(|| format!("its plan: `{address}` is no address of a resource"))?;
    let index = match &parts.key {
        Key::Int(index) => Json::from(*index),
        Key::String(key) => Json::from(&**key),
        Key::None | Key::Unknown => Json::Null,
    };
    let by = arguments.get("by")?;
    let is_replaced = actions.len() > 1;
    let reason = match arguments.get("reason")? {
        Json::Null if is_replaced && !by.is_null() => Json::from("replace_because_cannot_update"),
        reason => reason,
    };
    let importing = match arguments.get("importing")? {
        Json::Null => Json::Null,
        id => json!({ "id": id }),
    };
    Ok(json!({
        "address": address,
        "module_address": parts.module,
        "mode": if parts.is_data { "data" } else { "managed" },
        "type": parts.kind,
        "name": parts.name,
        "index": index,
        "previous_address": arguments.get("from")?,
        "deposed": arguments.get("deposed")?,
        "action_reason": reason,
        "change": {
            "actions": actions,
            "before": arguments.get("before")?,
            "after": arguments.get("after")?,
            "after_unknown": flags(&arguments.get("unknown")?),
            "before_sensitive": flags(&arguments.get("sensitive")?),
            "after_sensitive": flags(&arguments.get("sensitive")?),
            "replace_paths": by.as_array().into_iter().flatten().map(path).collect::<Vec<Json>>(),
            "importing": importing,
            "generated_config": arguments.get("generated_config")?,
        },
    }))
}

/// `["arn"]` as `{"arn": true}`.
fn flags(names: &Json) -> Json {
    let names = names.as_array().into_iter().flatten().filter_map(Json::as_str);
    Json::Object(names.map(|name| (name.to_string(), Json::Bool(true))).collect())
}

/// `settings[0].tier` as `["settings", 0, "tier"]`.
fn path(text: &Json) -> Json {
    let words = text.as_str().unwrap_or_default().split(['.', '[', ']']).filter(|word| !word.is_empty());
    words.map(|word| word.parse::<u64>().map_or_else(|_| Json::from(word), Json::from)).collect()
}
