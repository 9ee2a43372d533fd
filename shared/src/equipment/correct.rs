//! Corrections of a device: whether they are possible, and what two people write at the same time.

use super::{Equipment, EquipmentKind, EquipmentSheet, EquipmentState, Happened};
use crate::day::Day;
use crate::decide::context::{Context, bad, optional, required, word};
use crate::limits::{LIFE_MONTHS, PRICE_CENTS, SHORT_TEXT_CHARS};
use crate::refusal::{Conflict, FieldName, FieldProblem, Refusal};
use crate::row::RowKey;

/// A value as a history keeps it: the words of the wire, nothing for what is not known.
trait Written {
    fn written(&self) -> String;
}

impl Written for String {
    fn written(&self) -> String {
        self.clone()
    }
}

impl Written for EquipmentKind {
    fn written(&self) -> String {
        word(self)
    }
}

impl Written for EquipmentState {
    fn written(&self) -> String {
        word(self)
    }
}

impl<T: std::fmt::Display> Written for Option<T> {
    fn written(&self) -> String {
        self.as_ref().map(T::to_string).unwrap_or_default()
    }
}

impl EquipmentSheet {
    /// The same with its texts cut, if its values are possible for a device that serves.
    pub(super) fn checked(&self, today: Day) -> Result<Self, Refusal> {
        let text = |field, text| optional(field, text, SHORT_TEXT_CHARS);
        let past = |field, day: Option<Day>| match day {
            Some(day) if day > today => Err(bad(field, FieldProblem::Invalid)),
            day => Ok(day),
        };
        if self.state == EquipmentState::Retired {
            return Err(bad(FieldName::State, FieldProblem::Invalid));
        }
        if self.life_months.is_some_and(|months| !(1..=LIFE_MONTHS).contains(&months)) {
            return Err(bad(FieldName::LifeMonths, FieldProblem::Invalid));
        }
        if self.price_cents.is_some_and(|cents| !(0..=PRICE_CENTS).contains(&cents)) {
            return Err(bad(FieldName::PriceCents, FieldProblem::Invalid));
        }
        Ok(Self {
            kind: self.kind,
            name: required(FieldName::Name, &self.name, SHORT_TEXT_CHARS)?,
            label: text(FieldName::Label, &self.label)?,
            serial: text(FieldName::Serial, &self.serial)?,
            model: text(FieldName::Model, &self.model)?,
            room: text(FieldName::Room, &self.room)?,
            state: self.state,
            bought: past(FieldName::Bought, self.bought)?,
            in_service: past(FieldName::InService, self.in_service)?,
            life_months: self.life_months,
            support_ends: self.support_ends,
            price_cents: self.price_cents,
            given_by: text(FieldName::Giver, &self.given_by)?,
        })
    }
}

/// Writes each field that the author changed; one that somebody else had changed meanwhile stays,
/// and the author is told (invariant 5).
pub(super) fn merge(
    context: &mut Context<'_>,
    device: &mut Equipment,
    was: &EquipmentSheet,
    now: &EquipmentSheet,
) {
    let row = RowKey::of::<Equipment>(&device.id);
    macro_rules! each {
        ($($field:ident $name:ident),* $(,)?) => {$(
            if now.$field != was.$field && device.$field != now.$field {
                let (kept, mine) = (device.$field.written(), now.$field.written());
                let field = FieldName::$name;
                if device.$field == was.$field {
                    device.$field = now.$field.clone();
                    let field = word(&field);
                    let entry = Happened::Corrected { field, from: kept, to: mine };
                    device.history.push(context.entry(entry));
                } else {
                    context.conflict(Conflict::Value { row: row.clone(), field, mine, kept });
                }
            }
        )*};
    }
    each!(
        kind Kind,
        name Name,
        label Label,
        serial Serial,
        model Model,
        room Room,
        state State,
        bought Bought,
        in_service InService,
        life_months LifeMonths,
        support_ends SupportEnds,
        price_cents PriceCents,
        given_by Giver,
    );
}
