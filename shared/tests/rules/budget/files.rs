//! The file of the finance system, and what is wrong with files.

use super::*;
use shared::budget::Word;
use shared::import::FileKind;
use shared::import::problem::ProblemReason;
use shared::intake::LeftOut;
use shared::money::NoAmount;
use std::collections::BTreeMap;

const HEADER: &str = "exercice;chapitre;operation;nature;fonction;n_engagement;date_engagement;\
    tiers;objet;montant_engage_ttc;montant_ht;n_mandat;date_mandat;montant_mandate_ttc;solde;\
    ligne;mandat_corrige\n";

/// Two commitments with three payments and a credit note, decimal commas, sums between them.
fn file(payment: &str) -> String {
    format!(
        "{HEADER}\
         2026;;29;2183;213;E-1;02/02/2026;Fournisseur;Tablettes;\"12 000,00\";\"10 000,00\";M-1;\
         03/03/2026;{payment};;2.5;\n\
         ;;;;;;;;;;;M-2;10/03/2026;\"1 000,00\";;;\n\
         2026;;29;2183;213;E-1;02/02/2026;Fournisseur;Tablettes;\"12 000,00\";\"10 000,00\";A-1;\
         11/03/2026;(200,00);;2.5;M-1\n\
         ;;;;;Total E-1;;;;\"12 000,00\";;;;\"5 800,00\";;;\n\
         2026;011;;6262;213;E-2;01/01/2026;Op;Internet;\"24 000,00\";\"20 000,00\";;;;;1.1;\n\
         Total général;;;;;;;;;\"36 000,00\";;;;;;;\n"
    )
}

fn reasons(intake: &Intake) -> Vec<(u64, &ProblemReason)> {
    intake.problems.iter().map(|problem| (problem.line, &problem.reason)).collect()
}

/// Acceptance 6: the same file twice is no change; with one corrected payment it is one change, and
/// the old value is in the history. Sums are skipped, merged cells read, a credit note in brackets.
/// Breaks on: the same file again with one more line.
#[test]
fn the_same_file_twice_changes_nothing_and_a_corrected_payment_one_row() {
    let mut world = with_annex();
    let intake = read(&world, &file("\"5 000,00\""));
    assert_eq!((intake.kind, reasons(&intake)), (FileKind::FinanceFile, Vec::new()));
    assert_eq!(intake.left_out, [(LeftOut::Totals, 2)]);
    assert_eq!(take_in(&mut world, &intake), (2, 0));
    let find = |world: &World, number: &str| {
        let books = Books::of(&world.state);
        books.numbered(2026, number).unwrap().clone()
    };
    let row = find(&world, "E-1");
    assert_eq!((row.committed(), row.paid()), (Cents(1_200_000), Cents(580_000)));
    assert_eq!((row.price.before_tax, row.line.clone()), (Cents(1_000_000), invest("2.5")));
    assert_eq!(row.payment("A-1").unwrap().corrects.as_deref(), Some("M-1"));
    assert_eq!(find(&world, "E-2").line, run("1.1"));
    let again = read(&world, &file("\"5 000,00\""));
    assert_eq!(take_in(&mut world, &again), (0, 0));
    let corrected = read(&world, &file("\"5 000,50\""));
    assert_eq!(take_in(&mut world, &corrected), (0, 1));
    let row = find(&world, "E-1");
    assert_eq!(row.paid(), Cents(580_050));
    let last = &row.history.last().unwrap().what;
    assert_eq!((last.what, last.text.as_str()), (Word::Corrected, "M-1"));
    assert_eq!((last.before, last.amount), (Some(Cents(500_000)), Some(Cents(500_050))));
    // One more line for a commitment that is known: only that payment is new.
    let more = format!(
        "{}2026;;29;2183;213;E-1;02/02/2026;F;T;12000,00;10000,00;M-3;12/03/2026;100,00;;2.5;\n",
        file("\"5 000,50\"")
    );
    let intake = read(&world, &more);
    assert_eq!(take_in(&mut world, &intake), (0, 1));
    assert_eq!(find(&world, "E-1").payments.len(), 4);
}

/// A commitment of the year before that the file of this year lists again is the same one. Breaks
/// on: 31 December.
#[test]
fn a_commitment_that_is_carried_over_is_found_by_its_year_of_origin() {
    let mut world = with_annex();
    let line = |year: u16, payment: &str| {
        format!("{HEADER}{year};;29;2183;213;E-7;15/12/2026;F;T;6000,00;5000,00;{payment};;2.5;\n")
    };
    let intake = read(&world, &line(2026, ";;"));
    assert_eq!(take_in(&mut world, &intake), (1, 0));
    let intake = read(&world, &line(2027, "M-1;02/01/2027;6000,00"));
    assert_eq!(take_in(&mut world, &intake), (0, 1));
    let books = Books::of(&world.state);
    let row = books.numbered(2026, "E-7").unwrap();
    assert_eq!((row.year, row.paid_in(2027)), (2026, Cents(600_000)));
    assert_eq!(books.paid(Pot::Investment, 2027), Cents(600_000));
}

/// S13 §5 «totals rows to skip»: a word of sums counts where a row begins. A seller called «TOTAL
/// ENERGIES» is a seller, also of a payment whose commitment stands in a merged cell above.
#[test]
fn a_seller_whose_name_begins_with_total_is_no_row_of_sums() {
    let mut world = with_annex();
    let text = format!(
        "{HEADER}2026;011;;6061;213;E-1;01/02/2026;TOTAL ENERGIES;Total des pleins;600,00;500,00;\
         M-1;01/03/2026;100,00;;2.7;\n\
         ;;;;;;;TOTAL ENERGIES;;;;M-2;02/03/2026;200,00;;;\n\
         ;;;;;;;;Total du tiers;600,00;;;;300,00;;;\n\
         2026;;;;;Total;;;;600,00;;;;300,00;;;\n"
    );
    let intake = read(&world, &text);
    assert_eq!(reasons(&intake), Vec::new());
    assert_eq!(intake.left_out, [(LeftOut::Totals, 2)]);
    assert_eq!(take_in(&mut world, &intake), (1, 0));
    let books = Books::of(&world.state);
    let row = books.numbered(2026, "E-1").unwrap();
    assert_eq!((row.supplier.as_str(), row.paid()), ("TOTAL ENERGIES", Cents(30_000)));
}

/// S13 §5 «mapped once and remembered»: a column of the operation under another name is no reason
/// to take every row for running costs. Its section stays unknown, is said, and is asked for; once
/// the column is named the row finds its line.
#[test]
fn an_operation_under_another_name_makes_no_row_operating() {
    let mut world = with_annex();
    let text = HEADER.replace("operation", "programme").replace("ligne", "poste")
        + "2026;;29;2183;213;E-1;02/02/2026;F;T;1200,00;1000,00;M-1;01/03/2026;600,00;;2.5;\n";
    let intake = read(&world, &text);
    let unknown = Hindrance::UnknownLine { imputation: "2183 / 213".into() };
    assert_eq!(reasons(&intake), [(2, &ProblemReason::Budget(unknown))]);
    let warned = intake.warnings.iter().map(|one| (one.line, one.column.as_str()));
    assert_eq!(warned.collect::<Vec<_>>(), [(1, "operation")]);
    let said = |ours: &str, theirs: &str| {
        let columns = BTreeMap::from([(ours.to_owned(), theirs.to_owned())]);
        Act::MapFinance { columns, lines: BTreeMap::new() }
    };
    world.ok(said("ligne", "poste"));
    // 2.5 stands in both sections: which of them is still not guessed.
    assert_eq!(reasons(&read(&world, &text)).len(), 1);
    world.ok(said("operation", "programme"));
    let intake = read(&world, &text);
    assert_eq!((reasons(&intake), intake.warnings.len()), (Vec::new(), 0));
    assert_eq!(take_in(&mut world, &intake), (1, 0));
    let books = Books::of(&world.state);
    assert_eq!(books.numbered(2026, "E-1").unwrap().line, invest("2.5"));
    for ours in ["operation", "chapitre", "tiers", "montant_ht", "ligne"] {
        assert!(shared::import::finance::NAMED.contains(&ours), "{ours} is on the screen");
    }
}

/// Acceptance 9: bad input is named by its line, and what is right beside it is taken.
#[test]
fn bad_lines_are_named_one_by_one() {
    let mut world = with_annex();
    let line = |number: &str, all: &str, on: &str, code: &str| {
        format!("2026;;29;2183;213;{number};{on};F;T;{all};;M-1;01/03/2026;10,00;;{code};\n")
    };
    let text = [
        HEADER.to_owned(),
        line("E-1", "\"12.345,6\"", "01/02/2026", "2.5"),
        line("E-2", "1.000.000", "01/02/2026", "2.5"),
        line("E-3", "100,00", "30/02/2026", "2.5"),
        line("E-4", "100,00", "01/02/2026", "9.9"),
        "TOTAL;;;;;;;;;999;;;;;;;\n".to_owned(),
        line("E-5", "100,00", "01/02/2026", "2.5"),
        line("E-6", "-100,00", "01/02/2026", "2.5"),
    ]
    .concat();
    let intake = read(&world, &text);
    let unknown = Hindrance::UnknownLine { imputation: "29 / 2183 / 213".into() };
    assert_eq!(
        reasons(&intake),
        [
            (2, &ProblemReason::Amount(NoAmount::Invalid)),
            (3, &ProblemReason::Amount(NoAmount::Invalid)),
            (4, &ProblemReason::Date),
            (5, &ProblemReason::Budget(unknown)),
            (8, &ProblemReason::Budget(Hindrance::PaidBeyond { by: Cents(11_000) })),
        ]
    );
    assert_eq!(intake.left_out, [(LeftOut::Totals, 1)]);
    assert_eq!(intake.imputations, ["29 / 2183 / 213"]);
    assert_eq!(take_in(&mut world, &intake), (1, 0));
}

/// Bad lines of an annex.
#[test]
fn bad_lines_of_an_annex_are_named_too() {
    let head = "ligne;groupe;libelle;investissement_annuel_ttc;fonctionnement_annuel_ttc\n";
    let text = format!(
        "{head}1.1;A;Un;12.345,6;0\n1.2;A;Deux;1,00;\n1.3;A;Trois;1,00;2,00\n1.3;A;Bis;1;1\n\
         Total;;;2,00;2,00\n"
    );
    let intake = read(&World::new(), &text);
    assert_eq!(
        reasons(&intake),
        [
            (2, &ProblemReason::Amount(NoAmount::Invalid)),
            (3, &ProblemReason::Missing),
            (5, &ProblemReason::Duplicate { first_line: 4 }),
        ]
    );
    assert_eq!(intake.left_out, [(LeftOut::Totals, 1)]);
    // An annex that nobody printed the total of has none: it is never five times a year.
    let mut world = World::new();
    take_in(&mut world, &intake);
    assert_eq!(world.line_of(&section(Pot::Investment)).total(), None);
}

/// Mapped once and remembered: columns of another name, imputations of a line.
#[test]
fn what_the_finance_system_calls_things_is_said_once() {
    let mut world = with_annex();
    let text = "Exercice budgétaire;Opération;Nature;N° bon;Montant engagé;N° mandat;Date mandat;\
        Montant mandaté\n2026;29;2183;B-1;1 200,00;M-1;01/03/2026;600,00\n";
    let wanted = Wanted { communes: Default::default(), today: day("2026-03-12") };
    assert!(intake::read(text.as_bytes(), &world.state, &wanted).is_err());
    let columns: BTreeMap<String, String> = [
        ("exercice", "Exercice budgétaire"),
        ("n_engagement", "N° bon"),
        ("montant_engage_ttc", "Montant engagé"),
        ("montant_mandate_ttc", "Montant mandaté"),
    ]
    .map(|(ours, theirs)| (ours.to_owned(), theirs.to_owned()))
    .into();
    world.ok(Act::MapFinance { columns, lines: BTreeMap::new() });
    let intake = read(&world, text);
    assert_eq!(intake.imputations, ["29 / 2183"]);
    let lines = BTreeMap::from([("29 / 2183".to_owned(), invest("1.2"))]);
    world.ok(Act::MapFinance { columns: BTreeMap::new(), lines });
    let intake = read(&world, text);
    assert_eq!((reasons(&intake), intake.imputations.len()), (Vec::new(), 0));
    assert_eq!(take_in(&mut world, &intake), (1, 0));
    // Said otherwise, it means the other line, and no longer this one.
    let lines = BTreeMap::from([("29 / 2183".to_owned(), invest("2.5"))]);
    world.ok(Act::MapFinance { columns: BTreeMap::new(), lines });
    assert!(world.line_of(&invest("1.2")).imputations.is_empty());
}

/// A credit note that names nothing is taken when there is one payment that it can mean, and asked
/// about when there are two.
#[test]
fn a_credit_note_is_matched_and_never_guessed() {
    let world = with_annex();
    let line = |number: &str, amount: &str| {
        format!("2026;;29;2183;213;E-1;01/02/2026;F;T;100,00;;{number};01/03/2026;{amount};;2.5;\n")
    };
    let one = [HEADER.to_owned(), line("M-1", "50,00"), line("A-1", "-10,00")].concat();
    assert_eq!(reasons(&read(&world, &one)), Vec::new());
    let two = [one, line("M-2", "20,00")].concat();
    let why = ProblemReason::Budget(Hindrance::NamesNoPayment);
    assert_eq!(reasons(&read(&world, &two)), [(3, &why)]);
}

/// A hard limit names the line of the file; an estimate lets in what the book has.
#[test]
fn the_limits_hold_for_a_file_as_well() {
    let mut world = with_annex();
    let text = format!(
        "{HEADER}2026;011;;6226;213;E-1;01/02/2026;F;T;\"889 430,14\";;;;;;2.1;\n\
         2026;011;;6226;213;E-2;01/02/2026;F;T;\"0,01\";;;;;;2.8;\n"
    );
    let intake = read(&world, &text);
    let why = ProblemReason::Budget(Hindrance::AboveCredits { year: 2026, by: Cents(1) });
    assert_eq!(reasons(&intake), [(3, &why)]);
    assert_eq!(take_in(&mut world, &intake), (1, 0));
    let books = Books::of(&world.state);
    assert!(!books.numbered(2026, "E-1").unwrap().over.is_empty(), "flagged, as it is over 2.1");
}
