//! The same file twice changes nothing; next year's file shows what changed.

use super::support::{DIRECTORY, Sheet, import};
use shared::import::diff::{Fields, diff};
use shared::import::directory::{DirectoryImport, DirectoryRow};
use std::collections::{BTreeMap, BTreeSet};

fn by_uai(import: DirectoryImport) -> BTreeMap<String, DirectoryRow> {
    let rows = import.rows.into_iter();
    rows.map(|row| (row.uai.clone(), row)).collect()
}

#[test]
fn importing_twice_changes_nothing() {
    let known = by_uai(import(DIRECTORY));
    let mut sheet = Sheet::published();
    sheet.rows.reverse();
    sheet.change("date_maj_ligne", |_| "2027-05-27".to_owned());
    let incoming = by_uai(import(sheet.text().as_bytes()));
    let result = diff(&known, &incoming, &BTreeSet::new());
    assert!(result.is_empty());
    assert_eq!(result.unchanged.len(), 613);
}

#[test]
fn the_file_of_next_year_shows_its_differences() {
    let known = by_uai(import(DIRECTORY));
    let mut sheet = Sheet::published();
    let gone = sheet.rows.remove(0)[0].clone();
    sheet.set(0, "Telephone", "0145000000");
    sheet.set(0, "etat", "A FERMER");
    sheet.set(1, "Nom_etablissement", "Ecole élémentaire Simone Veil");
    let mut new = sheet.rows[2].clone();
    let letter = shared::import::uai::check_letter(949_999);
    new[0] = format!("0949999{letter}");
    sheet.rows.push(new);
    let incoming = by_uai(import(sheet.text().as_bytes()));
    let result = diff(&known, &incoming, &BTreeSet::new());
    assert_eq!(result.missing, [gone]);
    assert_eq!(result.created.len(), 1);
    let names = |at: usize| result.changed[at].2.iter().map(|c| c.field).collect::<Vec<_>>();
    assert_eq!(result.changed.len(), 2);
    assert_eq!((names(0), names(1)), (vec!["phone", "state"], vec!["name"]));
    let change = &result.changed[1].2[0];
    assert_eq!(change.before, "Ecole élémentaire Jules Ferry");
    assert_eq!(change.after, "Ecole élémentaire Simone Veil");
    assert_eq!(result.unchanged.len(), 610);
}

#[test]
fn a_file_without_a_column_empties_nothing() {
    let known = by_uai(import(DIRECTORY));
    let mut sheet = Sheet::published();
    let at = sheet.column("Telephone");
    sheet.header[at] = "autre".to_owned();
    let incoming = import(sheet.text().as_bytes());
    let absent = incoming.absent.clone();
    assert_eq!(absent, BTreeSet::from(["phone"]));
    assert!(diff(&known, &by_uai(incoming), &absent).is_empty());
}

#[test]
fn absent_fields_are_fields() {
    let row = &import(DIRECTORY).rows[0];
    let names: BTreeSet<_> = row.fields().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), row.fields().len());
    for name in ["phone", "level", "latitude", "address", "opened", "priority", "ulis"] {
        assert!(names.contains(name));
    }
}
