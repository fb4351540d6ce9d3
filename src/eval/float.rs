//! Binary floating point with a precision of its own per value: what Go's `big.Float` does, bit for bit.
//!
//! Terraform's numbers are such floats. The precision of a value decides how many digits its text has: literals
//! have 512 bits, lengths and indices 64, results of `pow` and `log` 53, and an operation takes the larger of its
//! operands' precisions. Rounding is to nearest, ties to even.

use std::cmp::Ordering;

use dashu_base::{BitTest, DivRem};
use dashu_int::UBig;

/// The precision of numbers that are written down.
pub const PRECISION: u32 = 512;

/// Numbers of more bits than this before or behind the point are infinite or zero. Go's limit is 2^31; this one
/// keeps the longest possible text at some 300,000 digits.
const MAX_EXPONENT: i64 = 1 << 20;

/// A float. INVARIANT: a finite mantissa is odd and has at most `precision` bits.
#[derive(Clone, Debug)]
pub struct Float {
    pub precision: u32,
    pub negative: bool,
    pub form: Form,
}

/// The size of a float.
#[derive(Clone, Debug)]
pub enum Form {
    Zero,
    /// `mantissa * 2^exponent`
    Finite {
        mantissa: UBig,
        exponent: i64,
    },
    Infinite,
}

/// Operations that have no result, as Go's `big.ErrNaN`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANumber;

impl Float {
    pub fn zero(precision: u32) -> Self {
        Self { precision, negative: false, form: Form::Zero }
    }

    pub fn infinity(negative: bool) -> Self {
        Self { precision: 64, negative, form: Form::Infinite }
    }

    pub fn from_int(value: i64, precision: u32) -> Self {
        Self::rounded(value < 0, UBig::from(value.unsigned_abs()), 0, false, precision)
    }

    /// The nearest float to `mantissa * 2^exponent`; `sticky` says that the true value is a little larger.
    pub fn rounded(negative: bool, mut mantissa: UBig, mut exponent: i64, sticky: bool, precision: u32) -> Self {
        let bits = mantissa.bit_len();
        let wanted = precision as usize;
        if bits > wanted {
            let dropped = bits - wanted;
            let half = mantissa.bit(dropped - 1);
            let below = sticky || mantissa.trailing_zeros().is_some_and(|zeros| zeros < dropped - 1);
            mantissa >>= dropped;
            exponent += i64::try_from(dropped).unwrap_or(i64::MAX);
            if half && (below || mantissa.bit(0)) {
                mantissa += UBig::ONE;
            }
        }
        Self::normal(negative, mantissa, exponent, precision)
    }

    fn normal(negative: bool, mut mantissa: UBig, mut exponent: i64, precision: u32) -> Self {
        let Some(zeros) = mantissa.trailing_zeros() else {
            return Self { precision, negative, form: Form::Zero };
        };
        mantissa >>= zeros;
        exponent = exponent.saturating_add_unsigned(zeros as u64);
        let magnitude = exponent.saturating_add_unsigned(mantissa.bit_len() as u64);
        let form = match magnitude {
            size if size > MAX_EXPONENT => Form::Infinite,
            size if size < -MAX_EXPONENT => Form::Zero,
            _ => Form::Finite { mantissa, exponent },
        };
        Self { precision, negative, form }
    }

    /// The same value in another precision.
    #[must_use]
    pub fn with_precision(&self, precision: u32) -> Self {
        match &self.form {
            Form::Finite { mantissa, exponent } => {
                Self::rounded(self.negative, mantissa.clone(), *exponent, false, precision)
            }
            Form::Zero | Form::Infinite => Self { precision, ..self.clone() },
        }
    }

    #[must_use]
    pub fn negated(&self) -> Self {
        Self { negative: !self.negative, ..self.clone() }
    }

    pub fn is_zero(&self) -> bool {
        matches!(self.form, Form::Zero)
    }

    pub fn is_infinite(&self) -> bool {
        matches!(self.form, Form::Infinite)
    }

    /// -1, 0 or 1.
    pub fn sign(&self) -> i8 {
        match (&self.form, self.negative) {
            (Form::Zero, _) => 0,
            (_, true) => -1,
            (_, false) => 1,
        }
    }

    pub fn add(&self, other: &Self, precision: u32) -> Result<Self, NotANumber> {
        match (&self.form, &other.form) {
            (Form::Infinite, Form::Infinite) if self.negative != other.negative => Err(NotANumber),
            (Form::Infinite, _) => Ok(self.clone()),
            (_, Form::Infinite) => Ok(other.clone()),
            (Form::Zero, Form::Zero) => {
                Ok(Self { precision, negative: self.negative && other.negative, form: Form::Zero })
            }
            (Form::Zero, _) => Ok(other.with_precision(precision)),
            (_, Form::Zero) => Ok(self.with_precision(precision)),
            (Form::Finite { .. }, Form::Finite { .. }) => Ok(self.add_finite(other, precision)),
        }
    }

    fn add_finite(&self, other: &Self, precision: u32) -> Self {
        let (Form::Finite { mantissa: a, exponent: ea }, Form::Finite { mantissa: b, exponent: eb }) =
            (&self.form, &other.form)
        else {
            return Self::zero(precision);
        };
        let exponent = *ea.min(eb);
        // Both exponents lie within MAX_EXPONENT, so that the shifts stay below some 256 KiB.
        let shift = |mantissa: &UBig, from: i64| mantissa << usize::try_from(from - exponent).unwrap_or(0);
        let (a, b) = (shift(a, *ea), shift(b, *eb));
        if self.negative == other.negative {
            return Self::rounded(self.negative, a + b, exponent, false, precision);
        }
        match a.cmp(&b) {
            Ordering::Equal => Self::zero(precision),
            Ordering::Greater => Self::rounded(self.negative, a - b, exponent, false, precision),
            Ordering::Less => Self::rounded(other.negative, b - a, exponent, false, precision),
        }
    }

    pub fn multiply(&self, other: &Self, precision: u32) -> Result<Self, NotANumber> {
        let negative = self.negative != other.negative;
        match (&self.form, &other.form) {
            (Form::Zero, Form::Infinite) | (Form::Infinite, Form::Zero) => Err(NotANumber),
            (Form::Infinite, _) | (_, Form::Infinite) => Ok(Self { precision, negative, form: Form::Infinite }),
            (Form::Zero, _) | (_, Form::Zero) => Ok(Self { precision, negative, form: Form::Zero }),
            (Form::Finite { mantissa: a, exponent: ea }, Form::Finite { mantissa: b, exponent: eb }) => {
                Ok(Self::rounded(negative, a * b, ea + eb, false, precision))
            }
        }
    }

    pub fn divide(&self, other: &Self, precision: u32) -> Result<Self, NotANumber> {
        let negative = self.negative != other.negative;
        match (&self.form, &other.form) {
            (Form::Zero, Form::Zero) | (Form::Infinite, Form::Infinite) => Err(NotANumber),
            (Form::Zero, _) | (_, Form::Infinite) => Ok(Self { precision, negative, form: Form::Zero }),
            (Form::Infinite, _) | (_, Form::Zero) => Ok(Self { precision, negative, form: Form::Infinite }),
            (Form::Finite { mantissa: a, exponent: ea }, Form::Finite { mantissa: b, exponent: eb }) => {
                let shift = (precision as usize + 2 + b.bit_len()).saturating_sub(a.bit_len());
                let (quotient, rest) = (a << shift).div_rem(b);
                let exponent = ea - eb - i64::try_from(shift).unwrap_or(0);
                // Two more bits than wanted, and one below them for what is left over.
                let sticky = !rest.is_zero();
                Ok(Self::rounded(negative, quotient, exponent, sticky, precision))
            }
        }
    }

    /// The whole part, towards zero, and whether it is the value itself. Infinity has none.
    pub fn truncated(&self) -> Option<(UBig, bool)> {
        match &self.form {
            Form::Zero => Some((UBig::ZERO, true)),
            Form::Infinite => None,
            Form::Finite { mantissa, exponent } => match usize::try_from(*exponent) {
                Ok(shift) => Some((mantissa << shift, true)),
                Err(_) => {
                    let shift = usize::try_from(exponent.unsigned_abs()).unwrap_or(usize::MAX);
                    Some((mantissa >> shift.min(mantissa.bit_len()), false))
                }
            },
        }
    }

    pub fn compare(&self, other: &Self) -> Ordering {
        let (a, b) = (self.sign(), other.sign());
        if a != b || a == 0 {
            return a.cmp(&b);
        }
        let size = self.compare_size(other);
        if a < 0 { size.reverse() } else { size }
    }

    fn compare_size(&self, other: &Self) -> Ordering {
        match (&self.form, &other.form) {
            (Form::Finite { mantissa: a, exponent: ea }, Form::Finite { mantissa: b, exponent: eb }) => {
                let top = |mantissa: &UBig, exponent: i64| exponent.saturating_add_unsigned(mantissa.bit_len() as u64);
                top(a, *ea).cmp(&top(b, *eb)).then_with(|| {
                    let exponent = *ea.min(eb);
                    let shift = |mantissa: &UBig, from: i64| mantissa << usize::try_from(from - exponent).unwrap_or(0);
                    shift(a, *ea).cmp(&shift(b, *eb))
                })
            }
            (Form::Infinite, Form::Infinite) | (Form::Zero, Form::Zero) => Ordering::Equal,
            (Form::Infinite, _) | (_, Form::Zero) => Ordering::Greater,
            (_, Form::Infinite) | (Form::Zero, _) => Ordering::Less,
        }
    }

    /// The nearest double.
    pub fn to_f64(&self) -> f64 {
        let size = match &self.form {
            Form::Zero => 0.0,
            Form::Infinite => f64::INFINITY,
            Form::Finite { mantissa, exponent } => {
                let top = exponent.saturating_add_unsigned(mantissa.bit_len() as u64);
                // Doubles below 2^-1021 have fewer bits.
                let precision = (top + 1074).clamp(0, 53);
                double(mantissa, *exponent, u32::try_from(precision).unwrap_or(0), top)
            }
        };
        if self.negative { -size } else { size }
    }

    /// The double as it is; `None` for what is no number.
    pub fn from_f64(value: f64) -> Option<Self> {
        if value.is_nan() {
            return None;
        }
        if value.is_infinite() {
            return Some(Self { precision: 53, ..Self::infinity(value < 0.0) });
        }
        let bits = value.to_bits();
        let fraction = bits & ((1 << 52) - 1);
        let exponent = i64::try_from((bits >> 52) & 0x7ff).unwrap_or(0);
        let (mantissa, exponent) =
            if exponent == 0 { (fraction, -1074) } else { (fraction | (1 << 52), exponent - 1075) };
        Some(Self::rounded(value.is_sign_negative(), UBig::from(mantissa), exponent, false, 53))
    }
}

fn double(mantissa: &UBig, exponent: i64, precision: u32, top: i64) -> f64 {
    if precision == 0 {
        // Between zero and the smallest double: only more than half of it rounds up.
        return if top == -1074 && mantissa.bit_len() > 1 { f64::from_bits(1) } else { 0.0 };
    }
    let Form::Finite { mantissa, exponent } = Float::rounded(false, mantissa.clone(), exponent, false, precision).form
    else {
        return 0.0;
    };
    let Ok(bits) = u64::try_from(&mantissa) else { return f64::INFINITY };
    let top = exponent + i64::try_from(mantissa.bit_len()).unwrap_or(0);
    if top > 1024 {
        return f64::INFINITY;
    }
    if top <= -1022 {
        let shift = u32::try_from(exponent + 1074).unwrap_or(0);
        return f64::from_bits(bits << shift);
    }
    let length = u32::try_from(mantissa.bit_len()).unwrap_or(1);
    let fraction = (bits << (53 - length)) & ((1 << 52) - 1);
    f64::from_bits((u64::try_from(top + 1022).unwrap_or(0) << 52) | fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_survive_the_way_there_and_back() {
        for value in [0.0, 1.0, -1.5, 0.1, 1e300, 1e-300, 5e-324, 2.5e-310, f64::MAX, f64::MIN_POSITIVE] {
            assert_eq!(Float::from_f64(value).unwrap().to_f64().to_bits(), value.to_bits(), "{value}");
        }
    }

    #[test]
    fn a_quotient_is_rounded_to_the_nearest() {
        let third = Float::from_int(1, 53).divide(&Float::from_int(3, 53), 53).unwrap();
        assert_eq!(third.to_f64().to_bits(), (1.0_f64 / 3.0).to_bits());
    }

    #[test]
    fn opposing_infinities_have_no_sum() {
        assert_eq!(Float::infinity(false).add(&Float::infinity(true), 53).unwrap_err(), NotANumber);
    }
}
