//! `exception` blocks: findings that a configuration agrees to, with a reason, an owner and an end.

use std::sync::Arc;

use globset::GlobSet;
use jiff::civil::Date;

use super::pattern;
use super::select::Selector;
use super::split::{Mask, split};
use crate::rules::finding::{Finding, Location, Suppression, SuppressionKind};
use crate::span::{Sources, Span};

/// One `exception` block. Each filter that is set must fit.
#[derive(Clone, Debug)]
pub struct Exception {
    pub rule: Selector,
    /// Pattern over instance addresses, with or without their keys.
    pub resource: Option<Arc<str>>,
    /// Glob over paths relative to the root of the repository.
    pub path: Option<GlobSet>,
    pub environment: Option<Arc<str>>,
    pub reason: Option<String>,
    pub owner: Option<String>,
    /// The last day on which it holds.
    pub expires: Option<Date>,
    pub span: Span,
    /// Only what stands below the configuration file is excepted.
    pub directory: Arc<str>,
}

impl Exception {
    /// Without a clock nothing expires.
    pub fn is_expired(&self, today: Option<Date>) -> bool {
        matches!((self.expires, today), (Some(last), Some(today)) if last < today)
    }

    /// Which instances of the finding are excepted; `None` for none.
    fn mask(&self, finding: &Finding, path: &str) -> Option<Mask> {
        let fits = finding.rule.suppressible
            && self.rule.matches((&*finding.rule).into())
            && crate::discover::path::is_within(path, &self.directory)
            && self.path.as_ref().is_none_or(|glob| glob.is_match(path))
            && self.environment.as_ref().is_none_or(|name| finding.environment.as_ref() == Some(name));
        if !fits {
            return None;
        }
        let Some(resource) = &self.resource else { return Some(Mask::all(finding)) };
        let excepted = finding.instances.iter().map(|address| pattern::matches_address(resource, address));
        Mask::some(excepted.collect())
    }

    fn suppression(&self) -> Suppression {
        Suppression {
            kind: SuppressionKind::Exception,
            reason: self.reason.clone(),
            until: self.expires.map(|date| date.to_string()),
            owner: self.owner.clone(),
            location: (!self.span.is_none()).then_some(Location::Source(self.span)),
        }
    }
}

/// Silences what is excepted. A finding of which only some instances are is split in two. The result says of each
/// exception whether it was used.
pub fn apply(
    exceptions: &[Exception],
    findings: &mut Vec<Finding>,
    sources: &Sources,
    today: Option<Date>,
    is_suppressible: &dyn Fn(&Finding, &str) -> bool,
) -> Vec<bool> {
    let mut used = vec![false; exceptions.len()];
    for (exception, used) in exceptions.iter().zip(&mut used) {
        if exception.is_expired(today) {
            continue;
        }
        let suppression = exception.suppression();
        let mut silenced = Vec::new();
        for finding in findings.iter_mut().filter(|finding| finding.suppression.is_none()) {
            let path = path_of(finding, sources);
            let mask = exception.mask(finding, &path).filter(|_| is_suppressible(finding, &path));
            let Some(mask) = mask else { continue };
            *used = true;
            silenced.extend(split(finding, &mask, &suppression));
        }
        findings.extend(silenced);
    }
    used
}

/// The file in which a finding stands.
pub fn path_of(finding: &Finding, sources: &Sources) -> Arc<str> {
    match &finding.location {
        Location::Source(span) => sources.path(span.file),
        Location::File { path, .. } => Arc::clone(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::tests::Fixture;

    fn exception(rule: &str, resource: Option<&str>) -> Exception {
        Exception {
            rule: Selector::new(rule, Span::NONE),
            resource: resource.map(Into::into),
            path: None,
            environment: None,
            reason: Some("because".into()),
            owner: None,
            expires: None,
            span: Span::NONE,
            directory: "".into(),
        }
    }

    #[test]
    fn an_exception_for_some_instances_splits_the_finding() {
        let fixture = Fixture::new();
        let mut finding = fixture.finding("a-b", "module.old.aws_x.y[0]", 1);
        finding.instances.push("module.new.aws_x.y[0]".into());
        let mut findings = vec![finding];
        let used =
            apply(&[exception("a-b", Some("module.old.*"))], &mut findings, &fixture.sources, None, &|_, _| true);
        assert_eq!(used, [true]);
        assert_eq!(findings.len(), 2);
        assert!(findings[0].suppression.is_none());
        assert_eq!(&*findings[0].instances[0], "module.new.aws_x.y[0]");
        assert_eq!(&*findings[1].instances[0], "module.old.aws_x.y[0]");
        assert_eq!(findings[1].suppression.as_ref().unwrap().reason.as_deref(), Some("because"));
    }

    #[test]
    fn an_expired_exception_silences_nothing() {
        let fixture = Fixture::new();
        let mut findings = vec![fixture.finding("a-b", "aws_x.y", 1)];
        let expired = Exception { expires: Some(jiff::civil::date(2025, 1, 31)), ..exception("a-b", None) };
        let exceptions = [expired];
        let on = |day| Some(jiff::civil::date(2025, 2, day));
        assert_eq!(apply(&exceptions, &mut findings, &fixture.sources, on(1), &|_, _| true), [false]);
        let last_day = Some(jiff::civil::date(2025, 1, 31));
        assert_eq!(apply(&exceptions, &mut findings, &fixture.sources, last_day, &|_, _| true), [true]);
    }
}
