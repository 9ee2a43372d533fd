//! Amounts, days and years as people write them.

use crate::parts::FormEntry;
use crate::screens::form::Form;
use crate::text::{budget_screen as words, money};
use leptos::prelude::GetUntracked;
use shared::day::Day;
use shared::money::{Cents, NoAmount};

/// The amount of a field; nothing where it is blank. The error shows at the field.
pub(super) fn amount(form: Form, field: FormEntry<String>) -> Result<Option<Cents>, ()> {
    let text = field.value.get_untracked();
    match Cents::read(&text) {
        Ok(amount) => Ok(Some(amount)),
        Err(NoAmount::Empty) => Ok(None),
        Err(why) => refused(form, field, money::no_amount(why)),
    }
}

/// The same of an amount that may be below zero, as files write it too.
pub(super) fn signed(form: Form, field: FormEntry<String>) -> Result<Cents, ()> {
    match Cents::read_signed(&field.value.get_untracked()) {
        Ok(amount) => Ok(amount),
        Err(NoAmount::Empty) => Ok(Cents::ZERO),
        Err(why) => refused(form, field, money::no_amount(why)),
    }
}

/// The day of a field that needs one.
pub(super) fn day(form: Form, field: FormEntry<String>) -> Result<Day, ()> {
    match optional_day(form, field)? {
        Some(day) => Ok(day),
        None => refused(form, field, words::DAY_NEEDED),
    }
}

/// The day of a field; nothing where it is blank.
pub(super) fn optional_day(form: Form, field: FormEntry<String>) -> Result<Option<Day>, ()> {
    let text = field.value.get_untracked();
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).or_else(|_| refused(form, field, words::BAD_DAY)),
    }
}

/// The year of a field.
pub(super) fn year(form: Form, field: FormEntry<String>) -> Result<u16, ()> {
    let text = field.value.get_untracked();
    text.trim().parse().or_else(|_| refused(form, field, words::BAD_YEAR))
}

fn refused<T>(form: Form, field: FormEntry<String>, why: &'static str) -> Result<T, ()> {
    form.refuse(field, why);
    Err(())
}
