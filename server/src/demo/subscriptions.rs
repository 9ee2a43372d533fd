//! Internet of the public schools and ENT of all of them. What differs from one to the next is
//! taken from its rank, so that all else of the demonstration stays as it was.

use chrono::{Datelike, Days, Months, NaiveDate};
use shared::day::Day;
use shared::id::SubscriptionId;
use shared::money::Cents;
use shared::row::Row;
use shared::site::{Site, SiteKind};
use shared::subscription::at_site::is_funded;
use shared::subscription::{Billing, Stage, Subscription, SubscriptionKind, Terms};
use shared::ticket::{Category, Ticket, TicketKind};
use std::sync::Arc;
use uuid::Uuid;

/// A fictitious operator, its telephone (of the numbers that ARCEP keeps for fiction) and its
/// offer, in kilobits a second each way.
type Operator = (&'static str, &'static str, &'static str, u32, u32);

const OPERATORS: [Operator; 3] = [
    ("Opérateur Alpha", "0199000101", "Fibre Pro 500", 500_000, 200_000),
    ("Opérateur Bravo", "0199000102", "Fibre Écoles", 1_000_000, 700_000),
    ("Opérateur Charlie", "0199000103", "VDSL secours", 60_000, 8_000),
];
/// A month of a line, including tax: 210 of them stay under the annex.
const LINE_PRICE: Cents = Cents(12_647);
/// A school year of a digital workspace, including tax.
const ENT_PRICE: Cents = Cents(13_916);
/// Of so many lines, one is not in service yet, and one is to end.
const EVERY: usize = 40;

/// Returns the subscriptions.
pub(super) fn subscriptions(sites: &[Site], today: Day) -> Vec<Subscription> {
    let schools = sites.iter().filter(|site| site.kind == SiteKind::School);
    let mut all = Vec::new();
    for (rank, site) in schools.enumerate() {
        if is_funded(SubscriptionKind::Internet, site) {
            all.push(line(site, rank, today));
        }
        all.push(workspace(site, today));
    }
    all
}

/// Names the lines in the incidents that are about them.
pub(super) fn name_in(tickets: Vec<Row>, all: &[Subscription]) -> Vec<Row> {
    let line = |ticket: &Ticket| {
        let is_down = ticket.kind == TicketKind::Incident
            && ticket.category == Category::Network
            && ticket.text.contains("nternet");
        let own = |row: &&Subscription| {
            row.site == ticket.site && row.kind == SubscriptionKind::Internet && row.has_begun()
        };
        all.iter().find(own).filter(|_| is_down).map(|row| row.id)
    };
    let named = |row: Row| match row {
        Row::Ticket(ticket) => {
            let subscription = line(&ticket);
            Row::from(Ticket { subscription, ..Arc::unwrap_or_clone(ticket) })
        }
        other => other,
    };
    tickets.into_iter().map(named).collect()
}

fn key(site: &Site, kind: SubscriptionKind) -> SubscriptionId {
    let text = format!("tournee:demo:{}:{}", kind.word(), site.id);
    SubscriptionId(Uuid::new_v5(&Uuid::NAMESPACE_URL, text.as_bytes()))
}

/// A line whose contract began in one of the last years, so that days to give notice are spread
/// over all months.
fn line(site: &Site, rank: usize, today: Day) -> Subscription {
    let (operator, phone, offer, down_kbps, up_kbps) = OPERATORS[rank % OPERATORS.len()];
    let months = 14 + u32::try_from(rank % 34).unwrap_or_default();
    let first = back(today, months) + Days::new(rank as u64 % 27);
    let stage = match rank % EVERY {
        7 => Stage::Ordered,
        _ => Stage::Active,
    };
    let last = (rank % EVERY == 11).then(|| today + Days::new(45));
    let terms = Terms {
        operator: operator.into(),
        phone: phone.into(),
        contract: format!("MP-2023-{}", rank % OPERATORS.len() + 1),
        line: format!("FTTH-{:05}", 42_000 + rank),
        offer: offer.into(),
        down_kbps,
        up_kbps,
        price: LINE_PRICE,
        vat: 2_000,
        billing: Billing::Monthly,
        first,
        due: first.checked_add_months(Months::new(12)),
        renewal_months: Some(12),
        notice_months: 2,
        notice_days: 0,
        exception: String::new(),
    };
    Subscription { stage, last, ..blank(site, SubscriptionKind::Internet, terms) }
}

/// The workspace of a school, from the September before the last one on.
fn workspace(site: &Site, today: Day) -> Subscription {
    let autumn = if today.month() >= 9 { 0 } else { 1 };
    let first = NaiveDate::from_ymd_opt(today.year() - autumn - 1, 9, 1).unwrap_or(today);
    let terms = Terms {
        operator: "ENT Démonstration".into(),
        phone: "0199000104".into(),
        contract: "ENT-2023".into(),
        line: String::new(),
        offer: "Espace numérique de travail".into(),
        down_kbps: 0,
        up_kbps: 0,
        price: ENT_PRICE,
        vat: 2_000,
        billing: Billing::SchoolYear,
        first,
        due: first.checked_add_months(Months::new(12)),
        renewal_months: Some(12),
        notice_months: 3,
        notice_days: 0,
        exception: String::new(),
    };
    blank(site, SubscriptionKind::Ent, terms)
}

fn back(day: Day, months: u32) -> Day {
    let first = day.with_day(1).unwrap_or(day);
    first.checked_sub_months(Months::new(months)).unwrap_or(first)
}

fn blank(site: &Site, kind: SubscriptionKind, terms: Terms) -> Subscription {
    Subscription {
        id: key(site, kind),
        site: site.id.clone(),
        kind,
        stage: Stage::Active,
        terms,
        former: Vec::new(),
        last: None,
        noticed: None,
        reason: String::new(),
        takes_over: None,
        history: Vec::new(),
        written: None,
        version: 0,
    }
}
