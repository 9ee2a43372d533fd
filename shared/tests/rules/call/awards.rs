//! The opening of a call, and its decision.

use super::*;

/// Acceptance 2: weights summing to 95 cannot open.
#[test]
fn a_call_opens_with_a_hundred_points_and_two_jurors() {
    let mut world = with_catalogue();
    let light = vec![criterion("Pédagogie", 60), criterion("Partage", 35)];
    world.give(COORDINATOR, set(call(1_000, light))).unwrap();
    assert_eq!(hindered(&mut world, COORDINATOR, PUBLISH()), Hindrance::Weights { weight: 95 });
    let mut alone = call(1_000, criteria());
    alone.call.as_mut().unwrap().jury = [account(COORDINATOR)].into();
    world.give(COORDINATOR, set(alone)).unwrap();
    assert_eq!(hindered(&mut world, COORDINATOR, PUBLISH()), Hindrance::FewJurors { jurors: 1 });
    world.give(COORDINATOR, set(call(1_000, criteria()))).unwrap();
    world.give(COORDINATOR, PUBLISH()).unwrap();
    let other = vec![criterion("Autre", 100)];
    let why = hindered(&mut world, COORDINATOR, set(call(1_000, other)));
    assert_eq!(why, Hindrance::RulesFixed);
}

/// Acceptance 1: in the order of the places it stops at the first that does not fit, and says what
/// is left; a smaller one below only with a reason.
#[test]
fn awards_follow_the_places_within_the_money() {
    let mut world = with_call(500_000);
    sent(&mut world, 1, &[(TABLET, 3)]);
    sent(&mut world, 2, &[(TABLET, 3)]);
    sent(&mut world, 3, &[(TABLET, 2)]);
    all_marked(&mut world, 3);
    let given = || [1, 2, 3].map(|n| award(n, ProjectOutcome::Given)).to_vec();
    let why = hindered(&mut world, COORDINATOR, decision(given()));
    let (left, asked) = (Cents(200_000), Cents(300_000));
    let pot = Pot::Investment;
    assert_eq!(why, Hindrance::SectionLacks { pot, left, asked, supply: supply(2) });
    let mut awards = given();
    awards[1].outcome = ProjectOutcome::Waits;
    let why = hindered(&mut world, COORDINATOR, decision(awards.clone()));
    assert_eq!(why, Hindrance::PassedOver { supply: supply(2), by: supply(3) });
    awards[2].past = "Passer au suivant : le reste suffit".into();
    world.give(COORDINATOR, decision(awards)).unwrap();
    let past = &world.supply(3).project.as_ref().unwrap().past;
    assert_eq!(past, "Passer au suivant : le reste suffit", "the reason is kept");
    let states = [1, 2, 3].map(|n| state_of(&world, n));
    let expected = [SupplyState::Accepted, SupplyState::WaitingList, SupplyState::Accepted];
    assert_eq!(states, expected);
    let why = hindered(&mut world, COORDINATOR, decision(given()));
    assert_eq!(why, Hindrance::Over, "it is frozen with its minutes");
}

/// Acceptance 7: refused for lack of running money although investment remains; the section is
/// named. Breaks on: two sums, two limits.
#[test]
fn each_section_has_a_limit_of_its_own() {
    let mut world = with_call(10_000_000);
    sent(&mut world, 1, &[(TABLET, 1), (LICENCE, 1)]);
    sent(&mut world, 2, &[(TABLET, 1), (LICENCE, 1)]);
    all_marked(&mut world, 2);
    let both = vec![award(1, ProjectOutcome::Given), award(2, ProjectOutcome::Given)];
    let why = hindered(&mut world, COORDINATOR, decision(both.clone()));
    let (pot, left, asked) = (Pot::Operating, Cents(40_000), Cents(60_000));
    assert_eq!(why, Hindrance::SectionLacks { pot, left, asked, supply: supply(2) });
    // Reduced, it fits: «1 élément sur 2».
    let mut reduced = both;
    reduced[1].quantities = vec![1, 0];
    world.give(COORDINATOR, decision(reduced)).unwrap();
    assert_eq!(world.supply(2).lines.len(), 1);
    let asked = |n| world.supply(n).project.as_ref().and_then(|project| project.asked);
    assert_eq!((asked(1), asked(2)), (None, Some(2)), "what it asked for is still known");
}

/// Acceptance 8: rank 7 withdraws, rank 13 of the waiting list is proposed, ranks unchanged. Breaks
/// on: a school gives up in June.
#[test]
fn a_withdrawal_brings_up_the_waiting_list_and_changes_no_place() {
    let mut world = with_call(12 * 100_000);
    for n in 1..=14 {
        sent(&mut world, n, &[(TABLET, 1)]);
    }
    all_marked(&mut world, 14);
    let call = world.state.campaigns[&campaign(1)].clone();
    let places = ranking(&world.state, &call, 7);
    let by_rank: BTreeMap<u32, SupplyId> =
        places.iter().map(|place| (place.rank.unwrap(), place.supply)).collect();
    let awards = places.iter().map(|place| {
        let given = place.rank.unwrap() <= 12;
        let outcome = if given { ProjectOutcome::Given } else { ProjectOutcome::Waits };
        Award { supply: place.supply, ..award(1, outcome) }
    });
    world.give(COORDINATOR, decision(awards.collect())).unwrap();
    let (seventh, thirteenth) = (by_rank[&7], by_rank[&13]);
    let accept = supply::Act::AcceptSupply { supply: thirteenth, visit: None };
    assert!(world.give(COORDINATOR, accept.clone()).is_err(), "all the money is given");
    let reason = "Nous ne pouvons plus".into();
    world.give(COORDINATOR, supply::Act::CancelSupply { supply: seventh, reason }).unwrap();
    let call = world.state.campaigns[&campaign(1)].clone();
    assert_eq!(next_waiting(&world.state, &call).unwrap().id, thirteenth);
    world.give(COORDINATOR, accept).unwrap();
    let rank = |id: SupplyId| world.state.supplies[&id].project.as_ref().unwrap().rank;
    assert_eq!((rank(seventh), rank(thirteenth)), (Some(7), Some(13)));
    assert_eq!(call.decision.as_ref().unwrap().ranking, places);
}

/// Acceptance 6: 16 tablets for a school without a trained teacher: given; the leg cannot be done.
#[test]
fn an_award_is_an_order_with_its_training_gate() {
    let mut world = with_call(10_000_000);
    let topic = shared::id::TopicId("tablettes".into());
    let known = world.state.settings();
    let topics = vec![shared::settings::Topic { id: topic.clone(), label: "Tablettes".into() }];
    let settings = shared::settings::Settings { topics: Some(topics), ..(*known).clone() };
    world.put(settings);
    let tablet = world.state.articles[&article(TABLET)].clone();
    world.put(Article { requires: Some(topic), ..(*tablet).clone() });
    sent(&mut world, 1, &[(TABLET, 16)]);
    all_marked(&mut world, 1);
    world.give(COORDINATOR, decision(vec![award(1, ProjectOutcome::Given)])).unwrap();
    let row = world.supply(1).clone();
    assert_eq!((row.state, row.legs.len()), (SupplyState::Accepted, 1));
    assert!(row.gate(&row.legs[0], None, day("2026-03-12")).is_err(), "nobody is trained");
}

/// Invariants: once a call for each school; content is frozen, an addition is dated; a plain
/// order is no project. Breaks on: «just one typo».
#[test]
fn a_school_asks_once_and_what_it_wrote_is_frozen() {
    let mut world = with_call(10_000_000);
    sent(&mut world, 1, &[(TABLET, 1)]);
    let again = Act::SubmitProject {
        supply: supply(2),
        site: school(1),
        campaign: campaign(1),
        lines: Vec::new(),
        teacher: None,
        project: Project { title: "Bis".into(), purpose: "Bis".into(), ..Project::default() },
    };
    let open = "2026-03-02T10:00:00+01:00";
    let twice = judged(&mut world, again, open, open, 0);
    let why = Hindrance::AskedTwice { supply: supply(1) };
    assert_eq!(twice.unwrap_err(), Refusal::Call { why });
    world
        .give(COORDINATOR, Act::AddToProject { supply: supply(1), text: "Pour trois".into() })
        .unwrap();
    let known = world.supply(1).project.clone().unwrap();
    assert_eq!((known.additions.len(), known.purpose.as_str()), (1, "Apprendre à programmer"));
    let unit = Cents(100_000);
    let order = supply::Act::AskSupply {
        supply: supply(3),
        site: school(1),
        campaign: campaign(1),
        lines: vec![Asked { article: article(TABLET), quantity: 1, unit }],
        note: String::new(),
        teacher: None,
        replaces: Vec::new(),
    };
    assert!(judged(&mut world, order, open, open, 0).is_err());
}

/// A project is in no list of orders before it is given, and nobody but the decision lets it wait.
#[test]
fn a_project_is_no_order_before_it_is_given() {
    let mut world = with_call(300_000);
    for n in 1..=3 {
        sent(&mut world, n, &[(TABLET, 3)]);
    }
    assert!(world.supply(1).is_mere_project());
    let reason = "Plus tard".to_owned();
    let wait = supply::Act::WaitSupply { supply: supply(1), reason };
    assert!(matches!(world.give(COORDINATOR, wait), Err(Refusal::State { .. })));
    all_marked(&mut world, 3);
    let awards = vec![
        award(1, ProjectOutcome::Given),
        award(2, ProjectOutcome::Waits),
        award(3, ProjectOutcome::Refused),
    ];
    world.give(COORDINATOR, decision(awards)).unwrap();
    let is_mere = |world: &World, n| world.supply(n).is_mere_project();
    assert_eq!([1, 2, 3].map(|n| is_mere(&world, n)), [false, true, true]);
    // Retention: what got nothing is kept for less long than what was given, from the decision on.
    let ages = |world: &World| [1, 2, 3].map(|n| world.supply(n).ages());
    let nothing = Ages::From(world.supply(3).ended_on.unwrap(), Period::RefusedProjects);
    assert_eq!(ages(&world), [Ages::Never, nothing, nothing]);
    let reason = "Nous ne pouvons plus".to_owned();
    world.give(COORDINATOR, supply::Act::CancelSupply { supply: supply(1), reason }).unwrap();
    assert!(!is_mere(&world, 1), "what was given and withdrawn stays among the orders");
    let withdrawn = world.supply(1);
    let kept = Ages::From(withdrawn.ended_on.unwrap(), Period::History);
    assert_eq!(withdrawn.ages(), kept);
}

/// The minutes are named by the call, so that they can be fetched and are never purged; the lot of
/// a call is the same whoever draws it, and a number that JSON keeps exactly.
#[test]
fn the_minutes_stay_and_nobody_chooses_the_lot() {
    let mut world = with_call(10_000_000);
    sent(&mut world, 1, &[(TABLET, 1)]);
    all_marked(&mut world, 1);
    let hash = shared::id::FileHash("a0".repeat(32));
    let minutes = shared::history::FileRef { hash, bytes: 7 };
    let mut decided = decision(vec![award(1, ProjectOutcome::Given)]);
    if let Act::DecideCall { minutes: of, .. } = &mut decided {
        *of = Some(minutes.clone());
    }
    world.give(COORDINATOR, decided).unwrap();
    let call = world.state.campaigns[&campaign(1)].clone();
    assert_eq!(call.files(), vec![&minutes]);
    let lots = [1, 2].map(|n| shared::ballot::score::lot(campaign(n)));
    assert!(lots[0] != lots[1] && lots.iter().all(|lot| *lot < 1 << 53));
}
