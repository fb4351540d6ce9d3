//! Values as JSON for machines: unknown leaves are `{"$unknown": reason}`, sensitive ones `{"$sensitive": true}`.

use serde_json::{Map, Value as Json, json};

use super::value::{Kind, Value};

/// The JSON of a value. Sensitive parts show nothing of themselves.
///
/// # Errors
/// A number that JSON cannot hold (infinity).
pub fn to_json(value: &Value) -> Result<Json, String> {
    if value.is_sensitive() {
        return Ok(json!({ "$sensitive": true }));
    }
    match &value.kind {
        Kind::Null(_) => Ok(Json::Null),
        Kind::Bool(value) => Ok(Json::Bool(*value)),
        Kind::Number(number) if number.is_infinite() => Err("an infinite number cannot be a result".into()),
        Kind::Number(number) => serde_json::from_str(&number.to_string())
            .map_err(|error| format!("a number that JSON cannot hold: {error}")),
        Kind::String(text) => Ok(Json::String(text.to_string())),
        Kind::List(_) | Kind::Set(_) | Kind::Tuple(_) => {
            value.as_elements().unwrap_or_default().iter().map(to_json).collect::<Result<Vec<_>, _>>().map(Json::Array)
        }
        Kind::Map(_) | Kind::Object(_) => {
            let mut members = Map::new();
            for (name, member) in value.as_members().into_iter().flatten() {
                members.insert(name.to_string(), to_json(member)?);
            }
            Ok(Json::Object(members))
        }
        Kind::Unknown(unknown) => Ok(json!({ "$unknown": unknown.origin.to_string() })),
    }
}
