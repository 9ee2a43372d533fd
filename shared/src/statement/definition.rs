//! The figures that can be frozen: one more is one more entry of [`TABLE`].
//!
//! Whoever changes what a figure counts gives it the next version: the numbers of two versions are
//! never compared.

use super::facts::{Facts, Measured};
use super::{Committee, Defined, Shape, measures};
use crate::words::statement::{self as words, Told};

/// One figure.
pub struct Definition {
    /// Its key: never used again for something else.
    pub id: &'static str,
    /// Its version.
    pub version: u32,
    /// Its words.
    pub told: &'static Told,
    /// How its numbers are read.
    pub shape: Shape,
    /// How many of its last digits are decimals.
    pub scale: u8,
    /// Which committees it is for.
    pub committees: &'static [Committee],
    /// It counts people: few of them are not told.
    pub persons: bool,
    /// It counts dated facts: those that come late are told in the next statement.
    pub facts: bool,
    /// What it measures.
    pub measure: fn(&Facts<'_>) -> Measured,
}

const ALL: &[Committee] = &Committee::ALL;
const STRATEGIC: &[Committee] = &[Committee::Strategic];
const TECHNICAL: &[Committee] = &[Committee::Technical];
const NEAR: &[Committee] = &[Committee::Technical, Committee::Communes];
const ABOVE: &[Committee] = &[Committee::Strategic, Committee::Technical];
const SEEN: &[Committee] = &[Committee::Strategic, Committee::Communes];

const fn count(
    id: &'static str,
    told: &'static Told,
    committees: &'static [Committee],
    measure: fn(&Facts<'_>) -> Measured,
) -> Definition {
    let (version, shape, scale) = (1, Shape::Count, 0);
    let (persons, facts) = (false, false);
    Definition { id, version, told, shape, scale, committees, persons, facts, measure }
}

/// The same of dated facts.
const fn dated(definition: Definition) -> Definition {
    Definition { facts: true, ..definition }
}

/// The same in another shape.
const fn shaped(shape: Shape, definition: Definition) -> Definition {
    Definition { shape, ..definition }
}

/// The same with decimals.
const fn scaled(scale: u8, definition: Definition) -> Definition {
    Definition { scale, ..definition }
}

/// The same of people.
const fn people(definition: Definition) -> Definition {
    Definition { persons: true, ..definition }
}

/// All figures, in the order of the statement.
pub static TABLE: &[Definition] = &[
    count("sites", &words::SITES, ALL, measures::sites),
    dated(shaped(Shape::Share, count("half_days", &words::HALF_DAYS, ALL, measures::half_days))),
    dated(count("missed", &words::MISSED, NEAR, measures::missed)),
    count("gap", &words::GAP, STRATEGIC, measures::gap),
    dated(count("reported", &words::REPORTED, NEAR, measures::reported)),
    dated(count("ended", &words::ENDED, NEAR, measures::ended)),
    count("open", &words::OPEN, NEAR, measures::open),
    shaped(Shape::Share, count("old", &words::OLD, TECHNICAL, measures::old)),
    dated(count("orders_asked", &words::ORDERS_ASKED, NEAR, measures::orders_asked)),
    dated(count("orders_delivered", &words::DELIVERED, ALL, measures::orders_delivered)),
    scaled(2, count("orders_amount", &words::AMOUNT, ABOVE, measures::orders_amount)),
    dated(count("barred", &words::BARRED, TECHNICAL, measures::barred)),
    dated(count("anomalies", &words::ANOMALIES, TECHNICAL, measures::anomalies)),
    people(count("trained", &words::TRAINED, SEEN, measures::trained)),
    shaped(Shape::Share, count("connected", &words::CONNECTED, NEAR, measures::connected)),
    count("devices", &words::DEVICES, ALL, measures::devices),
    shaped(Shape::Known, count("devices_old", &words::DEVICES_OLD, ALL, measures::devices_old)),
    shaped(Shape::Mean, count("age", &words::AGE, NEAR, measures::age)),
    shaped(Shape::Share, count("reused", &words::REUSED, STRATEGIC, measures::reused)),
    scaled(
        2,
        shaped(Shape::Known, count("bought_used", &words::USED, STRATEGIC, measures::bought_used)),
    ),
    count("kilometres", &words::KILOMETRES, ABOVE, measures::kilometres),
    count("avoided", &words::AVOIDED, ABOVE, measures::avoided),
    scaled(1, count("emitted", &words::EMITTED, STRATEGIC, measures::emitted)),
];

impl Definition {
    /// The figures of a committee, in their order.
    pub fn of(committee: Committee) -> impl Iterator<Item = &'static Definition> {
        TABLE.iter().filter(move |definition| definition.committees.contains(&committee))
    }

    /// Its words as a statement keeps them.
    pub fn defined(&self) -> Defined {
        let Told { theme, label, sentence, formula, source, excludes, unit } = self.told;
        let text = |text: &&str| (*text).to_owned();
        Defined {
            id: self.id.into(),
            version: self.version,
            theme: text(theme),
            label: text(label),
            sentence: text(sentence),
            formula: text(formula),
            source: text(source),
            excludes: text(excludes),
            unit: text(unit),
            scale: self.scale,
            shape: self.shape,
            persons: self.persons,
        }
    }
}
