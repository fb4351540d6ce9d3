//! The little Markdown that rule texts use (paragraphs, lists, code) as HTML.

use std::fmt::Write as _;

use super::super::text::html;

/// Paragraphs, lists and code blocks.
pub(super) fn prose(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.trim().lines().peekable();
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if trimmed.starts_with("```") {
            let code: Vec<&str> = lines.by_ref().take_while(|line| !line.trim().starts_with("```")).collect();
            let code: Vec<String> = code.iter().map(|line| html(&line.replace('\t', "    "))).collect();
            let _ = writeln!(out, "<pre><code>{}</code></pre>", code.join("\n"));
        } else if let Some(item) = list_item(trimmed) {
            let mut items = vec![inline(item)];
            while let Some(next) = lines.peek().and_then(|line| list_item(line.trim())) {
                items.push(inline(next));
                lines.next();
            }
            let _ = writeln!(out, "<ul><li>{}</li></ul>", items.join("</li><li>"));
        } else if !trimmed.is_empty() {
            let mut words = vec![trimmed];
            while let Some(next) = lines.peek().map(|line| line.trim()) {
                if next.is_empty() || next.starts_with("```") || list_item(next).is_some() {
                    break;
                }
                words.push(next);
                lines.next();
            }
            let _ = writeln!(out, "<p>{}</p>", inline(&words.join(" ")));
        }
    }
    out
}

fn list_item(line: &str) -> Option<&str> {
    line.strip_prefix("- ").or_else(|| line.strip_prefix("* "))
}

/// Words in backticks become code, all else is escaped.
pub(super) fn inline(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return html(text);
    }
    let render = |(index, part): (usize, &&str)| {
        if index % 2 == 1 { format!("<code>{}</code>", html(part)) } else { html(part) }
    };
    parts.iter().enumerate().map(render).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_lists_and_code_are_kept_apart() {
        let text = "One\n`two` <b>.\n- a\n- b\n\n```hcl\nx = \"<\"\n```\n";
        assert_eq!(
            prose(text),
            "<p>One <code>two</code> &lt;b&gt;.</p>\n<ul><li>a</li><li>b</li></ul>\n<pre><code>x = &quot;&lt;&quot;</code></pre>\n"
        );
    }
}
