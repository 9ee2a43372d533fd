//! What funders promise and pay.

use super::act::Grant;
use super::checks::{amount, known_line};
use super::{BudgetLine, Happened, Hindrance, Income, Receipt, Word, section};
use crate::article::Pot;
use crate::decide::context::{Context, bad, few, optional, required, room_for_words};
use crate::limits::{BUDGET_INCOME, BUDGET_PAYMENTS, SHORT_TEXT_CHARS};
use crate::money::Cents;
use crate::refusal::{FieldName, FieldProblem, Refusal};

fn checked_grant(context: &Context<'_>, pot: Pot, grant: &Grant) -> Result<Grant, Refusal> {
    amount(FieldName::Price, grant.notified)?;
    amount(FieldName::Called, grant.called)?;
    if grant.called > grant.notified {
        return Err(bad(FieldName::Called, FieldProblem::Invalid));
    }
    if grant.deadline.is_some_and(|deadline| deadline < grant.notified_on) {
        return Err(bad(FieldName::Last, FieldProblem::Invalid));
    }
    few(FieldName::Lines, &grant.lines, BUDGET_INCOME)?;
    for line in &grant.lines {
        if context.known::<BudgetLine>(line)?.pot != pot {
            return Err(bad(FieldName::Lines, FieldProblem::Invalid));
        }
    }
    Ok(Grant {
        funder: required(FieldName::Funder, &grant.funder, SHORT_TEXT_CHARS)?,
        reference: optional(FieldName::Reference, &grant.reference, SHORT_TEXT_CHARS)?,
        ..grant.clone()
    })
}

#[inline(never)]
pub(super) fn set_grant(
    context: &mut Context<'_>,
    pot: Pot,
    number: u32,
    grant: &Grant,
) -> Result<(), Refusal> {
    let grant = checked_grant(context, pot, grant)?;
    let mut section = known_line(context, &section(pot))?;
    let happened = Happened::of(Word::Granted, grant.notified, &grant.funder);
    let next = section.income.iter().map(|income| income.number).max().unwrap_or(0) + 1;
    match section.income.iter_mut().find(|income| income.number == number) {
        Some(income) if income.grant == grant => return Ok(()),
        Some(income) if income.received() > grant.notified => {
            return Err(bad(FieldName::Price, FieldProblem::Invalid));
        }
        Some(income) => income.grant = grant,
        None if number == next => {
            few(FieldName::Funder, &section.income, BUDGET_INCOME - 1)?;
            section.income.push(Income { number, grant, received: Vec::new() });
        }
        None => return Err(bad(FieldName::Funder, FieldProblem::Invalid)),
    }
    room_for_words(&section.history)?;
    section.history.push(context.entry(happened));
    context.put(section);
    Ok(())
}

#[inline(never)]
pub(super) fn receive(
    context: &mut Context<'_>,
    pot: Pot,
    number: u32,
    receipt: &Receipt,
) -> Result<(), Refusal> {
    let mut section = known_line(context, &section(pot))?;
    let reference = required(FieldName::Reference, &receipt.reference, SHORT_TEXT_CHARS)?;
    amount(FieldName::Price, receipt.amount)?;
    let receipt = Receipt { reference, ..receipt.clone() };
    let unknown = || bad(FieldName::Funder, FieldProblem::Invalid);
    let income = section.income.iter_mut().find(|income| income.number == number);
    let income = income.ok_or_else(unknown)?;
    // The same receipt noted twice is one.
    if income.received.contains(&receipt) {
        return Ok(());
    }
    if income.received.iter().any(|known| known.reference == receipt.reference) {
        return Err(Hindrance::NumberTaken { number: receipt.reference }.into());
    }
    few(FieldName::Reference, &income.received, BUDGET_PAYMENTS - 1)?;
    let by = receipt.amount - income.to_receive();
    if by > Cents::ZERO {
        return Err(Hindrance::PaidBeyond { by }.into());
    }
    let happened = Happened::of(Word::Received, receipt.amount, &receipt.reference);
    income.received.push(receipt);
    room_for_words(&section.history)?;
    section.history.push(context.entry(happened));
    context.put(section);
    Ok(())
}
