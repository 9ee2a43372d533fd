//! Words of what is handed over, taken back and done during a visit.

use super::supply as words;
use shared::supply::{Leg, LegDone, LegKind, Supply};

pub const DELIVER: &str = "À remettre";
pub const TAKE: &str = "À reprendre";
pub const PERFORM: &str = "À faire";
pub const DONE_HERE: &str = "Déjà fait pendant ce passage";
pub const HANDED: &str = "C’est remis";
pub const TAKEN: &str = "C’est repris";
pub const PERFORMED: &str = "C’est fait";
pub const NOT_DONE: &str = "Pas fait…";
pub const HAND_OVER: &str = "Remettre…";
pub const HOW_MANY: &str = "Ce qui est remis";
pub const NEEDS_PIECES: &str = "Choisissez au moins une pièce remise. Si rien n’est remis, fermez et \
     touchez «\u{a0}Pas fait…\u{a0}».";
pub const RECEIVED_BY: &str = "Remis à";
pub const RECEIVED_BY_HINT: &str = "Le nom de la personne qui le reçoit.";
pub const HANDED_SAID: &str = "Remis, enregistré sur cet appareil.";
pub const DONE_SAID: &str = "Fait, enregistré sur cet appareil.";
pub const TAKEN_SAID: &str = "Repris, enregistré sur cet appareil.";
pub const WHY: &str = "Pourquoi\u{a0}?";
pub const NEEDS_WHY: &str = "Choisissez une raison.";
pub const WHY_TEXT: &str = "En une phrase";
pub const WHY_HINT: &str = "Nécessaire pour un autre motif.";
pub const FAIL_SAVE: &str = "Laisser pour un prochain passage";
pub const FAIL_SAID: &str = "C’est noté, et gardé pour un prochain passage.";

/// What is to be taken along to a visit.
pub fn to_carry(what: &str) -> String {
    format!("À emporter\u{a0}: {what}")
}

/// The heading of the legs of a kind.
pub fn heading(kind: LegKind) -> &'static str {
    match kind {
        LegKind::Deliver => DELIVER,
        LegKind::TakeBack | LegKind::TakeAway => TAKE,
        LegKind::Perform => PERFORM,
    }
}

/// The button that says that a leg is done.
pub fn done(kind: LegKind) -> &'static str {
    match kind {
        LegKind::Deliver => HANDED,
        LegKind::TakeBack | LegKind::TakeAway => TAKEN,
        LegKind::Perform => PERFORMED,
    }
}

/// Said once it is done.
pub fn said(kind: LegKind) -> &'static str {
    match kind {
        LegKind::Deliver => HANDED_SAID,
        LegKind::TakeBack | LegKind::TakeAway => TAKEN_SAID,
        LegKind::Perform => DONE_SAID,
    }
}

/// The minutes that a leg takes.
pub fn minutes(minutes: u32) -> String {
    format!("{minutes}\u{a0}min")
}

/// Why it was not done before.
pub fn tried(leg: &Leg) -> Option<String> {
    leg.failed
        .map(|why| format!("Pas fait la dernière fois\u{a0}: {}.", shared::words::failed(why)))
}

/// What was done, and who took it.
pub fn told(supply: &Supply, leg: &Leg, done: &LegDone) -> String {
    let what = words::leg(supply, leg);
    match (leg.kind, done.received_by.is_empty()) {
        (LegKind::Deliver, false) => format!("{what}, remis à {}", done.received_by),
        (LegKind::Deliver, true) => format!("{what}, remis"),
        (LegKind::TakeBack | LegKind::TakeAway, _) => format!("{what}, repris"),
        (LegKind::Perform, _) => format!("{what}, fait"),
    }
}
