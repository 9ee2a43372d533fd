//! The table of the committees, in the order of the annex: what is exported, and what is printed.

use super::books::Books;
use super::postings::{Amounts, LineOf, PostingsTable, YearSpan, table};
use crate::article::Pot;
use crate::day::Day;
use crate::money::Cents;
use crate::row::State;
use std::collections::BTreeMap;

/// What a line of the committees' table is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineRank {
    /// A line of the annex: its number.
    Line(String),
    /// The sum of a group of the annex.
    Group,
    /// The difference between what was voted for a section and its lines.
    Gap,
    /// A section.
    Section,
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitteeLine {
    /// What it is.
    pub rank: LineRank,
    /// The group under which it stands.
    pub group: String,
    /// Its name.
    pub label: String,
    /// The section.
    pub pot: Pot,
    /// The five amounts.
    pub amounts: Amounts,
    /// By how much it goes beyond its estimate.
    pub over: Option<Cents>,
    /// Why.
    pub reasons: Vec<String>,
}

/// The whole table: section by section, group by group, line by line, with their sums.
pub fn entries(state: &State, span: YearSpan, today: Day) -> Vec<CommitteeLine> {
    let (books, table) = (Books::of(state), table(state, span, today));
    Pot::ALL.into_iter().flat_map(|pot| of_section(&books, &table, pot)).collect()
}

fn of_section(books: &Books, table: &PostingsTable, pot: Pot) -> Vec<CommitteeLine> {
    let mut entries: Vec<CommitteeLine> = Vec::new();
    let mut groups: Vec<String> = Vec::new();
    let mut sums: BTreeMap<String, Amounts> = BTreeMap::new();
    let letter = super::letter(pot);
    let lines: Vec<&LineOf> =
        table.lines.iter().filter(|line| line.id.as_str().ends_with(letter)).collect();
    let group_of =
        |line: &LineOf| books.line(&line.id).map(|known| known.group.clone()).unwrap_or_default();
    for line in &lines {
        let group = group_of(line);
        let sum = sums.entry(group.clone()).or_default();
        for (sum, amount) in sum.iter_mut().zip(line.amounts) {
            *sum = *sum + amount;
        }
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    for group in groups {
        for line in lines.iter().filter(|line| group_of(line) == group) {
            let known = books.line(&line.id);
            entries.push(CommitteeLine {
                rank: LineRank::Line(
                    known.map_or_else(|| line.id.to_string(), |of| of.code.clone()),
                ),
                group: group.clone(),
                label: known.map(|known| known.label.clone()).unwrap_or_default(),
                pot,
                amounts: line.amounts,
                over: line.over,
                reasons: line.reasons.clone(),
            });
        }
        let amounts = sums.get(&group).copied().unwrap_or_default();
        entries.push(sum_of(LineRank::Group, group, pot, amounts));
    }
    let Some(section) = table.section(pot) else { return entries };
    if section.gap != Cents::ZERO {
        let mut amounts = Amounts::default();
        amounts[0] = section.gap;
        entries.push(sum_of(LineRank::Gap, String::new(), pot, amounts));
    }
    entries.push(sum_of(LineRank::Section, String::new(), pot, section.amounts));
    entries
}

fn sum_of(rank: LineRank, group: String, pot: Pot, amounts: Amounts) -> CommitteeLine {
    CommitteeLine {
        rank,
        label: group.clone(),
        group,
        pot,
        amounts,
        over: None,
        reasons: Vec::new(),
    }
}
