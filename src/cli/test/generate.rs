//! `tollgate test --generate`: a first test file for a module.

use std::fs::DirBuilder;
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::cli::console::{Console, Level};
use crate::cli::surroundings::Surroundings;
use crate::discover::{Files, path, root, target};
use crate::policy::gate::Exit;
use crate::report::write_file;
use crate::span::Sources;
use crate::test_run::generate;

/// How the written file is called.
const FILE: &str = "tests/generated.tftest.hcl";

/// Writes the file; what is there already is never touched.
pub(super) fn run(dir: &Path, around: &Surroundings, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    let absolute = around.cwd.join(dir);
    let files = Files::on_disk(&root::find_root(&around.cwd, std::slice::from_ref(&absolute)))?;
    let relative = target::relative_to_root(&files, &absolute).filter(|relative| files.is_dir(relative));
    let relative = relative.with_context(|| format!("`{}` is no directory", dir.display()))?;
    let file = path::child(&relative, FILE);
    if files.exists(&file) {
        bail!("`{file}` is there already; rename it to keep it, or remove it");
    }
    let text = generate::test_file(&files, &Sources::default(), &relative.as_str().into());
    let text = text.with_context(|| format!("there is no module in `{}`", dir.display()))?;
    let place = absolute.join(FILE);
    let folder = place.parent().unwrap_or(&absolute);
    DirBuilder::new().recursive(true).create(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    write_file(&place, text.as_bytes()).with_context(|| format!("cannot write `{file}`"))?;
    writeln!(console.out, "{file}")?;
    let runs = text.lines().filter(|line| line.starts_with("run ")).count();
    console.remark(Level::Normal, &format!("{runs} runs; read them, keep what is right, and add what matters"))?;
    Ok(Exit::Clean)
}
