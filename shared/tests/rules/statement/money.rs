//! Figures of the budget: of the civil year of the last day, and as things stood on that day.

use super::services::{of, quarter_1, quarter_2, value};
use super::*;
use shared::article::{Origin, Pot};
use shared::budget::{
    BudgetLine, Commitment, CommitmentState, Credit, Grant, Income, Move, Payment, Price, Receipt,
    Vote, line, section,
};
use shared::id::CommitmentId;
use shared::money::Cents;

pub(crate) fn budget_line(code: &str, pot: Pot, votes: &[(&str, i64)]) -> BudgetLine {
    let vote = |(on, cents): &(&str, i64)| Vote {
        day: day(on),
        reference: "D".into(),
        total: None,
        credits: vec![Credit { year: 2024, amount: Cents(*cents) }],
    };
    let votes = votes.iter().map(vote).collect();
    BudgetLine { code: code.into(), votes, ..BudgetLine::blank(line(code, pot), pot) }
}

pub(crate) fn commitment(n: u8, code: &str, pot: Pot, cents: i64, signed: &str) -> Commitment {
    Commitment {
        id: CommitmentId(Uuid::from_bytes([n; 16])),
        line: line(code, pot),
        year: 2024,
        number: format!("E{n}"),
        supplier: "F".into(),
        label: String::new(),
        market: String::new(),
        price: Price::of(Cents(cents), Cents(cents * 5 / 6)),
        signed_on: day(signed),
        origin: Origin::New,
        goods: None,
        supplies: Vec::new(),
        over: String::new(),
        moves: Vec::new(),
        payments: Vec::new(),
        state: CommitmentState::Open,
        ended_on: None,
        history: Vec::new(),
        version: 0,
    }
}

pub(crate) fn paid(number: &str, on: &str, cents: i64) -> Payment {
    let (number, day, amount) = (number.into(), day(on), Cents(cents));
    Payment { number, day, amount, corrects: None, done_on: None }
}

/// Of the civil year of the last day, and as things stood on that day: what came later changes no
/// period that is over.
#[test]
fn money_is_counted_as_it_stood_on_the_last_day() {
    let mut world = authority(2, 1);
    let nothing = of(&world, Committee::Strategic, quarter_1());
    assert_eq!(value(&nothing, "committed_1_i"), None, "no budget is not zero");
    assert_eq!(value(&nothing, "income"), None);
    world.put(budget_line(
        "1.2",
        Pot::Investment,
        &[("2024-01-10", 10_000), ("2024-12-01", 50_000)],
    ));
    world.put(budget_line("2.5", Pot::Investment, &[("2024-01-10", 30_000)]));
    world.put(budget_line("1.2", Pot::Operating, &[("2024-01-10", 7_000)]));
    let mut order = commitment(1, "1.2", Pot::Investment, 6_000, "2024-10-01");
    order.moves =
        vec![Move { day: day("2024-12-05"), delta: Cents(-1_000), reason: "Remise".into() }];
    order.payments = vec![paid("1", "2024-11-05", 4_000), paid("2", "2024-12-10", 1_000)];
    let mut gone = commitment(2, "1.2", Pot::Investment, 2_500, "2024-10-02");
    (gone.state, gone.ended_on) = (CommitmentState::Cancelled, Some(day("2024-12-20")));
    for row in [order, gone, commitment(3, "2.5", Pot::Investment, 9_900, "2024-12-24")] {
        world.put(row);
    }
    let part = |statement: &Statement, figure: &str| {
        let amount = amount(statement, figure);
        (amount.value, amount.of)
    };
    let first = of(&world, Committee::Strategic, quarter_1());
    assert_eq!(part(&first, "committed_1_i"), (Some(8_500), Some(10_000)));
    assert_eq!(part(&first, "paid_1_i"), (Some(4_000), Some(10_000)));
    assert_eq!(part(&first, "committed_2_i"), (Some(0), Some(30_000)));
    assert_eq!(part(&first, "committed_1_f"), (Some(0), Some(7_000)));
    assert_eq!(part(&first, "committed_2_f"), (None, None), "no line of that group");
    let second = of(&world, Committee::Strategic, quarter_2());
    assert_eq!(part(&second, "committed_1_i"), (Some(5_000), Some(50_000)));
    assert_eq!(part(&second, "paid_1_i"), (Some(5_000), Some(50_000)));
    assert_eq!(part(&second, "committed_2_i"), (Some(9_900), Some(30_000)));
    let grant = Grant {
        funder: "État".into(),
        reference: String::new(),
        notified_on: day("2024-10-01"),
        notified: Cents(100_000),
        called: Cents::ZERO,
        deadline: None,
        lines: Vec::new(),
    };
    let receipt =
        |on: &str, cents| Receipt { day: day(on), amount: Cents(cents), reference: on.into() };
    let received = vec![receipt("2024-11-02", 25_000), receipt("2024-12-02", 5_000)];
    let mut whole = BudgetLine::section(Pot::Investment);
    assert_eq!(whole.id, section(Pot::Investment));
    whole.income = vec![Income { number: 1, grant, received }];
    world.put(whole);
    let income = |time| part(&of(&world, Committee::Strategic, time), "income");
    assert_eq!(income(quarter_1()), (Some(25_000), Some(100_000)));
    assert_eq!(income(quarter_2()), (Some(30_000), Some(100_000)));
}

/// «Percentages of law on calendar years, of school life on school years, never mixed». «Breaks»: a
/// statement of a school year: its share of reuse is that of the last civil year that was over.
#[test]
fn shares_of_law_are_of_a_civil_year_in_a_statement_of_a_school_year() {
    use shared::equipment::{Destination, Equipment, EquipmentKind, EquipmentState, Retirement};
    let mut world = authority(6, 2);
    visits(&mut world, 6, 0..6);
    let retired = |n: u128, gone: &str| {
        let mut end = Retirement::pending(day("2023-11-06"), "Fin".into(), true);
        end.destination = Some(Destination::Given);
        (end.committed_on, end.gone_on) = (Some(day("2023-12-01")), Some(day(gone)));
        end.proof = "Reçu".into();
        let key = shared::id::EquipmentId(Uuid::from_u128(n));
        let blank = Equipment::blank(key, site("0430000Z"), EquipmentKind::Laptop, "A".into());
        let (bought, state) = (Some(day("2019-09-02")), EquipmentState::Retired);
        Equipment { bought, state, retired: Some(end), ..blank }
    };
    for (n, gone) in [(1, "2024-02-05"), (2, "2024-10-07"), (3, "2025-03-03")] {
        world.put(retired(n, gone));
    }
    let part = |time: Span, figure: &str| {
        let statement = of(&world, Committee::Strategic, time);
        let amount = amount(&statement, figure);
        (amount.value, amount.of)
    };
    assert_eq!(part(year(), "reused"), (Some(2), Some(3)), "all of 2024, and nothing of 2025");
    let civil = span("2024", "2024-01-01", "2024-12-31");
    assert_eq!(part(civil, "reused"), (Some(2), Some(3)));
    assert_eq!(part(year(), "half_days"), (Some(6), Some(24)), "of the school year");
}
