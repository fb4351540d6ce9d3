//! The value model: what an expression can be, with unknowns that know why and a mark for secrets.
//!
//! A [`Value`] clones in O(1) and holds no span: equality is about content. Marks (sensitive, ephemeral) sit
//! beside the content and are spread by whoever combines values; [`Value::with_marks_of`] is the usual way.

use std::fmt;
use std::sync::Arc;

use super::number::Number;
use crate::config::ty::Type;

/// A value and its marks.
#[derive(Clone)]
pub struct Value {
    pub kind: Kind,
    pub marks: Marks,
}

/// Object and map members in the order in which Terraform walks them: by key, bytewise.
pub type Members = litemap::LiteMap<Arc<str>, Value>;

/// What a value is.
#[derive(Clone)]
pub enum Kind {
    /// A null of that type; `Type::Dynamic` for a bare `null`.
    Null(Type),
    Bool(bool),
    Number(Number),
    String(Arc<str>),
    List(Arc<List>),
    /// Elements are distinct and in Terraform's order (see `eval::order`).
    Set(Arc<List>),
    Map(Arc<Map>),
    Tuple(Arc<[Value]>),
    Object(Arc<Object>),
    Unknown(Arc<Unknown>),
}

/// A list or set: elements of one type.
#[derive(Clone, Debug)]
pub struct List {
    pub element: Type,
    pub items: Vec<Value>,
}

/// A map: values of one type.
#[derive(Clone, Debug)]
pub struct Map {
    pub element: Type,
    pub members: Members,
}

/// An object. An `open` object stands for a resource or a part of one whose attributes are only partly in code:
/// reading another name gives an unknown that originates there.
#[derive(Clone, Debug, Default)]
pub struct Object {
    pub members: Members,
    pub open: Option<Arc<Place>>,
}

/// A place inside an instance: `aws_s3_bucket.b[0]` and the attribute path below it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Full address of the instance, module path included.
    pub instance: Arc<str>,
    /// `.arn`, `.rule[0].id`; empty for the instance itself.
    pub path: Arc<str>,
}

impl Place {
    #[must_use]
    pub fn attribute(&self, name: &str) -> Self {
        Self { instance: Arc::clone(&self.instance), path: format!("{}.{name}", self.path).into() }
    }

    /// Whether the instance is one of a data source.
    pub fn is_data(&self) -> bool {
        let names: Vec<&str> = self.instance.split('.').collect();
        // `module.data.aws_x.y` and `aws_x.data` are called so and are none.
        names.windows(3).enumerate().any(|(i, window)| match window {
            ["data", ..] if i == 0 => true,
            [before, "data", _] => *before != "module",
            _ => false,
        })
    }

    #[must_use]
    pub fn index(&self, key: &str) -> Self {
        Self { instance: Arc::clone(&self.instance), path: format!("{}[{key}]", self.path).into() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.instance, self.path)
    }
}

/// A value that cannot be known, with the reason.
#[derive(Clone, Debug)]
pub struct Unknown {
    pub ty: Type,
    pub origin: Origin,
    /// Whether the value *is* its origin (`aws_vpc.v.id`) and not something computed from it. Two unknowns are the
    /// same value only if both are exact and their origins are equal.
    pub exact: bool,
    /// Further origins that went into a computed value, for joins (`"${aws_s3_bucket.b.arn}/*"`); without `origin`.
    pub also: Arc<[Origin]>,
    pub refinement: Refinement,
    /// For strings built by a template: its known and unknown pieces in order.
    pub parts: Option<Arc<[Piece]>>,
    /// For strings made by `jsonencode` and its kin from something known in part: what was encoded.
    pub decoded: Option<Value>,
}

/// What is known about an unknown value.
#[derive(Clone, Debug, Default)]
pub struct Refinement {
    pub not_null: bool,
    /// The string certainly begins with this.
    pub prefix: Option<Arc<str>>,
    /// Bounds of a number, and whether the bound itself is possible.
    pub lower: Option<(Number, bool)>,
    pub upper: Option<(Number, bool)>,
    /// Bounds of a collection's length, inclusive.
    pub min_length: Option<usize>,
    pub max_length: Option<usize>,
}

/// One piece of a string that is known in part.
#[derive(Clone, Debug)]
pub enum Piece {
    Known(Arc<str>),
    Unknown(Value),
}

/// Where knowledge ends.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// An attribute that only the provider can tell.
    Attribute(Arc<Place>),
    /// The same, as a plan says it.
    AfterApply(Arc<Place>),
    /// A variable without default and without a value: address with module path.
    Variable(Arc<str>),
    /// A data source's attribute.
    Data(Arc<Place>),
    /// A function whose result differs from run to run.
    Impure(Arc<str>),
    /// A function that only a provider has.
    ProviderFunction(Arc<str>),
    /// An output of a module that is not on this machine.
    RemoteModule(Arc<str>),
    /// `count` or `for_each` of that address cannot be known.
    Expansion(Arc<str>),
    /// A limit that was hit.
    Limit(Arc<str>),
    /// A file that may not be read (outside the repository) or is not there.
    File(Arc<str>),
    /// A value that could not be computed because of an error reported elsewhere.
    Error(Arc<str>),
    /// An untyped null or unknown where nothing else is known.
    Opaque,
    /// A monthly cost that cannot be estimated, with the reason.
    Cost(Arc<str>),
    /// A gap of ours.
    Unsupported(Arc<str>),
}

/// What an unknown's origin tells about the resource that the value belongs to.
#[derive(Clone, Copy, Debug)]
pub enum Belongs<'o> {
    /// It is an attribute of this instance.
    To(&'o Arc<str>),
    /// It belongs to no instance.
    Nowhere,
    /// It may be an attribute of any instance, or of none.
    Anywhere,
}

impl Origin {
    /// The resource that a value of this origin belongs to. The join index and the joins themselves both ask here, so
    /// that the index never knows less than the join.
    pub fn belongs(&self) -> Belongs<'_> {
        match self {
            Self::Attribute(place) | Self::AfterApply(place) | Self::Data(place) => Belongs::To(&place.instance),
            Self::Impure(_) => Belongs::Nowhere,
            Self::Variable(_)
            | Self::ProviderFunction(_)
            | Self::RemoteModule(_)
            | Self::Expansion(_)
            | Self::Limit(_)
            | Self::File(_)
            | Self::Error(_)
            | Self::Opaque
            | Self::Cost(_)
            | Self::Unsupported(_) => Belongs::Anywhere,
        }
    }

    /// What only the provider can tell: when it reads a data source, or when it has made a resource.
    pub fn of_place(place: Place) -> Self {
        let is_data = place.is_data();
        let place = Arc::new(place);
        if is_data { Self::Data(place) } else { Self::Attribute(place) }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attribute(place) => write!(f, "`{place}` is known only after apply"),
            Self::AfterApply(place) => write!(f, "known after apply: `{place}`"),
            Self::Variable(name) => write!(f, "`{name}` has no value here"),
            Self::Data(place) => write!(f, "`{place}` is read from the provider"),
            Self::Impure(name) => write!(f, "`{name}()` differs from run to run"),
            Self::ProviderFunction(name) => write!(f, "`{name}()` is a function of a provider"),
            Self::RemoteModule(name) => write!(f, "`{name}` is an output of a module that is not installed here"),
            Self::Expansion(address) => write!(f, "the instances of `{address}` cannot be known"),
            Self::Limit(text) => write!(f, "limit reached: {text}"),
            Self::File(text) => write!(f, "{text}"),
            Self::Error(text) => write!(f, "not evaluated: {text}"),
            Self::Opaque => f.write_str("the value cannot be known here"),
            Self::Cost(text) => write!(f, "the monthly cost is not known: {text}"),
            Self::Unsupported(text) => write!(f, "unsupported: {text}"),
        }
    }
}

/// Marks of a value.
#[derive(Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Marks(u8);

impl Marks {
    pub const NONE: Self = Self(0);
    pub const SENSITIVE: Self = Self(1);
    pub const EPHEMERAL: Self = Self(2);

    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub fn is_none(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Debug for Marks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.has(Self::SENSITIVE), self.has(Self::EPHEMERAL)) {
            (false, false) => f.write_str("-"),
            (true, false) => f.write_str("sensitive"),
            (false, true) => f.write_str("ephemeral"),
            (true, true) => f.write_str("sensitive+ephemeral"),
        }
    }
}

impl Unknown {
    pub fn new(ty: Type, origin: Origin) -> Self {
        Self {
            ty,
            origin,
            exact: false,
            also: Arc::from([]),
            refinement: Refinement::default(),
            parts: None,
            decoded: None,
        }
    }

    /// All origins, the main one first.
    pub fn origins(&self) -> impl Iterator<Item = &Origin> {
        std::iter::once(&self.origin).chain(self.also.iter())
    }
}

impl Value {
    pub const TRUE: Self = Self { kind: Kind::Bool(true), marks: Marks::NONE };
    pub const FALSE: Self = Self { kind: Kind::Bool(false), marks: Marks::NONE };
    pub const NULL: Self = Self { kind: Kind::Null(Type::Dynamic), marks: Marks::NONE };

    pub fn null(ty: Type) -> Self {
        Kind::Null(ty).into()
    }

    pub fn bool(value: bool) -> Self {
        Kind::Bool(value).into()
    }

    pub fn string(text: impl Into<Arc<str>>) -> Self {
        Kind::String(text.into()).into()
    }

    pub fn int(value: i64) -> Self {
        Kind::Number(Number::from(value)).into()
    }

    pub fn number(value: Number) -> Self {
        Kind::Number(value).into()
    }

    pub fn list(element: Type, items: Vec<Self>) -> Self {
        Kind::List(Arc::new(List { element, items })).into()
    }

    /// A set whose elements are already distinct and in order; [`super::order::set`] makes them so.
    pub fn set(element: Type, items: Vec<Self>) -> Self {
        Kind::Set(Arc::new(List { element, items })).into()
    }

    pub fn tuple(items: impl IntoIterator<Item = Self>) -> Self {
        Kind::Tuple(items.into_iter().collect()).into()
    }

    pub fn map(element: Type, members: Members) -> Self {
        Kind::Map(Arc::new(Map { element, members })).into()
    }

    pub fn object(members: Members) -> Self {
        Kind::Object(Arc::new(Object { members, open: None })).into()
    }

    /// An object that stands for (a part of) a resource.
    pub fn open_object(members: Members, place: Arc<Place>) -> Self {
        Kind::Object(Arc::new(Object { members, open: Some(place) })).into()
    }

    pub fn unknown(ty: Type, origin: Origin) -> Self {
        Kind::Unknown(Arc::new(Unknown::new(ty, origin))).into()
    }

    /// An unknown that *is* its origin.
    pub fn unknown_exact(ty: Type, origin: Origin) -> Self {
        Kind::Unknown(Arc::new(Unknown { exact: true, ..Unknown::new(ty, origin) })).into()
    }

    /// Whether both are one container in memory, which makes them equal without a look inside.
    pub fn shares(&self, other: &Self) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::Object(own), Kind::Object(other)) => Arc::ptr_eq(own, other),
            (Kind::Map(own), Kind::Map(other)) => Arc::ptr_eq(own, other),
            (Kind::Tuple(own), Kind::Tuple(other)) => Arc::ptr_eq(own, other),
            (Kind::List(own), Kind::List(other)) | (Kind::Set(own), Kind::Set(other)) => Arc::ptr_eq(own, other),
            _ => false,
        }
    }

    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null(_))
    }

    /// Whether the value itself is unknown; a list with unknown elements is known.
    pub fn is_unknown(&self) -> bool {
        matches!(self.kind, Kind::Unknown(_))
    }

    pub fn is_sensitive(&self) -> bool {
        self.marks.has(Marks::SENSITIVE)
    }

    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    pub fn as_number(&self) -> Option<&Number> {
        match &self.kind {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    pub fn as_unknown(&self) -> Option<&Unknown> {
        match &self.kind {
            Kind::Unknown(unknown) => Some(unknown),
            _ => None,
        }
    }

    /// The elements of a list, set or tuple.
    pub fn as_elements(&self) -> Option<&[Self]> {
        match &self.kind {
            Kind::List(list) | Kind::Set(list) => Some(&list.items),
            Kind::Tuple(items) => Some(items),
            _ => None,
        }
    }

    /// The members of a map or object.
    pub fn as_members(&self) -> Option<&Members> {
        match &self.kind {
            Kind::Map(map) => Some(&map.members),
            Kind::Object(object) => Some(&object.members),
            _ => None,
        }
    }

    /// The member or, of an open object, what is known about it; `None` where there is certainly no such member.
    /// Marks of the container are not added.
    pub fn member(&self, name: &str) -> Option<Self> {
        match &self.kind {
            Kind::Map(map) => map.members.get(name).cloned(),
            Kind::Object(object) => object.members.get(name).cloned().or_else(|| {
                let place = object.open.as_ref()?.attribute(name);
                Some(Self::unknown_exact(Type::Dynamic, Origin::of_place(place)))
            }),
            _ => None,
        }
    }

    #[must_use]
    pub fn with_marks(mut self, marks: Marks) -> Self {
        self.marks = self.marks.union(marks);
        self
    }

    /// The value without any mark, here and inside.
    #[must_use]
    pub fn unmarked(self) -> Self {
        if self.deep_marks().is_none() {
            return self;
        }
        let strip = |items: &[Self]| items.iter().cloned().map(Self::unmarked).collect::<Vec<_>>();
        let strip_members = |members: &Members| {
            members.iter().map(|(name, value)| (Arc::clone(name), value.clone().unmarked())).collect()
        };
        let kind = match self.kind {
            Kind::List(list) => Kind::List(Arc::new(List { element: list.element.clone(), items: strip(&list.items) })),
            Kind::Set(list) => Kind::Set(Arc::new(List { element: list.element.clone(), items: strip(&list.items) })),
            Kind::Tuple(items) => Kind::Tuple(strip(&items).into()),
            Kind::Map(map) => {
                Kind::Map(Arc::new(Map { element: map.element.clone(), members: strip_members(&map.members) }))
            }
            Kind::Object(object) => {
                Kind::Object(Arc::new(Object { members: strip_members(&object.members), open: object.open.clone() }))
            }
            kind => kind,
        };
        kind.into()
    }

    #[must_use]
    pub fn with_marks_of(self, other: &Self) -> Self {
        self.with_marks(other.marks)
    }

    /// The union of the marks of this value and of everything in it.
    pub fn deep_marks(&self) -> Marks {
        let mut marks = self.marks;
        self.each_child(&mut |child| marks = marks.union(child.deep_marks()));
        marks
    }

    /// Whether neither the value nor anything in it is unknown. Open objects are not wholly known.
    pub fn is_wholly_known(&self) -> bool {
        match &self.kind {
            Kind::Unknown(_) => false,
            Kind::Object(object) if object.open.is_some() => false,
            _ => {
                let mut known = true;
                self.each_child(&mut |child| known = known && child.is_wholly_known());
                known
            }
        }
    }

    /// The first unknown in the value, in walking order.
    pub fn first_unknown(&self) -> Option<Arc<Unknown>> {
        match &self.kind {
            Kind::Unknown(unknown) => Some(Arc::clone(unknown)),
            _ => {
                let mut found = None;
                self.each_child(&mut |child| {
                    if found.is_none() {
                        found = child.first_unknown();
                    }
                });
                found
            }
        }
    }

    /// Calls `visit` for each direct element or member.
    pub fn each_child(&self, visit: &mut dyn FnMut(&Self)) {
        match &self.kind {
            Kind::List(list) | Kind::Set(list) => list.items.iter().for_each(visit),
            Kind::Tuple(items) => items.iter().for_each(visit),
            Kind::Map(map) => map.members.values().for_each(visit),
            Kind::Object(object) => object.members.values().for_each(visit),
            Kind::Null(_) | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) | Kind::Unknown(_) => {}
        }
    }

    /// The type of the value. Open objects have the type of their known members.
    pub fn ty(&self) -> Type {
        match &self.kind {
            Kind::Null(ty) => ty.clone(),
            Kind::Bool(_) => Type::Bool,
            Kind::Number(_) => Type::Number,
            Kind::String(_) => Type::String,
            Kind::List(list) => Type::list(list.element.clone()),
            Kind::Set(list) => Type::set(list.element.clone()),
            Kind::Map(map) => Type::map(map.element.clone()),
            Kind::Tuple(items) => Type::tuple(items.iter().map(Self::ty)),
            Kind::Object(object) => {
                Type::object(object.members.iter().map(|(name, value)| (Arc::clone(name), value.ty())))
            }
            Kind::Unknown(unknown) => unknown.ty.clone(),
        }
    }
}

impl From<Kind> for Value {
    fn from(kind: Kind) -> Self {
        Self { kind, marks: Marks::NONE }
    }
}

/// For debugging and test failures; a sensitive value shows nothing of itself.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_sensitive() {
            return f.write_str("(sensitive)");
        }
        match &self.kind {
            Kind::Null(_) => f.write_str("null"),
            Kind::Bool(value) => write!(f, "{value}"),
            Kind::Number(number) => write!(f, "{number}"),
            Kind::String(text) => write!(f, "{text:?}"),
            Kind::List(list) | Kind::Set(list) => f.debug_list().entries(&list.items).finish(),
            Kind::Tuple(items) => f.debug_list().entries(items.iter()).finish(),
            Kind::Map(map) => f.debug_map().entries(&map.members).finish(),
            Kind::Object(object) => f.debug_map().entries(&object.members).finish(),
            Kind::Unknown(unknown) => write!(f, "unknown({})", unknown.origin),
        }
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Value::from(self.clone()).fmt(f)
    }
}
