//! The same file twice changes nothing; next year's file shows what changed. By the way of the
//! product: the commands of a file, and the effect that the rules give them.

use super::support::{DIRECTORY, Sheet, import};
use crate::world::{COORDINATOR, NOW, World, day};
use shared::command::Command;
use shared::import::FileKind;
use shared::import::problem::WholeFileProblem;
use shared::intake::{self, Chosen, ImportEffect, Intake, LeftOut, Wanted};
use shared::row::{Row, State};
use shared::site::{self, Sector};
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

/// A list of head counts, as published: year, UAI, classes, pupils.
fn head_counts(lines: &[(&str, &str, &str, &str)]) -> String {
    let header = include_str!("../../data/header_head_counts_2022.txt").trim();
    let columns: Vec<&str> = header.split(';').collect();
    let mut text = format!("{header}\n");
    for (year, uai, classes, pupils) in lines {
        let cell = |name: &&str| match *name {
            "Rentrée scolaire" => (*year).to_owned(),
            "Numéro de l'école" => (*uai).to_owned(),
            "Nombre total de classes" => (*classes).to_owned(),
            "Nombre total d'élèves" => (*pupils).to_owned(),
            _ => String::new(),
        };
        let cells: Vec<String> = columns.iter().map(cell).collect();
        text.push_str(&format!("{}\n", cells.join(";")));
    }
    text
}

fn take_in(state: &mut State, text: &str) -> (Intake, usize) {
    let intake = read(text.as_bytes(), state);
    let effect = effect(state, &intake);
    assert!(effect.created.is_empty());
    let changed = effect.changed.len();
    effect.changed.into_iter().for_each(|changed| state.put(changed.after));
    (intake, changed)
}

fn figures(state: &State, uai: &str) -> site::Figures {
    state.sites[&uai.into()].figures
}

/// Yearly lists complete the schools that are known, with the last year that they have; neither an
/// earlier list nor a directory, which has no head counts, takes anything back.
#[test]
fn yearly_lists_complete_known_schools() {
    let mut state = imported();
    let (first, second) = ("0940176F", "0940198E");
    let lines = [
        ("2022", first, "9", "212"),
        ("2023", first, "8", "201"),
        ("2021", first, "10", "240"),
        ("2023", second, "", "88"),
        ("2023", "0420001A", "4", "90"),
    ];
    let (intake, changed) = take_in(&mut state, &head_counts(&lines));
    assert_eq!((intake.kind, changed), (FileKind::HeadCounts, 2));
    assert_eq!(intake.left_out, [(LeftOut::Outside, 1), (LeftOut::Repeated, 2)]);
    let roll = |year, pupils, classes| Some(site::Roll { year: Some(year), pupils, classes });
    assert_eq!(figures(&state, first).roll, roll(2023, 201, Some(8)));
    assert_eq!(figures(&state, second).roll, roll(2023, 88, None));

    let (_, changed) = take_in(&mut state, &head_counts(&[("2020", first, "11", "250")]));
    assert_eq!(changed, 0, "an earlier year changes nothing");
    let index = "rentree_scolaire;uai;secteur;effectifs;ips\n2022-2023;0940176F;public;40;90,5\n\
                 2022-2023;0940198E;public;40;neuf\n";
    let (intake, changed) = take_in(&mut state, index);
    assert_eq!((intake.kind, changed), (FileKind::SocialIndex, 1));
    assert_eq!(intake.problems.len(), 1, "{:?}", intake.problems);
    let index = figures(&state, first).social_index;
    assert_eq!(index, Some(site::SocialIndex { year: Some(2022), tenths: 905 }));
    assert_eq!(figures(&state, first).roll, roll(2023, 201, Some(8)), "the index has no roll");

    let again = read(Sheet::published().text().as_bytes(), &state);
    assert!(effect(&state, &again).is_empty(), "the directory takes nothing back");
    let ulis = state.sites.values().filter(|site| site.figures.ulis == Some(true)).count();
    assert_eq!(ulis, 99, "as the published directory says");
}

/// A list without addresses cannot begin a directory: it says which file has the rest.
#[test]
fn a_yearly_list_of_unknown_schools_asks_for_the_directory() {
    let state = imported();
    let text = head_counts(&[("2023", "0420001A", "4", "90")]);
    let wanted = Wanted { communes: BTreeSet::new(), today: day("2026-03-12") };
    let found = FileKind::HeadCounts;
    let problem = intake::read(text.as_bytes(), &state, &wanted).unwrap_err();
    assert_eq!(problem, WholeFileProblem::NoKnownSchool { found });
}

/// A person takes the public schools, the private ones, or both: the counts are told before, and a
/// school of the other sector is not said to be gone.
#[test]
fn schools_of_one_sector_are_chosen() {
    let state = imported();
    let mut sheet = Sheet::published();
    let gone = sheet.rows.remove(0)[0].clone();
    for at in 0..20 {
        sheet.set(at, "Statut_public_prive", "Privé");
        let letter = shared::import::uai::check_letter(949_000 + at as u32);
        sheet.set(at, "Identifiant_de_l_etablissement", &format!("0949{at:03}{letter}"));
    }
    let wanted = Wanted { communes: BTreeSet::new(), today: day("2026-03-12") };
    let text = sheet.text();
    let read = |sector| {
        let chosen = Chosen { sector, ..Chosen::default() };
        intake::read_chosen(text.as_bytes(), &state, &wanted, &chosen).unwrap()
    };
    let (both, public) = (read(None), read(Some(Sector::Public)));
    let private = read(Some(Sector::Private));
    assert_eq!([&both, &public, &private].map(|one| one.sectors), [Some([592, 20]); 3]);
    assert_eq!([&both, &public, &private].map(schools), [612, 592, 20]);
    assert!(public.left_out.contains(&(LeftOut::OtherSector, 20)));
    assert!(public.missing.contains(&gone.as_str().into()) && public.missing.len() == 21);
    assert!(private.missing.is_empty(), "no private school was known");
}
