//! The value of a figure.

use leptos::prelude::*;

/// The most letters of a value that is shown in large as a whole.
const LARGE_CHARS: usize = 12;
/// Units that are as large as their number.
const UNITS: [&str; 3] = ["\u{a0}%", "\u{a0}€", "\u{a0}km"];

/// A value: its number in large, and what follows a number in the size of text. A sentence in the
/// size of a number would fill the screen.
#[component]
pub fn FigureValue(#[prop(into)] value: String) -> impl IntoView {
    let (number, rest) = value.split_at(lead(&value));
    let large = (!number.is_empty())
        .then(|| view! { <span class="figure-value">{number.to_owned()}</span> });
    let told =
        (!rest.is_empty()).then(|| view! { <span class="figure-told">{rest.to_owned()}</span> });
    view! { <span>{large} {told}</span> }
}

/// Where the part that is shown in large ends. What is counted is never large, short as it may be:
/// figures side by side look alike.
fn lead(value: &str) -> usize {
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, ',' | '\u{202f}' | '\u{2212}');
    let number = value.find(|c: char| !is_number(c)).unwrap_or(value.len());
    let is_short = value.chars().count() <= LARGE_CHARS;
    let unit = UNITS.into_iter().find(|unit| value[number..].starts_with(unit));
    match (number, unit) {
        (0, _) if is_short => value.len(),
        (0, _) => 0,
        (_, Some(unit)) => number + unit.len(),
        // A span of numbers.
        (_, None) if is_short && !value.contains(char::is_alphabetic) => value.len(),
        (_, None) => number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_large_and_a_sentence_is_not() {
        for (value, large) in [
            ("277", "277"),
            ("2\u{202f}935\u{a0}km", "2\u{202f}935\u{a0}km"),
            ("inconnu", "inconnu"),
            ("7\u{a0}passages", "7"),
            ("59\u{a0}commandes", "59"),
            ("0 – 100\u{a0}%", "0 – 100\u{a0}%"),
            ("moins de 5", "moins de 5"),
            ("4\u{a0}% (minimum\u{a0}: 2\u{202f}935\u{a0}km)", "4\u{a0}%"),
            ("277\u{a0}établissements", "277"),
            ("19,1\u{a0}% (53 sur 277 demi-journées)", "19,1\u{a0}%"),
            ("\u{2212}1\u{202f}200,50\u{a0}€ sur le marché", "\u{2212}1\u{202f}200,50\u{a0}€"),
            ("non calculable (aucun matériel)", ""),
        ] {
            assert_eq!(&value[..lead(value)], large);
        }
    }
}
