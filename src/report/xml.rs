//! XML, written by hand: elements and attributes with everything escaped.

use std::fmt::Write as _;

use super::text::{html, visible_lines};

/// An XML document that grows element by element.
#[derive(Debug)]
pub struct Xml {
    text: String,
    open: Vec<&'static str>,
}

impl Default for Xml {
    fn default() -> Self {
        Self { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), open: Vec::new() }
    }
}

impl Xml {
    /// Opens an element that will have children.
    pub fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes, ">\n");
        self.open.push(name);
    }

    /// Closes the element that was opened last.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            let indent = self.indent();
            let _ = writeln!(self.text, "{indent}</{name}>");
        }
    }

    /// An element without content.
    pub fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes, "/>\n");
    }

    /// An element with text.
    pub fn text(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) {
        self.tag(name, attributes, ">");
        let lines: Vec<String> = visible_lines(text).lines().map(html).collect();
        let _ = writeln!(self.text, "{}</{name}>", lines.join("\n"));
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)], end: &str) {
        let indent = self.indent();
        let _ = write!(self.text, "{indent}<{name}");
        for (key, value) in attributes {
            let _ = write!(self.text, " {key}=\"{}\"", html(value));
        }
        self.text.push_str(end);
    }

    fn indent(&self) -> String {
        "  ".repeat(self.open.len())
    }

    /// The document; open elements are closed.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_escaped() {
        let mut xml = Xml::default();
        xml.open("a", &[("b", "\"<&>'\n\u{1}")]);
        xml.text("c", &[], "]]> <\u{0}\nnext");
        let text = xml.finish();
        assert!(
            text.ends_with("<a b=\"&quot;&lt;&amp;&gt;&#39;\\n\\u{1}\">\n  <c>]]&gt; &lt;\\u{0}\nnext</c>\n</a>\n"),
            "{text}"
        );
    }
}
