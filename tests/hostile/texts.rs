//! Files that are hard to read: nested deep, huge, broken, or not text.

use crate::runner::Repository;

/// How deep or how often.
const MANY: usize = 100_000;

fn local(value: &str) -> Repository {
    Repository::of(format!("locals {{\n  a = {value}\n}}\n"))
}

fn wrapped(open: &str, close: &str) -> String {
    format!("{}1{}", open.repeat(MANY), close.repeat(MANY))
}

#[test]
fn nesting_of_every_kind_is_too_deep_and_said_so() {
    let cases = [
        ("parentheses", "(", ")"),
        ("lists", "[", "]"),
        ("objects", "{ a = ", " }"),
        ("templates", "\"${", "}\""),
        ("negations", "!", ""),
        ("minus signs", "-", ""),
        ("conditionals", "true ? ", " : 2"),
        ("calls", "abs(", ")"),
        ("for expressions", "[for x in [1] : ", "]"),
        ("sums", "1 + ", ""),
        ("index steps", "", "[0]"),
    ];
    for (name, open, close) in cases {
        local(&wrapped(open, close)).check(&format!("100,000 nested {name}")).exits(3).says("nesting-too-deep");
    }
    let directives = format!("\"{}1{}\"", "%{ if true }".repeat(MANY), "%{ endif }".repeat(MANY));
    local(&directives).check("100,000 nested template directives").exits(3).says("nesting-too-deep");
    let blocks = format!("resource \"a\" \"b\" {{\n{}{}}}\n", "x {\n".repeat(MANY), "}\n".repeat(MANY));
    Repository::of(blocks).check("100,000 nested blocks").exits(3).says("nesting-too-deep");
}

#[test]
fn json_configuration_is_bounded_too() {
    for (name, text) in [
        ("lists", format!("{}{}", "[".repeat(MANY), "]".repeat(MANY))),
        ("objects", format!("{}1{}", "{\"a\":".repeat(MANY), "}".repeat(MANY))),
        ("templates", format!("{{\"locals\":{{\"x\":\"{}\"}}}}", "${".repeat(MANY))),
        ("unclosed lists", "[".repeat(MANY)),
    ] {
        let repository = Repository::new();
        repository.write("main.tf.json", text);
        repository.check(&format!("100,000 nested {name} in JSON")).exits(3);
    }
}

#[test]
fn what_never_closes_ends_all_the_same() {
    let heredocs: String = (0..MANY).map(|i| format!("a{i} = <<E{i}\n")).collect();
    for (name, text) in [
        ("braces", "{".repeat(1_000_000)),
        ("quotes", "a \"".repeat(300_000)),
        ("comments", "/*".repeat(1_000_000)),
        ("heredocs", format!("locals {{\n{heredocs}}}\n")),
        ("template sequences", format!("locals {{\n  a = \"{}\n}}\n", "${".repeat(MANY))),
    ] {
        Repository::of(text).check(&format!("unclosed {name}")).exits(3).says("syntax-");
    }
}

#[test]
fn errors_of_one_file_are_counted_not_listed_without_end() {
    let run = Repository::of("locals {\n  a = @\n}\n".repeat(MANY)).check("100,000 syntax errors in one file");
    run.exits(3).says("syntax-invalid");
    assert!(run.output.len() < 1_000_000, "{} bytes", run.output.len());
}

#[test]
fn comments_that_name_rules_nobody_knows() {
    let comments: String = (0..200_000).map(|i| format!("# tollgate:ignore rule-{i} -- because\n")).collect();
    let repository = Repository::of(format!("locals {{\n  a = 1\n{comments}}}\n"));
    repository.check("200,000 suppressions of unknown rules").exits(1).says("more of this kind");
}

#[test]
fn huge_files_and_lines() {
    Repository::of(format!("locals {{\n  a = \"{}\"\n}}\n", "x".repeat(30_000_000))).check("a line of 30 MB");
    Repository::of("\n".repeat(30_000_000)).check("30 million empty lines");
    let huge = Repository::new();
    let file = std::fs::File::create(huge.path().join("main.tf")).unwrap();
    file.set_len(1 << 30).unwrap();
    huge.check("a file of 1 GB").exits(3).says("file-too-large");
}

#[test]
fn what_is_not_text_is_said_to_be_none() {
    Repository::of(b"locals {\n  a = \"\xff\xfe\"\n}\n").check("invalid UTF-8").exits(3).says("encoding-invalid");
    Repository::of(vec![0; 10_000_000]).check("10 MB of zero bytes").exits(3);
    let values = Repository::of("variable \"a\" {\n}\n");
    values.write("terraform.tfvars", b"a = \"\xff\"\n");
    values.check("invalid UTF-8 in a variables file").exits(3).says("encoding-invalid");
}
