//! Amounts, days and years as people write them.

use crate::parts::Entry;
use crate::screens::form::Form;
use crate::text::budget_screen as words;
use leptos::prelude::GetUntracked;
use shared::day::Day;
use shared::money::{Cents, NoAmount};

/// The amount of a field; nothing where it is blank. The error shows at the field.
pub(super) fn amount(form: Form, field: Entry<String>) -> Result<Option<Cents>, ()> {
    let text = field.value.get_untracked();
    match Cents::read(&text) {
        Ok(amount) => Ok(Some(amount)),
        Err(NoAmount::Empty) => Ok(None),
        Err(why) => refused(form, field, said(why)),
    }
}

/// The same with a minus before it.
pub(super) fn signed(form: Form, field: Entry<String>) -> Result<Cents, ()> {
    let text = field.value.get_untracked();
    let below = text.trim().strip_prefix(['-', '\u{2212}']);
    match Cents::read(below.unwrap_or(&text)) {
        Ok(amount) if below.is_some() => Ok(Cents::ZERO - amount),
        Ok(amount) => Ok(amount),
        Err(NoAmount::Empty) => Ok(Cents::ZERO),
        Err(why) => refused(form, field, said(why)),
    }
}

fn said(why: NoAmount) -> &'static str {
    match why {
        NoAmount::Ambiguous => words::AMBIGUOUS,
        NoAmount::Empty | NoAmount::Negative | NoAmount::TooLarge | NoAmount::Invalid => {
            words::BAD_AMOUNT
        }
    }
}

/// The day of a field that needs one.
pub(super) fn day(form: Form, field: Entry<String>) -> Result<Day, ()> {
    match optional_day(form, field)? {
        Some(day) => Ok(day),
        None => refused(form, field, words::DAY_NEEDED),
    }
}

/// The day of a field; nothing where it is blank.
pub(super) fn optional_day(form: Form, field: Entry<String>) -> Result<Option<Day>, ()> {
    let text = field.value.get_untracked();
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).or_else(|_| refused(form, field, words::BAD_DAY)),
    }
}

/// The year of a field.
pub(super) fn year(form: Form, field: Entry<String>) -> Result<u16, ()> {
    let text = field.value.get_untracked();
    text.trim().parse().or_else(|_| refused(form, field, words::BAD_YEAR))
}

fn refused<T>(form: Form, field: Entry<String>, why: &'static str) -> Result<T, ()> {
    form.refuse(field, why);
    Err(())
}
