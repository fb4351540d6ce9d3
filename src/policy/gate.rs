//! The verdict of the run as an exit code.

use std::str::FromStr;

use crate::diag::{Code, Diagnostic, Severity as DiagnosticSeverity};
use crate::rules::finding::{BaselineState, Finding, Verdict};
use crate::rules::rule::Severity;

/// What the process says when it ends. Ordered: of several, the highest wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing at or over the threshold.
    #[default]
    Clean,
    /// Findings at or over it.
    Findings,
    /// Usage, configuration or a rule is wrong.
    Usage,
    /// Some input could not be read or parsed; all else was checked.
    Input,
    /// A bug of ours.
    Internal,
}

impl Exit {
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Input => 3,
            Self::Internal => 4,
        }
    }
}

/// The lowest severity that fails the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    Severity(Severity),
    /// No finding fails the run.
    Never,
}

impl Default for FailOn {
    fn default() -> Self {
        Self::Severity(Severity::Low)
    }
}

impl FailOn {
    pub const NEVER: &'static str = "never";

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Severity(severity) => severity.as_str(),
            Self::Never => Self::NEVER,
        }
    }

    fn fails(self, severity: Severity) -> bool {
        match self {
            Self::Severity(threshold) => severity >= threshold,
            Self::Never => false,
        }
    }
}

impl FromStr for FailOn {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if text == Self::NEVER { Ok(Self::Never) } else { text.parse().map(Self::Severity) }
    }
}

/// What a verdict of unknown means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnknownPolicy {
    /// Not reported, only counted.
    Ignore,
    /// Reported; does not fail the run.
    #[default]
    Warn,
    /// Reported and fails the run as a failure would.
    Fail,
}

impl UnknownPolicy {
    pub const ALL: [Self; 3] = [Self::Ignore, Self::Warn, Self::Fail];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ignore => "ignore",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

impl FromStr for UnknownPolicy {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|policy| policy.as_str() == text).ok_or(())
    }
}

/// How strict the gate is for one finding: its place and environment may have a threshold of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Threshold {
    pub fail_on: FailOn,
    pub unknown: UnknownPolicy,
}

/// Whether the finding fails the run.
pub fn is_failing(finding: &Finding, threshold: Threshold) -> bool {
    if finding.suppression.is_some() {
        return false;
    }
    if matches!(finding.baseline_state, Some(BaselineState::Unchanged | BaselineState::Fixed)) {
        return false;
    }
    let counts = match finding.verdict {
        Verdict::Fail => true,
        Verdict::Unknown => threshold.unknown == UnknownPolicy::Fail,
    };
    counts && threshold.fail_on.fails(finding.severity)
}

/// The exit code that findings and diagnostics together call for.
pub fn decide(findings: &[Finding], threshold: impl Fn(&Finding) -> Threshold, diagnostics: &[Diagnostic]) -> Exit {
    let is_failed = findings.iter().any(|finding| is_failing(finding, threshold(finding)));
    let from_findings = if is_failed { Exit::Findings } else { Exit::Clean };
    diagnostics.iter().map(exit_of).fold(from_findings, Exit::max)
}

/// What one diagnostic calls for; only errors do.
pub fn exit_of(diagnostic: &Diagnostic) -> Exit {
    match diagnostic.severity {
        DiagnosticSeverity::Error => exit_of_error(diagnostic.code),
        DiagnosticSeverity::Warning | DiagnosticSeverity::Note => Exit::Clean,
    }
}

fn exit_of_error(code: Code) -> Exit {
    match code {
        Code::RuleInvalid
        | Code::RuleFailed
        | Code::RuleUnknown
        | Code::SettingsInvalid
        | Code::SuppressionInvalid
        | Code::BaselineInvalid
        | Code::TestInvalid
        | Code::PriceInvalid
        | Code::GitUnreadable => Exit::Usage,
        Code::PathMissing
        | Code::FileUnreadable
        | Code::FileTooLarge
        | Code::FileSkipped
        | Code::PathOutside
        | Code::SyntaxInvalid
        | Code::JsonInvalid
        | Code::EncodingInvalid
        | Code::NestingTooDeep
        | Code::ConfigBlockInvalid
        | Code::ConfigDuplicate
        | Code::ConfigArgumentInvalid
        | Code::ConfigTypeInvalid
        | Code::ModuleMissing
        | Code::ModuleRemote
        | Code::ModuleArgument
        | Code::EvalError
        | Code::EvalCycle
        | Code::EvalReference
        | Code::VariableInvalid
        | Code::VariableUndeclared
        | Code::VariableMissing
        | Code::ConditionBroken
        | Code::LimitReached
        | Code::PlanInvalid
        | Code::PlanMismatch
        | Code::ReportCapped
        | Code::ShardMissing => Exit::Input,
        Code::Internal => Exit::Internal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::tests::Fixture;
    use crate::span::Span;

    #[test]
    fn the_threshold_decides_and_unknown_counts_only_when_asked() {
        let fixture = Fixture::new();
        let mut finding = fixture.finding("a-b", "aws_x.y", 1);
        finding.severity = Severity::Medium;
        let with = |fail_on: &str, unknown| Threshold { fail_on: fail_on.parse().unwrap(), unknown };
        assert!(is_failing(&finding, Threshold::default()));
        assert!(!is_failing(&finding, with("high", UnknownPolicy::Warn)));
        assert!(!is_failing(&finding, with("never", UnknownPolicy::Warn)));
        finding.verdict = Verdict::Unknown;
        assert!(!is_failing(&finding, with("low", UnknownPolicy::Warn)));
        assert!(is_failing(&finding, with("low", UnknownPolicy::Fail)));
    }

    #[test]
    fn the_highest_code_wins_and_warnings_call_for_none() {
        let fixture = Fixture::new();
        let findings = [fixture.finding("a-b", "aws_x.y", 1)];
        let decide = |diagnostics: &[Diagnostic]| decide(&findings, |_| Threshold::default(), diagnostics).code();
        assert_eq!(decide(&[]), 1);
        assert_eq!(decide(&[Diagnostic::warning(Code::EvalError, Span::NONE, "x")]), 1);
        let unknown_rule = Diagnostic::error(Code::RuleUnknown, Span::NONE, "x");
        assert_eq!(decide(std::slice::from_ref(&unknown_rule)), 2);
        assert_eq!(decide(&[Diagnostic::error(Code::SyntaxInvalid, Span::NONE, "x"), unknown_rule]), 3);
    }
}
