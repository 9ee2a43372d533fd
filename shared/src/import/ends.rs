//! Our own list of models with the end of their support: `modele;fin_de_support;source`.

use super::file_kind::FileKind;
use super::kind::require;
use super::line::LineReader;
use super::problem::{LineProblem, WholeFileProblem};
use super::table::FileTable;
use super::value;
use chrono::NaiveDate;

/// A model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndRow {
    /// Maker and model.
    pub model: String,
    /// The last day of its support.
    pub on: NaiveDate,
}

/// Reads the list.
///
/// # Errors
/// It is another file.
pub fn read(table: &FileTable) -> Result<(Vec<EndRow>, Vec<LineProblem>), WholeFileProblem> {
    require(table, FileKind::SupportEnds, &["modele", "fin_de_support"])?;
    let (model, on) = (table.column("modele"), table.column("fin_de_support"));
    let (mut rows, mut problems) = (Vec::new(), table.problems().to_vec());
    for record in table.records() {
        let mut line = LineReader::new(table, record);
        let read = line.needed(model, value::text).zip(line.needed(on, value::date));
        rows.extend(read.map(|(model, on)| EndRow { model, on }));
        problems.append(&mut line.problems);
    }
    Ok((rows, problems))
}
