//! What is voted, reserved, committed, done and paid: the one function that counts. Every number
//! on a screen or in an export is a sum of [`postings`], and each names the row that makes it.

use super::books::Books;
use super::{BudgetLine, Commitment, PLAN, line, sessions};
use crate::article::Pot;
use crate::day::Day;
use crate::id::{CommitmentId, LineId, SubscriptionId, SupplyId, TrainingSessionId};
use crate::money::Cents;
use crate::row::State;
use crate::subscription::SubscriptionKind;
use crate::supply::{Supply, SupplyState};
use chrono::Datelike;
use std::collections::{BTreeMap, BTreeSet};

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// What the assembly voted.
    Voted,
    /// What is decided and on no commitment yet.
    Reserved,
    /// What is committed, in the year in which it was.
    Committed,
    /// What is delivered or done, whether it is paid or not.
    Done,
    /// What was paid, in the year whose credits bear it.
    Paid,
}

impl Column {
    /// All of them, in the order of the table.
    pub const ALL: [Column; 5] =
        [Column::Voted, Column::Reserved, Column::Committed, Column::Done, Column::Paid];
}

/// The row that makes an amount.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A vote, by its day and its reference.
    Vote(Day, String),
    /// An order of a school.
    Supply(SupplyId),
    /// A subscription.
    Subscription(SubscriptionId),
    /// A training.
    Session(TrainingSessionId),
    /// A commitment.
    Commitment(CommitmentId),
    /// A payment of a commitment, by its number.
    Payment(CommitmentId, String),
}

/// An amount, with where it counts and what makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// The line of the annex.
    pub line: LineId,
    /// The year of the credits.
    pub year: u16,
    /// The column.
    pub column: Column,
    /// How much.
    pub amount: Cents,
    /// What makes it.
    pub source: Source,
}

/// The years that a table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearSpan {
    /// One year.
    Year(u16),
    /// All years of the plan.
    Plan,
}

impl YearSpan {
    /// Whether a year belongs to it.
    pub fn holds(self, year: u16) -> bool {
        match self {
            YearSpan::Year(of) => of == year,
            YearSpan::Plan => PLAN.contains(&year),
        }
    }
}

/// The line of the annex that pays subscriptions of a kind. Source: the annex, «Infrastructure
/// (abonnement internet, ...)» and «Espace Numérique de Travail».
pub fn line_of(kind: SubscriptionKind) -> LineId {
    line(
        match kind {
            SubscriptionKind::Internet => "1.1",
            SubscriptionKind::Ent => "1.3",
        },
        Pot::Operating,
    )
}

/// Whether the authority gives it: from then on its price is reserved.
pub fn is_accepted(supply: &Supply) -> bool {
    match supply.state {
        SupplyState::Accepted
        | SupplyState::Ready
        | SupplyState::Delivered
        | SupplyState::Closed => true,
        SupplyState::Asked
        | SupplyState::WaitingList
        | SupplyState::Refused
        | SupplyState::Cancelled => false,
    }
}

/// The line that bears an order in a section, and its year; nothing where its campaign has no money
/// of that section.
pub fn line_of_supply(state: &State, supply: &Supply, pot: Pot) -> Option<(LineId, u16)> {
    let campaign = state.campaigns.get(&supply.campaign)?;
    let purse = campaign.purses.get(&pot)?;
    Some((line(&purse.line, pot), campaign.year))
}

/// All amounts, from the rows.
pub fn postings(state: &State, today: Day) -> Vec<Posting> {
    let mut all = Vec::new();
    for row in state.budget_lines.values().filter(|row| !row.is_section()) {
        voted(row, &mut all);
    }
    let committed: BTreeSet<(SupplyId, Pot)> = on_commitments(state);
    for supply in state.supplies.values().filter(|supply| is_accepted(supply)) {
        for pot in Pot::ALL {
            supplied(state, supply, pot, committed.contains(&(supply.id, pot)), &mut all);
        }
    }
    for row in state.commitments.values() {
        spent(state, row, today, &mut all);
    }
    trained(state, &mut all);
    for kind in [SubscriptionKind::Internet, SubscriptionKind::Ent] {
        subscribed(state, kind, today, &mut all);
    }
    all.retain(|posting| posting.amount != Cents::ZERO);
    all
}

fn voted(row: &BudgetLine, all: &mut Vec<Posting>) {
    let years = row.votes.iter().flat_map(|vote| &vote.credits).map(|credit| credit.year);
    for year in years.collect::<BTreeSet<_>>() {
        let Some((vote, amount)) = row.vote_of(year) else { continue };
        let source = Source::Vote(vote.day, vote.reference.clone());
        all.push(Posting { line: row.id.clone(), year, column: Column::Voted, amount, source });
    }
}

/// The orders that a commitment buys, by the section of its line.
fn on_commitments(state: &State) -> BTreeSet<(SupplyId, Pot)> {
    let holding = state.commitments.values().filter(|row| row.holds());
    let of = |row: &std::sync::Arc<Commitment>| {
        let pot = state.budget_lines.get(&row.line).map(|line| line.pot);
        let pairs = pot.map(|pot| row.supplies.iter().map(move |id| (*id, pot)));
        pairs.into_iter().flatten().collect::<Vec<_>>()
    };
    holding.flat_map(of).collect()
}

/// What an order reserves until a commitment buys it, and what of it the school has.
fn supplied(state: &State, supply: &Supply, pot: Pot, is_bought: bool, all: &mut Vec<Posting>) {
    let Some((line, year)) = line_of_supply(state, supply, pot) else { return };
    let source = Source::Supply(supply.id);
    let post = |column, amount| Posting {
        line: line.clone(),
        year,
        column,
        amount,
        source: source.clone(),
    };
    if !is_bought {
        all.push(post(Column::Reserved, supply.price_in(pot)));
    }
    let lines = (0u32..).zip(&supply.lines).filter(|(_, line)| line.pot == pot);
    let delivered = lines.map(|(at, line)| line.unit.times(supply.delivered(at)));
    all.push(post(Column::Done, delivered.sum()));
}

fn spent(state: &State, row: &Commitment, today: Day, all: &mut Vec<Posting>) {
    let post = |year, column, amount, source| Posting {
        line: row.line.clone(),
        year,
        column,
        amount,
        source,
    };
    let source = Source::Commitment(row.id);
    all.push(post(row.year, Column::Committed, row.committed(), source.clone()));
    for payment in &row.payments {
        let source = Source::Payment(row.id, payment.number.clone());
        all.push(post(payment.year(), Column::Paid, payment.amount, source));
    }
    // What schools got is counted from their orders, what runs by the month from the months, what
    // is held from the trainings; of the rest the payment proves that it was done.
    let by_month = is_this_year(row.year, today)
        && [SubscriptionKind::Internet, SubscriptionKind::Ent].map(line_of).contains(&row.line);
    let by_session = sessions::counts(state, &row.line, row.year);
    if row.supplies.is_empty() && !by_month && !by_session {
        all.push(post(row.year, Column::Done, row.paid(), source));
    }
}

fn is_this_year(year: u16, today: Day) -> bool {
    i32::from(year) == today.year()
}

/// Subscriptions of this year: what they cost until its end is reserved as far as no commitment of
/// their line bears it; the months that are over are done.
fn subscribed(state: &State, kind: SubscriptionKind, today: Day, all: &mut Vec<Posting>) {
    let Ok(year) = u16::try_from(today.year()) else { return };
    let line = line_of(kind);
    let post =
        |column, amount, source| Posting { line: line.clone(), year, column, amount, source };
    let over = usize::try_from(today.month0()).unwrap_or_default();
    let mut reserved = Vec::new();
    for row in state.subscriptions.values().filter(|row| row.kind == kind) {
        let months = row.cost_by_month(today.year());
        let done: Cents = months.iter().take(over).copied().sum();
        let source = Source::Subscription(row.id);
        reserved.push(post(Column::Reserved, months.into_iter().sum(), source.clone()));
        all.push(post(Column::Done, done, source));
    }
    for row in state.commitments.values().filter(|row| row.line == line && row.year == year) {
        let borne = Cents::ZERO - row.committed();
        reserved.push(post(Column::Reserved, borne, Source::Commitment(row.id)));
    }
    // What is borne beyond their cost reserves nothing, and takes nothing away from others.
    if reserved.iter().map(|posting| posting.amount).sum::<Cents>() > Cents::ZERO {
        all.append(&mut reserved);
    }
}

/// Trainings, each in its year.
fn trained(state: &State, all: &mut Vec<Posting>) {
    let line = sessions::line_of_trainings();
    for of in sessions::trained(state) {
        let post = |column, amount| Posting {
            line: line.clone(),
            year: of.year,
            column,
            amount,
            source: Source::Session(of.session),
        };
        all.push(post(Column::Reserved, of.reserved));
        all.push(post(Column::Done, of.done));
    }
}

/// The five amounts of a line, in the order of [`Column::ALL`].
pub type Amounts = [Cents; 5];

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineOf {
    /// Its key.
    pub id: LineId,
    /// What it sums up to.
    pub amounts: Amounts,
    /// By how much what is committed goes beyond its estimate, where it does.
    pub over: Option<Cents>,
    /// Why, in the words of those who committed it.
    pub reasons: Vec<String>,
}

/// A section of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionOf {
    /// Which one.
    pub pot: Pot,
    /// What was voted for it as printed: the sum of its lines, and the difference of the rounding.
    pub voted: Option<Cents>,
    /// What was voted for it, less the sum of its lines: a line of its own.
    pub gap: Cents,
    /// The sums of the columns; that of what was voted holds the difference.
    pub amounts: Amounts,
    /// What may still be committed: of the authorisation, or of the credits of the chapter.
    pub to_commit: Option<Cents>,
    /// What may still be paid in the year.
    pub to_pay: Option<Cents>,
}

/// The table of some years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingsTable {
    /// The lines, in the order of the annex; behind them those that the annex has not.
    pub lines: Vec<LineOf>,
    /// Both sections.
    pub sections: Vec<SectionOf>,
}

impl PostingsTable {
    /// The line of that key.
    pub fn line(&self, id: &LineId) -> Option<&LineOf> {
        self.lines.iter().find(|line| line.id == *id)
    }

    /// A section.
    pub fn section(&self, pot: Pot) -> Option<&SectionOf> {
        self.sections.iter().find(|section| section.pot == pot)
    }
}

fn place(column: Column) -> usize {
    Column::ALL.iter().position(|other| *other == column).unwrap_or_default()
}

/// The table of these years.
pub fn table(state: &State, span: YearSpan, today: Day) -> PostingsTable {
    let books = Books::of(state);
    let mut sums: BTreeMap<LineId, Amounts> = BTreeMap::new();
    for posting in postings(state, today).iter().filter(|posting| span.holds(posting.year)) {
        let sum = sums.entry(posting.line.clone()).or_default();
        let at = place(posting.column);
        sum[at] = sum[at] + posting.amount;
    }
    let mut lines: Vec<LineOf> = Vec::new();
    for row in books.lines() {
        let amounts = sums.remove(&row.id).unwrap_or_default();
        lines.push(of_line(&books, row, span, amounts));
    }
    // An order may name a line that no annex brought: its money is shown all the same.
    let unknown = |(id, amounts)| LineOf { id, amounts, over: None, reasons: Vec::new() };
    lines.extend(sums.into_iter().map(unknown));
    let sections = Pot::ALL.map(|pot| of_section(&books, pot, span, &lines)).to_vec();
    PostingsTable { lines, sections }
}

fn of_line(books: &Books, row: &BudgetLine, span: YearSpan, amounts: Amounts) -> LineOf {
    let years = PLAN.filter(|year| span.holds(*year) || row.pot == Pot::Investment);
    let over = years.filter_map(|year| books.over(row, year)).max();
    let of_row = books.commitments().filter(|one| one.line == row.id && one.holds());
    let told = of_row.filter(|one| span.holds(one.year) && !one.over.is_empty());
    let reasons = told.map(|one| one.over.clone()).collect();
    LineOf { id: row.id.clone(), amounts, over, reasons }
}

fn of_section(books: &Books, pot: Pot, span: YearSpan, lines: &[LineOf]) -> SectionOf {
    let row = books.section(pot);
    let voted = row.and_then(|row| match span {
        YearSpan::Year(year) => row.credits(year),
        YearSpan::Plan => row.total(),
    });
    let letter = super::letter(pot);
    let mut amounts = Amounts::default();
    for line in lines.iter().filter(|line| line.id.as_str().ends_with(letter)) {
        for (sum, amount) in amounts.iter_mut().zip(line.amounts) {
            *sum = *sum + amount;
        }
    }
    let gap = voted.map_or(Cents::ZERO, |voted| voted - amounts[0]);
    amounts[0] = amounts[0] + gap;
    let committed = match pot {
        Pot::Investment => books.committed(pot, None),
        Pot::Operating => amounts[place(Column::Committed)],
    };
    let limit = match pot {
        Pot::Investment => row.and_then(|row| row.total()),
        Pot::Operating => voted,
    };
    let to_pay = voted.filter(|_| span != YearSpan::Plan);
    SectionOf {
        pot,
        voted,
        gap,
        amounts,
        to_commit: limit.map(|limit| limit - committed),
        to_pay: to_pay.map(|credits| credits - amounts[place(Column::Paid)]),
    }
}
