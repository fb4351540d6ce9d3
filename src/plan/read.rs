//! Reading a plan: a stream of JSON of which only what rules need is built, one resource at a time.

use std::io::{BufRead, Read};

use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use serde_json::value::RawValue;
use thiserror::Error;

use super::reader::{self, Start};
use super::scan::{ScanError, Scanner};
use super::value::Builder;
use super::wire::{self, WireChange};
use super::{Plan, ResourceChange};

/// Modules of a state that are nested deeper are passed over.
const MAX_DEPTH: usize = 64;

/// Why something is no plan that can be read; each text says what to do instead.
#[derive(Debug, Error)]
pub enum PlanError {
    #[error("the file cannot be read: {0}")]
    Io(#[from] std::io::Error),
    #[error("there is no JSON in it; write the plan with `terraform show -json tfplan > plan.json`")]
    Empty,
    #[error(
        "these are the messages of `terraform plan -json`; write the plan itself with `terraform plan -out tfplan && terraform show -json tfplan`"
    )]
    Messages,
    #[error(
        "this is a state, not a plan; write a plan with `terraform plan -out tfplan && terraform show -json tfplan`"
    )]
    State,
    #[error("the plan ends in the middle; write it again, and look whether the disk is full")]
    Truncated,
    #[error("its format version {0} is newer than the 1.x that tollgate knows; use a newer tollgate")]
    Version(String),
    #[error("it is no plan: {0}; write it with `terraform show -json tfplan`")]
    Other(String),
}

impl From<ScanError> for PlanError {
    fn from(error: ScanError) -> Self {
        match error {
            ScanError::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Self::Truncated,
            ScanError::Io(error) => Self::Io(error),
            ScanError::Truncated => Self::Truncated,
            ScanError::Syntax { expected, position } => {
                Self::Other(format!("{expected} is expected in line {}, column {}", position.line, position.column))
            }
            ScanError::TooLarge { position } => {
                Self::Other(format!("what begins in line {}, column {} is too large", position.line, position.column))
            }
        }
    }
}

/// Reads a plan: JSON, packed with gzip or not, or the binary file of `terraform plan -out`.
///
/// # Errors
/// See [`PlanError`].
pub fn read(path: &str, raw: Box<dyn Read + '_>) -> Result<Plan, PlanError> {
    match reader::open(raw)? {
        Start::Nothing => Err(PlanError::Empty),
        Start::Messages => Err(PlanError::Messages),
        Start::Archive(archive) => super::binary::read(path, archive),
        Start::Json(input, line) => {
            let plan = Plan { path: path.into(), ..Plan::default() };
            Reading::new(plan, Scanner::new(input, line)).run()
        }
    }
}

/// The plan while it is read.
struct Reading<R> {
    scanner: Scanner<R>,
    /// The piece that is looked at.
    buffer: Vec<u8>,
    builder: Builder,
    plan: Plan,
    variables: Json,
    declared: Json,
    has_changes: bool,
    has_state: bool,
}

impl<R: BufRead> Reading<R> {
    fn new(plan: Plan, scanner: Scanner<R>) -> Self {
        Self {
            scanner,
            buffer: Vec::new(),
            builder: Builder::default(),
            plan,
            variables: Json::Null,
            declared: Json::Null,
            has_changes: false,
            has_state: false,
        }
    }

    fn run(mut self) -> Result<Plan, PlanError> {
        self.each_member(Self::member)?;
        self.finish()
    }

    fn finish(mut self) -> Result<Plan, PlanError> {
        if self.has_state && !self.has_changes {
            return Err(PlanError::State);
        }
        if self.plan.format_version.is_empty() {
            return Err(PlanError::Other("it has no `format_version`".into()));
        }
        self.plan.settle(&self.variables, &self.declared, &mut self.builder.secrets);
        Ok(self.plan)
    }

    /// Goes through the members of an object; what is no object is passed over.
    fn each_member(&mut self, with: fn(&mut Self, &str) -> Result<(), PlanError>) -> Result<(), PlanError> {
        if !self.scanner.enter(b'{')? {
            return Ok(self.scanner.skip()?);
        }
        let mut is_first = true;
        while let Some(key) = self.scanner.next_key(is_first)? {
            with(self, &key)?;
            is_first = false;
        }
        Ok(())
    }

    /// Goes through the elements of a list; what is no list is passed over.
    fn each_element(&mut self, with: &mut dyn FnMut(&mut Self) -> Result<(), PlanError>) -> Result<(), PlanError> {
        if !self.scanner.enter(b'[')? {
            return Ok(self.scanner.skip()?);
        }
        let mut is_first = true;
        while self.scanner.next_item(b']', is_first)? {
            with(self)?;
            is_first = false;
        }
        Ok(())
    }

    /// The value that comes next, parsed.
    fn parsed<T: DeserializeOwned>(&mut self) -> Result<T, PlanError> {
        self.scanner.copy(&mut self.buffer)?;
        serde_json::from_slice(&self.buffer).map_err(|error| PlanError::Other(error.to_string()))
    }

    fn member(&mut self, key: &str) -> Result<(), PlanError> {
        match key {
            "format_version" => self.version()?,
            "terraform_version" => self.plan.terraform_version = self.parsed()?,
            "errored" => self.plan.errored = self.parsed::<Option<bool>>()?.unwrap_or(false),
            "resource_changes" => {
                self.has_changes = true;
                self.plan.changes = self.changes()?;
            }
            "resource_drift" => self.plan.drift = self.changes()?,
            "planned_values" => {
                self.has_changes = true;
                self.each_member(Self::state_member)?;
            }
            "prior_state" => self.each_member(|reading, key| match key {
                "values" => reading.each_member(Self::state_member),
                _ => Ok(reading.scanner.skip()?),
            })?,
            "output_changes" => {
                let outputs: Json = self.parsed()?;
                self.builder.secrets.collect_output_changes(&outputs);
            }
            "variables" => self.variables = self.parsed()?,
            "checks" => self.plan.checks = wire::checks(&self.parsed()?),
            "configuration" => self.each_member(Self::configuration_member)?,
            // A state file, or `terraform show -json` of a state.
            "serial" | "lineage" | "values" => {
                self.has_state = true;
                self.scanner.skip()?;
            }
            _ => self.scanner.skip()?,
        }
        Ok(())
    }

    fn version(&mut self) -> Result<(), PlanError> {
        let version: String = self.parsed()?;
        let major = version.split('.').next().and_then(|major| major.parse::<u32>().ok());
        if major.is_none_or(|major| major > 1) {
            return Err(PlanError::Version(version));
        }
        self.plan.format_version = version;
        Ok(())
    }

    fn changes(&mut self) -> Result<Vec<ResourceChange>, PlanError> {
        let mut changes = Vec::new();
        self.each_element(&mut |reading| {
            let position = reading.scanner.position();
            reading.scanner.copy(&mut reading.buffer)?;
            let other = |error: serde_json::Error| PlanError::Other(error.to_string());
            let wire: WireChange<'_> = serde_json::from_slice(&reading.buffer).map_err(other)?;
            changes.push(wire.into_change(&mut reading.builder, position).map_err(other)?);
            Ok(())
        })?;
        Ok(changes)
    }

    fn configuration_member(&mut self, key: &str) -> Result<(), PlanError> {
        match key {
            "provider_config" => {
                let config: Json = self.parsed()?;
                self.plan.set_providers(config, &mut self.builder.secrets);
            }
            "root_module" => self.each_member(|reading, key| {
                match key {
                    "variables" => reading.declared = reading.parsed()?,
                    "resources" => reading.plan.configuration.resources = reading.parsed()?,
                    "outputs" => reading.plan.configuration.outputs = reading.parsed()?,
                    "module_calls" => reading.plan.configuration.module_calls = reading.parsed()?,
                    _ => reading.scanner.skip()?,
                }
                Ok(())
            })?,
            _ => self.scanner.skip()?,
        }
        Ok(())
    }

    /// A state, `planned_values` or `prior_state.values`, is looked through for what is sensitive in it.
    fn state_member(&mut self, key: &str) -> Result<(), PlanError> {
        match key {
            "outputs" => {
                let outputs: Json = self.parsed()?;
                self.builder.secrets.collect_outputs(&outputs);
                Ok(())
            }
            "root_module" => self.state_module(0),
            _ => Ok(self.scanner.skip()?),
        }
    }

    fn state_module(&mut self, depth: usize) -> Result<(), PlanError> {
        if depth > MAX_DEPTH || !self.scanner.enter(b'{')? {
            return Ok(self.scanner.skip()?);
        }
        let mut is_first = true;
        while let Some(key) = self.scanner.next_key(is_first)? {
            is_first = false;
            match key.as_str() {
                "resources" => self.each_element(&mut Self::state_resource)?,
                "child_modules" => self.each_element(&mut |reading| reading.state_module(depth + 1))?,
                _ => self.scanner.skip()?,
            }
        }
        Ok(())
    }

    fn state_resource(&mut self) -> Result<(), PlanError> {
        self.scanner.copy(&mut self.buffer)?;
        // Nothing is marked where no `true` follows the name of the marks, which saves most resources the parser.
        let marks = memchr::memmem::find(&self.buffer, b"\"sensitive_values\"");
        let marks = marks.and_then(|at| self.buffer.get(at..)).unwrap_or_default();
        if memchr::memmem::find(marks, b"true").is_none() {
            return Ok(());
        }
        let other = |error: serde_json::Error| PlanError::Other(error.to_string());
        let resource: StateResource<'_> = serde_json::from_slice(&self.buffer).map_err(other)?;
        let is_open = |text: &&RawValue| text.get().contains("true");
        if let (Some(values), Some(sensitive)) = (resource.values, resource.sensitive_values.filter(is_open)) {
            let values: Json = serde_json::from_str(values.get()).map_err(other)?;
            let sensitive: Json = serde_json::from_str(sensitive.get()).map_err(other)?;
            self.builder.secrets.collect(&values, &sensitive);
        }
        Ok(())
    }
}

/// A resource of a state, of which only the sensitive values are of interest.
#[derive(serde::Deserialize)]
struct StateResource<'a> {
    #[serde(borrow, default)]
    values: Option<&'a RawValue>,
    #[serde(borrow, default)]
    sensitive_values: Option<&'a RawValue>,
}
