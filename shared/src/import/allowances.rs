//! What single schools may spend of the small budget.

use super::file_kind::FileKind;
use super::kind;
use super::line::LineReader;
use super::problem::{LineProblem, ProblemReason, WholeFileProblem};
use super::table::FileTable;
use super::{uai, value};
use crate::day::Day;
use crate::id::SiteId;
use crate::money::Cents;
use crate::site::Site;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The columns of the file; the reason may be missing.
pub const COLUMNS: [&str; 3] = ["uai", "montant_ttc", "motif"];

/// One school of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowanceRow {
    /// Line of the file.
    pub line: u64,
    /// Which school.
    pub site: SiteId,
    /// What it may spend, including tax.
    pub amount: Cents,
    /// Why it is another amount than that of the others.
    pub reason: String,
}

/// Reads the file. `site` finds a school by its code.
///
/// # Errors
/// The file is another one.
pub fn read(
    table: &FileTable,
    site: impl Fn(&str) -> Option<Arc<Site>>,
    today: Day,
) -> Result<(Vec<AllowanceRow>, Vec<LineProblem>), WholeFileProblem> {
    kind::require(table, FileKind::Allowances, &COLUMNS[..2])?;
    let [code, amount, reason] = COLUMNS.map(|key| table.column(key));
    let (mut rows, mut problems) = (Vec::new(), table.problems().to_vec());
    let mut seen: BTreeMap<SiteId, u64> = BTreeMap::new();
    for record in table.records() {
        let mut line = LineReader::new(table, record);
        let found = line.needed(code, |raw| {
            let written = raw.to_ascii_uppercase();
            match site(&written) {
                Some(site) => Ok(site),
                None => {
                    uai::parse(raw).and_then(|code| site(&code).ok_or(ProblemReason::SiteToChoose))
                }
            }
        });
        let read = line.needed(amount, value::amount);
        if let Some((site, amount)) = found.zip(read) {
            let first_line = seen.get(&site.id).copied();
            match (first_line, site.closed_on.filter(|on| *on <= today)) {
                (Some(first_line), _) => {
                    line.refuse(code, ProblemReason::Duplicate { first_line });
                }
                (None, Some(on)) => line.refuse(code, ProblemReason::SiteClosed { on }),
                (None, None) => {
                    seen.insert(site.id.clone(), line.number());
                    let (site, reason) = (site.id.clone(), line.text(reason));
                    rows.push(AllowanceRow { line: line.number(), site, amount, reason });
                }
            }
        }
        problems.append(&mut line.problems);
    }
    Ok((rows, problems))
}
