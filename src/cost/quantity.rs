//! How much of something: known, within bounds, unknown with a reason, or told by a usage file only.

use super::decimal::Decimal;
use super::read::Why;

/// How much of something a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quantity {
    Known(Decimal),
    /// The code leaves it open within bounds.
    Between {
        low: Decimal,
        high: Decimal,
        why: Why,
    },
    Unknown(Why),
    /// Only a usage file can tell; its key.
    Usage(String),
}

impl Quantity {
    #[must_use]
    pub(super) fn times(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Known(a), Self::Known(b)) => Self::Known(a * b),
            (Self::Usage(key), _) | (_, Self::Usage(key)) => Self::Usage(key.clone()),
            (Self::Unknown(why), _) | (_, Self::Unknown(why)) => Self::Unknown(why.clone()),
            (Self::Between { low, high, why }, Self::Known(by))
            | (Self::Known(by), Self::Between { low, high, why }) => {
                Self::Between { low: low * by, high: high * by, why: why.clone() }
            }
            (Self::Between { low, high, why }, Self::Between { low: low_b, high: high_b, .. }) => {
                Self::Between { low: low * low_b, high: high * high_b, why: why.clone() }
            }
        }
    }
}

impl From<Decimal> for Quantity {
    fn from(value: Decimal) -> Self {
        Self::Known(value)
    }
}

impl From<i64> for Quantity {
    fn from(value: i64) -> Self {
        Self::Known(value.into())
    }
}

impl From<Result<Decimal, Why>> for Quantity {
    fn from(value: Result<Decimal, Why>) -> Self {
        value.map_or_else(Self::Unknown, Self::Known)
    }
}
