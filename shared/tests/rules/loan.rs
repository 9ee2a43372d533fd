//! Loans: on no day are more units taken than there are. The cases of acceptance with their days.

mod files;
mod wishes;

use crate::loan_world::*;
use crate::world::*;
use shared::day::{Day, Holiday, HolidayKind};
use shared::decide::{Now, decide};
use shared::loan::between::{chain, is_at_risk, is_late, long_holidays, weeks};
use shared::loan::{Act, Bar, LoanDays, Unit, UnitState, after_working_days};
use shared::refusal::Refusal;
use shared::row::State;
use shared::scope::Scope;
use shared::supply::{self, SupplyState, Word, loaned};
use std::collections::BTreeMap;

fn taken(days: LoanDays, next: Option<LoanDays>) -> Refusal {
    Bar::Taken { days, next }.into()
}

/// Numbers that look drawn.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// Case 1: three kits are lent from 9 to 20 March; with two working days between two loans the
/// next one begins on Wednesday 25 March, and not on the 23rd.
#[test]
fn a_buffer_of_two_working_days_makes_it_free_on_wednesday_25_march() {
    let mut loans = Loans::new(3);
    for n in 1..=3 {
        loans.ask(n, n, span("2026-03-09", "2026-03-20")).unwrap();
    }
    let early = span("2026-03-23", "2026-04-03");
    let next = span("2026-03-25", "2026-04-03");
    assert_eq!(loans.ask(4, 4, early).unwrap_err(), taken(early, Some(next)));
    assert!(!loans.world.state.supplies.contains_key(&loan(4)));
    let tuesday = span("2026-03-24", "2026-04-03");
    assert_eq!(loans.ask(4, 4, tuesday).unwrap_err(), taken(tuesday, Some(next)));
    loans.ask(4, 4, span("2026-03-25", "2026-04-07")).unwrap();
    let calendar = loans.world.state.calendar();
    assert_eq!(after_working_days(&calendar, day("2026-03-20"), 2), day("2026-03-24"));
    assert_eq!(after_working_days(&calendar, day("2026-03-20"), 0), day("2026-03-20"));
}

/// A public holiday is no working day; school holidays are.
#[test]
fn the_buffer_counts_working_days() {
    let mut calendar = (*Loans::new(1).world.state.calendar()).clone();
    let holiday = |first: &str, last: &str, kind, label: &str| Holiday {
        first: day(first),
        last: day(last),
        kind,
        label: label.into(),
    };
    calendar.holidays = vec![
        holiday("2026-04-06", "2026-04-06", HolidayKind::Public, "Lundi de Pâques"),
        holiday("2026-04-11", "2026-04-26", HolidayKind::School, "Vacances de printemps"),
    ];
    assert_eq!(after_working_days(&calendar, day("2026-04-03"), 2), day("2026-04-08"));
    assert_eq!(after_working_days(&calendar, day("2026-04-10"), 2), day("2026-04-14"));
}

/// The row that the 50 tablets saw, and their wishes.
fn last_unit() -> (Loans, Vec<(shared::role::Actor, shared::command::Envelope)>) {
    let mut loans = Loans::new(1);
    let days = span("2026-03-16", "2026-03-20");
    let mut wishes = Vec::new();
    for n in 1..=50 {
        let who = loans.teacher(n);
        let mut envelope = loans.world.envelope(TEACHER, asked(n, n, days));
        (envelope.actor, envelope.declared_at) = (who.account, loans.now);
        wishes.push((who, envelope));
    }
    (loans, wishes)
}

/// Case 2, invariant «on no day more units than exist», broken by two offline tablets: 50 reserve
/// the last unit for the same week, in 1,000 random orders of arrival: exactly one has it, and 49
/// are told the next free days.
#[test]
fn fifty_tablets_reserve_the_last_unit_and_one_has_it() {
    let (loans, wishes) = last_unit();
    let now = Now { ms: loans.now, offset_ms: 0 };
    let days = span("2026-03-16", "2026-03-20");
    let next = span("2026-03-25", "2026-03-27");
    let mut draw = Draw(0x9e37_79b9_7f4a_7c15);
    let mut winners = BTreeMap::new();
    for _ in 0..1_000 {
        let mut order: Vec<_> = (0..wishes.len()).collect();
        for at in (1..order.len()).rev() {
            order.swap(at, draw.below(at as u64 + 1) as usize);
        }
        let mut state: State = loans.world.state.clone();
        let mut confirmed = Vec::new();
        for at in order {
            let (who, wish) = &wishes[at];
            match decide(&state, wish, who, now) {
                Ok(decision) => {
                    decision.rows.into_iter().for_each(|row| state.put(row));
                    confirmed.push(at);
                }
                Err(refusal) => assert_eq!(refusal, taken(days, Some(next))),
            }
        }
        assert_eq!((confirmed.len(), state.supplies.len()), (1, 1));
        *winners.entry(confirmed[0]).or_insert(0) += 1;
    }
    assert!(winners.len() > 40, "whoever comes first has it: {winners:?}");
    assert!(wishes.iter().all(|(_, wish)| wish.intent.needs_server()), "provisional on a tablet");
}

/// Case 3, «late blocks»: due on 20 March and not back on the 24th: it is out whatever the dates
/// say, and the loan of 25 March is at risk.
#[test]
fn a_late_unit_is_out_whatever_the_dates_say() {
    let mut loans = Loans::new(1);
    loans.ready(1, 1, span("2026-03-09", "2026-03-20"), "VT-01");
    loans.on("2026-03-09").deliver(1);
    loans.ask(2, 2, span("2026-03-25", "2026-03-31")).unwrap();
    loans.accept(2).unwrap();
    let far = span("2026-05-04", "2026-05-15");
    assert_eq!(loans.free(far), 1);
    let state = |loans: &Loans| is_at_risk(&loans.world.state, loans.loan(2), loans.today());
    assert!(!state(&loans));

    loans.on("2026-03-24");
    assert!(is_late(loans.loan(1), loans.today()));
    assert_eq!(loans.free(far), 0, "it is out for as long as it is not back");
    assert!(state(&loans), "the loan of 25 March is at risk");
    assert_eq!(loans.ask(3, 3, far).unwrap_err(), taken(far, None), "no day is known");
    // Nothing is lent by itself: the unit cannot be chosen while another school has it.
    loans.on("2026-03-25");
    let out = Bar::UnitTaken { label: "VT-01".into(), with: loan(1), site: None };
    assert_eq!(loans.choose(2, "VT-01").unwrap_err(), out.into());

    loans.take_back(1);
    assert_eq!(loans.loan(1).state, SupplyState::Closed);
    assert_eq!(loans.free(far), 1);
    loans.ask(3, 3, far).unwrap();
}

/// The rows that a school's tablet holds.
fn tablet(loans: &Loans, who: &shared::role::Actor) -> State {
    let scope = Scope::new(who, Default::default(), Default::default(), loans.now);
    let mut held = State::default();
    for row in loans.world.state.rows().filter_map(|row| scope.view(&row)) {
        held.put(row);
    }
    held
}

/// Case 4, «extension = new reservation of the added days, only if free», broken by shelf #1761:
/// server and tablet refuse with the same words; the tablet knows no row of the other school.
#[test]
fn an_extension_over_another_reservation_is_refused_in_the_same_words() {
    let mut loans = Loans::new(1);
    loans.ready(1, 1, span("2026-03-09", "2026-03-20"), "VT-01");
    loans.on("2026-03-09").deliver(1);
    loans.ask(2, 2, span("2026-03-25", "2026-04-03")).unwrap();
    let who = loans.teacher(1);
    let held = tablet(&loans, &who);
    assert_eq!(held.supplies.len(), 1, "no row of another school");
    let text = serde_json::to_string(&held.articles[&KIT]).unwrap();
    assert!(!text.contains(school(2).as_str()), "and no school's name: {text}");

    let longer = span("2026-03-09", "2026-03-27");
    let act = Act::SetLoanDays { supply: loan(1), days: longer, reason: String::new() };
    let mut envelope = loans.world.envelope(TEACHER, act);
    (envelope.actor, envelope.declared_at) = (who.account, loans.now);
    let here = decide(&held, &envelope, &who, Now { ms: loans.now, offset_ms: 0 });
    let there = loans.set_days(&who, 1, longer);
    assert_eq!(here.unwrap_err(), there.clone().unwrap_err());
    assert!(matches!(there, Err(Refusal::Loan { why: Bar::Taken { .. } })));
    // Given back early: from then on it is free sooner.
    let sooner = span("2026-03-09", "2026-03-13");
    loans.set_days(&who, 1, sooner).unwrap();
    assert_eq!(loans.loan(1).history.last().unwrap().what.days, Some(sooner));
    assert_eq!(loans.free(span("2026-03-18", "2026-03-20")), 1);
    // Its beginning is a fact.
    let moved = loans.set_days(&who, 1, span("2026-03-10", "2026-03-13"));
    assert_eq!(moved.unwrap_err(), Bar::Begun.into());
    // Longer where it is free.
    let desk = loans.world.actor(DISPATCHER);
    loans.set_days(&desk, 1, span("2026-03-09", "2026-03-19")).unwrap();
}

/// Case 5, «a chain of own loans counts as one for the maximum», broken by YaleSTC #1311: three
/// loans of 21 days, one after the other, with a maximum of 42.
#[test]
fn a_chain_of_loans_counts_as_one() {
    let mut loans = Loans::new(3);
    let three = [
        span("2026-03-09", "2026-03-29"),
        span("2026-03-30", "2026-04-19"),
        span("2026-04-20", "2026-05-10"),
    ];
    // Loans end on days on which somebody is there: the chain is counted all the same.
    let open = three.map(|days| LoanDays::new(days.first, days.last - chrono::Duration::days(2)));
    loans.ask(1, 1, open[0]).unwrap();
    loans.ask(2, 1, open[1]).unwrap();
    let third = loans.ask(3, 1, open[2]);
    assert_eq!(third.unwrap_err(), Bar::Chain { days: 57, max: 42 }.into());
    // Another school may; so may this one after a while.
    loans.ask(3, 2, open[2]).unwrap();
    loans.ask(4, 1, span("2026-06-01", "2026-06-12")).unwrap();
    // Exactly 21 days each: 63 in all, where a desk would ask.
    let own = loans.loan(1).clone();
    let mut rows: Vec<_> = Vec::new();
    for (n, days) in [(7, three[0]), (8, three[1])] {
        let mut other = own.clone();
        (other.id, other.period) = (loan(n), Some(days));
        rows.push(std::sync::Arc::new(other));
    }
    let mut wanted = own;
    wanted.id = loan(9);
    assert_eq!(chain(rows.iter(), &wanted, three[2]), 63);
    assert_eq!(chain(rows[..1].iter(), &wanted, three[1]), 42);
}

/// Case 7: a unit breaks that two loans to come were to have: both are listed, move to another
/// unit that is free, or wait for a choice.
#[test]
fn the_loans_of_a_broken_unit_go_to_another_one() {
    let mut loans = Loans::new(2);
    loans.ready(1, 1, span("2026-03-09", "2026-03-13"), "VT-01");
    loans.ready(2, 2, span("2026-03-23", "2026-03-27"), "VT-01");
    loans.ready(3, 3, span("2026-03-09", "2026-03-13"), "VT-02");
    assert_eq!(loans.kit().meant_for("vt-01"), [loan(1), loan(2)], "both are listed");
    let broken = Unit { state: UnitState::Broken, ..Unit::labelled("VT-01") };
    loans.desk(Act::SetUnit { article: KIT, unit: broken.clone() }).unwrap();
    assert_eq!((loans.loan(2).unit.as_str(), loans.loan(2).state), ("VT-02", SupplyState::Ready));
    assert_eq!((loans.loan(1).unit.as_str(), loans.loan(1).state), ("", SupplyState::Accepted));
    assert!(is_at_risk(&loans.world.state, loans.loan(1), loans.today()));
    assert!(!is_at_risk(&loans.world.state, loans.loan(2), loans.today()));
    let refused = loans.choose(1, "VT-01").unwrap_err();
    assert_eq!(refused, Bar::NotWorking { label: "VT-01".into() }.into());
    // It works again.
    let works = Unit { state: UnitState::Works, ..broken };
    loans.desk(Act::SetUnit { article: KIT, unit: works }).unwrap();
    loans.choose(1, "vt-01").unwrap();
    assert_eq!(loans.loan(1).unit, "VT-01");
}

/// Case 9: what makes no sense is refused with its reason, and nothing is reserved. «No loan past
/// the campaign, no loan over the long holidays», broken by a kit that sleeps in a closed school.
#[test]
fn days_that_make_no_sense_are_refused() {
    let mut loans = Loans::new(1);
    let mut calendar = (*loans.world.state.calendar()).clone();
    calendar.holidays = vec![Holiday {
        first: day("2026-04-04"),
        last: day("2026-04-19"),
        kind: HolidayKind::School,
        label: "Vacances de printemps".into(),
    }];
    loans.world.put(calendar.clone());
    let label = "Vacances de printemps".to_owned();
    let (first, last) = (day("2025-09-01"), day("2026-07-03"));
    for (days, bar) in [
        (span("2026-03-20", "2026-03-09"), Bar::Backwards),
        (span("2026-02-23", "2026-03-06"), Bar::Past),
        (span("2026-03-09", "2027-04-12"), Bar::TooLong { max: 42 }),
        (span("2026-06-29", "2026-07-10"), Bar::Outside { first, last }),
        (span("2026-04-06", "2026-04-10"), Bar::NoSchool),
        (span("2026-04-02", "2026-04-21"), Bar::OverHolidays { label }),
        (span("2026-03-09", "2026-03-14"), Bar::ClosedOn { day: day("2026-03-14") }),
        (span("2026-03-09", "2026-03-11"), Bar::ClosedOn { day: day("2026-03-11") }),
    ] {
        assert_eq!(loans.ask(1, 1, days).unwrap_err(), bar.clone().into(), "{bar:?}");
    }
    assert!(loans.kit().taken.is_empty());
    assert_eq!(long_holidays(&calendar, span("2026-03-30", "2026-04-03")), None);
    // A desk may lend over the holidays.
    loans.desk(asked(1, 1, span("2026-04-02", "2026-04-21"))).unwrap();
    let mut none = Loans::new(0);
    let days = span("2026-03-09", "2026-03-13");
    assert_eq!(none.ask(1, 1, days).unwrap_err(), Bar::NoUnit.into());
}

/// A wish that is refused, withdrawn or waits takes nothing; accepted from the list it must fit.
#[test]
fn what_is_given_up_is_free_again() {
    let mut loans = Loans::new(1);
    let days = span("2026-03-16", "2026-03-20");
    loans.ask(1, 1, days).unwrap();
    assert_eq!(loans.free(days), 0);
    let reason = "Une autre école d’abord".to_owned();
    loans.desk(supply::Act::WaitSupply { supply: loan(1), reason: reason.clone() }).unwrap();
    assert_eq!(loans.free(days), 1);
    loans.ask(2, 2, days).unwrap();
    let next = span("2026-03-25", "2026-03-27");
    assert_eq!(loans.accept(1).unwrap_err(), taken(days, Some(next)));
    loans.desk(supply::Act::RefuseSupply { supply: loan(2), reason: reason.clone() }).unwrap();
    loans.accept(1).unwrap();
    let who = loans.teacher(1);
    loans.give(&who, supply::Act::CancelSupply { supply: loan(1), reason }).unwrap();
    assert_eq!(loans.free(days), 1);
    assert!(loans.kit().taken.is_empty());
}

/// The desk proposes other days before the hand-over; the school does not choose them again.
#[test]
fn a_desk_chooses_other_days_before_the_hand_over() {
    let mut loans = Loans::new(1);
    loans.ask(1, 1, span("2026-03-16", "2026-03-20")).unwrap();
    let later = span("2026-03-23", "2026-03-27");
    let who = loans.teacher(1);
    assert_eq!(loans.set_days(&who, 1, later).unwrap_err(), Refusal::NotAllowed);
    let desk = loans.world.actor(DISPATCHER);
    loans.set_days(&desk, 1, later).unwrap();
    assert_eq!(loans.loan(1).period, Some(later));
    assert_eq!(loans.loan(1).history.last().unwrap().what.what, Word::Days);
    assert_eq!(loans.free(span("2026-03-16", "2026-03-18")), 1);
    let other = loans.teacher(2);
    assert_eq!(loans.set_days(&other, 1, later).unwrap_err(), Refusal::NotAllowed);
}

/// The week grid asks the same function: what is free in it can be asked for, what is not cannot.
#[test]
fn the_grid_and_the_rules_say_the_same() {
    let mut loans = Loans::new(2);
    loans.ask(1, 1, span("2026-03-09", "2026-03-20")).unwrap();
    loans.ask(2, 2, span("2026-03-16", "2026-03-27")).unwrap();
    let calendar = loans.world.state.calendar();
    let until = (day("2026-03-09"), day("2026-04-24"));
    let grid = weeks(&calendar, loans.kit(), until, loans.today(), None);
    let free: Vec<_> = grid.iter().map(|week| week.free).collect();
    assert_eq!(free, [0, 0, 0, 1, 2, 2, 2], "of 9, 16, 23, 30 March and April");
    for (n, week) in (10..).zip(&grid) {
        let mut copy = Loans::new(2);
        copy.world.state = loans.world.state.clone();
        assert_eq!(copy.ask(n, n, week.days).is_ok(), week.free > 0, "{week:?}");
    }
}

/// Independent of the product: how many loans take a unit on a day.
fn counted(loans: &Loans, on: Day) -> usize {
    let calendar = loans.world.state.calendar();
    let takes = loans.world.state.supplies.values().filter(|supply| {
        let days = supply.period.expect("a period");
        let last = after_working_days(&calendar, days.last, 2);
        let is_meant =
            matches!(supply.state, SupplyState::Asked | SupplyState::Accepted | SupplyState::Ready);
        is_meant && days.first <= on && on <= last
    });
    takes.count()
}

/// Invariant «on no day are more units taken than exist», whatever is given in whichever order;
/// and what stands in the article is always what follows from the loans.
#[test]
fn no_order_of_acts_lends_more_than_there_is() {
    for seed in 1..=12 {
        let mut draw = Draw(0x2545_f491_4f6c_dd1d_u64.wrapping_mul(seed));
        let mut loans = Loans::new(2);
        let mut full = 0;
        for n in 1..=60 {
            let first = day("2026-03-09") + chrono::Duration::days(draw.below(40) as i64);
            let last = first + chrono::Duration::days(draw.below(16) as i64);
            let (days, at) = (LoanDays::new(first, last), draw.below(6) as u32 + 1);
            let before = draw.below(n) as u32 + 1;
            let desk = loans.world.actor(DISPATCHER);
            let reason = "Essai".to_owned();
            let given = match draw.below(8) {
                0..=3 => loans.ask(n as u32, at, days),
                4 => loans.set_days(&desk, before, days),
                5 => loans.accept(before),
                6 => loans.choose(before, ["VT-01", "VT-02"][draw.below(2) as usize]),
                _ => {
                    let supply = loan(before);
                    loans.desk(supply::Act::CancelSupply { supply, reason })
                }
            };
            full += u32::from(matches!(given, Err(Refusal::Loan { why: Bar::Taken { .. } })));
            for on in shared::day::days(day("2026-03-01"), day("2026-06-01")) {
                assert!(counted(&loans, on) <= 2, "seed {seed}, act {n}, on {on}");
            }
            let all = loans.world.state.supplies.values();
            let follow: BTreeMap<_, _> =
                all.filter_map(|one| Some((one.id, loaned::taken(one)?))).collect();
            assert_eq!(loans.kit().taken, follow, "seed {seed}, act {n}");
        }
        assert!(full > 0, "seed {seed} never met a full day");
    }
}
