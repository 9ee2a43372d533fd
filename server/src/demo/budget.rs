//! Three years of the budget: the annex, the orders of its lines with their payments, some carried
//! over, and what funders promised. Amounts follow from the rank, so that all else of the
//! demonstration stays as it was.

use super::world::at;
use chrono::{Datelike, Days, NaiveDate};
use shared::account::Account;
use shared::article::{Origin, Pot};
use shared::budget::books::Books;
use shared::budget::{
    Act, BudgetLine, Commitment, CommitmentState, Goods, Grant, Happened, Income, PLAN, Payment,
    Price, Receipt, Vote, Word, section,
};
use shared::day::Day;
use shared::history::{Declared, Entry};
use shared::id::CommitmentId;
use shared::intake::{self, Wanted};
use shared::money::Cents;
use shared::row::{Row, State};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The annex of the deliberation.
const ANNEX: &[u8] = include_bytes!("../../demo/budget_plan.csv");
/// Purchase orders of a line in a year.
const ORDERS: u32 = 4;
/// Of the estimate of a line, what its orders take in a year before this one, in hundredths.
const TAKEN_PERCENT: i64 = 92;
/// The same in this year, which is not over.
const BEGUN_PERCENT: i64 = 55;
/// Fictitious suppliers.
const SUPPLIERS: [&str; 4] =
    ["Fournisseur Alpha", "Fournisseur Bravo", "Fournisseur Charlie", "Fournisseur Delta"];

/// Returns the lines of the budget, its commitments and its income.
pub(super) fn budget(today: Day, by: &Account) -> Vec<Row> {
    let wanted = Wanted { communes: BTreeSet::new(), today };
    // A file of the program, which a test reads.
    let annex = intake::read(ANNEX, &State::default(), &wanted).ok();
    let commands = annex.into_iter().flat_map(|annex| annex.commands);
    let lines = commands.filter_map(|command| match command.act() {
        Some(Act::ImportBudget { lines }) => Some(lines.clone()),
        _ => None,
    });
    let mut state = State::default();
    for mut line in lines.flatten() {
        line.history = line.votes.iter().map(|vote| voted(vote, by)).collect();
        state.put(with_income(line, today).into());
    }
    let mut books = Books::of(&state);
    let lines: Vec<BudgetLine> = books.lines().into_iter().map(|line| (**line).clone()).collect();
    let this_year = u16::try_from(today.year()).unwrap_or_default();
    for year in PLAN.filter(|year| *year <= this_year && *year + 3 > this_year) {
        for (rank, line) in (0u32..).zip(&lines) {
            for n in 0..ORDERS {
                let Some(row) = order(line, year, (rank, n), today, by) else { continue };
                // What the year has no more credits for stays to be paid.
                let unpaid = Commitment { payments: Vec::new(), ..row.clone() };
                let unpaid = Commitment { state: CommitmentState::Open, ..unpaid };
                for row in [row, unpaid] {
                    if books.admit(row.clone(), "").is_ok() {
                        state.put(row.into());
                        break;
                    }
                }
            }
        }
    }
    state.rows().collect()
}

fn entry(on: Day, what: Happened, by: &Account) -> Entry<Happened> {
    let when = Declared { at_ms: at(on, 10 * 60), offset_ms: 0 };
    Entry { when, by: by.id, by_name: by.name.clone(), handed: None, what }
}

fn voted(vote: &Vote, by: &Account) -> Entry<Happened> {
    let what = Happened { text: vote.reference.clone(), ..Word::Voted.into() };
    entry(vote.day, what, by)
}

/// A purchase order: the last one of a line and year is signed in December, and paid in January.
fn order(
    line: &BudgetLine,
    year: u16,
    (rank, n): (u32, u32),
    today: Day,
    by: &Account,
) -> Option<Commitment> {
    let is_now = i32::from(year) == today.year();
    let percent = if is_now { BEGUN_PERCENT } else { TAKEN_PERCENT };
    let credits = line.credits(year).filter(|credits| *credits > Cents::ZERO)?;
    let all = Cents(credits.0 * percent / 100 / i64::from(ORDERS) - i64::from(rank + n) * 7);
    let month = if n + 1 == ORDERS { 12 } else { 2 + n * 3 };
    let signed_on = NaiveDate::from_ymd_opt(i32::from(year), month, 3 + rank % 20)?;
    if signed_on > today || all <= Cents::ZERO {
        return None;
    }
    let key = format!("tournee:demo:commitment:{}:{year}:{n}", line.id);
    let paid_on = signed_on + Days::new(35 + u64::from(rank % 11));
    let is_paid = paid_on <= today && (rank + n) % 9 != 8;
    let payment = Payment {
        number: format!("M-{year}-{:04}", rank * ORDERS + n + 1),
        day: paid_on,
        amount: all,
        corrects: None,
        done_on: Some(paid_on - Days::new(20)),
    };
    let mut history = vec![entry(signed_on, happened(Word::Opened, all, ""), by)];
    if is_paid {
        history.push(entry(paid_on, happened(Word::Paid, all, &payment.number), by));
        history.push(entry(paid_on, happened(Word::Settled, Cents::ZERO, ""), by));
    }
    Some(Commitment {
        id: CommitmentId(Uuid::new_v5(&Uuid::NAMESPACE_URL, key.as_bytes())),
        line: line.id.clone(),
        year,
        number: format!("E-{year}-{:04}", rank * ORDERS + n + 1),
        supplier: SUPPLIERS[(rank + n) as usize % SUPPLIERS.len()].to_owned(),
        label: line.label.clone(),
        market: format!("MP-2023-{}", rank % 5 + 1),
        price: Price::of(all, all.before_tax(2_000)),
        signed_on,
        origin: if (rank + n) % 5 == 0 { Origin::SecondHand } else { Origin::New },
        goods: Some(goods(line)),
        supplies: Vec::new(),
        over: String::new(),
        moves: Vec::new(),
        payments: is_paid.then_some(payment).into_iter().collect(),
        state: if is_paid { CommitmentState::Settled } else { CommitmentState::Open },
        ended_on: is_paid.then_some(paid_on),
        history,
        version: 0,
    })
}

/// Devices are bought by the lines of investment of equipment.
fn goods(line: &BudgetLine) -> Goods {
    let buys_devices = line.pot == Pot::Investment && ["1.2", "2.3", "2.4"].contains(&&*line.code);
    if buys_devices { Goods::Devices } else { Goods::Other }
}

fn happened(what: Word, amount: Cents, text: &str) -> Happened {
    Happened { text: text.to_owned(), amount: Some(amount), ..what.into() }
}

/// Two promises of funders, one with its deadline near.
fn with_income(line: BudgetLine, today: Day) -> BudgetLine {
    if line.id != section(Pot::Investment) {
        return line;
    }
    let notified_on = NaiveDate::from_ymd_opt(2023, 6, 1).unwrap_or(today);
    let receipt = |year: i32, amount, reference: &str| Receipt {
        day: NaiveDate::from_ymd_opt(year, 11, 3).unwrap_or(today),
        amount: Cents(amount),
        reference: reference.to_owned(),
    };
    let grant = |funder: &str, reference: &str, notified, called, deadline| Grant {
        funder: funder.to_owned(),
        reference: reference.to_owned(),
        notified_on,
        notified: Cents(notified),
        called: Cents(called),
        deadline,
        lines: Vec::new(),
    };
    let soon = Some(today + Days::new(45));
    let income = vec![
        Income {
            number: 1,
            grant: grant("FEDER (démonstration)", "RA-DEMO-1", 124_600_000, 120_000_000, soon),
            received: vec![
                receipt(2024, 60_000_000, "T-2024-1"),
                receipt(2025, 50_000_000, "T-2025-1"),
            ],
        },
        Income {
            number: 2,
            grant: grant("Ministère (démonstration)", "SNE-DEMO-2", 30_000_000, 0, None),
            received: Vec::new(),
        },
    ];
    BudgetLine { income, ..line }
}
