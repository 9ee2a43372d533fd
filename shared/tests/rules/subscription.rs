//! Subscriptions: the invariants, the cases that break naive code, and the acceptance of S6.

mod files;
mod money;
mod rules;
mod seen;

use crate::world::{DISPATCHER, World, day, new_site, site};
use shared::command::Command;
use shared::day::Day;
use shared::id::{SiteId, SubscriptionId};
use shared::money::Cents;
use shared::refusal::Refusal;
use shared::site::{Sector, Site};
use shared::subscription::{Act, Billing, Hindrance, Stage, Subscription, SubscriptionKind, Terms};
use uuid::Uuid;

fn key(n: u16) -> SubscriptionId {
    SubscriptionId(Uuid::from_u128(u128::from(n)))
}

/// 126.47 € a month, from that day on, without a term.
fn terms(line: &str, first: &str) -> Terms {
    Terms {
        operator: "Opérateur".into(),
        phone: "3901".into(),
        contract: "C-12".into(),
        line: line.into(),
        offer: "Fibre Pro".into(),
        down_kbps: 500_000,
        up_kbps: 100_000,
        price: Cents(12_647),
        vat: 2_000,
        billing: Billing::Monthly,
        first: day(first),
        due: None,
        renewal_months: None,
        notice_months: 2,
        notice_days: 0,
        exception: String::new(),
    }
}

/// Twelve months, renewed by twelve without a word, notice two months before.
fn tacit(line: &str, first: &str, due: &str) -> Terms {
    Terms { due: Some(day(due)), renewal_months: Some(12), ..terms(line, first) }
}

fn add(n: u16, at: &str, kind: SubscriptionKind, terms: Terms) -> Act {
    let (subscription, site, stage) = (key(n), site(at), Stage::Active);
    Act::AddSubscription { subscription, site, kind, stage, terms, former: None }
}

fn internet(n: u16, at: &str, terms: Terms) -> Act {
    add(n, at, SubscriptionKind::Internet, terms)
}

fn private(id: &str) -> Site {
    Site { sector: Sector::Private, ..new_site(id) }
}

impl World {
    fn line(&self, n: u16) -> &Subscription {
        &self.state.subscriptions[&key(n)]
    }

    /// Why the dispatcher cannot do that.
    fn hinders_desk(&mut self, act: impl Into<Command>) -> Hindrance {
        match self.give(DISPATCHER, act) {
            Err(Refusal::Subscription { why }) => why,
            other => panic!("{other:?}"),
        }
    }

    fn by_desk(&mut self, act: impl Into<Command>) {
        self.give(DISPATCHER, act).unwrap();
    }
}

/// The last day of the site's contract, and why.
fn ends(n: u16, last: Day) -> Act {
    Act::EndSubscription { subscription: key(n), last, reason: "Déménagement".into() }
}

fn own() -> SiteId {
    site("0420001A")
}
