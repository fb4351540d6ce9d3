//! What a comment asks for: our own words and those of checkov, tfsec, trivy, tflint and KICS.
//!
//! Text in, directives out; this file does not know where the comment stands.

use jiff::civil::Date;

use crate::policy::select::{RuleFacts, Selector, is_same_alias};
use crate::rules::peers;
use crate::span::Span;

/// Who would read the comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tool {
    Tollgate,
    Checkov,
    Tfsec,
    Trivy,
    Tflint,
    Kics,
}

/// How far a directive reaches from where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The attribute or block on its line or directly below.
    Node,
    /// What begins on its line or the next one.
    Line,
    /// The whole top-level block around it.
    TopBlock,
    /// The whole file.
    File,
}

/// One request to be silent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    pub tool: Tool,
    pub names: Vec<Name>,
    /// The last day on which it holds.
    pub until: Option<Date>,
    pub reason: Option<String>,
    pub reach: Reach,
}

/// Which rules are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// Our own words: whatever `--select` takes.
    Ours(Selector),
    /// Another tool's id.
    Alias(String),
    /// Everything that the other tool reports: our rules that have an id of that tool among their aliases.
    AllOf(Tool),
}

impl Name {
    pub fn matches(&self, rule: RuleFacts<'_>) -> bool {
        match self {
            Self::Ours(selector) => selector.matches(rule),
            Self::Alias(alias) => rule.id == alias || rule.aliases.iter().any(|other| is_same_alias(other, alias)),
            Self::AllOf(tool) => rule.aliases.iter().any(|alias| tool.has_id(alias)),
        }
    }
}

impl Tool {
    /// Whether an alias has the form of this tool's ids.
    fn has_id(self, alias: &str) -> bool {
        match self {
            Self::Tollgate => false,
            Self::Checkov => alias.starts_with("CKV"),
            Self::Tfsec | Self::Trivy => is_trivy_id(alias),
            Self::Tflint => {
                alias.contains('_') && alias.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            }
            Self::Kics => uuid::Uuid::try_parse(alias).is_ok(),
        }
    }
}

/// `AWS-0092`, `AVD-GCP-0010`.
fn is_trivy_id(alias: &str) -> bool {
    alias.rsplit_once('-').is_some_and(|(provider, number)| {
        number.len() == 4
            && number.chars().all(|c| c.is_ascii_digit())
            && provider.chars().all(|c| c.is_ascii_uppercase() || c == '-')
    })
}

/// The directives in one line of a comment's text, or why what looks like ours is none.
pub fn parse(text: &str) -> Result<Vec<Directive>, String> {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix("tollgate:") {
        return parse_ours(rest).map(|directive| vec![directive]);
    }
    let foreign = [parse_checkov, parse_tfsec, parse_trivy, parse_tflint, parse_kics];
    Ok(foreign.iter().flat_map(|parse| parse(text)).collect())
}

/// `ignore RULE[, RULE] [until DATE] [-- reason]`, `ignore-file …`
fn parse_ours(text: &str) -> Result<Directive, String> {
    let (head, reason) = match text.split_once("--") {
        Some((head, reason)) => (head, Some(reason.trim()).filter(|reason| !reason.is_empty())),
        None => (text, None),
    };
    let mut words = head.split([' ', '\t', ',']).filter(|word| !word.is_empty());
    let reach = match words.next() {
        Some("ignore") => Reach::Node,
        Some("ignore-file") => Reach::File,
        Some(word) => {
            return Err(format!("`tollgate:{word}` is no directive; use `tollgate:ignore` or `tollgate:ignore-file`"));
        }
        None => return Err("`tollgate:` is followed by nothing; write `tollgate:ignore RULE -- reason`".into()),
    };
    let names: Vec<Name> = words
        .by_ref()
        .take_while(|word| *word != "until")
        .map(|word| Name::Ours(Selector::new(word, Span::NONE)))
        .collect();
    if names.is_empty() {
        return Err("the comment names no rule; write `tollgate:ignore RULE -- reason`".into());
    }
    let has_until = head.split([' ', '\t', ',']).any(|word| word == "until");
    let until = match words.next() {
        Some(date) => Some(parse_date(date).ok_or_else(|| format!("`{date}` is no date; write it as `2027-01-31`"))?),
        None if has_until => return Err("`until` is followed by no date; write it as `2027-01-31`".into()),
        None => None,
    };
    if let Some(word) = words.next() {
        return Err(format!("`{word}` stands behind the date; write the reason behind `--`"));
    }
    Ok(Directive { tool: Tool::Tollgate, names, until, reason: reason.map(str::to_owned), reach })
}

/// `2027-01-31`; other forms that the date library would take are refused.
pub fn parse_date(text: &str) -> Option<Date> {
    (text.len() == "2027-01-31".len()).then(|| text.parse().ok())?
}

/// `checkov:skip=ID:reason`, and the older names of the same program.
fn parse_checkov(text: &str) -> Vec<Directive> {
    let Some((_, rest)) =
        ["checkov:skip=", "bridgecrew:skip=", "cortex:skip="].iter().find_map(|marker| text.split_once(marker))
    else {
        return Vec::new();
    };
    let (ids, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let ids = ids.split_whitespace().next().unwrap_or("");
    foreign(Tool::Checkov, ids, reason, Reach::TopBlock).into_iter().collect()
}

fn parse_tfsec(text: &str) -> Vec<Directive> {
    parse_aqua(Tool::Tfsec, "tfsec:ignore:", text)
}

fn parse_trivy(text: &str) -> Vec<Directive> {
    parse_aqua(Tool::Trivy, "trivy:ignore:", text)
}

/// `trivy:ignore:ID[:exp:DATE][:ws:NAME]`, several in a line; what follows the words is a reason.
fn parse_aqua(tool: Tool, marker: &str, text: &str) -> Vec<Directive> {
    let mut found = Vec::new();
    for part in text.split(marker).skip(1) {
        let (word, reason) = part.split_once(char::is_whitespace).unwrap_or((part, ""));
        let mut fields = word.split(':');
        let id = fields.next().unwrap_or("");
        let id = id.split('[').next().unwrap_or("");
        let id = peers::id_of_name(id).unwrap_or(id);
        let name = if id == "*" { Name::AllOf(tool) } else { Name::Alias(id.to_owned()) };
        let mut until = None;
        let mut is_elsewhere = id.is_empty();
        while let Some(field) = fields.next() {
            match field {
                "exp" => until = fields.next().and_then(parse_date),
                // A suppression for one workspace cannot be honoured without knowing it: it is not honoured.
                "ws" => is_elsewhere = true,
                _ => {}
            }
        }
        if !is_elsewhere {
            let reason = reason_of(reason.split('#').next().unwrap_or(""));
            found.push(Directive { tool, names: vec![name], until, reason, reach: Reach::Node });
        }
    }
    found
}

/// `tflint-ignore: ID, ID`, `tflint-ignore-file: ID`
fn parse_tflint(text: &str) -> Vec<Directive> {
    let Some(rest) = text.strip_prefix("tflint-ignore") else { return Vec::new() };
    let (reach, rest) = match rest.strip_prefix("-file") {
        Some(rest) => (Reach::File, rest),
        None => (Reach::Line, rest),
    };
    let Some(rest) = rest.trim_start().strip_prefix(':') else { return Vec::new() };
    let (ids, reason) = rest.split_once(['#', '/']).unwrap_or((rest, ""));
    foreign(Tool::Tflint, ids, reason, reach).into_iter().collect()
}

/// `kics-scan ignore-line`, `kics-scan ignore-block`, `kics-scan disable=ID,ID`, `kics-scan ignore`
fn parse_kics(text: &str) -> Vec<Directive> {
    let Some(rest) = text.strip_prefix("kics-scan") else { return Vec::new() };
    let all = |reach| {
        vec![Directive { tool: Tool::Kics, names: vec![Name::AllOf(Tool::Kics)], until: None, reason: None, reach }]
    };
    let word = rest.split_whitespace().next().unwrap_or("");
    match word {
        "ignore-line" => all(Reach::Line),
        "ignore-block" => all(Reach::Node),
        "ignore" => all(Reach::File),
        _ => word
            .strip_prefix("disable=")
            .and_then(|ids| foreign(Tool::Kics, ids, "", Reach::File))
            .into_iter()
            .collect(),
    }
}

fn foreign(tool: Tool, ids: &str, reason: &str, reach: Reach) -> Option<Directive> {
    let names: Vec<Name> = ids
        .split(',')
        .map(str::trim)
        .filter(|id| !id.is_empty())
        .map(|id| if matches!(id, "all" | "*") { Name::AllOf(tool) } else { Name::Alias(id.to_owned()) })
        .collect();
    (!names.is_empty()).then(|| Directive { tool, names, until: None, reason: reason_of(reason), reach })
}

fn reason_of(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches(['-', ':', '#', '/']).trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Directive {
        let mut found = parse(text).unwrap();
        assert_eq!(found.len(), 1, "{text}");
        found.remove(0)
    }

    fn names(directive: &Directive) -> Vec<String> {
        let text = |name: &Name| match name {
            Name::Ours(selector) => selector.text.to_string(),
            Name::Alias(alias) => alias.clone(),
            Name::AllOf(tool) => format!("all of {tool:?}"),
        };
        directive.names.iter().map(text).collect()
    }

    #[test]
    fn our_own_words_with_date_and_reason() {
        let directive = one("tollgate:ignore aws-a, CKV_AWS_20 until 2027-01-31 -- it is -- a website");
        assert_eq!(names(&directive), ["aws-a", "CKV_AWS_20"]);
        assert_eq!(directive.until.unwrap().to_string(), "2027-01-31");
        assert_eq!(directive.reason.as_deref(), Some("it is -- a website"));
        assert_eq!(one("tollgate:ignore-file naming").reach, Reach::File);
        assert_eq!(one("tollgate:ignore naming --").reason, None);
    }

    #[test]
    fn what_looks_like_ours_and_is_none_is_told() {
        for (text, part) in [
            ("tollgate:ignore", "names no rule"),
            ("tollgate:ignroe x", "no directive"),
            ("tollgate:", "followed by nothing"),
            ("tollgate:ignore x until tomorrow -- y", "`tomorrow` is no date"),
            ("tollgate:ignore x until -- y", "followed by no date"),
            ("tollgate:ignore x until 2027-02-30", "is no date"),
            ("tollgate:ignore x until 2027-01-31 because", "behind `--`"),
        ] {
            let message = parse(text).unwrap_err();
            assert!(message.contains(part), "{text}: {message}");
        }
    }

    #[test]
    fn the_words_of_the_peers() {
        for (text, tool, expected, reach) in [
            ("checkov:skip=CKV_AWS_20:public site", Tool::Checkov, "CKV_AWS_20", Reach::TopBlock),
            ("bridgecrew:skip=CKV2_AWS_6", Tool::Checkov, "CKV2_AWS_6", Reach::TopBlock),
            ("tfsec:ignore:aws-s3-no-public", Tool::Tfsec, "aws-s3-no-public", Reach::Node),
            ("tfsec:ignore:aws-s3-enable-versioning", Tool::Tfsec, "AWS-0090", Reach::Node),
            ("trivy:ignore:AVD-AWS-0089", Tool::Trivy, "AVD-AWS-0089", Reach::Node),
            ("trivy:ignore:*", Tool::Trivy, "all of Trivy", Reach::Node),
            ("tflint-ignore: aws_instance_type # legacy", Tool::Tflint, "aws_instance_type", Reach::Line),
            ("tflint-ignore-file: terraform_x", Tool::Tflint, "terraform_x", Reach::File),
            ("kics-scan ignore-line", Tool::Kics, "all of Kics", Reach::Line),
            ("kics-scan disable=a,b", Tool::Kics, "a|b", Reach::File),
        ] {
            let directive = one(text);
            assert_eq!((directive.tool, directive.reach), (tool, reach), "{text}");
            assert_eq!(names(&directive).join("|"), expected, "{text}");
        }
        assert_eq!(one("tfsec:ignore:aws-x:exp:2027-01-31").until.unwrap().to_string(), "2027-01-31");
        assert_eq!(parse("tfsec:ignore:a tfsec:ignore:b").unwrap().len(), 2);
        assert_eq!(one("checkov:skip=CKV_1:why not").reason.as_deref(), Some("why not"));
        assert!(parse("trivy:ignore:x:ws:prod").unwrap().is_empty());
        assert!(parse("an ordinary comment, see checkov").unwrap().is_empty());
    }
}
