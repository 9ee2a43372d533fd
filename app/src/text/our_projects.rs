//! Words of «Appels à projets» on a school's tablet.

use super::calls::{self, CallPhase};
use super::date;
use shared::campaign::Campaign;
use shared::day::Day;
use shared::money::Cents;
use shared::supply::{Supply, SupplyState};
use shared::words::place;

pub const NONE: &str = "Aucun appel à projets n’est ouvert pour l’instant.";
pub const APPLY: &str = "Candidater";
pub const RESUME: &str = "Reprendre la candidature";
pub const OPEN: &str = "Ouverts aux candidatures";
pub const OURS: &str = "Nos candidatures";
pub const BACK: &str = "Appels à projets";
pub const NOT_OPEN: &str = "Cet appel n’est plus ouvert. Ce que vous avez écrit reste ici.";
pub const ALREADY: &str = "Votre école a déjà déposé un projet pour cet appel.";
pub const KEPT: &str = "Ce que vous écrivez reste sur cet appareil, même sans réseau, jusqu’au \
     dépôt.";
pub const NAME: &str = "Titre du projet";
pub const PURPOSE: &str = "Le projet en quelques phrases";
pub const PURPOSE_HINT: &str = "Ce que les élèves feront, avec quel matériel, et ce que vous \
     espérez.";
pub const CLASSES: &str = "Nombre de classes";
pub const PUPILS: &str = "Nombre d’élèves";
pub const SHARED_WITH: &str = "Autres écoles du projet";
pub const SHARED_HINT: &str = "Facultatif. Une seule école dépose, les autres sont nommées ici.";
pub const TEACHER: &str = "Qui s’en servira\u{a0}?";
pub const NOBODY_YET: &str = "À dire plus tard";
pub const BAD_NUMBER: &str = "Écrivez un nombre en chiffres.";
pub const WANTED: &str = "Ce que vous demandez";
pub const SUBMIT: &str = "Déposer la candidature";
pub const SUBMIT_BODY: &str = "Après le dépôt, le texte ne change plus. Voici ce que vous \
     demandez\u{a0}:";
pub const SUBMIT_YES: &str = "Oui, déposer";
pub const SUBMIT_NO: &str = "Continuer à écrire";
pub const SUBMITTED: &str = "Candidature enregistrée. À confirmer par le serveur.";
pub const ADD: &str = "Ajouter une précision…";
pub const ADD_TITLE: &str = "Ajouter une précision";
pub const ADD_HINT: &str = "Le texte déposé ne change pas\u{a0}: la précision s’ajoute, datée.";
pub const ADD_TEXT: &str = "Votre précision";
pub const ADDED: &str = "Précision enregistrée.";
pub const WITHDRAW: &str = "Retirer le projet…";
pub const WITHDRAW_TITLE: &str = "Retirer le projet";
pub const WITHDRAW_WHY: &str = "Pourquoi retirez-vous ce projet\u{a0}?";
pub const WITHDRAW_KEEP: &str = "Garder le projet";
pub const WITHDRAWN: &str = "Le projet est retiré.";
pub const DELIVERY: &str = "Suivre la livraison dans «\u{a0}Nos commandes\u{a0}»";
pub const TRAINING: &str = "Voir les formations";

/// What happens next with a project, in words. `known`: the server has confirmed it.
pub fn next_step(supply: &Supply, call: Option<&Campaign>, today: Day, known: bool) -> String {
    let project = supply.project.as_deref();
    match supply.state {
        SupplyState::Asked if !known => {
            "Enregistré sur cet appareil, à confirmer par le serveur.".into()
        }
        SupplyState::Asked if project.is_some_and(|project| project.doubtful) => {
            "Reçu après la clôture d’un appareil dont l’heure est fausse\u{a0}: l’équipe dira s’il \
             compte."
                .into()
        }
        SupplyState::Asked if supply.late => {
            "Écrit avant la clôture, reçu après\u{a0}: il est examiné avec les autres.".into()
        }
        SupplyState::Asked => match call.map(|call| (calls::phase(call, today), call.closes)) {
            Some((CallPhase::Open, closes)) => {
                format!("Déposé. Le jury l’examinera après le {}.", date::day(closes))
            }
            _ => "Le jury l’examine. La décision vous sera dite ici.".into(),
        },
        SupplyState::WaitingList => waiting(supply),
        SupplyState::Accepted
        | SupplyState::Ready
        | SupplyState::Delivered
        | SupplyState::Closed => retained(supply),
        SupplyState::Refused => format!("Votre projet n’est pas retenu\u{a0}: {}", supply.reason),
        SupplyState::Cancelled => format!("Retiré\u{a0}: {}", supply.reason),
    }
}

fn waiting(supply: &Supply) -> String {
    let rank = supply.project.as_ref().and_then(|project| project.rank);
    let place = rank.map_or_else(String::new, |rank| format!(", {} du classement", place(rank)));
    let why = if supply.reason.is_empty() { String::new() } else { format!(" {}", supply.reason) };
    format!("En liste d’attente{place}\u{a0}: si un projet se retire, le vôtre peut monter.{why}")
}

/// «Votre projet est retenu pour 3 éléments sur 4 : …».
fn retained(supply: &Supply) -> String {
    let part = calls::given(supply).map_or_else(String::new, |part| format!(" pour {part}"));
    match supply.reason.as_str() {
        "" => format!("Votre projet est retenu{part}."),
        why => format!("Votre projet est retenu{part}\u{a0}: {why}"),
    }
}

/// Before what is given can be delivered, somebody must be trained.
pub fn to_train(topic: &str) -> String {
    format!(
        "Avant la livraison, la personne qui s’en servira suit la formation «\u{a0}{topic}\u{a0}»."
    )
}

/// The sum of what is asked for.
pub fn total(total: Cents) -> String {
    format!("Total demandé\u{a0}: {total}")
}

/// The name of the button that opens the form of a call.
pub fn apply(label: &str, begun: bool) -> String {
    format!("{}\u{a0}: {label}", if begun { RESUME } else { APPLY })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_said_as_people_say_it() {
        assert_eq!([place(1), place(13)], ["1er", "13e"]);
    }

    #[test]
    fn a_button_says_of_which_call_it_is() {
        assert_eq!(apply("Appel 2026", false), "Candidater\u{a0}: Appel 2026");
        assert_eq!(apply("Appel 2026", true), "Reprendre la candidature\u{a0}: Appel 2026");
    }
}
