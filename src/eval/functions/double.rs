//! `log` and `pow` of doubles, operation for operation as Go computes them on amd64.
//!
//! The last digit differs between mathematical libraries, and Terraform's text shows all of them.

/// The natural logarithm.
pub(super) fn log(x: f64) -> f64 {
    const LN2_HI: f64 = 6.931_471_803_691_238e-1;
    const LN2_LO: f64 = 1.908_214_929_270_587_7e-10;
    const L: [f64; 7] = [
        6.666_666_666_666_735e-1,
        3.999_999_999_940_942e-1,
        2.857_142_874_366_239_3e-1,
        2.222_219_843_214_978_4e-1,
        1.818_357_216_161_805e-1,
        1.531_383_769_920_937_3e-1,
        1.479_819_860_511_658_6e-1,
    ];
    if x == 0.0 {
        return f64::NEG_INFINITY;
    }
    if x < 0.0 {
        return f64::NAN;
    }
    if !x.is_finite() {
        return x;
    }
    let bits = x.to_bits();
    let mut fraction = f64::from_bits(bits & 0x000f_ffff_ffff_ffff | 0.5_f64.to_bits());
    let mut exponent = f64::from(i32::try_from((bits >> 52) & 0x7ff).unwrap_or(0) - 0x3fe);
    if fraction <= std::f64::consts::FRAC_1_SQRT_2 {
        exponent -= 1.0;
        fraction *= 2.0;
    }
    let f = fraction - 1.0;
    let s = f / (2.0 + f);
    let s2 = s * s;
    let s4 = s2 * s2;
    let [l1, l2, l3, l4, l5, l6, l7] = L;
    let t1 = s2 * (l1 + s4 * (l3 + s4 * (l5 + s4 * l7)));
    let t2 = s4 * (l2 + s4 * (l4 + s4 * l6));
    let half = 0.5 * f * f;
    exponent * LN2_HI - ((half - (s * (half + (t1 + t2)) + exponent * LN2_LO)) - f)
}

fn exp(x: f64) -> f64 {
    const LN2_UPPER: f64 = 0.693_147_180_559_662_956_511_601_805_686_950_683_593_75;
    const LN2_LOWER: f64 = 0.282_352_905_630_315_771_225_884_481_750_134_360_255_254_120_68e-12;
    const OVERFLOW: f64 = 7.097_827_128_933_84e2;
    const TAYLOR: [f64; 7] = [
        2.480_158_730_158_730_2e-5,
        1.984_126_984_126_984_1e-4,
        1.388_888_888_888_889e-3,
        8.333_333_333_333_333e-3,
        4.166_666_666_666_666_4e-2,
        1.666_666_666_666_666_6e-1,
        0.5,
    ];
    if !x.is_finite() {
        return if x == f64::NEG_INFINITY { 0.0 } else { x };
    }
    if x > OVERFLOW {
        return f64::INFINITY;
    }
    let exponent = (std::f64::consts::LOG2_E * x).round_ties_even();
    let reduced = (-LN2_LOWER).mul_add(exponent, (-LN2_UPPER).mul_add(exponent, x)) * 0.0625;
    let [first, rest @ ..] = TAYLOR;
    let series = rest.iter().fold(first, |sum, term| sum.mul_add(reduced, *term)).mul_add(reduced, 1.0);
    let mut y = reduced * series;
    for _ in 0..3 {
        y *= y + 2.0;
    }
    let result = y.mul_add(y + 2.0, 1.0);
    ldexp(result, whole(exponent))
}

/// `x` to the power of `y`.
pub(super) fn pow(x: f64, y: f64) -> f64 {
    if let Some(result) = pow_special(x, y) {
        return result;
    }
    let size = y.abs();
    let (mut whole_part, mut fraction) = (size.trunc(), size.fract());
    if fraction != 0.0 && x < 0.0 {
        return f64::NAN;
    }
    #[expect(clippy::float_cmp, reason = "Go compares with the exact value too")]
    if whole_part >= 9_223_372_036_854_775_808.0 {
        return match (x == -1.0, (x.abs() < 1.0) == (y > 0.0)) {
            (true, _) => 1.0,
            (_, true) => 0.0,
            _ => f64::INFINITY,
        };
    }
    let mut result = 1.0;
    let mut result_exponent: i64 = 0;
    if fraction != 0.0 {
        if fraction > 0.5 {
            fraction -= 1.0;
            whole_part += 1.0;
        }
        result = exp(fraction * log(x));
    }
    let (mut base, mut base_exponent) = frexp(x);
    let mut bits = whole(whole_part);
    while bits != 0 {
        if !(-(1 << 12)..=1 << 12).contains(&base_exponent) {
            result_exponent += base_exponent;
            break;
        }
        if bits & 1 == 1 {
            result *= base;
            result_exponent += base_exponent;
        }
        base *= base;
        base_exponent <<= 1;
        if base < 0.5 {
            base += base;
            base_exponent -= 1;
        }
        bits >>= 1;
    }
    if y < 0.0 {
        result = 1.0 / result;
        result_exponent = -result_exponent;
    }
    ldexp(result, result_exponent)
}

#[expect(clippy::float_cmp, reason = "the special cases are exact values")]
fn pow_special(x: f64, y: f64) -> Option<f64> {
    let odd = y.fract() == 0.0 && y.abs() < 9_007_199_254_740_992.0 && whole(y) & 1 == 1;
    Some(match (x, y) {
        (_, 0.0) | (1.0, _) => 1.0,
        (_, 1.0) => x,
        _ if x.is_nan() || y.is_nan() => f64::NAN,
        (0.0, _) if y < 0.0 => {
            if x.is_sign_negative() && odd {
                f64::NEG_INFINITY
            } else {
                f64::INFINITY
            }
        }
        (0.0, _) => {
            if x.is_sign_negative() && odd {
                x
            } else {
                0.0
            }
        }
        _ if y.is_infinite() && x == -1.0 => 1.0,
        _ if y.is_infinite() => {
            if (x.abs() < 1.0) == (y > 0.0) {
                0.0
            } else {
                f64::INFINITY
            }
        }
        (f64::NEG_INFINITY, _) => return Some(pow(1.0 / x, -y)),
        (f64::INFINITY, _) => {
            if y < 0.0 {
                0.0
            } else {
                f64::INFINITY
            }
        }
        (_, 0.5) => x.sqrt(),
        (_, -0.5) => 1.0 / x.sqrt(),
        _ => return None,
    })
}

/// The whole number that a double is; what does not fit is the nearest that does.
#[expect(clippy::cast_possible_truncation, reason = "a cast from a double saturates")]
fn whole(x: f64) -> i64 {
    x as i64
}

/// A fraction from one half to one and an exponent of two.
fn frexp(x: f64) -> (f64, i64) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let (scaled, shift) =
        if x.abs() < f64::MIN_POSITIVE { (x * f64::from(1_u32 << 31) * f64::from(1_u32 << 21), -52) } else { (x, 0) };
    let bits = scaled.to_bits();
    let exponent = i64::try_from((bits >> 52) & 0x7ff).unwrap_or(0) - 1022;
    (f64::from_bits(bits & !(0x7ff << 52) | (1022 << 52)), exponent + shift)
}

fn ldexp(fraction: f64, exponent: i64) -> f64 {
    let (fraction, shift) = frexp(fraction);
    if fraction == 0.0 || !fraction.is_finite() {
        return fraction;
    }
    let exponent = exponent + shift;
    if exponent < -1074 {
        return 0.0_f64.copysign(fraction);
    }
    if exponent > 1024 {
        return f64::INFINITY.copysign(fraction);
    }
    // Two steps, of which only the last may round.
    let first = exponent.max(-1000);
    power_of_two(first - 1) * (fraction * 2.0) * power_of_two(exponent - first)
}

fn power_of_two(exponent: i64) -> f64 {
    f64::from_bits(u64::try_from(exponent + 1023).unwrap_or(0) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_those_of_go() {
        let cases = [
            (pow(2.0, 64.0), 18_446_744_073_709_551_616.0),
            (pow(2.0, 0.5), std::f64::consts::SQRT_2),
            (pow(10.0, -3.0), 0.001),
            (pow(5e-324, 1.0), 5e-324),
            (pow(2.0, -1074.0), 5e-324),
            (pow(2.0, 1024.0), f64::INFINITY),
            (log(1000.0) / log(10.0), 2.999_999_999_999_999_6),
            (log(8.0) / log(2.0), 3.0),
        ];
        for (got, wanted) in cases {
            assert_eq!(got.to_bits(), wanted.to_bits(), "{got} {wanted}");
        }
    }
}
