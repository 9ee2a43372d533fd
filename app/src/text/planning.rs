//! Words of «Planning».

use shared::day::HalfDay;

use super::coverage::half_word;

pub const TITLE: &str = "Planning";
pub const CAPTION: &str = "Demi-journées du trimestre et passages de chaque technicien";
pub const HALF_DAY: &str = "Demi-journée";
pub const MOVE: &str = "Déplacer";
pub const MOVE_HERE: &str = "Déplacer ici";
pub const PIN: &str = "Épingler";
pub const UNPIN: &str = "Désépingler";
pub const REMOVE: &str = "Retirer du planning";
pub const OPEN: &str = "Ouvrir le passage";
pub const CANCEL_MOVE: &str = "Annuler le déplacement";
pub const ABSENCE: &str = "Déclarer une absence";
pub const ABSENCES: &str = "Absences déclarées";
pub const WITHDRAW: &str = "Retirer";
pub const TECHNICIAN: &str = "Technicien";
pub const FIRST: &str = "Du";
pub const LAST: &str = "Au";
pub const RECORD: &str = "Enregistrer l’absence";
pub const REPAIR: &str = "Réparer le planning";
pub const APPLY: &str = "Appliquer ces déplacements";
pub const KEEP: &str = "Garder le planning tel quel";
pub const PINNED: &str = "épinglé";
pub const DRAFT: &str = "brouillon";
pub const AWAY: &str = "absent";
pub const NOT_WORKED: &str = "non travaillé";
pub const NO_VISIT: &str =
    "Aucun passage dans ce trimestre. Préparez le planning depuis «\u{a0}Couverture\u{a0}».";
pub const HELP: &str = "Choisissez un passage, puis la demi-journée où le mettre\u{a0}: en le \
     faisant glisser, ou avec «\u{a0}Déplacer\u{a0}» et la touche Entrée.";
pub const WHEN: &str = "Toutes les demi-journées possibles";
pub const NOTHING_POSSIBLE: &str =
    "Aucune autre demi-journée du trimestre n’est possible pour cet établissement.";
pub const NOTHING_TO_REPAIR: &str = "Rien à réparer\u{a0}: aucun passage n’est empêché.";
pub const BAD_DATES: &str = "Indiquez une date de début et une date de fin, dans l’ordre.";
pub const TO_TELL: &str = "À prévenir";

/// A cell's name for those who do not see the grid.
pub fn cell(site: &str, slot: HalfDay, technician: &str) -> String {
    format!("{site}, {}, {technician}", when(slot))
}

/// «12/03 matin».
pub fn when(slot: HalfDay) -> String {
    format!("{} {}", slot.day.format("%d/%m"), half_word(slot.half))
}

/// A place to drop.
pub fn here(slot: HalfDay, technician: &str) -> String {
    format!("{MOVE_HERE}\u{a0}: {}, {technician}", when(slot))
}

/// While a visit is being moved.
pub fn moving(site: &str) -> String {
    format!("Déplacement du passage à {site}\u{a0}: choisissez une demi-journée libre.")
}

/// After a move.
pub fn moved(site: &str, slot: HalfDay, technician: &str) -> String {
    format!("{site} déplacé au {} ({technician}).", when(slot))
}

/// After a pin.
pub fn pinned(site: &str, pinned: bool) -> String {
    match pinned {
        true => format!("{site}\u{a0}: passage épinglé."),
        false => format!("{site}\u{a0}: passage désépinglé."),
    }
}

/// After a removal.
pub fn removed(site: &str) -> String {
    format!("{site}\u{a0}: passage retiré du planning. La demi-journée est de nouveau due.")
}

/// After an absence.
pub fn absent(name: &str, empty: usize) -> String {
    match empty {
        0 => format!("Absence de {name} enregistrée. Aucun passage n’est concerné."),
        1 => format!("Absence de {name} enregistrée. Un passage est à déplacer."),
        _ => format!("Absence de {name} enregistrée. {empty} passages sont à déplacer."),
    }
}

/// How many visits stand on an impossible half-day.
pub fn broken(count: usize) -> String {
    match count {
        1 => "Un passage est sur une demi-journée devenue impossible.".into(),
        _ => format!("{count} passages sont sur une demi-journée devenue impossible."),
    }
}

/// A move that the repair proposes.
pub fn proposal(site: &str, from: HalfDay, to: HalfDay, technician: &str) -> String {
    format!("{site}\u{a0}: du {} au {} ({technician})", when(from), when(to))
}

/// A visit for which the repair found nothing.
pub fn no_place(site: &str, from: HalfDay) -> String {
    format!("{site}\u{a0}: aucune place trouvée pour remplacer le {}", when(from))
}

/// After the repair.
pub fn repaired(count: usize) -> String {
    match count {
        1 => "Un passage déplacé.".into(),
        _ => format!("{count} passages déplacés."),
    }
}

/// «Semaine du 9 mars 2026».
pub fn week(day: &str) -> String {
    format!("Semaine du {day}")
}

/// A visit that the repair adds.
pub fn added(site: &str, to: HalfDay, technician: &str) -> String {
    format!("{site}\u{a0}: passage ajouté le {} ({technician})", when(to))
}

/// A site for which the repair found nothing.
pub fn still_owed(site: &str) -> String {
    format!("{site}\u{a0}: aucune place trouvée, la demi-journée reste due")
}
