//! The file of the finance system. A commitment is known by its year and number, a payment by its
//! number in it: the same file twice changes nothing. What the limits do not let in is named by its
//! line, with the limit.

use super::{Intake, LeftOut, chunks};
use crate::article::Pot;
use crate::budget::books::Books;
use crate::budget::{Act, Booked, BookedPayment, Hindrance, line, section};
use crate::day::Day;
use crate::id::{CommitmentId, LineId};
use crate::import::finance::{self, FinanceRow, PaymentRow};
use crate::import::problem::{LineProblem, ProblemReason, WholeFileProblem};
use crate::import::{FileKind, FileTable};
use crate::money::Cents;
use crate::row::State;
use std::collections::BTreeMap;
use uuid::Uuid;

/// How the finance system names its columns, as somebody said once.
pub(super) fn columns(state: &State) -> BTreeMap<String, String> {
    let known = state.budget_lines.get(&section(Pot::Operating));
    known.map(|known| known.columns.clone()).unwrap_or_default()
}

pub(super) fn read(
    table: &FileTable,
    state: &State,
    today: Day,
) -> Result<Intake, WholeFileProblem> {
    let read = finance::read(table, &columns(state))?;
    let mut intake = Intake::new(FileKind::FinanceFile);
    (intake.problems, intake.warnings) = (read.problems, read.warnings);
    intake.leave_out(LeftOut::Totals, read.totals);
    let mut books = Books::of(state);
    let (mut taken, mut groups) = (Vec::new(), Vec::new());
    for row in read.rows {
        let same = |group: &Vec<FinanceRow>| {
            group.iter().any(|of| of.year == row.year && of.number == row.number)
        };
        match groups.iter().position(same) {
            Some(at) => groups[at].push(row),
            None => groups.push(vec![row]),
        }
    }
    for group in groups {
        match booked(&books, &group, &mut intake.problems) {
            Ok(one) => match books.try_booked(&one, today) {
                Ok(()) => taken.push(one),
                Err(why) => intake.problems.push(problem(&group[0], ProblemReason::Budget(why))),
            },
            Err(imputation) => {
                let why = Hindrance::UnknownLine { imputation: imputation.clone() };
                let told = group.iter().map(|row| problem(row, ProblemReason::Budget(why.clone())));
                intake.problems.extend(told);
                if !intake.imputations.contains(&imputation) {
                    intake.imputations.push(imputation);
                }
            }
        }
    }
    crate::order::sort_by_key(&mut intake.problems, |problem| problem.line);
    let act = |booked| Act::ImportCommitments { booked }.into();
    intake.commands = chunks(&taken).map(act).collect();
    Ok(intake)
}

fn problem(row: &FinanceRow, reason: ProblemReason) -> LineProblem {
    LineProblem::new(row.line, "", &row.number, reason)
}

/// The line that bears a row: that of the commitment, else the one the file names, else that of the
/// imputation. The error is the imputation.
fn line_of(books: &Books, row: &FinanceRow) -> Result<LineId, String> {
    if let Some(known) = books.numbered(row.year, &row.number) {
        return Ok(known.line.clone());
    }
    let of = |pot| Some(line(&row.code, pot)).filter(|named| books.line(named).is_some());
    let named = match row.pot {
        Some(pot) => of(pot),
        // A line of the annex that stands in one section only needs nobody to say which.
        None => match (of(Pot::Investment), of(Pot::Operating)) {
            (Some(_), Some(_)) => None,
            (one, other) => one.or(other),
        },
    };
    let of_imputation = || {
        let lines = books.lines();
        let known = lines.into_iter().find(|line| line.imputations.contains(&row.imputation));
        known.map(|line| line.id.clone())
    };
    named.or_else(of_imputation).ok_or_else(|| row.imputation.clone())
}

/// One commitment, of all its rows.
fn booked(
    books: &Books,
    group: &[FinanceRow],
    problems: &mut Vec<LineProblem>,
) -> Result<Booked, String> {
    let first = &group[0];
    let line = line_of(books, first)?;
    let key = format!("tournee:commitment:{}:{}", first.year, first.number);
    let known = books.numbered(first.year, &first.number);
    let mut payments: Vec<BookedPayment> = Vec::new();
    for row in group {
        let Some(payment) = &row.payment else { continue };
        let others = known.map(|known| known.payments.as_slice()).unwrap_or_default();
        let of_known = others.iter().map(|known| (known.number.clone(), known.amount));
        let of_file = group.iter().filter_map(|row| row.payment.as_ref());
        let of_file = of_file.map(|payment| (payment.number.clone(), payment.amount));
        match corrected(payment, of_known.chain(of_file)) {
            Ok(corrects) => payments.push(BookedPayment {
                number: payment.number.clone(),
                day: payment.day,
                amount: payment.amount,
                corrects,
            }),
            Err(why) => problems.push(problem(row, ProblemReason::Budget(why))),
        }
    }
    let last = group.last().unwrap_or(first);
    Ok(Booked {
        commitment: CommitmentId(Uuid::new_v5(&Uuid::NAMESPACE_URL, key.as_bytes())),
        year: first.year,
        number: first.number.clone(),
        line,
        supplier: first.supplier.clone(),
        label: first.label.clone(),
        signed_on: first.signed_on,
        all: last.all,
        before_tax: last.before_tax,
        payments,
    })
}

/// The payment that a credit note takes back: the one it names, or the only one there is. Of
/// several none is guessed.
fn corrected(
    payment: &PaymentRow,
    others: impl Iterator<Item = (String, Cents)>,
) -> Result<Option<String>, Hindrance> {
    if !payment.amount.is_negative() {
        return Ok(None);
    }
    if payment.corrects.is_some() {
        return Ok(payment.corrects.clone());
    }
    let paid = others.filter(|(_, amount)| *amount > Cents::ZERO);
    let numbers = crate::order::set(paid.map(|(number, _)| number));
    match numbers.len() {
        1 => Ok(numbers.into_iter().next()),
        _ => Err(Hindrance::NamesNoPayment),
    }
}
