//! Marks: who gives them, who reads them, what they make.

use super::*;

/// Acceptance 3: three jurors 4, 5, abstained (max 5, weight 40): 36.00 points, not 24.00.
#[test]
fn who_abstains_is_absent_and_no_zero() {
    let rules =
        Call { criteria: vec![criterion("Pédagogie", 40)], jury: [].into(), several: false };
    let ballot = |n: u8, score: Option<u8>| Ballot {
        id: key(campaign(1), account(n)),
        campaign: campaign(1),
        juror: account(n),
        juror_name: String::new(),
        marks: vec![Mark {
            supply: supply(1),
            scores: vec![score],
            note: String::new(),
            abstained: score.is_none().then(|| "J’y ai enseigné".into()),
        }],
        withdrawn: Vec::new(),
        open_to: [].into(),
        open: false,
        on: day("2026-03-12"),
        version: 0,
    };
    let all = [ballot(1, Some(4)), ballot(2, Some(5)), ballot(3, None)];
    let all: Vec<_> = all.iter().collect();
    assert_eq!(points(&rules, &all, supply(1)).unwrap().hundredths(), 3_600);
    assert!(points(&rules, &all[1..], supply(1)).is_none(), "one mark makes no place");
    // Thirds are exact: three thirds of a point are one.
    let rules = Call { criteria: vec![Criterion { max: 3, ..criterion("Tiers", 1) }], ..rules };
    let [one, two] = [(1, 1, 1), (0, 1, 2)].map(|(a, b, c)| {
        let all = [ballot(1, Some(a)), ballot(2, Some(b)), ballot(3, Some(c))];
        points(&rules, &all.iter().collect::<Vec<_>>(), supply(1)).unwrap()
    });
    assert!(one == two && one.hundredths() == 33);
}

/// Acceptance 4: typed Friday 17:50, received Monday: kept and marked; with a clock a day off:
/// kept, «à décider»; typed too late, or received a week later: refused. Breaks on: deadline Friday
/// 18:00, the tablet sends Monday 8:30; or a tablet that is set back one day.
#[test]
fn a_project_that_was_typed_in_time_is_kept_and_a_wrong_clock_is_not_believed() {
    let mut world = with_call(10_000_000);
    let draft = Draft { closes: day("2026-03-06"), ..call(10_000_000, criteria()) };
    world.give(COORDINATOR, set(draft)).unwrap();
    let friday = "2026-03-06T17:50:00+01:00";
    let monday = "2026-03-09T08:30:00+01:00";
    for n in [1, 2, 3, 4] {
        world.put(new_site(school(n).as_str()));
    }
    let act = project(1, &[(TABLET, 1)], &world);
    judged(&mut world, act, friday, monday, 0).unwrap();
    let kept = world.supply(1);
    assert!(kept.late && !kept.project.as_ref().unwrap().doubtful);
    let act = project(2, &[(TABLET, 1)], &world);
    judged(&mut world, act, friday, monday, 86_400_000).unwrap();
    assert!(world.supply(2).project.as_ref().unwrap().doubtful, "«à décider»");
    let act = project(3, &[(TABLET, 1)], &world);
    let late = judged(&mut world, act, "2026-03-07T09:00:00+01:00", monday, 0);
    assert!(matches!(late, Err(Refusal::CampaignClosed { .. })), "{late:?}");
    let act = project(4, &[(TABLET, 1)], &world);
    let late = judged(&mut world, act, friday, "2026-03-16T08:30:00+01:00", 0);
    assert!(matches!(late, Err(Refusal::CampaignClosed { .. })), "{late:?}");
    // What is doubtful is decided before it is given.
    for juror in [DISPATCHER, COORDINATOR] {
        world.give(juror, hand_in(vec![marks(1, [5, 5, 5]), marks(2, [4, 4, 4])])).unwrap();
    }
    let both = || decision(vec![award(1, ProjectOutcome::Given), award(2, ProjectOutcome::Given)]);
    let why = hindered(&mut world, COORDINATOR, both());
    assert_eq!(why, Hindrance::Doubtful { supply: supply(2) });
    world.give(COORDINATOR, Act::AdmitProject { supply: supply(2) }).unwrap();
    world.give(COORDINATOR, both()).unwrap();
}

pub(super) fn held_by(world: &World, n: u8) -> BTreeSet<AccountId> {
    let ballot = |row: Row| match row {
        Row::Ballot(ballot) => Some(ballot.juror),
        _ => None,
    };
    held(world, n).into_iter().filter_map(ballot).collect()
}

/// Acceptance 5, and invariant: a juror's device holds no mark of others before their own are
/// handed in, and a school never. Breaks on: marks travel in the row.
#[test]
fn marks_of_others_are_cut_on_the_wire_until_ones_own_are_handed_in() {
    let mut world = with_call(10_000_000);
    sent(&mut world, 1, &[(TABLET, 1)]);
    world.give(DISPATCHER, hand_in(vec![marks(1, [4, 4, 4])])).unwrap();
    let who = |ids: &[u8]| ids.iter().map(|n| account(*n)).collect::<BTreeSet<_>>();
    assert_eq!(held_by(&world, DISPATCHER), who(&[DISPATCHER]));
    for n in [SECOND, COORDINATOR, TEACHER, TECHNICIAN] {
        assert_eq!(held_by(&world, n), who(&[]), "{n}");
    }
    let text = serde_json::to_string(world.supply(1)).unwrap();
    assert!(!text.contains("scores"), "no mark travels with the project: {text}");
    let before = world.state.ballots[&key(campaign(1), account(DISPATCHER))].version;
    world.give(SECOND, hand_in(vec![marks(1, [2, 2, 2])])).unwrap();
    for n in [DISPATCHER, SECOND] {
        assert_eq!(held_by(&world, n), who(&[DISPATCHER, SECOND]), "{n}");
    }
    let after = world.state.ballots[&key(campaign(1), account(DISPATCHER))].version;
    assert!(after > before, "it is sent again, so that a cursor finds it");
    assert_eq!(held_by(&world, COORDINATOR), who(&[]));
    for row in world.state.rows().filter(|row| matches!(row, Row::Ballot(_))) {
        let reach = Reach::School(school(1));
        let reader =
            Viewer { account: account(TEACHER), today: day("2026-03-12"), reach, calls: [].into() };
        assert!(row.is_sealed() && row.seen_by(&reader).is_none());
    }
    // Once the marking is over the desk reads all, and nobody marks any more.
    world.give(COORDINATOR, Act::OpenBallots { campaign: campaign(1) }).unwrap();
    assert_eq!(held_by(&world, COORDINATOR), who(&[DISPATCHER, SECOND]));
    let why = hindered(&mut world, THIRD, hand_in(vec![marks(1, [1, 1, 1])]));
    assert_eq!(why, Hindrance::Over);
}

/// Marks of some projects alone open nothing: their author would read others' marks of the rest
/// before giving their own. Breaks on: one mark handed in opens whole ballots.
#[test]
fn who_marked_some_projects_alone_reads_nobody() {
    let mut world = with_call(10_000_000);
    sent(&mut world, 1, &[(TABLET, 1)]);
    sent(&mut world, 2, &[(TABLET, 1)]);
    let all = |score| vec![marks(1, [score; 3]), marks(2, [score; 3])];
    world.give(DISPATCHER, hand_in(all(4))).unwrap();
    world.give(SECOND, hand_in(vec![marks(1, [2, 2, 2])])).unwrap();
    let who = |ids: &[u8]| ids.iter().map(|n| account(*n)).collect::<BTreeSet<_>>();
    assert_eq!(held_by(&world, SECOND), who(&[SECOND]), "half is not all");
    assert_eq!(held_by(&world, DISPATCHER), who(&[DISPATCHER, SECOND]), "who said all reads");
    world.give(SECOND, hand_in(vec![marks(2, [2, 2, 2])])).unwrap();
    assert_eq!(held_by(&world, SECOND), who(&[DISPATCHER, SECOND]));
    assert_eq!(held_by(&world, DISPATCHER), who(&[DISPATCHER, SECOND]));
}

/// What was handed in stays; nobody marks who is no juror, or before the projects are all written.
#[test]
fn marks_are_given_once_by_jurors_after_the_last_day() {
    let mut world = with_call(10_000_000);
    sent(&mut world, 1, &[(TABLET, 1)]);
    let first = || hand_in(vec![marks(1, [4, 4, 4])]);
    world.give(DISPATCHER, first()).unwrap();
    world.give(DISPATCHER, first()).unwrap();
    let why = hindered(&mut world, DISPATCHER, hand_in(vec![marks(1, [5, 5, 5])]));
    assert_eq!(why, Hindrance::MarkGiven { supply: supply(1) });
    assert!(matches!(
        world.give(SECOND, hand_in(vec![marks(1, [6, 1, 1])])),
        Err(Refusal::BadField { .. })
    ));
    assert_eq!(world.give(TECHNICIAN, first()), Err(Refusal::NotAllowed));
    world.put(Account::blank(account(12), "Nobody".into(), Role::Dispatcher, None));
    assert_eq!(hindered(&mut world, 12, first()), Hindrance::NoJuror);
    let draft = Draft { closes: day("2026-03-20"), ..call(10_000_000, criteria()) };
    world.give(COORDINATOR, set(draft)).unwrap();
    assert_eq!(hindered(&mut world, SECOND, first()), Hindrance::StillOpen);
}

/// Breaks on: the conflict appears after scoring: marks are withdrawn, kept in history.
#[test]
fn a_conflict_that_comes_up_later_withdraws_marks_and_keeps_them() {
    let mut world = with_call(10_000_000);
    sent(&mut world, 1, &[(TABLET, 1)]);
    for n in [DISPATCHER, SECOND, THIRD] {
        world.give(n, hand_in(vec![marks(1, [n.min(5), 4, 4])])).unwrap();
    }
    let (campaign, supply, reason) = (campaign(1), supply(1), "A monté le projet".to_owned());
    let juror = account(DISPATCHER);
    let act = Act::WithdrawMarks { campaign, juror, supply, reason };
    world.give(COORDINATOR, act.clone()).unwrap();
    let ballot = world.state.ballots[&key(campaign, juror)].clone();
    assert_eq!(ballot.withdrawn[0].mark, marks(1, [3, 4, 4]));
    assert_eq!(ballot.mark(supply).unwrap().abstained.as_deref(), Some("A monté le projet"));
    let call = world.state.campaigns[&campaign].clone();
    let places = ranking(&world.state, &call, 7);
    assert_eq!(places[0].hundredths, Some(8_800), "5, 4, 4 of two jurors: 40 + 28 + 20");
}

/// Equals: never served first, then fewer devices a class, then the lot, which anybody can draw
/// again.
#[test]
fn equals_are_told_apart_by_the_rule_that_was_written_before() {
    let mut world = with_call(10_000_000);
    for (n, tablets) in [(1, 4), (2, 2), (3, 2)] {
        sent(&mut world, n, &[(TABLET, tablets)]);
    }
    for juror in [DISPATCHER, COORDINATOR] {
        let all = (1..=3).map(|n| marks(n, [3, 3, 3])).collect();
        world.give(juror, hand_in(all)).unwrap();
    }
    let call = world.state.campaigns[&campaign(1)].clone();
    let order = |world: &World, lot| {
        let places = ranking(&world.state, &call, lot);
        places.iter().map(|place| place.supply).collect::<Vec<_>>()
    };
    assert_eq!(order(&world, 7)[2], supply(1), "most devices a class");
    assert_eq!(order(&world, 7), order(&world, 7));
    let lots: BTreeSet<_> = (0..20).map(|lot| order(&world, lot)[0]).collect();
    assert_eq!(lots, [supply(2), supply(3)].into(), "the lot decides between them");
    // The second one's school got something of an earlier call.
    let earlier = CampaignId(Uuid::from_u128(77));
    let served = Supply {
        id: SupplyId(Uuid::from_u128(78)),
        campaign: earlier,
        state: SupplyState::Closed,
        ..world.supply(2).clone()
    };
    world.put(served);
    assert_eq!(order(&world, 7)[0], supply(3));
    assert_eq!(order(&world, 7)[2], supply(2), "served before, it comes last");
    assert!(matches!(world.supply(2).sight(&reader()), Sight::Hidden));
}

fn reader() -> Viewer {
    let reach = Reach::School(school(1));
    Viewer { account: account(TEACHER), today: day("2026-03-12"), reach, calls: [].into() }
}
