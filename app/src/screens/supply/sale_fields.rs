//! The fields of an article that the law and the life of devices ask for: the rate of its tax,
//! where it comes from, how long it should last, and when it is sold.

use crate::parts::{Choices, FormEntry, TextField};
use crate::screens::form::Form;
use crate::text::supply_desk as words;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::article::{Article, Origin};
use shared::day::Day;

/// Where an article comes from, as it is chosen: the percentage is a field of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Source {
    New,
    SecondHand,
    Recycled,
}

/// What was read.
pub(super) struct Sale {
    pub(super) vat: u32,
    pub(super) origin: Origin,
    pub(super) life_months: Option<u32>,
    pub(super) from: Option<Day>,
    pub(super) until: Option<Day>,
}

/// The fields.
#[derive(Clone, Copy)]
pub(super) struct SaleFields {
    vat: FormEntry<String>,
    source: FormEntry<Option<Source>>,
    share: FormEntry<String>,
    life: FormEntry<String>,
    from: FormEntry<String>,
    until: FormEntry<String>,
}

/// A rate in basis points, from percents with two decimals at most: «20» and «5,5».
fn rate(text: &str) -> Option<u32> {
    let text = text.trim().trim_end_matches('%').trim();
    let (whole, part) = text.split_once([',', '.']).unwrap_or((text, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if part.len() > 2 || !digits(part) || !digits(whole) || whole.is_empty() {
        return None;
    }
    let part: u32 = format!("{part:0<2}").parse().ok()?;
    let whole: u32 = whole.parse().ok().filter(|whole| *whole <= 100)?;
    Some(whole * 100 + part)
}

/// The same as it is typed.
fn typed(points: u32) -> String {
    match points % 100 {
        0 => (points / 100).to_string(),
        part => format!("{},{part:02}", points / 100),
    }
}

fn day(text: &str) -> Option<Option<Day>> {
    if text.trim().is_empty() { Some(None) } else { text.trim().parse().ok().map(Some) }
}

impl SaleFields {
    pub(super) fn new(form: Form, known: Option<&Article>) -> Self {
        let (source, share) = match known.map(|known| known.origin) {
            None | Some(Origin::New) => (Source::New, String::new()),
            Some(Origin::SecondHand) => (Source::SecondHand, String::new()),
            Some(Origin::Recycled(share)) => (Source::Recycled, share.to_string()),
        };
        let of_day = |of: fn(&Article) -> Option<Day>| {
            known.and_then(of).map(|day| day.to_string()).unwrap_or_default()
        };
        let life = known.and_then(|known| known.life_months);
        Self {
            vat: form.text("vat", typed(known.map_or(2_000, |known| known.vat))),
            source: form.choice("origin", Some(source)),
            share: form.text("share", share),
            life: form.text("life_months", life.map(|life| life.to_string()).unwrap_or_default()),
            from: form.text("first", of_day(|known| known.from)),
            until: form.text("last", of_day(|known| known.until)),
        }
    }

    /// What was typed; what is wrong shows at its field.
    pub(super) fn read(self, form: Form) -> Option<Sale> {
        let refused = |entry: FormEntry<String>, why: &'static str| {
            form.refuse(entry, why);
            None
        };
        let text = |entry: FormEntry<String>| entry.value.get_untracked().trim().to_owned();
        let Some(vat) = rate(&text(self.vat)) else { return refused(self.vat, words::BAD_RATE) };
        let share = text(self.share).parse().ok().filter(|share| (1..=100_u8).contains(share));
        let origin = match (self.source.value.get_untracked(), share) {
            (None | Some(Source::New), _) => Origin::New,
            (Some(Source::SecondHand), _) => Origin::SecondHand,
            (Some(Source::Recycled), Some(share)) => Origin::Recycled(share),
            (Some(Source::Recycled), None) => return refused(self.share, words::BAD_SHARE),
        };
        let life_months = match text(self.life).as_str() {
            "" => None,
            life => match life.parse().ok().filter(|months| *months > 0_u32) {
                Some(months) => Some(months),
                None => return refused(self.life, words::BAD_NUMBER),
            },
        };
        let Some(from) = day(&text(self.from)) else { return refused(self.from, words::BAD_DAY) };
        let until = day(&text(self.until)).filter(|until| until.is_none() || *until >= from);
        let Some(until) = until else { return refused(self.until, words::BAD_UNTIL) };
        Some(Sale { vat, origin, life_months, from, until })
    }

    pub(super) fn draw(self) -> impl IntoView {
        let sources = [
            (Source::New, words::ORIGIN_NEW),
            (Source::SecondHand, words::ORIGIN_SECOND_HAND),
            (Source::Recycled, words::ORIGIN_RECYCLED),
        ];
        let sources = sources.map(|(source, said)| (source, said.to_owned())).to_vec();
        let is_recycled = move || self.source.value.get() == Some(Source::Recycled);
        view! {
            <TextField label=words::VAT hint=words::VAT_HINT value=self.vat/>
            <Choices legend=words::ORIGIN name="origin" options=sources value=self.source/>
            <Show when=is_recycled>
                <TextField label=words::RECYCLED_SHARE value=self.share/>
            </Show>
            <TextField label=words::LIFE hint=words::LIFE_HINT value=self.life/>
            <TextField label=words::SOLD_FROM kind="date" value=self.from/>
            <TextField label=words::SOLD_UNTIL kind="date" value=self.until/>
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_read_as_it_is_typed() {
        for (text, points) in [("20", 2_000), ("5,5", 550), ("2.10 %", 210), ("0", 0)] {
            assert_eq!(rate(text), Some(points), "{text}");
        }
        for text in ["", "vingt", "2000", "5,555", "-5", ",5"] {
            assert_eq!(rate(text), None, "{text}");
        }
        assert_eq!([2_000, 550, 210].map(typed), ["20", "5,50", "2,10"]);
    }
}
