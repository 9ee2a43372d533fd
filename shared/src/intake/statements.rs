//! Statements of the time before: the lines of a file, put together again.

use super::Intake;
use crate::day::{Calendar, Day};
use crate::id::{CommuneId, StatementId};
use crate::import::problem::{LineProblem, ProblemReason, WholeFileProblem};
use crate::import::statements::{self, FigureCell, FigureRow};
use crate::import::{FileKind, FileTable, words};
use crate::row::State;
use crate::statement::definition::Definition;
use crate::statement::{Act, Amount, Committee, Defined, Past, Shape, Sheet, Span};
use crate::words::statement as said;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Of which statement a line is: its time and its day.
type Of = (String, Day);

pub(super) fn read(table: &FileTable, state: &State) -> Result<Intake, WholeFileProblem> {
    let communes: BTreeMap<String, CommuneId> = state
        .sites
        .values()
        .map(|site| (site.commune_name.clone(), site.commune.clone()))
        .collect();
    let read = statements::read(table, |name| communes.contains_key(name))?;
    let mut intake = Intake::new(FileKind::Statements);
    (intake.problems, intake.warnings) = (read.problems, read.warnings);
    let mut all: BTreeMap<Of, Vec<FigureRow>> = BTreeMap::new();
    for row in read.rows {
        all.entry((row.period.clone(), row.frozen_on)).or_default().push(row);
    }
    let calendar = state.calendar();
    for ((period, frozen_on), rows) in all {
        let Some(span) = span(&calendar, &period, &rows) else {
            let reason = ProblemReason::UnknownValue;
            intake.problems.push(LineProblem::new(rows[0].line, "periode", &period, reason));
            continue;
        };
        let past = past(span, frozen_on, &rows, &communes);
        let statement = key(&past);
        let past = Box::new(past);
        intake.commands.push(Act::ImportStatement { statement, past }.into());
    }
    Ok(intake)
}

/// The same file read again gives the same key (RFC 9562, version 5).
fn key(past: &Past) -> StatementId {
    let Past { committee, span, frozen_on, .. } = past;
    let name = format!("tournee:statement:{}:{}:{frozen_on}", committee.word(), span.label);
    StatementId(Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes()))
}

/// The days of a time: as the file says, or those of the quarter or school year of that name.
fn span(calendar: &Calendar, period: &str, rows: &[FigureRow]) -> Option<Span> {
    let told = rows.iter().find_map(|row| Some((row.days.0?, row.days.1?)));
    let (first, last) = match told {
        Some(days) => days,
        None => named(calendar, period)?,
    };
    Some(Span { label: period.to_owned(), first, last })
}

/// «2e trimestre 2025-2026» of a calendar that is known; «2021-2022» or «Année scolaire 2021-2022»
/// of any year: a school year goes from September to August (Code de l’éducation, L521-1).
fn named(calendar: &Calendar, period: &str) -> Option<(Day, Day)> {
    let said = words(period);
    let parts: Vec<&str> = said.split(' ').collect();
    let [before @ .., first, last] = &parts[..] else { return None };
    let year: i32 = first.parse().ok()?;
    if *last != (year + 1).to_string() {
        return None;
    }
    match before {
        [] | ["annee", "scolaire"] => {
            Day::from_ymd_opt(year, 9, 1).zip(Day::from_ymd_opt(year + 1, 8, 31))
        }
        [nth, "trimestre"] => {
            let rank = nth.trim_end_matches(|letter: char| !letter.is_ascii_digit());
            let id = format!("{year}-{}-{rank}", year + 1);
            let found = calendar.quarters.iter().find(|quarter| quarter.id.as_str() == id);
            found.map(|quarter| (quarter.first, quarter.last))
        }
        _ => None,
    }
}

fn past(
    span: Span,
    frozen_on: Day,
    rows: &[FigureRow],
    communes: &BTreeMap<String, CommuneId>,
) -> Past {
    let has_communes = rows.iter().any(|row| !row.commune.is_empty());
    let told = rows.iter().find_map(|row| row.committee);
    let committee = told.unwrap_or(match has_communes {
        true => Committee::Communes,
        false => Committee::Technical,
    });
    let mut figures: Vec<(&str, u32)> = Vec::new();
    for row in rows {
        if !figures.contains(&(row.figure.as_str(), row.version)) {
            figures.push((&row.figure, row.version));
        }
    }
    let of = |figure: &(&str, u32)| {
        let is_it = |row: &&FigureRow| (row.figure.as_str(), row.version) == *figure;
        rows.iter().filter(is_it).collect::<Vec<_>>()
    };
    let definitions: Vec<Defined> = figures.iter().map(|figure| defined(&of(figure))).collect();
    let names: BTreeSet<&str> = rows.iter().map(|row| row.commune.as_str()).collect();
    let names = std::iter::once("").chain(names.into_iter().filter(|name| !name.is_empty()));
    let sheet = |name: &str| {
        let amount = |(figure, defined): (&(&str, u32), &Defined)| {
            let here = of(figure).into_iter().find(|row| row.commune == name);
            here.map_or_else(Amount::default, |row| amount(row, defined))
        };
        Sheet {
            commune: communes.get(name).filter(|_| !name.is_empty()).cloned(),
            name: name.to_owned(),
            sites: Vec::new(),
            amounts: figures.iter().zip(&definitions).map(amount).collect(),
        }
    };
    let sheets = names.map(sheet).collect();
    Past { committee, span, frozen_on, definitions, sheets }
}

/// The decimals of the lines of a figure.
fn scale(rows: &[&FigureRow], of: impl Fn(&FigureRow) -> Option<FigureCell>) -> u8 {
    let decimals = rows.iter().filter_map(|row| match of(row)? {
        FigureCell::Number(_, scale) => Some(scale),
        FigureCell::Unknown | FigureCell::Few => None,
    });
    decimals.max().unwrap_or(0)
}

/// What a figure is called: as this product calls the same version, or by its key alone.
fn defined(rows: &[&FigureRow]) -> Defined {
    let first = rows[0];
    let is_part = rows.iter().any(|row| row.part.is_some());
    let known = Committee::ALL.into_iter().flat_map(Definition::of);
    let mut same = known.filter(|of| of.id == first.figure && of.version == first.version);
    let known = same.next().map(Definition::defined);
    let text = |of: fn(&Defined) -> &String, other: &str| {
        known.as_ref().map_or_else(|| other.to_owned(), |known| of(known).clone())
    };
    let (shape, scale) = match is_part {
        true => (Shape::Share, scale(rows, |row| row.part)),
        false => (Shape::Count, scale(rows, |row| Some(row.value))),
    };
    let unit = match is_part {
        true => text(|of| &of.unit, said::IMPORTED_UNIT),
        false => first.unit.clone(),
    };
    Defined {
        id: first.figure.clone(),
        version: first.version,
        theme: text(|of| &of.theme, said::IMPORTED_THEME),
        label: text(|of| &of.label, &first.figure),
        sentence: said::IMPORTED.to_owned(),
        formula: text(|of| &of.formula, said::UNKNOWN),
        source: said::IMPORTED_SOURCE.to_owned(),
        excludes: text(|of| &of.excludes, said::UNKNOWN),
        one: said::singular(&unit).into(),
        unit,
        scale,
        shape,
        persons: known.as_ref().is_some_and(|known| known.persons),
    }
}

/// A number with as many decimals as its figure.
fn scaled(told: FigureCell, scale: u8) -> Option<i64> {
    match told {
        FigureCell::Number(value, own) => {
            Some(value.saturating_mul(10_i64.pow(u32::from(scale.saturating_sub(own)))))
        }
        FigureCell::Unknown | FigureCell::Few => None,
    }
}

fn amount(row: &FigureRow, defined: &Defined) -> Amount {
    let value = match defined.shape {
        Shape::Share => row.part.unwrap_or(row.value),
        Shape::Count | Shape::Known | Shape::Mean | Shape::Unknown => row.value,
    };
    Amount {
        value: scaled(value, defined.scale),
        of: row.of.and_then(|of| scaled(of, defined.scale)),
        few: value == FigureCell::Few,
    }
}
