//! Words of «Demande» and of what can be done with one.

pub const BACK_TECHNICIAN: &str = "Ma journée";
pub const BACK_VISIT: &str = "Passage en cours";
pub const BACK_PLANNED: &str = "Passage";
pub const BACK_TEACHER: &str = "Nos demandes";
pub const BACK_DESK: &str = "Demandes";
pub const ACTIONS: &str = "Que faire\u{a0}?";
pub const OTHER_ACTIONS: &str = "Autres actions";

/// How many requests were sorted, one after the other.
pub fn sorted(count: usize) -> String {
    super::count(count, "demande orientée", "demandes orientées")
}

pub const SITE: &str = "Établissement";
pub const CATEGORY: &str = "Catégorie";
pub const URGENCY: &str = "Urgence";
pub const CHANNEL: &str = "Orientation";
pub const NOT_SORTED: &str = "pas encore orientée";
pub const VISIT: &str = "Passage";
pub const WORK: &str = "Travail déclaré";
pub const KIND: &str = "Nature";
pub const VOICES: &str = "Signalé aussi";
pub const POSTPONED_TIMES: &str = "Reports";
pub const UNKNOWN_EQUIPMENT: &str = "matériel qui n’est plus sur cet appareil";

/// Parts of the labels below, so that who says what is written presses the button.
pub const LOG_WORK_SHORT: &str = "Travail";
pub const RESOLVE_SHORT: &str = "Résolue";
pub const POSTPONE_SHORT: &str = "Reporter";
pub const LOG_WORK: &str = "Noter un travail";
pub const RESOLVE: &str = "Marquer comme résolue";
pub const POSTPONE: &str = "Reporter au prochain passage";
pub const CURATIVE: &str = "Orienter vers le curatif";
pub const PROXIMITY: &str = "Orienter vers la proximité";
pub const OUT_OF_SCOPE: &str = "Classer hors périmètre";
pub const CONFIRM: &str = "C'est réglé";
pub const REOPEN: &str = "Ce n'est pas réglé";
pub const COMMENT: &str = "Ajouter un commentaire";
pub const EDIT: &str = "Modifier la demande";
pub const ASSIGN: &str = "Choisir le passage";
pub const HOLD: &str = "Mettre en attente";
pub const FORWARD: &str = "Transmettre au prestataire";
pub const CANCEL_TICKET: &str = "Annuler la demande";

pub const SAID_WORK: &str = "Enregistré\u{a0}: le travail est noté.";
pub const SAID_RESOLVED: &str = "Enregistré\u{a0}: la demande est résolue.";
pub const SAID_POSTPONED: &str = "Enregistré\u{a0}: la demande attend le prochain passage.";
pub const SAID_CURATIVE: &str = "Enregistré\u{a0}: la demande part vers le curatif.";
pub const SAID_PROXIMITY: &str = "Enregistré\u{a0}: la demande part vers la proximité.";
pub const SAID_OUT_OF_SCOPE: &str = "Enregistré\u{a0}: la demande est hors périmètre.";
pub const SAID_CONFIRMED: &str = "Enregistré\u{a0}: c’est réglé, la demande est close.";
pub const SAID_REOPENED: &str = "Enregistré\u{a0}: la demande est rouverte.";
pub const SAID_COMMENT: &str = "Enregistré\u{a0}: le commentaire est ajouté.";
pub const SAID_EDITED: &str = "Enregistré\u{a0}: la demande est modifiée.";
pub const SAID_ASSIGNED: &str = "Enregistré\u{a0}: le passage de la demande est choisi.";
pub const SAID_HELD: &str = "Enregistré\u{a0}: la demande est en attente.";
pub const SAID_FORWARDED: &str = "Enregistré\u{a0}: la demande est chez le prestataire.";
pub const SAID_CANCELLED: &str = "Enregistré\u{a0}: la demande est annulée.";

pub const MINUTES: &str = "Durée";
pub const OTHER_MINUTES: &str = "Autre durée, en minutes";
pub const WORK_NEEDS_TEXT: &str = "Dites en quelques mots ce qui a été fait.";
pub const NEEDS_MINUTES: &str = "Choisissez une durée.";
pub const WORK_TEXT: &str = "Ce qui a été fait";
pub const RESOLVE_TEXT: &str = "Comment\u{a0}? (facultatif)";
pub const POSTPONE_TEXT: &str = "Pourquoi\u{a0}? (facultatif)";
pub const REOPEN_TEXT: &str = "Que se passe-t-il encore\u{a0}? (facultatif)";
pub const COMMENT_TEXT: &str = "Votre commentaire";
pub const HOLD_TEXT: &str = "Ce que la demande attend";
pub const FORWARD_TEXT: &str = "Référence du prestataire (facultative)";
pub const CANCEL_TEXT: &str = "Pourquoi\u{a0}?";
pub const ADD_PHOTO: &str = "Ajouter une photo";
pub const ASSIGN_LEGEND: &str = "Passage";
pub const NO_VISIT: &str = "Aucun pour l’instant";
pub const EDIT_TEXT: &str = "La demande en une phrase";
pub const EDIT_ROOM: &str = "Lieu";
pub const EDIT_SAVE: &str = "Enregistrer les modifications";
pub const ASSIGN_SAVE: &str = "Choisir ce passage";
pub const KEEP_TICKET: &str = "Garder la demande";

/// A choice of minutes.
pub fn minutes(minutes: u32) -> String {
    format!("{minutes}\u{a0}min")
}

/// When and how long ago it was reported.
pub fn reported(day: &str, ago: &str) -> String {
    format!("{day} ({ago})")
}

/// How often it was left for a next visit.
pub fn postponed(times: u32) -> String {
    format!("{times}\u{a0}fois")
}

/// A duration that was typed is none.
pub fn other_minutes_wrong(most: u32) -> String {
    format!("Écrivez un nombre de minutes, de 1 à {most}.")
}
