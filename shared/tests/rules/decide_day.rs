//! A technician's day, rule by rule: an end that is taken back, what nobody had planned, and what
//! is kept for the next time.

use crate::world::*;
use shared::day::{Half, HalfDay};
use shared::entity::{Reach, Viewer};
use shared::id::{ItemId, QuarterId};
use shared::limits::{ACCESS_NOTE_CHARS, PAST_VISITS_TECHNICIAN_DAYS};
use shared::owed::{Owed, coverage};
use shared::plan;
use shared::refusal::{Conflict, Refusal};
use shared::row::Row;
use shared::site;
use shared::ticket::{self, Channel, Ticket, TicketState};
use shared::visit::{self, Check, Happened, Visit, VisitState};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn quarter() -> QuarterId {
    QuarterId("2025-2026-3".into())
}

fn start() -> visit::Act {
    visit::Act::StartVisit { visit: visit(1) }
}

fn finish() -> visit::Act {
    visit::Act::FinishVisit { visit: visit(1), left_over: true }
}

fn resume() -> visit::Act {
    visit::Act::ResumeVisit { visit: visit(1) }
}

fn found(n: u8) -> ticket::Act {
    let mut act = incident(n);
    if let ticket::Act::ReportIncident { found_on, .. } = &mut act {
        *found_on = Some(visit(1));
    }
    act
}

fn work(n: u8) -> ticket::Act {
    ticket::Act::LogWork {
        ticket: ticket(n),
        visit: Some(visit(1)),
        minutes: 10,
        text: "Câble changé".into(),
        photos: Vec::new(),
    }
}

fn qualify(n: u8, channel: Channel) -> ticket::Act {
    ticket::Act::QualifyTicket { ticket: ticket(n), channel }
}

/// A visit that goes on, with a request that rides with it, one that is worked on, one that was
/// found, one of another channel that was worked on, and one that nobody has sorted.
fn on_site() -> World {
    let mut world = with_visit();
    for n in [1, 2, 4, 5] {
        world.give(TEACHER, incident(n)).expect("accepted");
    }
    for n in [1, 2] {
        world.give(DISPATCHER, qualify(n, Channel::Proximity)).expect("accepted");
    }
    world.give(DISPATCHER, qualify(4, Channel::Curative)).expect("accepted");
    world.give(TECHNICIAN, start()).expect("accepted");
    world.give(TECHNICIAN, work(2)).expect("accepted");
    world.give(TECHNICIAN, found(3)).expect("accepted");
    world.give(TECHNICIAN, work(4)).expect("accepted");
    world
}

type Kept = (TicketState, Option<Channel>, u32);

fn kept(ticket: &Ticket) -> Kept {
    (ticket.state.clone(), ticket.channel, ticket.postponed)
}

fn all_kept(world: &World) -> Vec<Kept> {
    (1..=5).map(|n| kept(world.ticket(n))).collect()
}

/// A later visit at the same school.
fn add_next(world: &mut World, n: u8) {
    let next = plan::Act::AddVisit {
        visit: visit(n),
        site: site("0420001A"),
        quarter: QuarterId("2025-2026-4".into()),
        technician: account(OTHER_TECHNICIAN),
        slot: slot("2026-05-12", Half::Morning),
    };
    world.give(DISPATCHER, next).expect("accepted");
    let quarter = QuarterId("2025-2026-4".into());
    world.give(DISPATCHER, plan::Act::PublishPlan { quarter }).expect("accepted");
}

#[test]
fn taking_back_the_end_puts_each_request_back_as_it_was() {
    for has_next in [false, true] {
        let mut world = on_site();
        if has_next {
            add_next(&mut world, 2);
        }
        let before = all_kept(&world);
        // As often as somebody changes their mind.
        for _ in 0..2 {
            world.give_later(TECHNICIAN, finish()).unwrap();
            assert!(world.visit(1).is_done() && world.visit(1).left_over);
            assert_eq!(all_kept(&world)[0].2, 1);
            assert_eq!(world.ticket(1).visit(), has_next.then(|| visit(2)));
            world.give_later(TECHNICIAN, resume()).unwrap();
            assert_eq!(all_kept(&world), before, "next visit: {has_next}");
        }
        let visit = world.visit(1);
        assert_eq!((&visit.state, visit.finished), (&VisitState::OnSite, None));
        assert!(!visit.left_over);
        assert!(visit.history.iter().any(|entry| entry.what == Happened::Resumed));
        let again = world.give(TECHNICIAN, resume()).unwrap();
        assert_eq!(again.rows, [], "twice changes nothing");
    }
}

#[test]
fn what_somebody_decided_since_stays() {
    let mut world = on_site();
    world.give_later(TECHNICIAN, finish()).unwrap();
    world.give(DISPATCHER, qualify(1, Channel::Curative)).unwrap();
    let resolve = ticket::Act::ResolveTicket { ticket: ticket(2), text: String::new() };
    world.give(DISPATCHER, resolve).unwrap();
    let comment =
        ticket::Act::CommentTicket { ticket: ticket(3), text: "Merci".into(), photos: Vec::new() };
    world.give(TEACHER, comment).unwrap();
    let (first, second) = (kept(world.ticket(1)), kept(world.ticket(2)));
    world.give_later(TECHNICIAN, resume()).unwrap();
    assert_eq!(kept(world.ticket(1)), first);
    assert_eq!(kept(world.ticket(2)), second);
    let taken_up = TicketState::InProgress { visit: visit(1) };
    assert_eq!(world.ticket(3).state, taken_up, "words change nothing");
}

#[test]
fn only_its_technician_takes_an_end_back_and_only_that_day() {
    let mut world = on_site();
    let refused = |result| matches!(result, Err(Refusal::VisitState { .. } | Refusal::NotAllowed));
    world.give_later(TECHNICIAN, finish()).unwrap();
    assert!(refused(world.give(OTHER_TECHNICIAN, resume())));
    assert!(refused(world.give(TEACHER, resume())));
    let mut late = world.envelope(TECHNICIAN, resume());
    late.declared_at += DAY_MS;
    assert!(refused(world.judge(TECHNICIAN, &late)));
    let mut missed = with_visit();
    assert!(refused(missed.give(TECHNICIAN, resume())), "it has not ended");
    world.give(TECHNICIAN, resume()).unwrap();
}

/// What the end of a visit left for the next one stays there, however often it is postponed.
#[test]
fn postponing_what_a_visit_left_changes_nothing() {
    for has_next in [false, true] {
        let mut world = on_site();
        if has_next {
            add_next(&mut world, 2);
        }
        world.give_later(TECHNICIAN, finish()).unwrap();
        let left = all_kept(&world);
        let reason = String::new();
        let postpone = ticket::Act::PostponeTicket { ticket: ticket(1), reason };
        assert_eq!(world.give(TECHNICIAN, postpone).unwrap().rows, [], "next: {has_next}");
        assert_eq!(all_kept(&world), left);
    }
}

/// Nothing would take a request off a visit that has ended.
#[test]
fn what_is_added_once_the_visit_has_ended_is_for_the_next_one() {
    let mut world = on_site();
    world.give_later(TECHNICIAN, finish()).unwrap();
    world.give(TECHNICIAN, found(6)).unwrap();
    assert_eq!(kept(world.ticket(6)), (TicketState::Qualified, Some(Channel::Proximity), 0));
    let before = kept(world.ticket(1));
    world.give(TECHNICIAN, work(1)).unwrap();
    assert_eq!(kept(world.ticket(1)), before);
    assert_eq!(world.ticket(1).minutes(), 10, "the work is a fact");
    add_next(&mut world, 2);
    world.give(TECHNICIAN, found(7)).unwrap();
    assert_eq!(world.ticket(7).visit(), Some(visit(2)));
}

#[test]
fn what_comes_after_the_signature_is_told_from_what_was_signed() {
    let mut world = on_site();
    let check = |item: &str, check| visit::Act::CheckItem {
        visit: visit(1),
        item: ItemId::from(item),
        check,
        note: String::new(),
    };
    let sign = visit::Act::SignReport {
        visit: visit(1),
        name: "Mme Perrin".into(),
        capacity: String::new(),
        drawing: None,
    };
    world.give(TECHNICIAN, check("updates", Check::Done)).unwrap();
    assert!(world.visit(1).after_signature().is_empty());
    world.give(TECHNICIAN, sign.clone()).unwrap();
    world.give(TECHNICIAN, check("updates", Check::Done)).unwrap();
    assert!(world.visit(1).after_signature().is_empty(), "the same answer is no change");
    world.give(TECHNICIAN, check("updates", Check::Failed)).unwrap();
    world.give(TECHNICIAN, check("updates", Check::Done)).unwrap();
    world.give(TECHNICIAN, check("backup", Check::Done)).unwrap();
    let later = |world: &World| -> Vec<_> {
        world.visit(1).after_signature().iter().map(|entry| entry.what.clone()).collect()
    };
    let changed = |item: &str| Happened::CheckedLater { item: ItemId::from(item) };
    assert_eq!(later(&world), [changed("updates"), changed("backup")]);
    world.give(TECHNICIAN, sign).unwrap();
    assert!(later(&world).is_empty(), "it was signed anew");
}

fn unplanned(n: u8, at: &str, on: &str) -> visit::Act {
    let slot = slot(on, Half::Afternoon);
    visit::Act::StartUnplanned { visit: visit(n), site: site(at), slot }
}

#[test]
fn an_unplanned_visit_counts_once() {
    let mut world = with_visit();
    let calendar = world.state.calendar();
    let quarter = calendar.quarter(&quarter()).unwrap().clone();
    let owed = |world: &World| -> Vec<Owed> {
        let lines = coverage(&world.state, &quarter, day("2026-03-12"));
        lines.iter().map(|line| line.owed).collect()
    };
    // Where nothing is planned, also on a day on which the school is closed.
    world.give(OTHER_TECHNICIAN, unplanned(2, "0420002B", "2026-03-11")).unwrap();
    assert!(world.visit(2).is_unplanned() && world.visit(2).state == VisitState::OnSite);
    assert_eq!(world.visit(2).technician, account(OTHER_TECHNICIAN));
    assert_eq!(owed(&world), [Owed::Planned, Owed::Planned]);
    let finish = |n| visit::Act::FinishVisit { visit: visit(n), left_over: false };
    world.give(OTHER_TECHNICIAN, finish(2)).unwrap();
    // Where somebody else is to come.
    world.give(OTHER_TECHNICIAN, unplanned(3, "0420001A", "2026-03-12")).unwrap();
    world.give(OTHER_TECHNICIAN, finish(3)).unwrap();
    assert_eq!(owed(&world), [Owed::Done, Owed::Done]);
    assert_eq!(world.visit(1).state, VisitState::Planned, "the dispatcher decides about it");
    let exists = world.give(OTHER_TECHNICIAN, unplanned(3, "0420001A", "2026-03-12"));
    assert!(matches!(exists, Err(Refusal::RowExists { .. })));
    let desk = world.give(DISPATCHER, unplanned(4, "0420001A", "2026-03-12"));
    assert_eq!(desk, Err(Refusal::NotAllowed));
}

/// A clock that is years off loses no visit: the day of whoever decides has a quarter.
#[test]
fn an_unplanned_visit_outside_of_every_quarter_counts_for_the_one_of_today() {
    let mut world = World::new();
    world.give(TECHNICIAN, unplanned(2, "0420001A", "1970-01-01")).unwrap();
    assert_eq!(world.visit(2).quarter, quarter());
}

#[test]
fn a_visit_brought_forward_is_put_back_by_who_brought_it() {
    let mut world = World::new();
    let (before, now) = (slot("2026-03-16", Half::Morning), slot("2026-03-12", Half::Morning));
    world.give(DISPATCHER, add_visit(1, before)).unwrap();
    world.give(DISPATCHER, plan::Act::PublishPlan { quarter: quarter() }).unwrap();
    let forward = plan::Act::BringForward { visit: visit(1), slot: now };
    let back = plan::Act::PutBackVisit { visit: visit(1) };
    assert_eq!(world.give(TECHNICIAN, back.clone()).unwrap().rows, [], "it was never moved");
    world.give(TECHNICIAN, forward.clone()).unwrap();
    let other = world.give(OTHER_TECHNICIAN, back.clone());
    assert_eq!(other, Err(Refusal::NotAllowed));
    world.give(TECHNICIAN, back.clone()).unwrap();
    assert_eq!(world.visit(1).slot, before);
    assert_eq!(world.give(TECHNICIAN, back.clone()).unwrap().rows, [], "it is back");
    // What the desk moved since stays, and so does a visit that has begun.
    world.give(TECHNICIAN, forward).unwrap();
    let elsewhere = slot("2026-03-13", Half::Morning);
    let technician = account(TECHNICIAN);
    let to = plan::Act::MoveVisit { visit: visit(1), technician, slot: elsewhere, from: None };
    world.give(DISPATCHER, to).unwrap();
    assert_eq!(world.give(TECHNICIAN, back.clone()).unwrap().rows, []);
    world.give(TECHNICIAN, start()).unwrap();
    assert!(matches!(world.give(TECHNICIAN, back), Err(Refusal::VisitState { .. })));
}

fn note(text: &str) -> site::Act {
    site::Act::SetAccessNote { site: site("0420001A"), text: text.into() }
}

#[test]
fn of_two_notes_on_the_access_the_first_stays_and_the_other_author_is_told() {
    let mut world = World::new();
    let access = |world: &World| world.state.sites[&site("0420001A")].access_text().to_owned();
    let mine = world.envelope(TECHNICIAN, note("Sonner deux fois"));
    world.give(OTHER_TECHNICIAN, note(" La clé est à la mairie ")).unwrap();
    assert_eq!(access(&world), "La clé est à la mairie");
    let decision = world.judge(TECHNICIAN, &mine).unwrap();
    let told = Conflict::AccessNote {
        site: site("0420001A"),
        mine: "Sonner deux fois".into(),
        kept: "La clé est à la mairie".into(),
    };
    assert_eq!(decision.conflicts, [told]);
    assert_eq!(access(&world), "La clé est à la mairie");
    // Once they have seen it, theirs is written, and a device never overtakes itself.
    world.give(TECHNICIAN, note("Sonner deux fois")).unwrap();
    assert_eq!(access(&world), "Sonner deux fois");
    let (again, last) =
        (world.envelope(TECHNICIAN, note("Sonner")), world.envelope(TECHNICIAN, note("Entrer")));
    world.judge(TECHNICIAN, &again).unwrap();
    assert!(world.judge(TECHNICIAN, &last).unwrap().conflicts.is_empty());
    assert_eq!(access(&world), "Entrer");
    // Taken away, it is still known since when.
    let unseen = world.envelope(OTHER_TECHNICIAN, note("Portail vert"));
    world.give(TECHNICIAN, note("")).unwrap();
    assert!(!world.judge(OTHER_TECHNICIAN, &unseen).unwrap().conflicts.is_empty());
}

#[test]
fn a_note_on_the_access_is_short_and_of_those_who_go_there() {
    let mut world = World::new();
    let long = "é".repeat(ACCESS_NOTE_CHARS + 1);
    assert!(matches!(world.give(TECHNICIAN, note(&long)), Err(Refusal::BadField { .. })));
    assert_eq!(world.give(TEACHER, note("Entrer")), Err(Refusal::NotAllowed));
    world.give(DISPATCHER, note("Entrer par la cour")).unwrap();
    // An import knows nothing of it.
    let sites = vec![new_site("0420001A")];
    let on = day("2026-03-12");
    let import = site::Act::ImportSites { sites, close: Vec::new(), on };
    world.give(DISPATCHER, import).unwrap();
    let row = Row::from((*world.state.sites[&site("0420001A")]).clone());
    let seen = |reach| {
        let reader = Viewer { account: account(9), today: on, reach, calls: [].into() };
        let Some(Row::Site(site)) = row.seen_by(&reader) else { panic!("hidden") };
        site.access_text().to_owned()
    };
    let here = || [site("0420001A")].into();
    let reach = Reach::Technician { sites: [].into(), quarters: [].into() };
    assert_eq!(seen(reach), "Entrer par la cour");
    assert_eq!(seen(Reach::School(site("0420001A"))), "Entrer par la cour");
    assert_eq!(seen(Reach::Observer(here())), "");
}

/// Invariant 6 «In scope»: of other people's visits and of other quarters, those that were made at
/// the technician's sites.
#[test]
fn a_technician_holds_the_past_visits_of_their_sites() {
    let today = day("2026-03-12");
    let reach =
        Reach::Technician { sites: [site("0420001A")].into(), quarters: [quarter()].into() };
    let reader = Viewer { account: account(TECHNICIAN), today, reach, calls: [].into() };
    let other = QuarterId("2024-2025-2".into());
    let sees = |technician, at: &str, days: i64, quarter: &QuarterId, state| {
        let slot = HalfDay { day: today - chrono::Duration::days(days), half: Half::Morning };
        let (site, technician) = (site(at), account(technician));
        let visit = Visit::new(visit(1), site, quarter.clone(), technician, slot, state);
        Row::from(visit).seen_by(&reader).is_some()
    };
    let past = PAST_VISITS_TECHNICIAN_DAYS;
    assert!(sees(OTHER_TECHNICIAN, "0420001A", past, &other, VisitState::Reported));
    assert!(sees(TECHNICIAN, "0420001A", past, &other, VisitState::Done));
    assert!(!sees(OTHER_TECHNICIAN, "0420001A", past + 1, &other, VisitState::Reported));
    assert!(!sees(OTHER_TECHNICIAN, "0420002B", 1, &other, VisitState::Reported));
    assert!(!sees(TECHNICIAN, "0420002B", 1, &other, VisitState::Reported));
    for state in [VisitState::Planned, VisitState::OnSite, VisitState::Cancelled] {
        assert!(!sees(OTHER_TECHNICIAN, "0420001A", 1, &quarter(), state.clone()));
        assert!(sees(TECHNICIAN, "0420001A", 1, &quarter(), state));
    }
}
