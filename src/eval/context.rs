//! Files as the functions of a module see them: relative to the root module, and nothing outside the repository.

use std::sync::Arc;

use super::error::{EvalError, EvalErrorKind};
use super::evaluator::Evaluator;
use super::expr::{Env, Scope, Step, evaluate};
use super::functions::{FileDenied, FileKind, FunctionContext};
use super::mode::Mode;
use super::value::{Members, Origin, Value};
use crate::config::ty::Type;
use crate::discover::{EntryKind, ReadError, ReadErrorKind, path};
use crate::span::{FileId, Span};
use crate::syntax::{
    self,
    ast::{Expr, Ident},
};

/// How often templates may call for templates.
const MAX_TEMPLATES: u32 = 8;

/// The door to the disk for `file()` and its kin.
#[derive(Debug)]
pub(crate) struct ModuleFiles<'e, 'a> {
    pub(crate) evaluator: &'e Evaluator<'a>,
    /// How many templates are being evaluated around this one.
    pub(crate) templates: u32,
}

impl<'e, 'a> ModuleFiles<'e, 'a> {
    pub(crate) fn new(evaluator: &'e Evaluator<'a>) -> Self {
        Self { evaluator, templates: 0 }
    }

    /// The path in the repository that a path of the configuration means.
    fn resolve(&self, text: &str) -> Result<String, FileDenied> {
        let outside = || FileDenied::Forbidden(format!("`{text}` lies outside the repository"));
        let relative = match (text.strip_prefix(self.working_directory()), text.starts_with('/')) {
            (Some(rest), true) if rest.is_empty() || rest.starts_with('/') => rest.trim_start_matches('/'),
            (_, true) => return Err(outside()),
            (_, false) => text,
        };
        path::join(&self.evaluator.root_dir, relative).ok_or_else(outside)
    }
}

fn denied(error: &ReadError) -> FileDenied {
    match &error.kind {
        ReadErrorKind::Missing => FileDenied::Missing,
        ReadErrorKind::Outside => FileDenied::Forbidden(format!("`{}` lies outside the repository", error.path)),
        _ => FileDenied::Unreadable(error.to_string()),
    }
}

impl FunctionContext for ModuleFiles<'_, '_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileDenied> {
        let path = self.resolve(path)?;
        self.evaluator.files.read_bytes(&path).map_err(|error| denied(&error))
    }

    fn kind(&self, path: &str) -> Result<FileKind, FileDenied> {
        let path = self.resolve(path)?;
        match self.evaluator.files.kind(&path).map_err(|error| denied(&error))? {
            EntryKind::File => Ok(FileKind::File),
            EntryKind::Directory => Ok(FileKind::Directory),
            _ => Ok(FileKind::Other),
        }
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, FileDenied> {
        let path = self.resolve(directory)?;
        let entries = self.evaluator.files.list_dir(&path).map_err(|error| denied(&error))?;
        Ok(entries.into_iter().map(|entry| entry.name).collect())
    }

    fn working_directory(&self) -> &str {
        self.evaluator.inputs.cwd.as_deref().unwrap_or("/repository")
    }

    fn home_directory(&self) -> Option<&str> {
        self.evaluator.inputs.home.as_deref()
    }

    fn evaluate_template(&self, text: &str, variables: &Members, name: &str) -> Result<Value, String> {
        if self.templates >= MAX_TEMPLATES {
            return Err(format!("templates call each other more than {MAX_TEMPLATES} deep"));
        }
        let template = syntax::parse_template(text, FileId::NONE)
            .map_err(|diagnostic| format!("{name}: {}", diagnostic.message))?;
        let files = ModuleFiles { evaluator: self.evaluator, templates: self.templates + 1 };
        let scope = TemplateScope { files, variables };
        evaluate(&template, &scope, &Env::EMPTY).map_err(|error| format!("{name}: {error}"))
    }
}

/// What a template sees: its variables and nothing else.
#[derive(Debug)]
struct TemplateScope<'v, 'e, 'a> {
    files: ModuleFiles<'e, 'a>,
    variables: &'v Members,
}

impl Scope for TemplateScope<'_, '_, '_> {
    fn mode(&self) -> Mode {
        Mode::Config
    }

    fn root(&self, name: &str, span: Span, _steps: &[Step<'_>], _env: &Env<'_>) -> Result<(Value, usize), EvalError> {
        match self.variables.get(name) {
            Some(value) => Ok((value.clone(), 0)),
            None => {
                Err(EvalError::new(EvalErrorKind::Reference(format!("the template has no variable `{name}`")), span))
            }
        }
    }

    fn call(&self, name: &Ident, _args: &[Expr], _env: &Env<'_>) -> Option<Result<Value, EvalError>> {
        // TERRAFORM: a template may not read templates.
        matches!(&*name.text, "templatefile" | "templatestring").then(|| {
            let text = format!("`{}` cannot be called inside a template", name.text);
            Err(EvalError::new(EvalErrorKind::Operation(text), name.span))
        })
    }

    fn functions(&self) -> &dyn FunctionContext {
        &self.files
    }

    fn charge(&self, steps: u64, span: Span) -> Result<(), EvalError> {
        self.files.evaluator.charge(steps, span)
    }
}

impl Evaluator<'_> {
    /// The directory of a module as `path.module` shows it: relative to the root module.
    pub(crate) fn path_in_root(&self, dir: &str) -> Arc<str> {
        relative(&self.root_dir, dir).into()
    }

    /// `path.cwd`: of the machine, so known only where the caller says so.
    pub(crate) fn working_directory(&self) -> Value {
        match &self.inputs.cwd {
            Some(cwd) => Value::string(Arc::clone(cwd)),
            None => Value::unknown(Type::String, Origin::Impure("path.cwd".into())),
        }
    }
}

/// The way from one directory to another; `.` where they are the same.
fn relative(from: &str, to: &str) -> String {
    let parts = |dir: &str| dir.split('/').filter(|part| !part.is_empty()).map(str::to_string).collect::<Vec<_>>();
    let (from, to) = (parts(from), parts(to));
    let common = from.iter().zip(&to).take_while(|(left, right)| left == right).count();
    let up = std::iter::repeat_n("..".to_string(), from.len() - common);
    let way: Vec<String> = up.chain(to.into_iter().skip(common)).collect();
    if way.is_empty() { ".".into() } else { way.join("/") }
}
