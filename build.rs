//! Puts the bundled rule files into the binary, compressed, together with a small index, so that at run time only the
//! files that the input's resource types need are unpacked, and only the rules that they need are parsed.

#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads its own package and writes to its output directory"
)]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// What the index knows of one rule: everything that selection and type matching need.
struct Entry {
    id: String,
    file: String,
    start: usize,
    /// Where the first example begins; the text before it is the whole rule but for its closing brace.
    head_end: usize,
    end: usize,
    resources: Vec<String>,
    aliases: Vec<String>,
    tags: Vec<String>,
    category: String,
    severity: String,
    default: bool,
}

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=build.rs");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let mut files = Vec::new();
    collect(&root.join("rules"), &mut files)?;
    files.sort();
    let mut code = format!("static FILES: [BundledFile; {}] = [\n", files.len());
    let mut entries = Vec::new();
    let mut packed = Vec::new();
    for path in &files {
        let relative = path.strip_prefix(&root).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(path)?;
        let start = packed.len();
        let mut encoder = DeflateEncoder::new(&mut packed, Compression::best());
        encoder.write_all(text.as_bytes())?;
        encoder.finish()?;
        let end = packed.len();
        writeln!(code, "BundledFile::new({relative:?}, {start}, {end}, {}),", text.len()).map_err(io::Error::other)?;
        scan(&text, &relative, &mut entries);
    }
    add_controls(&root.join("rules/compliance/controls.csv"), &mut entries)?;
    code.push_str("];\nstatic RULES: &[BundledRule] = &[\n");
    for entry in &entries {
        let file = files
            .iter()
            .position(|path| {
                path.strip_prefix(&root).is_ok_and(|path| path.to_string_lossy().replace('\\', "/") == entry.file)
            })
            .unwrap_or(0);
        writeln!(
            code,
            "BundledRule {{ id: {:?}, file: {file}, start: {}, head_end: {}, end: {}, resources: &{:?}, aliases: &{:?}, \
             tags: &{:?}, category: {:?}, severity: {:?}, default: {} }},",
            entry.id,
            entry.start,
            entry.head_end,
            entry.end,
            entry.resources,
            entry.aliases,
            entry.tags,
            entry.category,
            entry.severity,
            entry.default
        )
        .map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    fs::write(out.join("bundled_rules.deflate"), packed)?;
    fs::write(out.join("bundled_rules.rs"), code)
}

/// Adds the controls of compliance frameworks to the tags: `rule,controls`, the controls apart by spaces. They come last,
/// so that the tags in the rule's own file are the first ones.
fn add_controls(path: &Path, entries: &mut [Entry]) -> io::Result<()> {
    let text = fs::read_to_string(path)?;
    for (rule, controls) in text.lines().skip(1).filter_map(|line| line.split_once(',')) {
        let Some(entry) = entries.iter_mut().find(|entry| entry.id == rule) else {
            return Err(io::Error::other(format!("{}: there is no rule `{rule}`", path.display())));
        };
        entry.tags.extend(controls.split_whitespace().map(str::to_string));
    }
    Ok(())
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "hcl") {
            files.push(path);
        }
    }
    Ok(())
}

/// Finds the rules of a file by the layout that `tests/tidy.rs` holds all bundled files to: `rule "id" {` and its
/// closing brace in the first column, arguments and examples indented by two.
fn scan(text: &str, file: &str, entries: &mut Vec<Entry>) {
    let mut offset = 0;
    let mut open: Option<Entry> = None;
    let mut list: Option<String> = None;
    let mut heredoc: Option<String> = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        if let Some(end) = &heredoc {
            if bare.trim_start() == end {
                heredoc = None;
            }
        } else {
            if let Some((_, marker)) = bare.split_once("<<") {
                let marker = marker.trim_start_matches('-');
                if !marker.is_empty() && marker.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
                    heredoc = Some(marker.to_string());
                }
            }
            if let Some(id) = bare.strip_prefix("rule \"").and_then(|rest| rest.split('"').next()) {
                open = Some(Entry {
                    id: id.to_string(),
                    file: file.to_string(),
                    start: offset,
                    head_end: 0,
                    end: 0,
                    resources: Vec::new(),
                    aliases: Vec::new(),
                    tags: Vec::new(),
                    category: String::new(),
                    severity: String::new(),
                    default: true,
                });
            } else if let Some(entry) = &mut open {
                if bare == "}" {
                    entry.end = offset + line.len();
                    if entry.head_end == 0 {
                        entry.head_end = offset;
                    }
                    entries.extend(open.take());
                } else if ["  pass \"", "  fail \"", "  unknown \""].iter().any(|start| bare.starts_with(start)) {
                    if entry.head_end == 0 {
                        entry.head_end = offset;
                    }
                } else if entry.head_end == 0 {
                    if let Some(name) = argument(bare) {
                        list = bare.contains('[').then(|| name.to_string());
                        match name {
                            "category" => entry.category = quoted(bare).next().unwrap_or_default(),
                            "severity" => entry.severity = quoted(bare).next().unwrap_or_default(),
                            _ => {}
                        }
                    }
                    match list.as_deref() {
                        Some("resources") => entry.resources.extend(quoted(bare)),
                        Some("aliases") => entry.aliases.extend(quoted(bare)),
                        Some("tags") => entry.tags.extend(quoted(bare)),
                        _ => {}
                    }
                    if bare.contains(']') {
                        list = None;
                    }
                    if bare.starts_with("  default") && bare.ends_with("false") {
                        entry.default = false;
                    }
                }
            }
        }
        offset += line.len();
    }
}

/// The name of an argument that begins on this line, indented by two.
fn argument(line: &str) -> Option<&str> {
    let (name, _) = line.strip_prefix("  ")?.split_once('=')?;
    let name = name.trim_end();
    name.chars().all(|c| c.is_ascii_lowercase() || c == '_').then_some(name)
}

/// The quoted words of a line.
fn quoted(line: &str) -> impl Iterator<Item = String> + '_ {
    line.split('"').skip(1).step_by(2).map(str::to_string)
}
