//! `tollgate explain RULE`: everything that its file says, for a terminal.

use std::fmt::Write as _;

use super::Options;
use super::example::{example_source, with_examples};
use super::paint::{Painter, Style};
use super::prose::{Part, parts};
use super::rule_docs::controls;
use super::rules_list::Entry;
use super::text::{visible, visible_lines, wrap};
use crate::eval::text::display;
use crate::rules::rule::{Outcome, Rule};
use crate::span::Sources;

/// The text about a rule. `sources` hold its rule file, for the examples.
pub fn explain(entry: Entry<'_>, sources: &Sources, options: &Options) -> String {
    let cx = Cx { painter: Painter::new(options), width: options.width.clamp(40, 100) };
    let rule = entry.rule;
    let mut text = String::new();
    let severity = cx.painter.paint(Style::of_severity(entry.severity), entry.severity.as_str());
    let _ = writeln!(text, "{}  {severity} {}", cx.painter.paint(Style::Bold, &rule.id), rule.category);
    let _ = writeln!(text, "{}", visible(&rule.title));
    cx.section(&mut text, "Why", &rule.why);
    cx.section(&mut text, "Remedy", &rule.remedy);
    match with_examples(rule) {
        Some((whole, sources)) => cx.examples(&mut text, &whole, &sources),
        None => cx.examples(&mut text, rule, sources),
    }
    cx.facts(&mut text, &entry);
    text
}

struct Cx {
    painter: Painter,
    width: usize,
}

impl Cx {
    fn heading(&self, text: &mut String, title: &str) {
        let _ = writeln!(text, "\n{}", self.painter.paint(Style::Bold, title));
    }

    fn section(&self, text: &mut String, title: &str, prose: &str) {
        if prose.trim().is_empty() {
            return;
        }
        self.heading(text, title);
        for (index, part) in parts(prose).iter().enumerate() {
            if index > 0 && !matches!(part, Part::Item(_)) {
                text.push('\n');
            }
            match part {
                Part::Paragraph(words) => self.lines(text, words, "  ", "  "),
                Part::Item(words) => self.lines(text, words, "  - ", "    "),
                Part::Code(lines) => self.code(text, &lines.join("\n")),
            }
        }
    }

    fn lines(&self, text: &mut String, words: &str, first: &str, other: &str) {
        for (index, line) in wrap(&visible(words), self.width - other.len()).iter().enumerate() {
            let _ = writeln!(text, "{}{}", if index == 0 { first } else { other }, self.painter.message(line));
        }
    }

    fn code(&self, text: &mut String, code: &str) {
        for line in visible_lines(code).lines() {
            let line = if line.is_empty() { String::new() } else { self.painter.paint(Style::Cyan, line) };
            let _ = writeln!(text, "{}", format!("      {line}").trim_end());
        }
    }

    fn examples(&self, text: &mut String, rule: &Rule, sources: &Sources) {
        for (outcome, title) in [(Outcome::Fail, "Fails"), (Outcome::Pass, "Passes")] {
            let Some(example) = rule.examples.iter().find(|example| example.outcome == outcome) else { continue };
            let Some(source) = example_source(example, sources) else { continue };
            self.heading(text, &format!("{title}: {}", visible(&example.title)));
            self.code(text, &source);
        }
    }

    fn facts(&self, text: &mut String, entry: &Entry<'_>) {
        let rule = entry.rule;
        self.heading(text, "Facts");
        let join = |texts: &[std::sync::Arc<str>]| texts.join(", ");
        let params: Vec<String> =
            rule.params.iter().map(|(name, value)| format!("{name} = {}", display(value))).collect();
        let set = if rule.default { "recommended" } else { "on request (`--select`)" };
        let state = if entry.on { "on" } else { "off" };
        let fix = rule.fix.as_ref().map(|fix| {
            if fix.safe {
                "`tollgate fix` repairs it"
            } else {
                "`tollgate fix --unsafe` repairs it; look at the result"
            }
        });
        let silence =
            if rule.suppressible { format!("# tollgate:ignore {} -- reason", rule.id) } else { "not allowed".into() };
        let facts = [
            ("applies to", join(&rule.resources)),
            ("set", format!("{set}, {state} here")),
            ("parameters", params.join("; ")),
            ("elsewhere", join(&rule.aliases)),
            ("tags", join(&rule.plain_tags().cloned().collect::<Vec<_>>())),
            ("compliance", controls(rule)),
            ("fix", fix.unwrap_or("").to_owned()),
            ("silence", silence),
            ("more", rule.link.clone().unwrap_or_default()),
        ];
        for (name, fact) in facts.iter().filter(|(_, fact)| !fact.is_empty()) {
            let name = self.painter.paint(Style::Dim, &format!("{name:<12}"));
            self.lines(text, fact, &format!("  {name}"), &" ".repeat(14));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::bundled;

    #[test]
    fn a_bundled_rule_is_explained_with_examples() {
        let rule = bundled::index().iter().find(|rule| rule.id == "aws-s3-bucket-public-acl").unwrap().parse().unwrap();
        let entry = Entry { rule: &rule, severity: rule.severity, on: true };
        let text = explain(entry, &Sources::default(), &Options::default());
        for expected in [
            "aws-s3-bucket-public-acl  high security\n",
            "\nWhy\n",
            "\nRemedy\n",
            "\nFails: ",
            "      resource \"",
            "tollgate:ignore",
        ] {
            assert!(text.contains(expected), "{expected} is not in\n{text}");
        }
        assert!(text.lines().all(|line| line.chars().count() <= 130), "{text}");
    }
}
