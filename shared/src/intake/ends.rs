//! Ends of support.

use super::{Intake, chunks};
use crate::equipment::act::{Act, SupportEnd};
use crate::import::problem::WholeFileProblem;
use crate::import::{FileKind, FileTable, ends};

pub(super) fn read(table: &FileTable) -> Result<Intake, WholeFileProblem> {
    let (rows, problems) = ends::read(table)?;
    let end = |row: ends::EndRow| SupportEnd { model: row.model, on: row.on };
    let all: Vec<SupportEnd> = rows.into_iter().map(end).collect();
    let mut intake = Intake::new(FileKind::SupportEnds);
    intake.problems = problems;
    intake.commands = chunks(&all).map(|ends| Act::ImportSupportEnds { ends }.into()).collect();
    Ok(intake)
}
