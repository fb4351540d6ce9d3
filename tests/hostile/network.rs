//! Nothing is sent anywhere, and nothing is written but what was asked for.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::runner::{Repository, program};

fn repository() -> Repository {
    let repository = Repository::of(
        "module \"remote\" {\n  source = \"terraform-aws-modules/vpc/aws\"\n  version = \"1.0.0\"\n}\n\
         module \"git\" {\n  source = \"git::https://example.com/x.git\"\n}\n\
         data \"http\" \"h\" {\n  url = \"https://example.com\"\n}\ndata \"external\" \"e\" {\n  program = [\"touch\", \"proof\"]\n}\n\
         resource \"aws_s3_bucket\" \"b\" {\n  bucket = data.http.h.body\n  provisioner \"local-exec\" {\n    command = \"touch proof\"\n  }\n}\n",
    );
    repository
        .write(".terraform.lock.hcl", "provider \"registry.terraform.io/hashicorp/aws\" {\n  version = \"5.0.0\"\n}\n");
    repository
}

const COMMANDS: [&[&str]; 3] = [&["check", "--format", "sarif"], &["eval"], &["test"]];

#[test]
fn no_socket_is_opened() {
    let repository = repository();
    let trace = repository.path().join("trace");
    for arguments in COMMANDS {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-e", "trace=network", "-o"]).arg(&trace).arg(program());
        let status = command.env_clear().current_dir(repository.path()).args(arguments).output();
        let Some(text) = status.ok().and_then(|_| read(&trace)) else {
            println!("no `strace` here: the absence of network access is not tested");
            return;
        };
        let calls: Vec<&str> =
            text.lines().filter(|line| line.contains('(') && !line.contains("socketpair(")).collect();
        assert!(calls.is_empty(), "{arguments:?}: {calls:?}");
    }
}

#[expect(clippy::disallowed_methods, reason = "a test reads what was written")]
fn read(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

/// All files below a directory with their contents.
#[expect(clippy::disallowed_methods, reason = "a test looks at what was written")]
fn contents(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { drop(found.insert(path.clone(), fs::read(path).unwrap())) }
        }
    }
    found
}

#[test]
fn nothing_is_written_but_the_report_that_was_asked_for() {
    let repository = repository();
    let before = contents(repository.path());
    for arguments in COMMANDS {
        repository.run("a run that writes nothing", arguments);
    }
    assert_eq!(before, contents(repository.path()));
    repository.run("a run that writes one report", &["check", "--format", "sarif=report.sarif", "--format", "human"]);
    let mut after = contents(repository.path());
    assert!(after.remove(&repository.path().join("report.sarif")).is_some_and(|text| !text.is_empty()));
    assert_eq!(before, after);
}
