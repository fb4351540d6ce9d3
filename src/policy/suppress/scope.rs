//! Which text a directive covers: lines and brackets around a comment.

use std::collections::HashMap;

use crate::span::{SourceFile, Span};
use crate::syntax::ast::{Block, Body, Comment, File};

use super::directive::Reach;

/// The attributes and blocks of one file, found by the lines that they take.
#[derive(Debug)]
pub(super) struct Outline<'a> {
    source: &'a SourceFile,
    file: &'a File,
    starting: HashMap<u32, Vec<Node>>,
    /// Blocks only.
    ending: HashMap<u32, Vec<Node>>,
    /// In source order. Attributes never overlap.
    attributes: Vec<Node>,
    /// For each comment that stands alone, the first line below it that holds no such comment.
    below: HashMap<u32, u32>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    span: Span,
    first: u32,
    last: u32,
}

impl Node {
    fn length(&self) -> u32 {
        self.span.end - self.span.start
    }
}

impl<'a> Outline<'a> {
    pub(super) fn new(source: &'a SourceFile, file: &'a File) -> Self {
        let mut outline = Self {
            source,
            file,
            starting: HashMap::new(),
            ending: HashMap::new(),
            attributes: Vec::new(),
            below: HashMap::new(),
        };
        let mut open: Vec<&Body> = vec![&file.body];
        while let Some(body) = open.pop() {
            for attribute in &body.attributes {
                let node = outline.add(attribute.span);
                outline.attributes.push(node);
            }
            for block in &body.blocks {
                let node = outline.add(block.span);
                outline.ending.entry(node.last).or_default().push(node);
                open.push(&block.body);
            }
        }
        outline.attributes.sort_by_key(|node| node.span.start);
        outline.add_comments();
        outline
    }

    fn add(&mut self, span: Span) -> Node {
        let node = Node { span, first: self.line(span.start), last: self.line(span.end) };
        self.starting.entry(node.first).or_default().push(node);
        node
    }

    /// From the last comment to the first, so that each looks one line down only.
    fn add_comments(&mut self) {
        for comment in self.file.comments.iter().rev().filter(|comment| comment.own_line) {
            let next = self.last_line_of(comment) + 1;
            let below = self.below.get(&next).copied().unwrap_or(next);
            self.below.insert(self.line(comment.span.start), below);
        }
    }

    fn line(&self, offset: u32) -> u32 {
        self.source.line_of(offset)
    }

    /// A comment's span may hold the newline that ends it.
    fn last_line_of(&self, comment: &Comment) -> u32 {
        let text = self.source.slice(comment.span).trim_end();
        let end = comment.span.start.saturating_add(u32::try_from(text.len()).unwrap_or(0));
        self.line(end)
    }

    /// What the comment covers; `None` where there is nothing that it could.
    pub(super) fn covered(&self, comment: &Comment, reach: Reach) -> Option<Span> {
        match reach {
            Reach::Node => self.node(comment).map(|node| node.span),
            Reach::Line => {
                let line = self.source.line_range(self.target_line(comment));
                Some(Span::new(self.file.id, line.start, line.end))
            }
            Reach::TopBlock => self.top_block(comment.span).map(|block| block.span),
            Reach::File => Some(Span::new(self.file.id, 0, self.source.text.len())),
        }
    }

    /// The block of the file's outermost level that holds the place.
    pub(super) fn top_block(&self, place: Span) -> Option<&'a Block> {
        let blocks = &self.file.body.blocks;
        let after = blocks.partition_point(|block| block.span.start <= place.start);
        blocks.get(after.checked_sub(1)?).filter(|block| block.span.contains(place))
    }

    fn node(&self, comment: &Comment) -> Option<Node> {
        let own = self.line(comment.span.start);
        if !comment.own_line {
            return self.node_on_line(own);
        }
        let starting = self.starting_on(self.target_line(comment));
        // Between the elements of a list, the attribute is meant.
        starting.max_by_key(Node::length).or_else(|| self.attribute_around(own))
    }

    /// For a comment behind code: the most that fits on the line, else the least that the line is a part of.
    fn node_on_line(&self, line: u32) -> Option<Node> {
        let whole = self.starting_on(line).filter(|node| node.last == line);
        if let Some(node) = whole.max_by_key(Node::length) {
            return Some(node);
        }
        let ending = self.ending.get(&line).into_iter().flatten().copied();
        let touching = self.starting_on(line).chain(ending).chain(self.attribute_around(line));
        touching.min_by_key(Node::length)
    }

    fn starting_on(&self, line: u32) -> impl Iterator<Item = Node> + '_ {
        self.starting.get(&line).into_iter().flatten().copied()
    }

    fn attribute_around(&self, line: u32) -> Option<Node> {
        let after = self.attributes.partition_point(|node| node.first <= line);
        self.attributes.get(after.checked_sub(1)?).filter(|node| node.last >= line).copied()
    }

    /// The line that a comment speaks about: its own, or the one below it and the comments that follow directly.
    fn target_line(&self, comment: &Comment) -> u32 {
        let own = self.line(comment.span.start);
        if comment.own_line { self.below.get(&own).copied().unwrap_or(own) } else { own }
    }
}
