//! No file, however broken, makes a reader stop; and no line is lost.

use super::support::{DIRECTORY, Dice, Sheet};
use shared::import::calendar::{self, CalendarScope};
use shared::import::glpi::{self, Mapping};
use shared::import::{closed, communes, demo_sites, directory, holidays, table, units};
use std::collections::BTreeSet;

const SEED: u64 = 20_260_527;
const SCOPE: CalendarScope = CalendarScope { zone: "A", academy: None };

/// Every reader on these bytes; what they answer does not matter.
fn read_all(bytes: &[u8]) {
    let _ics = calendar::read_ics(bytes, SCOPE);
    let Ok(table) = table::read(bytes) else {
        return;
    };
    let _calendar = calendar::read(&table, SCOPE);
    let _closed = closed::read(&table, &BTreeSet::new());
    let _communes = communes::read(&table);
    let _demo = demo_sites::read(&table);
    let _holidays = holidays::read(&table);
    let _units = units::read(&table, &[]);
    let _fleet = glpi::read(&table, &Mapping::guess(&table), &[]);
    if let Ok(import) = directory::read(&table, None) {
        let told: BTreeSet<u64> = import.problems.iter().map(|p| p.line).collect();
        let kept = import.rows.len() as u64 + import.counts.merged + import.counts.not_school;
        let all = table.records().len() + table.problems().len();
        assert_eq!(kept + told.len() as u64, all as u64, "a line was lost");
    }
}

fn noise(dice: &mut Dice) -> u8 {
    let usual = b";,\t\"\r\n \xE9\xC3\xA9\xFF\xFE\xEF\x00\xA0\x81-/.0123456789EeZ+";
    match dice.below(4) {
        0 => u8::try_from(dice.below(256)).unwrap(),
        _ => usual[dice.below(usual.len())],
    }
}

#[test]
fn random_bytes_never_panic() {
    println!("seed {SEED}");
    let mut dice = Dice::new(SEED);
    let files: Vec<&[u8]> = vec![
        b"",
        b"nom;commune;adresse\n",
        b"\xFF\xFE",
        b"[{\"a\":",
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:",
        b"code_insee;nom;population;latitude;longitude\n",
        b"type;libelle;debut;fin\nferie;x;",
        b"description;start_date;end_date;zones\nx;",
        b"nom;numero_de_serie;lieu\n",
    ];
    for round in 0..4_000 {
        let mut bytes = files[round % files.len()].to_vec();
        for _ in 0..dice.below(200) {
            bytes.push(noise(&mut dice));
        }
        read_all(&bytes);
    }
}

#[test]
fn a_directory_with_random_damage_never_panics_and_loses_no_line() {
    println!("seed {SEED}");
    let mut dice = Dice::new(SEED);
    let published = Sheet::first(12).text().into_bytes();
    for _ in 0..2_000 {
        let mut bytes = published.clone();
        for _ in 0..=dice.below(12) {
            let at = dice.below(bytes.len());
            match dice.below(3) {
                0 => bytes[at] = noise(&mut dice),
                1 => bytes.insert(at, noise(&mut dice)),
                _ => bytes.truncate(bytes.len() - dice.below(40)),
            }
        }
        read_all(&bytes);
    }
    for length in 0..DIRECTORY.len().min(4_000) {
        read_all(&DIRECTORY[..length]);
    }
}
