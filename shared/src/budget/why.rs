//! «Pourquoi ce montant ?»: the rows that make a cell of the table. Their sum is the cell.

use super::books::Books;
use super::postings::{Column, Posting, Source, YearSpan, postings};
use super::{BudgetLine, Commitment, PLAN, Vote, letter, section};
use crate::article::Pot;
use crate::day::Day;
use crate::id::LineId;
use crate::money::Cents;
use crate::order;
use crate::row::State;
use std::sync::Arc;

/// An amount that somebody may ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// An amount of a line.
    Line(LineId, Column),
    /// An amount of a group of lines of a section, by its name.
    Group(String, Pot, Column),
    /// An amount of a section.
    Section(Pot, Column),
    /// What was voted for a section, less the sum of its lines.
    Gap(Pot),
    /// What may still be committed of a section.
    ToCommit(Pot),
    /// What may still be paid of a section in the year.
    ToPay(Pot),
}

/// What makes a cell, the largest first; what takes away from it is below zero.
pub fn why(state: &State, span: YearSpan, today: Day, cell: &Cell) -> Vec<Posting> {
    let books = Books::of(state);
    let mut found = match cell {
        Cell::Line(line, column) => of_column(state, span, today, *column, |id| id == line),
        Cell::Group(group, pot, column) => of_column(state, span, today, *column, |id| {
            is_of(*pot, id) && group_of(&books, id) == *group
        }),
        Cell::Section(pot, Column::Voted) => match voted(&books, *pot, span) {
            Some(vote) => vec![vote],
            None => of_section(state, span, today, *pot, Column::Voted),
        },
        Cell::Section(pot, column) => of_section(state, span, today, *pot, *column),
        Cell::Gap(pot) => {
            let lines = of_section(state, span, today, *pot, Column::Voted);
            voted(&books, *pot, span).into_iter().chain(taken_away(lines)).collect()
        }
        Cell::ToCommit(pot) => {
            let limit = match pot {
                Pot::Investment => voted(&books, *pot, YearSpan::Plan),
                Pot::Operating => voted(&books, *pot, span),
            };
            limit.into_iter().chain(taken_away(committed(&books, span, *pot))).collect()
        }
        Cell::ToPay(pot) => {
            let paid = of_section(state, span, today, *pot, Column::Paid);
            voted(&books, *pot, span).into_iter().chain(taken_away(paid)).collect()
        }
    };
    order::sort_by(&mut found, |a, b| b.amount.cmp(&a.amount).then(a.source.cmp(&b.source)));
    found
}

fn of_column(
    state: &State,
    span: YearSpan,
    today: Day,
    column: Column,
    is_meant: impl Fn(&LineId) -> bool,
) -> Vec<Posting> {
    let mut found = postings(state, today);
    found.retain(|posting| {
        span.holds(posting.year) && posting.column == column && is_meant(&posting.line)
    });
    found
}

fn of_section(state: &State, span: YearSpan, today: Day, pot: Pot, column: Column) -> Vec<Posting> {
    of_column(state, span, today, column, |id| is_of(pot, id))
}

fn is_of(pot: Pot, line: &LineId) -> bool {
    line.as_str().ends_with(letter(pot))
}

fn group_of(books: &Books, line: &LineId) -> String {
    books.line(line).map(|known| known.group.clone()).unwrap_or_default()
}

/// What is committed of a section: of investment in all years, as its limit is for all of them.
fn committed(books: &Books, span: YearSpan, pot: Pot) -> Vec<Posting> {
    let counts = |year| pot == Pot::Investment || span.holds(year);
    let of_pot = books.commitments().filter(|one| counts(one.year) && is_of(pot, &one.line));
    let post = |one: &Arc<Commitment>| Posting {
        line: one.line.clone(),
        year: one.year,
        column: Column::Committed,
        amount: one.committed(),
        source: Source::Commitment(one.id),
    };
    of_pot.map(post).filter(|posting| posting.amount != Cents::ZERO).collect()
}

fn taken_away(found: Vec<Posting>) -> impl Iterator<Item = Posting> {
    found.into_iter().map(|posting| Posting { amount: Cents::ZERO - posting.amount, ..posting })
}

/// The vote that says what a section has, as printed.
fn voted(books: &Books, pot: Pot, span: YearSpan) -> Option<Posting> {
    let row: &BudgetLine = books.section(pot)?;
    let (vote, amount): (&Vote, Cents) = match span {
        YearSpan::Year(year) => row.vote_of(year)?,
        YearSpan::Plan => row.votes.iter().rev().find_map(|vote| Some((vote, vote.total?)))?,
    };
    let year = match span {
        YearSpan::Year(year) => year,
        YearSpan::Plan => *PLAN.end(),
    };
    Some(Posting {
        line: section(pot),
        year,
        column: Column::Voted,
        amount,
        source: Source::Vote(vote.day, vote.reference.clone()),
    })
}
