//! What functions may ask of the world: files of the repository, and templates to be evaluated.

use crate::eval::value::{Members, Value};

/// The surroundings of a call. Paths are as written in the call: relative to the working directory or absolute.
pub trait FunctionContext {
    /// The content of a file.
    fn read(&self, path: &str) -> Result<Vec<u8>, FileDenied>;

    /// What a path names; a link counts as what it points to.
    fn kind(&self, path: &str) -> Result<FileKind, FileDenied>;

    /// The names in a directory, dotfiles included, without `.` and `..`; in no particular order.
    fn list(&self, directory: &str) -> Result<Vec<String>, FileDenied>;

    /// The working directory, absolute: what `path.cwd` is.
    fn working_directory(&self) -> &str;

    /// The home directory, where one is known.
    fn home_directory(&self) -> Option<&str>;

    /// Evaluates the text of a template with these variables and nothing else in scope. `name` is for messages.
    /// Functions that read templates (and for `templatestring`, files) are not allowed inside.
    fn evaluate_template(&self, text: &str, variables: &Members, name: &str) -> Result<Value, String>;
}

/// What a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    File,
    Directory,
    /// A device, pipe or socket.
    Other,
}

/// Why a file cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileDenied {
    /// There is no such file: an error, as in Terraform.
    Missing,
    /// It is there, or may be, but must not be read; the result is unknown for this reason.
    Forbidden(String),
    /// It is there and cannot be read: an error.
    Unreadable(String),
}

/// A context without any file, for expressions that stand alone.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

impl FunctionContext for NoFiles {
    fn read(&self, _path: &str) -> Result<Vec<u8>, FileDenied> {
        Err(FileDenied::Missing)
    }

    fn kind(&self, _path: &str) -> Result<FileKind, FileDenied> {
        Err(FileDenied::Missing)
    }

    fn list(&self, _directory: &str) -> Result<Vec<String>, FileDenied> {
        Err(FileDenied::Missing)
    }

    fn working_directory(&self) -> &'static str {
        "/"
    }

    fn home_directory(&self) -> Option<&str> {
        None
    }

    fn evaluate_template(&self, _text: &str, _variables: &Members, _name: &str) -> Result<Value, String> {
        Err("templates cannot be evaluated here".into())
    }
}
