//! The annex and the table: what is voted, and what makes each amount.

use super::*;
use crate::supply_world::{MOUSE, ask, campaign, supply, with_budget};
use crate::world::{DISPATCHER, TEACHER};
use shared::budget::committee::{LineRank, entries};
use shared::budget::postings::{Column, Source, YearSpan, table};
use shared::budget::why::{Cell, why};
use shared::import::FileKind;
use shared::limits::DAY_MS;

fn amount(world: &World, span: YearSpan, id: &LineId, column: Column) -> Cents {
    let table = table(&world.state, span, day("2026-03-12"));
    let at = Column::ALL.iter().position(|other| *other == column).unwrap();
    table.line(id).unwrap().amounts[at]
}

/// Acceptance 1: 13 lines, 21 amounts; the years as printed, the totals as printed, and the cents
/// of the rounding as a line of their own. Breaks on: 5 × the average stored.
#[test]
fn the_annex_is_kept_as_printed_and_its_rounding_is_a_line() {
    let mut world = World::new();
    let intake = read(&world, ANNEX);
    assert_eq!((intake.kind, intake.problems.len()), (FileKind::BudgetAnnex, 0));
    let made = take_in(&mut world, &intake);
    assert_eq!(made, (28, 0), "13 lines in two sections, and the sections");
    let books = Books::of(&world.state);
    let codes: std::collections::BTreeSet<_> =
        books.lines().iter().map(|line| line.code.clone()).collect();
    assert_eq!(codes.len(), 13);
    let year = |line: &&BudgetLine| line.credits(2026).unwrap() > Cents::ZERO;
    let lines = world.state.budget_lines.values().map(|line| &**line);
    assert_eq!(lines.filter(|line| !line.is_section()).filter(year).count(), 21);
    let of_year = table(&world.state, YearSpan::Year(2025), day("2026-03-12"));
    let of_plan = table(&world.state, YearSpan::Plan, day("2026-03-12"));
    for (pot, printed, total, gap) in [
        (Pot::Investment, 139_547_804, 697_739_019, -1),
        (Pot::Operating, 88_943_014, 444_715_068, -2),
    ] {
        let year = of_year.section(pot).unwrap();
        assert_eq!((year.voted, year.gap), (Some(Cents(printed)), Cents::ZERO));
        assert_eq!(year.amounts[0], Cents(printed));
        let plan = of_plan.section(pot).unwrap();
        assert_eq!((plan.voted, plan.gap), (Some(Cents(total)), Cents(gap)));
        assert_eq!(plan.amounts[0], Cents(total));
        assert_eq!(world.line_of(&section(pot)).total(), Some(Cents(total)), "stored as printed");
    }
    // The same file again: nothing.
    let again = read(&world, ANNEX);
    assert_eq!(take_in(&mut world, &again), (0, 0));
}

/// The committees read it in the order of the annex, with the sums of its groups as printed.
#[test]
fn the_committees_table_is_in_the_order_of_the_annex() {
    let world = with_annex();
    let all = entries(&world.state, YearSpan::Year(2026), day("2026-03-12"));
    let sums: Vec<_> = all
        .iter()
        .filter(|entry| entry.rank == LineRank::Group)
        .map(|entry| entry.amounts[0].0)
        .collect();
    assert_eq!(sums, [50_662_631, 88_885_173, 39_332_136, 49_610_878]);
    let codes: Vec<_> = all
        .iter()
        .filter_map(|entry| match &entry.rank {
            LineRank::Line(code) if entry.pot == Pot::Operating => Some(code.as_str()),
            LineRank::Line(_) | LineRank::Group | LineRank::Gap | LineRank::Section => None,
        })
        .collect();
    let printed =
        ["1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "2.8"];
    assert_eq!(codes, printed, "2.1 stands under «nouveaux services», whatever common sense says");
    let gaps = |span| {
        let all = entries(&world.state, span, day("2026-03-12"));
        let gaps = all.iter().filter(|entry| entry.rank == LineRank::Gap);
        gaps.map(|entry| entry.amounts[0].to_string()).collect::<Vec<_>>()
    };
    assert!(gaps(YearSpan::Year(2026)).is_empty());
    assert_eq!(gaps(YearSpan::Plan), ["\u{2212}0,01\u{a0}€", "\u{2212}0,02\u{a0}€"]);
}

/// Acceptance 2: the rounded sum of the text is what was voted then; nothing else is adjusted.
#[test]
fn a_rounded_vote_shows_its_difference_and_adjusts_nothing() {
    let mut world = with_annex();
    let rounded = vote("2024-01-25", None, &[(2024, 139_550_000)]);
    world.ok(Act::RecordVote { line: section(Pot::Investment), vote: rounded });
    let rounded = vote("2024-01-25", None, &[(2024, 88_945_000)]);
    world.ok(Act::RecordVote { line: section(Pot::Operating), vote: rounded });
    let table = table(&world.state, YearSpan::Year(2024), day("2026-03-12"));
    assert_eq!(table.section(Pot::Investment).unwrap().gap, Cents(2_196));
    assert_eq!(table.section(Pot::Operating).unwrap().gap, Cents(1_986));
    assert_eq!(world.line_of(&invest("2.5")).credits(2024), Some(Cents(51_028_907)));
    assert_eq!(world.line_of(&section(Pot::Investment)).credits(2023), Some(Cents(139_547_804)));
    assert_eq!(world.line_of(&section(Pot::Investment)).votes.len(), 2, "the first one stays");
}

/// S8, invariant «an order accepted in December and delivered in January stays on its year's
/// campaign and commitment; the payment falls on the next year's CP», broken by «year = delivery
/// year»: one order through its rows.
#[test]
fn an_order_of_december_is_paid_on_the_credits_of_the_next_year() {
    let mut world = on(with_budget());
    let mut on = |text: &str, n: u8, act: Command| {
        let ms = NOW + (day(text) - day("2026-03-12")).num_days() * DAY_MS;
        let mut envelope = world.envelope(n, act);
        envelope.declared_at = ms;
        world.judge_at(n, &envelope, ms).map(|_| world.state.clone()).unwrap()
    };
    let line = invest("2.2");
    let wish = ask(&with_budget(), 1, &[(MOUSE, 6)]);
    on("2026-12-11", TEACHER, wish.into());
    let visit = None;
    let accept = shared::supply::Act::AcceptSupply { supply: supply(1), visit };
    on("2026-12-14", DISPATCHER, accept.into());
    let bought = Order { supplies: vec![supply(1)], signed_on: day("2026-12-14"), ..order(10_800) };
    let (commitment, over) = (key(1), String::new());
    let of = line.clone();
    let act = Act::OpenCommitment { commitment, line: of, year: 2026, order: bought, over };
    on("2026-12-14", COORDINATOR, act.into());
    let prepare = shared::supply::Act::PrepareSupply { supply: supply(1), visit };
    on("2027-01-11", DISPATCHER, prepare.into());
    on("2027-01-14", DISPATCHER, crate::supply_world::hand_over(1, 1, None).into());
    let state = on("2027-01-29", COORDINATOR, pay(1, "M-1", "2027-01-29", 10_800).into());

    let given = &state.supplies[&supply(1)];
    assert_eq!(given.delivered_on, Some(day("2027-01-14")));
    assert_eq!((given.campaign, state.campaigns[&campaign(1)].year), (campaign(1), 2026));
    assert_eq!(state.commitments[&key(1)].year, 2026);
    let at = |year, column| {
        let table = table(&state, YearSpan::Year(year), day("2027-01-31"));
        let place = Column::ALL.iter().position(|other| *other == column).unwrap();
        table.line(&line).unwrap().amounts[place]
    };
    let all = Cents(10_800);
    assert_eq!((at(2026, Column::Committed), at(2027, Column::Committed)), (all, Cents::ZERO));
    assert_eq!((at(2026, Column::Done), at(2027, Column::Done)), (all, Cents::ZERO));
    assert_eq!((at(2026, Column::Paid), at(2027, Column::Paid)), (Cents::ZERO, all));
    assert_eq!(at(2026, Column::Reserved), Cents::ZERO);
}

/// An order is reserved once it is accepted, committed with its purchase order, done when it is
/// handed over, and each amount names what makes it.
#[test]
fn an_order_goes_from_reserved_to_committed_and_every_amount_names_its_row() {
    let mut world = on(with_budget());
    let wish = ask(&world, 1, &[(MOUSE, 6)]);
    world.give(TEACHER, wish).unwrap();
    let (line, span) = (invest("2.2"), YearSpan::Year(2026));
    assert_eq!(amount(&world, span, &line, Column::Reserved), Cents::ZERO, "only asked for");
    world.give(DISPATCHER, crate::supply_world::accept(1)).unwrap();
    assert_eq!(amount(&world, span, &line, Column::Reserved), Cents(10_800));
    let cell = Cell::Line(line.clone(), Column::Reserved);
    let rows = why(&world.state, span, day("2026-03-12"), &cell);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].source, Source::Supply(supply(1)));
    let bought = |n, supplies| {
        let order = Order { supplies, ..order(10_800) };
        let (commitment, line) = (key(n), invest("2.2"));
        Act::OpenCommitment { commitment, line, year: 2026, order, over: String::new() }
    };
    world.ok(bought(1, vec![supply(1)]));
    assert_eq!(amount(&world, span, &line, Column::Reserved), Cents::ZERO);
    assert_eq!(amount(&world, span, &line, Column::Committed), Cents(10_800));
    // Bought once.
    let why_not = world.hindered(bought(2, vec![supply(1)]));
    assert_eq!(why_not, Hindrance::SupplyTaken { supply: supply(1) });
    assert_eq!(world.commitment(1).price.before_tax, Cents(9_000));
    // What the purchase order gives back when it is cancelled waits for another one.
    let cancel = Act::CancelCommitment { commitment: key(1), reason: "Rupture".into() };
    world.ok(cancel.clone());
    world.ok(cancel);
    assert_eq!(amount(&world, span, &line, Column::Reserved), Cents(10_800));
    assert_eq!(amount(&world, span, &line, Column::Committed), Cents::ZERO);
    world.ok(bought(3, vec![supply(1)]));
    // Handed over: done, whether it is paid or not.
    world.give(DISPATCHER, crate::supply_world::prepare(1)).unwrap();
    world.give(DISPATCHER, crate::supply_world::hand_over(1, 1, Some(4))).unwrap();
    assert_eq!(amount(&world, span, &line, Column::Done), Cents(7_200), "four of six");
    assert_eq!(amount(&world, span, &line, Column::Paid), Cents::ZERO);
    world.ok(pay(3, "M-1", "2026-03-12", 7_200));
    assert_eq!(amount(&world, span, &line, Column::Paid), Cents(7_200));
    assert_eq!(amount(&world, span, &line, Column::Done), Cents(7_200), "counted once");
}

/// An order stands on the line of its campaign, and on no other one.
#[test]
fn an_order_is_bought_by_the_line_of_its_campaign() {
    let mut world = on(with_budget());
    let wish = ask(&world, 1, &[(MOUSE, 6)]);
    world.give(TEACHER, wish).unwrap();
    let order = Order { supplies: vec![supply(1)], ..order(10_800) };
    let act = |code: &str| {
        let (commitment, line, order) = (key(1), invest(code), order.clone());
        Act::OpenCommitment { commitment, line, year: 2026, order, over: String::new() }
    };
    let not_here = Hindrance::SupplyElsewhere { supply: supply(1) };
    assert_eq!(world.hindered(act("2.2")), not_here, "it is not accepted yet");
    world.give(DISPATCHER, crate::supply_world::accept(1)).unwrap();
    assert_eq!(world.hindered(act("2.5")), not_here, "another line");
    world.ok(act("2.2"));
    assert!(world.state.campaigns.contains_key(&campaign(1)));
}

/// Subscriptions reserve the whole year until a commitment of their line bears them; the months
/// that are over are done.
#[test]
fn subscriptions_reserve_the_year_less_what_is_committed() {
    use shared::id::SubscriptionId;
    use shared::subscription::{self, Billing, Stage, SubscriptionKind, Terms};
    let mut world = with_annex();
    let terms = Terms {
        operator: "Opérateur".into(),
        phone: String::new(),
        contract: String::new(),
        line: "L-1".into(),
        offer: String::new(),
        down_kbps: 0,
        up_kbps: 0,
        price: Cents(12_647),
        vat: 2_000,
        billing: Billing::Monthly,
        first: day("2025-01-01"),
        due: None,
        renewal_months: None,
        notice_months: 0,
        notice_days: 0,
        exception: String::new(),
    };
    world.ok(subscription::Act::AddSubscription {
        subscription: SubscriptionId(Uuid::from_u128(1)),
        site: crate::world::site("0420001A"),
        kind: SubscriptionKind::Internet,
        stage: Stage::Active,
        terms,
        former: None,
    });
    let (line, span) = (run("1.1"), YearSpan::Year(2026));
    assert_eq!(amount(&world, span, &line, Column::Reserved), Cents(151_764));
    assert_eq!(amount(&world, span, &line, Column::Done), Cents(25_294), "January and February");
    world.ok(open(1, run("1.1"), 100_000));
    assert_eq!(amount(&world, span, &line, Column::Reserved), Cents(51_764));
    assert_eq!(amount(&world, span, &line, Column::Committed), Cents(100_000));
    world.ok(pay(1, "M-1", "2026-03-01", 25_294));
    assert_eq!(amount(&world, span, &line, Column::Done), Cents(25_294), "counted once");
    // Each subscription and each commitment is named, and the whole is the cell.
    let rows = why(&world.state, span, day("2026-03-12"), &Cell::Line(line, Column::Reserved));
    let told: Vec<_> = rows.iter().map(|row| (row.source.clone(), row.amount)).collect();
    let own = Source::Subscription(SubscriptionId(Uuid::from_u128(1)));
    let borne = (Source::Commitment(key(1)), Cents(-100_000));
    assert_eq!(told, [(own, Cents(151_764)), borne]);
    every_cell_is_the_sum_of_its_rows(&world, &[]);
}

/// S13 §4, «every number is a link to what makes it»: the rows of each cell add up to it, of lines,
/// groups, sections, the difference of the rounding, and what is left to commit and to pay.
fn every_cell_is_the_sum_of_its_rows(world: &World, but_empty: &[Cell]) {
    let today = day("2026-03-12");
    let spans = shared::budget::PLAN.map(YearSpan::Year).chain([YearSpan::Plan]);
    for span in spans {
        let check = |cell: Cell, amount: Cents| {
            let rows = why(&world.state, span, today, &cell);
            let sum: Cents = rows.iter().map(|row| row.amount).sum();
            assert_eq!(sum, amount, "{cell:?}, {span:?}: {rows:?}");
            assert!(!but_empty.contains(&cell) || !rows.is_empty(), "{cell:?}, {span:?}");
        };
        for entry in entries(&world.state, span, today) {
            let amounts = Column::ALL.into_iter().zip(entry.amounts);
            match entry.rank {
                LineRank::Line(code) => {
                    let id = line(&code, entry.pot);
                    amounts.for_each(|(of, sum)| check(Cell::Line(id.clone(), of), sum));
                }
                LineRank::Group => amounts.for_each(|(of, sum)| {
                    check(Cell::Group(entry.group.clone(), entry.pot, of), sum);
                }),
                LineRank::Gap => check(Cell::Gap(entry.pot), entry.amounts[0]),
                LineRank::Section => {
                    amounts.for_each(|(of, sum)| check(Cell::Section(entry.pot, of), sum));
                }
            }
        }
        for of in table(&world.state, span, today).sections {
            check(Cell::ToCommit(of.pot), of.to_commit.unwrap());
            if let Some(left) = of.to_pay {
                check(Cell::ToPay(of.pot), left);
            }
        }
    }
}

/// The same with orders, purchases and payments in both sections and two years.
#[test]
fn every_cell_opens_the_rows_that_make_it() {
    let mut world = on(with_budget());
    let wish = ask(&world, 1, &[(MOUSE, 6)]);
    world.give(TEACHER, wish).unwrap();
    world.give(DISPATCHER, crate::supply_world::accept(1)).unwrap();
    world.ok(open(1, invest("2.5"), 1_000_000));
    world.ok(pay(1, "M-1", "2026-03-12", 250_000));
    world.ok(pay(1, "M-2", "2027-01-02", 50_000));
    world.ok(open(2, run("2.1"), 77_700));
    world.ok(pay(2, "M-3", "2026-03-12", 7_700));
    let year = open(3, invest("1.2"), 90_000);
    world.ok(year);
    let pots = [Pot::Investment, Pot::Operating];
    let never_empty = pots.map(|pot| [Cell::ToCommit(pot), Cell::Gap(pot)]).concat();
    every_cell_is_the_sum_of_its_rows(&world, &never_empty);
}

/// S13, «réservé»: what an open training costs is reserved, what a commitment bears is not reserved
/// as well, what was held is done once, and what was cancelled or is a draft counts nothing.
#[test]
fn trainings_reserve_their_cost_and_are_done_once_they_were_held() {
    use shared::budget::sessions::line_of_trainings;
    let mut world = with_annex();
    let session = |n: u8, state: &str, cost: i64| {
        let text = format!(
            r#"{{"training_session": {{"id": "0189a0a0-0000-7000-8000-00000000000{n}",
                "state": "{state}", "terms": {{"kind": "training", "title": "Tablettes {n}",
                "day": "2026-0{n}-02", "from": 540, "to": 720, "capacity": 12,
                "cost": {cost}}}}}}}"#
        );
        serde_json::from_str::<shared::row::Row>(&text).expect("a row")
    };
    world.put(session(1, "held", 40_000));
    world.put(session(2, "open", 45_000));
    world.put(session(3, "cancelled", 50_000));
    world.put(session(4, "draft", 60_000));
    let (line, span) = (line_of_trainings(), YearSpan::Year(2026));
    assert_eq!(line, run("2.6"));
    assert_eq!(amount(&world, span, &line, Column::Reserved), Cents(85_000));
    assert_eq!(amount(&world, span, &line, Column::Done), Cents(40_000));
    // A purchase order of 600.00 € bears the first one and a part of the second.
    world.ok(open(1, run("2.6"), 60_000));
    world.ok(pay(1, "M-1", "2026-03-01", 40_000));
    assert_eq!(amount(&world, span, &line, Column::Reserved), Cents(25_000));
    assert_eq!(amount(&world, span, &line, Column::Done), Cents(40_000), "counted once");
    let rows = why(&world.state, span, day("2026-03-12"), &Cell::Line(line, Column::Reserved));
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert!(matches!(rows[0].source, Source::Session(_)));
}
