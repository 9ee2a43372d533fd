//! Words of «Compte rendu de passage».

pub const TITLE: &str = "Compte rendu de passage";
pub const AFTER_SIGNATURE: &str = "après la signature";
pub const CHANGED_SINCE: &str = "Ce qui porte la mention «\u{a0}après la signature\u{a0}» ne \
     figurait pas dans ce qui a été signé.";
pub const BACK_CARD: &str = "Fiche de l’école";
pub const FETCHING: &str = "Les travaux de ce passage arrivent…";
pub const INCOMPLETE: &str = "Ce passage est ancien ou n’était pas le vôtre\u{a0}: sans réseau, \
     des travaux peuvent manquer dans ce compte rendu.";
pub const BACK: &str = "Passage";
pub const PRINT: &str = "Imprimer";
pub const NOT_FINISHED: &str =
    "Ce passage n’est pas terminé\u{a0}: ce compte rendu est provisoire.";
pub const SITE: &str = "Établissement";
pub const ADDRESS: &str = "Adresse";
pub const DATE: &str = "Date";
pub const PLANNED_FOR: &str = "Prévu le";
pub const TECHNICIAN: &str = "Technicien";
pub const STARTED: &str = "Début déclaré";
pub const FINISHED: &str = "Fin déclarée";
pub const STATE: &str = "État";
pub const NOT_YET: &str = "pas encore";
pub const LEFT_OVER: &str = "Il reste des choses à faire, reprises au prochain passage.";
pub const CHECKLIST: &str = "Liste de contrôle";
pub const ITEM: &str = "Point";
pub const RESULT: &str = "Résultat";
pub const NOTE: &str = "Précisions";
pub const WORK: &str = "Travaux";
pub const NO_WORK: &str = "Aucun travail n’a été noté pendant ce passage.";
pub const RESOLVED: &str = "Demandes résolues";
pub const POSTPONED: &str = "Demandes reportées au prochain passage";
pub const ADDED: &str = "Demandes ajoutées pendant le passage";
pub const UNSEEN: &str = "Demandes qui n’ont pas été regardées";
pub const OF_VISIT: &str = "photo du passage";
pub const NOTES: &str = "Notes";
pub const PHOTOS: &str = "Photos";
pub const SIGNATURE: &str = "Signature";
pub const NOT_SIGNED: &str = "Ce compte rendu n’est pas encore signé.";
pub const DRAWING: &str = "Signature dessinée";
pub const MISSED: &str = "Motif";

/// Minutes of work, as they were declared.
pub fn minutes(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}\u{a0}min"),
        (hours, 0) => format!("{hours}\u{a0}h"),
        (hours, minutes) => format!("{hours}\u{a0}h\u{a0}{minutes:02}"),
    }
}

/// All the declared minutes of the visit.
pub fn total(sum: u32) -> String {
    format!("Durée déclarée de tous les travaux\u{a0}: {}", minutes(sum))
}

/// Who signed, and in what capacity.
pub fn signer(name: &str, capacity: &str) -> String {
    match capacity.is_empty() {
        true => name.to_owned(),
        false => format!("{name}, {capacity}"),
    }
}

/// When it was signed.
pub fn signed_on(moment: &str) -> String {
    format!("Signé le {moment}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_read_as_hours_beyond_sixty() {
        assert_eq!(minutes(45), "45\u{a0}min");
        assert_eq!(minutes(60), "1\u{a0}h");
        assert_eq!(minutes(65), "1\u{a0}h\u{a0}05");
    }
}
