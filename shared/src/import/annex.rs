//! The annex of the deliberation: the lines of the plan, with a year of each section.

use super::file_kind::FileKind;
use super::kind;
use super::line::LineReader;
use super::problem::{LineProblem, ProblemReason, WholeFileProblem};
use super::table::FileTable;
use super::value;
use crate::money::Cents;
use std::collections::BTreeMap;

/// The columns of the file.
pub const COLUMNS: [&str; 5] =
    ["ligne", "groupe", "libelle", "investissement_annuel_ttc", "fonctionnement_annuel_ttc"];

/// One line of the annex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnexRow {
    /// Line of the file.
    pub line: u64,
    /// Its number in the annex.
    pub code: String,
    /// The group under which it stands.
    pub group: String,
    /// Its name.
    pub label: String,
    /// A year of investment.
    pub investment: Cents,
    /// A year of running costs.
    pub operating: Cents,
}

/// Reads an annex. Rows of sums are no lines, and are counted.
///
/// # Errors
/// It is another file.
pub fn read(table: &FileTable) -> Result<(Vec<AnnexRow>, Vec<LineProblem>, u64), WholeFileProblem> {
    kind::require(table, FileKind::BudgetAnnex, &COLUMNS)?;
    let columns = COLUMNS.map(|key| table.column(key));
    let (mut rows, mut problems, mut totals) = (Vec::new(), table.problems().to_vec(), 0);
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for record in table.records() {
        let mut line = LineReader::new(table, record);
        let [code, group, label, investment, operating] = columns;
        // A numbered line is one of the annex, whatever its name.
        let says = |column| super::value::is_total(line.raw(column));
        if says(code) || (line.raw(code).is_empty() && (says(group) || says(label))) {
            totals += 1;
            continue;
        }
        let (number, name) = (line.needed(code, value::text), line.needed(label, value::text));
        let investment = line.needed(investment, value::amount);
        let operating = line.needed(operating, value::amount);
        let amounts = investment.zip(operating);
        if let (Some(code_read), Some(label), Some((investment, operating))) =
            (number, name, amounts)
        {
            match seen.get(&code_read).copied() {
                Some(first_line) => line.refuse(code, ProblemReason::Duplicate { first_line }),
                None => {
                    seen.insert(code_read.clone(), line.number());
                    let (line, group) = (line.number(), line.text(group));
                    let code = code_read;
                    rows.push(AnnexRow { line, code, group, label, investment, operating });
                }
            }
        }
        problems.append(&mut line.problems);
    }
    Ok((rows, problems, totals))
}
