//! What is worth changing in an example: what a rule's conditions read, what they compare it with, and what other examples
//! hold in the same place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::draft::{Item, Node};
use crate::config::module::Mode;
use crate::eval::value::{Kind, Value};
use crate::rules::pattern::Pattern;
use crate::rules::rule::Rule;
use crate::syntax::ast::{BinaryOp, Expr, ExprKind, For};
use crate::syntax::visit;

/// So many items of one name are kept of all examples, the shortest ones first.
const SHELF: usize = 8;

/// A name as conditions and documents may both write it: `not_actions` and `NotAction` are the same.
pub(super) fn plain(name: &str) -> String {
    let lower: String = name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    lower.strip_suffix('s').unwrap_or(&lower).to_owned()
}

/// What a rule's conditions say about arguments, by their [`plain`] names.
#[derive(Debug, Default)]
pub(super) struct Hints {
    /// Everything that is read.
    pub(super) names: BTreeSet<String>,
    /// Arguments that are read of `resource` itself, as they are written.
    pub(super) direct: BTreeSet<String>,
    /// Blocks of which one alone is read: `versioning[0]`.
    pub(super) single: BTreeSet<String>,
    /// Values that decide something, as text of HCL.
    pub(super) values: BTreeMap<String, BTreeSet<String>>,
    /// Lengths that decide something.
    pub(super) lengths: BTreeMap<String, BTreeSet<usize>>,
}

type Bindings = BTreeMap<Arc<str>, BTreeSet<String>>;

impl Hints {
    pub(super) fn of(rule: &Rule) -> Self {
        let mut hints = Self::default();
        let mut bindings = Bindings::new();
        if let Some(all) = &rule.for_each {
            let names = hints.names_in(all, &bindings);
            hints.walk(all, &mut bindings, rule);
            bindings.insert("each".into(), names);
        }
        let conditions = [&rule.when, &rule.assert].into_iter().flatten();
        for expr in conditions.chain(rule.related.iter().map(|related| &related.on)) {
            hints.walk(expr, &mut bindings, rule);
        }
        for value in rule.params.values() {
            hints.names.extend(texts_of(value).iter().map(|text| plain(text)));
        }
        hints.names.retain(|name| !name.is_empty());
        hints
    }

    fn walk(&mut self, expr: &Expr, bindings: &mut Bindings, rule: &Rule) {
        match &expr.kind {
            ExprKind::For(each) => return self.walk_for(each, bindings, rule),
            ExprKind::GetAttr(inner, name) => {
                self.names.insert(plain(&name.text));
                if matches!(&inner.kind, ExprKind::Variable(root) if &**root == "resource") {
                    self.direct.insert(name.text.to_string());
                }
            }
            ExprKind::Index(inner, key) => match (&inner.kind, &key.kind) {
                (ExprKind::GetAttr(_, name), ExprKind::Number(_)) => {
                    self.single.insert(plain(&name.text));
                }
                (_, ExprKind::String(name)) => {
                    self.names.insert(plain(name));
                }
                _ => {}
            },
            ExprKind::String(text) => {
                self.names.insert(plain(text));
            }
            ExprKind::Binary(binary) => {
                let is_length =
                    |side: &Expr| matches!(&side.kind, ExprKind::Call { name, .. } if &*name.text == "length");
                for (one, other) in [(&binary.left, &binary.right), (&binary.right, &binary.left)] {
                    let names = self.names_in(one, bindings);
                    let is_comparison = !matches!(binary.op, BinaryOp::And | BinaryOp::Or);
                    let literals = if is_comparison { literals(other, rule, "") } else { BTreeSet::new() };
                    if is_length(one) {
                        let lengths = literals.iter().filter_map(|literal| literal.parse::<usize>().ok());
                        let lengths: Vec<usize> = lengths.collect();
                        for name in &names {
                            self.lengths.entry(name.clone()).or_default().extend(&lengths);
                        }
                    } else {
                        self.relate(&names, &literals);
                    }
                }
            }
            ExprKind::Call { name, args, .. } => {
                for (i, one) in args.iter().enumerate() {
                    let names = self.names_in(one, bindings);
                    let others = args.iter().enumerate().filter(|(j, _)| *j != i);
                    for literals in others.map(|(_, other)| literals(other, rule, &name.text)).collect::<Vec<_>>() {
                        self.relate(&names, &literals);
                    }
                }
            }
            _ => {}
        }
        for part in parts(expr) {
            self.walk(part, bindings, rule);
        }
    }

    fn walk_for(&mut self, each: &For, bindings: &mut Bindings, rule: &Rule) {
        self.walk(&each.collection, bindings, rule);
        let names = self.names_in(&each.collection, bindings);
        let before = bindings.clone();
        let bound = each.key_name.iter().chain([&each.value_name]);
        bindings.extend(bound.map(|name| (Arc::clone(&name.text), names.clone())));
        for part in each.key.iter().chain([&each.value]).chain(&each.condition) {
            self.walk(part, bindings, rule);
        }
        *bindings = before;
    }

    fn relate(&mut self, names: &BTreeSet<String>, literals: &BTreeSet<String>) {
        for name in names.iter().filter(|_| !literals.is_empty()) {
            self.values.entry(name.clone()).or_default().extend(literals.iter().cloned());
        }
    }

    /// The names that an expression's value comes from.
    fn names_in(&self, expr: &Expr, bindings: &Bindings) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        visit::expression(expr, &mut |expr| match &expr.kind {
            ExprKind::GetAttr(_, name) => {
                names.insert(plain(&name.text));
            }
            ExprKind::Variable(name) => names.extend(bindings.get(name).into_iter().flatten().cloned()),
            ExprKind::Index(_, key) => {
                if let ExprKind::String(name) = &key.kind {
                    names.insert(plain(name));
                }
            }
            _ => {}
        });
        names
    }
}

/// The direct parts of an expression, but for the bodies of `for`.
fn parts(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Tuple(items) => items.iter().collect(),
        ExprKind::Object(items) => items.iter().map(|item| &item.value).collect(),
        ExprKind::GetAttr(inner, _) | ExprKind::Unary(_, inner) | ExprKind::Paren(inner) => vec![inner],
        ExprKind::Index(inner, key) => vec![inner, key],
        ExprKind::Splat(splat) => vec![&splat.source, &splat.each],
        ExprKind::Call { args, .. } => args.iter().collect(),
        ExprKind::Conditional(it) => vec![&it.condition, &it.then, &it.otherwise],
        ExprKind::Binary(binary) => vec![&binary.left, &binary.right],
        ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Number(_)
        | ExprKind::String(_)
        | ExprKind::Variable(_)
        | ExprKind::Template(_)
        | ExprKind::For(_) => Vec::new(),
    }
}

/// The values that an operand stands for, and their neighbours, as text of HCL.
fn literals(expr: &Expr, rule: &Rule, function: &str) -> BTreeSet<String> {
    match &expr.kind {
        ExprKind::Bool(_) => ["true", "false"].map(str::to_owned).into(),
        ExprKind::Number(digits) => digits.parse().map(near).unwrap_or_default(),
        ExprKind::String(text) => words(text, function),
        ExprKind::Tuple(items) => items.iter().flat_map(|item| literals(item, rule, function)).collect(),
        ExprKind::Paren(inner) => literals(inner, rule, function),
        ExprKind::Conditional(it) => {
            [&it.then, &it.otherwise].into_iter().flat_map(|part| literals(part, rule, function)).collect()
        }
        ExprKind::GetAttr(inner, name) if matches!(&inner.kind, ExprKind::Variable(root) if &**root == "param") => {
            rule.params.get(&name.text).map(|value| of_value(value, function)).unwrap_or_default()
        }
        ExprKind::Index(inner, _) => literals(inner, rule, function),
        _ => BTreeSet::new(),
    }
}

fn near(number: i64) -> BTreeSet<String> {
    [number.saturating_sub(1), number, number.saturating_add(1)].map(|number| number.to_string()).into()
}

fn of_value(value: &Value, function: &str) -> BTreeSet<String> {
    match &value.kind {
        Kind::Bool(_) => ["true", "false"].map(str::to_owned).into(),
        Kind::Number(number) => number.to_i64().map(near).unwrap_or_default(),
        _ => texts_of(value).iter().flat_map(|text| words(text, function)).collect(),
    }
}

/// The texts of a value: itself, its elements, its keys.
fn texts_of(value: &Value) -> Vec<Arc<str>> {
    match &value.kind {
        Kind::String(text) => vec![Arc::clone(text)],
        Kind::Tuple(items) => items.iter().flat_map(texts_of).collect(),
        Kind::List(list) => list.items.iter().flat_map(texts_of).collect(),
        Kind::Map(_) | Kind::Object(_) => {
            let members = value.as_members().into_iter().flatten();
            members.flat_map(|(key, value)| [vec![Arc::clone(key)], texts_of(value)].concat()).collect()
        }
        _ => Vec::new(),
    }
}

/// Texts that a function tells apart, quoted.
fn words(text: &str, function: &str) -> BTreeSet<String> {
    let all = match function {
        "startswith" | "endswith" | "strcontains" => vec![text.to_owned(), format!("{text}x"), format!("x{text}")],
        "regex" | "regexall" => alternatives(text),
        _ => vec![text.to_owned()],
    };
    all.iter().filter(|word| !word.is_empty() && word.len() < 80).map(|word| quoted(word)).collect()
}

/// The words of a pattern that is a list of words: `^(?:a|b)$`.
fn alternatives(pattern: &str) -> Vec<String> {
    let bare = pattern.trim_start_matches("(?i)").trim_start_matches('^').trim_end_matches('$');
    let bare = bare.strip_prefix("(?:").or_else(|| bare.strip_prefix('(')).unwrap_or(bare);
    let words: Vec<String> = bare.strip_suffix(')').unwrap_or(bare).split('|').map(str::to_owned).collect();
    let is_word = |word: &String| word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if words.len() > 1 && words.iter().all(is_word) { words } else { Vec::new() }
}

/// A text as a literal of HCL.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text.replace("${", "$${").replace("%{", "%%{")).to_string()
}

/// What the examples of many rules hold, by place: `aws_s3_bucket`, `aws_s3_bucket/versioning`.
#[derive(Debug, Default)]
pub struct Stock {
    places: BTreeMap<String, Place>,
    /// Whole examples with their titles, by the types of their resources.
    whole: BTreeMap<String, Vec<(String, Vec<Item>)>>,
}

/// All bodies of one kind.
#[derive(Debug, Default)]
struct Place {
    bodies: usize,
    shelves: BTreeMap<String, Shelf>,
}

/// What bodies of one kind hold under one name.
#[derive(Debug, Default)]
struct Shelf {
    /// In so many bodies.
    bodies: usize,
    /// Whether a body has several.
    is_repeated: bool,
    items: Vec<Item>,
}

impl Stock {
    /// Adds an example.
    pub(super) fn add_example(&mut self, title: &str, items: &[Item]) {
        self.add(items);
        let kinds: BTreeSet<String> = items.iter().filter_map(kind_of).collect();
        for kind in kinds {
            self.whole.entry(kind).or_default().push((title.to_owned(), items.to_vec()));
        }
    }

    fn add(&mut self, items: &[Item]) {
        for item in items {
            if let Item::Block(block) = item {
                self.body(&place_of(block), &block.items);
            }
        }
    }

    fn body(&mut self, path: &str, items: &[Item]) {
        // The blocks of a plan and of a file are at home at the top.
        if matches!(path, "plan" | "file") {
            return self.add(items);
        }
        let place = self.places.entry(path.to_owned()).or_default();
        place.bodies += 1;
        let mut seen = BTreeSet::new();
        for item in items {
            let shelf = place.shelves.entry(item.name().to_owned()).or_default();
            if seen.insert(item.name()) {
                shelf.bodies += 1;
            } else {
                shelf.is_repeated = true;
            }
            if !shelf.items.contains(item) {
                shelf.items.push(item.clone());
            }
        }
        for item in items {
            match item {
                Item::Block(block) => self.body(&below(path, &block.kind), &block.items),
                Item::Argument(name, node) => self.node(&below(path, name), node),
            }
        }
    }

    fn node(&mut self, path: &str, node: &Node) {
        match node {
            Node::Text(_) => {}
            Node::List(items) => items.iter().for_each(|item| self.node(path, item)),
            Node::Call(_, inner) => self.node(path, inner),
            Node::Object(members) => {
                let items: Vec<Item> =
                    members.iter().map(|(key, value)| Item::Argument(key.clone(), value.clone())).collect();
                self.body(path, &items);
            }
        }
    }

    /// Keeps few items of each name, the shortest ones.
    pub(super) fn settle(&mut self) {
        for shelf in self.places.values_mut().flat_map(|place| place.shelves.values_mut()) {
            let text = |item: &Item| super::draft::write(std::slice::from_ref(item), 0);
            shelf.items.sort_by_cached_key(|item| (text(item).len(), text(item)));
            shelf.items.truncate(SHELF);
        }
        for examples in self.whole.values_mut() {
            examples.sort_by_cached_key(|(title, items)| {
                let text = super::draft::write(items, 0);
                (text.len(), text, title.clone())
            });
            examples.dedup_by(|one, other| one.1 == other.1);
        }
    }

    /// The examples with a resource that one of these patterns means, type by type, the shortest first.
    pub(super) fn examples(&self, patterns: &[Arc<str>]) -> impl Iterator<Item = &[(String, Vec<Item>)]> {
        let patterns: Vec<Pattern> = patterns.iter().map(|pattern| Pattern::new(pattern)).collect();
        let is_meant = move |kind: &str| patterns.iter().any(|pattern| pattern.matches_any(&[kind.into()].into()));
        self.whole.iter().filter(move |(kind, _)| is_meant(kind)).map(|(_, examples)| examples.as_slice())
    }

    /// The names that stand in bodies of that kind, with what they hold.
    pub(super) fn items(&self, path: &str) -> impl Iterator<Item = (&str, &[Item])> {
        let shelves = self.places.get(path).into_iter().flat_map(|place| &place.shelves);
        shelves.map(|(name, shelf)| (name.as_str(), shelf.items.as_slice()))
    }

    /// What stands under a name in bodies of that kind.
    pub(super) fn of(&self, path: &str, name: &str) -> &[Item] {
        self.places.get(path).and_then(|place| place.shelves.get(name)).map_or(&[], |shelf| shelf.items.as_slice())
    }

    /// Whether every body of that kind has it, and there are enough of them to believe that it has to be there.
    pub(super) fn is_required(&self, path: &str, name: &str) -> bool {
        let place = self.places.get(path);
        place.is_some_and(|place| {
            place.bodies > 5 && place.shelves.get(name).is_some_and(|shelf| shelf.bodies == place.bodies)
        })
    }

    pub(super) fn is_repeated(&self, path: &str, name: &str) -> bool {
        self.places.get(path).and_then(|place| place.shelves.get(name)).is_some_and(|shelf| shelf.is_repeated)
    }
}

/// How the place of a top-level block is called: its type, wherever it stands.
pub(super) fn place_of(block: &super::draft::Nested) -> String {
    match (block.kind.as_str(), block.labels.as_slice()) {
        ("resource", [kind, ..]) => kind.clone(),
        ("data", [kind, ..]) => format!("data.{kind}"),
        ("provider", [name, ..]) => format!("provider.{name}"),
        // `update "module.x.aws_db_instance.main"` of a plan.
        ("create" | "update" | "replace" | "destroy" | "forget" | "keep" | "read" | "drift", [address, ..]) => {
            let mut steps = address.rsplit('.');
            steps.next();
            format!("{PLANNED}{}", steps.next().unwrap_or_default())
        }
        (kind, _) => kind.to_owned(),
    }
}

/// What rules call the subject that a block is.
fn kind_of(item: &Item) -> Option<String> {
    let Item::Block(block) = item else { return None };
    match (block.kind.as_str(), block.labels.first()) {
        ("resource", Some(kind)) => Some(format!("{}{kind}", Mode::Managed.prefix())),
        ("data", Some(kind)) => Some(format!("{}{kind}", Mode::Data.prefix())),
        _ => None,
    }
}

/// How the place of a plan's action begins.
const PLANNED: &str = "plan of ";

/// The place of what stands in an argument or block; states of a plan are the resource itself.
pub(super) fn below(path: &str, name: &str) -> String {
    match path.strip_prefix(PLANNED) {
        Some(kind) if matches!(name, "before" | "after") => kind.to_owned(),
        _ => format!("{path}/{name}"),
    }
}
