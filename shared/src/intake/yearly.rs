//! Yearly lists: they complete the schools that are known.

use super::{Intake, LeftOut, chunks};
use crate::day::Day;
use crate::import::problem::WholeFileProblem;
use crate::import::{FileKind, FileTable, yearly};
use crate::row::State;
use crate::site::{self, Site};
use std::collections::BTreeSet;

pub(super) fn read(
    kind: FileKind,
    table: &FileTable,
    state: &State,
    today: Day,
) -> Result<Intake, WholeFileProblem> {
    let known: BTreeSet<String> = state.sites.keys().map(|id| id.to_string()).collect();
    let read = yearly::read(table, kind, &known)?;
    let mut intake = Intake::new(kind);
    intake.leave_out(LeftOut::Outside, read.outside);
    intake.leave_out(LeftOut::Repeated, read.repeated);
    let rows = read.rows.iter().filter_map(|(uai, figures)| {
        let site = state.sites.get(&uai.as_str().into())?;
        Some(Site { figures: figures.over(site.figures), ..(**site).clone() })
    });
    let sites: Vec<Site> = rows.collect();
    intake.commands = chunks(&sites)
        .map(|sites| site::Act::ImportSites { sites, close: Vec::new(), on: today }.into())
        .collect();
    (intake.problems, intake.warnings) = (read.problems, read.warnings);
    Ok(intake)
}
