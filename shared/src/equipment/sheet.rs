//! What a desk may correct of a device. A command holds it as it was and as it should be, so that
//! two people who correct different fields are both right.

use super::{Equipment, EquipmentKind, EquipmentState, Happened};
use crate::day::Day;
use crate::decide::context::{Context, bad, optional, required, word};
use crate::limits::{LIFE_MONTHS, PRICE_CENTS, SHORT_TEXT_CHARS};
use crate::refusal::{Conflict, FieldName, Problem, Refusal};
use crate::row::RowKey;
use serde::{Deserialize, Serialize};

/// What a desk may correct.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // The fields are those of [`Equipment`].
pub struct Sheet {
    pub kind: EquipmentKind,
    pub name: String,
    #[serde(default)]
    pub label: String,
    #[serde(default)]
    pub serial: String,
    #[serde(default)]
    pub model: String,
    #[serde(default)]
    pub room: String,
    pub state: EquipmentState,
    #[serde(default)]
    pub bought: Option<Day>,
    #[serde(default)]
    pub in_service: Option<Day>,
    #[serde(default)]
    pub life_months: Option<u32>,
    #[serde(default)]
    pub support_ends: Option<Day>,
    #[serde(default)]
    pub price_cents: Option<i64>,
}

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

impl Equipment {
    /// What a desk may correct of it.
    pub fn sheet(&self) -> Sheet {
        Sheet {
            kind: self.kind,
            name: self.name.clone(),
            label: self.label.clone(),
            serial: self.serial.clone(),
            model: self.model.clone(),
            room: self.room.clone(),
            state: self.state,
            bought: self.bought,
            in_service: self.in_service,
            life_months: self.life_months,
            support_ends: self.support_ends,
            price_cents: self.price_cents,
        }
    }
}

impl Sheet {
    /// The same with its texts cut, if its values are possible for a device that serves.
    pub(super) fn checked(&self, today: Day) -> Result<Self, Refusal> {
        let text = |field, text| optional(field, text, SHORT_TEXT_CHARS);
        let past = |field, day: Option<Day>| match day {
            Some(day) if day > today => Err(bad(field, Problem::Invalid)),
            day => Ok(day),
        };
        if self.state == EquipmentState::Retired {
            return Err(bad(FieldName::State, Problem::Invalid));
        }
        if self.life_months.is_some_and(|months| !(1..=LIFE_MONTHS).contains(&months)) {
            return Err(bad(FieldName::LifeMonths, Problem::Invalid));
        }
        if self.price_cents.is_some_and(|cents| !(0..=PRICE_CENTS).contains(&cents)) {
            return Err(bad(FieldName::PriceCents, Problem::Invalid));
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
        })
    }
}

/// Writes each field that the author changed; one that somebody else had changed meanwhile stays,
/// and the author is told (invariant 5).
pub(super) fn merge(context: &mut Context<'_>, device: &mut Equipment, was: &Sheet, now: &Sheet) {
    let row = RowKey::of::<Equipment>(&device.id);
    macro_rules! each {
        ($($field:ident $name:ident),* $(,)?) => {$(
            if now.$field != was.$field && device.$field != now.$field {
                let (kept, mine) = (device.$field.written(), now.$field.written());
                let field = FieldName::$name;
                if device.$field == was.$field {
                    device.$field = now.$field.clone();
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
    );
}
