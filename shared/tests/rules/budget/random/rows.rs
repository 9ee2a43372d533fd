//! The rows of the random life: an order, and the sums as a plain reading of all rows gives them.

use super::*;
use shared::budget::CommitmentState;
use shared::campaign::CampaignKind;
use shared::row::State;
use shared::supply::{Line, Supply, SupplyState};
use std::collections::BTreeSet;

/// An accepted order with a line in each section.
pub(super) fn supply_of(world: &World, n: u32, prices: [i64; 2]) -> Supply {
    let article = world.state.articles.values().next().unwrap().clone();
    let line = |(pot, cents): (Pot, i64)| Line {
        article: article.id,
        label: article.label.clone(),
        kind: article.kind,
        pot,
        unit: Cents(cents),
        vat: 2_000,
        quantity: 1,
        minutes: 0,
        origin: Origin::New,
        requires: None,
        supplier: String::new(),
        reference: String::new(),
    };
    Supply {
        id: SupplyId(Uuid::from_u128(u128::from(n))),
        site: crate::world::site("0420001A"),
        campaign: crate::supply_world::campaign(1),
        kind: CampaignKind::SmallBudget,
        lines: Pot::ALL.into_iter().zip(prices).map(line).collect(),
        period: None,
        unit: String::new(),
        replaces: Vec::new(),
        teacher: None,
        project: None,
        legs: Vec::new(),
        state: SupplyState::Accepted,
        asked_on: day("2026-03-12"),
        late: false,
        delivered_on: None,
        ended_on: None,
        reason: String::new(),
        note: String::new(),
        history: Vec::new(),
        version: 0,
    }
}

/// The sums, from the rows alone.
pub(super) fn recomputed(state: &State) -> Sums {
    let mut sums = Sums::new();
    let mut bought = BTreeSet::new();
    for row in state.commitments.values() {
        let paid: i64 = row.payments.iter().map(|one| one.amount.0).sum();
        let ordered: i64 = row.price.all.0 + row.moves.iter().map(|one| one.delta.0).sum::<i64>();
        let committed = match row.state {
            CommitmentState::Open => ordered,
            CommitmentState::Settled => paid,
            CommitmentState::Cancelled => 0,
        };
        *sums.entry((row.line.clone(), row.year, Column::Committed)).or_default() += committed;
        for one in &row.payments {
            let year = one.day.to_string()[..4].parse().unwrap();
            *sums.entry((row.line.clone(), year, Column::Paid)).or_default() += one.amount.0;
        }
        if row.state != CommitmentState::Cancelled {
            let letter = row.line.as_str().chars().last().unwrap();
            bought.extend(row.supplies.iter().map(|id| (*id, letter)));
        }
    }
    for row in state.supplies.values().filter(|row| row.state == SupplyState::Accepted) {
        for line in &row.lines {
            let letter = if line.pot == Pot::Investment { 'I' } else { 'F' };
            if !bought.contains(&(row.id, letter)) {
                let key = (LineId(format!("2.2-{letter}")), 2026, Column::Reserved);
                *sums.entry(key).or_default() += line.unit.0 * i64::from(line.quantity);
            }
        }
    }
    sums
}
