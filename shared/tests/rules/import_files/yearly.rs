//! The same file twice changes nothing; next year's file shows what changed. By the way of the
//! product: the commands of a file, and the effect that the rules give them.

use super::support::{DIRECTORY, Sheet, import};
use crate::world::{COORDINATOR, NOW, World, day};
use shared::command::Command;
use shared::intake::{self, ImportEffect, Intake, Wanted};
use shared::row::{Row, State};
use shared::site;
use std::collections::BTreeSet;

fn read(bytes: &[u8], state: &State) -> Intake {
    let wanted = Wanted { communes: BTreeSet::new(), today: day("2026-03-12") };
    intake::read(bytes, state, &wanted).unwrap()
}

fn effect(state: &State, intake: &Intake) -> ImportEffect {
    intake::effect(state, &World::new().actor(COORDINATOR), &intake.commands, NOW).unwrap()
}

/// A state with every school of the published file.
fn imported() -> State {
    let mut state = World::new().state;
    let effect = effect(&state, &read(DIRECTORY, &state));
    assert_eq!((effect.created.len(), effect.changed.len()), (613, 0));
    effect.created.into_iter().for_each(|row| state.put(row));
    state
}

/// How many schools a file tells of.
fn schools(intake: &Intake) -> usize {
    let sites = |command: &Command| match command.act() {
        Some(site::Act::ImportSites { sites, .. }) => sites.len(),
        _ => 0,
    };
    intake.commands.iter().map(sites).sum()
}

#[test]
fn importing_twice_changes_nothing() {
    let state = imported();
    let mut sheet = Sheet::published();
    sheet.rows.reverse();
    sheet.change("date_maj_ligne", |_| "2027-05-27".to_owned());
    let again = read(sheet.text().as_bytes(), &state);
    let effect = effect(&state, &again);
    assert!(effect.is_empty() && effect.useful.is_empty() && again.missing.is_empty());
    assert_eq!(schools(&again), 613);
}

#[test]
fn the_file_of_next_year_shows_its_differences() {
    let state = imported();
    let mut sheet = Sheet::published();
    let gone = sheet.rows.remove(0)[0].clone();
    sheet.set(0, "Telephone", "0145000000");
    sheet.set(0, "etat", "A FERMER");
    sheet.set(1, "Nom_etablissement", "Ecole élémentaire Simone Veil");
    let mut new = sheet.rows[2].clone();
    let letter = shared::import::uai::check_letter(949_999);
    new[0] = format!("0949999{letter}");
    sheet.rows.push(new);
    let next = read(sheet.text().as_bytes(), &state);
    let effect = effect(&state, &next);
    assert_eq!(next.missing, [gone.as_str().into()]);
    assert_eq!(effect.created.len(), 1);
    let names: Vec<_> = effect.changed.iter().map(|changed| &changed.fields[..]).collect();
    // That a school is to close one day («A FERMER») is read, and closes it on no day.
    assert_eq!(names, [["phone"], ["name"]]);
    let row = &import(sheet.text().as_bytes()).rows[0];
    assert_eq!(row.state, shared::import::directory::SchoolState::Closing);
    let Row::Site(before) = &effect.changed[1].before else { panic!("a site") };
    let Row::Site(after) = &effect.changed[1].after else { panic!("a site") };
    assert_eq!(before.name, "Ecole élémentaire Jules Ferry");
    assert_eq!(after.name, "Ecole élémentaire Simone Veil");
    assert_eq!(schools(&next) - effect.created.len() - effect.changed.len(), 610);
}

#[test]
fn a_file_without_a_column_empties_nothing() {
    let state = imported();
    let columns = [
        (&["Telephone"][..], &["phone"][..]),
        (&["Mail"], &["mail"]),
        (&["Adresse_1", "Adresse_2", "Adresse_3"], &["address"]),
        (&["latitude", "longitude", "position"], &["latitude", "longitude"]),
        (&["Code_postal", "Adresse_3"], &["postcode"]),
    ];
    for (labels, fields) in columns {
        let mut sheet = Sheet::published();
        for label in labels {
            let at = sheet.column(label);
            sheet.header[at] = format!("autre_{at}");
        }
        let text = sheet.text();
        assert_eq!(import(text.as_bytes()).absent, fields.iter().copied().collect());
        let effect = effect(&state, &read(text.as_bytes(), &state));
        assert!(effect.is_empty(), "{labels:?}: {:?}", effect.changed.first());
    }
}

/// A file with no other columns than those it must have tells each field that it lacks.
#[test]
fn absent_fields_are_fields() {
    let needed = [
        "Identifiant_de_l_etablissement",
        "Nom_etablissement",
        "Type_etablissement",
        "Statut_public_prive",
        "Code_commune",
        "Nom_commune",
    ];
    let mut sheet = Sheet::published();
    for (at, label) in sheet.header.iter_mut().enumerate() {
        if !needed.contains(&label.as_str()) {
            *label = format!("autre_{at}");
        }
    }
    let absent = import(sheet.text().as_bytes()).absent;
    for name in ["phone", "level", "latitude", "address", "opened", "priority", "ulis"] {
        assert!(absent.contains(name), "{name}");
    }
    assert!(!absent.contains("name") && !absent.contains("commune"));
}
