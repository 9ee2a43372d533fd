//! Files of loans: the stock, and the reservations of a table or of GLPI. Each line is a row or a
//! problem, overlaps are told by pair, and the same file again changes nothing.

use super::*;
use shared::import::problem::{LendingProblem, LoanPair, ProblemReason};
use shared::import::{FileKind, problem::LineProblem};
use shared::intake::{Intake, Wanted, effect, read};
use shared::loan::Piece;
use shared::money::Cents;

const STOCK: &str = "article;unite;etiquette;numero_serie;contenu;etat;achat;prix_ttc\n";
const LOANS_OF: &str = "materiel;etablissement;debut;fin;enseignant\n";

fn intake(loans: &Loans, text: &str) -> Intake {
    let wanted = Wanted { today: loans.today(), communes: Default::default() };
    read(text.as_bytes(), &loans.world.state, &wanted).unwrap()
}

fn take_in(loans: &mut Loans, intake: &Intake) {
    for command in intake.commands.clone() {
        loans.desk(command).unwrap();
    }
}

fn told(problems: &[LineProblem]) -> Vec<(u64, &str, &ProblemReason)> {
    problems.iter().map(|one| (one.line, one.column.as_str(), &one.reason)).collect()
}

/// Section 5, the stock: articles and units by their names, with what they hold and cost; what a
/// short file does not say stays, and the same file again changes nothing.
#[test]
fn the_stock_is_read_from_a_file() {
    let mut loans = Loans::new(1);
    let text = format!(
        "{STOCK}valise de TABLETTES;1;VT-01;S-1;16 tablettes, 1 chargeur, 1 borne wifi;;\
         02/09/2024;4 800,00\n\
         Valise de tablettes;2;VT-02;;;en panne;;\n\
         Robots;RB 1;;;8 x robot + 1 tapis;en service;;\"960,50\"\n"
    );
    let found = intake(&loans, &text);
    assert_eq!((found.kind, told(&found.problems)), (FileKind::LoanStock, vec![]));
    take_in(&mut loans, &found);
    let kit = loans.kit().clone();
    let labels: Vec<_> = kit.units.iter().map(|unit| (unit.label.as_str(), unit.state)).collect();
    assert_eq!(labels, [("VT-01", UnitState::Works), ("VT-02", UnitState::Broken)]);
    let one = kit.unit("VT-01").unwrap();
    assert_eq!((one.serial.as_str(), one.bought), ("S-1", Some(day("2024-09-02"))));
    assert_eq!(one.price, Some(Cents(480_000)));
    let piece = |quantity, label: &str| Piece { quantity, label: label.into() };
    let held = [piece(16, "tablettes"), piece(1, "chargeur"), piece(1, "borne wifi")];
    assert_eq!(kit.contents, held);
    let robots = loans.world.state.articles.values().find(|one| one.label == "Robots").unwrap();
    let of_robots = robots.kit.clone().unwrap();
    assert_eq!(of_robots.contents, [piece(8, "robot"), piece(1, "tapis")]);
    assert_eq!((robots.unit, of_robots.units[0].label.as_str()), (Cents(96_050), "RB 1"));
    assert_eq!((of_robots.max_days, of_robots.buffer_days), (42, 2));
    // Again, and a shorter one that says nothing of prices and states.
    let desk = loans.world.actor(DISPATCHER);
    let again = intake(&loans, &text);
    assert!(effect(&loans.world.state, &desk, &again.commands, loans.now).unwrap().is_empty());
    let short =
        intake(&loans, "article;etiquette;contenu\nRobots;RB 1;\nValise de tablettes;VT-02;\n");
    assert!(effect(&loans.world.state, &desk, &short.commands, loans.now).unwrap().is_empty());
    // The screen and an app of before say nothing of the price: it stays.
    let broken = Unit { state: UnitState::Broken, ..Unit::labelled("vt-01") };
    loans.desk(Act::SetUnit { article: KIT, unit: broken }).unwrap();
    assert_eq!(loans.kit().unit("VT-01").unwrap().price, Some(Cents(480_000)));
}

/// Case 9 for files, «article without unit» among them: each bad line is told at its column, and
/// the good ones stand.
#[test]
fn bad_lines_of_the_stock_are_told_one_by_one() {
    let loans = Loans::new(1);
    let text = format!(
        "{STOCK};1;VT-09;;;;;\n\
         Robots;;;;;;;\n\
         Robots;1;RB-01;;8 robots;;;\n\
         Robots;2;rb-01;;8 robots;;;\n\
         Robots;3;RB-03;;7 robots;;;\n\
         Robots;4;RB-04;;des robots;;;\n\
         Robots;5;RB-05;;;au grenier;;\n\
         Robots;6;RB-06;;8 robots;;45/01/2024;1.395\n"
    );
    let found = intake(&loans, &text);
    let reasons = told(&found.problems);
    assert_eq!(
        reasons,
        [
            (2, "article", &ProblemReason::Missing),
            (3, "etiquette", &ProblemReason::Missing),
            (5, "etiquette", &ProblemReason::Duplicate { first_line: 4 }),
            (
                6,
                "contenu",
                &ProblemReason::Lending(LendingProblem::OtherContents { first_line: 4 })
            ),
            (7, "contenu", &ProblemReason::Lending(LendingProblem::Contents)),
            (8, "etat", &ProblemReason::UnknownValue),
        ]
    );
    let warned: Vec<_> = found.warnings.iter().map(|one| (one.line, one.column.as_str())).collect();
    assert_eq!(warned, [(9, "achat"), (9, "prix_ttc")], "the unit is kept without them");
}

/// Two units, three schools, and one teacher.
fn with_schools() -> Loans {
    let mut loans = Loans::new(2);
    (1..=4).for_each(|n| drop(loans.teacher(n)));
    let teacher = shared::id::TeacherId(uuid::Uuid::from_u128(77));
    let (name, function) = ("Mme Roux".to_owned(), "CE1".to_owned());
    let site = school(1);
    loans.desk(shared::teacher::Act::NameTeacher { teacher, site, name, function }).unwrap();
    loans
}

/// Section 5, the reservations: by article or by the label of a unit, running ones are out, and the
/// same file again changes nothing.
#[test]
fn reservations_are_read_from_a_file() {
    let mut loans = with_schools();
    loans.on("2026-03-12");
    let text = format!(
        "{LOANS_OF}vt-01;{};09/03/2026;20/03/2026;Mme Roux\n\
         Valise de tablettes;{};2026-03-16;2026-03-27;M. Inconnu\n\
         Valise de tablettes;{};2026-03-30;2026-04-10;\n",
        school(1),
        school(2),
        school(3)
    );
    let found = intake(&loans, &text);
    assert_eq!((found.kind, told(&found.problems)), (FileKind::Loans, vec![]));
    let unknown = &ProblemReason::Lending(LendingProblem::UnknownTeacher);
    assert_eq!(told(&found.warnings), [(3, "enseignant", unknown)], "the loan is kept");
    take_in(&mut loans, &found);
    let all: Vec<_> = loans.world.state.supplies.values().cloned().collect();
    let at = |n| all.iter().find(|one| one.site == school(n)).unwrap();
    assert_eq!((at(1).state, at(1).unit.as_str()), (SupplyState::Delivered, "VT-01"));
    assert!(at(1).teacher.is_some());
    assert_eq!((at(2).state, at(2).unit.as_str()), (SupplyState::Accepted, ""));
    assert_eq!(at(3).state, SupplyState::Accepted);
    assert_eq!(loans.kit().taken.len(), 3);
    assert!(loans.kit().taken[&at(1).id].out, "the school has it already");
    for one in &all {
        assert_eq!(loans.kit().taken.get(&one.id), loaned::taken(one).as_ref());
    }
    let desk = loans.world.actor(DISPATCHER);
    let again = intake(&loans, &text);
    assert_eq!(told(&again.problems), vec![], "known ones do not overlap themselves");
    assert!(effect(&loans.world.state, &desk, &again.commands, loans.now).unwrap().is_empty());
}

/// «Overlaps are shown by pair»: of those that cannot all be, the later lines are left out, with
/// each loan beside which there is no unit, of the file or known before; never more than there are.
#[test]
fn overlapping_reservations_are_told_by_pair() {
    let mut loans = with_schools();
    let known = span("2026-03-09", "2026-03-20");
    loans.ask(1, 4, known).unwrap();
    let days = span("2026-03-16", "2026-03-27");
    let line = |n: u32| format!("Valise de tablettes;{};2026-03-16;2026-03-27;\n", school(n));
    let text = format!("{LOANS_OF}{}{}{}", line(1), line(2), line(3));
    let found = intake(&loans, &text);
    let name = |n| loans.world.state.sites[&school(n)].name.clone();
    let before = LoanPair { line: None, site: name(4), days: known };
    let second = LoanPair { line: Some(2), site: name(1), days };
    let with = vec![before, second];
    let overlaps = ProblemReason::Lending(LendingProblem::Overlaps { with });
    assert_eq!(told(&found.problems), [(3, "debut", &overlaps), (4, "debut", &overlaps)]);
    take_in(&mut loans, &found);
    assert_eq!(loans.world.state.supplies.len(), 2);
    assert_eq!(loans.free(days), 0);
}

/// Case 9 for reservations: what is not lent, an unknown school, an end before its beginning, days
/// that are over, 400 days, a weekend, a unit that is named twice.
#[test]
fn bad_reservations_are_told_one_by_one() {
    let loans = with_schools();
    let one = school(1);
    let text = format!(
        "{LOANS_OF}Trottinettes;{one};2026-03-16;2026-03-20;\n\
         VT-01;École d’ailleurs;2026-03-16;2026-03-20;\n\
         VT-01;{one};2026-03-20;2026-03-16;\n\
         VT-01;{one};2026-02-02;2026-02-06;\n\
         VT-01;{one};2026-03-16;2027-04-20;\n\
         VT-01;{one};2026-03-16;2026-03-21;\n\
         VT-01;{one};2026-03-16;2026-03-20;\n\
         vt-01;{};2026-03-18;2026-03-20;\n",
        school(2)
    );
    let found = intake(&loans, &text);
    let reasons = told(&found.problems);
    let pair = LoanPair {
        line: Some(8),
        site: loans.world.state.sites[&one].name.clone(),
        days: span("2026-03-16", "2026-03-20"),
    };
    let closed = Bar::ClosedOn { day: day("2026-03-21") };
    assert_eq!(
        reasons,
        [
            (2, "materiel", &ProblemReason::Lending(LendingProblem::NotLent)),
            (3, "etablissement", &ProblemReason::SiteToChoose),
            (4, "fin", &ProblemReason::DateOrder),
            (5, "debut", &ProblemReason::Lending(LendingProblem::Barred(Bar::Past))),
            (6, "debut", &ProblemReason::Lending(LendingProblem::Barred(Bar::TooLong { max: 42 }))),
            (7, "debut", &ProblemReason::Lending(LendingProblem::Barred(closed))),
            (9, "debut", &ProblemReason::Lending(LendingProblem::Overlaps { with: vec![pair] })),
        ]
    );
    assert_eq!(found.commands.len(), 1, "the good line stands");
}
