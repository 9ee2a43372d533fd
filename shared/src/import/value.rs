//! Single values: words, dates, phones, places. Each parser gives the value or what is wrong.

use super::problem::ProblemReason;
use crate::limits::{LIFE_MONTHS, SHORT_TEXT_CHARS};
use crate::money::{Cents, NoAmount, VAT_MAX};
pub use crate::search::words;
use crate::site::Sector;
use chrono::{Datelike, NaiveDate};

/// One space where the text has several, no-break ones included; none around it.
pub(super) fn collapse(text: &str) -> String {
    let visible = text.replace(['\u{200b}', '\u{feff}'], "");
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn compact(text: &str) -> String {
    text.split_whitespace().collect()
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|b| b.is_ascii_digit())
}

/// Text that is needed and was not damaged on its way.
pub(super) fn text(raw: &str) -> Result<String, ProblemReason> {
    if raw.contains('\u{fffd}') {
        return Err(ProblemReason::Unreadable);
    }
    Ok(collapse(raw))
}

/// A text that a row can keep.
pub(super) fn of_length(text: String, max: usize) -> Result<String, ProblemReason> {
    if text.chars().count() > max { Err(ProblemReason::TooLong { max }) } else { Ok(text) }
}

/// A name, or anything else that stands on one line.
pub(super) fn short(raw: &str) -> Result<String, ProblemReason> {
    of_length(text(raw)?, SHORT_TEXT_CHARS)
}

/// `2026-05-27`, the same with a time behind it, or `27/05/2026` as spreadsheets write it.
pub(super) fn date(raw: &str) -> Result<NaiveDate, ProblemReason> {
    let day = raw.split(['T', ' ']).next().unwrap_or("");
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let [a, b, c] = parts[..] else {
        return Err(ProblemReason::Date);
    };
    let (year, month, day) = match (a.len(), c.len()) {
        (4, 1..=2) => (a, b, c),
        (1..=2, 4) => (c, b, a),
        _ => return Err(ProblemReason::Date),
    };
    let number = |text: &str| {
        let is_number = text.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| text.parse::<u32>().ok()).flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(year), number(month), number(day)) else {
        return Err(ProblemReason::Date);
    };
    let year = i32::try_from(year).unwrap_or(0);
    NaiveDate::from_ymd_opt(year, month, day)
        .filter(|day| (1800..=2200).contains(&day.year()))
        .ok_or(ProblemReason::Date)
}

/// Ten digits; the leading zero that a spreadsheet removed is put back, `+33` is removed.
pub(super) fn phone(raw: &str) -> Result<String, ProblemReason> {
    let is_layout = |c: char| c.is_whitespace() || matches!(c, '.' | '-' | '/' | '(' | ')');
    let text: String = raw.chars().filter(|c| !is_layout(*c)).collect();
    let national = text.strip_prefix("+33").or_else(|| text.strip_prefix("0033")).unwrap_or(&text);
    let digits = match national.len() {
        9 if !national.starts_with('0') => format!("0{national}"),
        11 if text.len() == 11 && text.starts_with("33") => format!("0{}", &text[2..]),
        _ => national.to_owned(),
    };
    let is_phone = is_digits(&digits, 10) && digits.starts_with('0') && !digits.starts_with("00");
    is_phone.then_some(digits).ok_or(ProblemReason::Phone)
}

/// One address, kept as published.
pub(super) fn mail(raw: &str) -> Result<String, ProblemReason> {
    let text = raw.trim();
    let is_plain = text.len() <= 254 && !text.contains(char::is_whitespace);
    let is_mail = text.split_once('@').is_some_and(|(name, domain)| {
        let dotted = domain.split('.').count() > 1 && domain.split('.').all(|p| !p.is_empty());
        !name.is_empty() && !domain.contains(['@', ',', ';']) && dotted
    });
    let is_right = is_plain && is_mail && !text.contains('\u{fffd}');
    is_right.then(|| text.to_owned()).ok_or(ProblemReason::Mail)
}

/// Five digits.
pub(super) fn postcode(raw: &str) -> Result<String, ProblemReason> {
    let text = compact(raw);
    let is_right = is_digits(&text, 5);
    is_right.then_some(text).ok_or(ProblemReason::Postcode)
}

/// An INSEE code: five digits, or `2A`/`2B` and three digits.
pub(super) fn commune_code(raw: &str) -> Result<String, ProblemReason> {
    let text = compact(raw).to_ascii_uppercase();
    let corsican = text.strip_prefix("2A").or(text.strip_prefix("2B"));
    let is_right = is_digits(&text, 5) || corsican.is_some_and(|rest| is_digits(rest, 3));
    is_right.then_some(text).ok_or(ProblemReason::CommuneCode)
}

/// A number with a decimal point or comma.
pub(super) fn number(raw: &str) -> Result<f64, ProblemReason> {
    let text = compact(raw).replace(',', ".");
    let number = text.parse::<f64>().ok().filter(|n| n.is_finite());
    number.ok_or(ProblemReason::Number)
}

/// A whole number, whatever separates its thousands.
pub(super) fn count(raw: &str) -> Result<u32, ProblemReason> {
    compact(raw).parse().map_err(|_| ProblemReason::Number)
}

/// An amount of money, as [`Cents::read`] reads it.
///
/// # Errors
/// Why it is no amount.
pub(super) fn amount(raw: &str) -> Result<Cents, ProblemReason> {
    Cents::read(raw).map_err(no_amount)
}

fn no_amount(why: NoAmount) -> ProblemReason {
    match why {
        NoAmount::Empty => ProblemReason::Missing,
        NoAmount::Ambiguous | NoAmount::Negative | NoAmount::TooLarge | NoAmount::Invalid => {
            ProblemReason::Amount(why)
        }
    }
}

/// An amount that may be below zero, as [`Cents::read_signed`] reads it.
///
/// # Errors
/// Why it is no amount.
pub(super) fn signed_amount(raw: &str) -> Result<Cents, ProblemReason> {
    Cents::read_signed(raw).map_err(no_amount)
}

/// A rate of tax in basis points: «20», «5,5 %». A share such as «0,2» is none: no rate of goods is
/// below 1 %.
pub(super) fn rate(raw: &str) -> Result<u32, ProblemReason> {
    let percent = Cents::read(raw.trim().trim_end_matches('%').trim_end());
    let points = percent.ok().and_then(|percent| u32::try_from(percent.0).ok());
    let is_rate = |points: &u32| *points == 0 || (100..=VAT_MAX).contains(points);
    points.filter(is_rate).ok_or(ProblemReason::Rate)
}

/// A year of the budget.
pub(super) fn year(raw: &str) -> Result<u16, ProblemReason> {
    let year = compact(raw).parse::<u16>().ok();
    year.filter(|year| (2000..2100).contains(year)).ok_or(ProblemReason::Number)
}

/// «Total», «Sous-total chapitre 011», «TOTAL GENERAL»: a line of sums.
pub(super) fn is_total(raw: &str) -> bool {
    let said = words(raw);
    ["total", "sous total", "totaux"].iter().any(|word| {
        said.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

/// A number of months that something may last.
pub(super) fn months(raw: &str) -> Result<u32, ProblemReason> {
    let months = compact(raw).parse::<u32>().ok();
    months.filter(|months| (1..=LIFE_MONTHS).contains(months)).ok_or(ProblemReason::Months)
}

/// 1 or 0, as the ministry writes, or the words that people and spreadsheets put in their place.
pub(super) fn flag(raw: &str) -> Result<bool, ProblemReason> {
    match words(raw).as_str() {
        "1" | "oui" | "vrai" | "true" | "o" | "x" => Ok(true),
        "" | "0" | "non" | "faux" | "false" | "n" => Ok(false),
        _ => Err(ProblemReason::UnknownValue),
    }
}

/// A place in WGS 84, degrees.
///
/// # Errors
/// Out of range, 0 and 0, or latitude and longitude of mainland France exchanged.
pub(super) fn place(latitude: f64, longitude: f64) -> Result<(f64, f64), ProblemReason> {
    // Mainland France and Corsica: 41° to 51.5° north, 5.5° west to 10° east.
    let is_french = |lat: f64, lon: f64| (41.0..51.5).contains(&lat) && (-5.5..10.0).contains(&lon);
    if is_french(longitude, latitude) {
        return Err(ProblemReason::CoordinatesSwapped);
    }
    let exists = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    if !exists || (latitude == 0.0 && longitude == 0.0) {
        return Err(ProblemReason::CoordinateRange);
    }
    Ok((latitude, longitude))
}

/// «48.79, 2.43», or the same with decimal commas and another separator.
pub(super) fn position(raw: &str) -> Result<(f64, f64), ProblemReason> {
    let pair = raw.split_once(", ").or_else(|| raw.split_once(';'));
    let pair = pair.or_else(|| raw.split_once(',').filter(|(_, rest)| !rest.contains(',')));
    let (latitude, longitude) = pair.ok_or(ProblemReason::Number)?;
    place(number(latitude)?, number(longitude)?)
}

/// «Public» or «Privé», in any writing.
pub(super) fn sector(raw: &str) -> Result<Sector, ProblemReason> {
    match words(raw).split(' ').next().unwrap_or("") {
        "public" | "publique" | "pu" => Ok(Sector::Public),
        "prive" | "privee" | "pr" => Ok(Sector::Private),
        _ => Err(ProblemReason::UnknownValue),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_of_all_kinds_are_one_space() {
        assert_eq!(collapse(" A \u{a0}\u{202f} B\n"), "A B");
    }

    #[test]
    fn dates_in_both_writings() {
        let day = NaiveDate::from_ymd_opt(2026, 5, 27);
        for raw in ["2026-05-27", "27/05/2026", "2026-05-27T00:00:00+02:00", "27/5/2026 00:00"] {
            assert_eq!(date(raw).ok(), day, "{raw}");
        }
        for raw in ["", "2026-02-30", "27/05/26", "46169", "0001-01-01", "2026-+5-27", "a-b-c"] {
            assert_eq!(date(raw), Err(ProblemReason::Date), "{raw}");
        }
    }

    #[test]
    fn phones_get_their_zero_back() {
        for raw in ["0477421010", "477421010", "04 77 42 10 10", "+33 4 77 42 10 10"] {
            assert_eq!(phone(raw).as_deref(), Ok("0477421010"), "{raw}");
        }
        for raw in ["4,77E+08", "47742101", "0077421010", "04774210101", "néant"] {
            assert_eq!(phone(raw), Err(ProblemReason::Phone), "{raw}");
        }
    }

    #[test]
    fn amounts_are_cents_and_an_ambiguous_one_is_refused() {
        for (raw, expected) in [
            ("139 478,04", 13_947_804),
            ("1\u{202f}395,4\u{a0}€", 139_540),
            ("700", 70_000),
            ("0.01", 1),
            ("430630.31", 43_063_031),
        ] {
            assert_eq!(amount(raw), Ok(Cents(expected)), "{raw}");
        }
        assert_eq!(amount("1.395"), Err(ProblemReason::Amount(NoAmount::Ambiguous)));
        assert_eq!(amount("-3"), Err(ProblemReason::Amount(NoAmount::Negative)));
        for raw in ["gratuit", "1.395,00", ",5", "1,3950"] {
            assert_eq!(amount(raw), Err(ProblemReason::Amount(NoAmount::Invalid)), "{raw}");
        }
        for raw in ["0", "-3", "601", "3,5"] {
            assert_eq!(months(raw), Err(ProblemReason::Months), "{raw}");
        }
        assert_eq!(months("60"), Ok(60));
    }

    #[test]
    fn a_rate_of_tax_is_a_percentage() {
        for (raw, points) in [("20", 2_000), ("5,5 %", 550), ("20.00", 2_000), ("0", 0)] {
            assert_eq!(rate(raw), Ok(points), "{raw}");
        }
        for raw in ["0,2", "200", "vingt", "-20", ""] {
            assert_eq!(rate(raw), Err(ProblemReason::Rate), "{raw}");
        }
    }

    #[test]
    fn places_are_checked() {
        assert_eq!(position("45.44, 4.39"), Ok((45.44, 4.39)));
        assert_eq!(position("45,44, 4,39"), Ok((45.44, 4.39)));
        assert_eq!(position("4.39, 45.44"), Err(ProblemReason::CoordinatesSwapped));
        assert_eq!(position("0, 0"), Err(ProblemReason::CoordinateRange));
        assert_eq!(place(-21.1, 55.5), Ok((-21.1, 55.5)));
        assert_eq!(
            number("4,8E+16").map(|n| place(n, 2.0)),
            Ok(Err(ProblemReason::CoordinateRange))
        );
    }

    #[test]
    fn codes_and_mails() {
        assert_eq!(commune_code("2a004").as_deref(), Ok("2A004"));
        assert_eq!(commune_code("1053"), Err(ProblemReason::CommuneCode));
        assert_eq!(postcode("42 000").as_deref(), Ok("42000"));
        assert!(mail("ce.0940204L@ac-creteil.fr").is_ok());
        for raw in ["ce.0940204L", "@a.fr", "a@b", "a@b..fr", "a b@c.fr", "a@b.fr;c@d.fr"] {
            assert_eq!(mail(raw), Err(ProblemReason::Mail), "{raw}");
        }
    }
}
