//! Importing a published file: once creates, twice changes nothing, the next year's file shows
//! what differs and closes without forgetting.

use crate::world::{COORDINATOR, NOW, World, day};
use shared::command::Command;
use shared::id::SiteId;
use shared::import::FileKind;
use shared::import::problem::{ProblemReason, WholeFileProblem};
use shared::intake::{self, ImportEffect, Intake, LeftOut, Wanted};
use shared::row::{Kind, Row, State};
use shared::site;
use std::collections::BTreeSet;

const DIRECTORY: &[u8] = include_bytes!("../data/directory_094_2026.csv");
const CALENDAR: &[u8] = include_bytes!("../data/calendar_lyon.csv");

fn wanted() -> Wanted {
    Wanted { communes: ["94028".into()].into(), today: day("2026-03-12") }
}

fn read(bytes: &[u8], state: &State) -> Intake {
    intake::read(bytes, state, &wanted()).unwrap()
}

fn effect(state: &State, commands: &[Command]) -> ImportEffect {
    intake::effect(state, &World::new().actor(COORDINATOR), commands, NOW).unwrap()
}

fn import(state: &mut State, bytes: &[u8]) -> ImportEffect {
    let effect = effect(state, &read(bytes, state).commands);
    for row in &effect.created {
        state.put(row.clone());
    }
    for changed in &effect.changed {
        state.put(changed.after.clone());
    }
    effect
}

#[test]
fn a_directory_creates_the_schools_of_the_communes_then_changes_nothing() {
    let mut state = World::new().state;
    let before = state.sites.len();
    let intake = read(DIRECTORY, &state);
    assert_eq!(intake.kind, FileKind::Directory);
    assert!(intake.left_out.iter().any(|(why, n)| *why == LeftOut::Outside && *n > 100));
    let first = import(&mut state, DIRECTORY);
    assert!(first.created.len() > 10, "{}", first.created.len());
    assert_eq!(state.sites.len(), before + first.created.len());
    let again = effect(&state, &read(DIRECTORY, &state).commands);
    assert!(again.is_empty(), "{:?}", again.changed.first());
    assert!(again.useful.is_empty());
}

/// Positions went through JSON between the device and the server, and came back a little off.
#[test]
fn a_position_comes_back_from_the_wire_as_it_was() {
    let mut state = World::new().state;
    import(&mut state, DIRECTORY);
    let rows: Vec<Row> = state.rows().collect();
    let text = serde_json::to_string(&rows).unwrap();
    let back: Vec<Row> = serde_json::from_str(&text).unwrap();
    assert_eq!(rows, back);
}

#[test]
fn next_years_file_shows_what_differs_and_names_who_is_gone() {
    let mut state = World::new().state;
    import(&mut state, DIRECTORY);
    let text = String::from_utf8_lossy(DIRECTORY).into_owned();
    let of_commune: Vec<SiteId> = state
        .sites
        .values()
        .filter(|site| site.commune.as_str() == "94028")
        .map(|site| site.id.clone())
        .collect();
    let (gone, renamed) = (&of_commune[0], &of_commune[1]);
    let name = state.sites[renamed].name.clone();
    let next: String = text
        .split_inclusive('\n')
        .filter(|line| !line.contains(gone.as_str()))
        .map(|line| match line.contains(renamed.as_str()) {
            true => line.replace(&name, "Ecole Simone Veil"),
            false => line.to_owned(),
        })
        .collect();
    let intake = read(next.as_bytes(), &state);
    assert_eq!(intake.missing, std::slice::from_ref(gone));
    let shown = effect(&state, &intake.commands);
    assert_eq!(shown.created.len(), 0);
    assert_eq!(shown.changed.len(), 1);
    assert_eq!(shown.changed[0].fields, ["name"]);
    let close =
        site::Act::ImportSites { sites: Vec::new(), close: intake.missing, on: day("2026-03-12") };
    let closed = effect(&state, &[close.into()]);
    assert_eq!(closed.changed[0].fields, ["closed_on"]);
}

#[test]
fn a_file_without_phones_erases_none() {
    let mut state = World::new().state;
    import(&mut state, DIRECTORY);
    let renamed = String::from_utf8_lossy(DIRECTORY).replacen("Telephone", "Autre", 1);
    let shown = effect(&state, &read(renamed.as_bytes(), &state).commands);
    assert!(shown.is_empty(), "{:?}", shown.changed.first());
}

#[test]
fn a_calendar_keeps_the_years_that_it_says_nothing_of() {
    let mut state = World::new().state;
    state.put(Row::Calendar(shared::day::Calendar::default().into()));
    import(&mut state, CALENDAR);
    let first = state.calendar();
    assert!(!first.quarters.is_empty());
    let lines: Vec<&str> = std::str::from_utf8(CALENDAR).unwrap().lines().collect();
    let last_years = |line: &&&str| !line.contains("2023-2024");
    let shorter: Vec<&str> = lines.iter().filter(last_years).copied().collect();
    import(&mut state, shorter.join("\n").as_bytes());
    let known = |quarter| state.calendar().quarters.contains(quarter);
    let lost = first.quarters.iter().filter(|q| !known(q)).count();
    assert_eq!(lost, 0, "{:?}", state.calendar().quarters);
}

#[test]
fn the_fleet_read_twice_gives_the_same_devices() {
    let mut state = World::new().state;
    import(&mut state, DIRECTORY);
    let site = state.sites.keys().find(|id| id.as_str().starts_with("094")).unwrap().clone();
    let file = format!(
        "Nom;Lieu;Numéro de série;Numéro d'inventaire;Type;Statut\n\
         PC 1;{site} > Classe 1;;;Ordinateur;En panne\n\
         PC 2;{site} > Classe 2;ABC123;;Portable;En service\n\
         PC 3;Quelque part;;;Portable;En service\n"
    );
    let first = import(&mut state, file.as_bytes());
    assert_eq!(first.created.len(), 2);
    assert!(first.created.iter().all(|row| row.kind() == Kind::Equipment));
    assert_eq!(read(file.as_bytes(), &state).unmatched.len(), 1);
    assert!(effect(&state, &read(file.as_bytes(), &state).commands).is_empty());
}

/// A file of the findings, at a school of the directory.
fn at_school(file: &[u8], state: &State) -> Vec<u8> {
    let site = state.sites.keys().find(|id| id.as_str().starts_with("094")).unwrap();
    String::from_utf8_lossy(file).replace("0420574W", site.as_str()).into_bytes()
}

/// GLPI's number stays when a serial number is added or corrected: the device is the same one, and
/// its requests stay with it. What left the inventory is named, and nothing else.
#[test]
fn the_fleet_again_keeps_its_devices_and_names_what_left() {
    let mut state = World::new().state;
    import(&mut state, DIRECTORY);
    let first = at_school(include_bytes!("../data/glpi_first.csv"), &state);
    let again = at_school(include_bytes!("../data/glpi_again.csv"), &state);
    assert_eq!(import(&mut state, &first).created.len(), 3);
    let read_again = read(&again, &state);
    let left: Vec<_> = read_again.gone.iter().map(|id| state.equipment[id].name.as_str()).collect();
    assert_eq!(left, ["BR-PC-G"]);
    let shown = effect(&state, &read_again.commands);
    assert_eq!((shown.created.len(), shown.changed.len()), (0, 2));
    import(&mut state, &again);
    let mut known: Vec<_> = state
        .equipment
        .values()
        .map(|device| (device.name.as_str(), device.serial.as_str()))
        .collect();
    known.sort_unstable();
    let expected = [("BR-PC-E", "5CGBR0009"), ("BR-PC-F", "5CGBR0022"), ("BR-PC-G", "5CGBR0003")];
    assert_eq!(known, expected);
    // A file of another school says nothing of this one.
    let mut schools = state.sites.keys().filter(|id| id.as_str().starts_with("094"));
    let other = schools.nth(1).unwrap();
    let file = format!("ID;Nom;Numéro de série;Lieu\n77;PC X;SX;{other} > CP\n");
    assert_eq!(read(file.as_bytes(), &state).gone, []);
}

/// What was imported without GLPI's number, and has it now, is the same device.
#[test]
fn a_device_that_was_known_by_its_serial_number_is_found_again() {
    let mut state = World::new().state;
    import(&mut state, DIRECTORY);
    let site = state.sites.keys().find(|id| id.as_str().starts_with("094")).unwrap().clone();
    let without = format!("Nom;Numéro de série;Lieu\nPC 1;S1;{site} > CP\nPC 2;S2;{site} > CE1\n");
    let with = format!(
        "ID;Nom;Numéro de série;Lieu\n501;PC 1;S1;{site} > CM2\n502;PC 3;S3;{site} > CE1\n"
    );
    assert_eq!(import(&mut state, without.as_bytes()).created.len(), 2);
    let shown = import(&mut state, with.as_bytes());
    assert_eq!((shown.created.len(), shown.changed.len()), (1, 1));
    assert_eq!(state.equipment.len(), 3);
    let again = import(&mut state, with.as_bytes());
    assert!(again.is_empty());
}

/// A spreadsheet rounds long numbers: they are told and not believed, or two devices become one.
#[test]
fn serial_numbers_that_a_spreadsheet_spoilt_are_not_believed() {
    let mut state = World::new().state;
    import(&mut state, DIRECTORY);
    let file = at_school(include_bytes!("../data/glpi_spoilt.csv"), &state);
    let intake = read(&file, &state);
    let warned: Vec<_> = intake.warnings.iter().map(|w| (w.line, w.reason.clone())).collect();
    assert_eq!(warned, [2, 3, 4].map(|line| (line, ProblemReason::Spoilt)));
    assert_eq!(import(&mut state, &file).created.len(), 4);
    let serials: BTreeSet<_> = state.equipment.values().map(|d| d.serial.as_str()).collect();
    assert_eq!(serials, BTreeSet::from(["", "5CGBR0001"]));
}

#[test]
fn a_wrong_file_is_refused_whole() {
    let state = World::new().state;
    let refused = |bytes: &[u8]| intake::read(bytes, &state, &wanted()).unwrap_err();
    assert_eq!(refused(b""), WholeFileProblem::Empty);
    assert!(matches!(refused(b"a;b\n1;2\n"), WholeFileProblem::UnknownHeader { .. }));
    assert!(matches!(refused(b"%PDF-1.7 and so on"), WholeFileProblem::NotText(_)));
}

/// The zone is that of the schools until it is chosen; a calendar without a line of that zone says
/// so and changes nothing, where it took every quarter away before.
#[test]
fn a_calendar_of_another_zone_is_refused_and_the_zone_of_the_schools_is_taken() {
    let zone_b = String::from_utf8(CALENDAR.to_vec()).unwrap().replace("Zone A", "Zone B");
    let state = World::new().state;
    assert_eq!(intake::zone(&state), "A");
    let refused = intake::read(zone_b.as_bytes(), &state, &wanted());
    assert_eq!(refused, Err(WholeFileProblem::OtherZone { zone: "A".into() }));
    let mut rennes = State::default();
    for n in ["0350001A", "0350002B"] {
        let site = shared::site::Site { commune: "35238".into(), ..crate::world::new_site(n) };
        rennes.put(Row::from(site).stamped(1));
    }
    assert_eq!(intake::zone(&rennes), "B");
    let first = import(&mut rennes, zone_b.as_bytes());
    assert!(!first.created.is_empty());
    assert!(!rennes.calendar().quarters.is_empty(), "the quarters of zone B");
    assert_eq!(rennes.calendar().zone, "B");
}

/// One bad line never refuses a file: a name that no row can hold leaves out its line, with the
/// reason, whichever file it stands in.
#[test]
fn a_name_that_is_too_long_leaves_out_its_line_alone() {
    let long = "é".repeat(5_000);
    let mut state = World::new().state;
    let mut lines = cells(DIRECTORY);
    let at = of_commune(&lines)[0];
    lines[at][1].clone_from(&long);
    let spoilt = joined(&lines);
    let intake = read(spoilt.as_bytes(), &state);
    let told: Vec<_> = intake.problems.iter().map(|p| (p.line, p.reason.clone())).collect();
    assert_eq!(told, [(at as u64 + 1, ProblemReason::TooLong { max: 200 })]);
    let all = import(&mut state, DIRECTORY).created.len();
    let mut other = World::new().state;
    assert_eq!(import(&mut other, spoilt.as_bytes()).created.len(), all - 1);

    let site = state.sites.keys().find(|id| id.as_str().starts_with("094")).unwrap();
    for (name, serial) in [(long.as_str(), "S1"), ("PC 1", long.as_str())] {
        let file =
            format!("Nom;Numéro de série;Lieu\n{name};{serial};{site} > CP\nPC 2;S2;{site} > CP\n");
        let intake = read(file.as_bytes(), &state);
        assert_eq!(intake.problems[0].reason, ProblemReason::TooLong { max: 200 });
        assert_eq!(effect(&state, &intake.commands).created.len(), 1);
    }
}

/// A school that is to close is told, and so is a position in another place than its commune.
#[test]
fn what_a_directory_says_that_a_person_should_look_at_is_told() {
    let state = World::new().state;
    let mut lines = cells(DIRECTORY);
    let column = |lines: &[Vec<String>], name: &str| {
        lines[0].iter().position(|one| one.to_lowercase() == name).unwrap()
    };
    let (state_column, latitude) = (column(&lines, "etat"), column(&lines, "latitude"));
    let is_doubt = |reason: &ProblemReason| {
        matches!(reason, ProblemReason::WillClose | ProblemReason::FarFromCommune { .. })
    };
    let published = read(DIRECTORY, &state).warnings;
    let at = of_commune(&lines);
    lines[at[0]][state_column] = "A FERMER".into();
    lines[at[1]][latitude] = "45.75".into();
    let warned = read(joined(&lines).as_bytes(), &state).warnings;
    let is_new = |line: u64| published.iter().all(|known| known.line != line);
    let mut doubts =
        warned.iter().filter(|warning| is_doubt(&warning.reason) && is_new(warning.line));
    let first = doubts.next().unwrap();
    assert_eq!((first.line, &first.reason), (at[0] as u64 + 1, &ProblemReason::WillClose));
    let far = doubts.next().unwrap();
    assert_eq!(far.line, at[1] as u64 + 1);
    assert!(matches!(far.reason, ProblemReason::FarFromCommune { kilometres: 300.. }));
    assert!(doubts.next().is_none(), "the others are as they were published");
}

fn cells(file: &[u8]) -> Vec<Vec<String>> {
    let text = String::from_utf8_lossy(file).into_owned();
    text.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect()
}

fn joined(lines: &[Vec<String>]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| line.join(";")).collect();
    lines.join("\n")
}

/// The lines of the schools of the commune that is wanted.
fn of_commune(lines: &[Vec<String>]) -> Vec<usize> {
    let column = lines[0].iter().position(|one| one.to_lowercase() == "code_commune").unwrap();
    (1..lines.len()).filter(|at| lines[*at][column] == "94028").collect()
}
