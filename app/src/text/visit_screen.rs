//! Words of «Passage».

use super::{count, day_long};
use crate::device::scan::ScanError;
use shared::day::Day;
use shared::equipment::Equipment;

pub const INSTEAD: &str = "Une autre école à la place\u{a0}?";
pub const INSTEAD_HINT: &str = "Les plus proches de vos écoles qui attendent encore leur passage \
     et sont ouvertes à ce moment. Leur date prévue sera libérée.";
pub const BROUGHT_FORWARD: &str = "Passage avancé. Pensez à prévenir l’école.";
pub const TITLE: &str = "Passage";
pub const RESUME: &str = "Reprendre le passage";
pub const RESUMED: &str = "Enregistré\u{a0}: le passage reprend.";
pub const BACK_TECHNICIAN: &str = "Ma journée";
pub const BACK_DESK: &str = "Planning";
pub const UNKNOWN: &str = "Ce passage n’est pas sur cet appareil. Il a peut-être été déplacé, \
     annulé ou confié à quelqu’un d’autre. Votre journée montre ce qui est prévu pour vous.";
pub const NOT_YOURS: &str = "Ce passage est confié à quelqu’un d’autre\u{a0}: vous pouvez le lire, \
     pas le modifier.";
pub const START: &str = "Démarrer le passage";
pub const FINISH: &str = "Terminer le passage";
pub const SIGN: &str = "Faire signer";
pub const MISS: &str = "Passage impossible";
pub const REPORT: &str = "Voir le compte rendu";
pub const ADD_REQUEST: &str = "Ajouter une demande";
pub const ADD_PHOTO: &str = "Ajouter une photo";
pub const SCAN: &str = "Scanner une étiquette";
pub const ADD_NOTE: &str = "Ajouter une note";
pub const ACTIONS: &str = "Sur place";

pub const STARTED: &str = "Enregistré\u{a0}: le passage a démarré.";
pub const FINISHED: &str = "Enregistré\u{a0}: le passage est terminé.";
pub const SIGNED: &str = "Enregistré\u{a0}: le compte rendu est signé.";
pub const MISSED: &str = "Enregistré\u{a0}: le passage n’a pas pu avoir lieu. L’établissement \
     reste à visiter ce trimestre.";
pub const REQUEST_ADDED: &str = "Enregistré\u{a0}: la demande est ajoutée à ce passage.";
pub const PHOTO_ADDED: &str = "Enregistré\u{a0}: la photo est jointe au passage.";
pub const NOTED: &str = "Enregistré\u{a0}: la note est jointe au passage.";

pub const CHECKLIST: &str = "Liste de contrôle";
pub const NO_CHECKLIST: &str = "Aucune liste de contrôle n’est définie. Un coordinateur peut en \
     écrire une dans les réglages.";
pub const REST_DONE: &str = "Tout le reste est fait";
pub const PROBLEM_NOTE: &str = "Précisez le problème";
pub const PROBLEM_SAVE: &str = "Enregistrer cette précision";

pub const REQUESTS: &str = "Demandes de l’établissement";
pub const NO_REQUEST: &str = "Aucune demande n’attend ce passage.";
pub const NO_REQUEST_HERE: &str = "Aucune demande en cours.";
pub const PHOTOS: &str = "Photos du passage";
pub const HISTORY: &str = "Ce qui s’est passé";
pub const DOUBTFUL: &str = "heure incertaine\u{a0}: l’horloge de l’appareil était fausse";

pub const FINISH_INTRO: &str = "Tout ce qui n’est pas résolu reviendra au prochain passage.";
pub const ALL_DONE: &str = "Tout est fait";
pub const LEFT_OVER: &str = "Il reste des choses à faire";
pub const FINISH_UNSIGNED: &str = "Terminer sans signature";
pub const STILL_OPEN: &str = "Encore ouvert\u{a0}:";
pub const OPEN_SIGNATURE: &str = "le compte rendu n’est pas signé";
pub const FOUND_AFTER: &str = "Le passage est terminé\u{a0}: cette demande attendra le prochain, \
     et figurera au compte rendu.";
pub const REQUEST_FOR_NEXT: &str = "Enregistré\u{a0}: la demande attend le prochain passage.";

pub const SIGN_INTRO: &str = "La personne qui vous reçoit signe ici. Un nom écrit suffit.";
pub const SIGN_WHAT: &str = "Ce qui est signé";
pub const SIGN_EARLY: &str = "Le passage n’est pas terminé\u{a0}: ce qui viendra ensuite portera \
     la mention «\u{a0}après la signature\u{a0}» au compte rendu.";
pub const SIGN_READ: &str = "Lire le compte rendu";
pub const SIGN_NAME: &str = "Nom";
pub const SIGN_CAPACITY: &str = "Fonction";
pub const SIGN_CAPACITY_HINT: &str = "par exemple directrice, enseignant";
pub const SIGN_NO_ROOM: &str = "Il n’y a plus de place pour ce dessin sur cet appareil\u{a0}: rien \
     n’a été enregistré. Effacez-le, puis enregistrez\u{a0}: le nom suffit.";
pub const SIGN_SAVE: &str = "Enregistrer la signature";
pub const SIGN_NEEDS_NAME: &str = "Écrivez le nom de la personne qui signe.";

pub const MISS_WHY: &str = "Pourquoi\u{a0}?";
pub const MISS_TEXT: &str = "Précisions";
pub const MISS_TEXT_HINT: &str = "Obligatoires pour un autre motif.";
pub const MISS_SAVE: &str = "Déclarer le passage impossible";
pub const MISS_NEEDS_WHY: &str = "Choisissez pourquoi le passage n’est pas possible.";

pub const FOUND_WHAT: &str = "De quoi s’agit-il\u{a0}?";
pub const FOUND_TEXT: &str = "La demande en une phrase";
pub const FOUND_ROOM: &str = "Lieu";
pub const FOUND_ROOM_HINT: &str = "par exemple salle 3, bureau de direction";
pub const FOUND_NEEDS_WHAT: &str = "Choisissez de quoi il s’agit.";
pub const NOTE_TEXT: &str = "Note";
pub const NOTE_HINT: &str = "Elle figure au compte rendu.";

pub const SCAN_INTRO: &str = "Montrez l’étiquette à la caméra, photographiez-la ou écrivez son \
     numéro\u{a0}; les chiffres suffisent. Le numéro de série convient aussi.";
pub const SCAN_LABEL: &str = "Numéro de l’étiquette";
pub const SCAN_PHOTO: &str = "Photographier l’étiquette";
pub const SCAN_READING: &str = "Lecture de l’étiquette…";
pub const SCAN_UNREAD: &str = "Aucun code n’a été lu sur cette photo. Recommencez de plus près ou \
     écrivez le numéro.";
pub const SCAN_LIVE: &str = "Lire avec la caméra";
pub const SCAN_LIVE_END: &str = "Arrêter la caméra";
pub const SCAN_LIVE_HINT: &str = "Montrez l’étiquette à la caméra\u{a0}: elle est lue toute seule.";
pub const SCAN_SEVERAL: &str = "Plusieurs matériels correspondent. Lequel est-ce\u{a0}?";
pub const SCAN_FIND: &str = "Chercher";
pub const SCAN_REQUESTS: &str = "Ses demandes en cours";
pub const SCAN_NO_REQUEST: &str = "Aucune demande en cours pour ce matériel.";
pub const SCAN_ADD: &str = "Ajouter une demande pour ce matériel";

/// Why no label was read, and what to do.
pub fn scan_error(error: ScanError) -> String {
    match error {
        ScanError::Unreadable => {
            "Cette photo ne peut pas être lue. Prenez-en une autre ou écrivez \
             le numéro."
        }
        ScanError::NoReader => {
            "La lecture des étiquettes n’est pas encore sur cet appareil et il \
             n’y a pas de réseau. Écrivez le numéro."
        }
        ScanError::NoCamera => {
            "La caméra n’est pas disponible. Photographiez l’étiquette ou \
             écrivez le numéro."
        }
    }
    .into()
}

/// Label, serial number and age of a piece of equipment, as far as they are known.
pub fn equipment_details(equipment: &Equipment, today: Day) -> String {
    let age = equipment.age(today).map(|years| match years {
        0 => "moins d’un an".to_owned(),
        years => count(years as usize, "an", "ans"),
    });
    let named = |name: &str, value: &str| {
        let value = value.trim();
        (!value.is_empty()).then(|| format!("{name}\u{a0}: {value}"))
    };
    let parts = [
        named("Étiquette", &equipment.label),
        named("N°\u{a0}de série", &equipment.serial),
        age.and_then(|age| named("Âge", &age)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The place of the equipment.
pub fn room(room: &str) -> String {
    match room.is_empty() {
        true => "Lieu inconnu".into(),
        false => format!("Lieu\u{a0}: {room}"),
    }
}

/// No equipment of the site has that label.
pub fn unknown_label(label: &str) -> String {
    format!(
        "L’étiquette «\u{a0}{label}\u{a0}» n’est pas connue dans cet établissement. Vérifiez le \
         numéro\u{a0}; vous pouvez tout de même ajouter une demande."
    )
}

/// The equipment of that label belongs to another site.
pub fn elsewhere(label: &str, site: &str) -> String {
    format!("L’étiquette «\u{a0}{label}\u{a0}» est celle d’un matériel de {site}.")
}

/// «5 points vus sur 8».
pub fn checked(done: usize, all: usize) -> String {
    format!("{} sur {all}", count(done, "point vu", "points vus"))
}

/// The work on a request so far.
pub fn worked(minutes: u32, text: &str) -> String {
    format!("{minutes}\u{a0}min · {text}")
}

/// Every item that had no answer was done.
pub fn rest_done(items: usize) -> String {
    format!("Enregistré\u{a0}: {}.", count(items, "point fait", "points faits"))
}

/// The requests of the site that ride with another visit.
pub fn elsewhere_planned(requests: usize) -> String {
    let counted = count(requests, "demande prévue", "demandes prévues");
    format!("{counted} à un autre passage")
}

/// An item was ticked.
pub fn check_kept(label: &str, check: &str) -> String {
    format!("Enregistré\u{a0}: {label}, {check}.")
}

/// Items of the checklist that nobody has answered.
pub fn unseen_items(items: usize) -> String {
    count(items, "point non vu", "points non vus")
}

/// Requests that are not resolved.
pub fn open_requests(requests: usize) -> String {
    count(requests, "demande non résolue", "demandes non résolues")
}

/// The button that ends a visit and names what is left; `None` when nothing is.
pub fn finish_with(items: usize, requests: usize) -> Option<String> {
    let items = (items > 0).then(|| count(items, "point", "points"));
    let requests = (requests > 0).then(|| count(requests, "demande", "demandes"));
    let parts: Vec<String> = items.into_iter().chain(requests).collect();
    (!parts.is_empty()).then(|| format!("Terminer\u{a0}: il reste {}", parts.join(" et ")))
}

/// The checklist, in one line of what is signed.
pub fn signed_items(seen: usize, all: usize, problems: usize) -> String {
    let seen = checked(seen, all);
    match problems {
        0 => seen,
        _ => format!("{seen}, dont {}", count(problems, "problème", "problèmes")),
    }
}

/// The works, in one line of what is signed.
pub fn signed_works(works: usize, minutes: u32) -> String {
    let works = count(works, "travail noté", "travaux notés");
    match minutes {
        0 => works,
        _ => format!("{works}, {}", super::visit_report::minutes(minutes)),
    }
}

/// The requests, in one line of what is signed.
pub fn signed_requests(resolved: usize, postponed: usize, added: usize, open: usize) -> String {
    let parts = [
        (resolved, "résolue", "résolues"),
        (postponed, "reportée", "reportées"),
        (added, "ajoutée", "ajoutées"),
        (open, "encore ouverte", "encore ouvertes"),
    ];
    let parts = parts.into_iter().filter(|(requests, ..)| *requests > 0);
    let parts: Vec<_> = parts.map(|(requests, one, many)| count(requests, one, many)).collect();
    match parts.is_empty() {
        true => "Aucune demande".into(),
        false => format!("Demandes\u{a0}: {}", parts.join(", ")),
    }
}

/// The heading of a visit: two of them can be told apart.
pub fn title(site: Option<&str>) -> String {
    super::titled(TITLE, site)
}

/// The button that brings a visit forward.
pub fn go_to(site: &str) -> String {
    format!("Aller à {site}")
}

/// The distance, the requests that wait there, and the planned date.
pub fn instead(minutes: Option<u32>, requests: usize, planned: &str) -> String {
    let way = minutes.map(|minutes| format!("à {minutes}\u{a0}min, ")).unwrap_or_default();
    let waits = super::count(requests, "demande en attente", "demandes en attente");
    format!("{way}{waits}, prévue le {planned}")
}

/// A visit that is planned for another day is about to be started.
pub fn other_day(day: Day) -> String {
    format!("Ce passage est prévu le {}\u{a0}: il comptera pour aujourd’hui.", day_long(day))
}

/// A visit is about to be started while another one is under way.
pub fn other_runs(site: &str) -> String {
    format!("Un autre passage est en cours\u{a0}: {site}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_button_names_what_is_left() {
        assert_eq!(finish_with(0, 0), None);
        let both = finish_with(1, 3).expect("something is left");
        assert_eq!(both, "Terminer\u{a0}: il reste 1\u{a0}point et 3\u{a0}demandes");
    }

    #[test]
    fn what_is_signed_is_said_in_a_line() {
        assert_eq!(signed_items(5, 8, 0), "5\u{a0}points vus sur 8");
        assert_eq!(signed_works(3, 80), "3\u{a0}travaux notés, 1\u{a0}h\u{a0}20");
        let requests = signed_requests(2, 0, 1, 1);
        assert_eq!(
            requests,
            "Demandes\u{a0}: 2\u{a0}résolues, 1\u{a0}ajoutée, 1\u{a0}encore ouverte"
        );
    }
}
