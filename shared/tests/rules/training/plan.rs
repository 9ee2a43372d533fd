//! The training plan: needs computed from what is open.

use super::*;
use crate::supply_world::{SCREEN, ask_at, supply, with_budget};
use shared::article::{self, Article};
use shared::day::paris_time;
use shared::supply;
use shared::training::needs::{needs, next_session};

/// Two screens that ask for a training: one for person 1, one for nobody in particular.
fn with_deliveries() -> World {
    let mut world = peopled(with_budget());
    let known = world.state.articles[&crate::supply_world::article(SCREEN)].as_ref().clone();
    let article = Article { requires: Some(tablets()), ..known };
    world.give(DISPATCHER, article::Act::SetArticle { article: Box::new(article) }).unwrap();
    name(&mut world, 1, SCHOOL);
    for (n, at, user) in [(1, SCHOOL, Some(person(1))), (2, OTHER, None)] {
        let mut wish = ask_at(&world, site(at), n, &[(SCREEN, 1)]);
        if let supply::Act::AskSupply { teacher, .. } = &mut wish {
            *teacher = user;
        }
        world.give(COORDINATOR, wish).unwrap();
        let visit = (n == 1).then(|| visit(1));
        world.give(DISPATCHER, supply::Act::AcceptSupply { supply: supply(n), visit }).unwrap();
        world.give(DISPATCHER, supply::Act::PrepareSupply { supply: supply(n), visit }).unwrap();
    }
    world
}

/// «tablettes : 37 à former avant le 24 mars, 24 places»: people by topic, the first day of a
/// delivery, and the places until then.
#[test]
fn needs_are_counted_from_open_deliveries() {
    let mut world = with_deliveries();
    let now = paris_time(NOW);
    let need = &needs(&world.state, now)[0];
    let before = world.visit(1).slot.day;
    assert_eq!((need.people(), need.unnamed, need.before), (2, 1, Some(before)));
    assert_eq!((need.topic.as_str(), need.places), ("tablettes", 0));
    let late = Terms { day: before.succ_opt().unwrap(), ..terms(7) };
    plan_it(&mut world, 1, late);
    assert_eq!(needs(&world.state, now)[0].places, 0, "too late for that delivery");
    let same = Terms { day: day("2026-03-12"), from: 10 * 60, to: 11 * 60, ..terms(24) };
    plan_it(&mut world, 2, same);
    world.give(TEACHER, register(2, &[1])).unwrap();
    assert_eq!(needs(&world.state, now)[0].places, 24, "one of them is theirs");
    let noon = instant("2026-03-12", 12 * 60);
    world.at(noon, ADVISER, marks(2, &[(1, Attendance::Present)])).unwrap();
    assert_eq!(needs(&world.state, paris_time(noon))[0].people(), 1);
}

/// The dialog at a hand-over names the next session: one with a free place first.
#[test]
fn the_next_session_has_a_free_place_if_any_has() {
    let mut world = with_session(1);
    let now = paris_time(NOW);
    world.give(TEACHER, register(1, &[1])).unwrap();
    let next = |world: &World| next_session(&world.state, &tablets(), now).map(|row| row.id);
    assert_eq!(next(&world), Some(session(1)), "one may wait for a place");
    plan_it(&mut world, 2, Terms { day: day("2026-03-25"), ..terms(5) });
    assert_eq!(next(&world), Some(session(2)));
    assert_eq!(next_session(&world.state, &"ecran".into(), now), None);
    let kind = TrainingKind::Accompaniment;
    plan_it(&mut world, 3, Terms { kind, day: day("2026-03-13"), ..terms(5) });
    assert_eq!(next(&world), Some(session(2)), "help in class opens nothing");
}

#[test]
fn a_registration_reads_as_it_is_written() {
    let world = with_session(1);
    let text = serde_json::to_string(world.session(1)).unwrap();
    assert_eq!(&serde_json::from_str::<TrainingSession>(&text).unwrap(), world.session(1));
    let of: Registration =
        serde_json::from_str(r#"{"site":"0420001A","state":"waiting","rank":3}"#).unwrap();
    assert!(!of.unannounced && of.drawn.is_none());
}
