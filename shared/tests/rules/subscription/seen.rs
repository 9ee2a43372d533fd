//! Who sees what, how long it is kept, and outages.

use super::*;
use crate::world::{COORDINATOR, NOW, TEACHER, TECHNICIAN, account, ticket};
use shared::day::{HalfDay, paris_day};
use shared::entity::{Ages, Entity, Period, Reach, Sight, Viewer};
use shared::row::Row;
use shared::subscription::outage::{lost, outages};
use shared::ticket::{self, Category, TicketKind, Urgency};

/// Rights of 2.5: dispatcher and coordinator write, the others do not.
#[test]
fn only_the_desk_writes() {
    let mut world = World::new();
    for n in [TEACHER, TECHNICIAN] {
        let refused = world.give(n, internet(1, "0420001A", terms("A", "2026-01-01")));
        assert_eq!(refused, Err(Refusal::NotAllowed));
    }
    world.by_desk(internet(1, "0420001A", terms("A", "2026-01-01")));
    world.give(COORDINATOR, ends(1, day("2026-12-31"))).unwrap();
}

fn reader(reach: Reach, today: &str) -> Viewer {
    Viewer { account: account(TECHNICIAN), today: day(today), reach, calls: [].into() }
}

/// On the wire: a school reads its own, a technician those of the sites of own visits (acceptance
/// 7: they are on the phone, with line and telephone), an observer counts.
#[test]
fn each_device_holds_what_its_role_may_read() {
    let mut world = World::new();
    world.by_desk(internet(1, "0420001A", terms("FTTH-1", "2026-01-01")));
    let row = world.line(1).clone();
    let (here, there) = (own(), site("0420002B"));
    let sites = |site: &SiteId| [site.clone()].into();
    let round = |site: &SiteId| Reach::Technician { sites: sites(site), quarters: [].into() };
    let today = "2026-03-12";
    let near = row.sight(&reader(round(&here), today));
    assert_eq!(near, Sight::Whole);
    assert_eq!((row.terms.line.as_str(), row.terms.phone.as_str()), ("FTTH-1", "3901"));
    assert_eq!(row.sight(&reader(round(&there), today)), Sight::Hidden);
    assert_eq!(row.sight(&reader(Reach::School(here.clone()), today)), Sight::Whole);
    assert_eq!(row.sight(&reader(Reach::School(there.clone()), today)), Sight::Hidden);
    assert_eq!(row.sight(&reader(Reach::Observer(sites(&there)), today)), Sight::Hidden);
    let Sight::Short(counted) = row.sight(&reader(Reach::Observer(sites(&here)), today)) else {
        panic!("an observer counts");
    };
    let text = serde_json::to_string(&Row::from(counted.clone())).unwrap();
    for secret in ["FTTH-1", "3901", "C-12", "Opérateur", "12647", "Dispatcher"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    assert!(counted.runs_on(day(today)));
    // Long after its end it leaves phones and tablets.
    world.by_desk(ends(1, day("2026-03-31")));
    let row = world.line(1);
    let school = |today| row.sight(&reader(Reach::School(here.clone()), today));
    assert_eq!((school("2026-04-02"), school("2027-04-02")), (Sight::Whole, Sight::Hidden));
}

/// Kept while it runs, and five years after its end.
#[test]
fn it_grows_old_from_its_last_day() {
    let mut world = World::new();
    world.by_desk(internet(1, "0420001A", terms("A", "2026-01-01")));
    assert_eq!(world.line(1).ages(), Ages::Never);
    world.by_desk(ends(1, day("2026-12-31")));
    assert_eq!(world.line(1).ages(), Ages::From(day("2026-12-31"), Period::History));
}

fn down(n: u8, site: &str, line: u16) -> ticket::Act {
    ticket::Act::ReportIncident {
        ticket: ticket(n),
        site: crate::world::site(site),
        kind: TicketKind::Incident,
        category: Category::Network,
        text: "Plus d’internet".into(),
        room: String::new(),
        equipment: None,
        subscription: Some(key(line)),
        urgency: Urgency::High,
        photos: Vec::new(),
        found_on: None,
    }
}

impl World {
    fn give_at(&mut self, n: u8, at: &str, act: impl Into<Command>) {
        let mut envelope = self.envelope(n, act);
        let at = chrono::DateTime::parse_from_rfc3339(at).unwrap();
        envelope.declared_at = at.timestamp_millis();
        self.judge(n, &envelope).unwrap();
    }
}

/// Acceptance 5: Friday 16:00 to Monday 10:00, school open both half-days: 2 half-days, 66 hours.
#[test]
fn an_outage_over_a_weekend_is_two_half_days_and_66_hours() {
    let mut world = World::new();
    world.by_desk(internet(1, "0420001A", terms("A", "2026-01-01")));
    world.give_at(TEACHER, "2026-03-06T16:00:00+01:00", down(1, "0420001A", 1));
    // A second teacher reports the same failure: it is one.
    world.give_at(TEACHER, "2026-03-06T16:05:00+01:00", down(2, "0420001A", 1));
    let calendar = world.state.calendar();
    let count = |world: &World| {
        let site = &world.state.sites[&own()];
        lost(site, &calendar, &outages(&world.state, key(1)), day("2025-12-12"), NOW)
    };
    let open = count(&world);
    assert_eq!((open.outages, open.hours), (1, 6 * 24 - 7), "until now, Thursday 9:00");
    let resolve = |n| ticket::Act::ResolveTicket { ticket: ticket(n), text: "Box changée".into() };
    for n in [1, 2] {
        world.give_at(TECHNICIAN, "2026-03-09T10:00:00+01:00", resolve(n));
    }
    let lost = count(&world);
    assert_eq!((lost.outages, lost.half_days, lost.hours), (1, 2, 66));
    // Reopened and resolved again: the last resolution counts.
    let text = "Toujours rien".into();
    let reopen = ticket::Act::ReopenTicket { ticket: ticket(1), text };
    world.give_at(TEACHER, "2026-03-09T10:30:00+01:00", reopen);
    world.give_at(TECHNICIAN, "2026-03-09T14:00:00+01:00", resolve(1));
    let lost = count(&world);
    assert_eq!((lost.outages, lost.half_days, lost.hours), (1, 3, 70));
}

#[test]
fn a_wednesday_without_school_is_hours_and_no_half_day() {
    let mut world = World::new();
    world.by_desk(internet(1, "0420001A", terms("A", "2026-01-01")));
    world.give_at(TEACHER, "2026-03-10T17:00:00+01:00", down(1, "0420001A", 1));
    let act = ticket::Act::ResolveTicket { ticket: ticket(1), text: "Revenu".into() };
    world.give_at(TECHNICIAN, "2026-03-12T08:00:00+01:00", act);
    let (calendar, all) = (world.state.calendar(), outages(&world.state, key(1)));
    let lost = lost(&world.state.sites[&own()], &calendar, &all, day("2026-01-01"), NOW);
    assert_eq!((lost.outages, lost.half_days, lost.hours), (1, 0, 39));
    assert_eq!(HalfDay::at(NOW).day, paris_day(NOW));
}

/// A report is kept whatever line it names; only that of the own site, or of the host, stays on it.
#[test]
fn a_report_names_only_a_line_of_its_site() {
    let mut world = World::new();
    world.by_desk(internet(1, "0420002B", terms("A", "2026-01-01")));
    world.put(Site { host: Some(site("0420002B")), ..new_site("UE-1") });
    for (n, at, line, kept) in [
        (1, "0420001A", 1, None),
        (2, "0420001A", 9, None),
        (3, "UE-1", 1, Some(key(1))),
        (4, "0420002B", 1, Some(key(1))),
    ] {
        world.give(DISPATCHER, down(n, at, line)).unwrap();
        assert_eq!(world.ticket(n).subscription, kept, "{at}");
    }
}
