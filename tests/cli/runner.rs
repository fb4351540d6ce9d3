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

    pub(crate) fn write(&self, path: &str, text: &str) {
        self.write_bytes(path, text.as_bytes());
    }

    #[expect(clippy::disallowed_methods, reason = "a test lays out its own files")]
    pub(crate) fn write_bytes(&self, path: &str, bytes: &[u8]) {
        let path = self.dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    #[expect(clippy::disallowed_methods, reason = "a test reads what the program wrote")]
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.dir.path().join(path)).unwrap()
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.dir.path().join(path)).unwrap();
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
        self.command(arguments).envs(variables.iter().copied()).output().unwrap()
    }

    /// The program in this place, not started yet.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tollgate"));
        command.env_clear().env("COLUMNS", "100");
        command.current_dir(self.dir.path()).args(arguments.split_whitespace());
        command
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

/// Commits all files of the place, without any program; the first commit makes the repository.
pub(crate) fn commit(place: &Place) {
    let root = place.path();
    let repository = gix::open(root).unwrap_or_else(|_| gix::init(root).unwrap());
    let tree = write_tree(&repository, root);
    let parents: Vec<gix::ObjectId> = repository.head_id().ok().map(gix::Id::detach).into_iter().collect();
    let who = gix::actor::SignatureRef { name: "n".into(), email: "e".into(), time: "0 +0000" };
    repository.commit_as(who, who, "HEAD", "m", tree, parents).unwrap();
}

fn write_tree(repository: &gix::Repository, dir: &Path) -> gix::ObjectId {
    let mut entries: Vec<gix::objs::tree::Entry> = Vec::new();
    for entry in ignore::WalkBuilder::new(dir).max_depth(Some(1)).standard_filters(false).build().skip(1) {
        let entry = entry.unwrap();
        if entry.file_name() == ".git" {
            continue;
        }
        let is_dir = entry.file_type().unwrap().is_dir();
        let oid = if is_dir {
            write_tree(repository, entry.path())
        } else {
            repository.write_blob(fs::File::open(entry.path()).map(read_all).unwrap()).unwrap().detach()
        };
        let kind = if is_dir { gix::objs::tree::EntryKind::Tree } else { gix::objs::tree::EntryKind::Blob };
        entries.push(gix::objs::tree::Entry {
            mode: kind.into(),
            filename: entry.file_name().to_str().unwrap().into(),
            oid,
        });
    }
    entries.sort();
    repository.write_object(gix::objs::Tree { entries }).unwrap().detach()
}

fn read_all(mut file: fs::File) -> Vec<u8> {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
    bytes
}
