//! A supplier's price list: references, names, prices before tax.

use super::file_kind::FileKind;
use super::kind;
use super::line::LineReader;
use super::problem::{LineProblem, ProblemReason, WholeFileProblem};
use super::table::FileTable;
use super::value::{self, words};
use crate::money::Cents;
use std::collections::BTreeMap;

/// The columns of the list; the last two may be missing.
pub const COLUMNS: [&str; 9] = [
    "reference",
    "designation",
    "famille",
    "prix_unitaire_ht",
    "taux_tva",
    "eco_participation",
    "disponibilite",
    "reconditionne",
    "fournisseur",
];

/// One article of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceRow {
    /// Line of the file.
    pub line: u64,
    /// Its number in the list.
    pub reference: String,
    /// Its name.
    pub label: String,
    /// Its group.
    pub family: String,
    /// Price of one before tax, with its eco-participation.
    pub before_tax: Cents,
    /// Rate of the tax, in basis points.
    pub vat: u32,
    /// It was used before.
    pub second_hand: bool,
    /// Who sells it.
    pub supplier: String,
}

/// A price list once read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricesImport {
    /// The articles, one per reference.
    pub rows: Vec<PriceRow>,
    /// Why lines were left out.
    pub problems: Vec<LineProblem>,
    /// Values that were left out of lines that were kept.
    pub warnings: Vec<LineProblem>,
}

/// Reads a price list.
///
/// # Errors
/// The file is another one, or has no reference, no name or no price.
pub fn read(table: &FileTable) -> Result<PricesImport, WholeFileProblem> {
    let needed = ["reference", "designation", "prix_unitaire_ht"];
    kind::require(table, FileKind::PriceList, &needed)?;
    let columns = COLUMNS.map(|key| table.column(key));
    let problems = table.problems().to_vec();
    let mut import = PricesImport { rows: Vec::new(), problems, warnings: Vec::new() };
    let mut seen: BTreeMap<(String, String), u64> = BTreeMap::new();
    for record in table.records() {
        let mut line = LineReader::new(table, record);
        if let Some(row) = read_line(&mut line, &columns) {
            import.warnings.append(&mut line.warnings);
            let key = (row.supplier.clone(), row.reference.clone());
            match seen.get(&key).copied() {
                Some(first_line) => {
                    line.refuse(columns[0], ProblemReason::Duplicate { first_line });
                }
                None => {
                    seen.insert(key, row.line);
                    import.rows.push(row);
                }
            }
        }
        import.problems.append(&mut line.problems);
    }
    import.problems.sort_by_key(|problem| problem.line);
    Ok(import)
}

fn read_line(line: &mut LineReader<'_>, columns: &[Option<usize>; 9]) -> Option<PriceRow> {
    let [reference, label, family, price, vat, eco, _, used, supplier] = *columns;
    let reference = line.needed(reference, value::text);
    let label = line.needed(label, value::text);
    let price = line.needed(price, value::amount);
    // A wrong rate makes a wrong price: the line is left out, not the value.
    let vat = match line.raw(vat).is_empty() {
        true => Some(STANDARD_RATE),
        false => line.needed(vat, value::rate),
    };
    let eco = match line.raw(eco).is_empty() {
        true => Some(Cents::ZERO),
        false => line.needed(eco, value::amount),
    };
    let used = words(line.raw(used));
    Some(PriceRow {
        line: line.number(),
        reference: reference?,
        label: label?,
        family: line.text(family),
        before_tax: price? + eco?,
        vat: vat?,
        second_hand: ["oui", "o", "1", "vrai", "x"].contains(&used.as_str()),
        supplier: line.text(supplier),
    })
}

/// The rate of most articles, where a list says none.
const STANDARD_RATE: u32 = 2_000;

#[cfg(test)]
mod tests {
    use super::super::table;
    use super::*;

    const HEAD: &str = "reference;designation;famille;prix_unitaire_ht;taux_tva;\
                        eco_participation;disponibilite;reconditionne";

    fn imported(lines: &[String]) -> PricesImport {
        let text = format!("{HEAD}\r\n{}\r\n", lines.join("\r\n"));
        read(&table::read(text.as_bytes()).expect("a table")).expect("a price list")
    }

    #[test]
    fn a_price_holds_its_eco_participation_and_a_rate_is_in_basis_points() {
        let line = "S-1;Tablette;Postes;\"1 199,90\";5,5 %;0,02;en stock;oui";
        let PricesImport { rows, problems, warnings } = imported(&[line.to_owned()]);
        assert_eq!((problems.len(), warnings.len()), (0, 0));
        let row = &rows[0];
        assert_eq!((row.before_tax, row.vat), (Cents(119_992), 550));
        assert!(row.second_hand);
        assert_eq!(row.before_tax.with_tax(row.vat), Cents(126_592), "1265.9156");
    }

    /// Case 6: a list of 5,000 lines with 12 bad ones has 12 errors by line and 4,988 articles.
    #[test]
    fn each_bad_line_of_a_long_list_is_named() {
        let mut lines: Vec<String> =
            (0..5_000).map(|n| format!("R-{n};Article {n};Divers;10,00;20;0,10;;non")).collect();
        let bad = [
            (10, "R-10;Sans prix;Divers;;20;;;"),
            (20, "R-20;Gratuit;Divers;gratuit;20;;;"),
            (30, "R-30;Taux;Divers;10,00;2000 %;;;"),
            (40, "R-39;Double;Divers;12,00;20;;;"),
            (50, "R-50;Rendu;Divers;-3,00;20;;;"),
            (60, "R-60;Lequel;Divers;1.395;20;;;"),
            (70, ";Sans reference;Divers;10,00;20;;;"),
            (80, "R-80;;Divers;10,00;20;;;"),
            (90, "R-90;Eco;Divers;10,00;20;beaucoup;;"),
            (100, "R-100;Taux;Divers;10,00;vingt;;;"),
            (110, "R-110;Prix;Divers;1,2,3;20;;;"),
            (120, "R-120;Eco;Divers;10,00;20;-1;;"),
        ];
        for (at, line) in bad {
            lines[at] = line.to_owned();
        }
        let PricesImport { rows, problems, .. } = imported(&lines);
        assert_eq!((problems.len(), rows.len()), (12, 4_988));
        let told: Vec<_> = problems.iter().map(|problem| (problem.line, &problem.reason)).collect();
        use crate::money::NoAmount;
        use ProblemReason::*;
        let first_line = 41;
        assert_eq!(
            told,
            [
                (12, &Missing),
                (22, &Amount(NoAmount::Invalid)),
                (32, &Rate),
                (42, &Duplicate { first_line }),
                (52, &Amount(NoAmount::Negative)),
                (62, &Amount(NoAmount::Ambiguous)),
                (72, &Missing),
                (82, &Missing),
                (92, &Amount(NoAmount::Invalid)),
                (102, &Rate),
                (112, &Amount(NoAmount::Invalid)),
                (122, &Amount(NoAmount::Negative)),
            ]
        );
    }
}
