//! What of the money for devices goes to used ones and to recycled material: a duty of authorities.
//!
//! Loi 2020-105 of 10 February 2020, article 58, and décret 2024-134 of 21 February 2024: shares of
//! what a category cost before tax within a calendar year.

use super::factor::{Factor, Factors, Key, Threshold};
use super::known;
use crate::article::{ArticleKind, Origin};
use crate::budget::{Commitment, Goods};
use crate::day::{Day, paris_day};
use crate::equipment::EquipmentKind;
use crate::money::Cents;
use crate::row::State;
use crate::supply::{Supply, SupplyState, Word};
use chrono::Datelike;
use std::sync::Arc;

/// What was bought within a calendar year for the category of devices, before tax.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purchases {
    /// All of it.
    pub all: Cents,
    /// Used before.
    pub second_hand: Cents,
    /// New, with recycled material.
    pub recycled: Cents,
    /// Boards and network gear: whether the category holds them is to be checked, so they are in
    /// none of the others.
    pub to_check: Cents,
    /// Purchase orders of which nobody said what they buy: in none of the others.
    pub unsaid: Cents,
}

/// Gifts that were received within a calendar year, for the category of devices: beside what was
/// bought, and in no share, as the text was not read in full.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Gifts {
    /// How many devices.
    pub devices: usize,
    /// What they count for together, before tax.
    pub value: Cents,
    /// Devices for whose kind no value is known: nothing is invented for them.
    pub without_value: usize,
}

/// Whether the category «matériel informatique et téléphonie» holds a kind of device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Category {
    /// It does.
    Held,
    /// Nobody has checked.
    ToCheck,
    /// It does not.
    Outside,
}

fn category(kind: EquipmentKind) -> Category {
    match kind {
        EquipmentKind::Computer
        | EquipmentKind::Laptop
        | EquipmentKind::Tablet
        | EquipmentKind::Projector
        | EquipmentKind::Printer => Category::Held,
        EquipmentKind::Board | EquipmentKind::Network => Category::ToCheck,
        EquipmentKind::Other => Category::Outside,
    }
}

/// Where a share stands against its threshold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareStanding {
    /// What counts for it.
    pub part: Cents,
    /// Thousandths of all, rounded half up; `None` when nothing was bought.
    pub permille: Option<u64>,
    /// The threshold of the year, if a row has one.
    pub threshold: Option<Factor>,
    /// What the part lacks to reach it.
    pub missing: Option<Cents>,
}

impl Purchases {
    /// The part of a threshold.
    pub fn part(&self, of: Threshold) -> Cents {
        match of {
            Threshold::SecondHand => self.second_hand,
            Threshold::Recycled => self.recycled,
            Threshold::Together => self.second_hand + self.recycled,
        }
    }

    /// Where the year stands against a threshold: that of its last day.
    pub fn standing(&self, of: Threshold, factors: &Factors, year: i32) -> ShareStanding {
        let last = Day::from_ymd_opt(year, 12, 31).unwrap_or_default();
        let threshold = factors.holds_on(Key::Share(of), last).cloned();
        let (part, all) = (self.part(of), i128::from(self.all.0));
        let permille = (all > 0).then(|| {
            let exact = (2_000 * i128::from(part.0) + all) / (2 * all);
            u64::try_from(exact).unwrap_or(0)
        });
        let missing = threshold.as_ref().map(|factor| {
            let least = (all * i128::from(factor.value) + 999) / 1_000;
            let least = i64::try_from(least).unwrap_or(i64::MAX);
            Cents((least - part.0).max(0))
        });
        ShareStanding { part, permille, threshold, missing }
    }

    /// Counts one line, before tax.
    pub fn count(&mut self, kind: ArticleKind, origin: Origin, price: Cents) {
        let ArticleKind::Device(kind) = kind else { return };
        match category(kind) {
            Category::Outside => return,
            Category::ToCheck => {
                self.to_check = self.to_check + price;
                return;
            }
            Category::Held => {}
        }
        self.hold(origin, price);
    }

    /// Counts a purchase order that buys no order of a school: those are counted by their lines.
    fn count_direct(&mut self, commitment: &Commitment) {
        let price = commitment.before_tax();
        match commitment.goods {
            Some(Goods::Devices) => self.hold(commitment.origin, price),
            Some(Goods::Other) => {}
            None => self.unsaid = self.unsaid + price,
        }
    }

    /// Adds to what the category holds.
    fn hold(&mut self, origin: Origin, price: Cents) {
        self.all = self.all + price;
        match origin {
            Origin::New | Origin::Recycled(0) => {}
            Origin::SecondHand => self.second_hand = self.second_hand + price,
            Origin::Recycled(_) => self.recycled = self.recycled + price,
        }
    }
}

/// The day on which a supply was bought: when it was accepted, or else asked for.
fn bought_on(supply: &Supply) -> Option<Day> {
    let is_bought = match supply.state {
        SupplyState::Accepted
        | SupplyState::Ready
        | SupplyState::Delivered
        | SupplyState::Closed => true,
        SupplyState::Asked
        | SupplyState::WaitingList
        | SupplyState::Refused
        | SupplyState::Cancelled => false,
    };
    let accepted = supply.history.iter().find(|entry| entry.what.what == Word::Accepted);
    let day = accepted.map_or(supply.asked_on, |entry| paris_day(entry.when.corrected_ms()));
    is_bought.then_some(day)
}

/// What a calendar year bought: the orders of schools, each by its lines, and the purchase orders
/// that buy none of these.
pub fn of_year(state: &State, year: i32) -> Purchases {
    let mut purchases = Purchases::default();
    for supply in state.supplies.values() {
        if bought_on(supply).is_some_and(|day| day.year() == year) {
            for line in &supply.lines {
                purchases.count(line.kind, line.origin, line.price_before_tax());
            }
        }
    }
    let is_direct = |row: &&Arc<Commitment>| {
        row.supplies.is_empty() && row.holds() && i32::from(row.year) == year
    };
    for commitment in state.commitments.values().filter(is_direct) {
        purchases.count_direct(commitment);
    }
    purchases
}

/// The gifts of a calendar year, each with the flat value of the day on which it came (arrêté of 29
/// February 2024).
pub fn gifts(state: &State, year: i32) -> Gifts {
    let factors = known::factors(&state.settings());
    let mut gifts = Gifts::default();
    for device in state.equipment.values().filter(|device| !device.given_by.is_empty()) {
        let Some(day) = device.since().filter(|day| day.year() == year) else { continue };
        if category(device.kind) != Category::Held {
            continue;
        }
        gifts.devices += 1;
        let value = factors.holds_on(Key::Gift(device.kind), day);
        match value.and_then(|factor| i64::try_from(factor.value).ok()) {
            Some(value) => gifts.value = gifts.value + Cents(value),
            None => gifts.without_value += 1,
        }
    }
    gifts
}
