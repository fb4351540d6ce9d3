//! Rule texts as HTML.

use std::fmt::Write as _;

use super::super::prose::{Part, parts};
use super::super::text::html;

/// Paragraphs, lists and code blocks.
pub(super) fn prose(text: &str) -> String {
    let mut out = String::new();
    let mut in_list = false;
    for part in parts(text) {
        let is_item = matches!(part, Part::Item(_));
        if is_item != in_list {
            out.push_str(if is_item { "<ul>\n" } else { "</ul>\n" });
            in_list = is_item;
        }
        let _ = match part {
            Part::Paragraph(words) => writeln!(out, "<p>{}</p>", inline(&words)),
            Part::Item(words) => writeln!(out, "<li>{}</li>", inline(&words)),
            Part::Code(lines) => {
                let lines: Vec<String> = lines.iter().map(|line| html(line)).collect();
                writeln!(out, "<pre><code>{}</code></pre>", lines.join("\n"))
            }
        };
    }
    if in_list {
        out.push_str("</ul>\n");
    }
    out
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
        insta::assert_snapshot!(prose("One\n`two` <b>.\n- a\n- b\n\n```hcl\nx = \"<\"\n```\n"), @r"
        <p>One <code>two</code> &lt;b&gt;.</p>
        <ul>
        <li>a</li>
        <li>b</li>
        </ul>
        <pre><code>x = &quot;&lt;&quot;</code></pre>
        ");
    }
}
