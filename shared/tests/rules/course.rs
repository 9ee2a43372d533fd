//! The course of a time, step by step.

use crate::world::*;
use shared::campaign::CampaignKind;
use shared::course::{course, is_by_weeks, year_of};
use shared::ticket::TicketState;
use shared::visit::VisitState;

/// Weeks begin on Mondays, the first and the last are cut, and no day is in two.
#[test]
fn a_quarter_is_told_by_weeks_and_a_year_by_months() {
    let world = World::new();
    let today = day("2026-08-31");
    let weeks = course(&world.state, day("2026-02-25"), day("2026-04-30"), today);
    assert!(is_by_weeks(day("2026-02-25"), day("2026-04-30")));
    let ends: Vec<_> = weeks.iter().map(|step| (step.first, step.last)).collect();
    assert_eq!(ends[0], (day("2026-02-25"), day("2026-03-01")));
    assert_eq!(ends[1], (day("2026-03-02"), day("2026-03-08")));
    assert_eq!(ends.last(), Some(&(day("2026-04-27"), day("2026-04-30"))));
    let months = course(&world.state, day("2025-09-01"), day("2026-07-03"), today);
    assert_eq!(months.len(), 11);
    assert_eq!(months[10].last, day("2026-07-03"));
    let ahead = course(&world.state, day("2026-02-25"), day("2026-04-30"), day("2026-03-03"));
    assert_eq!(ahead.len(), 2, "not beyond today");
    assert!(
        course(&world.state, day("2026-02-25"), day("2026-04-30"), day("2026-02-01")).is_empty()
    );
}

/// What was given adds up; what is open is of the end of each step.
#[test]
fn each_step_tells_its_own_and_what_is_open_at_its_end() {
    let mut world = with_visit();
    let mut visit = world.visit(1).clone();
    visit.state = VisitState::Reported;
    world.put(visit);
    world.give(TEACHER, incident(1)).unwrap();
    let mut ticket = world.ticket(1).clone();
    ticket.reported_on = day("2026-03-04");
    ticket.state = TicketState::Closed;
    ticket.ended_on = Some(day("2026-03-16"));
    world.put(ticket);
    let steps = course(&world.state, day("2026-03-02"), day("2026-03-22"), day("2026-03-31"));
    assert_eq!(steps.iter().map(|step| step.given).collect::<Vec<_>>(), [0, 1, 1]);
    assert_eq!(steps.iter().map(|step| step.reported).collect::<Vec<_>>(), [1, 0, 0]);
    assert_eq!(steps.iter().map(|step| step.open).collect::<Vec<_>>(), [1, 1, 0]);
    let waited: Vec<_> = steps.iter().map(|step| step.waited).collect();
    assert_eq!(waited, [Some(4), Some(11), None], "no age of nothing");
}

/// Loans, trainings and payments stand apart from orders.
#[test]
fn loans_trainings_and_payments_stand_apart_from_orders() {
    let mut world = crate::supply_world::with_budget();
    world
        .give(TEACHER, crate::supply_world::ask(&world, 1, &[(crate::supply_world::MOUSE, 1)]))
        .unwrap();
    let mut loan = shared::supply::Supply::clone(world.supply(1));
    loan.id = crate::supply_world::supply(2);
    loan.kind = CampaignKind::Loan;
    loan.delivered_on = Some(day("2026-03-13"));
    world.put(loan);
    let steps = course(&world.state, day("2026-03-09"), day("2026-03-15"), day("2026-03-31"));
    let [step] = steps[..] else { panic!("one week") };
    assert_eq!((step.asked, step.delivered, step.lent, step.held), (1, 0, 1, 0));
    assert_eq!(step.paid, shared::money::Cents::ZERO);
}

/// The year of a quarter is its school year.
#[test]
fn the_year_of_a_quarter_holds_its_quarters_alone() {
    let world = World::new();
    let calendar = world.state.calendar();
    let quarter = &calendar.quarters[0];
    let (first, last) = year_of(&calendar, quarter);
    let own = calendar.quarters.iter().filter(|q| first <= q.first && q.last <= last);
    assert_eq!((first, own.count()), (quarter.first, calendar.quarters.len()));
}

/// What the dashboard tells of a week with something of everything: orders delivered, trainings
/// held, payments, and kilometres driven and spared.
#[test]
fn a_week_with_everything_tells_all_of_it() {
    use crate::statement::money::{commitment, paid};
    use crate::statement::services::{session, supply};
    use shared::article::Pot;
    use shared::site::Position;
    use shared::training::{SessionProgress, TrainingKind};
    let mut world = with_visit();
    let place = |lat| Some(Position { lat, lon: 4.39, exact: true });
    let mut technician =
        shared::account::Account::clone(&world.state.accounts[&account(TECHNICIAN)]);
    technician.depot = place(45.44);
    world.put(technician);
    let mut visit = world.visit(1).clone();
    let mut school = new_site(visit.site.as_str());
    school.position = place(45.60);
    world.put(school);
    visit.state = VisitState::Reported;
    world.put(visit.clone());
    world.give(TEACHER, incident(1)).unwrap();
    let mut ticket = world.ticket(1).clone();
    ticket.state = TicketState::InProgress { visit: visit.id };
    world.put(ticket);
    let order = supply(1, CampaignKind::SmallBudget, "2026-03-02");
    let order = shared::supply::Supply { delivered_on: Some(day("2026-03-12")), ..order };
    world.put(order);
    for (n, state) in
        [(1, SessionProgress::Held), (2, SessionProgress::Closed), (3, SessionProgress::Cancelled)]
    {
        world.put(session(n, TrainingKind::Training, "2026-03-11", state));
    }
    let mut bought = commitment(1, "1.2", Pot::Investment, 60_000, "2026-01-10");
    bought.payments = vec![paid("1", "2026-03-10", 45_000), paid("2", "2026-03-13", -5_000)];
    bought.payments.push(paid("3", "2026-03-16", 1));
    world.put(bought);
    let steps = course(&world.state, day("2026-03-09"), day("2026-03-22"), day("2026-03-31"));
    let [week, next] = steps[..] else { panic!("two weeks") };
    assert_eq!((week.delivered, week.held, week.paid.0), (1, 2, 40_000));
    // 17.8 km in a straight line, there and back, times 1.3.
    assert_eq!((week.kilometres, week.avoided), (46, 46));
    assert_eq!((next.delivered, next.held, next.paid.0), (0, 0, 1));
    assert_eq!((next.kilometres, next.avoided), (0, 0));
}
