//! Runs the real program in a directory of its own, in a cleared environment, and shows what came of it without
//! anything that differs between machines.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A directory with files in which the program is run.
pub(crate) struct Place {
    dir: TempDir,
}

impl Place {
    /// A directory with these files.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let place = Self { dir: tempfile::tempdir().unwrap() };
        for (path, text) in files {
            place.write(path, text);
        }
        place
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    #[expect(clippy::disallowed_methods, reason = "a test lays out its own files")]
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[expect(clippy::disallowed_methods, reason = "a test reads what the program wrote")]
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.dir.path().join(path)).unwrap()
    }

    /// Exit code, standard output and standard error, scrubbed. Arguments are split at spaces.
    pub(crate) fn run(&self, arguments: &str) -> String {
        self.run_with(arguments, &[])
    }

    pub(crate) fn run_with(&self, arguments: &str, variables: &[(&str, &str)]) -> String {
        let output = self.output(arguments, variables);
        let mut shown = format!("exit {}\n", output.status.code().unwrap_or(-1));
        for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
            if !bytes.is_empty() {
                let text = self.scrub(&String::from_utf8_lossy(bytes));
                shown = format!("{shown}--- {name}\n{text}");
            }
        }
        shown
    }

    /// The process as it ended.
    pub(crate) fn output(&self, arguments: &str, variables: &[(&str, &str)]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tollgate"));
        command.env_clear().env("COLUMNS", "100").envs(variables.iter().copied());
        command.current_dir(self.dir.path()).args(arguments.split_whitespace());
        command.output().unwrap()
    }

    fn scrub(&self, text: &str) -> String {
        let real = self.dir.path().canonicalize().unwrap();
        let text =
            text.replace(&*real.to_string_lossy(), "[DIR]").replace(&*self.dir.path().to_string_lossy(), "[DIR]");
        text.replace(env!("CARGO_PKG_VERSION"), "[VERSION]")
    }
}

/// A rule of the user's own, so that the tests say the same whatever rules come with the program.
pub(crate) const POLICY: &str = r#"
rule "test-acl-public" {
  title     = "ACL is public"
  category  = "security"
  severity  = "high"
  resources = ["aws_s3_bucket_acl"]
  aliases   = ["CKV_TEST_1"]
  params = {
    forbidden = ["public-read"]
  }
  assert  = !contains(param.forbidden, resource.acl)
  message = "`${resource.acl}` is public"
  why     = "Anyone can read it."
  remedy  = "Write `acl = \"private\"`."
}
"#;

/// A configuration that runs that rule alone.
pub(crate) const CONFIGURATION: &str = "select = [\"test-*\"]\nrules  = [\"policy.hcl\"]\n";

/// A bucket's ACL in a file.
pub(crate) fn acl(name: &str, value: &str) -> String {
    format!("resource \"aws_s3_bucket_acl\" \"{name}\" {{\n  acl = {value}\n}}\n")
}

/// A place with the rule and its configuration.
pub(crate) fn place(files: &[(&str, &str)]) -> Place {
    let place = Place::new(&[("policy.hcl", POLICY), ("tollgate.hcl", CONFIGURATION)]);
    for (path, text) in files {
        place.write(path, text);
    }
    place
}
