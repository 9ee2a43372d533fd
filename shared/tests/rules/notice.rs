//! News: whom it reaches, on the wire and by day, and what it never holds.

use crate::world::*;
use shared::entity::{Entity, Reach, Sight, Viewer};
use shared::id::NoticeId;
use shared::notice::reach;
use shared::notice::{Act, Audience, Draft, Link, Notice, NoticeState};
use shared::refusal::{FieldName, FieldProblem, Refusal};
use std::collections::BTreeSet;
use uuid::Uuid;

fn id(n: u8) -> NoticeId {
    NoticeId(Uuid::from_bytes([n; 16]))
}

fn draft(audience: Audience) -> Draft {
    Draft {
        title: "Appel à projets ouvert jusqu’au 30 avril".into(),
        text: "Les écoles déposent leur projet.".into(),
        from: day("2026-03-01"),
        until: day("2026-04-30"),
        audience,
        link: Some(Link::Orders),
    }
}

fn schools() -> Audience {
    Audience { schools: true, ..Audience::default() }
}

fn school(at: &str, today: &str) -> Viewer {
    Viewer {
        account: account(TEACHER),
        today: day(today),
        reach: Reach::School(site(at)),
        calls: [].into(),
    }
}

fn published(world: &mut World, n: u8, audience: Audience) -> Notice {
    world.give(COORDINATOR, Act::SetNotice { notice: id(n), draft: draft(audience) }).unwrap();
    world.give(COORDINATOR, Act::PublishNotice { notice: id(n) }).unwrap();
    Notice::clone(&world.state.notices[&id(n)])
}

/// Acceptance 3: on the wire.
#[test]
fn news_to_a_commune_reaches_the_schools_of_that_commune_alone() {
    let mut world = World::new();
    let mut other = new_site("0420002B");
    other.commune = "42095".into();
    world.put(other);
    let communes = BTreeSet::from(["42095".into()]);
    let notice = published(&mut world, 1, Audience { communes, ..Audience::default() });
    let of = |at: &str| notice.sight(&school(at, "2026-03-12"));
    assert_eq!(of("0420001A"), Sight::Hidden);
    let Sight::Short(seen) = of("0420002B") else { panic!("hidden") };
    assert_eq!(seen.reached, BTreeSet::from([site("0420002B")]));
    assert!(seen.audience.communes.is_empty(), "nor whom else it is for");
    let reach = Reach::Technician { sites: BTreeSet::new(), quarters: BTreeSet::new() };
    let technician = Viewer { reach, ..school("0420001A", "2026-03-12") };
    assert_eq!(notice.sight(&technician), Sight::Hidden);
    let all = published(&mut world, 2, schools());
    assert!(matches!(all.sight(&school("0420001A", "2026-03-12")), Sight::Short(_)));
    assert_eq!(all.sight(&technician), Sight::Hidden);
}

/// The number of schools beside the audience is that of the schools that get it.
#[test]
fn the_number_of_schools_is_that_of_those_who_get_it() {
    let mut world = World::new();
    for (code, commune, name) in [
        ("0420002B", "42095", "Firminy"),
        ("0420003C", "42095", "Firminy"),
        ("0420004D", "42316", "Unieux"),
        ("0420005E", "42316", "Unieux"),
    ] {
        let mut row = new_site(code);
        (row.commune, row.commune_name) = (commune.into(), name.into());
        row.closed_on = (code == "0420005E").then(|| day("2026-01-01"));
        world.put(row);
    }
    let places = reach::places(&world.state);
    let of = |name: &str| places.iter().find(|place| place.name == name).map(|p| p.schools);
    assert_eq!((of("Firminy"), of("Unieux")), (Some(2), Some(1)), "closed ones are in none");
    assert!(places.is_sorted_by_key(|place| place.name.clone()));
    let sites = BTreeSet::from([site("0420002B"), site("0420004D")]);
    let communes = BTreeSet::from(["42095".into()]);
    let audience = Audience { communes, sites, ..Audience::default() };
    assert_eq!(audience.schools(&world.state), 3, "one that is meant twice counts once");
    let all: usize = places.iter().map(|place| place.schools).sum();
    assert_eq!(schools().schools(&world.state), all);
    let notice = published(&mut world, 1, audience);
    assert_eq!(notice.reached.len(), 3);
}

/// Acceptance 4. «Breaks»: a tablet without a network for three weeks.
#[test]
fn the_days_decide_without_a_network() {
    let mut world = World::new();
    let notice = published(&mut world, 1, schools());
    let at = |time: &str| {
        let at = chrono::DateTime::parse_from_rfc3339(time).unwrap();
        shared::day::paris_day(at.timestamp_millis())
    };
    assert!(notice.is_shown(at("2026-04-30T23:59:59+02:00")), "until midnight in Paris");
    assert!(!notice.is_shown(at("2026-05-01T00:00:00+02:00")));
    let shown = ["2026-02-28", "2026-03-01", "2026-04-30", "2026-05-01"].map(day);
    assert_eq!(shown.map(|today| notice.is_shown(today)), [false, true, true, false]);
    assert!(matches!(notice.sight(&school("0420001A", "2026-04-30")), Sight::Short(_)));
    assert_eq!(notice.sight(&school("0420001A", "2026-05-01")), Sight::Hidden, "pruned by day");
    world.give(COORDINATOR, Act::WithdrawNotice { notice: id(1) }).unwrap();
    let notice = &world.state.notices[&id(1)];
    assert!(!notice.is_shown(day("2026-03-12")));
    assert_eq!(notice.sight(&school("0420001A", "2026-03-12")), Sight::Hidden);
    let again = world.give(COORDINATOR, Act::PublishNotice { notice: id(1) });
    assert!(matches!(again, Err(Refusal::State { .. })));
}

/// A draft is nobody's.
#[test]
fn what_is_not_published_is_seen_by_nobody() {
    let mut world = World::new();
    let act = Act::SetNotice { notice: id(1), draft: draft(schools()) };
    world.give(DISPATCHER, act).unwrap();
    let notice = &world.state.notices[&id(1)];
    assert_eq!((notice.state, notice.is_shown(day("2026-03-12"))), (NoticeState::Draft, false));
    assert_eq!(notice.sight(&school("0420001A", "2026-03-12")), Sight::Hidden);
}

/// A dispatcher writes to schools alone; schools and technicians write none.
#[test]
fn only_a_coordinator_speaks_to_everybody() {
    let mut world = World::new();
    let public = Audience { public: true, ..Audience::default() };
    let set = |draft| Act::SetNotice { notice: id(1), draft };
    for n in [DISPATCHER, TEACHER, TECHNICIAN] {
        assert_eq!(world.give(n, set(draft(public.clone()))), Err(Refusal::NotAllowed));
    }
    world.give(COORDINATOR, set(draft(public))).unwrap();
    let publish = Act::PublishNotice { notice: id(1) };
    assert_eq!(world.give(DISPATCHER, publish), Err(Refusal::NotAllowed));
    assert_eq!(world.give(DISPATCHER, set(draft(schools()))), Err(Refusal::NotAllowed));
}

/// Acceptance 6: a title of 300 characters, days the wrong way round, nobody meant. «Breaks»: a
/// photo of a class, as news name no file; a tracker in a shortened link, as a link is one of ours.
#[test]
fn what_cannot_be_shown_is_refused_at_its_field() {
    let mut world = World::new();
    let mut refused = |change: fn(&mut Draft)| {
        let mut draft = draft(schools());
        change(&mut draft);
        match world.give(COORDINATOR, Act::SetNotice { notice: id(1), draft }) {
            Err(Refusal::BadField { field, problem }) => (field, problem),
            other => panic!("{other:?}"),
        }
    };
    let long = refused(|draft| draft.title = "x".repeat(300));
    assert_eq!(long, (FieldName::Label, FieldProblem::TooLong { max: 120 }));
    assert_eq!(refused(|draft| draft.title = " ".into()).0, FieldName::Label);
    assert_eq!(refused(|draft| draft.until = day("2026-02-01")).0, FieldName::Until);
    assert_eq!(refused(|draft| draft.audience = Audience::default()).0, FieldName::Sites);
    assert_eq!(refused(|draft| draft.link = Some(Link::Unknown)).0, FieldName::Kind);
    let elsewhere = r#""https://court.example/x""#;
    assert_eq!(serde_json::from_str::<Link>(elsewhere).unwrap(), Link::Unknown);
    let newer = r#"{"what":"x"}"#;
    assert!(serde_json::from_str::<Audience>(newer).unwrap().is_empty(), "passed over");
    assert!(notice_names_no_file());
}

fn notice_names_no_file() -> bool {
    let mut world = World::new();
    published(&mut world, 1, schools()).files().is_empty()
}
