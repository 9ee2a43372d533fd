//! «Modifier»: what is known of a device.

use crate::parts::{Choices, Dialog, FormEntry, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::{fleet as words, money};
use leptos::prelude::*;
use shared::day::Day;
use shared::equipment::{Act, Equipment, EquipmentKind, EquipmentSheet, EquipmentState};
use shared::money::Cents;
use shared::words as names;
use std::sync::Arc;

/// The fields, as text.
#[derive(Clone, Copy)]
struct Fields {
    name: FormEntry<String>,
    label: FormEntry<String>,
    serial: FormEntry<String>,
    model: FormEntry<String>,
    room: FormEntry<String>,
    kind: FormEntry<Option<EquipmentKind>>,
    state: FormEntry<Option<EquipmentState>>,
    bought: FormEntry<String>,
    in_service: FormEntry<String>,
    life: FormEntry<String>,
    support: FormEntry<String>,
    price: FormEntry<String>,
    giver: FormEntry<String>,
}

fn written<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A field cannot be read, and says why.
struct Unreadable;

/// What is written in a field, or nothing.
fn read<T>(
    form: Form,
    entry: FormEntry<String>,
    why: &'static str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Unreadable> {
    let text = entry.value.get_untracked();
    match text.trim() {
        "" => Ok(None),
        text => parse(text).map(Some).ok_or_else(|| {
            form.refuse(entry, why);
            Unreadable
        }),
    }
}

impl Fields {
    fn of(form: Form, sheet: &EquipmentSheet) -> Self {
        Self {
            name: form.text("name", sheet.name.clone()).required(),
            label: form.text("label", sheet.label.clone()),
            serial: form.text("serial", sheet.serial.clone()),
            model: form.text("model", sheet.model.clone()),
            room: form.text("room", sheet.room.clone()),
            kind: form.choice("kind", Some(sheet.kind)).required(),
            state: form.choice("state", Some(sheet.state)).required(),
            bought: form.text("bought", written(sheet.bought)),
            in_service: form.text("in_service", written(sheet.in_service)),
            life: form.text("life_months", written(sheet.life_months)),
            support: form.text("support_ends", written(sheet.support_ends)),
            price: form.text(
                "price_cents",
                written(sheet.price_cents.map(|cents| money::typed(Cents(cents)))),
            ),
            giver: form.text("given_by", sheet.given_by.clone()),
        }
    }

    /// The sheet with the fields.
    fn sheet(self, form: Form, was: &EquipmentSheet) -> Result<EquipmentSheet, Unreadable> {
        let text = |entry: FormEntry<String>| entry.value.get_untracked();
        let day = |entry| read(form, entry, words::BAD_DAY, |text| text.parse::<Day>().ok());
        Ok(EquipmentSheet {
            kind: self.kind.value.get_untracked().unwrap_or(was.kind),
            name: text(self.name),
            label: text(self.label),
            serial: text(self.serial),
            model: text(self.model),
            room: text(self.room),
            state: self.state.value.get_untracked().unwrap_or(was.state),
            bought: day(self.bought)?,
            in_service: day(self.in_service)?,
            life_months: read(form, self.life, words::BAD_MONTHS, |text| text.parse().ok())?,
            support_ends: day(self.support)?,
            price_cents: read(form, self.price, words::BAD_PRICE, |text| {
                Cents::read(text).ok().map(|price| price.0)
            })?,
            given_by: text(self.giver),
        })
    }
}

/// The dialog.
#[component]
pub(super) fn EditDialog(one: Arc<Equipment>, on_close: Callback<()>) -> impl IntoView {
    let equipment = one.id;
    let form = Form::kept("equipment", equipment);
    let was = StoredValue::new(one.sheet());
    let fields = was.with_value(|was| Fields::of(form, was));
    let submit = move |()| {
        let was = was.get_value();
        let Ok(now) = fields.sheet(form, &was) else { return };
        let (was, now) = (Box::new(was), Box::new(now));
        let act = Act::EditEquipment { equipment, was, now };
        form.submit_and_close(act, words::SAID_EDITED, on_close);
    };
    let kinds = EquipmentKind::ALL.map(|kind| (kind, names::equipment_kind(kind).to_owned()));
    let states = [EquipmentState::InService, EquipmentState::Broken]
        .map(|state| (state, names::equipment(state).to_owned()));
    view! {
        <Dialog title=words::EDIT on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TextField label=words::NAME value=fields.name/>
                <TextField label=words::LABEL value=fields.label/>
                <TextField label=words::SERIAL value=fields.serial/>
                <TextField label=words::MODEL value=fields.model/>
                <TextField label=words::ROOM value=fields.room/>
                <Choices
                    legend=words::KIND
                    name="kind"
                    options=kinds.to_vec()
                    value=fields.kind
                />
                <Choices
                    legend=words::STATE
                    name="state"
                    options=states.to_vec()
                    value=fields.state
                />
                <TextField label=words::BOUGHT kind="date" value=fields.bought/>
                <TextField label=words::IN_SERVICE kind="date" value=fields.in_service/>
                <TextField label=words::LIFE kind="number" value=fields.life/>
                <TextField label=words::SUPPORT kind="date" value=fields.support/>
                <TextField label=words::PRICE hint=words::UNIT_HINT value=fields.price/>
                <TextField label=words::GIVER hint=words::GIVER_HINT value=fields.giver/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
