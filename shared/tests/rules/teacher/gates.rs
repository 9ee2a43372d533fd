//! The gate (S10, sections 3 and 6).

use super::*;

#[test]
fn without_a_required_training_everything_passes() {
    let world = with_teacher();
    assert_eq!(gate(None, None, &site(SCHOOL), day("2026-03-12")), Ok(()));
    assert_eq!(gate(None, Some(known(&world, 1)), &site(OTHER), day("2026-03-12")), Ok(()));
    let nobody = gate(Some(&tablets()), None, &site(SCHOOL), day("2026-03-12"));
    assert_eq!(nobody, Err(Gate::NoTeacher));
}

/// S10, acceptance 1 and 2: what the phone knows decides, from its own rows.
#[test]
fn an_untrained_teacher_is_refused_and_a_trained_one_passes_from_that_day_on() {
    let mut world = with_teacher();
    assert_eq!(passes(&world, 1, SCHOOL, "2026-03-12"), Err(Gate::Untrained));
    world.give(DISPATCHER, attest(1, "ecran", "2026-03-12")).unwrap();
    assert_eq!(passes(&world, 1, SCHOOL, "2026-03-12"), Err(Gate::Untrained), "another topic");
    world.give(DISPATCHER, attest(1, "tablettes", "2026-03-12")).unwrap();
    assert_eq!(passes(&world, 1, SCHOOL, "2026-03-12"), Ok(()), "trained on the morning");
    let on = day("2026-03-12");
    assert_eq!(passes(&world, 1, SCHOOL, "2026-03-11"), Err(Gate::TrainedLater { on }));
    // What the technician holds is shorter, and opens the same.
    let phone = scope(&world, TECHNICIAN, &[SCHOOL]);
    let Some(Row::Teacher(short)) = phone.view(&Row::from(known(&world, 1).clone())) else {
        panic!("the technician of the site holds the teacher")
    };
    assert_ne!(*short, *known(&world, 1));
    assert_eq!(gate(Some(&tablets()), Some(&short), &site(SCHOOL), on), Ok(()));
}

/// S10, acceptance 3, as far as a row tells: what was corrected no longer opens the gate, and the
/// server, asked again for the day of the hand-over, finds an anomaly.
#[test]
fn a_training_that_is_taken_back_closes_the_gate_for_days_past_as_well() {
    let mut world = with_teacher();
    world.give(DISPATCHER, attest(1, "tablettes", "2026-02-04")).unwrap();
    assert_eq!(passes(&world, 1, SCHOOL, "2026-03-10"), Ok(()));
    let withdraw = Act::WithdrawTraining { teacher: teacher(1), topic: tablets() };
    world.give(DISPATCHER, withdraw).unwrap();
    assert_eq!(passes(&world, 1, SCHOOL, "2026-03-10"), Err(Gate::Untrained));
}

/// S10, acceptance 4.
#[test]
fn a_waiver_until_31_march_passes_on_the_31st_and_not_on_1_april() {
    let mut world = with_teacher();
    world.give(COORDINATOR, waive(1, "2026-03-31")).unwrap();
    assert_eq!(passes(&world, 1, SCHOOL, "2026-03-31"), Ok(()));
    let until = day("2026-03-31");
    assert_eq!(passes(&world, 1, SCHOOL, "2026-04-01"), Err(Gate::WaiverOver { until }));
    assert_eq!(passes(&world, 1, SCHOOL, "2026-03-11"), Err(Gate::Untrained), "not before it");
    let back = Act::WaiveTraining {
        teacher: teacher(1),
        topic: tablets(),
        until: None,
        reason: String::new(),
    };
    world.give(COORDINATOR, back).unwrap();
    assert_eq!(passes(&world, 1, SCHOOL, "2026-03-31"), Err(Gate::Untrained));
}

/// S10, acceptance 7: the gate asks for a topic, never for a device.
#[test]
fn like_for_like_passes_for_whoever_was_trained() {
    let mut world = with_teacher();
    world.give(DISPATCHER, attest(1, "tablettes", "2023-09-06")).unwrap();
    for on in ["2023-09-06", "2026-03-12", "2030-01-01"] {
        assert_eq!(passes(&world, 1, SCHOOL, on), Ok(()), "{on}");
    }
}

/// «Dated dispensation … counted in the statements»: one that is ended stays for the days on which
/// it held, so that what was handed over under it is still told.
#[test]
fn a_waiver_that_is_ended_is_over_and_not_forgotten() {
    let mut world = with_teacher();
    world.give(COORDINATOR, waive(1, "2026-03-31")).unwrap();
    let (teacher, topic) = (teacher(1), tablets());
    let back = Act::WaiveTraining { teacher, topic, until: None, reason: String::new() };
    let later = NOW + 5 * shared::limits::DAY_MS;
    let envelope = world.envelope(COORDINATOR, back);
    world.judge_at(COORDINATOR, &envelope, later).unwrap();
    assert_eq!(passes(&world, 1, SCHOOL, "2026-03-14"), Ok(()), "it held then");
    let until = day("2026-03-16");
    assert_eq!(passes(&world, 1, SCHOOL, "2026-03-17"), Err(Gate::WaiverOver { until }));
}

/// S10, invariant «trained follows the person, not the school», broken by a teacher who moves in
/// September.
#[test]
fn training_follows_the_person_to_another_school() {
    let mut world = with_teacher();
    world.give(DISPATCHER, attest(1, "tablettes", "2026-02-04")).unwrap();
    let elsewhere = Act::MoveTeacher { teacher: teacher(1), site: site(OTHER) };
    assert_eq!(world.give(TEACHER, elsewhere.clone()), Err(Refusal::NotAllowed));
    let moved = world.give(DISPATCHER, elsewhere).unwrap();
    assert_eq!(passes(&world, 1, OTHER, "2026-03-12"), Ok(()));
    let gone = Gate::Elsewhere { site: site(OTHER) };
    assert_eq!(passes(&world, 1, SCHOOL, "2026-03-12"), Err(gone));
    // The tablet of the school that they left gives the name up.
    let tablet = scope(&world, TEACHER, &[]);
    assert!(moved.rows.iter().all(|row| tablet.view(row).is_none()));
}

#[test]
fn nobody_who_left_is_handed_anything_after_their_last_day() {
    let mut world = with_teacher();
    world.give(DISPATCHER, attest(1, "tablettes", "2026-02-04")).unwrap();
    let left = Act::MarkTeacherLeft { teacher: teacher(1), on: Some(day("2026-03-12")) };
    world.give(TEACHER, left).unwrap();
    assert_eq!(passes(&world, 1, SCHOOL, "2026-03-12"), Ok(()));
    let on = day("2026-03-12");
    assert_eq!(passes(&world, 1, SCHOOL, "2026-03-13"), Err(Gate::Left { on }));
    let ahead = Act::MarkTeacherLeft { teacher: teacher(1), on: Some(day("2026-07-04")) };
    let refusal = Refusal::BadField { field: FieldName::Last, problem: FieldProblem::Invalid };
    assert_eq!(world.give(TEACHER, ahead), Err(refusal));
}

/// S10: «attested ≠ attended in every count».
#[test]
fn what_is_attested_never_replaces_what_was_attended() {
    let mut world = with_teacher();
    let attended = Training { day: day("2026-02-04"), attested: None };
    let mut seen = known(&world, 1).clone();
    seen.trained.insert(tablets(), attended.clone());
    world.put(seen);
    let Decision { rows, .. } =
        world.give(DISPATCHER, attest(1, "tablettes", "2026-03-01")).unwrap();
    assert!(rows.is_empty());
    assert_eq!(known(&world, 1).trained[&tablets()], attended);
    let withdraw = Act::WithdrawTraining { teacher: teacher(1), topic: tablets() };
    let refusal = Refusal::BadField { field: FieldName::Topic, problem: FieldProblem::Invalid };
    assert_eq!(world.give(DISPATCHER, withdraw), Err(refusal));
}

/// S10, acceptance 5: 277 sites, 2,000 teachers, 30 topics. A question asks one row; the bound is
/// that of a tap, on any machine.
#[test]
fn the_gate_answers_two_thousand_teachers_and_thirty_topics_from_memory() {
    let topics: Vec<TopicId> = (0..30).map(|n| TopicId(format!("formation-{n}"))).collect();
    let teachers: Vec<Teacher> = (0..2_000_u128)
        .map(|n| {
            let id = TeacherId(Uuid::from_u128(n + 1));
            let site = SiteId(format!("site-{}", n % 277));
            let mut teacher = Teacher::named(id, site, format!("Mme {n}"), String::new());
            for topic in topics.iter().skip(n as usize % 30) {
                let training = Training { day: day("2026-01-05"), attested: None };
                teacher.trained.insert(topic.clone(), training);
            }
            teacher
        })
        .collect();
    let on = day("2026-03-12");
    let passed = teachers.iter().map(|teacher| {
        let open = |topic: &&TopicId| gate(Some(*topic), Some(teacher), &teacher.site, on).is_ok();
        topics.iter().filter(open).count()
    });
    let expected: usize = (0..2_000).map(|n| 30 - n % 30).sum();
    assert_eq!(passed.sum::<usize>(), expected);
}
