//! All examples that are one small change away from a given one.

use super::draft::{Item, Nested, Node};
use super::hints::{Hints, Stock, below, place_of, plain, quoted};

/// Longer texts and lists are not made to reach a length.
const LONGEST: usize = 300;
const MOST: usize = 8;

/// What was changed.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// As a title: "`acl` is left out".
    pub(super) title: String,
    /// Whether the rule reads what was changed.
    pub(super) is_read: bool,
}

/// Takes a changed body.
type Emit<'e> = &'e mut dyn FnMut(Vec<Item>, Change);

/// What decides which changes are worth while.
#[derive(Clone, Copy)]
pub(super) struct Cx<'c> {
    pub(super) hints: &'c Hints,
    pub(super) stock: &'c Stock,
}

impl Cx<'_> {
    /// Every changed copy of an example.
    pub(super) fn example(self, items: &[Item], emit: Emit<'_>) {
        for (i, item) in items.iter().enumerate() {
            let Item::Block(block) = item else { continue };
            let path = place_of(block);
            let is_variable = matches!(block.kind.as_str(), "variable" | "locals" | "terraform");
            if items.len() > 1 && !is_variable {
                let change = Change { title: format!("without `{}`", shown(block)), is_read: true };
                emit(without(items, i), change);
            }
            if is_variable {
                continue;
            }
            match block.kind.as_str() {
                "plan" | "file" => self.example(&block.items, &mut |inner, change| {
                    emit(with_body(items, i, block, inner), change);
                }),
                kind => self.body(&path, &block.items, &mut |inner, change| {
                    let variables = variables(items, &inner);
                    let mut changed = with_body(items, i, block, inner.clone());
                    changed.splice(0..0, variables.clone());
                    emit(changed, change.clone());
                    // A second one beside the first, where there is something to tell apart.
                    if matches!(kind, "resource" | "data") && change.is_read {
                        let mut second = block.clone();
                        second.items = inner;
                        if let Some(name) = second.labels.last_mut() {
                            name.push_str("_too");
                        }
                        let mut more = items.to_vec();
                        more.insert(i + 1, Item::Block(second));
                        more.splice(0..0, variables);
                        emit(more, Change { title: format!("one more, {}", change.title), ..change });
                    }
                }),
            }
        }
    }

    fn body(self, path: &str, items: &[Item], emit: Emit<'_>) {
        for (i, item) in items.iter().enumerate() {
            let name = item.name();
            let is_read = self.hints.names.contains(&plain(name));
            if !self.stock.is_required(path, name) {
                let what = if matches!(item, Item::Block(_)) { "without" } else { "no" };
                emit(without(items, i), Change { title: format!("{what} `{name}`"), is_read });
            }
            let inner_path = below(path, name);
            match item {
                Item::Argument(name, node) => self.node(path, &inner_path, name, node, &mut |node, change| {
                    let mut copy = items.to_vec();
                    if let Some(place) = copy.get_mut(i) {
                        *place = Item::Argument(name.clone(), node);
                    }
                    emit(copy, change);
                }),
                Item::Block(block) => {
                    let is_repeated = self.stock.is_repeated(path, name) || !self.hints.single.contains(&plain(name));
                    self.body(&inner_path, &block.items, &mut |inner, change| {
                        if is_repeated && is_read && change.is_read {
                            let mut second = block.clone();
                            second.items.clone_from(&inner);
                            let mut more = items.to_vec();
                            more.insert(i + 1, Item::Block(second));
                            let title = format!("one more `{name}`, {}", change.title);
                            emit(more, Change { title, is_read: true });
                        }
                        emit(with_body(items, i, block, inner), change);
                    });
                }
            }
        }
        self.additions(path, items, emit);
    }

    /// What other examples have in such a body, and arguments that the rule reads.
    fn additions(self, path: &str, items: &[Item], emit: Emit<'_>) {
        let mut add = |item: Item, title: String| {
            let mut more = items.to_vec();
            // Arguments stand before blocks.
            let at = match item {
                Item::Argument(..) => items.iter().position(|one| matches!(one, Item::Block(_))),
                Item::Block(_) => None,
            };
            more.insert(at.unwrap_or(items.len()), item);
            emit(more, Change { title, is_read: true });
        };
        let has = |name: &str| items.iter().any(|item| item.name() == name);
        for (name, found) in self.stock.items(path) {
            if !self.hints.names.contains(&plain(name)) {
                continue;
            }
            let is_more = found.iter().any(|item| matches!(item, Item::Block(_)))
                && (self.stock.is_repeated(path, name) || !self.hints.single.contains(&plain(name)));
            if has(name) && !is_more {
                continue;
            }
            for item in found.iter().filter(|item| !refers_elsewhere(item)) {
                add(item.clone(), title_of(item));
            }
            if !has(name) && found.iter().any(|item| matches!(item, Item::Argument(..))) {
                for value in self.values(name) {
                    let item = Item::Argument(name.to_owned(), Node::Text(value));
                    add(item.clone(), title_of(&item));
                }
            }
        }
        // An argument that no example has: only at the top of a resource, where the rule says what it is.
        let is_top = !path.contains('/');
        let unseen =
            self.hints.direct.iter().filter(|name| is_top && !has(name) && self.stock.of(path, name).is_empty());
        for name in unseen {
            for value in self.values(name) {
                let item = Item::Argument(name.clone(), Node::Text(value));
                add(item.clone(), title_of(&item));
            }
        }
    }

    /// Values that decide something under that name.
    fn values(self, name: &str) -> Vec<String> {
        self.hints.values.get(&plain(name)).into_iter().flatten().cloned().collect()
    }

    fn node(self, path: &str, inner_path: &str, name: &str, node: &Node, emit: &mut dyn FnMut(Node, Change)) {
        let is_read = self.hints.names.contains(&plain(name));
        let change = |title: String| Change { title, is_read };
        match node {
            Node::Text(text) => {
                for (value, title) in self.texts(path, name, text) {
                    emit(value, change(title));
                }
            }
            Node::Call(function, inner) => self.node(path, inner_path, name, inner, &mut |inner, change| {
                emit(Node::Call(function.clone(), Box::new(inner)), change);
            }),
            Node::Object(members) => {
                let items: Vec<Item> =
                    members.iter().map(|(key, value)| Item::Argument(key.clone(), value.clone())).collect();
                self.body(inner_path, &items, &mut |items, change| {
                    let members = items.into_iter().map(|item| match item {
                        Item::Argument(key, value) => Some((key, value)),
                        Item::Block(_) => None,
                    });
                    if let Some(members) = members.collect() {
                        emit(Node::Object(members), change);
                    }
                });
            }
            Node::List(items) => {
                for i in 0..items.len() {
                    let rest = items.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, item)| item.clone());
                    let dropped = items.get(i).map(|item| short(&item.text(0))).unwrap_or_default();
                    emit(Node::List(rest.collect()), change(format!("`{name}` without {dropped}")));
                }
                for length in self.lengths(name) {
                    if !items.is_empty() && length <= MOST && length != items.len() {
                        let some = items.iter().cycle().take(length).cloned().collect();
                        emit(Node::List(some), change(format!("{length} of `{name}`")));
                    }
                }
                for value in self.values(name).into_iter().map(Node::Text).filter(|value| !items.contains(value)) {
                    let title = format!("`{name}` with {}", short(&value.text(0)));
                    emit(Node::List([items.clone(), vec![value]].concat()), change(title));
                }
                for (i, item) in items.iter().enumerate() {
                    self.node(path, inner_path, name, item, &mut |inner, change| {
                        let mut copy = items.clone();
                        if let Some(place) = copy.get_mut(i) {
                            *place = inner.clone();
                        }
                        emit(Node::List(copy), change.clone());
                        let mut more = items.clone();
                        more.insert(i + 1, inner);
                        emit(Node::List(more), Change { title: format!("besides, {}", change.title), ..change });
                    });
                }
            }
        }
    }

    fn lengths(self, name: &str) -> Vec<usize> {
        self.hints.lengths.get(&plain(name)).into_iter().flatten().copied().collect()
    }

    /// Other values of a plain argument.
    fn texts(self, path: &str, name: &str, text: &str) -> Vec<(Node, String)> {
        let mut values: Vec<Node> = Vec::new();
        match text {
            "true" => values.push(Node::Text("false".into())),
            "false" => values.push(Node::Text("true".into())),
            _ => {
                if let Ok(number) = text.parse::<i64>() {
                    let near = [number.saturating_sub(1), number.saturating_add(1)];
                    values.extend(near.map(|number| Node::Text(number.to_string())));
                }
            }
        }
        values.extend(self.values(name).into_iter().map(Node::Text));
        if text.starts_with('"') {
            let fitting = self.lengths(name).into_iter().filter(|length| *length <= LONGEST);
            values.extend(fitting.map(|length| Node::Text(quoted(&"a".repeat(length)))));
        }
        for item in self.stock.of(path, name).iter().filter(|item| !refers_elsewhere(item)) {
            if let Item::Argument(_, node) = item {
                values.push(node.clone());
            }
        }
        values.retain(|value| !matches!(value, Node::Text(other) if other == text));
        let titled = |value: Node| {
            let title = format!("`{name}` is {}", short(&value.text(0)));
            (value, title)
        };
        let mut all: Vec<(Node, String)> = values.into_iter().map(titled).collect();
        if self.hints.names.contains(&plain(name)) && !text.starts_with("var.") && is_word(name) {
            all.push((Node::Text(format!("var.{name}")), format!("`{name}` is an unset variable")));
        }
        all
    }
}

fn is_word(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The variables that a body refers to and that are not there yet.
fn variables(items: &[Item], body: &[Item]) -> Vec<Item> {
    let text = super::draft::write(body, 0);
    let mut found: Vec<Item> = Vec::new();
    for part in text.split("var.").skip(1) {
        let name: String = part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        let block = Nested { kind: "variable".into(), labels: vec![name.clone()], items: Vec::new() };
        let is_there = items
            .iter()
            .any(|item| matches!(item, Item::Block(one) if one.kind == "variable" && one.labels == block.labels));
        let item = Item::Block(block);
        if !is_there && !name.is_empty() && !found.contains(&item) {
            found.push(item);
        }
    }
    found
}

/// Whether an item is only good where it stands: it names another block.
fn refers_elsewhere(item: &Item) -> bool {
    let text = super::draft::write(std::slice::from_ref(item), 0);
    let is_reference = |word: &str| {
        let head = word.split('.').next().unwrap_or_default();
        word.contains('.')
            && (head.contains('_') || matches!(head, "var" | "local" | "data" | "module" | "each" | "count"))
    };
    // What stands in quotes is text, but for interpolations.
    let bare: String = text.split('"').step_by(2).collect::<Vec<_>>().join(" ");
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    text.contains("${") || bare.split(|c| !is_part(c)).any(is_reference)
}

fn title_of(item: &Item) -> String {
    match item {
        Item::Argument(name, value) => format!("`{name}` is {}", short(&value.text(0))),
        Item::Block(block) => format!("with `{}`", block.kind),
    }
}

/// A value in a title.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = line.trim_matches('"');
    let is_plain = !bare.is_empty() && !bare.contains(['"', '`', '\\', '$', '%', '{', '[']) && bare.len() <= 40;
    if is_plain {
        format!("`{bare}`")
    } else if bare.is_empty() {
        "empty".to_owned()
    } else {
        "another".to_owned()
    }
}

fn shown(block: &Nested) -> String {
    block.labels.first().unwrap_or(&block.kind).clone()
}

fn without(items: &[Item], at: usize) -> Vec<Item> {
    items.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, item)| item.clone()).collect()
}

fn with_body(items: &[Item], at: usize, block: &Nested, inner: Vec<Item>) -> Vec<Item> {
    let mut copy = items.to_vec();
    if let Some(place) = copy.get_mut(at) {
        *place = Item::Block(Nested { items: inner, ..block.clone() });
    }
    copy
}
