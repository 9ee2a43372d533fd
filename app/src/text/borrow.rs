//! Words of «Emprunter».

use super::loan;
use super::{count, date};
use shared::day::Day;
use shared::loan::between::Week;
use shared::loan::{Kit, LoanDays};

pub const TITLE: &str = "Emprunter";
pub const BACK: &str = "Mon école";
pub const OFFERED: &str = "À emprunter";
pub const NOTHING: &str = "Rien n’est proposé au prêt pour le moment. Ce qui le sera apparaîtra \
     ici.";
pub const CHOOSE: &str = "Choisir les semaines";
pub const WEEKS: &str = "Semaines";
pub const NEEDS_DAYS: &str = "Touchez la ou les semaines du prêt.";
pub const NOTE: &str = "Pour quelle classe ou quel projet (facultatif)";
pub const RESERVE: &str = "Réserver";
pub const LATER: &str = "Fermer";
pub const ASKED: &str = "Demande enregistrée, à confirmer.";
pub const OURS: &str = "Nos prêts";
pub const ENDED: &str = "Prêts terminés";
pub const CHANGE_END: &str = "Prolonger ou rendre plus tôt";
pub const LAST_DAY: &str = "Dernier jour";
pub const LAST_HINT: &str = "Plus tard si c’est libre\u{a0}; plus tôt, c’est possible aussi.";
pub const BAD_DAY: &str = "Écrivez un jour.";
pub const END_SAVE: &str = "Changer la fin du prêt";
pub const END_SAID: &str = "Fin du prêt changée. À confirmer par le serveur.";
pub const LACK: &str = "Signaler un manque";
pub const LACK_WHAT: &str = "Que manque-t-il\u{a0}?";
pub const LACK_HINT: &str = "Par exemple\u{a0}: une tablette, le chargeur.";
pub const LACK_SAVE: &str = "Signaler";
pub const LACK_SAID: &str = "Signalé\u{a0}: une demande est créée. Rien n’est à payer.";
pub const WITHDRAW: &str = "Retirer la demande";
pub const WITHDRAW_WHY: &str = "Pourquoi\u{a0}?";
pub const WITHDRAW_SAVE: &str = "Retirer";
pub const WITHDRAW_KEEP: &str = "Garder la demande";
pub const WITHDRAWN: &str = "Demande de prêt retirée.";

/// From when on a unit is free.
pub fn free_from(day: Option<Day>) -> String {
    match day {
        Some(day) => format!("Libre dès le {}", date::day(day)),
        None => "Aucune date libre connue".into(),
    }
}

/// What is in a unit.
pub fn contents(kit: &Kit) -> String {
    let said = kit.contents.iter().map(|piece| format!("{}\u{a0}{}", piece.quantity, piece.label));
    said.collect::<Vec<_>>().join(", ")
}

/// For how long, and with which pause between two loans.
pub fn rules(kit: &Kit) -> String {
    let buffer = usize::try_from(kit.buffer_days).unwrap_or(0);
    let buffer = count(buffer, "jour ouvré", "jours ouvrés");
    format!("{}\u{a0}jours au plus, {buffer} de préparation entre deux prêts", kit.max_days)
}

/// A week, and whether it is free.
pub fn week(week: Week) -> String {
    let days = loan::days(week.days);
    match week.free {
        0 => format!("{days}\u{a0}: complet"),
        free => format!("{days}\u{a0}: {free} libre{}", if free > 1 { "s" } else { "" }),
    }
}

/// The days that are chosen.
pub fn chosen(days: LoanDays) -> String {
    format!("Prêt {}", loan::days(days))
}
