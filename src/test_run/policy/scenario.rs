//! From a scenario to what a check is asked.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::file::Scenario;
use super::reader::{Text, key_text};
use super::{Cx, beside};
use crate::check::{GivenPlan, Request, Values};
use crate::config::project::variable_file;
use crate::diag::{Diagnostic, Severity};
use crate::discover::{Dialect, Directory, Files, Target, path};
use crate::eval::evaluator::Evaluator;
use crate::eval::inputs::Given;
use crate::eval::instance::RootEvaluation;
use crate::plan::{Plan, read};
use crate::policy::settings::{CommandLine, FilesToRead};
use crate::span::Span;
use crate::syntax::ast::{Attribute, Block, Body, File, FileFormat, Ident, ObjectItem};
use crate::test_run::verdict::Problem;

use jiff::civil::Date;

/// A scenario, evaluated.
pub(super) struct Scene<'s, 'a> {
    pub(super) evaluator: &'s Evaluator<'a>,
    /// With a plan's values in the place of computed ones.
    pub(super) evaluation: &'s RootEvaluation,
    pub(super) plan: Option<&'s Plan>,
    pub(super) cx: Cx<'s>,
}

/// Everything that a request borrows.
#[derive(Debug)]
pub(super) struct Settled {
    /// Present where the scenario has texts of its own.
    overlay: Option<Files>,
    targets: Vec<Target>,
    configuration: FilesToRead,
    command_line: CommandLine,
    values: Values,
    environment: Option<Arc<str>>,
    plans: Vec<GivenPlan>,
    today: Option<Date>,
}

impl Settled {
    pub(super) fn files<'r>(&'r self, cx: Cx<'r>) -> &'r Files {
        self.overlay.as_ref().unwrap_or(cx.files)
    }

    pub(super) fn request<'r>(&'r self, cx: Cx<'r>) -> Request<'r> {
        Request {
            files: self.files(cx),
            sources: cx.sources,
            targets: &self.targets,
            dialect: None,
            configuration: &self.configuration,
            command_line: &self.command_line,
            values: &self.values,
            environment: self.environment.as_ref(),
            baseline: None,
            base: None,
            changed: None,
            today: self.today,
            shard: None,
            plans: &self.plans,
            changed_only: false,
            progress: None,
            pricing: Some(crate::check::cost::Pricing::list()),
            reports_costs: false,
        }
    }
}

/// Collects what is wrong with the paths of a scenario.
struct Settling<'x> {
    cx: Cx<'x>,
    file: &'x str,
    problems: Vec<Problem>,
}

/// Finds everything that a scenario names.
pub(super) fn settle(cx: Cx<'_>, file: &str, scenario: &Scenario) -> Result<Settled, Vec<Problem>> {
    let mut settling = Settling { cx, file, problems: Vec::new() };
    let (overlay, targets, dir) = settling.files(scenario);
    let given = settling.given(scenario);
    let configuration = match (&scenario.configuration, scenario.is_isolated) {
        (_, true) => FilesToRead::Isolated,
        (Some(text), false) => settling.path(text).map_or(FilesToRead::Isolated, |path| FilesToRead::Only(path.into())),
        (None, false) => FilesToRead::Nearest,
    };
    let plans = scenario.plan.iter().filter_map(|text| settling.plan(text, dir.as_deref())).collect();
    let rule_files = scenario.rules.iter().filter_map(|text| settling.glob(text)).collect();
    if !settling.problems.is_empty() {
        return Err(settling.problems);
    }
    let word = |text: &Option<Text>| text.as_ref().map(|text| Arc::clone(&text.text));
    Ok(Settled {
        overlay,
        targets,
        configuration,
        command_line: CommandLine {
            select: scenario.select.clone(),
            ignore: scenario.ignore.clone(),
            rule_files,
            ..CommandLine::default()
        },
        // TERRAFORM: `TF_VAR_*` are not read: a test says the same on every machine.
        values: Values { environment: Vec::new(), given, workspace: word(&scenario.workspace), home: None },
        environment: word(&scenario.environment),
        plans,
        today: scenario.today,
    })
}

impl Settling<'_> {
    fn problem(&mut self, span: Span, message: String) {
        self.problems.push(Problem::new(span, message));
    }

    /// A path beside the test file that must be there.
    fn path(&mut self, text: &Text) -> Option<String> {
        let found = beside(self.file, &text.text).filter(|path| self.cx.files.exists(path));
        if found.is_none() {
            self.problem(text.span, format!("there is no `{}` beside this test", text.text));
        }
        found
    }

    fn glob(&mut self, text: &Text) -> Option<(Arc<str>, Span)> {
        let glob = beside(self.file, &text.text);
        if glob.is_none() {
            self.problem(text.span, format!("`{}` lies outside the repository", text.text));
        }
        Some((glob?.into(), text.span))
    }

    /// The files to look at, and the directory of the root module where there is one.
    fn files(&mut self, scenario: &Scenario) -> (Option<Files>, Vec<Target>, Option<String>) {
        if !scenario.inline.is_empty() {
            let dir = path::parent(self.file).to_owned();
            let (texts, first) = self.texts(&scenario.inline);
            return (Some(self.cx.files.overlaid(&dir, texts)), vec![Target::Path(first.into())], Some(dir));
        }
        let Some(text) = &scenario.directory else { return (None, Vec::new(), None) };
        let dir = self.path(text);
        let listed = dir.as_ref().and_then(|dir| Directory::read(self.cx.files, dir, Dialect::default()).ok());
        // A file stands for its directory: what lies below it is another root module.
        let first = listed.as_ref().and_then(|listed| listed.config_files().next());
        if first.is_none() && dir.is_some() {
            self.problem(text.span, format!("`{}` holds no Terraform files", text.text));
        }
        let targets = first.map(|first| Target::Path(Arc::clone(&first.path))).into_iter().collect();
        (None, targets, dir)
    }

    /// The inline blocks as files whose lines are those of the test file, and the path of the first one.
    fn texts(&mut self, blocks: &[Arc<Block>]) -> (BTreeMap<String, String>, String) {
        let own = format!("{}.tf", self.file);
        let mut texts: BTreeMap<String, Vec<Span>> = BTreeMap::new();
        for block in blocks {
            if &*block.kind.text != "file" {
                texts.entry(own.clone()).or_default().push(block.span);
                continue;
            }
            let label = block.labels.first();
            match label.and_then(|label| beside(self.file, &label.text)) {
                Some(path) => {
                    texts.entry(path).or_default().extend(block.body.blocks.iter().map(|inner| inner.span));
                }
                None => {
                    self.problem(block.header, "a `file` block needs a path inside the repository as its label".into());
                }
            }
        }
        let source = blocks.first().and_then(|block| self.cx.sources.get(block.span.file));
        let text = source.map(|file| Arc::clone(&file.text)).unwrap_or_default();
        let first = if texts.contains_key(&own) { Some(own) } else { texts.keys().next().cloned() };
        let masked = texts.into_iter().map(|(path, spans)| (path, mask(&text, &spans))).collect();
        (masked, first.unwrap_or_default())
    }

    fn given(&mut self, scenario: &Scenario) -> Vec<Given> {
        let mut given = Vec::new();
        for text in &scenario.var_files {
            let Some(path) = self.path(text) else { continue };
            let (parsed, problems) = variable_file(self.cx.files, self.cx.sources, &path);
            self.add_errors(&problems);
            given.extend(parsed.map(Given::File));
        }
        if !scenario.variables.is_empty() {
            given.push(Given::File(Arc::new(assignments(&scenario.variables))));
        }
        given
    }

    fn add_errors(&mut self, diagnostics: &[Diagnostic]) {
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        self.problems.extend(errors.map(|diagnostic| Problem::new(diagnostic.span, diagnostic.message.clone())));
    }

    fn plan(&mut self, text: &Text, dir: Option<&str>) -> Option<GivenPlan> {
        let path = self.path(text)?;
        let bytes = self.cx.files.read_bytes(&path).map_err(|error| error.to_string());
        let plan = bytes.and_then(|bytes| {
            read::read(&path, Box::new(std::io::Cursor::new(bytes))).map_err(|error| error.to_string())
        });
        match plan {
            Ok(plan) => Some(GivenPlan { root: dir.map(Arc::from), plan: Arc::new(plan) }),
            Err(error) => {
                self.problem(text.span, format!("the plan `{}` cannot be used: {error}", text.text));
                None
            }
        }
    }
}

/// The text with everything but the spans blanked; lines stay where they are.
fn mask(text: &str, spans: &[Span]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    let blank = |part: &str| part.chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect::<String>();
    for span in spans {
        let (start, end) = (span.start as usize, span.end as usize);
        masked.push_str(&blank(text.get(at..start).unwrap_or_default()));
        masked.push_str(text.get(start..end).unwrap_or_default());
        at = end;
    }
    masked.push('\n');
    masked
}

/// An object as a file of variables.
fn assignments(items: &[ObjectItem]) -> File {
    let attribute = |item: &ObjectItem| {
        let name = Ident { text: key_text(item)?, span: item.key.span() };
        Some(Attribute { name, expr: item.value.clone(), span: item.key.span().to(item.value.span) })
    };
    let attributes: Vec<Attribute> = items.iter().filter_map(attribute).collect();
    let span = attributes.first().map_or(Span::NONE, |attribute| attribute.span);
    File {
        id: span.file,
        body: Body { attributes, blocks: Vec::new(), span },
        comments: Vec::new(),
        format: FileFormat::Hcl,
    }
}
