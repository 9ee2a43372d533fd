//! The export of the finance system: one line a payment, or a commitment that nothing was paid of.
//! Its columns are found by their names, or by those that somebody said once.

use super::line::LineReader;
use super::problem::{LineProblem, ProblemReason, WholeFileProblem};
use super::table::{FileTable, key};
use super::value;
use crate::article::Pot;
use crate::day::Day;
use crate::money::Cents;
use chrono::Datelike;
use std::collections::BTreeMap;

/// The columns of the file, by our names; `ligne` and `mandat_corrige` may be missing, as may those
/// that a system does not have.
pub const COLUMNS: [&str; 16] = [
    "exercice",
    "chapitre",
    "operation",
    "nature",
    "fonction",
    "n_engagement",
    "date_engagement",
    "tiers",
    "objet",
    "montant_engage_ttc",
    "montant_ht",
    "n_mandat",
    "date_mandat",
    "montant_mandate_ttc",
    "ligne",
    "mandat_corrige",
];

/// Those without which nothing can be read.
pub const NEEDED: [&str; 6] = [
    "exercice",
    "n_engagement",
    "montant_engage_ttc",
    "n_mandat",
    "date_mandat",
    "montant_mandate_ttc",
];

/// Those that somebody may name on screen: the needed ones, and those by which a row finds its
/// section, its line, its seller and its amount before tax.
pub const NAMED: [&str; 11] = [
    "exercice",
    "n_engagement",
    "montant_engage_ttc",
    "n_mandat",
    "date_mandat",
    "montant_mandate_ttc",
    "operation",
    "chapitre",
    "tiers",
    "montant_ht",
    "ligne",
];

/// The place of the operation among the columns.
const OPERATION: usize = 2;

/// A payment of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRow {
    /// Its number.
    pub number: String,
    /// Its day.
    pub day: Day,
    /// How much; below zero for a credit note.
    pub amount: Cents,
    /// The payment that a credit note takes back, where the file says it.
    pub corrects: Option<String>,
}

/// One line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinanceRow {
    /// Line of the file.
    pub line: u64,
    /// The year in which the money was committed.
    pub year: u16,
    /// Number of the commitment.
    pub number: String,
    /// Day of the commitment.
    pub signed_on: Day,
    /// The chapter or the operation, the nature and the function, as the system writes them.
    pub imputation: String,
    /// The line of the annex, where the file says it.
    pub code: String,
    /// Its section: that of operation 29, or of the chapter. Nothing when the file has no column
    /// that says it: a section is never guessed.
    pub pot: Option<Pot>,
    /// Who sells.
    pub supplier: String,
    /// What is bought.
    pub label: String,
    /// What is committed, including tax.
    pub all: Cents,
    /// The same before tax.
    pub before_tax: Cents,
    /// The payment, if the line has one.
    pub payment: Option<PaymentRow>,
}

/// A file once read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinanceImport {
    /// The lines.
    pub rows: Vec<FinanceRow>,
    /// Why lines were left out.
    pub problems: Vec<LineProblem>,
    /// Values that were left out of lines that were kept.
    pub warnings: Vec<LineProblem>,
    /// Lines of sums, which are no facts.
    pub totals: u64,
}

/// Where each column of ours is in a table; a name that somebody said once goes first.
fn places(table: &FileTable, said: &BTreeMap<String, String>) -> [Option<usize>; 16] {
    COLUMNS.map(|ours| {
        let theirs = said.get(ours).and_then(|theirs| table.column(&key(theirs)));
        theirs.or_else(|| table.column(ours))
    })
}

/// Whether a table is such a file, by these names.
pub fn is_one(table: &FileTable, said: &BTreeMap<String, String>) -> bool {
    missing(table, said).is_empty()
}

/// The columns that are needed and not there.
pub fn missing(table: &FileTable, said: &BTreeMap<String, String>) -> Vec<String> {
    let found = places(table, said);
    let lacks = |ours: &&&str| {
        let at = COLUMNS.iter().position(|other| *other == **ours);
        at.is_none_or(|at| found[at].is_none())
    };
    NEEDED.iter().filter(lacks).map(|ours| (*ours).to_owned()).collect()
}

/// Reads the file.
///
/// # Errors
/// Columns are missing.
pub fn read(
    table: &FileTable,
    said: &BTreeMap<String, String>,
) -> Result<FinanceImport, WholeFileProblem> {
    let missing = missing(table, said);
    if !missing.is_empty() {
        return Err(WholeFileProblem::UnknownHeader { missing, found: table.header() });
    }
    let columns = places(table, said);
    let problems = table.problems().to_vec();
    let mut import = FinanceImport { rows: Vec::new(), problems, warnings: Vec::new(), totals: 0 };
    if columns[OPERATION].is_none() {
        let unnamed = LineProblem::new(1, COLUMNS[OPERATION], "", ProblemReason::Missing);
        import.warnings.push(unnamed);
    }
    for record in table.records() {
        let mut line = LineReader::new(table, record);
        if is_sum(&line, &columns) {
            import.totals += 1;
            continue;
        }
        // Of merged cells only the first line has the value.
        let above = import.rows.last().filter(|_| line.raw(columns[5]).is_empty());
        let above = above.filter(|_| !line.raw(columns[11]).is_empty()).cloned();
        let row = match above {
            Some(above) => payment(&mut line, &columns).map(|payment| FinanceRow {
                line: line.number(),
                payment: Some(payment),
                ..above
            }),
            None => whole(&mut line, &columns),
        };
        import.rows.extend(row.filter(|_| line.problems.is_empty()));
        import.problems.append(&mut line.problems);
        import.warnings.append(&mut line.warnings);
    }
    import.problems.sort_by_key(|problem| problem.line);
    Ok(import)
}

/// A row of sums says so where a row begins: up to the number of its commitment. A seller may be
/// called «Total», and counts as a word of sums only in a row that names neither a commitment nor a
/// payment.
fn is_sum(line: &LineReader<'_>, columns: &[Option<usize>; 16]) -> bool {
    let says =
        |columns: &[Option<usize>]| columns.iter().any(|column| value::is_total(line.raw(*column)));
    let is_numbered = !line.raw(columns[5]).is_empty() || !line.raw(columns[11]).is_empty();
    says(&columns[..6]) || (!is_numbered && says(&columns[6..]))
}

/// The section of a row. Without the column of the operation an empty value says nothing; the
/// chapter still may: 011 to 014 and 65 are of running costs, 20 to 23 of investment.
fn pot(operation: Option<&str>, chapter: &str) -> Option<Pot> {
    if let Some(operation) = operation {
        let is_none = operation.is_empty() || operation == "0";
        return Some(if is_none { Pot::Operating } else { Pot::Investment });
    }
    match chapter.trim_start_matches('0') {
        "11" | "12" | "14" | "65" => Some(Pot::Operating),
        "20" | "204" | "21" | "23" => Some(Pot::Investment),
        _ => None,
    }
}

fn whole(line: &mut LineReader<'_>, columns: &[Option<usize>; 16]) -> Option<FinanceRow> {
    let [exercice, chapter, operation_at, nature, function, number, signed, ..] = *columns;
    let year = line.needed(exercice, value::year);
    let number = line.needed(number, value::text);
    let signed_on = match line.raw(signed).is_empty() {
        true => year.and_then(|year| Day::from_ymd_opt(i32::from(year), 1, 1)),
        false => line.needed(signed, value::date),
    };
    let all = line.needed(columns[9], value::signed_amount);
    let before_tax = line.wanted(columns[10], value::signed_amount);
    if before_tax.is_none() && line.raw(columns[10]).is_empty() {
        line.warn(columns[10], ProblemReason::Missing);
    }
    let has_payment = !line.raw(columns[11]).is_empty();
    let payment = if has_payment { payment(line, columns) } else { None };
    let (chapter, operation) = (line.text(chapter), line.text(operation_at));
    let (nature, function) = (line.text(nature), line.text(function));
    let pot = pot(operation_at.map(|_| operation.as_str()), &chapter);
    let is_of_operation = operation_at.is_some() && pot == Some(Pot::Investment);
    let place = if is_of_operation { operation } else { chapter };
    let parts = [place, nature, function].into_iter().filter(|part| !part.is_empty());
    let (year, signed_on, all) = (year?, signed_on?, all?);
    Some(FinanceRow {
        line: line.number(),
        // What is carried over keeps the year in which it was made.
        year: u16::try_from(signed_on.year()).ok().filter(|of| *of < year).unwrap_or(year),
        number: number?,
        signed_on,
        imputation: parts.collect::<Vec<_>>().join(" / "),
        code: line.text(columns[14]),
        pot,
        supplier: line.text(columns[7]),
        label: line.text(columns[8]),
        all,
        before_tax: before_tax.unwrap_or(all),
        payment,
    })
}

fn payment(line: &mut LineReader<'_>, columns: &[Option<usize>; 16]) -> Option<PaymentRow> {
    let number = line.needed(columns[11], value::text);
    let day = line.needed(columns[12], value::date);
    let amount = line.needed(columns[13], value::signed_amount);
    let corrects = Some(line.text(columns[15])).filter(|named| !named.is_empty());
    Some(PaymentRow { number: number?, day: day?, amount: amount?, corrects })
}
