//! Comments that begin with `//` where the style guide has `#`.

use super::{Cx, NativeRule, Out};
use crate::rules::finding::{Edit, Fix};
use crate::span::Span;
use crate::syntax::ast::CommentStyle;

pub(super) const RULE: NativeRule = NativeRule { id: "comment-syntax", run };

fn run(cx: &Cx<'_, '_>, out: &mut Out<'_>) {
    for file in &cx.module.files {
        for comment in file.comments.iter().filter(|comment| comment.style == CommentStyle::Slash) {
            let finding = out.fail(comment.span, &cx.address_at(comment.span), "a comment begins with `//`");
            let marker = Span { end: comment.span.start + 2, ..comment.span };
            finding.fix = Some(Fix {
                description: "begin the comment with `#`".into(),
                edits: vec![Edit { span: marker, text: "#".into() }],
                safe: true,
            });
        }
    }
}
