//! Single stages on made-up input of three sizes: `cargo bench --bench micro`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;

use divan::Bencher;
use tollgate::check::{self, Checked, Values};
use tollgate::config::project::Project;
use tollgate::discover::{self, Dialect, Files, Target};
use tollgate::eval::inputs::Inputs;
use tollgate::plan::read;
use tollgate::policy::settings::{CommandLine, FilesToRead};
use tollgate::report::{Options, Report, RunInfo, Summary, format_named};
use tollgate::run::{self, RootInputs};
use tollgate::span::{FileId, Sources};
use tollgate::syntax;
use tollgate::syntax::ast::FileFormat;

fn main() {
    divan::main();
}

const SIZES: [usize; 3] = [10, 100, 1_000];

/// So many groups of a bucket, its ACL, a security group and what they refer to.
fn configuration(size: usize) -> String {
    let mut text = String::from("variable \"name\" {\n  default = \"bench\"\n}\n");
    for i in 0..size {
        let _ = write!(
            text,
            "resource \"aws_s3_bucket\" \"b{i}\" {{\n  bucket = \"${{var.name}}-{i}\"\n  tags = {{\n    owner = \"team\"\n  }}\n}}\n\
             resource \"aws_s3_bucket_acl\" \"a{i}\" {{\n  bucket = aws_s3_bucket.b{i}.id\n  acl    = {i} % 2 == 0 ? \"private\" : \"public-read\"\n}}\n\
             resource \"aws_security_group\" \"g{i}\" {{\n  name = \"${{var.name}}-{i}\"\n  dynamic \"ingress\" {{\n    for_each = [22, 443]\n    content {{\n      \
             from_port   = ingress.value\n      to_port     = ingress.value\n      protocol    = \"tcp\"\n      cidr_blocks = [\"0.0.0.0/0\"]\n    }}\n  }}\n}}\n"
        );
    }
    text
}

fn plan(size: usize) -> Vec<u8> {
    let change = |i: usize| {
        format!(
            "{{\"address\":\"aws_s3_bucket.b[{i}]\",\"mode\":\"managed\",\"type\":\"aws_s3_bucket\",\"name\":\"b\",\"index\":{i},\"change\":{{\"actions\":[\"create\"],\
             \"before\":null,\"after\":{{\"bucket\":\"b-{i}\",\"tags\":{{\"owner\":\"team\"}}}},\"after_unknown\":{{\"arn\":true,\"id\":true}}}}}}"
        )
    };
    let changes: Vec<String> = (0..size).map(change).collect();
    format!(
        "{{\"format_version\":\"1.2\",\"terraform_version\":\"1.11.0\",\"resource_changes\":[{}]}}",
        changes.join(",")
    )
    .into_bytes()
}

fn files(size: usize) -> Files {
    Files::in_memory(BTreeMap::from([("main.tf".to_owned(), configuration(size))]))
}

fn project(files: &Files, sources: &Sources) -> Project {
    let discovery = discover::discover(files, &[Target::root()], discover::Options::default());
    Project::load(files, sources, &discovery.directories, Dialect::default())
}

fn checked(files: &Files, sources: &Sources) -> Checked {
    check::check(check::Request {
        files,
        sources,
        targets: &[Target::root()],
        dialect: None,
        configuration: &FilesToRead::Isolated,
        command_line: &CommandLine::default(),
        values: &Values::default(),
        environment: None,
        baseline: None,
        base: None,
        changed: None,
        today: None,
        shard: None,
        plans: &[],
        changed_only: false,
        progress: None,
        pricing: None,
        reports_costs: false,
    })
}

#[divan::bench(args = SIZES)]
fn parse(bencher: Bencher<'_, '_>, size: usize) {
    let text = configuration(size);
    bencher
        .counter(divan::counter::BytesCount::of_str(&text))
        .bench(|| syntax::parse(black_box(&text), FileId::NONE, FileFormat::Hcl));
}

#[divan::bench(args = SIZES)]
fn evaluate(bencher: Bencher<'_, '_>, size: usize) {
    let (files, sources) = (files(size), Sources::default());
    let project = project(&files, &sources);
    let root = RootInputs::new(Arc::from(""), Inputs::default());
    bencher.bench(|| run::evaluate(&project, &files, black_box(&root)));
}

#[divan::bench(args = SIZES)]
fn check_with_rules(bencher: Bencher<'_, '_>, size: usize) {
    let files = files(size);
    bencher.bench(|| checked(&files, &Sources::default()));
}

#[divan::bench(args = SIZES)]
fn read_plan(bencher: Bencher<'_, '_>, size: usize) {
    let bytes = plan(size);
    bencher
        .counter(divan::counter::BytesCount::of_slice(&bytes))
        .bench(|| read::read("plan.json", Box::new(black_box(bytes.as_slice()))));
}

#[divan::bench(args = SIZES)]
fn write_sarif(bencher: Bencher<'_, '_>, size: usize) {
    let (files, sources) = (files(size), Sources::default());
    let checked = checked(&files, &sources);
    let report = Report {
        findings: &checked.findings,
        rules: &checked.rules,
        diagnostics: &checked.diagnostics,
        sources: &sources,
        summary: Summary::default(),
        run: RunInfo::default(),
        secrets: &checked.secrets,
        plans: &[],
        costs: &[],
        part: None,
        excerpts: None,
    };
    let Some(sarif) = format_named("sarif") else { return };
    bencher.bench(|| {
        let mut out = Vec::new();
        sarif.write(&report, &mut out, &Options::default()).map(|()| out)
    });
}
