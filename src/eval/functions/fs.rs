//! Files of the repository: their content, hashes, names and templates.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::call::{Call, FunctionError, MAX_ELEMENTS, argument, shown};
use super::context::{FileDenied, FileKind};
use super::crypto;
use super::encoding::utf8_text;
use super::glob;
use super::table::{Function, Param, Want, function, param, typed};
use crate::config::ty::Type;
use crate::eval::order;
use crate::eval::value::{Members, Origin, Unknown, Value};

const PATH: Param = param("path", Want::String);
/// A path whose marks go to the result, and that may be unknown.
const MARKED_PATH: Param = PATH.marked().unknown();

pub(super) const TABLE: &[Function] = &[
    function("abspath", &[PATH], Want::String, |call, _| Ok(Value::string(absolute(call, call.text(0))))),
    function("basename", &[PATH], Want::String, |call, _| Ok(Value::string(basename(call.text(0))))),
    function("dirname", &[PATH], Want::String, |call, _| Ok(Value::string(dirname(call.text(0))))),
    function("file", &[MARKED_PATH], Want::String, |call, ty| with_content(call, ty, &text_of)),
    function("filebase64", &[MARKED_PATH], Want::String, |call, ty| {
        with_content(call, ty, &|_, bytes| Ok(Value::string(STANDARD.encode(bytes))))
    }),
    function("filebase64sha256", &[PATH], Want::String, |call, ty| hashed(call, ty, crypto::base64_sha256)),
    function("filebase64sha512", &[PATH], Want::String, |call, ty| hashed(call, ty, crypto::base64_sha512)),
    function("fileexists", &[MARKED_PATH], Want::Bool, exists),
    function("filemd5", &[PATH], Want::String, |call, ty| hashed(call, ty, crypto::md5)),
    function("fileset", &[MARKED_PATH, param("pattern", Want::String).marked().unknown()], Want::SetOfString, fileset),
    function("filesha1", &[PATH], Want::String, |call, ty| hashed(call, ty, crypto::sha1)),
    function("filesha256", &[PATH], Want::String, |call, ty| hashed(call, ty, crypto::sha256)),
    function("filesha512", &[PATH], Want::String, |call, ty| hashed(call, ty, crypto::sha512)),
    function("pathexpand", &[PATH], Want::String, expand),
    typed(
        "templatefile",
        &[MARKED_PATH, param("vars", Want::Any).marked().unknown()],
        |_| Ok(Type::Dynamic),
        template_file,
    )
    .may_be_null(),
    function(
        "templatestring",
        &[param("template", Want::String), param("vars", Want::Any)],
        Want::String,
        template_string,
    ),
];

/// A path without `.`, `..` and double slashes, as Go's `filepath.Clean` writes it.
pub(super) fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    match (rooted, parts.join("/")) {
        (true, joined) => format!("/{joined}"),
        (false, joined) if joined.is_empty() => ".".into(),
        (false, joined) => joined,
    }
}

fn absolute(call: &Call<'_>, path: &str) -> String {
    if path.starts_with('/') { clean(path) } else { clean(&format!("{}/{path}", call.cx.working_directory())) }
}

fn basename(path: &str) -> &str {
    if path.is_empty() {
        return ".";
    }
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() { "/" } else { trimmed.rsplit('/').next().unwrap_or(trimmed) }
}

fn dirname(path: &str) -> String {
    clean(path.rfind('/').and_then(|at| path.get(..=at)).unwrap_or(""))
}

/// `~/x` with the home directory, where one is known.
fn expanded(call: &Call<'_>, path: &str) -> Result<Option<String>, FunctionError> {
    let Some(rest) = path.strip_prefix('~') else { return Ok(Some(path.to_owned())) };
    if !(rest.is_empty() || rest.starts_with('/')) {
        return Err("failed to expand ~: cannot expand user-specific home dir".into());
    }
    Ok(call.cx.home_directory().map(|home| clean(&format!("{home}/{rest}"))))
}

fn expand(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    Ok(expanded(call, call.text(0))?.map_or_else(|| no_home(ty), Value::string))
}

fn no_home(ty: &Type) -> Value {
    Value::unknown(ty.clone(), Origin::File("the home directory differs from machine to machine".into()))
}

/// What a denied file makes of the result: an unknown with the reason, or an error.
fn denied(call: &Call<'_>, ty: &Type, why: FileDenied) -> Result<Value, FunctionError> {
    match why {
        FileDenied::Missing => Err(argument(
            0,
            format!("no file exists at {}; only files that are part of the configuration can be read", call.shown(0)),
        )),
        FileDenied::Forbidden(reason) => Ok(Unknown::new(ty.clone(), Origin::File(reason.into())).into_value()),
        FileDenied::Unreadable(reason) => Err(FunctionError::Failed(reason)),
    }
}

type OfContent<'f> = &'f dyn Fn(&Call<'_>, Vec<u8>) -> Result<Value, FunctionError>;

fn with_content(call: &Call<'_>, ty: &Type, make: OfContent<'_>) -> Result<Value, FunctionError> {
    let arg = call.arg(0);
    if arg.is_unknown() {
        return Ok(call.unknown_value(ty).with_marks_of(arg));
    }
    let Some(path) = expanded(call, call.text(0))? else { return Ok(no_home(ty)) };
    let result = match call.cx.read(&clean(&path)) {
        Ok(bytes) => make(call, bytes)?,
        Err(why) => denied(call, ty, why)?,
    };
    Ok(result.with_marks_of(arg))
}

fn text_of(call: &Call<'_>, bytes: Vec<u8>) -> Result<Value, FunctionError> {
    utf8_text(bytes).ok_or_else(|| {
        let message =
            format!("contents of {} are not valid UTF-8; use `filebase64` for its Base64 form", call.shown(0));
        FunctionError::Failed(message)
    })
}

fn hashed(call: &Call<'_>, ty: &Type, hash: fn(&[u8]) -> String) -> Result<Value, FunctionError> {
    with_content(call, ty, &|_, bytes| Ok(Value::string(hash(&bytes))))
}

fn exists(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let arg = call.arg(0);
    if arg.is_unknown() {
        return Ok(call.unknown_value(ty).with_marks_of(arg));
    }
    let Some(path) = expanded(call, call.text(0))? else { return Ok(no_home(ty)) };
    let result = match call.cx.kind(&clean(&path)) {
        Ok(FileKind::File) => Value::TRUE,
        Ok(FileKind::Directory) => return Err(format!("{} is a directory, not a file", call.shown(0)).into()),
        Ok(FileKind::Other) => return Err(format!("{} is not a regular file", call.shown(0)).into()),
        Err(FileDenied::Missing) => Value::FALSE,
        Err(why) => denied(call, ty, why)?,
    };
    Ok(result.with_marks_of(arg))
}

fn fileset(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let marks = call.arg(0).marks.union(call.arg(1).marks);
    if call.arg(0).is_unknown() || call.arg(1).is_unknown() {
        return Ok(call.unknown_value(ty).with_marks(marks));
    }
    let base = clean(call.text(0));
    let pattern = clean(&format!("{}/{}", call.text(0), call.text(1)));
    let pattern = if call.text(0).is_empty() { clean(call.text(1)) } else { pattern };
    let result = match glob::find(call.cx, &pattern, MAX_ELEMENTS) {
        Ok(paths) => {
            let names = paths.iter().map(|path| Value::string(relative(&base, path))).collect();
            order::set(Type::String, names)
        }
        Err(glob::Failure::Denied(FileDenied::Missing)) => order::set(Type::String, Vec::new()),
        Err(glob::Failure::Denied(why)) => denied(call, ty, why)?,
        Err(glob::Failure::Pattern) => {
            return Err(format!("failed to glob pattern {}: syntax error in pattern", shown(call.arg(1))).into());
        }
        Err(glob::Failure::TooMany) => call.limited(ty, "more files than are listed"),
    };
    Ok(result.with_marks(marks))
}

/// The path from `base` to `path`, both clean.
fn relative(base: &str, path: &str) -> String {
    let parts = |path: &str| {
        path.split('/').filter(|part| !matches!(*part, "" | ".")).map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    let (base, path) = (parts(base), parts(path));
    let common = base.iter().zip(&path).take_while(|(a, b)| a == b).count();
    let up = base.iter().skip(common).map(|_| "..".to_owned());
    up.chain(path.iter().skip(common).cloned()).collect::<Vec<_>>().join("/")
}

fn template_file(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let (path, vars) = (call.arg(0), call.arg(1));
    let marks = path.marks.union(vars.deep_marks());
    if path.is_unknown() || vars.is_unknown() {
        return Ok(call.unknown_value(ty).with_marks(marks));
    }
    let content = with_content(call, &Type::String, &text_of)?;
    let Some(text) = content.as_str() else { return Ok(content.with_marks(marks)) };
    let rendered = render(call, text, call.text(0))?;
    Ok(rendered.with_marks(marks))
}

/// The template is the value of an expression that the evaluator has already checked to be a reference.
fn template_string(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let rendered = render(call, call.text(0), "<templatestring argument>")?;
    crate::eval::convert::convert(rendered, &Type::String)
        .map_err(|error| format!("invalid template result: {error}").into())
}

fn render(call: &Call<'_>, text: &str, name: &str) -> Result<Value, FunctionError> {
    let vars = call.arg(1).clone().unmarked();
    let Some(members) = vars.as_members() else { return Err(argument(1, "invalid vars value: must be a map")) };
    for name in members.keys() {
        if !is_identifier(name) {
            let rule = "must start with a letter, followed by zero or more letters, digits, and underscores";
            return Err(argument(1, format!("invalid template variable name `{name}`: {rule}")));
        }
    }
    let members: Members = members.clone();
    let result = call.cx.evaluate_template(text, &members, name)?;
    if result.is_null() { Err("the result of the template is null".into()) } else { Ok(result) }
}

fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_go() {
        for (path, cleaned) in [("a/../b", "b"), ("../a/./", "../a"), ("/../a", "/a"), ("", "."), ("a/..", ".")] {
            assert_eq!(clean(path), cleaned);
        }
        assert_eq!((basename("a/b/"), basename("/"), basename("")), ("b", "/", "."));
        assert_eq!((dirname("a/b"), dirname("b"), dirname("/")), ("a".into(), ".".into(), "/".into()));
        assert_eq!(relative("a/b", "a/c.txt"), "../c.txt");
    }
}
