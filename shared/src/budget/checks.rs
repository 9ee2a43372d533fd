//! What people write about money, within its limits.

use super::act::Order;
use super::{BudgetLine, Hindrance, Price, Vote, section};
use crate::article::Pot;
use crate::decide::context::{Context, bad, few, optional, required};
use crate::id::LineId;
use crate::limits::{BUDGET_MOVES, BUDGET_SUPPLIES, SHORT_TEXT_CHARS};
use crate::money::{CENTS_MAX, Cents};
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::row::RowKey;

/// An amount that somebody may mean: not negative, and no more than the largest.
pub(super) fn amount(field: FieldName, amount: Cents) -> Result<Cents, Refusal> {
    let is_one = !amount.is_negative() && amount.0 <= CENTS_MAX;
    if is_one { Ok(amount) } else { Err(bad(field, FieldProblem::Invalid)) }
}

/// A vote within its limits.
pub(super) fn checked(vote: &Vote) -> Result<Vote, Refusal> {
    let reference = required(FieldName::Reference, &vote.reference, SHORT_TEXT_CHARS)?;
    few(FieldName::Year, &vote.credits, BUDGET_MOVES)?;
    for credit in &vote.credits {
        amount(FieldName::Price, credit.amount)?;
        if !(2000..2100).contains(&credit.year) {
            return Err(bad(FieldName::Year, FieldProblem::Invalid));
        }
    }
    vote.total.map(|total| amount(FieldName::Total, total)).transpose()?;
    if vote.total.is_none() && vote.credits.is_empty() {
        return Err(bad(FieldName::Price, FieldProblem::Empty));
    }
    Ok(Vote { reference, ..vote.clone() })
}

/// The line as it is, or the section of which nothing is known yet.
pub(super) fn known_line(context: &Context<'_>, id: &LineId) -> Result<BudgetLine, Refusal> {
    if let Some(line) = context.find::<BudgetLine>(id) {
        return Ok((*line).clone());
    }
    let of = Pot::ALL.into_iter().find(|pot| section(*pot) == *id);
    match of {
        Some(pot) => Ok(BudgetLine::section(pot)),
        None => Err(Refusal::UnknownRow { row: RowKey::of::<BudgetLine>(id) }),
    }
}

/// What is ordered, within its limits; the tax is that of the paper.
pub(super) fn checked_order(order: &Order) -> Result<Order, Refusal> {
    let short = |field, text: &str| optional(field, text, SHORT_TEXT_CHARS);
    let Price { before_tax, tax, all } = order.price;
    for (field, part) in
        [(FieldName::Price, all), (FieldName::BeforeTax, before_tax), (FieldName::Tax, tax)]
    {
        amount(field, part)?;
    }
    if all == Cents::ZERO {
        return Err(bad(FieldName::Price, FieldProblem::Empty));
    }
    if before_tax + tax != all {
        return Err(Hindrance::TaxDiffers { by: all - before_tax - tax }.into());
    }
    few(FieldName::Lines, &order.supplies, BUDGET_SUPPLIES)?;
    Ok(Order {
        number: short(FieldName::Number, &order.number)?,
        supplier: required(FieldName::Supplier, &order.supplier, SHORT_TEXT_CHARS)?,
        label: short(FieldName::Text, &order.label)?,
        market: short(FieldName::Reference, &order.market)?,
        ..order.clone()
    })
}
