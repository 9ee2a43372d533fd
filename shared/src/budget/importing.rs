//! Taking over an annex and the file of the finance system. What a file says again changes nothing;
//! what it says otherwise changes what it is about, and the value of before stays in the history.

use super::act::{Booked, BookedPayment};
use super::books::Books;
use super::checks::checked;
use super::{
    BY_FILE, BudgetLine, Commitment, CommitmentState, Happened, Hindrance, Move, Payment, Price,
    Word,
};
use crate::article::Origin;
use crate::day::Day;
use crate::decide::context::{Context, bad, few, optional, required};
use crate::limits::{BUDGET_LINES, BUDGET_PAYMENTS, IMPORT_ROWS, SHORT_TEXT_CHARS};
use crate::money::Cents;
use crate::refusal::{FieldName, FieldProblem, Refusal};
use std::sync::Arc;

/// Takes over lines with their votes. A vote of the same day and reference is the same vote.
#[inline(never)]
pub(super) fn annex(context: &mut Context<'_>, lines: &[BudgetLine]) -> Result<(), Refusal> {
    few(FieldName::Lines, lines, BUDGET_LINES)?;
    let mut books = Books::of(context.state);
    for incoming in lines {
        let known = books.line(&incoming.id).map(|known| (**known).clone());
        let mut line = known.unwrap_or_else(|| BudgetLine {
            code: incoming.code.clone(),
            ..BudgetLine::blank(incoming.id.clone(), incoming.pot)
        });
        if line.code != incoming.code || line.pot != incoming.pot {
            return Err(bad(FieldName::Line, FieldProblem::Invalid));
        }
        line.label = optional(FieldName::Name, &incoming.label, SHORT_TEXT_CHARS)?;
        line.group = optional(FieldName::Name, &incoming.group, SHORT_TEXT_CHARS)?;
        line.rank = incoming.rank;
        books.put(Arc::new(line));
        for vote in &incoming.votes {
            let vote = checked(vote)?;
            let is_known = |line: &Arc<BudgetLine>| {
                let same = |known: &super::Vote| {
                    known.day == vote.day && known.reference == vote.reference
                };
                line.votes.iter().any(same)
            };
            if books.line(&incoming.id).is_some_and(is_known) {
                continue;
            }
            let text = vote.reference.clone();
            let mut line = (*books.vote(&incoming.id, vote)?).clone();
            line.history.push(context.entry(Happened { text, ..Word::Voted.into() }));
            books.put(Arc::new(line));
        }
        let line = books.line(&incoming.id).map(|line| (**line).clone());
        line.into_iter().for_each(|line| context.put(line));
    }
    Ok(())
}

/// Takes over what the finance system lists: known by its year and number, with its payments by
/// theirs.
#[inline(never)]
pub(super) fn commitments(context: &mut Context<'_>, booked: &[Booked]) -> Result<(), Refusal> {
    few(FieldName::Lines, booked, IMPORT_ROWS)?;
    let mut books = Books::of(context.state);
    for one in booked {
        let one = within_limits(one)?;
        let (row, said) = taken_over(&books, &one, context.today())?;
        if said.is_empty() {
            continue;
        }
        let mut row = row;
        row.history.extend(said.into_iter().map(|what| context.entry(what)));
        if books.admit(row.clone(), "").is_err() {
            // The line is an estimate, and the money is committed there already.
            row.over = BY_FILE.to_owned();
            books.admit(row.clone(), BY_FILE)?;
        }
        context.put(row);
    }
    Ok(())
}

impl Books {
    /// Tries what [`commitments`] would do with one of them, so that a preview can name the line of
    /// the file that cannot be taken.
    ///
    /// # Errors
    /// The limit that does not hold.
    pub fn try_booked(&mut self, one: &Booked, today: Day) -> Result<(), Hindrance> {
        let (row, said) = taken_over(self, one, today)?;
        if said.is_empty() {
            return Ok(());
        }
        self.admit(row.clone(), "").or_else(|_| self.admit(row, BY_FILE))
    }
}

fn within_limits(one: &Booked) -> Result<Booked, Refusal> {
    few(FieldName::Number, &one.payments, BUDGET_PAYMENTS)?;
    for payment in &one.payments {
        required(FieldName::Number, &payment.number, SHORT_TEXT_CHARS)?;
    }
    Ok(Booked {
        number: required(FieldName::Number, &one.number, SHORT_TEXT_CHARS)?,
        supplier: optional(FieldName::Supplier, &one.supplier, SHORT_TEXT_CHARS)?,
        label: optional(FieldName::Text, &one.label, SHORT_TEXT_CHARS)?,
        ..one.clone()
    })
}

/// The row as it is after the file, and what happened to it; nothing when the file says it again.
fn taken_over(
    books: &Books,
    one: &Booked,
    today: Day,
) -> Result<(Commitment, Vec<Happened>), Hindrance> {
    let mut said = Vec::new();
    let mut row = match books.numbered(one.year, &one.number) {
        Some(known) => (**known).clone(),
        None => {
            said.push(Happened::of(Word::Imported, one.all, &one.number));
            fresh(one)
        }
    };
    // Of one that ended here the file repeats what was committed; what is paid still counts.
    let delta = one.all - row.ordered();
    if delta != Cents::ZERO && row.state == CommitmentState::Open {
        said.push(Happened::of(Word::Moved, delta, BY_FILE));
        row.moves.push(Move { day: today, delta, reason: BY_FILE.to_owned() });
    }
    for payment in &one.payments {
        pay(&mut row, payment, &mut said);
    }
    Ok((row, said))
}

fn fresh(one: &Booked) -> Commitment {
    Commitment {
        id: one.commitment,
        line: one.line.clone(),
        year: one.year,
        number: one.number.clone(),
        supplier: one.supplier.clone(),
        label: one.label.clone(),
        market: String::new(),
        price: Price::of(one.all, one.before_tax),
        signed_on: one.signed_on,
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

fn pay(row: &mut Commitment, payment: &BookedPayment, said: &mut Vec<Happened>) {
    let BookedPayment { number, day, amount, corrects } = payment.clone();
    match row.payments.iter_mut().find(|known| known.number == number) {
        Some(known) if known.day == day && known.amount == amount => {}
        Some(known) => {
            let before = Some(known.amount);
            said.push(Happened { before, ..Happened::of(Word::Corrected, amount, &number) });
            (known.day, known.amount) = (day, amount);
        }
        None => {
            said.push(Happened::of(Word::Paid, amount, &number));
            row.payments.push(Payment { number, day, amount, corrects, done_on: None });
        }
    }
}
