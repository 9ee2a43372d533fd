//! Money in whole cents. No amount is ever a floating number: sums and comparisons are exact.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

/// The largest amount that is taken from a person or a file, in cents: ten billion euros.
pub const CENTS_MAX: i64 = 1_000_000_000_000;

/// The highest rate of value-added tax that is taken, in basis points.
pub const VAT_MAX: u32 = 10_000;

/// An amount in cents of a euro, including tax unless a name says otherwise.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Cents(pub i64);

/// Why a text is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAmount {
    /// Nothing was written.
    Empty,
    /// «1.395» is 1,395 € to some and 1 395 € to others.
    Ambiguous,
    /// A negative amount.
    Negative,
    /// Beyond [`CENTS_MAX`].
    TooLarge,
    /// No number, or one of more than two decimals.
    Invalid,
}

impl Cents {
    /// No money.
    pub const ZERO: Cents = Cents(0);

    /// The amount times a number of pieces; the largest number instead of an overflow.
    #[must_use]
    pub fn times(self, quantity: u32) -> Cents {
        Cents(self.0.saturating_mul(i64::from(quantity)))
    }

    /// The amount including tax of one before tax. `rate` in basis points: 2000 is 20 %. Rounded
    /// half up, once: a line is rounded, not each piece of it.
    #[must_use]
    pub fn with_tax(self, rate: u32) -> Cents {
        let exact = i128::from(self.0) * (10_000 + i128::from(rate));
        Cents(half_up(exact, 10_000))
    }

    /// The amount before tax of one including tax, rounded half up, once.
    #[must_use]
    pub fn before_tax(self, rate: u32) -> Cents {
        Cents(half_up(i128::from(self.0) * 10_000, 10_000 + i128::from(rate)))
    }

    /// The share of each of `among`, rounded down as an allowance must be.
    #[must_use]
    pub fn shared_among(self, among: u32) -> Cents {
        Cents(self.0.checked_div(i64::from(among)).unwrap_or(0))
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Reads an amount as people and French files write it: `1 395 478,04`, `1395478.04`, with
    /// spaces of any kind between thousands, and `€` behind it.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn read(text: &str) -> Result<Cents, NoAmount> {
        let text = text.trim();
        let text = text.strip_suffix('€').unwrap_or(text).trim();
        if text.is_empty() {
            return Err(NoAmount::Empty);
        }
        if let Some(rest) = text.strip_prefix(['-', '\u{2212}']) {
            return Cents::read(rest).and(Err(NoAmount::Negative));
        }
        let (whole, decimals) = match text.split_once([',', '.']) {
            Some((whole, decimals)) => (whole, decimals),
            None => (text, ""),
        };
        let is_thousand = decimals.len() == 3 && decimals.bytes().all(|b| b.is_ascii_digit());
        if is_thousand && text.contains('.') {
            return Err(NoAmount::Ambiguous);
        }
        let whole = thousands(whole).ok_or(NoAmount::Invalid)?;
        let cents = match decimals.as_bytes() {
            [] => 0,
            [tens] if tens.is_ascii_digit() => i64::from(tens - b'0') * 10,
            [tens, ones] if tens.is_ascii_digit() && ones.is_ascii_digit() => {
                i64::from(tens - b'0') * 10 + i64::from(ones - b'0')
            }
            _ => return Err(NoAmount::Invalid),
        };
        let all = whole.checked_mul(100).and_then(|whole| whole.checked_add(cents));
        all.filter(|all| *all <= CENTS_MAX).map(Cents).ok_or(NoAmount::TooLarge)
    }

    /// The same of an amount that may be below zero: with a minus before or behind it, or in
    /// brackets.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn read_signed(text: &str) -> Result<Cents, NoAmount> {
        let text = text.trim();
        let inside = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        let below = inside.or_else(|| text.strip_prefix(['-', '\u{2212}']));
        match below.or_else(|| text.strip_suffix('-')) {
            Some(below) => Cents::read(below).map(|amount| Cents::ZERO - amount),
            None => Cents::read(text),
        }
    }
}

/// The number of digits with spaces between groups of three.
fn thousands(text: &str) -> Option<i64> {
    let groups: Vec<&str> = text.split(char::is_whitespace).collect();
    let is_number = |group: &&str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let fits = groups.iter().all(is_number) && groups.iter().skip(1).all(|g| g.len() == 3);
    // More digits than any amount has would not fit into the number.
    let digits = Some(groups.concat()).filter(|digits| fits && digits.len() <= 18)?;
    digits.parse().ok()
}

fn half_up(exact: i128, by: i128) -> i64 {
    let rounded = (exact + by / 2).div_euclid(by);
    i64::try_from(rounded).unwrap_or(if rounded < 0 { i64::MIN } else { i64::MAX })
}

impl Add for Cents {
    type Output = Cents;
    fn add(self, other: Cents) -> Cents {
        Cents(self.0.saturating_add(other.0))
    }
}

impl Sub for Cents {
    type Output = Cents;
    fn sub(self, other: Cents) -> Cents {
        Cents(self.0.saturating_sub(other.0))
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Cents>>(amounts: I) -> Cents {
        amounts.fold(Cents::ZERO, Cents::add)
    }
}

/// As French writes it: `1 395 478,04 €`, with narrow no-break spaces between thousands and a
/// no-break space before the sign.
impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.0.unsigned_abs();
        let (whole, cents) = ((all / 100).to_string(), all % 100);
        f.write_str(if self.0 < 0 { "\u{2212}" } else { "" })?;
        for (at, digit) in whole.char_indices() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                f.write_str("\u{202f}")?;
            }
            write!(f, "{digit}")?;
        }
        write!(f, ",{cents:02}\u{a0}€")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_reads_as_people_write_it() {
        for (text, cents) in [
            ("1 395 478,04", 139_547_804),
            ("1395478.04", 139_547_804),
            ("1\u{202f}395\u{a0}478,04\u{a0}€", 139_547_804),
            ("129", 12_900),
            ("24,5 €", 2_450),
            ("0", 0),
            ("0,01", 1),
        ] {
            assert_eq!(Cents::read(text), Ok(Cents(cents)), "{text}");
        }
    }

    #[test]
    fn an_amount_below_zero_reads_as_people_and_files_write_it() {
        for text in ["-5,50", "\u{2212}5,50 €", "5,50-", "(5,50)"] {
            assert_eq!(Cents::read_signed(text), Ok(Cents(-550)), "{text}");
        }
        assert_eq!(Cents::read_signed("5,50"), Ok(Cents(550)));
        assert_eq!(Cents::read_signed("--5"), Err(NoAmount::Negative));
        assert_eq!(Cents::read_signed("-1.395"), Err(NoAmount::Ambiguous));
    }

    /// «1.395 € or 1,395 €?»: asked again rather than guessed.
    #[test]
    fn what_can_be_read_twice_is_refused() {
        for (text, why) in [
            ("1.395", NoAmount::Ambiguous),
            ("12.000 €", NoAmount::Ambiguous),
            ("", NoAmount::Empty),
            (" € ", NoAmount::Empty),
            ("gratuit", NoAmount::Invalid),
            ("1,395", NoAmount::Invalid),
            ("1.395.478,04", NoAmount::Invalid),
            ("12 34", NoAmount::Invalid),
            ("1 23,00", NoAmount::Invalid),
            (",50", NoAmount::Invalid),
            ("-5", NoAmount::Negative),
            ("\u{2212}5,00", NoAmount::Negative),
            ("99 999 999 999,00", NoAmount::TooLarge),
            ("9999999999999999999", NoAmount::Invalid),
        ] {
            assert_eq!(Cents::read(text), Err(why), "{text}");
        }
    }

    #[test]
    fn an_amount_is_written_in_french_and_reads_back() {
        assert_eq!(Cents(139_547_804).to_string(), "1\u{202f}395\u{202f}478,04\u{a0}€");
        assert_eq!(Cents(729_300).to_string(), "7\u{202f}293,00\u{a0}€");
        assert_eq!(Cents(7).to_string(), "0,07\u{a0}€");
        assert_eq!(Cents(-100_000).to_string(), "\u{2212}1\u{202f}000,00\u{a0}€");
        for cents in [0, 1, 99, 100, 12_345, 100_000, 99_999_999, CENTS_MAX] {
            assert_eq!(Cents::read(&Cents(cents).to_string()), Ok(Cents(cents)));
        }
    }

    #[test]
    fn tax_is_rounded_half_up_once() {
        assert_eq!(Cents(1_000).with_tax(2_000), Cents(1_200));
        assert_eq!(Cents(125).with_tax(2_000), Cents(150));
        assert_eq!(Cents(1).with_tax(5_000), Cents(2), "1.5 goes up");
        assert_eq!(Cents(333).with_tax(550), Cents(351), "351.315");
        assert_eq!(Cents(1_200).before_tax(2_000), Cents(1_000));
        assert_eq!(Cents(909_418).before_tax(2_000), Cents(757_848), "757848.33");
    }

    /// Section 1.2 of the figures of the annex.
    #[test]
    fn a_share_is_rounded_down() {
        let budget = Cents(11_154_000);
        assert_eq!(budget.shared_among(260), Cents(42_900));
        assert_eq!(budget.shared_among(263), Cents(42_410));
        assert_eq!(budget.shared_among(277), Cents(40_267));
        assert_eq!(budget - Cents(40_267).times(277), Cents(41));
        assert_eq!(Cents(909_418).shared_among(277), Cents(3_283));
        assert_eq!(budget.shared_among(0), Cents::ZERO);
    }
}
