//! One configuration file, compiled: globs and dates are read, words are selectors.

use std::sync::Arc;

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

use super::file::{BudgetBlock, EnvironmentBlock, ExceptionBlock, OverrideBlock, RuleBlock, SettingsFile};
use super::spanned::{Labelled, Spanned};
use crate::diag::{Code, Diagnostic, nearest};
use crate::discover::path;
use crate::policy::exception::Exception;
use crate::policy::gate::{FailOn, UnknownPolicy};
use crate::policy::select::{RuleFacts, SelectionLayer, Selector, Switch};
use crate::policy::suppress::directive::parse_date;
use crate::rules::rule::{Rule, Severity};
use crate::span::{FileId, Span};

/// A configuration file and the directory that it stands in.
#[derive(Debug)]
pub struct Layer {
    pub path: Arc<str>,
    pub dir: Arc<str>,
    pub(super) file: FileId,
    pub(super) base: Part,
    pub(super) overrides: Vec<(GlobSet, Part)>,
    pub(super) require_reason: Option<bool>,
    /// Globs of rule files, relative to the root of the repository.
    pub rule_files: Vec<(Arc<str>, Span)>,
    pub environments: Vec<EnvironmentLayer>,
    pub exceptions: Vec<Exception>,
    pub budgets: Vec<BudgetLayer>,
    /// Plan files, the root module and the environment of each; paths relative to the root of the repository.
    pub plans: Vec<PlanLayer>,
    pub dialect: Option<crate::discover::Dialect>,
}

/// What a file, or one `override` block of it, says about the rules.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) origin: Origin,
    pub(super) selection: SelectionLayer,
    pub(super) fail_on: Option<FailOn>,
    pub(super) unknown: Option<UnknownPolicy>,
    pub(super) rules: Vec<RuleSetting>,
}

/// Where a part stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    #[default]
    CommandLine,
    File(Arc<str>),
    /// An `override` block of a file.
    Override(Arc<str>, Span),
    /// An `environment` block of a file.
    Environment(Arc<str>, Span),
}

/// A `rule` block.
#[derive(Clone, Debug)]
pub struct RuleSetting {
    pub selector: Selector,
    pub severity: Option<Severity>,
    pub block: RuleBlock,
}

/// An `environment` block.
#[derive(Debug)]
pub struct EnvironmentLayer {
    pub name: Arc<str>,
    pub span: Span,
    /// The directory of the configuration file.
    pub dir: Arc<str>,
    /// Which roots it is for; `None` for all below the file.
    pub(super) roots: Option<GlobSet>,
    pub(super) part: Part,
    pub block: EnvironmentBlock,
}

/// A `budget` block.
#[derive(Clone, Debug)]
pub struct BudgetLayer {
    /// The block in the configuration file.
    pub span: Span,
    /// The directory of the configuration file.
    pub dir: Arc<str>,
    /// Which roots it is for; `None` for all below the file.
    roots: Option<GlobSet>,
    pub block: BudgetBlock,
}

impl BudgetLayer {
    /// Whether a root in an environment counts.
    pub fn fits(&self, root: &str, environment: Option<&Arc<str>>) -> bool {
        path::is_within(root, &self.dir)
            && self.roots.as_ref().is_none_or(|globs| globs.is_match(root))
            && self.block.environment.as_deref().is_none_or(|name| environment.is_some_and(|own| **own == *name))
    }
}

/// A `plan` block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanLayer {
    pub path: Arc<str>,
    pub root: Option<Arc<str>>,
    pub environment: Option<Arc<str>>,
}

/// Compiles a file. What is wrong in it is left out and told.
///
/// `dir` is the directory that it speaks about, usually the one that it stands in.
pub(super) fn compile(
    file: SettingsFile,
    id: FileId,
    layer_path: &str,
    dir: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Layer {
    let mut cx = Cx { id, dir, diagnostics };
    let base = Part {
        origin: Origin::File(layer_path.into()),
        selection: SelectionLayer {
            select: file.select.as_deref().map(|words| cx.selectors(words)),
            also: Vec::new(),
            ignore: cx.selectors(&file.ignore),
            rules: cx.switches(&file.rule),
        },
        fail_on: file.fail_on.map(Into::into),
        unknown: file.unknown.map(Into::into),
        rules: cx.rule_settings(file.rule),
    };
    Layer {
        file: id,
        base,
        overrides: file.overrides.into_iter().map(|block| cx.override_block(block, layer_path)).collect(),
        require_reason: file.suppression.require_reason,
        rule_files: file.rules.iter().filter_map(|glob| cx.rule_file(glob)).collect(),
        environments: file
            .environment
            .0
            .into_iter()
            .map(|(name, block)| cx.environment(&name, block, layer_path))
            .collect(),
        exceptions: file.exception.into_iter().filter_map(|block| cx.exception(block)).collect(),
        budgets: file.budget.into_iter().map(|block| cx.budget(block)).collect(),
        plans: file
            .plan
            .0
            .into_iter()
            .filter_map(|(name, block)| cx.plan(&name, block.root, block.environment))
            .collect(),
        dialect: file.dialect.map(Into::into),
        dir: cx.dir.into(),
        path: layer_path.into(),
    }
}

impl Layer {
    /// The environments that the file names.
    pub fn environments(&self) -> &[EnvironmentLayer] {
        &self.environments
    }

    fn parts(&self) -> impl Iterator<Item = &Part> {
        let overrides = self.overrides.iter().map(|(_, part)| part);
        let environments = self.environments.iter().map(|block| &block.part);
        std::iter::once(&self.base).chain(overrides).chain(environments)
    }

    pub(super) fn rule_settings(&self) -> impl Iterator<Item = &RuleSetting> {
        self.parts().flat_map(|part| &part.rules)
    }

    pub(super) fn selectors(&self) -> impl Iterator<Item = &Selector> {
        self.parts().flat_map(Part::selectors).chain(self.exceptions.iter().map(|exception| &exception.rule))
    }

    pub(super) fn unknown_params(&self, rule: &Rule) -> Vec<Diagnostic> {
        let about = self.rule_settings().filter(|setting| setting.selector.matches(RuleFacts::from(rule)));
        let params = about.flat_map(|setting| &setting.block.params.0).map(|(name, _)| name);
        let unknown = params.filter(|name| !rule.params.contains_key(name.value.as_str()));
        unknown
            .map(|name| {
                let message = format!("the rule `{}` has no parameter `{}`", rule.id, name.value);
                let diagnostic = Diagnostic::error(Code::SettingsInvalid, name.span(self.file), message);
                match nearest(&name.value, rule.params.keys().map(|key| &**key)) {
                    Some(near) => diagnostic.with_help(format!("did you mean `{near}`?")),
                    None => diagnostic.with_help(format!("`tollgate explain {}` shows its parameters", rule.id)),
                }
            })
            .collect()
    }
}

impl Part {
    pub(super) fn selectors(&self) -> impl Iterator<Item = &Selector> {
        let selection = &self.selection;
        let select = selection.select.iter().flatten();
        let rules = selection.rules.iter().map(|(selector, _)| selector);
        select.chain(&selection.also).chain(&selection.ignore).chain(rules)
    }
}

struct Cx<'a> {
    id: FileId,
    dir: &'a str,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Cx<'_> {
    fn error(&mut self, span: Span, message: String) {
        self.diagnostics.push(Diagnostic::error(Code::SettingsInvalid, span, message));
    }

    fn selectors(&self, words: &[Spanned<String>]) -> Vec<Selector> {
        words.iter().map(|word| Selector::new(&word.value, word.span(self.id))).collect()
    }

    fn switches(&self, rules: &Labelled<RuleBlock>) -> Vec<(Selector, Switch)> {
        let switch = |block: &RuleBlock| if block.enabled == Some(false) { Switch::Off } else { Switch::On };
        rules.0.iter().map(|(id, block)| (Selector::new(&id.value, id.span(self.id)), switch(block))).collect()
    }

    fn rule_settings(&self, rules: Labelled<RuleBlock>) -> Vec<RuleSetting> {
        let setting = |(id, block): (Spanned<String>, RuleBlock)| RuleSetting {
            selector: Selector::new(&id.value, id.span(self.id)),
            severity: block.severity.map(Into::into),
            block,
        };
        rules.0.into_iter().map(setting).collect()
    }

    fn override_block(&mut self, block: Spanned<OverrideBlock>, file: &str) -> (GlobSet, Part) {
        let origin = Origin::Override(file.into(), block.span(self.id));
        let block = block.value;
        let part = Part {
            origin,
            selection: SelectionLayer {
                select: None,
                also: self.selectors(&block.select),
                ignore: self.selectors(&block.ignore),
                rules: self.switches(&block.rule),
            },
            fail_on: block.fail_on.map(Into::into),
            unknown: block.unknown.map(Into::into),
            rules: self.rule_settings(block.rule),
        };
        (self.globs(&block.paths), part)
    }

    /// Globs relative to the file, as globs over paths of the repository. A directory means all below it.
    fn globs(&mut self, texts: &[Spanned<String>]) -> GlobSet {
        let below = |full: &str| if full.is_empty() { "**".to_owned() } else { format!("{full}/**") };
        self.glob_set(texts, |full| vec![full.to_owned(), below(full)])
    }

    /// The same for root modules: a directory means itself.
    fn root_globs(&mut self, texts: &[Spanned<String>]) -> GlobSet {
        self.glob_set(texts, |full| vec![full.to_owned()])
    }

    fn glob_set(&mut self, texts: &[Spanned<String>], patterns: impl Fn(&str) -> Vec<String>) -> GlobSet {
        let mut set = GlobSetBuilder::new();
        for text in texts {
            let Some(full) = self.in_repository(text) else { continue };
            for pattern in patterns(&full) {
                if let Some(glob) = self.glob(&pattern, text.span(self.id)) {
                    set.add(glob);
                }
            }
        }
        set.build().unwrap_or_else(|_| GlobSet::empty())
    }

    fn glob(&mut self, pattern: &str, span: Span) -> Option<Glob> {
        match GlobBuilder::new(pattern).literal_separator(true).build() {
            Ok(glob) => Some(glob),
            Err(error) => {
                self.error(span, format!("this is no glob: {}", error.kind()));
                None
            }
        }
    }

    fn in_repository(&mut self, text: &Spanned<String>) -> Option<String> {
        let full = path::join(self.dir, &text.value);
        if full.is_none() {
            self.error(text.span(self.id), format!("`{}` leads out of the repository", text.value));
        }
        full
    }

    fn rule_file(&mut self, text: &Spanned<String>) -> Option<(Arc<str>, Span)> {
        Some((self.in_repository(text)?.into(), text.span(self.id)))
    }

    fn environment(&mut self, name: &Spanned<String>, block: EnvironmentBlock, file: &str) -> EnvironmentLayer {
        EnvironmentLayer {
            name: name.value.as_str().into(),
            span: name.span(self.id),
            dir: self.dir.into(),
            roots: (!block.roots.is_empty()).then(|| self.root_globs(&block.roots)),
            part: Part {
                origin: Origin::Environment(file.into(), name.span(self.id)),
                selection: SelectionLayer {
                    also: self.selectors(&block.select),
                    ignore: self.selectors(&block.ignore),
                    ..SelectionLayer::default()
                },
                fail_on: block.fail_on.map(Into::into),
                unknown: block.unknown.map(Into::into),
                rules: Vec::new(),
            },
            block,
        }
    }

    fn budget(&mut self, block: Spanned<BudgetBlock>) -> BudgetLayer {
        let span = block.span(self.id);
        let block = block.value;
        if [block.monthly, block.increase, block.increase_percent].iter().all(Option::is_none) {
            self.error(span, "a budget needs `monthly`, `increase` or `increase_percent`".into());
        }
        let roots = (!block.roots.is_empty()).then(|| self.root_globs(&block.roots));
        BudgetLayer { span, dir: self.dir.into(), roots, block }
    }

    fn exception(&mut self, block: Spanned<ExceptionBlock>) -> Option<Exception> {
        let span = block.span(self.id);
        let block = block.value;
        let expires = match &block.expires {
            None => None,
            Some(text) => match parse_date(&text.value) {
                Some(date) => Some(date),
                None => {
                    self.error(text.span(self.id), format!("`{}` is no date; write it as `2027-01-31`", text.value));
                    return None;
                }
            },
        };
        let path = block.path.as_ref().map(|text| self.globs(std::slice::from_ref(text)));
        Some(Exception {
            rule: Selector::new(&block.rule.value, block.rule.span(self.id)),
            resource: block.resource.map(Into::into),
            path,
            environment: block.environment.map(Into::into),
            reason: block.reason,
            owner: block.owner,
            expires,
            span,
            directory: self.dir.into(),
        })
    }

    fn plan(&mut self, name: &Spanned<String>, root: Option<String>, environment: Option<String>) -> Option<PlanLayer> {
        let path = self.in_repository(name)?.into();
        let root = match root {
            None => None,
            Some(root) => Some(path::join(self.dir, &root)?.into()),
        };
        Some(PlanLayer { path, root, environment: environment.map(Into::into) })
    }
}
