//! Numbers as Terraform has them: binary floats of 512 bits, with a fast path for small integers.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use dashu_float::FBig;
use dashu_float::round::mode::HalfEven;

/// The precision of Go's `big.Float` as cty creates it.
pub const PRECISION: usize = 512;

pub type Float = FBig<HalfEven, 2>;

/// An exact integer or a 512-bit float. INVARIANT: a float that is an integer within `i64` is stored as `Int`.
#[derive(Clone)]
pub enum Number {
    Int(i64),
    Float(Arc<Float>),
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
// (completed by the functions work: parse, arithmetic, order, text)
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(v) => write!(f, "{v}"),
            Self::Float(_) => write!(f, "float"),
        }
    }
}
impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Number {}
impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a.cmp(b),
            _ => Ordering::Equal,
        }
    }
}
