//! Colours and links of a terminal, where the caller allows them.

use super::Options;
use super::place::{Place, relative_uri};
use super::text::visible;
use crate::diag;
use crate::plan::summary::Action;
use crate::rules::rule::Severity;

/// A way to show text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Bold,
    Dim,
    Red,
    BoldRed,
    Yellow,
    Blue,
    Cyan,
    Green,
    Magenta,
}

impl Style {
    fn code(self) -> &'static str {
        match self {
            Self::Bold => "1",
            Self::Dim => "2",
            Self::Red => "31",
            Self::BoldRed => "1;31",
            Self::Yellow => "33",
            Self::Blue => "34",
            Self::Cyan => "36",
            Self::Green => "32",
            Self::Magenta => "35",
        }
    }

    pub fn of_severity(severity: Severity) -> Self {
        match severity {
            Severity::Critical => Self::BoldRed,
            Severity::High => Self::Red,
            Severity::Medium => Self::Yellow,
            Severity::Low => Self::Blue,
            Severity::Info => Self::Cyan,
        }
    }

    /// What a plan takes away is red, what it changes yellow, what it adds green.
    pub fn of_action(action: Action) -> Self {
        match action {
            Action::Destroy | Action::Replace | Action::Forget => Self::Red,
            Action::Update => Self::Yellow,
            Action::Create => Self::Green,
            Action::Read | Action::NoOp => Self::Dim,
        }
    }

    pub fn of_diagnostic(severity: diag::Severity) -> Self {
        match severity {
            diag::Severity::Error => Self::BoldRed,
            diag::Severity::Warning => Self::Yellow,
            diag::Severity::Note => Self::Cyan,
        }
    }
}

/// Paints text, or leaves it alone.
#[derive(Clone, Debug)]
pub struct Painter {
    color: bool,
    links: Option<String>,
}

impl Painter {
    pub fn new(options: &Options) -> Self {
        Self { color: options.color, links: options.links.clone() }
    }

    pub fn paint(&self, style: Style, text: &str) -> String {
        if !self.color || text.is_empty() {
            return text.to_owned();
        }
        format!("\u{1b}[{}m{text}\u{1b}[0m", style.code())
    }

    /// `path:line:column`, as a link to the file where the terminal follows links.
    pub fn place(&self, style: Style, place: &Place) -> String {
        let text = self.paint(style, &place.display());
        let Some(root) = &self.links else { return text };
        let uri = format!("{}/{}", root.trim_end_matches('/'), relative_uri(&place.path));
        link(&uri, &text)
    }

    /// A message whose `code` words stand out; without colour they keep their backticks.
    pub fn message(&self, message: &str) -> String {
        let message = visible(message);
        if !self.color {
            return message.into_owned();
        }
        let mut out = String::new();
        for (index, part) in message.split('`').enumerate() {
            out.push_str(&if index % 2 == 1 { self.paint(Style::Bold, part) } else { part.to_owned() });
        }
        out
    }
}

fn link(uri: &str, text: &str) -> String {
    format!("\u{1b}]8;;{uri}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Region;

    #[test]
    fn nothing_is_painted_unasked() {
        let painter = Painter::new(&Options::default());
        assert_eq!(painter.paint(Style::Red, "x"), "x");
        assert_eq!(painter.message("`a` is\nb"), "`a` is\\nb");
    }

    #[test]
    fn paths_become_links() {
        let options = Options { links: Some("file:///repo".into()), ..Options::default() };
        let place = Place { path: "a b.tf".into(), region: Region::default(), source: None };
        let text = Painter::new(&options).place(Style::Bold, &place);
        assert!(text.starts_with("\u{1b}]8;;file:///repo/a%20b.tf\u{1b}\\a b.tf:0:0"), "{text:?}");
    }
}
