//! A field of a form as the form knows it: its value, what it must be, and the error at it.

use crate::text::form as words;
use leptos::prelude::*;

/// What the value must be.
#[derive(Clone, Copy, Default)]
struct Rule {
    required: bool,
    /// It is required while this holds alone.
    required_while: Option<Signal<bool>>,
    /// Said when it is missing; without it, a sentence with the field's visible name.
    missing: Option<&'static str>,
    /// Whether the field is blank that can be filled in instead.
    other_is_blank: Option<Signal<bool>>,
    max: Option<usize>,
}

impl Rule {
    fn is_required(&self) -> bool {
        self.required && self.required_while.is_none_or(|holds| holds.get_untracked())
    }
}

/// A field of a form. It is a handle: copies share one state.
pub struct FormEntry<T: Send + Sync + 'static> {
    /// Its value.
    pub value: RwSignal<T>,
    /// What is known of it whatever its type.
    pub notes: Notes,
}

impl<T: Send + Sync + 'static> Clone for FormEntry<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for FormEntry<T> {}

/// What is known of a field whatever its type.
#[derive(Clone, Copy)]
pub struct Notes {
    name: &'static str,
    /// The visible name, once the field is shown.
    label: StoredValue<String>,
    rule: StoredValue<Rule>,
    refused: RwSignal<Option<String>>,
    is_blank: Signal<bool>,
    chars: Signal<usize>,
}

impl FormEntry<String> {
    /// A field of text. `name` is that of the field in its command.
    pub fn text(name: &'static str, value: RwSignal<String>) -> Self {
        let chars = Signal::derive(move || value.with(|text| text.trim().chars().count()));
        Self { value, notes: Notes::new(name, Signal::derive(move || chars.get() == 0), chars) }
    }

    /// A field of text that no draft keeps: a search, a password.
    pub fn unkept(value: RwSignal<String>) -> Self {
        Self::text("", value)
    }

    /// Text of more characters is refused; a counter shows near the end.
    pub fn at_most(self, chars: usize) -> Self {
        self.notes.rule.update_value(|rule| rule.max = Some(chars));
        self
    }
}

impl<T: Send + Sync + 'static> FormEntry<Option<T>> {
    /// A choice. `name` is that of the field in its command.
    pub fn choice(name: &'static str, value: RwSignal<Option<T>>) -> Self {
        let is_blank = Signal::derive(move || value.with(Option::is_none));
        Self { value, notes: Notes::new(name, is_blank, Signal::derive(|| 0)) }
    }

    /// A choice that no draft keeps: a filter.
    pub fn unkept_choice(value: RwSignal<Option<T>>) -> Self {
        Self::choice("", value)
    }
}

impl FormEntry<()> {
    /// A group of fields, which is blank as long as `is_blank` says so.
    pub fn group(name: &'static str, is_blank: Signal<bool>) -> Self {
        let notes = Notes::new(name, is_blank, Signal::derive(|| 0));
        Self { value: RwSignal::new(()), notes }
    }
}

impl<T: Send + Sync + 'static> FormEntry<T> {
    /// A form is refused without it.
    pub fn required(self) -> Self {
        self.notes.rule.update_value(|rule| rule.required = true);
        self
    }

    /// A form is refused without it; then `missing` is said.
    pub fn needs(self, missing: &'static str) -> Self {
        self.notes.rule.update_value(|rule| rule.missing = Some(missing));
        self.required()
    }

    /// The same while `is_needed` holds: the field is shown only then.
    pub fn needs_while(self, missing: &'static str, is_needed: Signal<bool>) -> Self {
        self.notes.rule.update_value(|rule| rule.required_while = Some(is_needed));
        self.needs(missing)
    }
}

impl<T: Send + Sync + 'static> FormEntry<Option<T>> {
    /// Instead of the choice, the other field can be filled in.
    pub fn or(self, other: FormEntry<String>) -> Self {
        self.notes.rule.update_value(|rule| rule.other_is_blank = Some(other.notes.is_blank));
        self
    }
}

impl Notes {
    fn new(name: &'static str, is_blank: Signal<bool>, chars: Signal<usize>) -> Self {
        let (label, rule) = (StoredValue::new(String::new()), StoredValue::new(Rule::default()));
        Self { name, label, rule, refused: RwSignal::new(None), is_blank, chars }
    }

    /// The name of the field in its command.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// The visible name of the field.
    pub fn label(self) -> String {
        self.label.try_get_value().unwrap_or_default()
    }

    /// Notes the visible name of the field.
    pub fn set_label(self, label: &str) {
        self.label.set_value(label.to_owned());
    }

    /// Returns whether a form is refused without it.
    pub fn is_required(self) -> bool {
        self.rule.with_value(Rule::is_required)
    }

    /// The most characters that it may have.
    pub fn max(self) -> Option<usize> {
        self.rule.try_with_value(|rule| rule.max).flatten()
    }

    /// Shows an error at the field until its value changes.
    pub fn refuse(self, why: String) {
        let _ = self.refused.try_set(Some(why));
    }

    /// Notes that the person has changed the value.
    pub fn changed(self) {
        if self.refused.try_with_untracked(Option::is_some) == Some(true) {
            self.refused.set(None);
        }
    }

    /// The error at the field. Reactive.
    pub fn problem(self) -> Option<String> {
        let too_long = || {
            let max = self.max().filter(|max| self.chars.get() > *max)?;
            Some(words::too_long(max))
        };
        self.refused.get().or_else(too_long)
    }

    /// How many characters are left, once few are; negative beyond the end. Reactive.
    pub fn left(self) -> Option<isize> {
        left(self.chars.get(), self.max()?)
    }

    /// Looks at the value before the form is sent. Returns whether it can be sent; if not, the
    /// error shows at the field. A field that is no longer shown is left alone.
    pub fn check(self) -> bool {
        let Some(rule) = self.rule.try_get_value() else { return true };
        let has_other = rule.other_is_blank.is_some_and(|other| !other.get_untracked());
        if rule.is_required() && self.is_blank.get_untracked() && !has_other {
            let missing = || words::missing(&self.label());
            self.refuse(rule.missing.map_or_else(missing, str::to_owned));
        } else {
            self.changed();
        }
        untrack(|| self.problem()).is_none()
    }
}

/// How many characters are left of `max`, once four fifths are used.
fn left(chars: usize, max: usize) -> Option<isize> {
    (chars * 5 >= max * 4).then(|| max.cast_signed() - chars.cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counter_shows_near_the_end_and_beyond() {
        assert_eq!(left(159, 200), None);
        assert_eq!(left(160, 200), Some(40));
        assert_eq!(left(200, 200), Some(0));
        assert_eq!(left(235, 200), Some(-35));
    }

    #[test]
    fn a_field_is_checked_against_its_own_rules() {
        let owner = Owner::new();
        owner.set();
        let value = RwSignal::new("   ".to_owned());
        let entry = FormEntry::text("reason", value).required().at_most(5);
        entry.notes.set_label("Pourquoi\u{a0}?");
        assert!(!entry.notes.check(), "blanks are nothing");
        let said = untrack(|| entry.notes.problem()).expect("an error");
        assert!(said.contains("Pourquoi\u{a0}?"), "{said}");
        value.set("panne".into());
        entry.notes.changed();
        assert!(entry.notes.check());
        value.set("panne totale".into());
        assert!(!entry.notes.check(), "nothing is cut in silence");
        value.set("œuvre".into());
        assert!(entry.notes.check(), "letters are counted, not bytes");
        let choice = FormEntry::choice("what", RwSignal::new(None::<u32>)).needs("Choisissez.");
        assert!(!choice.notes.check());
        assert_eq!(untrack(|| choice.notes.problem()).as_deref(), Some("Choisissez."));
        let other = RwSignal::new(String::new());
        let choice = choice.or(FormEntry::text("other", other));
        assert!(!choice.notes.check());
        other.set("90".into());
        assert!(choice.notes.check(), "the other field stands for it");
    }
}
