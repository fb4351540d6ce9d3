//! Floats as decimal text and back, digit for digit as Go's `big.Float` does it.

use dashu_base::BitTest;
use dashu_int::UBig;

use super::float::{Float, Form, PRECISION};

/// How a float is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// `123.4`
    Fixed,
    /// `1.234e+02`
    Scientific,
    /// Scientific for large and small numbers, else fixed.
    Shorter,
}

/// Digits as many as asked for, or as few as name the value in its own precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digits {
    Shortest,
    /// Behind the point, or significant ones for [`Notation::Shorter`].
    Exactly(usize),
}

/// The float as text. Infinity is `+Inf` or `-Inf`.
pub fn text(float: &Float, notation: Notation, digits: Digits) -> String {
    let sign = if float.negative { "-" } else { "" };
    let decimal = match &float.form {
        Form::Infinite => return if float.negative { "-Inf".into() } else { "+Inf".into() },
        Form::Zero => Decimal { digits: Vec::new(), point: 0 },
        Form::Finite { mantissa, exponent } => Decimal::new(mantissa, *exponent),
    };
    format!("{sign}{}", decimal.written(float, notation, digits))
}

/// Reads what Go's `big.ParseFloat` reads in base ten: `1`, `1.5e3`, `.5`, `5.`, `1p4`, `+Inf`. `None` where it
/// is no number.
pub fn parse(input: &str) -> Option<Float> {
    let (negative, rest) = match input.as_bytes().first()? {
        b'-' => (true, input.get(1..)?),
        b'+' => (false, input.get(1..)?),
        _ => (false, input),
    };
    if rest == "Inf" || rest == "inf" {
        return Some(Float { precision: PRECISION, ..Float::infinity(negative) });
    }
    let (mantissa, exponent, base) = split_exponent(rest)?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value = UBig::from_str_radix(&digits, 10).ok()?;
    let places = i64::try_from(fraction.len()).ok()?;
    let (fives, twos) = match base {
        Base::Ten => (exponent.checked_sub(places)?, exponent.checked_sub(places)?),
        Base::Two => (-places, exponent.checked_sub(places)?),
    };
    scaled(negative, &value, fives, twos)
}

#[derive(Clone, Copy)]
enum Base {
    Ten,
    Two,
}

fn split_exponent(text: &str) -> Option<(&str, i64, Base)> {
    let Some(at) = text.find(['e', 'E', 'p', 'P']) else { return Some((text, 0, Base::Ten)) };
    let base = if text.get(at..=at)?.eq_ignore_ascii_case("e") { Base::Ten } else { Base::Two };
    let exponent = text.get(at + 1..)?;
    let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // An exponent that does not fit is an overflow, which Go reports as an error too.
    Some((text.get(..at)?, exponent.parse().ok()?, base))
}

/// The largest power of ten that is computed: far above what a number can be, far below what takes long.
const MAX_POWER: u64 = 400_000;

/// `value * 5^fives * 2^twos`. Five's powers have 64 bits more than the result, as in Go.
fn scaled(negative: bool, value: &UBig, fives: i64, twos: i64) -> Option<Float> {
    if value.is_zero() {
        return Some(Float { negative, ..Float::zero(PRECISION) });
    }
    if fives.unsigned_abs() > MAX_POWER || twos.unsigned_abs() > MAX_POWER * 4 {
        return None;
    }
    let bits = u32::try_from(value.bit_len()).ok()?.max(PRECISION);
    let exact = Float::rounded(negative, value.clone(), twos, false, bits);
    let power = power_of_five(fives.unsigned_abs(), PRECISION + 64)?;
    let result = match fives {
        0 => exact.with_precision(PRECISION),
        1.. => exact.multiply(&power, PRECISION).ok()?,
        _ => exact.divide(&power, PRECISION).ok()?,
    };
    (!result.is_infinite()).then_some(result)
}

fn power_of_five(exponent: u64, precision: u32) -> Option<Float> {
    /// 5^27 is the largest power that fits 64 bits.
    const FITS: u64 = 27;
    let small = |power: u64| {
        Float::rounded(false, UBig::from(5_u8).pow(usize::try_from(power).unwrap_or(0)), 0, false, precision)
    };
    if exponent <= FITS {
        return Some(small(exponent));
    }
    let mut result = small(FITS);
    let mut rest = exponent - FITS;
    let mut factor = Float::from_int(5, precision + 64);
    while rest > 0 {
        if rest & 1 == 1 {
            result = result.multiply(&factor, precision).ok()?;
        }
        factor = factor.multiply(&factor, precision + 64).ok()?;
        rest >>= 1;
    }
    Some(result)
}

/// `0.digits * 10^point`; digits are 0 to 9 without trailing zeros.
struct Decimal {
    digits: Vec<u8>,
    point: i64,
}

impl Decimal {
    /// All digits of `mantissa * 2^exponent`.
    fn new(mantissa: &UBig, exponent: i64) -> Self {
        let zeros = i64::try_from(mantissa.trailing_zeros().unwrap_or(0)).unwrap_or(0);
        let dropped = if exponent < 0 { zeros.min(-exponent) } else { 0 };
        let mantissa = mantissa >> usize::try_from(dropped).unwrap_or(0);
        let exponent = exponent + dropped;
        let shift = usize::try_from(exponent.unsigned_abs()).unwrap_or(0);
        let (whole, places) = if exponent >= 0 {
            (mantissa << shift, 0)
        } else {
            // 1 / 2^n is 5^n / 10^n.
            (mantissa * UBig::from(5_u8).pow(shift), exponent)
        };
        if whole.is_zero() {
            return Self { digits: Vec::new(), point: 0 };
        }
        let mut digits: Vec<u8> = whole.to_string().bytes().map(|byte| byte - b'0').collect();
        let point = i64::try_from(digits.len()).unwrap_or(0) + places;
        while digits.last() == Some(&0) {
            digits.pop();
        }
        Self { digits, point }
    }

    fn at(&self, i: usize) -> u8 {
        self.digits.get(i).copied().unwrap_or(0)
    }

    fn written(mut self, float: &Float, notation: Notation, digits: Digits) -> String {
        match digits {
            Digits::Shortest => self.round_shortest(float),
            Digits::Exactly(count) => self.round(match notation {
                Notation::Scientific => i64::try_from(count).unwrap_or(i64::MAX).saturating_add(1),
                Notation::Fixed => i64::try_from(count).unwrap_or(i64::MAX).saturating_add(self.point),
                Notation::Shorter => i64::try_from(count.max(1)).unwrap_or(i64::MAX),
            }),
        }
        let places = i64::try_from(self.digits.len()).unwrap_or(0).saturating_sub(self.point).max(0);
        let behind_point = |count: i64| usize::try_from(count.max(0)).unwrap_or(0);
        match (notation, digits) {
            (Notation::Fixed, Digits::Shortest) => self.fixed(behind_point(places)),
            (Notation::Fixed, Digits::Exactly(count)) => self.fixed(count),
            (Notation::Scientific, Digits::Shortest) => self.scientific(self.digits.len().saturating_sub(1)),
            (Notation::Scientific, Digits::Exactly(count)) => self.scientific(count),
            (Notation::Shorter, _) => {
                let (significant, threshold) = match digits {
                    Digits::Shortest => (self.digits.len(), 6),
                    Digits::Exactly(count) => (count.max(1), self.threshold(count.max(1))),
                };
                let exponent = self.point - 1;
                if exponent < -4 || exponent >= i64::try_from(threshold).unwrap_or(i64::MAX) {
                    return self.scientific(significant.min(self.digits.len()).saturating_sub(1));
                }
                let length = i64::try_from(self.digits.len()).unwrap_or(0);
                let wanted = i64::try_from(significant).unwrap_or(i64::MAX);
                let wanted = if wanted > self.point { length } else { wanted };
                self.fixed(behind_point(wanted.saturating_sub(self.point)))
            }
        }
    }

    fn threshold(&self, count: usize) -> usize {
        let length = self.digits.len();
        if count > length && i64::try_from(length).unwrap_or(0) >= self.point { length } else { count }
    }

    fn fixed(&self, places: usize) -> String {
        let mut text = String::new();
        let whole = usize::try_from(self.point).unwrap_or(0);
        if whole == 0 {
            text.push('0');
        }
        text.extend((0..whole).map(|i| digit(self.at(i))));
        if places > 0 {
            text.push('.');
            let leading = usize::try_from(-self.point).unwrap_or(0).min(places);
            text.extend(std::iter::repeat_n('0', leading));
            text.extend((0..places - leading).map(|i| digit(self.at(whole + i))));
        }
        text
    }

    fn scientific(&self, places: usize) -> String {
        let mut text = String::from(digit(self.at(0)));
        if places > 0 {
            text.push('.');
            text.extend((1..=places).map(|i| digit(self.at(i))));
        }
        let exponent = if self.digits.is_empty() { 0 } else { self.point - 1 };
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{text}e{sign}{:02}", exponent.unsigned_abs())
    }

    fn round(&mut self, count: i64) {
        // Go leaves the digits alone when asked for fewer than none; they are then behind what is written.
        let Ok(count) = usize::try_from(count) else { return };
        if count >= self.digits.len() {
            return;
        }
        let halfway = self.at(count) == 5 && count + 1 == self.digits.len();
        let up = if halfway { count > 0 && self.at(count - 1) % 2 == 1 } else { self.at(count) >= 5 };
        if up { self.round_up(count) } else { self.round_down(count) }
    }

    fn round_down(&mut self, count: usize) {
        self.digits.truncate(count);
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.point = 0;
        }
    }

    fn round_up(&mut self, count: usize) {
        self.digits.truncate(count);
        while self.digits.last() == Some(&9) {
            self.digits.pop();
        }
        if let Some(last) = self.digits.last_mut() {
            *last += 1;
        } else {
            self.digits.push(1);
            self.point += 1;
        }
    }

    /// Keeps as many digits as tell the value from its neighbours in its own precision.
    fn round_shortest(&mut self, float: &Float) {
        let Form::Finite { mantissa, exponent } = &float.form else { return };
        let wanted = float.precision as usize + 1;
        let shift = wanted.saturating_sub(mantissa.bit_len());
        let mantissa = mantissa << shift;
        let exponent = exponent - i64::try_from(shift).unwrap_or(0);
        let lower = Self::new(&(&mantissa - UBig::ONE), exponent);
        let upper = Self::new(&(&mantissa + UBig::ONE), exponent);
        // The bounds themselves round to the value only if its mantissa is even.
        let inclusive = !mantissa.bit(1);
        for i in 0..self.digits.len() {
            let (low, this, high) = (lower.at(i), self.at(i), upper.at(i));
            let down = low != this || inclusive && i + 1 == lower.digits.len();
            let up = this != high && (inclusive || this + 1 < high || i + 1 < upper.digits.len());
            match (down, up) {
                (true, true) => return self.round(i64::try_from(i + 1).unwrap_or(i64::MAX)),
                (true, false) => return self.round_down(i + 1),
                (false, true) => return self.round_up(i + 1),
                (false, false) => {}
            }
        }
    }
}

fn digit(value: u8) -> char {
    char::from(b'0' + value.min(9))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shortest(input: &str) -> String {
        text(&parse(input).unwrap(), Notation::Fixed, Digits::Shortest)
    }

    #[test]
    fn text_is_what_was_read() {
        for input in ["0", "1", "-1.5", "0.1", "123456789.000001", "0.1234567890123456789012345678901234567890123"] {
            assert_eq!(shortest(input), input);
        }
        assert_eq!(shortest("1e3"), "1000");
        assert_eq!(shortest("1p4"), "16");
        assert_eq!(shortest("010"), "10");
        assert_eq!(shortest(".5"), "0.5");
        assert_eq!(shortest("-0"), "-0");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for input in ["", ".", "e3", "1e", "0x10", "1_000", " 1", "1 ", "--1", "1e99999999999999999999"] {
            assert!(parse(input).is_none(), "{input}");
        }
    }

    #[test]
    fn notations_follow_go() {
        let written = |input, notation, digits| text(&parse(input).unwrap(), notation, digits);
        assert_eq!(written("12345678", Notation::Shorter, Digits::Shortest), "1.2345678e+07");
        assert_eq!(written("2.5", Notation::Fixed, Digits::Exactly(0)), "2");
        assert_eq!(written("3.5", Notation::Fixed, Digits::Exactly(0)), "4");
        assert_eq!(written("0.00001", Notation::Shorter, Digits::Shortest), "1e-05");
        assert_eq!(written("1234.5678", Notation::Scientific, Digits::Exactly(2)), "1.23e+03");
        assert_eq!(written("0", Notation::Scientific, Digits::Exactly(2)), "0.00e+00");
        assert_eq!(written("0.04", Notation::Fixed, Digits::Exactly(1)), "0.0");
        assert_eq!(written("0.06", Notation::Fixed, Digits::Exactly(1)), "0.1");
        assert_eq!(written("0.96", Notation::Fixed, Digits::Exactly(1)), "1.0");
    }
}
