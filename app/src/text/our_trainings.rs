//! Words of «Formations» of a school.

use super::{teacher, training};
use shared::id::TeacherId;
use shared::row::State;
use shared::training::{Class, SessionProgress, Standing, TrainingKind, TrainingSession};

pub const TITLE: &str = "Formations";
pub const NONE: &str = "Aucune session n’est ouverte aux inscriptions pour l’instant.";
pub const NEAREST: &str = "Les plus proches d’abord";
pub const FOLLOW: &str = "S’abonner au calendrier";
pub const OVER: &str = "Nos sessions passées";
pub const REGISTER_MORE: &str = "Inscrire…";
pub const REGISTER: &str = "Inscrire";
pub const REGISTER_CLASS: &str = "Inscrire une classe";
pub const WITHDRAW: &str = "Désinscrire";
pub const WHO: &str = "Qui inscrire\u{a0}?";
pub const NOBODY: &str = "Personne d’autre à inscrire\u{a0}: nommez d’abord vos enseignants.";
pub const NEEDS_SOMEBODY: &str = "Cochez au moins une personne.";
pub const SAID_REGISTERED: &str = "Demande enregistrée, à confirmer.";
pub const SAID_WITHDRAWN: &str = "Enregistré\u{a0}: désinscrit.";
pub const SOMEBODY: &str = "une personne partie depuis";
pub const NO_NAMES: &str = "Écrivez un nombre d’élèves, jamais de noms.";
pub const CLASS: &str = "Classe";
pub const CLASS_HINT: &str = "par exemple\u{a0}: CE2-CM1";
pub const PUPILS: &str = "Nombre d’élèves";
pub const PUPILS_HINT: &str = "0 pour annuler la venue";
pub const NEEDS_NUMBER: &str = "Écrivez un nombre d’élèves en chiffres.";

const TO_CONFIRM: &str = "demande enregistrée, à confirmer";

/// What people are trained for.
pub fn topics(row: &TrainingSession, view: &State) -> String {
    let topics = row.terms.topics.iter().map(|id| teacher::topic(view, id));
    let topics = topics.collect::<Vec<_>>().join(", ");
    let kind = training::kind(row.terms.kind);
    if topics.is_empty() { kind.to_owned() } else { format!("{kind}\u{a0}: {topics}") }
}

/// Where it takes place, how far that is, and who leads it.
pub fn place(row: &TrainingSession, km: Option<f64>) -> String {
    let far = km.map(|km| format!("à {km:.0}\u{a0}km à vol d’oiseau"));
    let said = [row.terms.place.clone(), far.unwrap_or_default(), row.terms.leader_name.clone()];
    said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// How many places are free, or that it does not take place.
pub fn state(row: &TrainingSession) -> String {
    match row.state {
        SessionProgress::Cancelled => format!("Annulée\u{a0}: {}", row.reason),
        SessionProgress::Held | SessionProgress::Closed => "Passée".into(),
        SessionProgress::Draft | SessionProgress::Open => match (row.free(), row.waiting()) {
            (0, 0) => "Complet\u{a0}: la suite va sur la liste d’attente".into(),
            (0, many) => format!("Complet, {many} sur la liste d’attente"),
            (free, _) => super::count(free as usize, "place libre", "places libres"),
        },
    }
}

/// Where somebody stands, as far as the server has said: «inscrit», «4e sur la liste d’attente».
pub fn standing(row: &TrainingSession, id: TeacherId, is_sure: bool, moved_up: bool) -> String {
    if !is_sure {
        return TO_CONFIRM.into();
    }
    let has_place = row.registrations.get(&id).is_some_and(|o| o.state == Standing::Registered);
    if moved_up && has_place {
        return "inscrit\u{a0}: une place s’est libérée".into();
    }
    training::standing(row, id)
}

/// What registering means now.
pub fn note(row: &TrainingSession) -> String {
    if row.free() == 0 {
        "C’est complet\u{a0}: les personnes cochées iront sur la liste d’attente.".into()
    } else if row.terms.kind == TrainingKind::Accompaniment {
        "L’accompagnement a lieu dans vos classes.".into()
    } else {
        format!("{}. Le serveur confirme dans l’ordre d’arrivée des demandes.", state(row))
    }
}

/// The class of the school.
pub fn our_class(class: &Class, is_unsure: bool) -> String {
    let unsure = if is_unsure { format!(", {TO_CONFIRM}") } else { String::new() };
    let pupils = super::count(class.pupils as usize, "élève", "élèves");
    format!("{}\u{a0}: {pupils}{unsure}", class.class)
}
