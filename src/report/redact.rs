//! Which lines of source may not be shown as they are, and what is shown instead.
//!
//! A line is masked when a finding about a secret points at it, when it holds the value of a sensitive variable, or
//! when it writes a literal into an argument whose name says that it is secret. Masking keeps the length in bytes, so
//! that spans and underlines stay true.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::Report;
use super::text::harmless;
use crate::config::module::{CallTarget, Module, Variable};
use crate::config::project::Project;
use crate::eval::functions::{self, NoFiles};
use crate::eval::mode::Mode;
use crate::eval::value::Value;
use crate::rules::finding::{Finding, Location};
use crate::run::RootInputs;
use crate::span::{FileId, SourceFile, Sources, Span};

/// Parts of argument names whose literal values are nobody's business.
const SECRET_NAMES: [&str; 12] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "private_key",
    "access_key",
    "api_key",
    "apikey",
    "credential",
    "connection_string",
    "auth_key",
];

/// Where values of sensitive variables stand: their defaults, the arguments of calls, tfvars. For [`Report::secrets`].
pub fn sensitive_spans(project: &Project, roots: &[RootInputs]) -> Vec<Span> {
    let mut spans = Vec::new();
    for module in project.modules() {
        spans.extend(sensitive(module).filter_map(|variable| Some(variable.default.as_ref()?.span)));
        for call in module.calls.values() {
            let key = &call.name.text;
            let CallTarget::Directory(dir) = project.target(&module.dir, key, &module.dir, call) else { continue };
            let Some(called) = project.module(&dir) else { continue };
            let arguments = sensitive(&called).filter_map(|variable| call.body.attribute(&variable.name.text));
            spans.extend(arguments.map(|argument| argument.expr.span));
        }
        for file in project.variable_files(&module.dir) {
            let values = sensitive(module).filter_map(|variable| file.body.attribute(&variable.name.text));
            spans.extend(values.map(|value| value.expr.span));
        }
    }
    for root in roots {
        let Some(module) = project.module(&root.dir) else { continue };
        let inputs = sensitive(&module).filter_map(|variable| root.inputs.variables.get(&variable.name.text));
        spans.extend(inputs.map(|input| input.span));
    }
    spans
}

fn sensitive(module: &Module) -> impl Iterator<Item = &Variable> {
    module.variables.values().map(|variable| &**variable).filter(|variable| variable.sensitive)
}

/// Knows the lines of a run that must be masked.
#[derive(Debug, Default)]
pub struct Redactor {
    masked: HashMap<FileId, HashSet<u32>>,
}

impl Redactor {
    pub fn new(report: &Report<'_>) -> Self {
        let mut redactor = Self::default();
        for span in report.secrets {
            redactor.mask(*span, report.sources);
        }
        for finding in report.findings.iter().filter(|finding| finding.rule.is_about_secrets()) {
            for span in spans_of(finding) {
                redactor.mask(span, report.sources);
            }
        }
        redactor
    }

    fn mask(&mut self, span: Span, sources: &Sources) {
        let Some(file) = sources.get(span.file) else { return };
        let region = file.region(span);
        self.masked.entry(span.file).or_default().extend(region.start.line..=region.end.line);
    }

    /// A line as it may be shown: hostile characters replaced, secrets masked, the same length in bytes.
    pub fn line<'f>(&self, id: FileId, file: &'f SourceFile, number: u32) -> Cow<'f, str> {
        let line = file.line(number);
        if self.must_mask(id, number, line) {
            Cow::Owned(harmless(&mask_line(line)).into_owned())
        } else {
            harmless(line)
        }
    }

    /// Whether some line of the range cannot be shown as it is.
    pub fn touches(&self, id: FileId, file: &SourceFile, lines: std::ops::RangeInclusive<u32>) -> bool {
        lines.into_iter().any(|number| self.must_mask(id, number, file.line(number)))
    }

    fn must_mask(&self, id: FileId, number: u32, line: &str) -> bool {
        self.masked.get(&id).is_some_and(|lines| lines.contains(&number)) || assigns_secret(line) || holds_secret(line)
    }
}

fn spans_of(finding: &Finding) -> impl Iterator<Item = Span> + '_ {
    let steps = finding.trace.iter().chain(&finding.related).map(|step| &step.location);
    std::iter::once(&finding.location).chain(steps).filter_map(|location| match location {
        Location::Source(span) => Some(*span),
        Location::File { .. } => None,
    })
}

/// `db_password = "literal"`, but not `password = var.x` nor `password_length = 16`.
fn assigns_secret(line: &str) -> bool {
    let Some((name, value)) = line.split_once(['=', ':']) else { return false };
    let name = name.trim().trim_matches('"').to_ascii_lowercase().replace('-', "_");
    let is_secret = SECRET_NAMES.iter().any(|part| name.contains(part));
    is_secret && (value.contains('"') || value.trim_start().starts_with("<<")) && !is_reference(value)
}

/// Whether a literal on the line looks like a credential.
fn holds_secret(line: &str) -> bool {
    // Every odd piece between quotes is a literal; an escaped quote only splits one into two.
    let literals = line.split('"').skip(1).step_by(2).filter(|literal| literal.len() >= 8);
    literals.map(Value::string).any(|literal| {
        let verdict = functions::call("looks_secret", vec![literal], &NoFiles, Mode::Rule);
        verdict.is_ok_and(|value| value.as_bool() == Some(true))
    })
}

/// Masks everything on a line that may be part of a value. Kept are block headers, names of arguments, and values
/// that are references alone.
fn mask_line(line: &str) -> String {
    let trimmed = line.trim();
    if is_structure(trimmed) {
        return line.to_owned();
    }
    match line.find(['=', ':']) {
        Some(at) if is_name(line.get(..at).unwrap_or("")) => {
            let (name, value) = line.split_at_checked(at + 1).unwrap_or((line, ""));
            let kept = is_reference(value) || value.trim().starts_with("<<");
            if kept { line.to_owned() } else { format!("{name}{}", stars(value)) }
        }
        Some(_) | None => stars(line),
    }
}

/// `resource "x" "y" {`, a closing bracket, an empty line.
fn is_structure(line: &str) -> bool {
    let is_header = || {
        let words = line.trim_end_matches('{').split_whitespace();
        line.ends_with('{')
            && !line.contains(['=', ':'])
            && words.skip(1).all(|word| word.starts_with('"') && word.ends_with('"'))
    };
    line.chars().all(|c| "{}[](),".contains(c)) || is_header()
}

fn is_name(text: &str) -> bool {
    let name = text.trim().trim_matches('"');
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
}

/// `var.x`, `local.a["b"].c`: names and dots, and nothing that could be a literal.
fn is_reference(value: &str) -> bool {
    let value = value.trim().trim_end_matches(',');
    let begins_with_name = value.chars().next().is_some_and(|c| c.is_ascii_lowercase());
    begins_with_name
        && value.contains('.')
        && value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_.[]*".contains(c))
}

/// The same text with every visible character as `*`, one for each byte; quotes at the ends stay readable.
fn stars(text: &str) -> String {
    let mask = |c: char| if c.is_whitespace() || c == '"' { c.to_string() } else { "*".repeat(c.len_utf8()) };
    text.chars().map(mask).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discover::{Dialect, Files, Options, Target, discover};

    #[test]
    fn literals_are_masked_and_references_stay() {
        assert_eq!(mask_line("  password = \"hunter2\""), "  password = \"*******\"");
        assert_eq!(mask_line("  password = \"hünter\" # was: x"), "  password = \"*******\" * **** *");
        assert_eq!(mask_line("  password = var.db_password"), "  password = var.db_password");
        assert_eq!(mask_line("  pin = 1234"), "  pin = ****");
        assert_eq!(mask_line("resource \"aws_db\" \"a\" {"), "resource \"aws_db\" \"a\" {");
        assert_eq!(mask_line("  user_data = <<-EOT"), "  user_data = <<-EOT");
        assert_eq!(mask_line("    export KEY=abc"), "    ****** *******");
        assert_eq!(mask_line("    KEY=abc"), "    KEY=***");
        assert_eq!(mask_line("  }"), "  }");
    }

    #[test]
    fn secret_names_with_literals_are_noticed() {
        assert!(assigns_secret("  db_password = \"x\""));
        assert!(assigns_secret("  \"ApiKey\": \"x\","));
        assert!(!assigns_secret("  db_password = var.password"));
        assert!(!assigns_secret("  password_length = 16"));
        assert!(!assigns_secret("  bucket = \"x\""));
        let key = ["AKIA", "Q4J7ZP2WX3NM5L6K"].concat();
        assert!(holds_secret(&format!("  x = f(\"{key}\")")));
        assert!(!holds_secret("  bucket = \"my-application-logs\""));
    }

    #[test]
    fn values_of_sensitive_variables_are_known_by_their_places() {
        let files = [
            ("main.tf", "module \"db\" {\n  source = \"./db\"\n  password = local.secret\n  name = \"x\"\n}\n"),
            (
                "db/main.tf",
                "variable \"password\" {\n  sensitive = true\n  default = \"one\"\n}\nvariable \"name\" {\n  default = \"y\"\n}\n",
            ),
            ("db/terraform.tfvars", "password = \"two\"\nname = \"z\"\n"),
        ];
        let files = Files::in_memory(files.map(|(path, text)| (path.to_owned(), text.to_owned())).into());
        let sources = Sources::default();
        let found = discover(&files, &[Target::root()], Options::default());
        let project = Project::load(&files, &sources, &found.directories, Dialect::Auto);
        let text = |span: &Span| sources.get(span.file).unwrap().slice(*span).to_owned();
        let mut texts: Vec<String> = sensitive_spans(&project, &[]).iter().map(text).collect();
        texts.sort();
        assert_eq!(texts, ["\"one\"", "\"two\"", "local.secret"]);
    }

    #[test]
    fn masks_keep_the_length() {
        for line in ["  a = \"ü😀\"", "x", "", "  secret: é"] {
            assert_eq!(mask_line(line).len(), line.len(), "{line}");
        }
    }
}
