//! The life of a ticket, rule by rule.

use crate::world::*;
use shared::day::Half;
use shared::id::QuarterId;
use shared::limits;
use shared::plan;
use shared::refusal::{Conflict, FieldName, FieldProblem, Refusal};
use shared::row::RowKey;
use shared::ticket;
use shared::ticket::{Channel, Field, TicketEdit, TicketState, Urgency};
use shared::visit;

#[test]
fn an_incident_goes_from_the_school_to_the_closed_ticket() {
    let mut world = with_visit();
    world.give(TEACHER, incident(1)).unwrap();
    assert_eq!(world.ticket(1).state, TicketState::New);

    let qualify = ticket::Act::QualifyTicket { ticket: ticket(1), channel: Channel::Proximity };
    world.give(DISPATCHER, qualify).unwrap();
    assert_eq!(world.ticket(1).visit(), Some(visit(1)), "it rides with the site's next visit");

    world.give(TECHNICIAN, visit::Act::StartVisit { visit: visit(1) }).unwrap();
    let work = ticket::Act::LogWork {
        ticket: ticket(1),
        visit: Some(visit(1)),
        minutes: 20,
        text: "Câble changé".into(),
        photos: Vec::new(),
    };
    world.give(TECHNICIAN, work).unwrap();
    assert_eq!(world.ticket(1).minutes(), 20);
    let resolve = ticket::Act::ResolveTicket { ticket: ticket(1), text: String::new() };
    world.give(TECHNICIAN, resolve).unwrap();
    world.give(TEACHER, ticket::Act::ConfirmResolution { ticket: ticket(1) }).unwrap();
    assert_eq!(world.ticket(1).state, TicketState::Closed);
}

#[test]
fn what_a_visit_leaves_undone_goes_back_to_the_tray() {
    let mut world = with_visit();
    world.give(TEACHER, incident(1)).unwrap();
    let qualify = ticket::Act::QualifyTicket { ticket: ticket(1), channel: Channel::Proximity };
    world.give(DISPATCHER, qualify).unwrap();
    world.give(TECHNICIAN, visit::Act::StartVisit { visit: visit(1) }).unwrap();
    let finish = visit::Act::FinishVisit { visit: visit(1), left_over: true };
    world.give(TECHNICIAN, finish).unwrap();
    let ticket = world.ticket(1);
    assert_eq!(ticket.state, TicketState::Qualified);
    assert_eq!(ticket.postponed, 1);
}

#[test]
fn publishing_a_plan_takes_the_tickets_of_the_tray_along() {
    let mut world = World::new();
    world.give(TEACHER, incident(1)).unwrap();
    let qualify = ticket::Act::QualifyTicket { ticket: ticket(1), channel: Channel::Proximity };
    world.give(DISPATCHER, qualify).unwrap();
    assert_eq!(world.ticket(1).state, TicketState::Qualified);
    let at = slot("2026-03-13", Half::Afternoon);
    world.give(DISPATCHER, add_visit(1, at)).unwrap();
    let quarter = QuarterId("2025-2026-3".into());
    world.give(DISPATCHER, plan::Act::PublishPlan { quarter }).unwrap();
    assert_eq!(world.ticket(1).visit(), Some(visit(1)));
}

#[test]
fn a_reopened_ticket_is_qualified_again() {
    let mut world = World::new();
    world.give(TEACHER, incident(1)).unwrap();
    let resolve = ticket::Act::ResolveTicket { ticket: ticket(1), text: String::new() };
    world.give(TECHNICIAN, resolve).unwrap();
    let reopen = ticket::Act::ReopenTicket { ticket: ticket(1), text: "Encore en panne".into() };
    world.give(TEACHER, reopen).unwrap();
    assert_eq!(world.ticket(1).state, TicketState::Qualified);
}

#[test]
fn a_school_touches_its_own_site_only() {
    let mut world = World::new();
    let mut elsewhere = incident(1);
    if let ticket::Act::ReportIncident { site: at, .. } = &mut elsewhere {
        *at = site("0420002B");
    }
    assert_eq!(world.give(TEACHER, elsewhere), Err(Refusal::NotAllowed));
    let qualify = ticket::Act::QualifyTicket { ticket: ticket(1), channel: Channel::Curative };
    assert_eq!(world.give(TEACHER, qualify), Err(Refusal::NotAllowed));
}

#[test]
fn text_that_is_empty_or_too_long_is_refused_with_its_field() {
    let mut world = World::new();
    for (text, problem) in [
        ("  ".to_owned(), FieldProblem::Empty),
        ("x".repeat(4_001), FieldProblem::TooLong { max: 4_000 }),
    ] {
        let mut command = incident(1);
        if let ticket::Act::ReportIncident { text: field, .. } = &mut command {
            *field = text;
        }
        let refusal = Refusal::BadField { field: FieldName::Text, problem };
        assert_eq!(world.give(TEACHER, command), Err(refusal));
    }
}

/// Invariant 5: fields changed by two people are both kept.
#[test]
fn never_dropped_different_fields_are_both_kept() {
    let mut world = World::new();
    world.give(TEACHER, incident(1)).unwrap();
    let room = TicketEdit { room: Some("CM2".into()), ..Default::default() };
    let late = world.envelope(TEACHER, ticket::Act::EditTicket { ticket: ticket(1), edit: room });
    let urgency = TicketEdit { urgency: Some(Urgency::High), ..Default::default() };
    world.give(DISPATCHER, ticket::Act::EditTicket { ticket: ticket(1), edit: urgency }).unwrap();
    let decision = world.judge(TEACHER, &late).unwrap();
    assert_eq!(decision.conflicts, []);
    assert_eq!(world.ticket(1).room, "CM2");
    assert_eq!(world.ticket(1).urgency, Urgency::High);
}

/// Invariant 5: where both changed the same field, the loser's value stays in the history, its
/// author is told, and can bring it back.
#[test]
fn never_dropped_the_value_that_lost_stays_and_can_come_back() {
    let mut world = World::new();
    world.give(TEACHER, incident(1)).unwrap();
    let edit = |room: &str| ticket::Act::EditTicket {
        ticket: ticket(1),
        edit: TicketEdit { room: Some(room.into()), ..Default::default() },
    };
    let late = world.envelope(TEACHER, edit("CM2"));
    world.give(DISPATCHER, edit("CP")).unwrap();
    let decision = world.judge(TEACHER, &late).unwrap();
    let conflict = Conflict::Field {
        row: RowKey::ticket(ticket(1)),
        field: Field::Room,
        mine: "CM2".into(),
        kept: "CP".into(),
    };
    assert_eq!(decision.conflicts, [conflict]);
    let last = &world.ticket(1).history.last().unwrap().what;
    assert_eq!(last, &ticket::Happened::Superseded { field: Field::Room, value: "CM2".into() });
    world.give(TEACHER, edit("CM2")).unwrap();
    assert_eq!(world.ticket(1).room, "CM2");
}

#[test]
fn two_edits_of_one_device_in_a_row_are_no_conflict() {
    let mut world = World::new();
    world.give(TEACHER, incident(1)).unwrap();
    let edit = |room: &str| ticket::Act::EditTicket {
        ticket: ticket(1),
        edit: TicketEdit { room: Some(room.into()), ..Default::default() },
    };
    let first = world.envelope(TEACHER, edit("CM1"));
    let second = world.envelope(TEACHER, edit("CM2"));
    world.judge(TEACHER, &first).unwrap();
    let decision = world.judge(TEACHER, &second).unwrap();
    assert_eq!(decision.conflicts, []);
    assert_eq!(world.ticket(1).room, "CM2");
}

/// Invariant 5: work done on a ticket that somebody cancelled meanwhile is kept, and told.
#[test]
fn never_dropped_a_resolution_after_a_cancellation_is_kept_in_the_history() {
    let mut world = World::new();
    world.give(TEACHER, incident(1)).unwrap();
    let cancel = ticket::Act::CancelTicket { ticket: ticket(1), reason: "Doublon".into() };
    world.give(DISPATCHER, cancel).unwrap();
    let resolve = ticket::Act::ResolveTicket { ticket: ticket(1), text: "Fait".into() };
    let decision = world.give(TECHNICIAN, resolve).unwrap();
    assert!(matches!(decision.conflicts[..], [Conflict::AlreadySettled { .. }]));
    assert_eq!(world.ticket(1).state, TicketState::Cancelled);
    assert!(matches!(
        world.ticket(1).history.last().unwrap().what,
        ticket::Happened::Resolved { .. }
    ));
}

#[test]
fn merged_duplicates_keep_what_was_written() {
    let mut world = World::new();
    world.give(TEACHER, incident(1)).unwrap();
    world.give(TEACHER, incident(2)).unwrap();
    world
        .give(DISPATCHER, ticket::Act::MergeTicket { ticket: ticket(2), into: ticket(1) })
        .unwrap();
    assert_eq!(world.ticket(2).state, TicketState::Cancelled);
    assert!(world.ticket(1).history.iter().any(|entry| {
        matches!(&entry.what, ticket::Happened::Commented { text, .. }
            if text == "Plus d'image au tableau")
    }));
    let again = ticket::Act::MergeTicket { ticket: ticket(2), into: ticket(1) };
    assert!(matches!(world.give(DISPATCHER, again), Err(Refusal::TicketState { .. })));
}

#[test]
fn a_long_history_takes_no_more_comments_and_still_takes_work() {
    let mut world = World::new();
    world.give(TEACHER, incident(1)).unwrap();
    let comment = |n: usize| ticket::Act::CommentTicket {
        ticket: ticket(1),
        text: format!("{n}"),
        photos: Vec::new(),
    };
    for n in 1..limits::HISTORY_ENTRIES {
        world.give(TEACHER, comment(n)).unwrap();
    }
    let max = limits::HISTORY_ENTRIES;
    let full = Refusal::BadField { field: FieldName::Text, problem: FieldProblem::TooLong { max } };
    assert_eq!(world.give(TEACHER, comment(max)), Err(full));
    let work = ticket::Act::LogWork {
        ticket: ticket(1),
        visit: None,
        minutes: 5,
        text: "Câble changé".into(),
        photos: Vec::new(),
    };
    world.give(TECHNICIAN, work).unwrap();
}

/// The second press of «Reporter» changes nothing: not the count, not the visit.
#[test]
fn a_ticket_that_is_postponed_twice_is_postponed_once() {
    let postpone =
        |reason: &str| ticket::Act::PostponeTicket { ticket: ticket(1), reason: reason.to_owned() };
    let mut world = with_visit();
    world.give(TEACHER, incident(1)).unwrap();
    let qualify = ticket::Act::QualifyTicket { ticket: ticket(1), channel: Channel::Proximity };
    world.give(DISPATCHER, qualify).unwrap();
    world.give(TECHNICIAN, visit::Act::StartVisit { visit: visit(1) }).unwrap();
    world.give(TECHNICIAN, postpone("Pièce absente")).unwrap();
    let once = world.ticket(1).clone();
    assert_eq!((&once.state, once.postponed), (&TicketState::Qualified, 1));
    world.give(TECHNICIAN, postpone("")).unwrap();
    let twice = world.ticket(1).clone();
    assert_eq!((&twice.state, twice.postponed), (&TicketState::Qualified, 1));
    assert_eq!(twice.history.len(), once.history.len());

    world.give(TECHNICIAN, postpone("Commandée ce jour")).unwrap();
    let words = world.ticket(1).clone();
    assert_eq!((&words.state, words.postponed), (&TicketState::Qualified, 1));
    let last = words.history.last().map(|entry| &entry.what);
    let said = ticket::Happened::Commented { text: "Commandée ce jour".into(), photos: vec![] };
    assert_eq!(last, Some(&said), "what was typed is kept");
}

/// What is put back during a visit never rides with that visit again.
#[test]
fn a_new_ticket_that_is_postponed_on_the_spot_leaves_the_visit() {
    let mut world = with_visit();
    world.give(TECHNICIAN, visit::Act::StartVisit { visit: visit(1) }).unwrap();
    world.give(TEACHER, incident(1)).unwrap();
    let postpone = ticket::Act::PostponeTicket { ticket: ticket(1), reason: "Demain".to_owned() };
    world.give(TECHNICIAN, postpone).unwrap();
    assert_eq!(world.ticket(1).visit(), None);
}

/// A message of the team waits for the school until it has answered, and says that it was read.
#[test]
fn a_message_waits_for_the_school_until_it_answers() {
    let mut world = with_visit();
    world.give(TEACHER, incident(1)).unwrap();
    let comment = |text: &str| ticket::Act::CommentTicket {
        ticket: ticket(1),
        text: text.into(),
        photos: Vec::new(),
    };
    let school = world.ticket(1).reporter;
    assert!(!world.ticket(1).has_message_for(school));
    world.give(DISPATCHER, comment("Quelle marque ?")).unwrap();
    assert!(world.ticket(1).has_message_for(school));
    let qualify = ticket::Act::QualifyTicket { ticket: ticket(1), channel: Channel::Proximity };
    world.give(DISPATCHER, qualify).unwrap();
    assert!(world.ticket(1).has_message_for(school), "sorting is no answer");
    world.give(TEACHER, comment("Epson")).unwrap();
    assert!(!world.ticket(1).has_message_for(school));
}

/// Whatever a desk does to a ticket in one key, one more takes it back: the ticket stands where it
/// stood, and the history keeps both.
#[test]
fn what_a_desk_did_last_is_taken_back() {
    let sort = |channel| ticket::Act::QualifyTicket { ticket: ticket(1), channel };
    let acts: [ticket::Act; 8] = [
        sort(Channel::Proximity),
        sort(Channel::Curative),
        sort(Channel::OutOfScope),
        ticket::Act::AssignTicket { ticket: ticket(1), visit: Some(visit(1)) },
        ticket::Act::AssignTicket { ticket: ticket(1), visit: None },
        ticket::Act::HoldTicket { ticket: ticket(1), reason: "Pièce".into() },
        ticket::Act::ForwardTicket { ticket: ticket(1), reference: "CUR-1".into() },
        ticket::Act::CancelTicket { ticket: ticket(1), reason: "Doublon".into() },
    ];
    for first in &acts {
        for act in &acts {
            let mut world = with_visit();
            world.give(TEACHER, incident(1)).unwrap();
            world.give_later(DISPATCHER, first.clone()).unwrap();
            let standing = |world: &World| {
                let ticket = world.ticket(1);
                (ticket.channel, ticket.state.clone(), ticket.ended_on)
            };
            let (before, entries) = (standing(&world), world.ticket(1).history.len());
            let given = world.give_later(DISPATCHER, act.clone());
            let acted = world.ticket(1).history.len() > entries;
            if given.is_err() || !acted || !world.ticket(1).is_open() && before.2.is_some() {
                continue;
            }
            let back = ticket::Act::TakeBackTicket { ticket: ticket(1) };
            world.give_later(DISPATCHER, back).unwrap();
            assert_eq!(standing(&world), before, "{first:?}, then {act:?}");
            assert!(world.ticket(1).history.len() > entries + 1, "both stay in the history");
        }
    }
}

#[test]
fn nobody_takes_back_what_somebody_else_did_or_what_was_worked_on_since() {
    let back = || ticket::Act::TakeBackTicket { ticket: ticket(1) };
    let sort = ticket::Act::QualifyTicket { ticket: ticket(1), channel: Channel::Proximity };
    let mut world = with_visit();
    world.give(TEACHER, incident(1)).unwrap();
    assert!(world.give_later(DISPATCHER, back()).is_err(), "nothing was done yet");
    world.give_later(DISPATCHER, sort).unwrap();
    assert_eq!(world.give_later(TECHNICIAN, back()), Err(Refusal::NotAllowed));
    assert!(world.give_later(COORDINATOR, back()).is_err(), "a colleague did it");
    let resolve = ticket::Act::ResolveTicket { ticket: ticket(1), text: String::new() };
    world.give_later(TECHNICIAN, resolve).unwrap();
    assert!(world.give_later(DISPATCHER, back()).is_err(), "it is resolved by now");
}
