//! The same schools, whatever the file went through.

use super::support::{DIRECTORY, Dice, Sheet, cp1252, import, published_rows};
use shared::import::directory::{self, DirectoryRow, PriorityEducation, SchoolState};
use shared::import::{Encoding, table};
use shared::site::{Level, Sector};
use std::collections::BTreeSet;

#[test]
fn the_published_file_is_read_whole() {
    let table = table::read(DIRECTORY).unwrap();
    assert_eq!((table.encoding, table.separator), (Encoding::Utf8Bom, ';'));
    let import = directory::read(&table, None).unwrap();
    assert_eq!(import.rows.len(), 613);
    assert_eq!((import.problems, import.warnings), (vec![], vec![]));
    assert!(import.absent.is_empty());
    let count = |level| import.rows.iter().filter(|row| row.level == level).count();
    assert_eq!(count(Level::Nursery), 306);
    assert_eq!(count(Level::Elementary), 270);
    assert_eq!(count(Level::Primary), 37);
    assert_eq!(import.rows.iter().filter(|row| row.ulis).count(), 99);
    assert_eq!(import.rows.iter().filter(|row| row.phone.is_empty()).count(), 1);
    let closing = import.rows.iter().filter(|row| row.state == SchoolState::Closing);
    assert_eq!(closing.count(), 2);
    let rep_plus = import.rows.iter().filter(|r| r.priority == PriorityEducation::RepPlus);
    assert_eq!(rep_plus.count(), 22);
    assert!(import.rows.iter().all(|row| row.latitude.is_some() && !row.name.contains("  ")));
}

#[test]
fn one_school_in_detail() {
    let rows = published_rows();
    let row = rows.iter().find(|row| row.uai == "0940204L").unwrap();
    assert_eq!(row.line, 4);
    assert_eq!(row.name, "Ecole élémentaire Jules Ferry");
    assert_eq!((row.level, row.sector), (Level::Elementary, Sector::Public));
    assert_eq!(row.address, ["218 rue Jean Jaurès"]);
    assert_eq!((row.postcode.as_str(), row.commune.as_str()), ("94700", "94046"));
    assert_eq!(row.commune_name, "Maisons-Alfort");
    assert_eq!(row.phone, "0143535120");
    assert_eq!(row.mail, "ce.0940204L@ac-creteil.fr");
    assert_eq!(row.latitude, Some(48.79246922741321));
    assert_eq!(row.longitude, Some(2.434551245936811));
    assert_eq!(row.precision, "Numéro de rue");
    assert_eq!(row.priority, PriorityEducation::Rep);
    assert_eq!(row.opened.unwrap().to_string(), "1965-05-01");
    assert_eq!(row.updated.unwrap().to_string(), "2026-05-27");
}

#[test]
fn labels_of_2023_give_the_same_schools() {
    let header = include_str!("../../data/header_directory_2023.txt");
    let published = Sheet::published();
    let new_name = |label: &str| match label {
        "Code postal" => "Code_postal".to_owned(),
        "coordonnee_X" => "coordX_origine".to_owned(),
        "coordonnee_Y" => "coordY_origine".to_owned(),
        "epsg" => "epsg_origine".to_owned(),
        "etablissement_multi_lignes" => "multi_uai".to_owned(),
        other => other.to_owned(),
    };
    let labels: Vec<String> = header.trim().split(';').map(str::to_owned).collect();
    assert_eq!(labels.len(), 69);
    let place = |label: &String| published.header.iter().position(|l| *l == new_name(label));
    let places: Vec<Option<usize>> = labels.iter().map(place).collect();
    let value = |row: &Vec<String>, at: &Option<usize>| at.map_or("", |at| &row[at]).to_owned();
    let rows = published.rows.iter();
    let old = Sheet {
        header: labels,
        rows: rows.map(|row| places.iter().map(|at| value(row, at)).collect()).collect(),
    };
    let import = import(old.text().as_bytes());
    assert_eq!(import.rows, published_rows());
    assert!(import.problems.is_empty() && import.absent.is_empty());
}

#[test]
fn technical_names_and_other_writings_of_the_header_give_the_same_schools() {
    let expected = published_rows();
    let mut sheet = Sheet::published();
    let writings: [fn(&str) -> String; 4] = [
        str::to_lowercase,
        str::to_uppercase,
        |label| label.replace('_', " "),
        |label| format!(" {} ", label.replace("de_l_etablissement", "de l’établissement")),
    ];
    for writing in writings {
        let labels = Sheet::first(0).header;
        sheet.header = labels.iter().map(|label| writing(label)).collect();
        assert_eq!(import(sheet.text().as_bytes()).rows, expected);
    }
}

#[test]
fn encodings_separators_and_line_ends_give_the_same_schools() {
    let expected = published_rows();
    let sheet = Sheet::published();
    let text = sheet.text();
    let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
    };
    let twice: String = text.bytes().map(double).collect();
    let quoted = text
        .lines()
        .map(|line| format!("\"{}\"\n", line.replace('"', "\"\"").replace(';', "\";\"")));
    let files: Vec<(Vec<u8>, Encoding)> = vec![
        (text.clone().into_bytes(), Encoding::Utf8),
        (cp1252(&text), Encoding::Windows1252),
        (cp1252(&sheet.write(',', "\n")), Encoding::Windows1252),
        (sheet.write(',', "\r\n").into_bytes(), Encoding::Utf8),
        (sheet.write('\t', "\n").into_bytes(), Encoding::Utf8),
        (sheet.write(';', "\r").into_bytes(), Encoding::Utf8),
        (utf16(u16::to_le_bytes), Encoding::Utf16Le),
        (utf16(u16::to_be_bytes), Encoding::Utf16Be),
        (twice.into_bytes(), Encoding::Utf8Twice),
        (quoted.collect::<String>().into_bytes(), Encoding::Utf8),
    ];
    for (at, (bytes, encoding)) in files.iter().enumerate() {
        assert_eq!(table::read(bytes).unwrap().encoding, *encoding, "file {at}");
        let import = import(bytes);
        assert_eq!(import.rows, expected, "file {at}");
        assert_eq!(import.problems.len() + import.warnings.len(), 0, "file {at}");
    }
}

/// A byte of UTF-8 read as Windows-1252: all that occur in this file, the rest is Latin-1.
fn double(byte: u8) -> char {
    match byte {
        0x87 => '‡',
        0x88 => 'ˆ',
        0x89 => '‰',
        0x8A => 'Š',
        0x8B => '‹',
        0x8E => 'Ž',
        0x94 => '”',
        0x9B => '›',
        _ => char::from(byte),
    }
}

#[test]
fn a_round_trip_through_a_spreadsheet_gives_the_same_schools() {
    let mut sheet = Sheet::published();
    sheet.change("SIREN_SIRET", |_| "2,12103E+13".to_owned());
    sheet.change("Telephone", |text| text.trim_start_matches('0').to_owned());
    sheet.change("Code_departement", |text| text.trim_start_matches('0').to_owned());
    sheet.change("Code_academie", |_| "3".to_owned());
    for column in ["date_ouverture", "date_maj_ligne"] {
        sheet.change(column, |text| {
            let parts: Vec<&str> = text.split('-').rev().collect();
            parts.join("/")
        });
    }
    for column in ["latitude", "longitude", "coordX_origine", "coordY_origine"] {
        sheet.change(column, |text| text.replace('.', ","));
    }
    let import = import(&cp1252(&sheet.text()));
    assert_eq!(import.rows, published_rows());
    assert_eq!(import.problems.len() + import.warnings.len(), 0);
}

/// The departements 01 to 09 lose the zeros of their codes.
#[test]
fn zeros_lost_in_ain_are_put_back() {
    let mut sheet = Sheet::first(1);
    let letter = shared::import::uai::check_letter(10_001);
    sheet.set(0, "Identifiant_de_l_etablissement", &format!("0010001{letter}"));
    sheet.set(0, "Code_commune", "1053");
    sheet.set(0, "Code_postal", "1000");
    sheet.set(0, "Adresse_3", "1000 BOURG EN BRESSE");
    sheet.set(0, "Code_departement", "1");
    let import = import(sheet.text().as_bytes());
    assert_eq!(import.problems, []);
    let row = &import.rows[0];
    assert_eq!((row.commune.as_str(), row.postcode.as_str()), ("01053", "01000"));
    assert_eq!(row.address, ["Allée du Puits"]);
}

#[test]
fn columns_in_any_order_give_the_same_schools() {
    let expected = published_rows();
    for seed in 1..=5 {
        let mut dice = Dice::new(seed);
        let sheet = Sheet::published();
        let mut order: Vec<usize> = (0..sheet.header.len()).collect();
        for last in (1..order.len()).rev() {
            order.swap(last, dice.below(last + 1));
        }
        let shuffle = |row: &Vec<String>| order.iter().map(|at| row[*at].clone()).collect();
        let shuffled = Sheet {
            header: shuffle(&sheet.header),
            rows: sheet.rows.iter().map(shuffle).collect(),
        };
        let import = import(shuffled.text().as_bytes());
        assert_eq!(import.rows, expected, "seed {seed}");
        assert_eq!(import.problems, [], "seed {seed}");
    }
}

/// Equal to six decimals of a degree: a JSON number may lose its sixteenth digit.
#[test]
fn the_json_export_gives_the_same_schools() {
    let rows = import(include_bytes!("../../data/directory_api_extract.json")).rows;
    let expected = published_rows();
    let six = |degrees: Option<f64>| degrees.map(|degrees| format!("{degrees:.6}"));
    let place = |row: &DirectoryRow| (six(row.latitude), six(row.longitude));
    let rest = |row: &DirectoryRow| DirectoryRow {
        line: 0,
        latitude: None,
        longitude: None,
        ..row.clone()
    };
    assert_eq!(rows.len(), 5);
    for (rank, row) in (1..).zip(&rows) {
        assert_eq!(row.line, rank);
        let same = expected.iter().find(|other| other.uai == row.uai).unwrap();
        assert_eq!((place(row), rest(row)), (place(same), rest(same)));
    }
}

#[test]
fn other_communes_and_other_establishments_are_counted() {
    let mut sheet = Sheet::published();
    sheet.set(0, "Type_etablissement", "Collège");
    sheet.set(1, "Type_etablissement", "Service Administratif");
    sheet.set(1, "Identifiant_de_l_etablissement", "?");
    let table = table::read(sheet.text().as_bytes()).unwrap();
    let communes = BTreeSet::from(["94046".to_owned(), "94081".to_owned()]);
    let import = directory::read(&table, Some(&communes)).unwrap();
    assert_eq!(import.counts.not_school, 2);
    assert_eq!(import.problems, []);
    assert!(import.rows.iter().all(|row| communes.contains(&row.commune)));
    let all = import.rows.len() as u64 + import.counts.outside + import.counts.not_school;
    assert_eq!(all, 613);
}

#[test]
fn columns_that_a_file_does_not_have_are_told() {
    let labels = [
        "Identifiant_de_l_etablissement",
        "Nom_etablissement",
        "Type_etablissement",
        "Statut_public_prive",
        "Code_commune",
        "Nom_commune",
        "libelle_nature",
        "position",
    ];
    let sheet = Sheet::first(20);
    let places: Vec<usize> = labels.iter().map(|label| sheet.column(label)).collect();
    let rows = sheet.rows.iter();
    let narrow = Sheet {
        header: labels.map(str::to_owned).to_vec(),
        rows: rows.map(|row| places.iter().map(|at| row[*at].clone()).collect()).collect(),
    };
    let import = import(narrow.text().as_bytes());
    assert_eq!((import.rows.len(), import.problems.len()), (20, 0));
    assert!(import.rows.iter().all(|row| row.latitude.is_some()));
    assert!(import.absent.contains("phone") && import.absent.contains("mail"));
    assert!(!import.absent.contains("latitude") && !import.absent.contains("name"));
}
