//! Commitments and payments: what the coordinator does with the money, and what must hold of it.

use super::people::{any, fresh};
use super::world::World;
use fastrand::Rng;
use server::store::{StoreResult, Writer};
use shared::article::{Origin, Pot};
use shared::budget::postings::{Column, YearSpan, table};
use shared::budget::{
    Act, BudgetLine, Commitment, CommitmentState, Credit, Order, Payment, Price, Vote, line,
    section,
};
use shared::command::Command;
use shared::day::{Day, paris_day};
use shared::id::{CommitmentId, LineId, Millis, SupplyId};
use shared::money::Cents;
use shared::replica::Replica;
use shared::row::{Row, State};
use shared::supply::{Supply, SupplyState};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const YEAR: u16 = 2026;
/// What a section has: for all years, and in the year. Random orders exceed it.
const TOTAL: Cents = Cents(200_000);
const CREDITS: Cents = Cents(90_000);
const CODES: [&str; 2] = ["2.2", "2.5"];

fn vote(total: Option<Cents>, amount: Cents) -> Vote {
    Vote {
        day: "2026-01-05".parse().expect("a day"),
        reference: "Budget".into(),
        total,
        credits: vec![Credit { year: YEAR, amount }],
    }
}

/// Two lines of both sections, with what was voted.
pub(crate) fn fill(writer: &dyn Writer) -> StoreResult<()> {
    for pot in Pot::ALL {
        let votes = vec![vote(Some(TOTAL), CREDITS)];
        writer.put(BudgetLine { votes, ..BudgetLine::section(pot) }.into())?;
        for code in CODES {
            let (code, votes) = (code.to_owned(), vec![vote(None, Cents(45_000))]);
            let blank = BudgetLine::blank(line(&code, pot), pot);
            writer.put(BudgetLine { code, votes, ..blank }.into())?;
        }
    }
    Ok(())
}

fn is_given(supply: &Supply) -> bool {
    matches!(
        supply.state,
        SupplyState::Accepted | SupplyState::Ready | SupplyState::Delivered | SupplyState::Closed
    )
}

fn order(cents: Cents, supplies: Vec<SupplyId>, day: Day) -> Order {
    Order {
        number: String::new(),
        supplier: "F".into(),
        label: String::new(),
        market: String::new(),
        price: Price::of(cents, cents.before_tax(2_000)),
        signed_on: day,
        origin: Origin::New,
        supplies,
        goods: None,
    }
}

/// A new commitment: of an order of a school that is given, or of anything.
fn open(rng: &mut Rng, view: &State, today: Day, word: &str) -> Command {
    let given = view.supplies.values().filter(|one| is_given(one) && one.price() > Cents::ZERO);
    let supply = any(rng, given.cloned());
    let pot = Pot::ALL[rng.usize(..2)];
    let (code, cents, supplies) = match supply.filter(|_| rng.u8(..4) > 0) {
        Some(supply) => {
            let campaign = view.campaigns.get(&supply.campaign);
            let purse = campaign.and_then(|campaign| campaign.purses.get(&pot));
            let code = purse.map_or(CODES[0].to_owned(), |purse| purse.line.clone());
            (code, supply.price_in(pot), vec![supply.id])
        }
        None => (CODES[rng.usize(..2)].to_owned(), Cents(rng.i64(1..40_000)), Vec::new()),
    };
    let (commitment, over) = (CommitmentId(fresh(rng)), word.to_owned());
    let order = order(cents.max(Cents(1)), supplies, today);
    Act::OpenCommitment { commitment, line: line(&code, pot), year: YEAR, order, over }.into()
}

/// What the coordinator does with the money.
pub(crate) fn by_coordinator(
    rng: &mut Rng,
    replica: &Replica,
    word: &str,
    now: Millis,
) -> Option<Command> {
    let (view, today) = (replica.view(), paris_day(now));
    let known = any(rng, view.commitments.values().cloned());
    let Some(row) = known.filter(|_| rng.u8(..3) > 0) else {
        return Some(open(rng, view, today, word));
    };
    let (commitment, reason) = (row.id, word.to_owned());
    Some(match rng.u8(..8) {
        0 => Act::CancelCommitment { commitment, reason }.into(),
        1 => Act::SettleCommitment { commitment }.into(),
        2 => {
            let (delta, over, number) = (Cents(rng.i64(-5_000..5_000)), reason.clone(), None);
            let goods = None;
            Act::MoveCommitment { commitment, delta, reason, over, number, goods }.into()
        }
        _ => {
            let paid = row.payments.iter().filter(|one| one.amount > Cents::ZERO);
            let paid = any(rng, paid.cloned()).filter(|_| rng.u8(..4) == 0);
            let most = row.to_pay().0.max(1);
            let amount = match &paid {
                Some(paid) => Cents(-rng.i64(1..=paid.amount.0)),
                None => Cents(rng.i64(1..=most)),
            };
            let corrects = paid.map(|paid| paid.number);
            let number = word.to_owned();
            let payment = Payment { number, day: today, amount, corrects, done_on: None };
            Act::PayCommitment { commitment, payment }.into()
        }
    })
}

/// What a plain reading of all rows gives: reserved, committed and paid of each line in the year.
fn recomputed(state: &State) -> BTreeMap<LineId, [i64; 3]> {
    let mut sums: BTreeMap<LineId, [i64; 3]> = BTreeMap::new();
    let mut bought = BTreeSet::new();
    for row in state.commitments.values() {
        let sum = sums.entry(row.line.clone()).or_default();
        sum[1] += committed(row);
        sum[2] += row.payments.iter().map(|one| one.amount.0).sum::<i64>();
        if row.state != CommitmentState::Cancelled {
            let letter = row.line.as_str().chars().last();
            bought.extend(row.supplies.iter().map(|id| (*id, letter)));
        }
    }
    for supply in state.supplies.values().filter(|supply| is_given(supply)) {
        let Some(campaign) = state.campaigns.get(&supply.campaign) else { continue };
        for (pot, purse) in &campaign.purses {
            let letter = if *pot == Pot::Investment { 'I' } else { 'F' };
            if !bought.contains(&(supply.id, Some(letter))) {
                let lines = supply.lines.iter().filter(|line| line.pot == *pot);
                let cents: i64 = lines.map(|one| one.unit.0 * i64::from(one.quantity)).sum();
                sums.entry(LineId(format!("{}-{letter}", purse.line))).or_default()[0] += cents;
            }
        }
    }
    sums
}

fn committed(row: &Commitment) -> i64 {
    match row.state {
        CommitmentState::Open => {
            row.price.all.0 + row.moves.iter().map(|one| one.delta.0).sum::<i64>()
        }
        CommitmentState::Settled => row.payments.iter().map(|one| one.amount.0).sum(),
        CommitmentState::Cancelled => 0,
    }
}

impl World {
    /// Every balance is what the rows say, no limit is exceeded, no order is bought twice.
    pub(super) fn check_accounts(&mut self, rows: &[Row]) {
        let state: State = rows.iter().cloned().collect();
        let mut wrong = Vec::new();
        let sums = recomputed(&state);
        let of_year = table(&state, YearSpan::Year(YEAR), paris_day(self.now));
        for (pot, code) in Pot::ALL.into_iter().flat_map(|pot| CODES.map(|code| (pot, code))) {
            let id = line(code, pot);
            let amounts = of_year.line(&id).map(|line| line.amounts).unwrap_or_default();
            let place = |column| Column::ALL.iter().position(|of| *of == column).unwrap_or(0);
            let counted = [Column::Reserved, Column::Committed, Column::Paid];
            let counted = counted.map(|column| amounts[place(column)].0);
            let kept = sums.get(&id).copied().unwrap_or_default();
            if counted != kept {
                wrong.push(format!("{id} is {counted:?}, and by its rows {kept:?}"));
            }
        }
        let mut bought = BTreeSet::new();
        for pot in Pot::ALL {
            let letter = section(pot).to_string();
            let of_pot = || {
                let all = state.commitments.values();
                all.filter(|row| row.line.as_str().ends_with(&letter))
            };
            let all: i64 = of_pot().map(|row| committed(row)).sum();
            let paid: i64 = of_pot().flat_map(|row| &row.payments).map(|one| one.amount.0).sum();
            let limit = if pot == Pot::Investment { TOTAL } else { CREDITS };
            if all > limit.0 || paid > CREDITS.0 {
                wrong.push(format!("{pot:?}: {all} committed, {paid} paid"));
            }
            for row in of_pot().filter(|row| row.state != CommitmentState::Cancelled) {
                wrong.extend(overpaid(row));
                for supply in &row.supplies {
                    if !bought.insert((*supply, pot)) {
                        wrong.push(format!("{supply} is bought twice"));
                    }
                }
            }
        }
        if let Some(how) = wrong.pop() {
            self.break_rule("the budget is what its rows say, within its limits", how);
        }
    }
}

/// A commitment of which more is paid than committed, or that names a payment twice.
fn overpaid(row: &Arc<Commitment>) -> Option<String> {
    let numbers: BTreeSet<_> = row.payments.iter().map(|one| &one.number).collect();
    let paid: i64 = row.payments.iter().map(|one| one.amount.0).sum();
    let is_wrong = numbers.len() != row.payments.len() || paid > committed(row);
    is_wrong.then(|| format!("{paid} paid of {row:?}"))
}
