//! Names and values that want to be markup, commands or control sequences where a report shows them.

use std::path::Path;

use crate::runner::{Repository, Run, boundary};

/// All formats that write for a reader that interprets something.
const FORMATS: [&str; 12] = [
    "human",
    "json",
    "sarif",
    "junit",
    "gitlab",
    "gitlab-sast",
    "github",
    "markdown",
    "html",
    "checkstyle",
    "csv",
    "azure",
];

/// File names that break lines, quotes, tags, commands and the direction of text.
#[cfg(unix)]
const NAMES: [&str; 8] = [
    "new\nline.tf",
    "quote\"'`.tf",
    "<script>alert(1)<.tf",
    "::error file=x::pwned.tf",
    "esc\u{1b}[31mred\u{7}.tf",
    "bidi\u{202e}ft.evil.tf",
    "]]>&amp;--.tf",
    "| pipe | [link](javascript:x).tf",
];

/// What stands in values and names inside.
const NASTY: &str = "<script>alert(1)</script>\u{1b}]8;;http://evil\u{7}x\u{202e}y ]]> ::error::pwned %0A::set-output | [a](javascript:b) `c` ${\"$\"}{x}";

fn repository() -> Repository {
    let repository = Repository::new();
    let text = format!(
        "resource \"aws_s3_bucket_acl\" \"a\" {{\n  bucket = \"{0}\"\n  acl = \"public-read\" # {0}\n}}\n\
         resource \"aws_security_group\" \"{1}\" {{\n  name = \"{0}\"\n  ingress {{\n    from_port = 22\n    to_port = 22\n    protocol = \"tcp\"\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }}\n}}\n\
         locals {{\n  broken = missing_function(\"{0}\")\n  x = tobool(\"{0}\")\n}}\n",
        NASTY.replace('"', "\\\"").replace("${\\\"$\\\"}{", "$${"),
        "x\u{202e}y"
    );
    #[cfg(unix)]
    for (i, name) in NAMES.iter().enumerate() {
        repository.write(Path::new(&format!("d{i}")).join(name), &text);
    }
    repository.write("plain/main.tf", &text);
    repository
}

fn report(repository: &Repository, format: &str) -> Run {
    repository.run(&format!("markup in names and values, as {format}"), &["check", "--isolated", "--format", format])
}

#[test]
fn no_report_lets_control_characters_through() {
    let repository = repository();
    for format in FORMATS {
        let run = report(&repository, format);
        for (stream, text) in [("output", &run.output), ("error", &run.error)] {
            let wrong = text.chars().find(|c| (c.is_control() && !matches!(c, '\n' | '\t' | '\r')) || is_bidi(*c));
            assert_eq!(wrong, None, "{format}: {stream}: {}", around(text, wrong));
        }
    }
}

fn is_bidi(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

fn around(text: &str, wrong: Option<char>) -> String {
    let Some(at) = wrong.and_then(|c| text.find(c)) else { return String::new() };
    let start = boundary(text, at.saturating_sub(60));
    text.split_at(start).1.chars().take(120).collect::<String>().escape_debug().to_string()
}

/// A line of Markdown without its code spans, in which everything is text: as many backticks close one as open it.
fn outside_code(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('`') {
        plain.push_str(before);
        let inside = after.trim_start_matches('`');
        let run = after.len() - inside.len() + 1;
        let fence = "`".repeat(run);
        let is_close = |at: usize| {
            let (before, after) = inside.split_at(at);
            !before.ends_with('`') && !after.trim_start_matches(&fence).starts_with('`')
        };
        match inside.match_indices(&fence).find(|(at, _)| is_close(*at)) {
            Some((at, _)) => rest = inside.split_at(at + run).1,
            None => {
                plain.push_str(&fence);
                rest = inside;
            }
        }
    }
    plain + rest
}

#[test]
fn markup_stays_text() {
    let repository = repository();
    let run = report(&repository, "html");
    assert!(!run.output.contains("<script>alert"), "HTML");
    assert!(!run.output.contains("href=\"javascript:"), "HTML");
    let run = report(&repository, "markdown");
    let plain: String = run.output.lines().map(|line| outside_code(line) + "\n").collect();
    assert!(!plain.contains("<script>alert"), "Markdown");
    assert!(!plain.contains("[a](javascript:"), "Markdown");
    for format in ["junit", "checkstyle"] {
        let run = report(&repository, format);
        assert!(!run.output.contains("<script>alert"), "{format}");
        let mut reader = quick_xml::Reader::from_str(&run.output);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    }
    for format in ["json", "sarif", "gitlab", "gitlab-sast"] {
        let run = report(&repository, format);
        serde_json::from_str::<serde_json::Value>(&run.output).unwrap();
    }
}

#[test]
fn every_annotation_is_one_of_ours() {
    for format in ["github", "azure"] {
        let run = report(&repository(), format);
        for line in run.output.lines() {
            let is_ours = match format {
                "github" => ["::error ", "::warning ", "::notice "].iter().any(|start| line.starts_with(start)),
                _ => line.starts_with("##vso[task."),
            };
            let commands = line.matches(if format == "github" { "\n::" } else { "##vso[" }).count();
            assert!(is_ours && commands <= 1, "{format}: {line}");
        }
    }
}
