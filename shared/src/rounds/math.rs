//! The few functions that the planner needs, from additions, products and square roots alone.
//!
//! The functions of the standard library may differ in the last bit between the server and a
//! browser; these cannot, so that the same seed gives the same plan everywhere. Polynomials:
//! FreeBSD's msun (`k_sin.c`, `k_cos.c`, `e_asin.c`).

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, LN_2, PI};

/// Sine and cosine of `x` radians for `|x| ≤ π`.
pub(crate) fn sin_cos(x: f64) -> (f64, f64) {
    let a = x.abs();
    let sign = if x < 0.0 { -1.0 } else { 1.0 };
    if a <= FRAC_PI_4 {
        (sign * kernel_sin(a), kernel_cos(a))
    } else if a <= FRAC_PI_2 + FRAC_PI_4 {
        let y = FRAC_PI_2 - a;
        (sign * kernel_cos(y), kernel_sin(y))
    } else {
        let y = PI - a;
        (sign * kernel_sin(y), -kernel_cos(y))
    }
}

fn kernel_sin(x: f64) -> f64 {
    let z = x * x;
    let r = 8.333_333_333_322_49e-3
        + z * (-1.984_126_982_985_795e-4
            + z * (2.755_731_370_707_006_8e-6
                + z * (-2.505_076_025_340_686_3e-8 + z * 1.589_690_995_211_55e-10)));
    x + z * x * (-1.666_666_666_666_663_2e-1 + z * r)
}

fn kernel_cos(x: f64) -> f64 {
    let z = x * x;
    let r = z
        * (4.166_666_666_666_66e-2
            + z * (-1.388_888_888_887_411e-3
                + z * (2.480_158_728_947_673e-5
                    + z * (-2.755_731_435_139_066_3e-7
                        + z * (2.087_572_321_298_175e-9 - z * 1.135_964_755_778_819_5e-11)))));
    let half = 0.5 * z;
    let w = 1.0 - half;
    w + (((1.0 - w) - half) + z * r)
}

/// Arc sine for `0 ≤ x ≤ 1`.
pub(crate) fn asin(x: f64) -> f64 {
    if x < 0.5 {
        x + x * asin_ratio(x * x)
    } else {
        let z = (1.0 - x) * 0.5;
        let s = z.sqrt();
        FRAC_PI_2 - 2.0 * (s + s * asin_ratio(z))
    }
}

fn asin_ratio(z: f64) -> f64 {
    let p = z
        * (1.666_666_666_666_666_6e-1
            + z * (-3.255_658_186_224_009e-1
                + z * (2.012_125_321_348_629_3e-1
                    + z * (-4.005_553_450_067_941e-2
                        + z * (7.915_349_942_898_145e-4 + z * 3.479_331_075_960_212e-5)))));
    let q = 1.0
        + z * (-2.403_394_911_734_414
            + z * (2.020_945_760_233_505_7
                + z * (-6.882_839_716_054_533e-1 + z * 7.703_815_055_590_194e-2)));
    p / q
}

/// Natural logarithm of a positive number.
pub(crate) fn ln(mut x: f64) -> f64 {
    let mut twos = 0.0;
    while x > 1.5 {
        x *= 0.5;
        twos += 1.0;
    }
    while x < 0.75 {
        x *= 2.0;
        twos -= 1.0;
    }
    let y = (x - 1.0) / (x + 1.0);
    let (mut sum, mut power, mut k) = (0.0, y, 1.0);
    while k < 30.0 {
        sum += power / k;
        power *= y * y;
        k += 2.0;
    }
    twos * LN_2 + 2.0 * sum
}

/// Exponential of a number between -700 and 700.
pub(crate) fn exp(x: f64) -> f64 {
    let small = x / 1024.0;
    let (mut sum, mut term, mut k) = (1.0, 1.0, 1.0);
    while k < 16.0 {
        term *= small / k;
        sum += term;
        k += 1.0;
    }
    (0..10).fold(sum, |y, _| y * y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_standard_library() {
        for step in -3000..=3000 {
            let x = f64::from(step) / 1000.0;
            let (sine, cosine) = sin_cos(x);
            assert!((sine - x.sin()).abs() < 1e-15, "sin {x}");
            assert!((cosine - x.cos()).abs() < 1e-15, "cos {x}");
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-12, "exp {x}");
            if (0.0..=1.0).contains(&x) {
                assert!((asin(x) - x.asin()).abs() < 1e-15, "asin {x}");
            }
            if x > 0.0 {
                assert!((ln(x) - x.ln()).abs() < 1e-12, "ln {x}");
            }
        }
    }
}
