//! Functions that providers define. The pure ones of common providers are computed; of all others nothing is known.

use std::sync::Arc;

use super::call::{Call, FunctionError, argument};
use super::table::{Function, Param, Want, function, param};
use super::timestamp::{self, Timestamp};
use crate::config::ty::Type;
use crate::eval::number::Number;
use crate::eval::value::{Members, Value};

const ARN: Param = param("arn", Want::String);
const ID: Param = param("id", Want::String);

/// By the provider's usual local name and the function's name.
pub(super) const TABLE: &[Function] = &[
    function("aws::arn_build", ARN_PARTS, Want::String, |call, _| {
        let parts: Vec<&str> = (0..5).map(|i| call.text(i)).collect();
        Ok(Value::string(format!("arn:{}", parts.join(":"))))
    }),
    function("aws::arn_parse", &[ARN], Want::Any, arn_parse),
    function("aws::trim_iam_role_path", &[ARN], Want::String, trim_role_path),
    function("aws::user_agent", AGENT_PARTS, Want::String, user_agent),
    function("azurerm::parse_resource_id", &[ID], Want::Any, parse_resource_id),
    function("google::location_from_id", &[ID], Want::String, |call, _| element(call, "locations/")),
    function("google::name_from_id", &[ID], Want::String, |call, _| {
        let name = call.text(0).rsplit_once('/').map(|(_, name)| name).filter(|name| !name.is_empty());
        name.map(Value::string).ok_or_else(|| argument(0, format!("{} has no name behind a slash", call.shown(0))))
    }),
    function("google::project_from_id", &[ID], Want::String, |call, _| element(call, "projects/")),
    function("google::region_from_id", &[ID], Want::String, |call, _| element(call, "regions/")),
    function("google::region_from_zone", &[param("zone", Want::String)], Want::String, region_from_zone),
    function("google::zone_from_id", &[ID], Want::String, |call, _| element(call, "zones/")),
    function("time::duration_parse", &[param("duration", Want::String)], Want::Any, duration_parse),
    function("time::rfc3339_parse", &[param("timestamp", Want::String)], Want::Any, rfc3339_parse),
    function("time::unix_timestamp_parse", &[param("unix_timestamp", Want::Number)], Want::Any, unix_timestamp_parse),
];

const ARN_PARTS: &[Param] = &[
    param("partition", Want::String),
    param("service", Want::String),
    param("region", Want::String),
    param("account_id", Want::String),
    param("resource", Want::String),
];

const AGENT_PARTS: &[Param] =
    &[param("product_name", Want::String), param("product_version", Want::String), param("comment", Want::String)];

const ARN_NAMES: [&str; 5] = ["partition", "service", "region", "account_id", "resource"];

fn object(members: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::object(members.into_iter().map(|(name, value)| (Arc::from(name), value)).collect::<Members>())
}

fn arn_parts(text: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = text.strip_prefix("arn:")?.splitn(5, ':').collect();
    (parts.len() == 5).then_some(parts)
}

fn arn_parse(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let parts = arn_parts(call.text(0)).ok_or_else(|| argument(0, format!("{} is no ARN", call.shown(0))))?;
    Ok(object(ARN_NAMES.into_iter().zip(parts.into_iter().map(Value::string))))
}

fn trim_role_path(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let invalid = || argument(0, format!("{} is no ARN of an IAM role", call.shown(0)));
    let parts = arn_parts(call.text(0)).ok_or_else(invalid)?;
    let [partition, service, region, account, resource] = parts.as_slice() else { return Err(invalid()) };
    let role = resource.strip_prefix("role/").filter(|_| *service == "iam").ok_or_else(invalid)?;
    let name = role.rsplit('/').next().unwrap_or(role);
    Ok(Value::string(format!("arn:{partition}:{service}:{region}:{account}:role/{name}")))
}

/// What stands between a prefix and the next slash.
fn element(call: &Call<'_>, prefix: &str) -> Result<Value, FunctionError> {
    let found = call.text(0).split(prefix).skip(1).find_map(|rest| rest.split_once('/').map(|(name, _)| name));
    let found = found.filter(|name| !name.is_empty());
    found.map(Value::string).ok_or_else(|| argument(0, format!("{} does not contain `{prefix}NAME/`", call.shown(0))))
}

fn region_from_zone(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let zone = call.text(0);
    match zone.rsplit_once('-') {
        Some((region, _)) if region.contains('-') => Ok(Value::string(region)),
        _ => Err(argument(0, format!("{} is not a valid zone name", call.shown(0)))),
    }
}

/// `/subscriptions/S/resourceGroups/G/providers/P/type/name/…`
fn parse_resource_id(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let invalid = || argument(0, format!("the type of the resource ID {} cannot be told", call.shown(0)));
    let parts: Vec<&str> = call.text(0).strip_prefix('/').ok_or_else(invalid)?.split('/').collect();
    if parts.len() % 2 == 1 || parts.iter().any(|part| part.is_empty()) {
        return Err(invalid());
    }
    let (mut subscription, mut group, mut provider, mut kind, mut name) = ("", "", "", "", "");
    let mut full_type = String::new();
    let mut parents = Members::new();
    for pair in parts.chunks(2) {
        let [key, value] = pair else { continue };
        match key.to_ascii_lowercase().as_str() {
            "subscriptions" if provider.is_empty() => subscription = value,
            "resourcegroups" if provider.is_empty() => group = value,
            "providers" => {
                provider = value;
                (*value).clone_into(&mut full_type);
            }
            _ => {
                if !kind.is_empty() {
                    parents.insert(Arc::from(kind), Value::string(name));
                }
                (kind, name) = (key, value);
                full_type = format!("{full_type}/{key}");
            }
        }
    }
    if provider.is_empty() && group.is_empty() {
        return Err(invalid());
    }
    if kind.is_empty() {
        (kind, name) = ("resourceGroups", group);
    }
    Ok(object([
        ("full_resource_type", Value::string(full_type)),
        ("parent_resources", Value::map(Type::String, parents)),
        ("resource_group_name", Value::string(group)),
        ("resource_name", Value::string(name)),
        ("resource_provider", Value::string(provider)),
        ("resource_scope", Value::string("")),
        ("resource_type", Value::string(kind)),
        ("subscription_id", Value::string(subscription)),
    ]))
}

/// `name/version (comment)`, of which version and comment may be empty.
fn user_agent(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let (name, version, comment) = (call.text(0), call.text(1), call.text(2));
    if name.is_empty() {
        return Err(argument(0, "the name of the product must not be empty"));
    }
    let mut agent = name.to_owned();
    if !version.is_empty() {
        agent.push_str(&format!("/{version}"));
    }
    if !comment.is_empty() {
        agent.push_str(&format!(" ({comment})"));
    }
    Ok(Value::string(agent))
}

fn rfc3339_parse(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let time = Timestamp::parse(call.text(0)).map_err(|error| argument(0, error))?;
    let (unix, _) = time.instant();
    Ok(calendar(&time, ("unix", Value::int(unix))))
}

fn unix_timestamp_parse(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let seconds = call.int(0)?;
    let time = Timestamp::of_unix(seconds)
        .ok_or_else(|| argument(0, format!("{seconds} is no moment of a year between 0 and 9999")))?;
    Ok(calendar(&time, ("rfc3339", Value::string(time.to_string()))))
}

/// The parts of a date and time, and the same moment in the form that the argument did not have.
fn calendar(time: &Timestamp, other_form: (&'static str, Value)) -> Value {
    let (iso_year, iso_week) = time.iso_week();
    let int = |value: u32| Value::int(i64::from(value));
    object([
        ("day", int(time.day)),
        ("hour", int(time.hour)),
        ("iso_week", Value::int(iso_week)),
        ("iso_year", Value::int(iso_year)),
        ("minute", int(time.minute)),
        ("month", int(time.month)),
        ("month_name", Value::string(time.month_name())),
        ("second", int(time.second)),
        other_form,
        ("weekday", int(time.weekday())),
        ("weekday_name", Value::string(time.weekday_name())),
        ("year", Value::int(time.year)),
        ("year_day", Value::int(time.year_day())),
    ])
}

/// A Go duration in six units: the larger ones as doubles, the smaller ones whole.
fn duration_parse(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let nanoseconds = timestamp::duration(call.text(0))
        .ok_or_else(|| argument(0, format!("{} is not a valid duration", call.shown(0))))?;
    #[expect(clippy::cast_precision_loss, reason = "the provider's doubles have the same precision")]
    let float = |unit: i64| {
        let (whole, rest) = (nanoseconds / unit, nanoseconds % unit);
        let number = Number::from_f64(whole as f64 + rest as f64 / unit as f64);
        Value::number(number.unwrap_or(Number::ZERO))
    };
    Ok(object([
        ("hours", float(3_600_000_000_000)),
        ("microseconds", Value::int(nanoseconds / 1000)),
        ("milliseconds", Value::int(nanoseconds / 1_000_000)),
        ("minutes", float(60_000_000_000)),
        ("nanoseconds", Value::int(nanoseconds)),
        ("seconds", float(1_000_000_000)),
    ]))
}
