//! The fields of a contract, as people write them.

use crate::parts::{Choices, FormEntry, TextField};
use crate::screens::form::Form;
use crate::text::{money, subscriptions as words};
use leptos::prelude::*;
use shared::day::Day;
use shared::money::Cents;
use shared::subscription::{Billing, Terms};

const BILLINGS: [Billing; 3] = [Billing::Monthly, Billing::ByDays, Billing::SchoolYear];
/// The usual rate of tax, in basis points.
const USUAL_VAT: u32 = 2_000;

/// Reads an amount; the error is a sentence.
pub(super) fn read_amount(text: &str) -> Result<Cents, &'static str> {
    Cents::read(text).map_err(money::no_amount)
}

/// The day of a field of dates; a blank one is none.
pub(super) fn read_day(text: &str) -> Result<Option<Day>, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| words::BAD_DAY)
}

fn read_count(text: &str) -> Result<Option<u32>, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| words::BAD_NUMBER)
}

/// The fields of [`Terms`]; their names are those by which the rules refuse them.
#[derive(Clone, Copy)]
pub(super) struct TermsFields {
    form: Form,
    operator: FormEntry<String>,
    phone: FormEntry<String>,
    contract: FormEntry<String>,
    line: FormEntry<String>,
    offer: FormEntry<String>,
    down: FormEntry<String>,
    up: FormEntry<String>,
    price: FormEntry<String>,
    vat: FormEntry<String>,
    billing: FormEntry<Option<Billing>>,
    first: FormEntry<String>,
    due: FormEntry<String>,
    renewal: FormEntry<String>,
    notice: FormEntry<String>,
    exception: FormEntry<String>,
    notice_days: u32,
    /// Kilobits a second each way, of which the fields show whole megabits.
    rates: (u32, u32),
}

impl TermsFields {
    /// As they are known, or blank.
    pub(super) fn new(form: Form, known: Option<&Terms>) -> Self {
        let text = |of: fn(&Terms) -> String| known.map(of).unwrap_or_default();
        let vat = known.map_or(USUAL_VAT, |terms| terms.vat);
        Self {
            form,
            operator: form
                .text("operator", text(|terms| terms.operator.clone()))
                .needs(words::NEEDS_OPERATOR),
            phone: form.text("phone", text(|terms| terms.phone.clone())),
            contract: form.text("reference", text(|terms| terms.contract.clone())),
            line: form.text("line", text(|terms| terms.line.clone())),
            offer: form.text("text", text(|terms| terms.offer.clone())),
            down: form.text("down", known.map(|t| megabits(t.down_kbps)).unwrap_or_default()),
            up: form.text("up", known.map(|t| megabits(t.up_kbps)).unwrap_or_default()),
            price: form.text("price", text(|terms| terms.price.to_string())).needs(money::NEEDED),
            vat: form.text("vat", money::typed(Cents(i64::from(vat)))),
            billing: form
                .choice("billing", Some(known.map_or(Billing::Monthly, |terms| terms.billing))),
            first: form
                .text("first", text(|terms| terms.first.to_string()))
                .needs(words::NEEDS_DAY),
            due: form.text("last", text(|terms| optional(terms.due))),
            renewal: form.text("months", text(|terms| optional(terms.renewal_months))),
            notice: form.text("notice", text(|terms| terms.notice_months.to_string())),
            exception: form.text("reason", text(|terms| terms.exception.clone())),
            notice_days: known.map_or(0, |terms| terms.notice_days),
            rates: known.map_or((0, 0), |terms| (terms.down_kbps, terms.up_kbps)),
        }
    }

    /// What was written. `None` when something is wrong: then it stands at its field.
    pub(super) fn read(self) -> Option<Terms> {
        let price = self.get(self.price, read_amount)?;
        let vat = u32::try_from(self.get(self.vat, read_amount)?.0).unwrap_or(u32::MAX);
        let first = self.get(self.first, read_day)?;
        let first = first.or_else(|| {
            self.form.refuse(self.first, words::NEEDS_DAY);
            None
        })?;
        let rate = |entry: FormEntry<String>, known: u32| {
            // What was not touched stays, to the kilobit.
            if entry.value.with_untracked(|text| *text == megabits(known)) {
                return Some(known);
            }
            Some(self.get(entry, read_count)?.unwrap_or(0).saturating_mul(1_000))
        };
        Some(Terms {
            operator: self.operator.value.get_untracked(),
            phone: self.phone.value.get_untracked(),
            contract: self.contract.value.get_untracked(),
            line: self.line.value.get_untracked(),
            offer: self.offer.value.get_untracked(),
            down_kbps: rate(self.down, self.rates.0)?,
            up_kbps: rate(self.up, self.rates.1)?,
            price,
            vat,
            billing: self.billing.value.get_untracked().unwrap_or(Billing::Monthly),
            first,
            due: self.get(self.due, read_day)?,
            renewal_months: self.get(self.renewal, read_count)?,
            notice_months: self.get(self.notice, read_count)?.unwrap_or(0),
            notice_days: self.notice_days,
            exception: self.exception.value.get_untracked(),
        })
    }

    fn get<T>(
        self,
        entry: FormEntry<String>,
        read: fn(&str) -> Result<T, &'static str>,
    ) -> Option<T> {
        let read = entry.value.with_untracked(|text| read(text));
        read.map_err(|why| self.form.refuse(entry, why)).ok()
    }
}

fn megabits(kbps: u32) -> String {
    match kbps {
        0 => String::new(),
        kbps => (kbps / 1_000).to_string(),
    }
}

fn optional<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// The fields on the screen.
#[component]
pub(super) fn TermsForm(fields: TermsFields) -> impl IntoView {
    let billings = BILLINGS.map(|billing| (billing, words::billing(billing).to_owned())).to_vec();
    view! {
        <TextField label=words::OPERATOR value=fields.operator/>
        <TextField label=words::PHONE kind="tel" value=fields.phone/>
        <TextField label=words::CONTRACT value=fields.contract/>
        <TextField label=words::LINE value=fields.line/>
        <TextField label=crate::text::subscription::OFFER value=fields.offer/>
        <TextField label=words::DOWN value=fields.down/>
        <TextField label=words::UP value=fields.up/>
        <TextField label=words::PRICE value=fields.price/>
        <Choices legend=words::BILLING name="billing" options=billings value=fields.billing/>
        <TextField label=words::VAT value=fields.vat/>
        <TextField label=words::FIRST kind="date" value=fields.first/>
        <TextField label=words::DUE hint=words::DUE_HINT kind="date" value=fields.due/>
        <TextField label=words::RENEWAL hint=words::RENEWAL_HINT value=fields.renewal/>
        <TextField label=words::NOTICE_MONTHS value=fields.notice/>
        <TextField label=words::EXCEPTION hint=words::EXCEPTION_HINT value=fields.exception/>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_days_are_read_as_people_write_them() {
        assert_eq!(read_amount("126,47 €"), Ok(Cents(12_647)));
        assert_eq!(read_amount("1.395"), Err(money::no_amount(shared::money::NoAmount::Ambiguous)));
        assert_eq!(read_amount("gratuit"), Err(money::NEEDED));
        assert_eq!(read_day(" "), Ok(None));
        assert_eq!(read_day("2026-02-31"), Err(words::BAD_DAY));
        assert_eq!(read_count("12"), Ok(Some(12)));
        assert_eq!(read_count("-1"), Err(words::BAD_NUMBER));
    }
}
