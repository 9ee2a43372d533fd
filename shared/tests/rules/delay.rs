//! Delays in school days: pauses never count, and nothing makes a request younger.

use crate::world::*;
use proptest::prelude::*;
use shared::day::{Calendar, Day, Holiday, HolidayKind};
use shared::delay::{DelayStanding, SchoolDays};
use shared::history::{Declared, Entry};
use shared::id::Millis;
use shared::limits::DAY_MS;
use shared::settings::{DaysByUrgency, DelayStage, Targets};
use shared::ticket::{Channel, Happened, Ticket, TicketState, Urgency};

/// Monday 2 March 2026, noon in Paris.
const MONDAY: Millis = 1_772_449_200_000;

fn at(days: i64) -> (Millis, Day) {
    let ms = MONDAY + days * DAY_MS;
    (ms, shared::day::paris_day(ms))
}

fn calendar() -> Calendar {
    let holiday = Holiday {
        first: day("2026-03-16"),
        last: day("2026-03-20"),
        kind: HolidayKind::School,
        label: "Vacances".into(),
    };
    Calendar { holidays: vec![holiday], ..Calendar::default() }
}

/// A request of that Monday, to which these things happened so many days later.
fn asked(things: &[(i64, Happened)]) -> Ticket {
    let mut world = World::new();
    world.give(TEACHER, incident(1)).expect("reported");
    let mut ticket = world.ticket(1).clone();
    ticket.reported_on = at(0).1;
    ticket.urgency = Urgency::Normal;
    for (days, what) in things {
        let (at_ms, on) = at(*days);
        let when = Declared { at_ms, offset_ms: 0 };
        let (by, by_name) = (account(DISPATCHER), "Farid".to_owned());
        ticket.history.push(Entry { when, by, by_name, handed: None, what: what.clone() });
        match what {
            Happened::Held { text } => ticket.state = TicketState::OnHold { reason: text.clone() },
            Happened::Resolved { .. } => {
                (ticket.state, ticket.resolved_on) = (TicketState::Resolved, Some(on));
            }
            Happened::Cancelled { .. } => {
                (ticket.state, ticket.ended_on) = (TicketState::Cancelled, Some(on));
            }
            Happened::Qualified { channel } => {
                (ticket.state, ticket.channel) = (TicketState::Qualified, Some(*channel));
            }
            _ => {
                (ticket.state, ticket.resolved_on) = (TicketState::Qualified, None);
            }
        }
    }
    ticket
}

fn waited(ticket: &Ticket, days: i64) -> u32 {
    SchoolDays::until(&calendar(), at(days).1).waited(ticket)
}

fn held() -> Happened {
    Happened::Held { text: "Pièce".into() }
}

fn reopened() -> Happened {
    Happened::Reopened { text: String::new() }
}

fn resolved() -> Happened {
    Happened::Resolved { text: String::new() }
}

#[test]
fn school_days_alone_count_and_the_day_of_the_report_does_not() {
    let ticket = asked(&[]);
    let expected = [(0, 0), (1, 1), (4, 4), (6, 4), (7, 5), (11, 9), (20, 9), (21, 10)];
    for (days, waits) in expected {
        assert_eq!(waited(&ticket, days), waits, "{days} days later");
    }
}

#[test]
fn what_waits_for_somebody_else_does_not_grow_older() {
    let ticket = asked(&[(1, held())]);
    assert_eq!((waited(&ticket, 1), waited(&ticket, 9)), (1, 1), "on hold since Tuesday");
    let again = Happened::Qualified { channel: Channel::Curative };
    let ticket = asked(&[(1, held()), (8, again)]);
    assert_eq!(waited(&ticket, 9), 3, "Tuesday, then the Tuesday after, and Wednesday");
    let ticket = asked(&[(1, resolved()), (4, reopened())]);
    assert_eq!(waited(&ticket, 7), 3, "the school had it for two days");
}

#[test]
fn a_target_is_kept_open_or_passed() {
    let targets = Targets::answered(1, 3, 30);
    let standing = |ticket: &Ticket, days| {
        SchoolDays::until(&calendar(), at(days).1).standing(&targets, ticket, DelayStage::Answered)
    };
    assert_eq!(standing(&asked(&[]), 3), Some(DelayStanding::Open { left: 0 }));
    assert_eq!(standing(&asked(&[]), 4), Some(DelayStanding::Late { by: 1 }));
    assert_eq!(standing(&asked(&[(3, resolved())]), 30), Some(DelayStanding::Kept));
    assert_eq!(standing(&asked(&[(4, resolved())]), 30), Some(DelayStanding::Late { by: 1 }));
    let out = Happened::Qualified { channel: Channel::OutOfScope };
    assert_eq!(standing(&asked(&[(1, out)]), 30), None, "it is no matter of this service");
    let given_up = Happened::Cancelled { text: "Doublon".into() };
    assert_eq!(standing(&asked(&[(1, given_up)]), 30), None);
    let all = [asked(&[]), asked(&[(2, resolved())]), asked(&[(9, resolved())])];
    let school_days = SchoolDays::until(&calendar(), at(2).1);
    let kept =
        school_days.kept(&targets, DelayStage::Answered, all[..2].iter(), (at(0).1, at(0).1));
    assert_eq!(kept, (1, 1), "those that can still be kept say nothing yet");
    let school_days = SchoolDays::until(&calendar(), at(20).1);
    assert_eq!(
        school_days.kept(&targets, DelayStage::Answered, all.iter(), (at(0).1, at(0).1)),
        (1, 3)
    );
    assert_eq!(
        school_days.kept(&targets, DelayStage::Answered, all.iter(), (at(1).1, at(9).1)),
        (0, 0)
    );
}

#[test]
fn a_request_is_to_be_sorted_then_visited_then_answered() {
    let within = |normal| Some(DaysByUrgency { high: 1, normal, low: 9 });
    let targets = Targets { sorted: within(1), visited: within(3), ..Targets::answered(1, 5, 30) };
    let next =
        |ticket: &Ticket, days| SchoolDays::until(&calendar(), at(days).1).next(&targets, ticket);
    let (sorted, visited) = (DelayStage::Sorted, DelayStage::Visited);
    let ticket = asked(&[]);
    assert_eq!(next(&ticket, 1), Some((sorted, DelayStanding::Open { left: 0 })));
    assert_eq!(next(&ticket, 2), Some((sorted, DelayStanding::Late { by: 1 })));
    let qualified = Happened::Qualified { channel: Channel::Proximity };
    let ticket = asked(&[(1, qualified.clone())]);
    assert_eq!(next(&ticket, 2), Some((visited, DelayStanding::Open { left: 1 })));
    assert_eq!(next(&ticket, 4), Some((visited, DelayStanding::Late { by: 1 })));
    let worked = Happened::Worked { minutes: 5, text: String::new(), photos: Vec::new() };
    let ticket = asked(&[(1, qualified), (3, worked.clone())]);
    let answered = DelayStage::Answered;
    assert_eq!(next(&ticket, 4), Some((answered, DelayStanding::Open { left: 1 })));
    let ticket = asked(&[(3, worked)]);
    let school_days = SchoolDays::until(&calendar(), at(4).1);
    let standing = |stage| school_days.standing(&targets, &ticket, stage);
    assert_eq!(standing(sorted), Some(DelayStanding::Late { by: 2 }), "sorted by going there");
    assert_eq!(standing(visited), Some(DelayStanding::Kept));
    let out = Happened::Qualified { channel: Channel::Curative };
    let ticket = asked(&[(1, out)]);
    let standing = |stage| school_days.standing(&targets, &ticket, stage);
    assert_eq!(standing(visited), None, "the contractor goes there");
    assert_eq!(standing(sorted), Some(DelayStanding::Kept));
}

/// Invariant 8 «Old and new meet»: an older app writes targets without those that it does not know.
#[test]
fn targets_of_an_older_app_leave_those_it_does_not_know() {
    let mut world = World::new();
    let sorted = Some(DaysByUrgency { high: 2, normal: 4, low: 6 });
    let mut settings = shared::settings::Settings::clone(&world.state.settings());
    settings.targets = Some(Targets { sorted, ..Targets::answered(3, 15, 36) });
    let change = |settings| shared::settings::Act::ChangeSettings { settings };
    world.give(COORDINATOR, change(settings.clone())).expect("set");
    let older: Targets =
        serde_json::from_str(r#"{"high":5,"normal":15,"low":36}"#).expect("targets");
    settings.targets = Some(older);
    world.give(COORDINATOR, change(settings)).expect("set");
    let targets = world.state.settings().targets();
    assert_eq!((targets.high, targets.sorted), (5, sorted));
}

fn things() -> impl Strategy<Value = Vec<(i64, Happened)>> {
    let what = prop_oneof![
        Just(held()),
        Just(resolved()),
        Just(reopened()),
        Just(Happened::Qualified { channel: Channel::Proximity }),
        Just(Happened::Worked { minutes: 5, text: String::new(), photos: Vec::new() }),
    ];
    prop::collection::vec((0_i64..40, what), 0..8).prop_map(|mut all| {
        all.sort_by_key(|(days, _)| *days);
        all
    })
}

proptest! {
    /// Whatever happened: never more than the school days there were, never fewer with each day
    /// that passes, and never more for having been on hold.
    #[test]
    fn waiting_only_grows_and_a_pause_only_shortens_it(things in things(), until in 40_i64..60) {
        let ticket = asked(&things);
        let all = asked(&[]);
        let mut before = 0;
        for days in 40..until {
            let now = waited(&ticket, days);
            prop_assert!(now <= waited(&all, days), "{now} school days of {things:?}");
            prop_assert!(now >= before, "it grew younger on day {days}: {things:?}");
            before = now;
        }
        let is_paused = |what: &Happened| matches!(what, Happened::Held { .. });
        let without: Vec<_> = things.iter().filter(|(_, w)| !is_paused(w)).cloned().collect();
        // What ends a wait begins one when the wait is not there: compared where both are open.
        if asked(&without).resolved_on == ticket.resolved_on {
            prop_assert!(waited(&ticket, until) <= waited(&asked(&without), until));
        }
    }
}
