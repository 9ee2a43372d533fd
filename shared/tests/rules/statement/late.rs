//! What comes late is told once, in the next statement, whatever was purged, frozen again or frozen
//! out of order since.

use super::*;
use shared::settings::Settings;

/// The two quarters after the year.
fn quarter(n: u8) -> Span {
    match n {
        1 => span("2025-2026, trimestre 1", "2025-09-01", "2025-11-15"),
        _ => span("2025-2026, trimestre 2", "2025-11-16", "2026-02-22"),
    }
}

/// Prepares and freezes that quarter as statement `n`.
fn frozen(world: &mut World, n: u8, time: Span) -> Statement {
    prepare(world, n, draft(Committee::Technical, time));
    froze(world, n)
}

fn counts(statement: &Statement) -> Vec<(StatementId, i64)> {
    statement.late.iter().map(|late| (late.of, late.count)).collect()
}

/// The year with 900 half-days, then 8 that come late.
fn with_late() -> World {
    let mut world = authority(277, 48);
    visits(&mut world, 277, 0..900);
    frozen(&mut world, 1, year());
    visits(&mut world, 277, 900..908);
    world
}

/// S12, invariant 1. «Breaks»: the purge deletes visits after five years. They are no facts that
/// turned out to be none: the next statement takes nothing back of a time that is not whole.
#[test]
fn what_was_purged_is_not_taken_back() {
    let mut world = with_late();
    world.state.visits = State::default().visits;
    let now = world.state.settings();
    let told = frozen(&mut world, 2, quarter(1));
    assert_eq!(counts(&told), [(id(1), -900)], "without a purge they turned out to be none");
    let mut world = with_late();
    world.state.visits = State::default().visits;
    world.put(Settings { kept_from: Some(day("2024-09-02")), ..(*now).clone() });
    assert!(frozen(&mut world, 2, quarter(1)).late.is_empty());
    // A time that begins on the first day of what was kept is whole.
    let mut world = with_late();
    world.put(Settings { kept_from: Some(year().first), ..(*now).clone() });
    assert_eq!(counts(&frozen(&mut world, 2, quarter(1))), [(id(1), 8)]);
}

/// S12, acceptance 5 with something late: frozen twice at the same number, the same bytes; and the
/// next one counts neither twice.
#[test]
fn the_same_time_frozen_twice_tells_the_same() {
    let mut world = with_late();
    let first = frozen(&mut world, 2, quarter(1));
    let again = frozen(&mut world, 3, quarter(1));
    assert_eq!(counts(&first), [(id(1), 8)]);
    assert_eq!(again.as_of, first.as_of);
    assert_eq!(bytes(&again), bytes(&first));
    assert!(frozen(&mut world, 4, quarter(2)).late.is_empty(), "told already");
    visits(&mut world, 277, 908..911);
    let last = frozen(&mut world, 5, quarter(2));
    assert_eq!(counts(&last), [(id(1), 3)]);
}

/// S12, invariant 3: a time that was frozen again with what was late is not late any more, and
/// times need not be frozen in their order.
#[test]
fn what_is_late_is_told_once_in_whatever_order_times_are_frozen() {
    let mut world = with_late();
    assert_eq!(counts(&frozen(&mut world, 2, quarter(2))), [(id(1), 8)]);
    assert_eq!(counts(&frozen(&mut world, 3, quarter(1))), [(id(1), 8)], "not told before");
    let next = span("2026-2027", "2026-09-01", "2027-07-03");
    let of = |world: &World| services::of(world, Committee::Technical, next.clone());
    assert!(of(&world).late.is_empty(), "told twice is not taken back");
    visits(&mut world, 277, 908..910);
    assert_eq!(counts(&of(&world)), [(id(1), 2)]);
    let again = frozen(&mut world, 4, year());
    assert_eq!(amount(&again, "half_days").value, Some(910));
    assert!(of(&world).late.is_empty(), "the year itself was frozen again");
}
