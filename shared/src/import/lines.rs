//! Subscriptions, as operators list them: the lines of a park or of an invoice, and the digital
//! workspaces of schools. Columns are found by their names; those of people's own lists
//! (`operateur`, `uai`, `commune`, `reconduction_mois`, `preavis_mois`…) are read when they are
//! there.

use super::file_kind::FileKind;
use super::glpi::place::{Clues, Places};
use super::glpi::{KnownSite, SiteMatch};
use super::kind;
use super::line::LineReader;
use super::problem::{LineProblem, ProblemReason, WholeFileProblem};
use super::table::FileTable;
use super::value::{self, collapse, words};
use crate::limits::TERM_MONTHS;
use crate::subscription::{Billing, SubscriptionKind, Terms};

/// A bare number of at least so many is kilobits a second, a smaller one megabits.
const BARE_KILOBITS: u32 = 10_000;
/// The usual rate of tax, in basis points (Code général des impôts, art. 278).
const USUAL_VAT: u32 = 2_000;

/// One subscription of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionRow {
    /// Line of the file.
    pub line: u64,
    /// How the file names the site.
    pub named: String,
    /// Which site that is.
    pub site: SiteMatch,
    /// It serves; otherwise the file says that it is closed.
    pub serves: bool,
    /// What is agreed.
    pub terms: Terms,
}

/// A file of subscriptions once read. Every record is in one of the lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinesImport {
    /// Of what.
    pub kind: SubscriptionKind,
    /// The lines that can be read.
    pub rows: Vec<SubscriptionRow>,
    /// Why lines were left out.
    pub problems: Vec<LineProblem>,
    /// Values that were left out of lines that were kept.
    pub warnings: Vec<LineProblem>,
}

/// Reads the lines of an operator.
///
/// # Errors
/// Columns that cannot be done without are missing.
pub fn read_lines(table: &FileTable, sites: &[KnownSite]) -> Result<LinesImport, WholeFileProblem> {
    let needed = ["numero_ligne", "date_mise_en_service", "abonnement_mensuel_ht"];
    kind::require(table, FileKind::OperatorLines, &needed)?;
    Ok(read(table, sites, SubscriptionKind::Internet, line))
}

/// Reads the digital workspaces of schools.
///
/// # Errors
/// Columns that cannot be done without are missing.
pub fn read_workspaces(
    table: &FileTable,
    sites: &[KnownSite],
) -> Result<LinesImport, WholeFileProblem> {
    kind::require(table, FileKind::Workspaces, &["uai", "date_ouverture", "prix_annuel_ttc"])?;
    Ok(read(table, sites, SubscriptionKind::Ent, workspace))
}

type ReadRow = fn(&mut LineReader, &FileTable, &Places) -> Option<SubscriptionRow>;

fn read(
    table: &FileTable,
    sites: &[KnownSite],
    kind: SubscriptionKind,
    read_row: ReadRow,
) -> LinesImport {
    let places = Places::new(sites);
    let (problems, warnings) = (table.problems().to_vec(), Vec::new());
    let mut import = LinesImport { kind, rows: Vec::new(), problems, warnings };
    for record in table.records() {
        let mut reader = LineReader::new(table, record);
        if let Some(row) = read_row(&mut reader, table, &places) {
            import.warnings.append(&mut reader.warnings);
            import.rows.push(row);
        }
        import.problems.append(&mut reader.problems);
    }
    import
}

fn line(reader: &mut LineReader, table: &FileTable, places: &Places) -> Option<SubscriptionRow> {
    let at = |name: &str| table.column(name);
    if !reader.reaches(&[at("numero_ligne"), at("abonnement_mensuel_ht")]) {
        return None;
    }
    let number = reader.needed(at("numero_ligne"), value::text);
    let first = reader.needed(at("date_mise_en_service"), value::date);
    let before_tax = reader.needed(at("abonnement_mensuel_ht"), value::amount);
    let vat = match reader.raw(at("taux_tva")) {
        "" => Some(USUAL_VAT),
        _ => reader.needed(at("taux_tva"), value::rate),
    };
    let (number, first, before_tax, vat) = (number?, first?, before_tax?, vat?);
    let due = reader.wanted(at("fin_engagement"), value::date).filter(|due| *due > first);
    // What an operator's commitment leaves open goes on from month to month until it is ended.
    let renewal = reader.wanted(at("reconduction_mois"), months).unwrap_or(1);
    let named = collapse(reader.raw(at("site")));
    let address = reader.text(at("adresse"));
    let town = format!("{} {}", reader.raw(at("code_postal")), reader.raw(at("commune")));
    let site = find(places, &[reader.raw(at("uai")), &named, &town], &address);
    let terms = Terms {
        operator: reader.text(at("operateur")),
        phone: reader.text(at("telephone")),
        contract: reader.text(at("contrat")),
        line: number,
        offer: reader.text(at("offre")),
        down_kbps: reader.wanted(at("debit_descendant"), kilobits).unwrap_or(0),
        up_kbps: reader.wanted(at("debit_montant"), kilobits).unwrap_or(0),
        price: before_tax.with_tax(vat),
        vat,
        billing: Billing::Monthly,
        first,
        due,
        renewal_months: due.map(|_| renewal),
        notice_months: reader.wanted(at("preavis_mois"), months).unwrap_or(0),
        notice_days: 0,
        exception: String::new(),
    };
    Some(SubscriptionRow { line: reader.number(), named, site, serves: true, terms })
}

fn workspace(
    reader: &mut LineReader,
    table: &FileTable,
    places: &Places,
) -> Option<SubscriptionRow> {
    let at = |name: &str| table.column(name);
    if !reader.reaches(&[at("uai"), at("prix_annuel_ttc")]) {
        return None;
    }
    let first = reader.needed(at("date_ouverture"), value::date);
    let price = reader.needed(at("prix_annuel_ttc"), value::amount);
    let (first, price) = (first?, price?);
    let named = collapse(reader.raw(at("nom")));
    let commune = reader.raw(at("commune"));
    let site = find(places, &[reader.raw(at("uai")), &named, commune], "");
    let terms = Terms {
        operator: reader.text(at("operateur")),
        phone: reader.text(at("telephone")),
        contract: reader.text(at("contrat")),
        line: String::new(),
        offer: String::new(),
        down_kbps: 0,
        up_kbps: 0,
        price,
        vat: USUAL_VAT,
        billing: Billing::SchoolYear,
        first,
        due: None,
        renewal_months: None,
        notice_months: 0,
        notice_days: 0,
        exception: String::new(),
    };
    let state = words(reader.raw(at("etat")));
    let closed = ["ferme", "resilie", "suspendu", "inactif"];
    let serves = !closed.iter().any(|stem| state.starts_with(stem));
    Some(SubscriptionRow { line: reader.number(), named, site, serves, terms })
}

/// The site that these texts name: by UAI, then by name and commune. The street may name another
/// school, so that it is asked only when the rest tells nothing.
fn find(places: &Places, texts: &[&str], address: &str) -> SiteMatch {
    let location = texts.join(" > ");
    let clues = |entity| Clues { location: &location, entity, inventory: "", name: "" };
    let found = places.find(&clues("")).site;
    match found.site() {
        Some(_) => found,
        None => places.find(&clues(address)).site,
    }
}

fn months(raw: &str) -> Result<u32, ProblemReason> {
    let months = value::count(raw)?;
    if (1..=TERM_MONTHS).contains(&months) { Ok(months) } else { Err(ProblemReason::Number) }
}

/// «500 Mbit/s», «1 Gb/s», «20000» in kilobits a second.
fn kilobits(raw: &str) -> Result<u32, ProblemReason> {
    let plain = raw.to_lowercase();
    let end = plain.find(|c: char| c.is_alphabetic()).unwrap_or(plain.len());
    let number: u32 = match plain[..end].trim().split_once(',') {
        Some((whole, zeros)) if zeros.bytes().all(|b| b == b'0') => value::count(whole)?,
        Some(_) => return Err(ProblemReason::Number),
        None => value::count(&plain[..end])?,
    };
    let by = match plain[end..].chars().next() {
        Some('k') => 1,
        Some('m') => 1_000,
        Some('g') => 1_000_000,
        None if number >= BARE_KILOBITS => 1,
        None => 1_000,
        Some(_) => return Err(ProblemReason::Number),
    };
    number.checked_mul(by).ok_or(ProblemReason::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_read_as_operators_write_them() {
        for (raw, kbps) in [
            ("500 Mbit/s", 500_000),
            ("1 Gb/s", 1_000_000),
            ("20000", 20_000),
            ("8", 8_000),
            ("1 000 Mb/s", 1_000_000),
            ("100,00", 100_000),
            ("640 kbps", 640),
        ] {
            assert_eq!(kilobits(raw), Ok(kbps), "{raw}");
        }
        for raw in ["rapide", "8,5", "-1", "9999999 Gb/s", "5 baud"] {
            assert_eq!(kilobits(raw), Err(ProblemReason::Number), "{raw}");
        }
    }
}
