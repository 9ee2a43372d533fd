//! What schools are told of what was decided.

use crate::world::*;
use shared::command::Command;
use shared::day::{Half, HalfDay};
use shared::role::Role;
use shared::row::{Row, State};
use shared::site;
use shared::tell::{Letter, TicketNews, VisitNews, letters};
use shared::ticket::{self, Category, Channel};
use shared::visit::{MissedReason, Visit, VisitState};

const TODAY: &str = "2026-03-12";

fn at(text: &str) -> HalfDay {
    slot(text, Half::Morning)
}

fn standing(n: u8, on: &str, state: VisitState) -> Visit {
    let quarter = shared::id::QuarterId("2025-2026-3".into());
    Visit::new(visit(n), site("0420001A"), quarter, account(TECHNICIAN), at(on), state)
}

/// What the school is told when a visit goes from one place to the other.
fn news(before: Option<Visit>, after: Visit) -> Option<VisitNews> {
    let mut state = State::default();
    before.into_iter().for_each(|visit| state.put(visit.into()));
    let rows = [Row::from(after)];
    let told = letters(&state, &rows, Role::Dispatcher).remove(&site("0420001A"))?;
    told.visits.values().next().copied()
}

#[test]
fn a_school_is_told_when_its_visit_comes_goes_or_moves() {
    use VisitState::*;
    let missed = || Missed { reason: MissedReason::Strike };
    let one = |state| standing(1, "2026-03-16", state);
    let other = |state| standing(1, "2026-03-17", state);
    let (here, there) = (Some(at("2026-03-16")), Some(at("2026-03-17")));
    for (before, after, was, now) in [
        (None, one(Planned), None, here),
        (Some(one(Proposed)), other(Planned), None, there),
        (Some(one(Planned)), other(Planned), here, there),
        (Some(one(Planned)), one(Cancelled), here, None),
        (Some(one(Cancelled)), other(Planned), None, there),
    ] {
        assert_eq!(news(before.clone(), after), Some(VisitNews { was, now }), "{before:?}");
    }
    for (before, after) in [
        (None, one(Proposed)),
        (Some(one(Proposed)), other(Proposed)),
        (Some(one(Proposed)), one(Cancelled)),
        (Some(one(Planned)), one(Planned)),
        (Some(one(Planned)), one(OnSite)),
        (Some(one(Planned)), one(missed())),
        (Some(one(OnSite)), one(Done)),
        (Some(one(Done)), one(Reported)),
        (None, one(OnSite)),
    ] {
        assert_eq!(news(before.clone(), after.clone()), None, "{before:?} to {after:?}");
    }
    let mut handed = one(Planned);
    handed.technician = account(OTHER_TECHNICIAN);
    assert_eq!(news(Some(one(Planned)), handed), None, "who comes is not announced");
}

#[test]
fn a_letter_tells_what_changed_from_its_beginning_to_its_end() {
    let letter = |was: Option<&str>, now: Option<&str>| {
        let news = VisitNews { was: was.map(at), now: now.map(at) };
        Letter { visits: [(visit(1), news)].into(), ..Letter::default() }
    };
    let (a, b, c) = (Some("2026-03-16"), Some("2026-03-17"), Some("2026-03-19"));
    for (first, then, all) in [
        (letter(a, b), letter(b, c), letter(a, c)),
        (letter(None, a), letter(a, b), letter(None, b)),
        (letter(None, a), letter(a, None), Letter::default()),
        (letter(a, b), letter(b, a), Letter::default()),
        (letter(a, None), letter(None, b), letter(a, b)),
    ] {
        let mut told = first.clone();
        told.add(then);
        assert_eq!(told.on(day(TODAY)), all, "{first:?}");
    }
    let over = letter(Some("2026-03-11"), None);
    assert!(over.clone().on(day(TODAY)).is_empty(), "a day that is over is no news");
    assert!(!over.on(day("2026-03-11")).is_empty());
}

/// What a command says to the school of the world.
fn told(world: &mut World, n: u8, intent: impl Into<Command>) -> Option<TicketNews> {
    let before = world.state.clone();
    let role = world.state.accounts[&account(n)].role;
    world.give(n, intent).expect("applied");
    let rows: Vec<_> = world.state.rows().collect();
    let mut letter = letters(&before, &rows, role).remove(&site("0420001A"))?;
    assert!(letter.visits.is_empty());
    letter.tickets.remove(&ticket(9))
}

#[test]
fn a_school_is_told_of_answers_and_of_what_is_resolved() {
    let mut world = World::new();
    let id = ticket(9);
    assert_eq!(told(&mut world, TEACHER, incident(9)), None, "it knows what it said");
    let comment = |text: &str| {
        let (text, photos) = (text.to_owned(), Vec::new());
        ticket::Act::CommentTicket { ticket: id, text, photos }
    };
    assert_eq!(told(&mut world, TEACHER, comment("C’est urgent")), None);
    let channel = Channel::Proximity;
    assert_eq!(
        told(&mut world, DISPATCHER, ticket::Act::QualifyTicket { ticket: id, channel }),
        None
    );
    let said = |answered, resolved| {
        Some(TicketNews { about: Category::Projection.word(), answered, resolved })
    };
    let answer = told(&mut world, DISPATCHER, comment("Quelle salle ?"));
    assert_eq!(answer, said(true, false));
    assert_eq!(answer.expect("news").category(), Category::Projection);
    let resolve = ticket::Act::ResolveTicket { ticket: id, text: "Câble".into() };
    assert_eq!(told(&mut world, TECHNICIAN, resolve), said(false, true));
    let confirm = ticket::Act::ConfirmResolution { ticket: id };
    let confirmed = told(&mut world, TEACHER, confirm);
    assert_eq!(confirmed, said(false, false), "it takes back what waits, and says nothing itself");
    let letter = |news: Option<TicketNews>| Letter {
        tickets: news.into_iter().map(|news| (id, news)).collect(),
        ..Letter::default()
    };
    let mut waits = letter(said(false, true));
    waits.add(letter(confirmed));
    assert!(waits.on(day(TODAY)).is_empty());
    let mut waits = letter(said(true, false));
    waits.add(letter(said(false, true)));
    assert_eq!(waits, letter(said(true, true)));
}

#[test]
fn a_school_says_for_itself_whether_it_takes_mails() {
    let mut world = World::new();
    let set = |site: &str, accepted| site::Act::SetSiteMail { site: site.into(), accepted };
    assert!(world.state.sites[&site("0420001A")].takes_mail(), "nobody has said");
    world.give(TEACHER, set("0420001A", false)).expect("its own");
    assert!(!world.state.sites[&site("0420001A")].takes_mail());
    assert!(world.give(TEACHER, set("0420002B", false)).is_err(), "another school");
    assert!(world.give(TECHNICIAN, set("0420001A", true)).is_err());
    let file = site::Site { by_mail: Some(true), ..new_site("0420001A") };
    let on = day(TODAY);
    let import = site::Act::ImportSites { sites: vec![file], close: Vec::new(), on };
    world.give(DISPATCHER, import).expect("imported");
    assert!(!world.state.sites[&site("0420001A")].takes_mail(), "a file does not speak for it");
    world.give(DISPATCHER, set("0420001A", true)).expect("by the desk");
    assert!(world.state.sites[&site("0420001A")].takes_mail());
}
