//! Operators' files: matched and never guessed, bad lines told.

use super::*;
use shared::import::FileKind;
use shared::import::problem::{ProblemReason, WholeFileProblem};
use shared::intake::{self, Chosen, Intake, LeftOut, Wanted, effect};
use shared::money::NoAmount;
use std::fmt::Write;

const HEADER: &str = "numero_ligne;nd;site;adresse;code_postal;offre;debit_descendant;\
    debit_montant;date_mise_en_service;fin_engagement;abonnement_mensuel_ht;taux_tva\n";

/// Two public schools, one private one, of names that nothing confuses.
fn named() -> World {
    let mut world = World::new();
    for (id, name) in
        [("0420101A", "École élémentaire Jules Verne"), ("0420102B", "École maternelle Les Ovides")]
    {
        world.put(Site { name: name.into(), ..new_site(id) });
    }
    world.put(Site { name: "École privée Sainte Barbe".into(), ..private("0420103C") });
    world
}

fn read(world: &World, text: &str) -> Intake {
    let wanted = Wanted { communes: Default::default(), today: day("2026-03-12") };
    intake::read(text.as_bytes(), &world.state, &wanted).unwrap()
}

fn take_in(world: &mut World, intake: &Intake) -> (usize, usize) {
    let actor = world.actor(DISPATCHER);
    let found = effect(&world.state, &actor, &intake.commands, crate::world::NOW).unwrap();
    for command in found.useful {
        world.give(DISPATCHER, command).unwrap();
    }
    (found.created.len(), found.changed.len())
}

fn reasons(intake: &Intake) -> Vec<(u64, &ProblemReason)> {
    intake.problems.iter().map(|problem| (problem.line, &problem.reason)).collect()
}

#[test]
fn a_file_of_lines_is_taken_in_once_and_its_new_price_kept_apart() {
    let mut world = named();
    let line = |price: &str| {
        format!(
            "{HEADER}FTTH-1;0477000001;École Jules Verne Saint-Étienne;1 rue Neuve;42000;Fibre Pro;\
             500 Mbit/s;100 Mbit/s;28/08/2024;28/08/2026;{price};20\n"
        )
    };
    let intake = read(&world, &line("105,39"));
    assert_eq!((intake.kind, reasons(&intake)), (FileKind::OperatorLines, Vec::new()));
    assert_eq!(take_in(&mut world, &intake), (1, 0));
    let row = world.state.subscriptions.values().next().unwrap().clone();
    assert_eq!(row.site, site("0420101A"));
    assert_eq!((row.terms.price, row.terms.vat), (Cents(12_647), 2_000), "105.39 before tax");
    assert_eq!((row.terms.down_kbps, row.terms.up_kbps), (500_000, 100_000));
    assert_eq!(row.terms.due, Some(day("2026-08-28")));
    assert_eq!(row.ends(), None, "a commitment that is over does not end the line");
    // The same again changes nothing; a new price counts from this month on.
    let again = read(&world, &line("105,39"));
    assert_eq!(take_in(&mut world, &again), (0, 0));
    let dearer = read(&world, &line("110,00"));
    assert_eq!(take_in(&mut world, &dearer), (0, 1));
    let row = world.state.subscriptions.values().next().unwrap();
    assert_eq!(row.price_on(day("2026-02-28")), Cents(12_647));
    assert_eq!(row.price_on(day("2026-03-01")), Cents(13_200));
}

/// What people set by hand (telephone, renewal, notice) is not lost to a file that says nothing.
#[test]
fn a_file_keeps_what_people_had_set() {
    let mut world = named();
    let kept = Terms { notice_months: 3, ..tacit("FTTH-1", "2024-08-28", "2025-08-28") };
    world.by_desk(internet(1, "0420101A", kept.clone()));
    let text = format!("{HEADER}FTTH-1;;?;;;Fibre Max;1 Gb/s;;28/08/2024;28/08/2030;105,39;20\n");
    let intake = read(&world, &text);
    assert_eq!(reasons(&intake), Vec::new(), "its number tells the school");
    assert_eq!(take_in(&mut world, &intake), (0, 1));
    let expected = Terms { offer: "Fibre Max".into(), down_kbps: 1_000_000, ..kept };
    assert_eq!(world.line(1).terms, expected);
}

/// Acceptance 3: 55 private schools with internet are 55 refusals by line; their ENT is accepted.
#[test]
fn internet_of_private_schools_is_refused_line_by_line_and_their_ent_taken() {
    let mut world = World::new();
    let (mut lines, mut spaces) = (
        HEADER.to_owned(),
        "uai;nom;etat;date_ouverture;classes;eleves;enseignants;prix_annuel_ttc\n".to_owned(),
    );
    for n in 0..55 {
        let id = format!("UE-{n:03}");
        world.put(Site { name: format!("École {id}"), ..private(&id) });
        writeln!(lines, "L-{n};;{id};;42000;;;;2025-09-01;;105,39;20").unwrap();
        writeln!(spaces, "{id};;ouvert;2025-09-01;5;120;6;139,17").unwrap();
    }
    writeln!(spaces, "0420001A;;fermé;2025-09-01;5;120;6;139,17").unwrap();
    let intake = read(&world, &lines);
    assert_eq!(intake.problems.len(), 55);
    assert!(intake.problems.iter().all(|p| p.reason == ProblemReason::NotFunded));
    assert!(intake.commands.is_empty());
    let intake = read(&world, &spaces);
    assert_eq!((intake.kind, reasons(&intake)), (FileKind::Workspaces, Vec::new()));
    assert_eq!(intake.left_out, [(LeftOut::NotServing, 1)]);
    assert_eq!(take_in(&mut world, &intake), (55, 0));
    let row = world.state.subscriptions.values().next().unwrap();
    assert_eq!((row.cost_of_year(2025), row.cost_of_year(2027)), (Cents(4_639), Cents(13_917)));
    let again = read(&world, &spaces);
    assert_eq!(take_in(&mut world, &again), (0, 0));
}

/// Acceptance 4: the same number for two schools: both lines wait, with the two names.
#[test]
fn one_number_for_two_schools_waits_with_both_names() {
    let world = named();
    let text = format!(
        "{HEADER}FTTH-1;;0420101A;;;;;;2025-09-01;;105,39;20\n\
         FTTH-1;;0420102B;;;;;;2025-09-01;;105,39;20\n"
    );
    let intake = read(&world, &text);
    assert!(intake.commands.is_empty());
    let (verne, ovides) = ("École élémentaire Jules Verne", "École maternelle Les Ovides");
    let two = |first: &str, second: &str| ProblemReason::LineOfTwo {
        first: first.into(),
        second: second.into(),
    };
    assert_eq!(reasons(&intake), [(2, &two(verne, ovides)), (3, &two(ovides, verne))]);
    // So does a number that is known at another school.
    let mut world = named();
    world.by_desk(internet(1, "0420101A", terms("FTTH-9", "2025-01-01")));
    let text = format!("{HEADER}FTTH-9;;0420102B;;;;;;2025-09-01;;105,39;20\n");
    let intake = read(&world, &text);
    assert_eq!(reasons(&intake), [(2, &two(verne, ovides))]);
}

#[test]
fn lines_that_do_not_agree_are_told_and_never_guessed() {
    let mut world = named();
    world.by_desk(internet(1, "0420102B", terms("OLD", "2025-01-01")));
    world.by_desk(shared::site::Act::ImportSites {
        sites: Vec::new(),
        close: vec![site("0420002B")],
        on: day("2025-07-06"),
    });
    world.put(Site { name: "École élémentaire Jules Verne".into(), ..new_site("0420104D") });
    let text = format!(
        "{HEADER}A;;École Inconnue Saint-Étienne;;;;;;2025-09-01;;105,39;20\n\
         B;;École Jules Verne Saint-Étienne;;;;;;2025-09-01;;105,39;20\n\
         C;;0420102B;;;;;;2025-09-01;;105,39;20\n\
         D;;0420002B;;;;;;2025-09-01;;105,39;20\n\
         E;;0420101A;;;;;;31/02/2025;;1.395;0,2\n\
         F;;0420101A;;;;;;2025-09-01;;;20\n\
         G;;0420101A;;;;rapide;;2025-09-01;;105,39;20\n\
         H;;0420101A;;;;;;2025-09-01;;99,00;20\n"
    );
    let intake = read(&world, &text);
    let names = vec!["École élémentaire Jules Verne".to_owned(); 2];
    let expected = [
        (2, ProblemReason::SiteToChoose),
        (3, ProblemReason::SiteUnsure { names }),
        (4, ProblemReason::AlreadyServed { line: "OLD".into() }),
        (5, ProblemReason::SiteClosed { on: day("2025-07-06") }),
        (6, ProblemReason::Date),
        (6, ProblemReason::Amount(NoAmount::Ambiguous)),
        (6, ProblemReason::Rate),
        (7, ProblemReason::Missing),
        (9, ProblemReason::AlreadyServed { line: "G".into() }),
    ];
    let told: Vec<_> = reasons(&intake).into_iter().map(|(at, why)| (at, why.clone())).collect();
    assert_eq!(told, expected);
    let warned: Vec<_> = intake.warnings.iter().map(|one| (one.line, one.value.clone())).collect();
    assert_eq!(warned, [(8, "rapide".to_owned())]);
    assert_eq!(take_in(&mut world, &intake), (1, 0));
}

#[test]
fn a_file_without_its_columns_is_not_read() {
    let world = named();
    let wanted = Wanted { communes: Default::default(), today: day("2026-03-12") };
    let text = "numero_ligne;abonnement_mensuel_ht\nA;105,39\n";
    let why = intake::read(text.as_bytes(), &world.state, &wanted).unwrap_err();
    let WholeFileProblem::UnknownHeader { missing, .. } = why else { panic!("{why:?}") };
    assert_eq!(missing, ["date_mise_en_service"]);
}

/// S6: what matched nothing is asked and never guessed; once a person said it, it is taken in, and
/// the next file knows it by its number.
#[test]
fn a_line_that_matched_nothing_goes_where_a_person_says() {
    let mut world = named();
    let text = format!(
        "{HEADER}N-1;;Groupe scolaire du bas;;;;;;2025-09-01;;105,39;20\n\
         N-2;;0420102B;;;;;;2025-09-01;;105,39;20\n"
    );
    let before = read(&world, &text);
    assert_eq!(reasons(&before), [(2, &ProblemReason::SiteToChoose)]);
    let asked: Vec<_> = before.to_place.iter().map(|one| (one.line, one.named.as_str())).collect();
    assert_eq!(asked, [(2, "Groupe scolaire du bas")]);
    assert!(before.to_place[0].candidates.is_empty());
    let wanted = Wanted { communes: Default::default(), today: day("2026-03-12") };
    let placed = Chosen { placed: [(2, site("0420101A"))].into(), ..Chosen::default() };
    let said = intake::read_chosen(text.as_bytes(), &world.state, &wanted, &placed).unwrap();
    assert_eq!((said.problems.len(), said.to_place.len()), (0, 0));
    assert_eq!(take_in(&mut world, &said), (2, 0));
    let again = read(&world, &text);
    assert_eq!((again.problems.len(), take_in(&mut world, &again)), (0, (0, 0)));
    // A number that serves another school is not moved by a choice.
    let placed = Chosen { placed: [(2, site("0420102B"))].into(), ..Chosen::default() };
    let moved = intake::read_chosen(text.as_bytes(), &world.state, &wanted, &placed).unwrap();
    assert!(matches!(moved.problems[0].reason, ProblemReason::LineOfTwo { .. }));
}
