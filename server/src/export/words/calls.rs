//! The words of the files of a call for projects.

use super::super::cells::{amount, date};
use shared::article::Pot;
use shared::campaign::CallDecision;
use shared::money::Cents;
use shared::supply::SupplyState;
use shared::words::agree;

pub(crate) const NAME: &str = "Candidatures";
pub(crate) const PROJECTS: &str = "Candidatures";
pub(crate) const DECISION: &str = "Décision";
pub(crate) const MONEY: &str = "Crédits";
pub(crate) const CRITERIA: &str = "Critères et jury";
pub(crate) const JURY: &str = "Jury";
pub(crate) const TIES: &str = "À égalité : d’abord l’école qui n’a encore rien reçu d’un appel, \
     puis le moins d’appareils par classe, puis le tirage au sort.";
pub(crate) const UNRANKED: &str = "non classé";
/// The first eight are those that people know from the platform of the State.
pub(crate) const COLUMNS: [&str; 16] = [
    "numero_dossier",
    "etat",
    "uai",
    "etablissement",
    "titre",
    "depose_le",
    "montant_demande",
    "motivation",
    "recu_apres_cloture",
    "classes",
    "eleves",
    "montant_investissement",
    "montant_fonctionnement",
    "rang",
    "points",
    "elements_demandes",
];

/// What communes read.
pub(crate) const COMMUNES_COLUMNS: [&str; 7] =
    ["commune", "etablissement", "uai", "titre", "montant", "decision", "decide_le"];

/// The headings of the document, in their order, with what stands under each.
pub(crate) const GROUPS: [(&str, &[SupplyState]); 5] = {
    use SupplyState::*;
    [
        ("Projets retenus", &[Accepted, Ready, Delivered, Closed]),
        ("Liste d’attente", &[WaitingList]),
        ("Projets non retenus", &[Refused]),
        ("Projets retirés", &[Cancelled]),
        ("Projets déposés", &[Asked]),
    ]
};

/// «yes» or nothing.
pub(crate) fn yes(is: bool) -> String {
    if is { "oui".into() } else { String::new() }
}

/// An amount in a sentence.
pub(crate) fn euros(cents: Cents) -> String {
    format!("{} €", amount(cents))
}

/// The money of a section.
pub(crate) fn money(pot: Pot, line: &str, total: Cents, given: Cents) -> String {
    let (pot, word) = (shared::words::pot(pot), agree(given.0, 2, "attribué", "attribués"));
    let (left, given, total) = (euros(total - given), euros(given), euros(total));
    format!("Section {pot}, ligne {line} : {given} {word} sur {total}, reste {left}.")
}

/// The decision, its day and its lot.
pub(crate) fn decided(decision: &CallDecision) -> String {
    let (on, lot) = (date(decision.day), decision.lot);
    format!("{}, le {on}. Tirage au sort n° {lot}.", decision.reference)
}

/// A criterion, with its points and its best mark.
pub(crate) fn criterion(label: &str, weight: u32, max: u8) -> String {
    let points = agree(weight.into(), 0, "point", "points");
    format!("{label} : {weight} {points} sur 100, note sur {max}.")
}

/// How many of the pieces that were asked for are given.
pub(crate) fn part(given: u32, asked: u32) -> String {
    format!("{given} {} sur {asked}", agree(given.into(), 0, "élément", "éléments"))
}
