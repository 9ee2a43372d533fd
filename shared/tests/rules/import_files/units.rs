//! Teaching units, closures, communes.

use super::support::DEMO_COMMUNES;
use shared::import::communes::{self, KnownCommune};
use shared::import::problem::ProblemReason;
use shared::import::{closed, table, units};
use std::collections::BTreeSet;

fn known() -> Vec<KnownCommune> {
    let (rows, problems) = communes::read(&table::read(DEMO_COMMUNES).unwrap()).unwrap();
    assert_eq!((rows.len(), problems.len()), (53, 0));
    assert!(rows.iter().all(|row| row.place.is_some() && row.population > 0));
    let known = rows.into_iter();
    known.map(|row| KnownCommune { code: row.code, name: row.name }).collect()
}

#[test]
fn communes_are_found_by_code_and_by_name() {
    let known = known();
    for text in ["42218", "Saint-Étienne", "SAINT ETIENNE", "st etienne", " St-Etienne "] {
        assert_eq!(communes::resolve(text, &known).as_deref(), Ok("42218"), "{text}");
    }
    let unknown = Err(ProblemReason::CommuneUnknown);
    assert_eq!(communes::resolve("Lyon", &known), unknown);
    assert_eq!(communes::resolve("", &known), unknown);
}

#[test]
fn the_template_filled_in_is_read() {
    let text = units::template()
        + "UE-1;UE Les Tilleuls;42218;1 rue X;42000;45,44;4,39;0420574W\r\n\
           ;UE  des Étangs ;St-Étienne;;;;;\r\n\
           ;UE des Étangs;saint etienne;;;;;\r\n\
           ;Sans commune;Lyon;;;;;\r\n\
           ;;42218;;;;;\r\n\
           UE-2;Mauvais code postal;42218;;4200;91;4;\r\n";
    let import = units::read(&table::read(text.as_bytes()).unwrap(), &known()).unwrap();
    let ids: Vec<_> = import.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["UE-1", "UE-42218-ue-des-etangs", "UE-2"]);
    assert_eq!(import.rows[0].place, Some((45.44, 4.39)));
    assert_eq!(import.rows[0].host, "0420574W");
    assert_eq!(import.rows[1].name, "UE des Étangs");
    let told: Vec<_> = import.problems.iter().map(|p| (p.line, p.column.as_str())).collect();
    assert_eq!(told, [(4, "identifiant"), (5, "commune"), (6, "nom")]);
    assert_eq!(import.problems[0].reason, ProblemReason::Duplicate { first_line: 3 });
    let lost: Vec<_> = import.warnings.iter().map(|p| (p.line, p.column.as_str())).collect();
    assert_eq!(lost, [(7, "latitude"), (7, "code_postal")]);
}

#[test]
fn closures_of_known_schools_are_found() {
    let header = include_str!("../../data/header_closed_2026.txt").trim();
    let line = |uai: &str, closed: &str| format!("{uai};a;b;c;Public;1965-05-01;{closed};d\n");
    let text = format!(
        "{header}\n{}{}{}",
        line("0940204L", "2026-08-31"),
        line("0940176F", "bientôt"),
        line("0420574W", "2020-08-31"),
    );
    let schools = BTreeSet::from(["0940204L".to_owned(), "0940176F".to_owned()]);
    let import = closed::read(&table::read(text.as_bytes()).unwrap(), &schools).unwrap();
    assert_eq!((import.rows.len(), import.outside), (1, 1));
    assert_eq!(import.rows[0].closed.to_string(), "2026-08-31");
    let problem = &import.problems[0];
    assert_eq!((problem.line, problem.column.as_str()), (3, "date_fermeture"));
}
