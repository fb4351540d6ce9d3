//! Configurations of other tools as the text of a `tollgate.hcl`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::ids_of;
use crate::eval::functions::decode_yaml;
use crate::eval::value::Value;
use crate::policy::select::{RuleFacts, Selector, is_same_alias};
use crate::policy::suppress::directive::{Name, parse_date};
use crate::span::{FileId, Span};
use crate::syntax;
use crate::syntax::ast::{Expr, ExprKind, FileFormat};

/// What other tools' configurations say, in our terms.
#[derive(Clone, Debug, Default)]
pub struct Migrated {
    /// Our ids, with the names that they were taken from.
    ignore: BTreeMap<String, Vec<String>>,
    select: BTreeMap<String, Vec<String>>,
    fail_on: Option<&'static str>,
    exceptions: Vec<Exception>,
    severities: BTreeMap<String, &'static str>,
    enabled: BTreeSet<String>,
    ignored_paths: Vec<String>,
    /// What could not be taken over; one sentence each.
    pub left: Vec<String>,
}

#[derive(Clone, Debug)]
struct Exception {
    id: String,
    path: Option<String>,
    reason: Option<String>,
    expires: Option<String>,
}

/// A reader of one file.
type Reader = fn(&mut Migrated, &str, &[RuleFacts<'_>]) -> Result<(), String>;

/// The files that are read, and how.
pub const READERS: [(&str, Reader); 12] = [
    (".checkov.yaml", read_checkov),
    (".checkov.yml", read_checkov),
    (".checkov_config.yaml", read_checkov),
    (".github/linters/.checkov.yaml", read_checkov),
    (".github/linters/.checkov.yml", read_checkov),
    (".tflint.hcl", read_tflint),
    (".github/linters/.tflint.hcl", read_tflint),
    (".trivyignore", read_trivyignore),
    (".github/linters/.trivyignore", read_trivyignore),
    (".trivyignore.yaml", read_trivyignore_yaml),
    (".tfsec/config.yml", read_tfsec),
    (".tfsec/config.yaml", read_tfsec),
];

impl Migrated {
    /// Whether there is anything to write.
    pub fn is_empty(&self) -> bool {
        self.ignore.is_empty()
            && self.select.is_empty()
            && self.fail_on.is_none()
            && self.exceptions.is_empty()
            && self.severities.is_empty()
            && self.enabled.is_empty()
            && self.ignored_paths.is_empty()
    }

    fn add(&mut self, list: List, alias: &str, rules: &[RuleFacts<'_>]) {
        let ids = self.ids(alias, rules);
        let target = match list {
            List::Ignore => &mut self.ignore,
            List::Select => &mut self.select,
        };
        for id in ids {
            target.entry(id).or_default().push(alias.to_owned());
        }
    }

    /// The rules of an id, or of a pattern over ids such as `CKV_AWS_*`.
    fn ids(&mut self, alias: &str, rules: &[RuleFacts<'_>]) -> Vec<String> {
        let ids: Vec<String> = if alias.contains('*') {
            let selector = Selector::new(alias, Span::NONE);
            rules.iter().filter(|rule| selector.matches(**rule)).map(|rule| rule.id.to_owned()).collect()
        } else {
            ids_of(&Name::Alias(alias.to_owned()), rules).into_iter().map(str::to_owned).collect()
        };
        // Workflows and images are not our business.
        let elsewhere = ["CKV_GHA_", "CKV2_GHA_", "CKV_DOCKER_", "CKV2_DOCKER_"];
        let is_elsewhere = elsewhere.iter().any(|prefix| alias.starts_with(prefix));
        if ids.is_empty() && !is_elsewhere {
            self.left.push(format!("`{alias}` has no rule here"));
        }
        ids
    }

    /// The text of a configuration file.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        if !self.select.is_empty() {
            text.push_str(&list("select", &self.select));
        }
        if !self.ignore.is_empty() {
            text.push_str(&list("ignore", &self.ignore));
        }
        if let Some(fail_on) = self.fail_on {
            let _ = writeln!(text, "fail_on = \"{fail_on}\"\n");
        }
        for (id, severity) in &self.severities {
            let _ = writeln!(text, "rule \"{id}\" {{\n  severity = \"{severity}\"\n}}\n");
        }
        for id in self.enabled.iter().filter(|id| !self.severities.contains_key(*id)) {
            let _ = writeln!(text, "rule \"{id}\" {{\n  enabled = true\n}}\n");
        }
        for path in &self.ignored_paths {
            let _ = writeln!(text, "override {{\n  paths  = [{}]\n  ignore = [\"all\"]\n}}\n", quoted(path));
        }
        for exception in &self.exceptions {
            text.push_str(&exception.to_text());
        }
        text.trim_end().to_owned() + "\n"
    }
}

#[derive(Clone, Copy)]
enum List {
    Select,
    Ignore,
}

fn list(key: &str, words: &BTreeMap<String, Vec<String>>) -> String {
    let lines: Vec<String> = words.iter().map(|(id, from)| format!("  \"{id}\", # {}", from.join(", "))).collect();
    format!("{key} = [\n{}\n]\n\n", lines.join("\n"))
}

impl Exception {
    fn to_text(&self) -> String {
        let mut rows = vec![("rule", quoted(&self.id))];
        rows.extend(self.path.as_deref().map(|path| ("path", quoted(path))));
        rows.push(("reason", quoted(self.reason.as_deref().unwrap_or("taken over from trivy"))));
        rows.extend(self.expires.as_deref().map(|date| ("expires", quoted(date))));
        let width = rows.iter().map(|(key, _)| key.len()).max().unwrap_or(0);
        let lines: Vec<String> = rows.iter().map(|(key, value)| format!("  {key:width$} = {value}")).collect();
        format!("exception {{\n{}\n}}\n\n", lines.join("\n"))
    }
}

/// A string of HCL; `${` and `%{` would begin an expression.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    json.replace("${", "$${").replace("%{", "%%{")
}

fn read_checkov(into: &mut Migrated, text: &str, rules: &[RuleFacts<'_>]) -> Result<(), String> {
    let document = decode_yaml(text)?;
    for (key, value) in document.as_members().into_iter().flatten() {
        match &**key {
            "skip-check" => strings(value).iter().for_each(|alias| checkov_word(into, List::Ignore, alias, rules)),
            "check" => strings(value).iter().for_each(|alias| checkov_word(into, List::Select, alias, rules)),
            "soft-fail" if value.as_bool() == Some(true) => into.fail_on = Some("never"),
            "hard-fail-on" => {
                let severities = strings(value);
                let lowest =
                    SEVERITIES.iter().find(|(name, _)| severities.iter().any(|one| one.eq_ignore_ascii_case(name)));
                into.fail_on = lowest.map(|(_, severity)| *severity).or(into.fail_on);
            }
            "skip-path" => strings(value).iter().for_each(|path| skip_path(into, path)),
            // Which files and frameworks checkov reads, and how it prints.
            "directory"
            | "file"
            | "framework"
            | "output"
            | "quiet"
            | "compact"
            | "evaluate-variables"
            | "download-external-modules"
            | "soft-fail"
            | "branch"
            | "skip-download"
            | "skip-framework"
            | "summary-position"
            | "external-modules-download-path"
            | "block-list-secret-scan"
            | "secrets-scan-file-type" => {}
            other => into.left.push(format!("checkov's `{other}` has no counterpart")),
        }
    }
    Ok(())
}

/// From the least to the worst.
const SEVERITIES: [(&str, &str); 5] =
    [("INFO", "info"), ("LOW", "low"), ("MEDIUM", "medium"), ("HIGH", "high"), ("CRITICAL", "critical")];

fn checkov_word(into: &mut Migrated, list: List, word: &str, rules: &[RuleFacts<'_>]) {
    if SEVERITIES.iter().any(|(name, _)| *name == word) {
        into.left.push(format!("checkov's severity `{word}` means other rules than ours"));
    } else {
        into.add(list, word, rules);
    }
}

/// checkov's paths are regular expressions; a plain one is a path for us too.
fn skip_path(into: &mut Migrated, path: &str) {
    let plain = path.trim_end_matches('/').trim_end_matches("/*").trim_end_matches("/.*");
    if plain.is_empty() || plain.contains(['*', '(', '[', '^', '$', '+', '?', '|', '\\', '{']) {
        into.left.push(format!("checkov's path `{path}` is a regular expression; write an `override` with globs"));
    } else {
        into.ignored_paths.push(plain.trim_start_matches("./").to_owned());
    }
}

fn read_tflint(into: &mut Migrated, text: &str, rules: &[RuleFacts<'_>]) -> Result<(), String> {
    let (file, diagnostics) = syntax::parse(text, FileId::NONE, FileFormat::Hcl);
    if let Some(diagnostic) = diagnostics.first() {
        return Err(diagnostic.message.clone());
    }
    let config = file.body.block("config");
    let by_default = config.and_then(|block| block.body.attribute("disabled_by_default"));
    if by_default.is_some_and(|attribute| is_true(&attribute.expr)) {
        into.left.push("tflint's `disabled_by_default` is about its own rules; list in `select` what is to run".into());
    }
    for block in file.body.blocks_of("rule") {
        let Some(name) = block.labels.first() else { continue };
        let enabled = block.body.attribute("enabled").map(|attribute| is_true(&attribute.expr));
        let is_plain = block.body.blocks.is_empty() && block.body.attributes.len() <= 1;
        match enabled {
            Some(false) => into.add(List::Ignore, &name.text, rules),
            // With our settings the rule would ask for something else than it did.
            Some(true) if !is_plain => into.left.push(format!(
                "tflint's `{}` has settings that are parameters of another kind here; add a `rule` block to have it",
                name.text
            )),
            Some(true) => {
                let ids = into.ids(&name.text, rules);
                into.enabled.extend(ids);
            }
            None => {}
        }
    }
    Ok(())
}

fn is_true(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Bool(true))
}

/// An id a line, perhaps with `exp:DATE`; a comment above is the reason.
fn read_trivyignore(into: &mut Migrated, text: &str, rules: &[RuleFacts<'_>]) -> Result<(), String> {
    let mut reason: Option<String> = None;
    for line in text.lines().map(str::trim) {
        if let Some(comment) = line.strip_prefix('#') {
            reason = Some(comment.trim().to_owned()).filter(|reason| !reason.is_empty());
            continue;
        }
        let mut words = line.split_whitespace();
        let Some(id) = words.next() else {
            reason = None;
            continue;
        };
        let expires = words.find_map(|word| word.strip_prefix("exp:")).filter(|date| parse_date(date).is_some());
        // Vulnerabilities and secrets are not our business.
        if is_same_alias("CVE", id.split('-').next().unwrap_or("")) {
            continue;
        }
        match expires {
            None => into.add(List::Ignore, id, rules),
            Some(date) => {
                for rule in into.ids(id, rules) {
                    let (reason, expires) = (reason.clone(), Some(date.to_owned()));
                    into.exceptions.push(Exception { id: rule, path: None, reason, expires });
                }
            }
        }
    }
    Ok(())
}

fn read_trivyignore_yaml(into: &mut Migrated, text: &str, rules: &[RuleFacts<'_>]) -> Result<(), String> {
    let document = decode_yaml(text)?;
    let Some(entries) = document.member("misconfigurations") else { return Ok(()) };
    for entry in entries.as_elements().unwrap_or_default() {
        let field = |name: &str| entry.member(name).and_then(|value| value.as_str().map(str::to_owned));
        let Some(id) = field("id") else { continue };
        let expires = field("expired_at").and_then(|date| date.get(..10).map(str::to_owned));
        let paths = entry.member("paths").map(|paths| strings(&paths)).unwrap_or_default();
        let places: Vec<Option<String>> =
            if paths.is_empty() { vec![None] } else { paths.into_iter().map(Some).collect() };
        for rule in into.ids(&id, rules) {
            for path in &places {
                let (path, reason, expires) = (path.clone(), field("statement"), expires.clone());
                into.exceptions.push(Exception { id: rule.clone(), path, reason, expires });
            }
        }
    }
    Ok(())
}

fn read_tfsec(into: &mut Migrated, text: &str, rules: &[RuleFacts<'_>]) -> Result<(), String> {
    let document = decode_yaml(text)?;
    for (key, value) in document.as_members().into_iter().flatten() {
        match &**key {
            "exclude" => strings(value).iter().for_each(|alias| into.add(List::Ignore, alias, rules)),
            "include" => strings(value).iter().for_each(|alias| into.add(List::Select, alias, rules)),
            "minimum_severity" => {
                let name = value.as_str().unwrap_or_default();
                into.fail_on = severity(name).or(into.fail_on);
            }
            "severity_overrides" => {
                for (alias, name) in value.as_members().into_iter().flatten() {
                    let Some(severity) = name.as_str().and_then(severity) else { continue };
                    for id in into.ids(alias, rules) {
                        into.severities.insert(id, severity);
                    }
                }
            }
            other => into.left.push(format!("tfsec's `{other}` has no counterpart")),
        }
    }
    Ok(())
}

fn severity(name: &str) -> Option<&'static str> {
    SEVERITIES.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, severity)| *severity)
}

/// A list of strings, or one string with commas.
fn strings(value: &Value) -> Vec<String> {
    match value.as_elements() {
        Some(items) => items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect(),
        None => value.as_str().unwrap_or_default().split(',').map(|word| word.trim().to_owned()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::tests::rule;
    use crate::rules::rule::Rule;

    fn text_of(files: &[(&str, &str)]) -> String {
        let rules = [
            Rule { aliases: vec!["CKV_AWS_1".into(), "AWS-0001".into()], ..rule("aws-a") },
            Rule { aliases: vec!["CKV_AWS_2".into(), "tf_lint".into()], ..rule("aws-b") },
        ];
        let facts: Vec<RuleFacts<'_>> = rules.iter().map(RuleFacts::from).collect();
        let mut migrated = Migrated::default();
        for (name, text) in files {
            let (_, read) = READERS.iter().find(|(other, _)| other == name).unwrap();
            read(&mut migrated, text, &facts).unwrap();
        }
        format!("{}--\n{}", migrated.to_text(), migrated.left.join("\n"))
    }

    #[test]
    fn what_checkov_and_tflint_say() {
        let checkov = "skip-check:\n  - CKV_AWS_1\n  - CKV_AWS_9\n  - CKV_GHA_3\nhard-fail-on: [HIGH, CRITICAL]\nskip-path:\n  - examples/\n  - ^x\nbaseline: x\n";
        let tflint = "config {\n  disabled_by_default = true\n}\nrule \"tf_lint\" {\n  enabled = true\n}\nrule \"tf_other\" {\n  enabled = true\n  format = \"x\"\n}\n";
        insta::assert_snapshot!(text_of(&[(".checkov.yaml", checkov), (".tflint.hcl", tflint)]), @r#"
        ignore = [
          "aws-a", # CKV_AWS_1
        ]

        fail_on = "high"

        rule "aws-b" {
          enabled = true
        }

        override {
          paths  = ["examples"]
          ignore = ["all"]
        }
        --
        checkov's `baseline` has no counterpart
        `CKV_AWS_9` has no rule here
        checkov's path `^x` is a regular expression; write an `override` with globs
        tflint's `disabled_by_default` is about its own rules; list in `select` what is to run
        tflint's `tf_other` has settings that are parameters of another kind here; add a `rule` block to have it
        "#);
    }

    #[test]
    fn what_trivy_and_tfsec_say() {
        let ignore = "# a website\nAVD-AWS-0001 exp:2027-01-31\nCVE-2020-1\nAWS-0001\n";
        let yaml = "misconfigurations:\n  - id: AVD-AWS-0001\n    paths: [a/main.tf]\n    statement: \"${x}\"\n    expired_at: 2027-01-31\n";
        let tfsec = "minimum_severity: MEDIUM\nseverity_overrides:\n  CKV_AWS_2: LOW\n";
        let files = [(".trivyignore", ignore), (".trivyignore.yaml", yaml), (".tfsec/config.yml", tfsec)];
        insta::assert_snapshot!(text_of(&files), @r#"
        ignore = [
          "aws-a", # AWS-0001
        ]

        fail_on = "medium"

        rule "aws-b" {
          severity = "low"
        }

        exception {
          rule    = "aws-a"
          reason  = "a website"
          expires = "2027-01-31"
        }

        exception {
          rule    = "aws-a"
          path    = "a/main.tf"
          reason  = "$${x}"
          expires = "2027-01-31"
        }
        --
        "#);
    }
}
