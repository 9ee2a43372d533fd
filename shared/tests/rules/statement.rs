//! Statements: frozen for good, the same for everybody, and honest about what came late.

mod late;
pub(crate) mod money;
mod nobody;
mod past;
pub(crate) mod services;
mod shown;
mod sums;

use crate::world::*;
use shared::day::{Calendar, Half, Quarter};
use shared::entity::{Entity, Reach, Sight, Viewer};
use shared::id::{QuarterId, StatementId, VisitId};
use shared::refusal::Refusal;
use shared::row::{Row, State};
use shared::statement::compare::{Compared, compare};
use shared::statement::definition::{Definition, TABLE};
use shared::statement::{
    Act, Amount, Committee, Draft, Shape, Span, Statement, StatementState, freeze,
};
use shared::visit::{Visit, VisitState};
use std::collections::BTreeSet;
use uuid::Uuid;

fn id(n: u8) -> StatementId {
    StatementId(Uuid::from_bytes([n; 16]))
}

fn span(label: &str, first: &str, last: &str) -> Span {
    Span { label: label.into(), first: day(first), last: day(last) }
}

fn year() -> Span {
    span("2024-2025", "2024-09-01", "2025-07-04")
}

fn draft(committee: Committee, span: Span) -> Draft {
    let (text, readers) = ("Une bonne année.".into(), BTreeSet::new());
    Draft { committee, span, text, public: false, readers, replaces: None }
}

/// Four quarters of a year that is over, then the two of the small authority.
fn with_year(world: &mut World) {
    let mut calendar = Calendar::clone(&world.state.calendar());
    let ends = [("09-01", "11-15"), ("11-16", "12-31"), ("01-01", "03-31"), ("04-01", "07-04")];
    for (n, (first, last)) in ends.iter().enumerate() {
        let of = if n < 2 { 2024 } else { 2025 };
        calendar.quarters.push(Quarter {
            id: QuarterId(format!("2024-2025-{}", n + 1)),
            rank: n as u8 + 1,
            first: day(&format!("{of}-{first}")),
            last: day(&format!("{of}-{last}")),
        });
    }
    world.put(calendar);
}

/// A world of that many sites, in that many communes, with nothing else.
fn authority(sites: usize, communes: usize) -> World {
    let mut world = World::new();
    with_year(&mut world);
    for old in ["0420001A", "0420002B"] {
        let mut gone = new_site(old);
        gone.closed_on = Some(day("2020-01-01"));
        world.put(gone);
    }
    for n in 0..sites {
        let mut row = new_site(&format!("043{n:04}Z"));
        row.commune = format!("42{:03}", n % communes).as_str().into();
        row.commune_name = format!("Commune {:02}", n % communes);
        world.put(row);
    }
    world
}

fn made(world: &mut World, n: usize, site_id: &str, quarter: u8, on: &str) {
    let key = VisitId(Uuid::from_u128(n as u128 + 1));
    let (slot, quarter) = (slot(on, Half::Morning), QuarterId(format!("2024-2025-{quarter}")));
    let state = VisitState::Reported;
    world.put(Visit::new(key, site(site_id), quarter, account(TECHNICIAN), slot, state));
}

/// Makes visits `from..to` of the year, site after site within each quarter.
fn visits(world: &mut World, sites: usize, range: std::ops::Range<usize>) {
    let days = ["2024-10-01", "2024-12-02", "2025-02-03", "2025-05-05"];
    for n in range {
        let (quarter, at) = (n / sites, n % sites);
        made(world, n, &format!("043{at:04}Z"), quarter as u8 + 1, days[quarter]);
    }
}

fn prepare(world: &mut World, n: u8, draft: Draft) {
    world.give(COORDINATOR, Act::PrepareStatement { statement: id(n), draft }).unwrap();
}

/// Freezes as a server does: the rule, then the figures and the hash in the same row.
fn froze(world: &mut World, n: u8) -> Statement {
    world.give(COORDINATOR, Act::FreezeStatement { statement: id(n) }).unwrap();
    let row = Statement::clone(&world.state.statements[&id(n)]);
    assert!(row.waits_for_figures(), "a device that freezes shows no figures of its own");
    let mut row = freeze::figures(&world.state, &row);
    row.hash = "sealed".into();
    world.put(row);
    stored(world, n)
}

fn stored(world: &World, n: u8) -> Statement {
    Statement::clone(&world.state.statements[&id(n)])
}

fn amount(statement: &Statement, figure: &str) -> Amount {
    let at = statement.definitions.iter().position(|d| d.id == figure).unwrap();
    statement.total().unwrap().amounts[at]
}

fn bytes(statement: &Statement) -> Vec<u8> {
    serde_json::to_vec(&freeze::sealed(statement)).unwrap()
}

/// Acceptance 1. «Breaks»: the phone that was silent for three weeks.
#[test]
fn what_comes_after_the_freeze_is_told_in_the_next_statement() {
    let mut world = authority(277, 48);
    visits(&mut world, 277, 0..900);
    prepare(&mut world, 1, draft(Committee::Technical, year()));
    let frozen = froze(&mut world, 1);
    assert_eq!(amount(&frozen, "half_days").value, Some(900));
    assert_eq!(amount(&frozen, "half_days").of, Some(1_108));
    visits(&mut world, 277, 900..908);
    assert_eq!(stored(&world, 1), frozen, "the frozen one stays");
    let next = span("2025-2026, trimestre 3", "2026-02-23", "2026-04-30");
    prepare(&mut world, 2, draft(Committee::Technical, next));
    let second = froze(&mut world, 2);
    let late: Vec<_> = second.late.iter().map(|l| (l.of, &*l.span, &*l.figure, l.count)).collect();
    assert_eq!(late, [(id(1), "2024-2025", "half_days", 8)], "900 + 8");
    // A third one does not tell them again, but tells what came since.
    visits(&mut world, 277, 908..911);
    let last = span("2025-2026, trimestre 4", "2026-05-01", "2026-07-03");
    prepare(&mut world, 3, draft(Committee::Technical, last));
    let known = world.state.statements[&id(3)].clone();
    let third = freeze::figures(&world.state, &known);
    assert_eq!(third.late.iter().map(|late| late.count).collect::<Vec<_>>(), [3]);
    // Another committee was told nothing, so nothing is late to it.
    prepare(&mut world, 4, draft(Committee::Communes, span("t", "2026-02-23", "2026-04-30")));
    assert!(froze(&mut world, 4).late.is_empty());
}

/// Acceptance 2 and 5, and «same number, same bytes». «Breaks»: the purge deletes visits, and a
/// school has a new name: nothing is computed again, and names are copies.
#[test]
fn names_closures_purges_and_new_definitions_change_no_byte() {
    let mut world = authority(20, 4);
    visits(&mut world, 20, 0..50);
    prepare(&mut world, 1, draft(Committee::Communes, year()));
    let frozen = froze(&mut world, 1);
    let before = bytes(&frozen);
    prepare(&mut world, 2, draft(Committee::Communes, year()));
    let again = froze(&mut world, 2);
    assert_eq!(again.as_of, frozen.as_of);
    assert_eq!(bytes(&again), before, "frozen twice at the same number");

    let mut renamed = new_site("0430000Z");
    renamed.name = "École Nouvelle".into();
    world.put(renamed);
    let mut closed = new_site("0430001Z");
    closed.closed_on = Some(day("2024-09-02"));
    world.put(closed);
    world.state.visits = State::default().visits;
    assert_eq!(bytes(&stored(&world, 1)), before);
    let names = frozen.sheets.iter().flat_map(|sheet| &sheet.sites);
    assert!(names.clone().any(|site| site.name == "École 0430000Z"), "names are copies");
    assert_eq!(names.count(), 20);
    let now = freeze::figures(&world.state, &frozen);
    assert_ne!(bytes(&now), before, "computed again it would be another one");
}

/// A frozen one is frozen: neither its coordinator nor anybody else changes it.
#[test]
fn a_frozen_statement_is_neither_written_nor_frozen_again() {
    let mut world = authority(3, 1);
    prepare(&mut world, 1, draft(Committee::Strategic, year()));
    froze(&mut world, 1);
    for act in [
        Act::PrepareStatement { statement: id(1), draft: draft(Committee::Strategic, year()) },
        Act::FreezeStatement { statement: id(1) },
    ] {
        assert!(matches!(world.give(COORDINATOR, act), Err(Refusal::State { .. })));
    }
    let ahead = span("plus tard", "2030-01-01", "2030-03-31");
    prepare(&mut world, 2, draft(Committee::Strategic, ahead));
    assert!(world.give(COORDINATOR, Act::FreezeStatement { statement: id(2) }).is_err());
    for n in [DISPATCHER, TECHNICIAN, TEACHER] {
        let act = Act::FreezeStatement { statement: id(2) };
        assert_eq!(world.give(n, act), Err(Refusal::NotAllowed));
    }
}

/// Acceptance 8: both stay, and the old one says what took its place.
#[test]
fn a_correction_takes_the_place_and_leaves_the_old_one_to_be_read() {
    let mut world = authority(10, 2);
    visits(&mut world, 10, 0..4);
    prepare(&mut world, 1, draft(Committee::Technical, year()));
    let first = froze(&mut world, 1);
    visits(&mut world, 10, 4..6);
    let other_time = Draft {
        replaces: Some(id(1)),
        ..draft(Committee::Technical, span("t", "2026-02-23", "2026-04-30"))
    };
    let act = Act::PrepareStatement { statement: id(9), draft: other_time };
    assert!(world.give(COORDINATOR, act).is_err(), "a correction is of the same time");
    let correction = Draft { replaces: Some(id(1)), ..draft(Committee::Technical, year()) };
    prepare(&mut world, 2, correction.clone());
    assert_eq!(stored(&world, 1).state, StatementState::Frozen, "not before it is frozen");
    let second = froze(&mut world, 2);
    let old = stored(&world, 1);
    assert_eq!((old.state, old.replaced_by), (StatementState::Superseded, Some(id(2))));
    assert_eq!(bytes(&old), bytes(&first), "its figures and its hash stay");
    assert_eq!(freeze::as_frozen(&old), first, "and all that its files are made of");
    assert_eq!(amount(&second, "half_days").value, Some(6));
    assert!(second.late.is_empty(), "a correction holds them itself");
    let act = Act::PrepareStatement { statement: id(3), draft: correction };
    assert!(matches!(world.give(COORDINATOR, act), Err(Refusal::State { .. })), "corrected once");
}

/// Acceptance 4.
#[test]
fn another_version_of_a_definition_is_not_compared() {
    let mut world = authority(10, 2);
    visits(&mut world, 10, 0..4);
    prepare(&mut world, 1, draft(Committee::Technical, year()));
    let one = froze(&mut world, 1);
    visits(&mut world, 10, 4..5);
    let mut two = freeze::figures(&world.state, &one);
    let differs: Vec<_> = compare(&one, &two).into_iter().map(|d| (d.figure.id, d.how)).collect();
    let (was, is) = (amount(&one, "half_days"), amount(&two, "half_days"));
    assert_eq!(differs[0], ("half_days".into(), Compared::Differs { from: was, to: is }));
    for defined in two.definitions.iter_mut().filter(|defined| defined.id == "half_days") {
        defined.version = 2;
    }
    let differs: Vec<_> =
        compare(&one, &two).into_iter().filter(|d| d.figure.id == "half_days").collect();
    assert_eq!(differs.len(), 1, "once, and no curve");
    assert_eq!(differs[0].how, Compared::Redefined { from: 1, to: 2 });
    assert!(compare(&one, &one).is_empty());
}

/// Acceptance 7: on the wire.
#[test]
fn an_observer_holds_their_own_sheets_and_the_total() {
    let mut world = authority(20, 4);
    prepare(&mut world, 1, draft(Committee::Communes, year()));
    let observer = Viewer {
        account: account(30),
        today: day("2026-03-12"),
        reach: Reach::Observer(BTreeSet::from([site("0430002Z"), site("0430006Z")])),
        calls: [].into(),
    };
    assert_eq!(stored(&world, 1).sight(&observer), Sight::Hidden, "a draft is nobody's");
    let frozen = froze(&mut world, 1);
    assert_eq!(frozen.sheets.len(), 5);
    let Sight::Short(seen) = frozen.sight(&observer) else { panic!("not seen in short") };
    let places: Vec<_> = seen.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(places, ["", "Commune 02"]);
    assert!(!serde_json::to_string(&seen).unwrap().contains("Commune 01"));

    prepare(&mut world, 2, draft(Committee::Strategic, year()));
    let strategic = froze(&mut world, 2);
    assert_eq!(strategic.sight(&observer), Sight::Hidden, "whom nobody named reads no other");
    let named =
        Draft { readers: BTreeSet::from([account(30)]), ..draft(Committee::Strategic, year()) };
    prepare(&mut world, 3, named);
    assert!(matches!(froze(&mut world, 3).sight(&observer), Sight::Short(_)));
    for reach in [
        Reach::School(site("0430002Z")),
        Reach::Technician { sites: BTreeSet::new(), quarters: BTreeSet::new() },
    ] {
        let other = Viewer { reach, ..observer.clone() };
        assert_eq!(frozen.sight(&other), Sight::Hidden);
    }
}

/// S15, acceptance 2 (second half) and 8: its own factors, and the mark of the demonstration.
#[test]
fn a_statement_keeps_its_factors_and_the_mark_of_the_demonstration() {
    let mut world = authority(5, 1);
    let mut placed = new_site("0430000Z");
    let position = shared::site::Position { lat: 45.6, lon: 4.4, exact: true };
    placed.position = Some(position);
    world.put(placed);
    let mut technician =
        shared::account::Account::clone(&world.state.accounts[&account(TECHNICIAN)]);
    technician.depot = Some(shared::site::Position { lat: 45.44, ..position });
    world.put(technician);
    visits(&mut world, 5, 0..1);
    prepare(&mut world, 1, draft(Committee::Strategic, year()));
    let frozen = froze(&mut world, 1);
    assert!(!frozen.fictitious);
    let kept: Vec<_> = frozen.factors.iter().map(|f| (f.key.as_str(), f.value)).collect();
    let road = ("road_diesel", 236_390);
    let law = [("reuse_share", 350), ("reuse_age", 120), ("share_together", 200)];
    assert_eq!((kept[0], &kept[1..]), (road, &law[..]), "and the thresholds of 2024");
    let emitted = amount(&frozen, "emitted").value;
    assert!(emitted > Some(0));
    let known = shared::sobriety::known::factors(&world.state.settings());
    let mut changed = known.0[0].clone();
    (changed.key, changed.value) = ("road_diesel".into(), 500_000);
    let mut settings = shared::settings::Settings::clone(&world.state.settings());
    settings.factors = Some(known.with(changed).0);
    world.put(settings);
    let mut fictitious = new_site("0430001Z");
    fictitious.fictitious = true;
    world.put(fictitious);
    assert_eq!(stored(&world, 1), frozen);
    let now = freeze::figures(&world.state, &frozen);
    assert!(now.fictitious && amount(&now, "emitted").value > emitted);
}

/// Every definition has its words and a key of its own.
#[test]
fn definitions_are_whole() {
    let keys: BTreeSet<_> = TABLE.iter().map(|definition| definition.id).collect();
    assert_eq!(keys.len(), TABLE.len());
    for definition in TABLE {
        let defined = definition.defined();
        let texts = [
            &defined.theme,
            &defined.label,
            &defined.sentence,
            &defined.formula,
            &defined.source,
            &defined.excludes,
            &defined.unit,
        ];
        assert!(texts.iter().all(|text| !text.is_empty()), "{}", definition.id);
        assert!(!definition.committees.is_empty() && definition.version > 0);
        assert_ne!(defined.shape, Shape::Unknown);
    }
    for committee in Committee::ALL {
        assert!(Definition::of(committee).count() >= 8);
    }
}

/// What was written is read back as it was.
#[test]
fn a_statement_reads_back() {
    let mut world = authority(6, 2);
    prepare(&mut world, 1, draft(Committee::Communes, year()));
    let row = Row::from(froze(&mut world, 1));
    let text = serde_json::to_string(&row).unwrap();
    assert_eq!(serde_json::from_str::<Row>(&text).unwrap(), row);
}
