//! Numbers as Terraform has them: Go's `big.Float` of up to 512 bits, with a fast path for small integers.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use dashu_base::BitTest;
use dashu_int::{IBig, Sign, UBig};

use super::decimal::{self, Digits, Notation};
use super::float::{Float, Form, NotANumber, PRECISION};

/// A number. Cheap to clone.
///
/// Equality is Terraform's `==`: whole numbers by value, others by their shortest text. [`Number::compare`] is exact.
#[derive(Clone)]
pub struct Number(Repr);

/// INVARIANT: what is a whole number within `i64` and not a negative zero is an `Int`.
#[derive(Clone)]
enum Repr {
    Int { value: i64, precision: u16 },
    Float(Arc<Float>),
}

/// The precision of Go's integers: lengths, indices, what functions count.
const INT_PRECISION: u16 = 64;

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(Repr::Int { value, precision: INT_PRECISION })
    }
}

impl From<Float> for Number {
    fn from(float: Float) -> Self {
        let precision = u16::try_from(float.precision).unwrap_or(u16::MAX);
        match float.truncated() {
            Some((size, true)) if !(size.is_zero() && float.negative) => {
                let whole = IBig::from_parts(if float.negative { Sign::Negative } else { Sign::Positive }, size);
                match i64::try_from(&whole) {
                    Ok(value) => Self(Repr::Int { value, precision }),
                    Err(_) => Self(Repr::Float(Arc::new(float))),
                }
            }
            _ => Self(Repr::Float(Arc::new(float))),
        }
    }
}

impl Number {
    pub const ZERO: Self = Self(Repr::Int { value: 0, precision: INT_PRECISION });

    /// Reads decimal text as `tonumber` and number literals do; `None` where it is no number.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.len() < 18 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if plain && let Ok(value) = text.parse() {
            return Some(Self(Repr::Int { value, precision: 512 }));
        }
        decimal::parse(text).map(Self::from)
    }

    /// A length or an index.
    pub fn from_usize(value: usize) -> Self {
        i64::try_from(value).map_or_else(|_| Self::infinity(false), Self::from)
    }

    /// A double as it is; `None` for what is no number.
    pub fn from_f64(value: f64) -> Option<Self> {
        Float::from_f64(value).map(Self::from)
    }

    /// A whole number of any size.
    pub fn from_big(value: &IBig) -> Self {
        let (sign, size) = value.clone().into_parts();
        let precision = u32::try_from(size.bit_len()).unwrap_or(u32::MAX).max(u32::from(INT_PRECISION));
        Float::rounded(sign == Sign::Negative, size, 0, false, precision).into()
    }

    pub fn infinity(negative: bool) -> Self {
        Self(Repr::Float(Arc::new(Float::infinity(negative))))
    }

    fn precision(&self) -> u32 {
        match &self.0 {
            Repr::Int { precision, .. } => u32::from(*precision),
            Repr::Float(float) => float.precision,
        }
    }

    fn float(&self) -> Float {
        match &self.0 {
            Repr::Int { value, precision } => Float::from_int(*value, u32::from(*precision)),
            Repr::Float(float) => Float::clone(float),
        }
    }

    /// Both as integers, with the precision of a result, where that result cannot need rounding.
    fn small_ints(&self, other: &Self) -> Option<(i64, i64, u16)> {
        match (&self.0, &other.0) {
            (Repr::Int { value: a, precision: pa }, Repr::Int { value: b, precision: pb }) => {
                let precision = *pa.max(pb);
                (precision >= INT_PRECISION).then_some((*a, *b, precision))
            }
            _ => None,
        }
    }

    pub fn add(&self, other: &Self) -> Result<Self, NotANumber> {
        if let Some((a, b, precision)) = self.small_ints(other)
            && let Some(value) = a.checked_add(b)
        {
            return Ok(Self(Repr::Int { value, precision }));
        }
        let precision = self.precision().max(other.precision());
        self.float().add(&other.float(), precision).map(Self::from)
    }

    pub fn subtract(&self, other: &Self) -> Result<Self, NotANumber> {
        self.add(&other.negate())
    }

    pub fn multiply(&self, other: &Self) -> Result<Self, NotANumber> {
        if let Some((a, b, precision)) = self.small_ints(other)
            && a != 0
            && b != 0
            && let Some(value) = a.checked_mul(b)
        {
            return Ok(Self(Repr::Int { value, precision }));
        }
        let product = self.float().multiply(&other.float(), PRECISION)?;
        let needed = match &product.form {
            Form::Finite { mantissa, .. } => u32::try_from(mantissa.bit_len()).unwrap_or(PRECISION),
            Form::Zero | Form::Infinite => 0,
        };
        Ok(product.with_precision(self.precision().max(other.precision()).max(needed)).into())
    }

    /// Division by zero is infinity; only `0 / 0` and infinity by infinity have no result.
    pub fn divide(&self, other: &Self) -> Result<Self, NotANumber> {
        let precision = self.precision().max(other.precision());
        self.float().divide(&other.float(), precision).map(Self::from)
    }

    /// What is left of a division, with the sign of the dividend. TERRAFORM: `5 % 0` is 5.
    pub fn modulo(&self, other: &Self) -> Result<Self, NotANumber> {
        if other.sign() == 0 {
            return Ok(self.clone());
        }
        if let Some((a, b, _)) = self.small_ints(other)
            && let Some(value) = a.checked_rem(b)
            && value != 0
        {
            let precision = u16::try_from(self.precision()).unwrap_or(u16::MAX);
            return Ok(Self(Repr::Int { value, precision }));
        }
        let (this, divisor) = (self.float(), other.float());
        let ratio = this.divide(&divisor, this.precision.max(divisor.precision))?;
        let (size, _) = ratio.truncated().ok_or(NotANumber)?;
        let negative = ratio.negative && !size.is_zero();
        let whole = Float::rounded(negative, size, 0, false, this.precision);
        let product = whole.multiply(&divisor, this.precision)?;
        this.add(&product.negated(), this.precision).map(Self::from)
    }

    #[must_use]
    pub fn negate(&self) -> Self {
        match &self.0 {
            Repr::Int { value, precision } if *value != 0 && *value != i64::MIN => {
                Self(Repr::Int { value: -value, precision: *precision })
            }
            _ => self.float().negated().into(),
        }
    }

    #[must_use]
    pub fn absolute(&self) -> Self {
        let mut float = self.float();
        float.negative = false;
        float.into()
    }

    #[must_use]
    pub fn floor(&self) -> Self {
        self.whole(Direction::Down)
    }

    #[must_use]
    pub fn ceil(&self) -> Self {
        self.whole(Direction::Up)
    }

    fn whole(&self, direction: Direction) -> Self {
        let Repr::Float(float) = &self.0 else { return self.clone() };
        let Some((mut size, exact)) = float.truncated() else { return self.clone() };
        if !exact && float.negative == (direction == Direction::Down) {
            size += UBig::ONE;
        }
        let negative = float.negative && !size.is_zero();
        Float::rounded(negative, size, 0, false, float.precision).into()
    }

    /// -1, 0 or 1.
    pub fn sign(&self) -> i8 {
        match &self.0 {
            Repr::Int { value, .. } => match value.cmp(&0) {
                Ordering::Less => -1,
                Ordering::Equal => 0,
                Ordering::Greater => 1,
            },
            Repr::Float(float) => float.sign(),
        }
    }

    pub fn is_infinite(&self) -> bool {
        matches!(&self.0, Repr::Float(float) if float.is_infinite())
    }

    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Int { .. } => true,
            Repr::Float(float) => matches!(float.truncated(), Some((_, true))),
        }
    }

    /// The number where it is whole and fits.
    pub fn to_i64(&self) -> Option<i64> {
        match &self.0 {
            Repr::Int { value, .. } => Some(*value),
            // A negative zero; all other whole numbers that fit are `Int`.
            Repr::Float(float) => float.is_zero().then_some(0),
        }
    }

    /// The number where it is whole, not negative and fits.
    pub fn to_usize(&self) -> Option<usize> {
        self.to_i64().and_then(|value| usize::try_from(value).ok())
    }

    /// The number where it is whole.
    pub fn to_big(&self) -> Option<IBig> {
        match &self.0 {
            Repr::Int { value, .. } => Some(IBig::from(*value)),
            Repr::Float(float) => match float.truncated()? {
                (size, true) => {
                    Some(IBig::from_parts(if float.negative { Sign::Negative } else { Sign::Positive }, size))
                }
                (_, false) => None,
            },
        }
    }

    /// The nearest double.
    pub fn to_f64(&self) -> f64 {
        self.float().to_f64()
    }

    /// By value; precision does not matter.
    pub fn compare(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Int { value: a, .. }, Repr::Int { value: b, .. }) => a.cmp(b),
            _ => self.float().compare(&other.float()),
        }
    }

    /// The number as text in the given notation.
    pub fn text(&self, notation: Notation, digits: Digits) -> String {
        match (&self.0, notation, digits) {
            (Repr::Int { value, .. }, Notation::Fixed, Digits::Shortest) => value.to_string(),
            _ => decimal::text(&self.float(), notation, digits),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Down,
    Up,
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Repr::Int { value: a, .. }, Repr::Int { value: b, .. }) => a == b,
            _ if self.sign() != other.sign() || self.is_integer() != other.is_integer() => false,
            _ if self.is_integer() => self.compare(other) == Ordering::Equal,
            _ => self.to_string() == other.to_string(),
        }
    }
}

/// All digits and no exponent, as `tostring` and `jsonencode` write it.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Notation::Fixed, Digits::Shortest))
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[test]
    fn tenths_add_up_as_terraform_says() {
        assert_eq!(number("0.1").add(&number("0.2")).unwrap(), number("0.3"));
        let rest = number("1").subtract(&number("0.9")).unwrap().to_string();
        assert!(rest.starts_with("0.1000") && rest.ends_with('3'), "{rest}");
    }

    #[test]
    fn precision_is_that_of_the_wider_operand() {
        let (one, three) = (Number::from(1), Number::from(3));
        assert_eq!(one.divide(&three).unwrap().to_string(), "0.33333333333333333334");
        assert!(number("1").divide(&three).unwrap().to_string().len() > 150);
    }

    #[test]
    fn modulo_takes_the_sign_of_the_dividend() {
        assert_eq!(number("-5").modulo(&number("3")).unwrap(), Number::from(-2));
        assert_eq!(number("5").modulo(&number("0")).unwrap(), Number::from(5));
        assert_eq!(number("5.5").modulo(&number("2")).unwrap(), number("1.5"));
    }

    #[test]
    fn zero_keeps_its_sign() {
        assert_eq!(Number::ZERO.negate().to_string(), "-0");
        assert_eq!(Number::ZERO.multiply(&Number::from(-1)).unwrap().to_string(), "-0");
        assert_eq!(Number::ZERO.negate(), Number::ZERO);
    }

    #[test]
    fn rounding_to_whole_numbers() {
        assert_eq!(number("-0.5").floor(), Number::from(-1));
        assert_eq!(number("-0.5").ceil().to_string(), "0");
        assert_eq!(number("0.5").ceil(), Number::from(1));
    }
}
