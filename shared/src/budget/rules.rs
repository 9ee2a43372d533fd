//! Rules of the budget: what the assembly gave is never exceeded, what was written is never edited.

use super::act::{Act, Order};
use super::books::Books;
use super::checks::{amount, checked, checked_order, known_line};
use super::postings::{is_accepted, line_of_supply};
use super::{
    BudgetLine, Commitment, CommitmentState, Goods, Happened, Hindrance, Move, Payment, Vote, Word,
    section,
};
use super::{funding, importing};
use crate::article::Pot;
use crate::campaign::Campaign;
use crate::decide::context::{Context, bad, few, optional, required, room_for_words};
use crate::id::{CommitmentId, LineId, SupplyId};
use crate::limits::{
    BUDGET_IMPUTATIONS, BUDGET_MOVES, BUDGET_PAYMENTS, BUDGET_VOTES, SHORT_TEXT_CHARS,
};
use crate::money::Cents;
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::role::Role;
use crate::row::{Kind, Read, RowKey, State};
use crate::supply::Supply;
use std::collections::BTreeMap;

impl Act {
    /// Whether that role may give it at all.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        role == Role::Coordinator
    }

    /// The rows that [`Act::apply`] looks at: a limit is about all of them.
    pub(crate) fn reads(&self, state: &State) -> Vec<Read> {
        let mut reads = vec![Read::All(Kind::BudgetLine)];
        match self {
            Act::ImportBudget { .. }
            | Act::RecordVote { .. }
            | Act::MoveCommitment { .. }
            | Act::PayCommitment { .. }
            | Act::SettleCommitment { .. }
            | Act::CancelCommitment { .. }
            | Act::ImportCommitments { .. } => reads.push(Read::All(Kind::Commitment)),
            Act::OpenCommitment { order, .. } => {
                reads.push(Read::All(Kind::Commitment));
                for id in &order.supplies {
                    reads.push(Read::Row(RowKey::of::<Supply>(id)));
                    let campaign = state.supplies.get(id).map(|supply| supply.campaign);
                    let key = campaign.map(|campaign| RowKey::of::<Campaign>(&campaign));
                    reads.extend(key.map(Read::Row));
                }
            }
            Act::MapFinance { .. } | Act::SetGrant { .. } | Act::ReceiveGrant { .. } => {}
        }
        reads
    }

    /// Changes the rows of the context.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(crate) fn apply(&self, context: &mut Context<'_>) -> Result<(), Refusal> {
        match self {
            Act::ImportBudget { lines } => importing::annex(context, lines),
            Act::RecordVote { line, vote } => record_vote(context, line, vote),
            Act::OpenCommitment { .. } => open(context, self),
            Act::MoveCommitment { .. } => change(context, self),
            Act::PayCommitment { commitment, payment } => pay(context, *commitment, payment),
            Act::SettleCommitment { commitment } => settle(context, *commitment),
            Act::CancelCommitment { commitment, reason } => cancel(context, *commitment, reason),
            Act::ImportCommitments { booked } => importing::commitments(context, booked),
            Act::MapFinance { columns, lines } => map(context, columns, lines),
            Act::SetGrant { pot, number, grant } => {
                funding::set_grant(context, *pot, *number, grant)
            }
            Act::ReceiveGrant { pot, number, receipt } => {
                funding::receive(context, *pot, *number, receipt)
            }
        }
    }
}

impl From<Hindrance> for Refusal {
    fn from(why: Hindrance) -> Self {
        Refusal::Budget { why }
    }
}

#[inline(never)]
fn record_vote(context: &mut Context<'_>, id: &LineId, vote: &Vote) -> Result<(), Refusal> {
    let line = known_line(context, id)?;
    let vote = checked(vote)?;
    if !line.is_section() && vote.total.is_some() {
        return Err(bad(FieldName::Total, FieldProblem::Invalid));
    }
    // Given twice, it is one vote.
    if line.votes.contains(&vote) {
        return Ok(());
    }
    few(FieldName::Reference, &line.votes, BUDGET_VOTES - 1)?;
    let mut books = Books::of(context.state);
    books.put(line.into());
    let text = vote.reference.clone();
    let mut line = (*books.vote(id, vote)?).clone();
    line.history.push(context.entry(Happened { text, ..Word::Voted.into() }));
    context.put(line);
    Ok(())
}

#[inline(never)]
fn open(context: &mut Context<'_>, act: &Act) -> Result<(), Refusal> {
    let Act::OpenCommitment { commitment: id, line, year, order, over } = act else {
        return Err(Refusal::NotAllowed);
    };
    context.must_be_new::<Commitment>(id)?;
    let order = checked_order(order)?;
    let over = optional(FieldName::Reason, over, SHORT_TEXT_CHARS)?;
    let known = context.known::<BudgetLine>(line)?;
    let mut books = Books::of(context.state);
    if books.numbered(*year, &order.number).is_some() {
        return Err(Hindrance::ReferenceTaken { year: *year, number: order.number }.into());
    }
    for supply in &order.supplies {
        may_buy(context, &books, *supply, &known)?;
    }
    let happened = Happened::of(Word::Opened, order.price.all, &over);
    let Order { number, supplier, label, market, price, signed_on, origin, goods, supplies } =
        order;
    let commitment = Commitment {
        id: *id,
        line: line.clone(),
        year: *year,
        number,
        supplier,
        label,
        market,
        price,
        signed_on,
        origin,
        goods,
        supplies,
        over: over.clone(),
        moves: Vec::new(),
        payments: Vec::new(),
        state: CommitmentState::Open,
        ended_on: None,
        history: vec![context.entry(happened)],
        version: 0,
    };
    books.admit(commitment.clone(), &over)?;
    put(context, &books, commitment);
    Ok(())
}

/// A reason that was given although the line has room is no flag of it.
fn put(context: &mut Context<'_>, books: &Books, mut commitment: Commitment) {
    let line = books.line(&commitment.line);
    if line.is_none_or(|line| books.over(line, commitment.year).is_none()) {
        commitment.over = String::new();
    }
    context.put(commitment);
}

/// An order is bought once in each section, by the line that its campaign names.
fn may_buy(
    context: &Context<'_>,
    books: &Books,
    id: SupplyId,
    line: &BudgetLine,
) -> Result<(), Refusal> {
    let supply = context.known::<Supply>(&id)?;
    let borne = line_of_supply(context.state, &supply, line.pot);
    if !is_accepted(&supply) || borne.is_none_or(|(of, _)| of != line.id) {
        return Err(Hindrance::SupplyElsewhere { supply: id }.into());
    }
    let buys = |one: &&std::sync::Arc<Commitment>| {
        let pot = books.line(&one.line).map(|line| line.pot);
        one.holds() && pot == Some(line.pot) && one.supplies.contains(&id)
    };
    match books.commitments().find(buys) {
        Some(_) => Err(Hindrance::SupplyTaken { supply: id }.into()),
        None => Ok(()),
    }
}

/// Says what is bought: also of what was paid before anybody asked, as the law counts it.
fn sort(context: &mut Context<'_>, id: CommitmentId, goods: Goods) -> Result<(), Refusal> {
    let known = context.known::<Commitment>(&id)?;
    if !known.holds() {
        return Err(Hindrance::Ended { state: known.state }.into());
    }
    context.put(Commitment { goods: Some(goods), ..(*known).clone() });
    Ok(())
}

/// The commitment, while it can be changed.
fn alive(context: &Context<'_>, id: CommitmentId) -> Result<Commitment, Refusal> {
    let commitment = context.known::<Commitment>(&id)?;
    if commitment.state != CommitmentState::Open {
        return Err(Hindrance::Ended { state: commitment.state }.into());
    }
    room_for_words(&commitment.history)?;
    Ok((*commitment).clone())
}

#[inline(never)]
fn change(context: &mut Context<'_>, act: &Act) -> Result<(), Refusal> {
    let Act::MoveCommitment { commitment, delta, reason, over, number, goods } = act else {
        return Err(Refusal::NotAllowed);
    };
    if let (Some(goods), Cents::ZERO, None) = (goods, *delta, number) {
        return sort(context, *commitment, *goods);
    }
    let mut row = alive(context, *commitment)?;
    let over = optional(FieldName::Over, over, SHORT_TEXT_CHARS)?;
    let mut books = Books::of(context.state);
    if let Some(number) = number {
        let number = required(FieldName::Number, number, SHORT_TEXT_CHARS)?;
        if books.numbered(row.year, &number).is_some_and(|other| other.id != row.id) {
            return Err(Hindrance::ReferenceTaken { year: row.year, number }.into());
        }
        row.number = number;
    }
    if *delta != Cents::ZERO {
        let reason = required(FieldName::Reason, reason, SHORT_TEXT_CHARS)?;
        few(FieldName::Price, &row.moves, BUDGET_MOVES - 1)?;
        amount(FieldName::Price, Cents(delta.0.saturating_abs()))?;
        row.history.push(context.entry(Happened::of(Word::Moved, *delta, &reason)));
        row.moves.push(Move { day: context.today(), delta: *delta, reason });
        if row.ordered().is_negative() {
            return Err(bad(FieldName::Price, FieldProblem::Invalid));
        }
    }
    if !over.is_empty() {
        row.over.clone_from(&over);
    }
    let told = row.over.clone();
    books.admit(row.clone(), &told)?;
    put(context, &books, row);
    Ok(())
}

#[inline(never)]
fn pay(context: &mut Context<'_>, id: CommitmentId, payment: &Payment) -> Result<(), Refusal> {
    let mut row = alive(context, id)?;
    let number = required(FieldName::Number, &payment.number, SHORT_TEXT_CHARS)?;
    amount(FieldName::Price, Cents(payment.amount.0.saturating_abs()))?;
    if payment.amount == Cents::ZERO {
        return Err(bad(FieldName::Price, FieldProblem::Empty));
    }
    let payment = Payment { number, ..payment.clone() };
    // The same payment noted twice is one.
    if row.payments.contains(&payment) {
        return Ok(());
    }
    few(FieldName::Number, &row.payments, BUDGET_PAYMENTS - 1)?;
    let happened = Happened::of(Word::Paid, payment.amount, &payment.number);
    row.history.push(context.entry(happened));
    row.payments.push(payment);
    let (mut books, over) = (Books::of(context.state), row.over.clone());
    books.admit(row.clone(), &over)?;
    context.put(row);
    Ok(())
}

#[inline(never)]
fn settle(context: &mut Context<'_>, id: CommitmentId) -> Result<(), Refusal> {
    let known = context.known::<Commitment>(&id)?;
    if known.state == CommitmentState::Settled {
        return Ok(());
    }
    let mut row = alive(context, id)?;
    let rest = row.to_pay();
    row.state = CommitmentState::Settled;
    row.ended_on = Some(context.today());
    row.history.push(context.entry(Happened::of(Word::Settled, rest, "")));
    context.put(row);
    Ok(())
}

#[inline(never)]
fn cancel(context: &mut Context<'_>, id: CommitmentId, reason: &str) -> Result<(), Refusal> {
    let known = context.known::<Commitment>(&id)?;
    // Cancelled twice, it gives back its money once.
    if known.state == CommitmentState::Cancelled {
        return Ok(());
    }
    let mut row = alive(context, id)?;
    let text = required(FieldName::Reason, reason, SHORT_TEXT_CHARS)?;
    let paid = row.paid();
    if paid != Cents::ZERO {
        return Err(Hindrance::IsPaid { paid }.into());
    }
    let given_back = row.committed();
    row.state = CommitmentState::Cancelled;
    row.ended_on = Some(context.today());
    row.history.push(context.entry(Happened::of(Word::Cancelled, given_back, &text)));
    context.put(row);
    Ok(())
}

/// An imputation means one line: the last one that was said.
#[inline(never)]
fn map(
    context: &mut Context<'_>,
    columns: &BTreeMap<String, String>,
    lines: &BTreeMap<String, LineId>,
) -> Result<(), Refusal> {
    few(FieldName::Lines, &lines.keys().collect::<Vec<_>>(), BUDGET_IMPUTATIONS)?;
    few(FieldName::Lines, &columns.keys().collect::<Vec<_>>(), BUDGET_IMPUTATIONS)?;
    for line in lines.values() {
        if context.known::<BudgetLine>(line)?.is_section() {
            return Err(Hindrance::NoLine.into());
        }
    }
    for known in context.state.budget_lines.values() {
        let mut line = (**known).clone();
        line.imputations.retain(|said| lines.get(said).is_none_or(|other| *other == line.id));
        for said in lines.iter().filter(|(_, of)| **of == line.id).map(|(said, _)| said) {
            line.imputations.insert(required(FieldName::Line, said, SHORT_TEXT_CHARS)?);
        }
        context.put(line);
    }
    if !columns.is_empty() {
        let mut section = known_line(context, &section(Pot::Operating))?;
        for (ours, theirs) in columns {
            let ours = required(FieldName::Line, ours, SHORT_TEXT_CHARS)?;
            section.columns.insert(ours, required(FieldName::Line, theirs, SHORT_TEXT_CHARS)?);
        }
        context.put(section);
    }
    Ok(())
}
