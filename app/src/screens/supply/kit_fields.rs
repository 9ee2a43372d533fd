//! The fields of an article that is lent: what a unit holds, for how long, and with which pause.

use crate::parts::{FormEntry, TextArea, TextField};
use crate::screens::form::Form;
use crate::text::kit as words;
use leptos::prelude::*;
use shared::article::ArticleKind;
use shared::loan::{Kit, Piece};

/// The fields; they count for a kit alone.
#[derive(Clone, Copy)]
pub(super) struct KitFields {
    contents: FormEntry<String>,
    longest: FormEntry<String>,
    buffer: FormEntry<String>,
}

/// «16 tablettes» on each line.
fn pieces(text: &str) -> Option<Vec<Piece>> {
    let piece = |line: &str| {
        let (quantity, label) = line.split_once([' ', '\u{a0}'])?;
        Some(Piece { quantity: quantity.parse().ok()?, label: label.trim().to_owned() })
    };
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(piece).collect()
}

impl KitFields {
    pub(super) fn new(form: Form, known: Option<&Kit>) -> Self {
        let lines = |kit: &Kit| {
            let line = |piece: &Piece| format!("{} {}", piece.quantity, piece.label);
            kit.contents.iter().map(line).collect::<Vec<_>>().join("\n")
        };
        let number = |of: fn(&Kit) -> u32, usual: u32| known.map_or(usual, of).to_string();
        Self {
            contents: form.text("contents", known.map(lines).unwrap_or_default()),
            longest: form.text("longest", number(|kit| kit.max_days, 42)),
            buffer: form.text("buffer", number(|kit| kit.buffer_days, 2)),
        }
    }

    /// The kit; `Some(None)` of what is not lent, `None` when a field is wrong.
    pub(super) fn read(
        self,
        form: Form,
        kind: ArticleKind,
        known: Option<&Kit>,
    ) -> Option<Option<Kit>> {
        if kind != ArticleKind::LoanKit {
            return Some(known.cloned());
        }
        let Some(contents) = pieces(&self.contents.value.get_untracked()) else {
            form.refuse(self.contents, words::BAD_CONTENTS);
            return None;
        };
        let mut days = Vec::new();
        for entry in [self.longest, self.buffer] {
            match entry.value.get_untracked().trim().parse::<u32>() {
                Ok(number) => days.push(number),
                Err(_) => {
                    form.refuse(entry, words::BAD_DAYS);
                    return None;
                }
            }
        }
        let [max_days, buffer_days] = days[..] else { return None };
        let before = known.cloned().unwrap_or_default();
        Some(Some(Kit { contents, max_days, buffer_days, ..before }))
    }

    pub(super) fn draw(self, kind: RwSignal<Option<ArticleKind>>) -> impl IntoView {
        view! {
            <Show when=move || kind.get() == Some(ArticleKind::LoanKit)>
                <TextArea
                    label=words::UNIT_CONTENTS
                    hint=words::UNIT_CONTENTS_HINT
                    value=self.contents
                />
                <TextField label=words::LONGEST value=self.longest/>
                <TextField label=words::BUFFER hint=words::BUFFER_HINT value=self.buffer/>
            </Show>
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_a_number_and_a_name_on_each_line() {
        let read = pieces("16 tablettes\n\n 1 borne wifi \n").expect("pieces");
        let piece = |quantity, label: &str| Piece { quantity, label: label.into() };
        assert_eq!(read, [piece(16, "tablettes"), piece(1, "borne wifi")]);
        assert_eq!(pieces("tablettes"), None);
        assert_eq!(pieces("seize tablettes"), None);
    }
}
