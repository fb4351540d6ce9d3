//! Functions of rules about IAM-like policies. Documents may be known in part; what is unknown stays so, in place.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::Arc;

use super::call::{Call, FunctionError};
use super::json;
use super::parts_of;
use super::policy_net::is_public_range;
use super::table::{Function, Param, Want, function, param};
use crate::config::ty::Type;
use crate::eval::convert::convert;
use crate::eval::parts;
use crate::eval::value::{Kind, Members, Origin, Piece, Unknown, Value};

const ANYTHING: Param = param("document", Want::Any).null().untyped().unknown();

pub(super) const TABLE: &[Function] = &[
    function(
        "iam_action_matches",
        &[param("pattern", Want::String).decides(), param("action", Want::String).decides()],
        Want::Bool,
        action_matches,
    ),
    function("iam_is_public", &[param("statement", Want::Any).null().untyped().unknown()], Want::Bool, is_public),
    function("iam_statements", &[ANYTHING], Want::Any, statements),
];

/// So many documents are remembered.
const REMEMBERED: usize = 16;

thread_local! {
    /// The statements of the documents that were read last: dozens of rules ask for the same ones in a row.
    static READ: RefCell<VecDeque<(Arc<str>, Value)>> = const { RefCell::new(VecDeque::new()) };
}

fn statements(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    match &call.arg(0).kind {
        Kind::String(text) => statements_of_text(call, text),
        _ => read_statements(call, None),
    }
}

fn statements_of_text(call: &Call<'_>, text: &Arc<str>) -> Result<Value, FunctionError> {
    let known = READ.with_borrow(|read| read.iter().find(|(other, _)| other == text).map(|(_, value)| value.clone()));
    if let Some(known) = known {
        return Ok(known);
    }
    let value = read_statements(call, Some(json::decode(text)?))?;
    READ.with_borrow_mut(|read| {
        read.truncate(REMEMBERED - 1);
        read.push_front((Arc::clone(text), value.clone()));
    });
    Ok(value)
}

/// The statements of the argument, or of the document that was decoded from it.
fn read_statements(call: &Call<'_>, decoded: Option<Value>) -> Result<Value, FunctionError> {
    let document = match &call.arg(0).kind {
        Kind::Null(_) => return Ok(Value::tuple([])),
        _ if let Some(decoded) = decoded => decoded,
        Kind::Unknown(unknown) => match json::decode_partly(unknown) {
            // What was encoded may be unknown as a whole.
            Some(value) if !value.is_unknown() => value,
            _ => return Ok(call.unknown_value(&Type::Dynamic)),
        },
        _ => call.arg(0).clone(),
    };
    let found = match &document.kind {
        Kind::Object(_) | Kind::Map(_) => field(&document, "Statement"),
        _ => document,
    };
    if found.is_unknown() {
        return Ok(call.unknown_value(&Type::Dynamic));
    }
    Ok(Value::tuple(list(&found).iter().map(statement)))
}

/// The member of that name, of whatever case; null where there is none.
fn field(value: &Value, name: &str) -> Value {
    let Some(members) = value.as_members() else { return Value::NULL };
    let exact = members.get(name).cloned();
    let other = || members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone());
    exact.or_else(other).unwrap_or(Value::NULL)
}

/// The value as a list: a single one is a list of one, null an empty one.
fn list(value: &Value) -> Vec<Value> {
    match &value.kind {
        Kind::Null(_) => Vec::new(),
        Kind::List(_) | Kind::Set(_) | Kind::Tuple(_) => value.as_elements().unwrap_or_default().to_vec(),
        _ => vec![value.clone()],
    }
}

/// Strings; an unknown that may be a list stays unknown as a whole.
fn strings(value: &Value) -> Value {
    if let Kind::Unknown(unknown) = &value.kind
        && unknown.ty != Type::String
    {
        return value.clone();
    }
    Value::tuple(list(value).into_iter().map(|item| convert(item.clone(), &Type::String).unwrap_or(item)))
}

fn object(members: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::object(members.into_iter().map(|(name, value)| (Arc::from(name), value)).collect::<Members>())
}

fn statement(statement: &Value) -> Value {
    if statement.is_unknown() {
        return statement.clone();
    }
    object([
        ("sid", field(statement, "Sid")),
        ("effect", field(statement, "Effect")),
        ("actions", strings(&field(statement, "Action"))),
        ("not_actions", strings(&field(statement, "NotAction"))),
        ("resources", strings(&field(statement, "Resource"))),
        ("not_resources", strings(&field(statement, "NotResource"))),
        ("principals", principals(&field(statement, "Principal"))),
        ("not_principals", principals(&field(statement, "NotPrincipal"))),
        ("conditions", conditions(&field(statement, "Condition"))),
    ])
}

fn principals(value: &Value) -> Value {
    let principal =
        |kind: &str, identifiers: Value| object([("type", Value::string(kind)), ("identifiers", identifiers)]);
    match &value.kind {
        Kind::Unknown(_) => value.clone(),
        Kind::String(text) => Value::tuple([principal(if &**text == "*" { "*" } else { "AWS" }, strings(value))]),
        Kind::Object(_) | Kind::Map(_) => {
            let members = value.as_members().into_iter().flatten();
            Value::tuple(members.map(|(kind, identifiers)| principal(kind, strings(identifiers))))
        }
        _ => Value::tuple([]),
    }
}

fn conditions(value: &Value) -> Value {
    if value.is_unknown() {
        return value.clone();
    }
    let mut found = Vec::new();
    for (test, variables) in value.as_members().into_iter().flatten() {
        for (variable, values) in variables.as_members().into_iter().flatten() {
            found.push(object([
                ("test", Value::string(Arc::clone(test))),
                ("variable", Value::string(Arc::clone(variable))),
                ("values", strings(values)),
            ]));
        }
    }
    Value::tuple(found)
}

fn action_matches(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    if let (Some(pattern), Some(action)) = (call.arg(0).as_str(), call.arg(1).as_str())
        && pattern.is_ascii()
        && action.is_ascii()
    {
        let matches = glob(pattern.as_bytes(), action.as_bytes(), [b'*', b'?'], u8::eq_ignore_ascii_case);
        return Ok(Value::bool(matches));
    }
    let (pattern, action) = (parts_of(call.arg(0)), parts_of(call.arg(1)));
    let is_known = !call.arg(0).is_unknown() && !call.arg(1).is_unknown();
    let matches = glob(&loosened(&pattern), &loosened(&action), ['*', '?'], |a, b| a == b);
    Ok(match (matches, is_known) {
        (answer, true) => Value::bool(answer),
        // Even with anything in the place of what is unknown there is no match.
        (false, false) => Value::FALSE,
        (true, false) if loosened(&pattern) == ['*'] && !call.arg(0).is_unknown() => Value::TRUE,
        (true, false) => call.unknown_value(ty),
    })
}

/// Lower-case characters with a star for each unknown piece.
fn loosened(pieces: &[Piece]) -> Vec<char> {
    let mut chars = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Known(text) => chars.extend(text.to_lowercase().chars()),
            Piece::Unknown(_) => chars.push('*'),
        }
    }
    chars
}

/// Whether a pattern of `*` and `?` covers a text. A star in the text is covered by a star alone.
fn glob<C: PartialEq>(pattern: &[C], text: &[C], [any, one]: [C; 2], is_same: impl Fn(&C, &C) -> bool) -> bool {
    let (mut at, mut here) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while here < text.len() {
        match pattern.get(at) {
            Some(c) if *c == any => {
                star = Some((at, here));
                at += 1;
            }
            Some(c) if *c == one || text.get(here).is_some_and(|own| is_same(own, c) || *own == any) => {
                at += 1;
                here += 1;
            }
            _ => {
                let Some((back, from)) = star else { return false };
                star = Some((back, from + 1));
                at = back + 1;
                here = from + 1;
            }
        }
    }
    pattern.get(at..).unwrap_or_default().iter().all(|c| *c == any)
}

fn is_public(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let statement = call.arg(0);
    if statement.is_null() {
        return Ok(Value::FALSE);
    }
    if statement.is_unknown() {
        return Ok(call.unknown_value(ty));
    }
    let answer = all([allows(statement), includes_everyone(statement), is_wide_open(statement)]);
    Ok(answer.map_or_else(|| call.unknown_value(ty), Value::bool))
}

fn all(answers: [Option<bool>; 3]) -> Option<bool> {
    if answers.contains(&Some(false)) {
        return Some(false);
    }
    answers.iter().all(Option::is_some).then_some(true)
}

fn any(answers: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut result = Some(false);
    for answer in answers {
        match answer {
            Some(true) => return Some(true),
            None => result = None,
            Some(false) => {}
        }
    }
    result
}

fn allows(statement: &Value) -> Option<bool> {
    let effect = field(statement, "effect");
    if effect.is_unknown() {
        None
    } else {
        Some(effect.as_str().is_some_and(|text| text.eq_ignore_ascii_case("allow")))
    }
}

fn includes_everyone(statement: &Value) -> Option<bool> {
    let all_but = field(statement, "not_principals");
    let others = all_but.as_elements().is_some_and(|items| !items.is_empty());
    let principals = field(statement, "principals");
    if others || all_but.is_unknown() {
        return Some(others).filter(|others| *others);
    }
    if principals.is_unknown() {
        return None;
    }
    any(principals.as_elements().unwrap_or_default().iter().map(|principal| {
        let kind = field(principal, "type");
        let open = kind.as_str().is_none_or(|kind| matches!(kind, "*" | "AWS" | "Federated"));
        if open { has_star(&field(principal, "identifiers")) } else { Some(false) }
    }))
}

fn has_star(identifiers: &Value) -> Option<bool> {
    if identifiers.is_unknown() {
        return if may_be_star(identifiers) { None } else { Some(false) };
    }
    any(list(identifiers).iter().map(|identifier| match identifier.as_str() {
        Some(text) => Some(text == "*"),
        None if may_be_star(identifier) => None,
        None => Some(false),
    }))
}

/// What a resource is called by its provider is never a star; what a variable holds may be one.
fn may_be_star(value: &Value) -> bool {
    let Kind::Unknown(unknown) = &value.kind else { return false };
    if unknown.parts.is_some() {
        return parts::may_be(unknown, "*");
    }
    !is_of_provider(unknown)
}

fn is_of_provider(unknown: &Unknown) -> bool {
    unknown.exact && matches!(unknown.origin, Origin::Attribute(_) | Origin::AfterApply(_) | Origin::Data(_))
}

/// Whether no condition narrows the statement to callers one knows.
fn is_wide_open(statement: &Value) -> Option<bool> {
    let conditions = field(statement, "conditions");
    if conditions.is_unknown() {
        return None;
    }
    any(list(&conditions).iter().map(narrows)).map(|narrowed| !narrowed)
}

/// Keys that say who calls or where from. Lower case.
const IDENTITY_KEYS: &[&str] = &[
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalisawsservice",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalservicename",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceinstancearn",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpcarn",
    "aws:sourcevpce",
    "aws:userid",
    "aws:username",
    "aws:vpceaccount",
    "aws:vpceorgid",
    "aws:vpceorgpaths",
    "elasticfilesystem:accessedviamounttarget",
    "elasticfilesystem:accesspointarn",
    "kms:calleraccount",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
    "saml:aud",
    "sns:endpoint",
    "sts:externalid",
];

fn narrows(condition: &Value) -> Option<bool> {
    if condition.is_unknown() {
        return None;
    }
    let (test, variable, values) = (field(condition, "test"), field(condition, "variable"), field(condition, "values"));
    let (Some(test), Some(variable)) = (test.as_str(), variable.as_str()) else { return None };
    let (test, variable) = (test.to_ascii_lowercase(), variable.to_ascii_lowercase());
    let base = test.strip_prefix("foranyvalue:").unwrap_or(&test);
    // A condition that holds where the key is missing keeps nobody out.
    if base.starts_with("forallvalues:") || base.ends_with("ifexists") && variable != "aws:sourceip" {
        return Some(false);
    }
    match base.strip_suffix("ifexists").unwrap_or(base) {
        "ipaddress" if matches!(variable.as_str(), "aws:sourceip" | "aws:vpcsourceip") => {
            names_private_ranges(&variable, &values)
        }
        "stringequals" | "stringlike" | "stringequalsignorecase" | "arnequals" | "arnlike" | "bool"
            if IDENTITY_KEYS.contains(&variable.as_str()) || is_identity_tag(&variable) =>
        {
            names_someone(&values)
        }
        _ => Some(false),
    }
}

fn is_identity_tag(variable: &str) -> bool {
    variable.starts_with("aws:principaltag/") || variable.ends_with(":aud") || variable.ends_with(":sub")
}

/// Whether every value is more than a star. What is unknown is somebody's account, ARN or network.
fn names_someone(values: &Value) -> Option<bool> {
    let is_open = |value: &Value| matches!(value.as_str(), Some("*" | "false" | "arn:aws:*" | "arn:*"));
    let values = list(values);
    Some(!values.is_empty() && !values.iter().any(is_open))
}

fn names_private_ranges(variable: &str, values: &Value) -> Option<bool> {
    if variable == "aws:vpcsourceip" {
        return Some(true);
    }
    let public =
        any(list(values).iter().map(|value| value.as_str().map(|text| is_public_range(text).unwrap_or(false))));
    public.map(|public| !public)
}

#[cfg(test)]
mod tests {
    use super::super::{NoFiles, call};
    use super::*;
    use crate::eval::mode::Mode;

    fn run(name: &str, args: Vec<Value>) -> Value {
        call(name, args, &NoFiles, Mode::Rule).unwrap()
    }

    fn public(policy: &str) -> Vec<Option<bool>> {
        let statements = run("iam_statements", vec![Value::string(policy)]);
        let judge = |statement: &Value| run("iam_is_public", vec![statement.clone()]).as_bool();
        statements.as_elements().unwrap().iter().map(judge).collect()
    }

    #[test]
    fn everyone_without_a_narrowing_condition_is_public() {
        let with = |rest: &str| format!(r#"{{"Statement": [{{"Effect": "Allow", "Action": "s3:*", {rest}}}]}}"#);
        let cases = [
            (r#""Principal": "*""#, true),
            (r#""Principal": {"AWS": ["*"]}"#, true),
            (r#""Principal": {"Service": "s3.amazonaws.com"}"#, false),
            (r#""Principal": {"AWS": "arn:aws:iam::123456789012:root"}"#, false),
            (r#""Resource": "*""#, false),
            (r#""Principal": "*", "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}}"#, false),
            (r#""Principal": "*", "Condition": {"StringLike": {"aws:SourceArn": "*"}}"#, true),
            (r#""Principal": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}"#, true),
            (r#""Principal": "*", "Condition": {"IpAddress": {"aws:SourceIp": ["10.0.0.0/8"]}}"#, false),
            (r#""Principal": "*", "Condition": {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}"#, true),
            (r#""Principal": "*", "Condition": {"StringEqualsIfExists": {"aws:SourceAccount": "1"}}"#, true),
        ];
        for (rest, wanted) in cases {
            assert_eq!(public(&with(rest)), [Some(wanted)], "{rest}");
        }
    }

    #[test]
    fn actions_are_patterns() {
        let covers = |pattern: &str, action: &str| {
            run("iam_action_matches", vec![Value::string(pattern), Value::string(action)]).as_bool()
        };
        assert_eq!(covers("s3:*", "S3:GetObject"), Some(true));
        assert_eq!(covers("*", "iam:PassRole"), Some(true));
        assert_eq!(covers("iam:Pass*", "iam:PassRole"), Some(true));
        assert_eq!(covers("iam:Get?ser", "iam:GetRole"), Some(false));
    }

    #[test]
    fn documents_known_in_part_keep_their_known_parts() {
        let bucket = Value::unknown_exact(Type::String, Origin::Variable("var.bucket".into()));
        let text = parts::concat(vec![
            Piece::Known(
                r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::"#
                    .into(),
            ),
            Piece::Unknown(bucket),
            Piece::Known(r#"/*"}}"#.into()),
        ]);
        let statements = run("iam_statements", vec![text]);
        let statement = &statements.as_elements().unwrap()[0];
        assert_eq!(run("iam_is_public", vec![statement.clone()]).as_bool(), Some(true));
        let resource = &field(statement, "resources").as_elements().unwrap()[0].clone();
        assert_eq!(parts::known_start(resource.as_unknown().unwrap()), "arn:aws:s3:::");
    }
}
