//! The little Markdown that rule texts use: paragraphs, lists, and code that is indented or fenced.

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words of one paragraph, their line breaks removed.
    Paragraph(String),
    Item(String),
    /// Lines without their common indentation.
    Code(Vec<String>),
}

/// Takes a text apart.
pub fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut lines = text.lines().map(str::trim_end).peekable();
    // Indented lines are code only where they do not continue a paragraph or an item.
    let mut after_blank = true;
    while let Some(line) = lines.next() {
        let trimmed = line.trim_start();
        if trimmed.is_empty() {
            after_blank = true;
            continue;
        }
        if trimmed.starts_with("```") {
            let code: Vec<&str> = lines.by_ref().take_while(|line| !line.trim_start().starts_with("```")).collect();
            parts.push(Part::Code(dedent(&code)));
            after_blank = true;
        } else if after_blank && is_indented(line) {
            let mut code = vec![line];
            while let Some(next) = lines.next_if(|next| next.is_empty() || is_indented(next)) {
                code.push(next);
            }
            parts.push(Part::Code(dedent(&code)));
        } else {
            match (list_item(trimmed), parts.last_mut()) {
                (Some(item), _) => parts.push(Part::Item(item.to_owned())),
                (None, Some(Part::Paragraph(words) | Part::Item(words))) if !after_blank => {
                    words.push(' ');
                    words.push_str(trimmed);
                }
                (None, _) => parts.push(Part::Paragraph(trimmed.to_owned())),
            }
            after_blank = false;
        }
    }
    parts
}

fn is_indented(line: &str) -> bool {
    line.starts_with("    ") || line.starts_with('\t')
}

fn list_item(line: &str) -> Option<&str> {
    line.strip_prefix("- ").or_else(|| line.strip_prefix("* "))
}

/// Removes the common indentation and blank lines at both ends.
pub fn dedent(lines: &[&str]) -> Vec<String> {
    let lines: Vec<String> = lines.iter().map(|line| line.trim_end().replace('\t', "    ")).collect();
    let indent = |line: &String| line.len() - line.trim_start().len();
    let margin = lines.iter().filter(|line| !line.is_empty()).map(indent).min().unwrap_or(0);
    let mut out: Vec<String> = lines.iter().map(|line| line.get(margin..).unwrap_or("").to_owned()).collect();
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    let blank = out.iter().take_while(|line| line.is_empty()).count();
    out.drain(..blank);
    out
}

/// The first paragraph of a text; empty where it begins with something else.
pub fn first_paragraph(text: &str) -> String {
    match parts(text).into_iter().next() {
        Some(Part::Paragraph(words) | Part::Item(words)) => words.trim_end_matches(':').to_owned(),
        Some(Part::Code(_)) | None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_items_and_code_are_kept_apart() {
        let text = "One\ntwo:\n- a\n  b\n- c\n\n    x {\n\n      y = 1\n    }\n\nLast\n```hcl\n  z\n```\nend";
        let code = |lines: &[&str]| Part::Code(lines.iter().map(ToString::to_string).collect());
        assert_eq!(
            parts(text),
            [
                Part::Paragraph("One two:".into()),
                Part::Item("a b".into()),
                Part::Item("c".into()),
                code(&["x {", "", "  y = 1", "}"]),
                Part::Paragraph("Last".into()),
                code(&["z"]),
                Part::Paragraph("end".into()),
            ]
        );
    }

    #[test]
    fn the_first_paragraph_stands_alone() {
        assert_eq!(first_paragraph("One\ntwo.\n\nThree."), "One two.");
        assert_eq!(first_paragraph("Write:\n```hcl\nx\n```"), "Write");
        assert_eq!(first_paragraph(""), "");
    }
}
