//! What we tell the user about input that we could not read or understand.
//!
//! A [`Diagnostic`] is about input (a broken file, a cycle, an unknown key); it is collected, never thrown.
//! A rule's statement about infrastructure is a finding (see `rules`), not a diagnostic.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::span::{Sources, Span};

/// How bad a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Error,
    Warning,
    Note,
}

impl Severity {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

macro_rules! codes {
    ($(#[doc = $doc:literal] $variant:ident = $text:literal,)*) => {
        /// What kind of problem a diagnostic reports. The text form is a contract: tools match on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $doc] $variant,)* }

        impl Code {
            /// All codes, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// What the code means, as a sentence.
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => $doc.trim_ascii(),)* }
            }
        }
    };
}

codes! {
    /// A path given on the command line does not exist.
    PathMissing = "path-missing",
    /// A file or directory could not be read.
    FileUnreadable = "file-unreadable",
    /// A file is larger than the limit and was not read.
    FileTooLarge = "file-too-large",
    /// A file that is left out on purpose.
    FileSkipped = "file-skipped",
    /// A path or a link leads out of the repository.
    PathOutside = "path-outside",
    /// Text that is no valid HCL.
    SyntaxInvalid = "syntax-invalid",
    /// Text that is no valid JSON.
    JsonInvalid = "json-invalid",
    /// Text that is no UTF-8.
    EncodingInvalid = "encoding-invalid",
    /// Nesting deeper than the limit.
    NestingTooDeep = "nesting-too-deep",
    /// A block that Terraform does not know, or with the wrong labels.
    ConfigBlockInvalid = "config-block-invalid",
    /// Two blocks declare the same thing.
    ConfigDuplicate = "config-duplicate",
    /// An argument that Terraform does not accept here.
    ConfigArgumentInvalid = "config-argument-invalid",
    /// A type constraint that is not one.
    ConfigTypeInvalid = "config-type-invalid",
    /// A local module whose directory is missing.
    ModuleMissing = "module-missing",
    /// A remote module that is not installed here.
    ModuleRemote = "module-remote",
    /// A module call without, or with a superfluous, argument.
    ModuleArgument = "module-argument",
    /// An error of evaluation.
    EvalError = "eval-error",
    /// A value that depends on itself.
    EvalCycle = "eval-cycle",
    /// A reference to something that is not declared.
    EvalReference = "eval-reference",
    /// A value that does not fit its variable.
    VariableInvalid = "variable-invalid",
    /// A variable of a root module without default and without a value.
    VariableMissing = "variable-missing",
    /// A value for a variable that is not declared.
    VariableUndeclared = "variable-undeclared",
    /// A condition of the configuration that is false.
    ConditionBroken = "condition-broken",
    /// A limit that was hit.
    LimitReached = "limit-reached",
    /// A rule file or rule that is wrong.
    RuleInvalid = "rule-invalid",
    /// A rule whose evaluation failed.
    RuleFailed = "rule-failed",
    /// An id or selector that names no rule.
    RuleUnknown = "rule-unknown",
    /// A configuration file that is wrong.
    SettingsInvalid = "settings-invalid",
    /// A suppression comment that is wrong.
    SuppressionInvalid = "suppression-invalid",
    /// A baseline file that is wrong.
    BaselineInvalid = "baseline-invalid",
    /// A plan that cannot be read.
    PlanInvalid = "plan-invalid",
    /// A plan that does not fit the source.
    PlanMismatch = "plan-mismatch",
    /// A test file that is wrong.
    TestInvalid = "test-invalid",
    /// A price table or usage file that is wrong.
    PriceInvalid = "price-invalid",
    /// Git objects that could not be read.
    GitUnreadable = "git-unreadable",
    /// A report that was cut.
    ReportCapped = "report-capped",
    /// The report of a shard is missing, so that its root modules are not in the merged report.
    ShardMissing = "shard-missing",
    /// A bug of ours.
    Internal = "internal",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A second place that explains the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

/// One statement about input: what is wrong in `message`, why in `note`, what to do in `help`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    /// One sentence, no full stop, no line break, never a sensitive value.
    pub message: String,
    /// Where; [`Span::NONE`] where there is no text to point at.
    pub span: Span,
    /// The path of input that is not among the sources (a directory, an unreadable file).
    pub path: Option<Arc<str>>,
    pub labels: Vec<Label>,
    pub note: Option<String>,
    pub help: Option<String>,
}

impl Diagnostic {
    pub fn new(code: Code, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        Self { code, severity, message: message.into(), span, path: None, labels: Vec::new(), note: None, help: None }
    }

    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, span, message)
    }

    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, span, message)
    }

    pub fn note(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, span, message)
    }

    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    #[must_use]
    pub fn with_path(mut self, path: impl Into<Arc<str>>) -> Self {
        self.path = Some(path.into());
        self
    }

    #[must_use]
    pub fn with_label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }
}

/// Runs a part of the work. A bug in it costs that part, and is told as one: all else is checked and reported.
///
/// # Errors
/// The diagnostic that stands for what was lost; `what` names it (`the root module`).
pub fn guarded<T>(what: &str, path: &Arc<str>, work: impl FnOnce() -> T) -> Result<T, Box<Diagnostic>> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let shown = if path.is_empty() { "." } else { path };
        let text = format!("internal: {what} `{shown}` could not be checked because of a bug in tollgate");
        let diagnostic = Diagnostic::error(Code::Internal, Span::NONE, text).with_path(Arc::clone(path));
        Box::new(diagnostic.with_help("please report it with the module's files, if you may"))
    })
}

/// Puts diagnostics into their total order (path, place, code, message) and drops repetitions; of two that differ in note
/// or help alone, the lesser stays, whatever came first.
pub fn sort_diagnostics(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    let mut keyed: BTreeMap<_, Diagnostic> = BTreeMap::new();
    for diagnostic in diagnostics.drain(..) {
        let path = diagnostic.path.clone().unwrap_or_else(|| sources.path(diagnostic.span.file));
        let key = (
            path,
            diagnostic.span.start,
            diagnostic.span.end,
            diagnostic.severity,
            diagnostic.code,
            diagnostic.message.clone(),
        );
        let known = keyed.entry(key).or_insert_with(|| diagnostic.clone());
        if (&diagnostic.note, &diagnostic.help) < (&known.note, &known.help) {
            *known = diagnostic;
        }
    }
    diagnostics.extend(keyed.into_values());
}

/// The longest word for which a neighbour is looked for, in bytes.
const MAX_WORD: usize = 128;

/// How many candidates are looked at.
const MAX_CANDIDATES: usize = 10_000;

/// The candidate that is nearest to a misspelt word, for "did you mean" helps.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A long word is no misspelling, and input may hold any number of either.
    if word.len() > MAX_WORD {
        return None;
    }
    let limit = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .take(MAX_CANDIDATES)
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= if word.is_ascii() { limit * 2 } else { limit * 4 })
        .map(|candidate| (edit_distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many characters must be put in, taken out, replaced or swapped with their neighbour.
fn edit_distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    let mut left_before = None;
    for (i, a) in left.chars().enumerate() {
        let mut next = vec![i + 1];
        let mut right_before = None;
        for (j, &b) in right.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX - 1);
            let mut best = at(&last, j) + usize::from(a != b);
            best = best.min(at(&last, j + 1) + 1).min(at(&next, j) + 1);
            if j > 0 && left_before == Some(b) && right_before == Some(a) {
                best = best.min(at(&before_last, j - 1).saturating_add(1));
            }
            next.push(best);
            right_before = Some(b);
        }
        before_last = std::mem::replace(&mut last, next);
        left_before = Some(a);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bug_in_one_part_is_told_and_ends_there() {
        let dir: Arc<str> = "envs/prod".into();
        assert_eq!(guarded("the root module", &dir, || 1).unwrap(), 1);
        let diagnostic = guarded("the root module", &dir, || -> i32 { panic!("on purpose") }).unwrap_err();
        assert_eq!(diagnostic.code, Code::Internal);
        assert_eq!(diagnostic.path.as_deref(), Some("envs/prod"));
        assert!(diagnostic.message.contains("`envs/prod`"));
    }

    #[test]
    fn a_misspelt_word_finds_its_neighbour() {
        assert_eq!(nearest("fail_onn", ["select", "fail_on", "ignore"]), Some("fail_on"));
        assert_eq!(nearest("hihg", ["high", "low"]), Some("high"));
        assert_eq!(nearest("zzz", ["select", "fail_on"]), None);
    }
}
