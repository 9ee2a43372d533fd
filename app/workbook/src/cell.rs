//! A cell as people would type its value.

use calamine::{Data, ExcelDateTime};

/// Significant digits that spreadsheets keep: what follows is the noise of sums in binary.
const DIGITS: usize = 15;
/// From this number on, and below its inverse, spreadsheets write powers of ten.
const PLAIN_MAX: f64 = 1e15;

/// The value on one line.
pub(crate) fn text(cell: &Data) -> String {
    match cell {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => self::number(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => on_one_line(text),
        Data::Bool(true) => "vrai".to_owned(),
        Data::Bool(false) => "faux".to_owned(),
        Data::DateTime(moment) => self::moment(moment),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

/// A line of the table is a row of the sheet: breaks within a value would shift all that follow.
fn on_one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ").trim().to_owned()
}

fn number(number: f64) -> String {
    if !number.is_finite() || number.abs() >= PLAIN_MAX {
        return number.to_string();
    }
    // `{:.14e}` rounds to the digits that a spreadsheet shows; reading it back is exact.
    let kept = format!("{number:.*e}", DIGITS - 1).parse().unwrap_or(number);
    format!("{kept}").replace('.', ",")
}

/// A day, a time of a day, or both.
fn moment(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, _, _) = moment.to_ymd_hms_milli();
    let days = moment.as_f64();
    if moment.is_duration() || days < 1.0 {
        return format!("{hour:02}:{minute:02}");
    }
    let on = format!("{year:04}-{month:02}-{day:02}");
    match days.fract() == 0.0 {
        true => on,
        false => format!("{on} {hour:02}:{minute:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{CellErrorType, ExcelDateTimeType};

    #[test]
    fn a_number_has_a_comma_and_no_noise() {
        for (number, text) in [
            (1_395_478.04, "1395478,04"),
            (1_395_478.039_999_999_8, "1395478,04"),
            (0.1 + 0.2, "0,3"),
            (-129.5, "-129,5"),
            (2026.0, "2026"),
            (1.395, "1,395"),
            (0.0, "0"),
        ] {
            assert_eq!(super::number(number), text);
        }
    }

    /// Excel counts days from 1900: 46 266 is 1 September 2026.
    #[test]
    fn days_and_times_are_written_as_readers_take_them() {
        let of = |value| {
            text(&Data::DateTime(ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false)))
        };
        assert_eq!(of(46_266.0), "2026-09-01");
        assert_eq!(of(46_266.562_5), "2026-09-01 13:30");
        assert_eq!(of(0.375), "09:00");
    }

    #[test]
    fn words_stay_on_one_line_and_an_error_is_no_value() {
        assert_eq!(text(&Data::String(" École\r\nDaudet ".into())), "École  Daudet");
        assert_eq!(text(&Data::Error(CellErrorType::Ref)), "#REF!");
        assert_eq!(text(&Data::Bool(true)), "vrai");
        assert_eq!(text(&Data::Empty), "");
    }
}
