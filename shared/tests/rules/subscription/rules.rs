//! Terms, notice, and what may run where.

use super::*;
use crate::world::COORDINATOR;
use chrono::Datelike;
use shared::subscription::act::Former;
use shared::subscription::at_site::{gaps, of_closed_sites, of_site, overlaps, running};
use shared::subscription::{Deadline, Standing};

/// Acceptance 2: where GLPI says 2025.
#[test]
fn notice_of_a_tacit_renewal_is_that_of_the_current_term() {
    let terms = tacit("FTTH-1", "2024-08-28", "2025-08-28");
    let said = terms.current_deadline(day("2026-02-11"));
    let june = Deadline { notice: day("2026-06-28"), due: day("2026-08-28") };
    assert_eq!(said, Some(june));
    assert_eq!(terms.next_deadline(day("2026-02-11")), Some(june));
    assert_eq!(terms.current_deadline(day("2025-08-28")).unwrap().due, day("2025-08-28"));
    assert_eq!(terms.current_deadline(day("2025-08-29")).unwrap().due, day("2026-08-28"));
}

/// Over ten years, on each day: the day is ahead, at most a term and its notice away, and that of
/// the same month of each year.
#[test]
fn ten_years_of_tacit_renewal_have_one_deadline_a_year() {
    let terms = tacit("FTTH-1", "2024-08-28", "2025-08-28");
    let mut seen = std::collections::BTreeSet::new();
    for today in shared::day::days(day("2024-08-28"), day("2034-08-28")) {
        let next = terms.next_deadline(today).unwrap();
        assert!(next.notice > today && (next.notice - today).num_days() <= 366, "{today}");
        assert_eq!((next.notice.month(), next.notice.day()), (6, 28), "{today}");
        let current = terms.current_deadline(today).unwrap();
        assert!(current.due >= today && (current.due - today).num_days() <= 366, "{today}");
        seen.insert(next.notice);
    }
    assert_eq!(seen.len(), 11);
}

/// The end of a short month is not kept for the months that follow.
#[test]
fn a_term_that_ends_on_the_31st_comes_back_to_it() {
    let end_of_january = Terms {
        renewal_months: Some(1),
        notice_months: 0,
        ..tacit("L", "2026-01-01", "2026-01-31")
    };
    let due = |today| end_of_january.current_deadline(day(today)).unwrap().due;
    assert_eq!(due("2026-02-10"), day("2026-02-28"));
    assert_eq!(due("2026-03-10"), day("2026-03-31"));
    assert_eq!(due("2028-02-10"), day("2028-02-29"));
}

/// Around the new year, and with notice in days.
#[test]
fn notice_in_days_is_counted_over_the_new_year() {
    let terms =
        Terms { notice_months: 0, notice_days: 90, ..tacit("L", "2026-01-15", "2027-01-15") };
    let said = terms.next_deadline(day("2026-12-30")).unwrap();
    assert_eq!((said.notice, said.due), (day("2027-10-17"), day("2028-01-15")));
}

#[test]
fn who_gave_notice_has_an_end_and_no_deadline() {
    let mut world = World::new();
    world.by_desk(internet(1, "0420001A", tacit("FTTH-1", "2024-08-28", "2025-08-28")));
    let today = day("2026-03-12");
    let next = world.line(1).notice_ahead(today).unwrap();
    assert_eq!(next.notice, day("2026-06-28"));
    world.by_desk(Act::GiveNotice { subscription: key(1), on: today });
    assert_eq!(world.line(1).last, Some(day("2026-08-27")));
    assert_eq!(world.line(1).standing(today), Standing::Ending);
    assert_eq!(world.line(1).notice_ahead(today), None);
    world.by_desk(Act::KeepSubscription { subscription: key(1) });
    assert_eq!((world.line(1).last, world.line(1).noticed), (None, None));
    assert_eq!(world.line(1).notice_ahead(today), Some(next));
    let words = world.line(1).history.len();
    assert_eq!(words, 4, "added, notice, end, kept: {:?}", world.line(1).history);
}

/// Invariant: at most one runs of a kind, a site and a day. Breaks on: change of operator, two
/// lines in parallel for 12 days.
#[test]
fn one_runs_of_a_kind_but_for_a_declared_migration_of_31_days() {
    let mut world = World::new();
    world.by_desk(internet(1, "0420001A", terms("OLD", "2025-01-01")));
    let why = world.hinders_desk(internet(2, "0420001A", terms("NEW", "2026-03-20")));
    let with = Hindrance::Overlap { with: key(1), line: "OLD".into(), last: None };
    assert_eq!(why, with);
    world.by_desk(add(3, "0420001A", SubscriptionKind::Ent, terms("Workspace", "2025-01-01")));
    let migrate = |last| {
        let former = Some(Former { subscription: key(1), last: day(last) });
        let (subscription, site, stage) = (key(2), own(), Stage::Active);
        let (kind, terms) = (SubscriptionKind::Internet, terms("NEW", "2026-03-20"));
        Act::AddSubscription { subscription, site, kind, stage, terms, former }
    };
    let why = world.hinders_desk(migrate("2026-04-20"));
    assert!(matches!(why, Hindrance::Overlap { .. }), "32 days: {why:?}");
    assert_eq!(world.line(1).last, None, "nothing of a refused command stays");
    world.by_desk(migrate("2026-03-31"));
    assert_eq!(world.line(1).last, Some(day("2026-03-31")));
    let rows = of_site(&world.state, &own(), SubscriptionKind::Internet);
    assert_eq!(overlaps(&rows, day("2026-03-12")), [(key(2), key(1))]);
    let on = |today| running(&world.state, &own(), SubscriptionKind::Internet, day(today));
    let lines = ["2026-03-19", "2026-03-25", "2026-04-02"].map(|at| on(at).unwrap().id);
    assert_eq!(lines, [key(1), key(2), key(2)]);
    // Without a declaration not even a day; after it, any.
    let why = world.hinders_desk(internet(4, "0420001A", terms("LATER", "2026-03-31")));
    assert!(matches!(why, Hindrance::Overlap { .. }), "{why:?}");
}

/// Invariant: internet is paid for public schools alone; «prise en charge motivée» else. A
/// teaching unit uses the line of its host.
#[test]
fn internet_is_for_public_schools_and_their_guests() {
    let mut world = World::new();
    world.put(private("0420003C"));
    let unit =
        Site { kind: shared::site::SiteKind::TeachingUnit, host: Some(own()), ..new_site("UE-1") };
    world.put(unit);
    for at in ["0420003C", "UE-1"] {
        let why = world.hinders_desk(internet(1, at, terms("P", "2026-01-01")));
        assert_eq!(why, Hindrance::NotFunded { site: site(at) });
    }
    world.by_desk(add(2, "0420003C", SubscriptionKind::Ent, terms("Workspace", "2026-01-01")));
    let exception = "Convention du 3 mars".into();
    world.by_desk(internet(3, "0420003C", Terms { exception, ..terms("P", "2026-01-01") }));
    world.by_desk(internet(4, "0420001A", terms("HOST", "2026-01-01")));
    let of_unit =
        running(&world.state, &site("UE-1"), SubscriptionKind::Internet, day("2026-03-12"));
    assert_eq!(of_unit.unwrap().id, key(4));
}

/// Invariant: ending never precedes beginning; an ended one is never changed, a new one is made.
#[test]
fn what_has_ended_is_never_changed() {
    let mut world = World::new();
    world.by_desk(internet(1, "0420001A", terms("OLD", "2025-01-01")));
    assert!(world.give(DISPATCHER, ends(1, day("2024-12-31"))).is_err());
    world.by_desk(ends(1, day("2026-03-11")));
    let before = world.line(1).clone();
    assert_eq!(before.standing(day("2026-03-12")), Standing::Ended);
    let gone = Hindrance::Ended { last: day("2026-03-11") };
    for act in [
        ends(1, day("2026-12-31")),
        Act::KeepSubscription { subscription: key(1) },
        Act::GiveNotice { subscription: key(1), on: day("2026-03-12") },
        Act::RenewSubscription { subscription: key(1), due: day("2027-01-01") },
        Act::ChangeSubscription {
            subscription: key(1),
            terms: terms("X", "2025-01-01"),
            from: None,
        },
        Act::AdvanceSubscription {
            subscription: key(1),
            stage: Stage::Suspended,
            on: day("2026-03-12"),
            reason: "Travaux".into(),
        },
    ] {
        assert_eq!(world.hinders_desk(act), gone);
    }
    assert_eq!(world.line(1), &before);
    world.by_desk(internet(2, "0420001A", terms("OLD", "2026-03-12")));
}

/// Breaks on: a school moves, and its line does not. Acceptance 4, at the rules: one number stands
/// at one school, and the other school is named.
#[test]
fn a_line_stands_at_one_site() {
    let mut world = World::new();
    world.by_desk(internet(1, "0420001A", terms("FTTH-1", "2025-01-01")));
    let why = world.hinders_desk(internet(2, "0420002B", terms("FTTH-1", "2026-03-01")));
    assert_eq!(why, Hindrance::LineTaken { line: "FTTH-1".into(), site: own() });
    world.by_desk(ends(1, day("2026-03-15")));
    world.by_desk(internet(2, "0420002B", terms("FTTH-1", "2026-03-16")));
}

#[test]
fn a_subscription_goes_from_plan_to_service_and_may_pause() {
    let mut world = World::new();
    let (subscription, site, stage) = (key(1), own(), Stage::Planned);
    let (kind, terms) = (SubscriptionKind::Internet, terms("", "2026-03-01"));
    world.by_desk(Act::AddSubscription { subscription, site, kind, stage, terms, former: None });
    let to = |stage, reason: &str| Act::AdvanceSubscription {
        subscription: key(1),
        stage,
        on: day("2026-03-12"),
        reason: reason.into(),
    };
    assert_eq!(
        world.hinders_desk(ends(1, day("2026-04-01"))),
        Hindrance::Stage { stage: Stage::Planned }
    );
    let suspended = Hindrance::Stage { stage: Stage::Planned };
    assert_eq!(world.hinders_desk(to(Stage::Suspended, "Travaux")), suspended);
    world.by_desk(to(Stage::Ordered, ""));
    world.by_desk(to(Stage::Active, ""));
    assert_eq!(world.line(1).terms.first, day("2026-03-12"), "the day on which it works");
    assert!(world.give(DISPATCHER, to(Stage::Suspended, " ")).is_err(), "a reason is needed");
    world.by_desk(to(Stage::Suspended, "Travaux"));
    assert_eq!(world.line(1).standing(day("2026-03-12")), Standing::Suspended);
    world.by_desk(to(Stage::Active, ""));
    let refused = Hindrance::Stage { stage: Stage::Active };
    assert_eq!(world.hinders_desk(to(Stage::Refused, "Non éligible")), refused);
}

/// Acceptance 6: a closed site's line is pointed at until its last day is chosen, and the year
/// costs less by the months after it. Breaks on: a school merged in summer goes on paying for a
/// year.
#[test]
fn a_closed_site_pays_visibly_until_an_end_is_chosen() {
    let mut world = World::new();
    world.by_desk(internet(1, "0420001A", terms("FTTH-1", "2025-01-01")));
    world.by_desk(internet(2, "0420002B", terms("FTTH-2", "2025-01-01")));
    let (sites, close, on) = (Vec::new(), vec![own()], day("2026-07-06"));
    world.by_desk(shared::site::Act::ImportSites { sites, close, on });
    assert!(of_closed_sites(&world.state, day("2026-07-05")).is_empty());
    let pays_on = of_closed_sites(&world.state, day("2026-07-06"));
    assert_eq!(pays_on.iter().map(|row| row.id).collect::<Vec<_>>(), [key(1)]);
    let before = world.line(1).cost_of_year(2026);
    world.by_desk(ends(1, day("2026-07-31")));
    assert!(of_closed_sites(&world.state, day("2026-07-06")).is_empty());
    let after = world.line(1).cost_of_year(2026);
    assert_eq!(before - after, Cents(12_647).times(5), "August to December");
    let why = world.hinders_desk(internet(3, "0420001A", terms("NEW", "2026-09-01")));
    assert_eq!(why, Hindrance::SiteGone { on: day("2026-07-06") });
}

#[test]
fn days_without_a_line_are_told() {
    let mut world = World::new();
    world.by_desk(internet(1, "0420001A", terms("A", "2026-01-10")));
    world.by_desk(ends(1, day("2026-03-31")));
    world.by_desk(internet(2, "0420001A", terms("B", "2026-04-15")));
    world.by_desk(ends(2, day("2026-09-30")));
    let rows = of_site(&world.state, &own(), SubscriptionKind::Internet);
    let (first, last) = (day("2026-01-01"), day("2026-12-31"));
    let told = gaps(&rows, first, last);
    let expected = [(day("2026-04-01"), day("2026-04-14")), (day("2026-10-01"), day("2026-12-31"))];
    assert_eq!(told, expected);
    assert!(gaps(&rows[..1], day("2026-05-01"), day("2026-06-01")).is_empty());
    assert!(gaps(&[], first, last).is_empty(), "never served is no gap");
}

/// A colleague's change that the author had not seen is never written over.
#[test]
fn who_had_not_looked_changes_nothing() {
    let mut world = World::new();
    world.by_desk(internet(1, "0420001A", terms("A", "2026-01-10")));
    let late = world.envelope(COORDINATOR, ends(1, day("2026-12-31")));
    world.by_desk(ends(1, day("2026-06-30")));
    let refused = world.judge(COORDINATOR, &late);
    assert_eq!(refused, Err(Refusal::Subscription { why: Hindrance::Overtaken }));
    // Two commands of one device follow each other, though the second had not seen the first.
    let mut second = world.envelope(DISPATCHER, ends(1, day("2026-08-31")));
    second.seen.clear();
    world.judge(DISPATCHER, &second).unwrap();
    assert_eq!(world.line(1).last, Some(day("2026-08-31")));
}

#[test]
fn what_is_written_is_checked() {
    let mut world = World::new();
    let fine = || tacit("A", "2026-01-10", "2027-01-10");
    for bad in [
        Terms { operator: "  ".into(), ..fine() },
        Terms { price: Cents(-1), ..fine() },
        Terms { price: Cents(i64::MAX), ..fine() },
        Terms { vat: 10_001, ..fine() },
        Terms { due: Some(day("2026-01-10")), ..fine() },
        Terms { due: None, ..fine() },
        Terms { renewal_months: Some(0), ..fine() },
        Terms { renewal_months: Some(u32::MAX), ..fine() },
        Terms { notice_months: u32::MAX, ..fine() },
        Terms { notice_days: u32::MAX, ..fine() },
        Terms { line: "x".repeat(201), ..fine() },
    ] {
        let refused = world.give(DISPATCHER, internet(1, "0420001A", bad.clone()));
        assert!(matches!(refused, Err(Refusal::BadField { .. })), "{bad:?}: {refused:?}");
    }
    world.by_desk(internet(1, "0420001A", fine()));
}
