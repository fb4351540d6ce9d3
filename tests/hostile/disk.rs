//! Trees that lead astray: links, pipes, depth, number, and ways out of the repository.

use std::path::PathBuf;

use crate::runner::Repository;

#[test]
fn deep_and_wide_trees() {
    let deep = Repository::new();
    let dir = "d/".repeat(1_000);
    deep.write(format!("{dir}main.tf"), "locals {\n  a = 1\n}\n");
    deep.check("a file 1,000 directories down");
    let wide = Repository::new();
    for i in 0..20_000 {
        wide.write(format!("d{}/f{i}.txt", i % 100), "x");
    }
    wide.write("main.tf", "locals {\n  a = 1\n}\n");
    wide.check("20,000 files that are not ours");
    let many = Repository::new();
    for i in 0..5_000 {
        many.write(format!("f{i}.tf"), format!("locals {{\n  a{i} = {i}\n}}\n"));
    }
    many.check("5,000 files in one module");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    #[test]
    fn links_that_lead_round_or_out() {
        let outside = Repository::of("resource \"aws_s3_bucket\" \"planted\" {\n  bucket = \"planted-outside\"\n}\n");
        outside.write("secret.txt", "planted-outside");
        let inside = Repository::of(
            "locals {\n  a = file(\"secret.txt\")\n  b = file(\"../../../../../../../../etc/passwd\")\n  c = fileset(\"out\", \"**\")\n  \
             d = templatefile(\"out/secret.txt\", {})\n}\nmodule \"m\" {\n  source = \"./out\"\n}\noutput \"o\" {\n  value = local.a\n}\n",
        );
        let link = |to: PathBuf, name: &str| symlink(to, inside.path().join(name)).unwrap();
        link(outside.path().join("secret.txt"), "secret.txt");
        link(outside.path().join("main.tf"), "linked.tf");
        link(outside.path().into(), "out");
        link(".".into(), "round");
        link("loop".into(), "loop.tf");
        link("loop.tf".into(), "loop");
        let run = inside.check("links that lead round and out of the repository");
        run.exits(3).says("leads out of the repository").says("leads to itself");
        assert!(!run.output.contains("planted-outside") && !run.error.contains("planted-outside"));
        assert!(!run.output.contains("root:x:"));
    }

    #[test]
    fn every_format_of_a_link_forest_stays_small() {
        let forest = Repository::new();
        for i in 0..12 {
            forest.write(format!("d{i}/main.tf"), "locals {\n  a = 1\n}\n");
            for j in 0..12 {
                symlink(format!("../d{j}"), forest.path().join(format!("d{i}/l{j}"))).unwrap();
            }
        }
        forest.check("twelve directories, each with links to all");
    }

    #[test]
    fn pipes_and_devices_are_never_opened() {
        let repository = Repository::of(
            "locals {\n  a = file(\"pipe\")\n  b = file(\"null\")\n}\noutput \"o\" {\n  value = local.a\n}\n",
        );
        for name in ["pipe", "pipe.tf", "pipe.auto.tfvars", ".gitignore", "tollgate.hcl", ".tollgate-baseline.json"] {
            let made = Command::new("mkfifo").arg(repository.path().join(name)).status();
            if !made.is_ok_and(|status| status.success()) {
                println!("no `mkfifo` here: pipes are not tested");
                return;
            }
        }
        symlink("/dev/zero", repository.path().join("zero.tf")).unwrap();
        symlink("/dev/zero", repository.path().join("null")).unwrap();
        repository.check("pipes and devices in place of files").exits(3).says("is not a regular file");
        // The same with the pipes where the configuration and the baseline are looked for.
        repository.run("pipes in place of the configuration", &["check", "--format", "json"]);
    }

    #[test]
    fn a_git_directory_that_wants_to_run_programs() {
        let repository = Repository::of("locals {\n  a = 1\n}\n");
        let proof = repository.path().join("proof");
        let touch = format!("touch {}", proof.display());
        let config = format!(
            "[core]\n\trepositoryformatversion = 0\n\tfsmonitor = {touch}\n\thooksPath = hooks\n\tsshCommand = {touch}\n\tpager = {touch}\n\teditor = {touch}\n\
             [include]\n\tpath = /etc/passwd\n\tpath = ../pipe\n[filter \"x\"]\n\tclean = {touch}\n\tsmudge = {touch}\n\tprocess = {touch}\n\
             [diff]\n\texternal = {touch}\n[credential]\n\thelper = !{touch}\n[remote \"origin\"]\n\turl = https://user:planted-token@example.com/a/b.git\n\
             \tuploadpack = {touch}\n[extensions]\n\tworktreeConfig = true\n[gpg]\n\tprogram = {touch}\n"
        );
        repository.write(".git/config", config);
        repository.write(".git/HEAD", "ref: refs/heads/main\n");
        repository.write(".git/refs/heads/main", "1111111111111111111111111111111111111111\n");
        repository.write(".git/objects/info/alternates", "/etc\n");
        repository.write(".git/hooks/post-checkout", format!("#!/bin/sh\n{touch}\n"));
        repository.write(".gitattributes", "* filter=x diff=x\n");
        let run = repository.run("a git configuration full of programs", &["check", "--isolated", "--format", "sarif"]);
        assert!(!proof.exists(), "a program of the repository's configuration was run");
        assert!(!run.output.contains("planted-token") && !run.error.contains("planted-token"));
        let bad = Repository::of("locals {\n  a = 1\n}\n");
        bad.write(".git", format!("gitdir: {}\n", "/".repeat(4_000)));
        bad.check("a git directory that is nowhere");
    }
}

#[test]
fn paths_do_not_climb_out() {
    let repository = Repository::new();
    repository.write(
        "root/main.tf",
        "module \"up\" {\n  source = \"../../..\"\n}\nmodule \"absolute\" {\n  source = \"/etc\"\n}\n\
         locals {\n  a = file(\"/etc/passwd\")\n  b = filebase64(\"../../../../etc/passwd\")\n  c = fileexists(\"/etc/passwd\")\n}\n\
         output \"o\" {\n  value = [local.a, local.b, local.c]\n}\n",
    );
    let run = repository.check("ways out of the repository in sources and functions");
    run.exits(3).says("leads out of the repository");
    assert!(!run.output.contains("root:"));
    repository
        .run("functions that read outside, evaluated", &["eval", "root", "--format", "json"])
        .says("outside the repository");
    let run = repository.run("a variables file outside", &["check", "--isolated", "--var-file", "/etc/passwd"]);
    run.exits(2).says("not in the repository");
}
