//! Exact decimal numbers for money and quantities: no binary floating point, no rounding until somebody asks for it.

use std::cmp::Ordering;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Mul, Neg, Sub};

use dashu_int::IBig;

use crate::eval::number::Number;

/// More digits than any money amount has; keeps hostile input from growing without end.
const MAX_DIGITS: usize = 60;

/// `digits` / 10^`scale`.
#[derive(Clone, Debug)]
pub struct Decimal {
    digits: IBig,
    scale: u32,
}

impl Default for Decimal {
    fn default() -> Self {
        Self::ZERO
    }
}

impl Decimal {
    pub const ZERO: Self = Self { digits: IBig::ZERO, scale: 0 };
    pub const ONE: Self = Self { digits: IBig::ONE, scale: 0 };

    /// Reads `12`, `-0.5`, `.25`; no exponent. `None` for all else, and for more digits than money can have.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits = format!("{whole}{fraction}");
        if digits.is_empty() || digits.len() > MAX_DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let size: IBig = digits.parse().ok()?;
        let scale = u32::try_from(fraction.len()).ok()?;
        Some(Self { digits: if negative { -size } else { size }, scale }.trimmed())
    }

    /// A number of a configuration; `None` where it is too large or too long to be a quantity.
    pub fn from_number(number: &Number) -> Option<Self> {
        if let Some(value) = number.to_i64() {
            return Some(Self::from(value));
        }
        let limit = Number::from(1_000_000_000_000_000);
        if number.absolute().compare(&limit) != Ordering::Less {
            return None;
        }
        let text = number.to_string();
        let end = text.find('.').map_or(text.len(), |point| (point + 19).min(text.len()));
        Self::parse(text.get(..end)?)
    }

    /// This number times ten to the power of `-places`.
    #[must_use]
    pub fn shifted(&self, places: u32) -> Self {
        Self { digits: self.digits.clone(), scale: self.scale.saturating_add(places) }.trimmed()
    }

    /// The quotient, rounded half away from zero to so many places; zero for a division by zero.
    #[must_use]
    pub fn divided(&self, by: &Self, places: u32) -> Self {
        if by.is_zero() {
            return Self::ZERO;
        }
        let up = places.saturating_add(by.scale);
        let down = self.scale;
        let (mut top, mut bottom) = (self.digits.clone(), by.digits.clone());
        if up >= down {
            top *= power(up - down);
        } else {
            bottom *= power(down - up);
        }
        Self { digits: rounded_quotient(&top, &bottom), scale: places }.trimmed()
    }

    /// Rounded half away from zero.
    #[must_use]
    pub fn rounded(&self, places: u32) -> Self {
        if self.scale <= places {
            return self.clone();
        }
        let digits = rounded_quotient(&self.digits, &power(self.scale - places));
        Self { digits, scale: places }.trimmed()
    }

    /// The smallest whole number that is not less.
    #[must_use]
    pub fn ceil(&self) -> Self {
        let floor = Self { digits: &self.digits / power(self.scale), scale: 0 };
        if floor < *self { floor + Self::ONE } else { floor }
    }

    pub fn is_zero(&self) -> bool {
        self.digits == IBig::ZERO
    }

    pub fn is_negative(&self) -> bool {
        self.digits < IBig::ZERO
    }

    #[must_use]
    pub fn absolute(&self) -> Self {
        if self.is_negative() { -self.clone() } else { self.clone() }
    }

    /// The number where it is whole and small.
    pub fn to_u32(&self) -> Option<u32> {
        if self.scale != 0 {
            return None;
        }
        u32::try_from(&self.digits).ok()
    }

    /// With exactly two decimals: `1234.50`.
    pub fn cents(&self) -> String {
        let rounded = self.rounded(2);
        let digits: IBig = &rounded.digits * power(2 - rounded.scale.min(2));
        Self { digits, scale: 2 }.to_string()
    }

    /// INVARIANT: no trailing zero behind the point, so that equal numbers are equal in their parts.
    fn trimmed(mut self) -> Self {
        if self.digits == IBig::ZERO {
            return Self::ZERO;
        }
        let ten = IBig::from(10);
        while self.scale > 0 {
            let quotient = &self.digits / &ten;
            if &quotient * &ten != self.digits {
                break;
            }
            self.digits = quotient;
            self.scale -= 1;
        }
        self
    }

    fn aligned(&self, scale: u32) -> IBig {
        &self.digits * power(scale - self.scale)
    }
}

fn power(exponent: u32) -> IBig {
    IBig::from(10).pow(usize::try_from(exponent).unwrap_or(0))
}

fn rounded_quotient(top: &IBig, bottom: &IBig) -> IBig {
    let negative = (*top < IBig::ZERO) != (*bottom < IBig::ZERO);
    let unsigned = |number: &IBig| if *number < IBig::ZERO { -number.clone() } else { number.clone() };
    let (top, bottom) = (unsigned(top), unsigned(bottom));
    let two = IBig::from(2);
    let size: IBig = (top * &two + &bottom) / (bottom * two);
    if negative { -size } else { size }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self { digits: IBig::from(value), scale: 0 }
    }
}

impl Add for Decimal {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let scale = self.scale.max(other.scale);
        Self { digits: self.aligned(scale) + other.aligned(scale), scale }.trimmed()
    }
}

impl Sub for Decimal {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Neg for Decimal {
    type Output = Self;

    fn neg(self) -> Self {
        Self { digits: -self.digits, scale: self.scale }
    }
}

impl Mul for &Decimal {
    type Output = Decimal;

    fn mul(self, other: Self) -> Decimal {
        Decimal { digits: &self.digits * &other.digits, scale: self.scale.saturating_add(other.scale) }.trimmed()
    }
}

impl Sum for Decimal {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, |total, item| total + item)
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let scale = self.scale.max(other.scale);
        self.aligned(scale).cmp(&other.aligned(scale))
    }
}

/// All digits, a point, no exponent.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = usize::try_from(self.scale).unwrap_or(0);
        let text = self.absolute().digits.to_string();
        let text = format!("{text:0>width$}", width = places + 1);
        let (whole, fraction) = text.split_at_checked(text.len() - places).unwrap_or((&text, ""));
        let sign = if self.is_negative() { "-" } else { "" };
        if fraction.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{fraction}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn sums_and_products_are_exact() {
        assert_eq!((decimal("0.1") + decimal("0.2")).to_string(), "0.3");
        assert_eq!((&decimal("730") * &decimal("0.0416")).to_string(), "30.368");
        assert_eq!((&decimal("1000000000000") * &decimal("0.000000014")).to_string(), "14000");
        assert_eq!((decimal("1") - decimal("1.01")).to_string(), "-0.01");
    }

    #[test]
    fn rounding_is_half_away_from_zero() {
        assert_eq!(decimal("1.005").rounded(2).to_string(), "1.01");
        assert_eq!(decimal("-1.005").rounded(2).to_string(), "-1.01");
        assert_eq!(decimal("2").divided(&decimal("3"), 4).to_string(), "0.6667");
        assert_eq!(decimal("7").cents(), "7.00");
        assert_eq!(decimal("7.1").ceil(), decimal("8"));
        assert_eq!(decimal("7").ceil(), decimal("7"));
    }

    #[test]
    fn what_is_no_quantity_is_refused() {
        assert!(Decimal::parse("1e9").is_none());
        assert!(Decimal::parse("").is_none());
        assert!(Decimal::parse(&"9".repeat(100)).is_none());
        assert!(Decimal::from_number(&Number::infinity(false)).is_none());
        assert_eq!(Decimal::from_number(&Number::parse("0.5").unwrap()), Some(decimal("0.5")));
    }
}
