//! How days are read, which are in every row: a parser for any format takes longer than the rest
//! of a ticket.

use super::Day;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// Reads a field that is a day.
///
/// # Errors
/// When it is none.
pub(crate) fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Day, D::Error> {
    from.deserialize_str(Written)
}

/// Reads a field that is a day or nothing.
///
/// # Errors
/// When it is neither.
pub(crate) fn maybe<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Day>, D::Error> {
    struct Found(Day);
    impl<'de> Deserialize<'de> for Found {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            day(from).map(Self)
        }
    }
    Ok(Option::<Found>::deserialize(from)?.map(|found| found.0))
}

struct Written;

impl Visitor<'_> for Written {
    type Value = Day;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a day such as 2026-03-12")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Day, E> {
        // Whatever is written otherwise is read, or refused, as ever.
        parse(text.as_bytes()).map_or_else(|| text.parse().map_err(E::custom), Ok)
    }
}

/// Four digits, two and two, as this program writes them (ISO 8601, 5.2.2.1).
fn parse(text: &[u8]) -> Option<Day> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |number: u32, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
        })
    };
    let year = i32::try_from(number(&[y1, y2, y3, y4])?).ok()?;
    Day::from_ymd_opt(year, number(&[m1, m2])?, number(&[d1, d2])?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Ours {
        #[serde(deserialize_with = "day")]
        on: Day,
        #[serde(default, deserialize_with = "maybe")]
        to: Option<Day>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Theirs {
        on: Day,
        #[serde(default)]
        to: Option<Day>,
    }

    #[test]
    fn days_are_read_as_chrono_reads_them() {
        let texts = [
            "2026-03-12",
            "2024-02-29",
            "2026-02-29",
            "2026-2-9",
            "+2026-03-12",
            "0000-01-01",
            "2026-00-10",
            "2026-13-01",
            "2026-12-32",
            "12026-03-12",
            "2026-03-1x",
            "2026/03/12",
            "",
            "é026-03-12",
            " 2026-03-12",
            "-001-01-01",
        ];
        for text in texts {
            let json = serde_json::json!({ "on": text, "to": text });
            let ours = serde_json::from_value::<Ours>(json.clone());
            let theirs = serde_json::from_value::<Theirs>(json);
            assert_eq!(ours.is_ok(), theirs.is_ok(), "{text}");
            if let (Ok(ours), Ok(theirs)) = (ours, theirs) {
                assert_eq!((ours.on, ours.to), (theirs.on, theirs.to), "{text}");
            }
        }
        let none = r#"{"on":"2026-03-12","to":null}"#;
        let none = serde_json::from_str::<Ours>(none).expect("read");
        assert_eq!(none.to, None);
    }
}
