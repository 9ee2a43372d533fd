//! What a school's tablet does besides reporting: voices, remedies, who comes, the last report.

use crate::world::*;
use shared::limits;
use shared::refusal::{FieldName, FieldProblem, Refusal};
use shared::role::Role;
use shared::row::{Row, RowKey};
use shared::scope::{Scope, Stream};
use shared::settings::{self, Settings};
use shared::ticket::{self, Category, Happened, TicketState, Voice};
use shared::visit::{self, VisitState};
use std::collections::{BTreeMap, BTreeSet};

fn voice(text: &str) -> ticket::Act {
    ticket::Act::AddVoice { ticket: ticket(1), text: text.into(), photos: Vec::new() }
}

#[test]
fn a_voice_counts_once_for_each_account_and_device() {
    let mut world = World::new();
    world.give(TEACHER, incident(1)).unwrap();
    world.give(TEACHER, voice("")).unwrap();
    let own = Voice { account: account(TEACHER), device: device(TEACHER) };
    assert_eq!(world.ticket(1).voices, [own]);
    assert_eq!(world.ticket(1).history.len(), 2);

    // Again from the same tablet: nothing to count; its words are kept.
    let decision = world.give(TEACHER, voice(" ")).unwrap();
    assert!(decision.rows.is_empty());
    world.give(TEACHER, voice("Chez moi aussi")).unwrap();
    let kept = world.ticket(1);
    assert_eq!(kept.voices.len(), 1);
    let last = kept.history.last().map(|entry| entry.what.clone());
    let (text, photos) = ("Chez moi aussi".into(), Vec::new());
    assert_eq!(last, Some(Happened::Voiced { text, photos }));

    // Another tablet of the school.
    let mut other = world.envelope(TEACHER, voice(""));
    other.device = device(9);
    world.judge(TEACHER, &other).unwrap();
    let kept = world.ticket(1);
    assert_eq!(kept.voices.len(), 2);
    assert!(kept.has_voice(account(TEACHER), device(9)));
    assert!(!kept.has_voice(account(TEACHER), device(8)));
    assert_eq!(kept.state, TicketState::New, "it stays as new as it was");
    let read: ticket::Ticket = serde_json::from_str(&serde_json::to_string(kept).unwrap()).unwrap();
    assert_eq!(&read, kept);
}

#[test]
fn a_request_takes_the_voices_of_its_double() {
    let mut world = World::new();
    world.give(TEACHER, incident(1)).unwrap();
    world.give(TEACHER, incident(2)).unwrap();
    world.give(TEACHER, voice("")).unwrap();
    for n in [TEACHER, 9] {
        let of_double =
            ticket::Act::AddVoice { ticket: ticket(2), text: String::new(), photos: Vec::new() };
        let mut envelope = world.envelope(TEACHER, of_double);
        envelope.device = device(n);
        world.judge(TEACHER, &envelope).unwrap();
    }
    let merge = ticket::Act::MergeTicket { ticket: ticket(2), into: ticket(1) };
    world.give(DISPATCHER, merge).unwrap();
    let devices: Vec<_> = world.ticket(1).voices.iter().map(|voice| voice.device).collect();
    assert_eq!(devices, [device(TEACHER), device(9)]);
}

#[test]
fn a_voice_is_for_an_open_request_of_ones_own_school() {
    let mut world = World::new();
    let mut elsewhere = incident(1);
    if let ticket::Act::ReportIncident { site: place, .. } = &mut elsewhere {
        *place = site("0420002B");
    }
    world.give(DISPATCHER, elsewhere).unwrap();
    assert_eq!(world.give(TEACHER, voice("")), Err(Refusal::NotAllowed));
    assert_eq!(world.give(TECHNICIAN, voice("")), Err(Refusal::NotAllowed));
    let mut world = World::new();
    world.give(TEACHER, incident(1)).unwrap();
    let cancel = ticket::Act::CancelTicket { ticket: ticket(1), reason: "Réparé".into() };
    world.give(TEACHER, cancel).unwrap();
    let state = "cancelled".to_owned();
    assert_eq!(world.give(TEACHER, voice("")), Err(Refusal::TicketState { state }));
}

#[test]
fn remedies_are_one_sentence_each_and_an_older_app_leaves_them() {
    let mut world = World::new();
    let change = |remedies: Option<BTreeMap<String, String>>| settings::Act::ChangeSettings {
        settings: Settings { remedies, ..Settings::default() },
    };
    let texts = [("printer", "Vérifiez le bac. "), ("sound", " "), ("hologram", "Attendez.")];
    let remedies = texts.map(|(category, text)| (category.to_owned(), text.to_owned()));
    world.give(COORDINATOR, change(Some(remedies.into()))).unwrap();
    let settings = world.state.settings();
    assert_eq!(settings.remedy("printer"), Some("Vérifiez le bac."));
    assert_eq!(settings.remedy("sound"), None);
    assert_eq!(settings.remedies.as_ref().map(BTreeMap::len), Some(2), "{:?}", settings.remedies);

    world.give(COORDINATOR, change(None)).unwrap();
    assert_eq!(world.state.settings().remedy("printer"), Some("Vérifiez le bac."));
    let fewer = settings.with_remedies([(Category::Printer.word(), String::new())].into_iter());
    world.give(COORDINATOR, change(Some(fewer))).unwrap();
    let settings = world.state.settings();
    assert_eq!(settings.remedy("printer"), None);
    let left = settings.remedies.clone().unwrap();
    assert_eq!(left["hologram"], "Attendez.", "of a newer version");

    let max = limits::SHORT_TEXT_CHARS;
    let long = BTreeMap::from([("printer".to_owned(), "a".repeat(max + 1))]);
    let problem = FieldProblem::TooLong { max };
    let refusal = Refusal::BadField { field: FieldName::Settings, problem };
    assert_eq!(world.give(COORDINATOR, change(Some(long))), Err(refusal));
    assert_eq!(world.give(DISPATCHER, change(None)), Err(Refusal::NotAllowed));
}

/// Invariant 6 «In scope», for what a tablet shows of visits.
#[test]
fn a_school_is_told_who_comes_and_what_was_done_and_no_more_of_anybody() {
    let mut world = with_visit();
    let mut technician = world.state.accounts[&account(TECHNICIAN)].as_ref().clone();
    technician.depot = Some(shared::site::Position { lat: 45.4, lon: 4.4, exact: true });
    world.put(technician.clone());
    world.give(TECHNICIAN, visit::Act::StartVisit { visit: visit(1) }).unwrap();
    let finish = visit::Act::FinishVisit { visit: visit(1), left_over: false };
    world.give(TECHNICIAN, finish).unwrap();
    let scope = Scope::new(&world.actor(TEACHER), BTreeSet::new(), BTreeSet::new(), NOW);

    let row = |key: RowKey| world.state.get(&key).and_then(|row| scope.view(&row));
    let Some(Row::Visit(seen)) = row(RowKey::visit(visit(1))) else { panic!("no visit") };
    assert_eq!(seen.state, VisitState::Done);
    assert!(!seen.history.is_empty());
    let Some(Row::Account(who)) = row(RowKey::account(account(TECHNICIAN))) else {
        panic!("no technician")
    };
    assert_eq!((who.name.as_str(), who.role), (technician.name.as_str(), Role::Technician));
    assert_eq!((who.depot, who.version), (None, world.state.accounts[&who.id].version));
    assert!(row(RowKey::account(account(TEACHER))).is_some());
    for hidden in [DISPATCHER, COORDINATOR] {
        assert!(row(RowKey::account(account(hidden))).is_none());
    }
    let streams = scope.streams(&BTreeSet::new());
    assert!(streams.contains(&Stream::Kind(shared::row::Kind::Account)), "{streams:?}");
    // Of another school it sees nothing.
    let mut actor = world.actor(TEACHER);
    actor.site = Some(site("0420002B"));
    let other = Scope::new(&actor, BTreeSet::new(), BTreeSet::new(), NOW);
    let visit = world.state.get(&RowKey::visit(visit(1))).unwrap();
    assert!(other.view(&visit).is_none());
}
