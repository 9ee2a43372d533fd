//! The figures that can be frozen: one more is one more entry of [`TABLE`].
//!
//! Whoever changes what a figure counts gives it the next version: the numbers of two versions are
//! never compared.

use super::facts::{Facts, Measured};
use super::measures::money::{committed, income, paid};
use super::measures::{self, lent, missed_for, orders_delivered, projects, taught};
use super::{Committee, Defined, Shape};
use crate::article::Pot;
use crate::visit::MissedReason::{
    NoAccess, Other, SiteAsked, SiteClosed, Strike, TechnicianAbsent,
};
use crate::words::statement::{self as words, FigureWords};

/// One figure.
pub struct Definition {
    /// Its key: never used again for something else.
    pub id: &'static str,
    /// Its version.
    pub version: u32,
    /// Its words.
    pub told: &'static FigureWords,
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
    told: &'static FigureWords,
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

/// The same after what it counts changed: another version.
const fn changed(version: u32, definition: Definition) -> Definition {
    Definition { version, ..definition }
}

/// Cents of something.
const fn money(
    id: &'static str,
    told: &'static FigureWords,
    measure: fn(&Facts<'_>) -> Measured,
) -> Definition {
    scaled(2, shaped(Shape::Share, count(id, told, STRATEGIC, measure)))
}

/// The same of money that may be none.
const fn share_of_money(
    id: &'static str,
    told: &'static FigureWords,
    measure: fn(&Facts<'_>) -> Measured,
) -> Definition {
    shaped(Shape::Known, money(id, told, measure))
}

/// Visits that were missed for a reason.
const fn missed(
    id: &'static str,
    told: &'static FigureWords,
    measure: fn(&Facts<'_>) -> Measured,
) -> Definition {
    dated(count(id, told, TECHNICAL, measure))
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
    missed("missed_closed", &words::MISSED_CLOSED, |f| missed_for(f, |r| r == SiteClosed)),
    missed("missed_strike", &words::MISSED_STRIKE, |f| missed_for(f, |r| r == Strike)),
    missed("missed_access", &words::MISSED_ACCESS, |f| missed_for(f, |r| r == NoAccess)),
    missed("missed_absent", &words::MISSED_ABSENT, |f| missed_for(f, |r| r == TechnicianAbsent)),
    missed("missed_asked", &words::MISSED_ASKED, |f| missed_for(f, |r| r == SiteAsked)),
    missed("missed_other", &words::MISSED_OTHER, |f| missed_for(f, |r| r == Other)),
    count("gap", &words::GAP, STRATEGIC, measures::gap),
    dated(count("reported", &words::REPORTED, NEAR, measures::reported)),
    dated(count("ended", &words::ENDED, NEAR, measures::ended)),
    count("open", &words::OPEN, NEAR, measures::open),
    shaped(Shape::Share, count("old", &words::OLD, TECHNICAL, measures::old)),
    // Their first version counted loans and projects too.
    changed(2, dated(count("orders_asked", &words::ORDERS_ASKED, NEAR, measures::orders_asked))),
    changed(2, dated(count("orders_delivered", &words::DELIVERED, ALL, orders_delivered))),
    changed(2, scaled(2, count("orders_amount", &words::AMOUNT, ABOVE, measures::orders_amount))),
    shaped(Shape::Mean, count("orders_delay", &words::DELAY, NEAR, measures::orders_delay)),
    count("renewals", &words::RENEWALS, SEEN, measures::renewals),
    dated(count("barred", &words::BARRED, TECHNICAL, measures::barred)),
    dated(count("anomalies", &words::ANOMALIES, TECHNICAL, measures::anomalies)),
    dated(count("lent", &words::LENT, ALL, lent::lent)),
    shaped(Shape::Share, count("lent_days", &words::USE, ABOVE, lent::days)),
    count("lent_late", &words::LENT_LATE, TECHNICAL, lent::late),
    // Its first version counted what was attested too.
    changed(2, people(count("trained", &words::TRAINED, SEEN, taught::trained))),
    people(count("attested", &words::ATTESTED, SEEN, taught::attested)),
    people(count("waived", &words::WAIVED, ABOVE, taught::waived)),
    count("sessions", &words::SESSIONS, ABOVE, taught::sessions),
    shaped(Shape::Share, count("seats", &words::SEATS, TECHNICAL, taught::seats)),
    people(count("attended", &words::ATTENDED, NEAR, taught::attended)),
    people(count("pupils", &words::PUPILS, SEEN, taught::pupils)),
    shaped(Shape::Share, count("connected", &words::CONNECTED, NEAR, measures::connected)),
    dated(count("outages", &words::OUTAGES, NEAR, measures::outages)),
    dated(count("projects_asked", &words::PROJECTS_ASKED, SEEN, projects::asked)),
    dated(count("projects_awarded", &words::PROJECTS_AWARDED, SEEN, projects::awarded)),
    scaled(2, count("projects_amount", &words::PROJECTS_AMOUNT, SEEN, projects::amount)),
    money("committed_1_i", &words::COMMITTED_1_I, |f| committed(f, "1.", Pot::Investment)),
    money("committed_1_f", &words::COMMITTED_1_F, |f| committed(f, "1.", Pot::Operating)),
    money("committed_2_i", &words::COMMITTED_2_I, |f| committed(f, "2.", Pot::Investment)),
    money("committed_2_f", &words::COMMITTED_2_F, |f| committed(f, "2.", Pot::Operating)),
    money("paid_1_i", &words::PAID_1_I, |f| paid(f, "1.", Pot::Investment)),
    money("paid_1_f", &words::PAID_1_F, |f| paid(f, "1.", Pot::Operating)),
    money("paid_2_i", &words::PAID_2_I, |f| paid(f, "2.", Pot::Investment)),
    money("paid_2_f", &words::PAID_2_F, |f| paid(f, "2.", Pot::Operating)),
    money("income", &words::INCOME, income),
    count("devices", &words::DEVICES, ALL, measures::devices),
    shaped(Shape::Known, count("devices_old", &words::DEVICES_OLD, ALL, measures::devices_old)),
    shaped(Shape::Mean, count("age", &words::AGE, NEAR, measures::age)),
    shaped(Shape::Share, count("reused", &words::REUSED, STRATEGIC, measures::reused)),
    // Its first version left out what was bought directly.
    changed(2, share_of_money("bought_used", &words::USED, measures::bought_used)),
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
        let FigureWords { theme, label, sentence, formula, source, excludes, unit } = self.told;
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
            one: words::singular(unit).into(),
            scale: self.scale,
            shape: self.shape,
            persons: self.persons,
        }
    }
}
