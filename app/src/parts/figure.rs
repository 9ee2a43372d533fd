//! The value of a figure.

use leptos::prelude::*;

/// The most letters of a value that is shown in large as a whole.
const LARGE_CHARS: usize = 12;

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

/// Where the part that is shown in large ends.
fn lead(value: &str) -> usize {
    if value.chars().count() <= LARGE_CHARS {
        return value.len();
    }
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, ',' | '\u{202f}' | '\u{2212}');
    let number = value.find(|c: char| !is_number(c)).unwrap_or(value.len());
    let unit = ["\u{a0}%", "\u{a0}€"].into_iter().find(|unit| value[number..].starts_with(unit));
    match number {
        0 => 0,
        _ => number + unit.map_or(0, str::len),
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
