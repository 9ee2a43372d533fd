//! «Pour commencer»: each step is missing until it is done, and none waits for an optional one.

use crate::world::*;
use shared::first_day::{FirstDayStep, StepStanding, missing, steps};
use shared::id::QuarterId;
use shared::plan;
use shared::row::State;

fn of(state: &State, step: FirstDayStep) -> StepStanding {
    let all = steps(state, day("2026-03-12"));
    all.into_iter().find(|(of, _)| *of == step).expect("each step").1
}

#[test]
fn an_empty_database_asks_for_calendar_schools_and_technicians_first() {
    let state = State::default();
    for step in [FirstDayStep::Calendar, FirstDayStep::Schools, FirstDayStep::Technicians] {
        assert_eq!(of(&state, step), StepStanding::Missing(0), "{step:?}");
    }
    for step in [
        FirstDayStep::Weeks,
        FirstDayStep::StartingPoints,
        FirstDayStep::Fleet,
        FirstDayStep::Plan,
        FirstDayStep::Publication,
    ] {
        assert_eq!(of(&state, step), StepStanding::Later, "{step:?}");
    }
    assert_eq!(missing(&state, day("2026-03-12")), 5);
}

#[test]
fn each_step_is_done_by_what_it_asks_for() {
    let mut world = World::new();
    assert_eq!(of(&world.state, FirstDayStep::Calendar), StepStanding::Done(2));
    assert_eq!(of(&world.state, FirstDayStep::Schools), StepStanding::Done(2));
    assert_eq!(of(&world.state, FirstDayStep::Weeks), StepStanding::Done(2));
    assert_eq!(of(&world.state, FirstDayStep::StartingPoints), StepStanding::Missing(2));
    assert_eq!(of(&world.state, FirstDayStep::Plan), StepStanding::Missing(0));
    assert_eq!(of(&world.state, FirstDayStep::Publication), StepStanding::Later);
    assert_eq!(missing(&world.state, day("2026-03-12")), 2);
    let at = slot("2026-03-13", shared::day::Half::Afternoon);
    world.give(DISPATCHER, add_visit(1, at)).unwrap();
    assert_eq!(of(&world.state, FirstDayStep::Plan), StepStanding::Done(1));
    assert_eq!(of(&world.state, FirstDayStep::Publication), StepStanding::Missing(1));
    let quarter = QuarterId("2025-2026-3".into());
    world.give(DISPATCHER, plan::Act::PublishPlan { quarter }).unwrap();
    assert_eq!(of(&world.state, FirstDayStep::Publication), StepStanding::Done(1));
    assert_eq!(missing(&world.state, day("2026-03-12")), 0, "optional steps hold nothing up");
    let late = steps(&world.state, day("2030-01-01"));
    assert_eq!(
        late[0],
        (FirstDayStep::Calendar, StepStanding::Missing(0)),
        "its quarters are over"
    );
}
