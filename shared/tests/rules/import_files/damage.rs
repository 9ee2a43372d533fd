//! Damaged lines: the right line, column, value and reason, and the other lines unharmed.

use super::support::{Sheet, import};
use shared::import::directory;
use shared::import::problem::{LineProblem, ProblemReason as Reason, WholeFileProblem};
use shared::import::{FileKind, table, uai};

/// Column, damaged value, reason; the line is left out.
fn refusals() -> Vec<(&'static str, &'static str, Reason)> {
    let expected = uai::check_letter(940_209);
    vec![
        ("Identifiant_de_l_etablissement", "", Reason::Missing),
        ("Identifiant_de_l_etablissement", "94O2O9S", Reason::UaiPattern),
        ("Identifiant_de_l_etablissement", "0940209A", Reason::UaiCheckLetter { expected }),
        ("Nom_etablissement", "", Reason::Missing),
        ("Type_etablissement", "Public", Reason::UnknownValue),
        ("Type_etablissement", "", Reason::UnknownValue),
        ("Statut_public_prive", "Mixte", Reason::UnknownValue),
        ("Statut_public_prive", "", Reason::Missing),
        ("Code_commune", "9408", Reason::CommuneCode),
        ("Code_commune", "", Reason::Missing),
        ("Ecole_maternelle", "2", Reason::UnknownValue),
        ("etat", "FERME", Reason::UnknownValue),
    ]
}

/// Column, damaged value, reason; the line is kept without the value.
fn losses() -> Vec<(&'static str, &'static str, Reason)> {
    vec![
        ("Nom_etablissement", "Ecole \u{fffd}l\u{fffd}mentaire", Reason::Unreadable),
        ("Code_postal", "9470", Reason::Postcode),
        ("Telephone", "1,43535E+08", Reason::Phone),
        ("Telephone", "01 43 53", Reason::Phone),
        ("Mail", "ce.0940204L(at)ac-creteil.fr", Reason::Mail),
        ("ULIS", "peut-être", Reason::UnknownValue),
        ("latitude", "quelque part", Reason::Number),
        ("latitude", "4,879246E+16", Reason::CoordinateRange),
        ("date_ouverture", "31/02/1965", Reason::Date),
        ("date_maj_ligne", "27/05/26", Reason::Date),
        ("Appartenance_Education_Prioritaire", "ZEP", Reason::UnknownValue),
    ]
}

fn expected(line: u64, (column, value, reason): &(&str, &str, Reason)) -> LineProblem {
    LineProblem::new(line, column, value, reason.clone())
}

#[test]
fn each_damaged_value_is_told_where_it_is() {
    for case in refusals() {
        let mut sheet = Sheet::first(8);
        sheet.set(3, case.0, case.1);
        let import = import(sheet.text().as_bytes());
        assert_eq!(import.problems, [expected(5, &case)]);
        assert_eq!((import.rows.len(), import.warnings.len()), (7, 0), "{case:?}");
    }
    for case in losses() {
        let mut sheet = Sheet::first(8);
        sheet.set(3, case.0, case.1);
        let import = import(sheet.text().as_bytes());
        assert_eq!(import.warnings, [expected(5, &case)]);
        assert_eq!((import.rows.len(), import.problems.len()), (8, 0), "{case:?}");
    }
}

#[test]
fn all_damages_at_once_are_all_told() {
    let (bad, lost) = (refusals(), losses());
    let mut sheet = Sheet::first(bad.len() + lost.len());
    for (row, case) in bad.iter().chain(&lost).enumerate() {
        sheet.set(row, case.0, case.1);
    }
    let import = import(sheet.text().as_bytes());
    let told: Vec<_> = import.problems.iter().map(|p| (p.line, p.column.as_str())).collect();
    let wanted: Vec<_> = (2..).zip(bad.iter().map(|case| case.0)).collect();
    assert_eq!(told, wanted);
    assert_eq!((import.rows.len(), import.warnings.len()), (lost.len(), lost.len()));
}

#[test]
fn exchanged_coordinates_are_told() {
    let mut sheet = Sheet::first(2);
    sheet.set(1, "latitude", "2.39");
    sheet.set(1, "longitude", "48.79");
    let import = import(sheet.text().as_bytes());
    let found = ("latitude", "2.39", Reason::CoordinatesSwapped);
    assert_eq!(import.warnings, [expected(3, &found)]);
    assert_eq!(import.rows[1].latitude, None);
}

#[test]
fn a_school_without_any_level_is_told() {
    let mut sheet = Sheet::first(1);
    for column in ["Ecole_maternelle", "Ecole_elementaire", "code_nature", "libelle_nature"] {
        sheet.set(0, column, "");
    }
    let import = import(sheet.text().as_bytes());
    assert_eq!(import.problems, [expected(2, &("code_nature", "", Reason::Level))]);
}

#[test]
fn a_line_of_the_wrong_width_is_told() {
    let sheet = Sheet::first(4);
    let text = sheet.text();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines[1] = lines[1].replacen(';', ";;", 1);
    lines[3] = lines[3].split(';').take(30).collect::<Vec<_>>().join(";");
    let import = import(lines.join("\r\n").as_bytes());
    let told: Vec<_> = import.problems.iter().map(|p| (p.line, &p.reason)).collect();
    let width = |found| Reason::FieldCount { expected: 71, found };
    assert_eq!(told, [(2, &width(72)), (4, &width(30))]);
    assert_eq!(import.rows.len(), 2);
}

/// A line with one separator too many or too few is never read with its values moved.
#[test]
fn a_line_whose_values_moved_is_told() {
    let whole = import(Sheet::first(4).text().as_bytes()).rows;
    for at in 0..70 {
        let text = Sheet::first(4).text();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let place = |line: &str| line.match_indices(';').nth(at).map(|(place, _)| place);
        let (more, less) = (place(&lines[1]).unwrap(), place(&lines[3]).unwrap());
        lines[1].insert(more, ';');
        lines[3].remove(less);
        let import = import(lines.join("\r\n").as_bytes());
        assert!(import.rows.iter().all(|row| row.line != 2), "separator {at}");
        // Behind the last value that is read, a missing separator does no harm.
        let kept = import.rows.iter().find(|row| row.line == 4);
        let told = |p: &LineProblem| p.line == 4;
        let is_told = import.problems.iter().chain(&import.warnings).any(told);
        assert!(is_told || kept == Some(&whole[2]), "separator {at}");
    }
}

/// Some spreadsheets do not write the empty values at the end of a line.
#[test]
fn a_line_that_lost_its_empty_end_is_kept() {
    let text = Sheet::first(4).text();
    let cut = text.lines().map(|l| l.trim_end_matches(';').to_owned() + "\n");
    let import = import(cut.collect::<String>().as_bytes());
    assert_eq!((import.rows.len(), import.problems.len()), (4, 0));
}

#[test]
fn a_quote_that_is_never_closed_costs_one_line() {
    for (row, rows) in [(0, 40), (3, 40), (39, 40), (3, 600)] {
        let mut sheet = Sheet::first(rows);
        sheet.set(row, "Nom_etablissement", "QUOTE");
        let text = sheet.text().replace("QUOTE", "\"Ecole Zola");
        let import = import(text.as_bytes());
        let told: Vec<_> = import.problems.iter().map(|p| (p.line, &p.reason)).collect();
        assert_eq!(told, [(row as u64 + 2, &Reason::UnclosedQuote)]);
        assert_eq!(import.rows.len(), rows - 1);
    }
}

#[test]
fn separators_quotes_and_line_ends_inside_a_value_are_kept() {
    let mut sheet = Sheet::first(3);
    sheet.set(0, "Nom_etablissement", "Ecole \"Jean; Jaurès\"");
    sheet.set(1, "Adresse_1", "1 rue A\r\nbâtiment B");
    sheet.set(2, "Telephone", "faux");
    let import = import(sheet.text().as_bytes());
    assert_eq!(import.problems, []);
    assert_eq!(import.rows[0].name, "Ecole \"Jean; Jaurès\"");
    assert_eq!(import.rows[1].address, ["1 rue A bâtiment B"]);
    assert_eq!(import.rows[2].line, 5);
    assert_eq!(import.warnings, [expected(5, &("Telephone", "faux", Reason::Phone))]);
}

#[test]
fn a_school_on_several_lines_is_one_school() {
    let mut sheet = Sheet::first(3);
    let mut again = sheet.rows[0].clone();
    again[sheet.column("Telephone")].clear();
    again[sheet.column("etablissement_mere")] = "0940001A".to_owned();
    sheet.rows.push(again);
    let mut other = sheet.rows[0].clone();
    other[sheet.column("Adresse_1")] = "2 rue Neuve".to_owned();
    sheet.rows.push(other);
    let import = import(sheet.text().as_bytes());
    assert_eq!((import.rows.len(), import.counts.merged), (3, 1));
    assert_eq!(import.rows[0].phone, "0172045505");
    let reason = Reason::Duplicate { first_line: 2 };
    assert_eq!(import.problems, [expected(6, &("Adresse_1", "2 rue Neuve", reason))]);
}

#[test]
fn other_files_of_the_ministry_are_named() {
    let headers = [
        (include_str!("../../data/header_closed_2026.txt"), FileKind::ClosedSchools),
        (include_str!("../../data/header_geolocation_2023.txt"), FileKind::Geolocation),
        (include_str!("../../data/header_geolocation_2024.txt"), FileKind::Geolocation),
        (include_str!("../../data/header_head_counts_2022.txt"), FileKind::HeadCounts),
        (include_str!("../../data/header_social_index_2021.txt"), FileKind::SocialIndex),
        (include_str!("../../data/header_social_index_2022.txt"), FileKind::SocialIndex),
        (include_str!("../../data/calendar_lyon.csv"), FileKind::SchoolCalendar),
    ];
    for (text, found) in headers {
        let table = table::read(format!("{}\nx", text.trim()).as_bytes()).unwrap();
        let expected = FileKind::Directory;
        let problem = WholeFileProblem::WrongKind { expected, found };
        assert_eq!(directory::read(&table, None).unwrap_err(), problem);
    }
}

#[test]
fn a_header_that_is_not_known_says_what_is_missing() {
    let mut sheet = Sheet::first(2);
    let at = sheet.column("Nom_etablissement");
    sheet.header[at] = "Nom".to_owned();
    let table = table::read(sheet.text().as_bytes()).unwrap();
    let Err(WholeFileProblem::UnknownHeader { missing, found }) = directory::read(&table, None)
    else {
        panic!("the header was believed");
    };
    assert_eq!(missing, ["nom_etablissement"]);
    assert_eq!(found[1], "Nom");
}
