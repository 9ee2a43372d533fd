//! Words of «Fiche de l’école» and «Chercher une école».

use super::{count, date};
use shared::day::{Day, HalfDay, Week};
use shared::site::Figures;

pub const UNKNOWN: &str = "Cet établissement n’est pas sur cet appareil.";
pub const BACK_VISIT: &str = "Passage en cours";
pub const ADDRESS: &str = "Adresse";
pub const PHONE: &str = "Téléphone";
pub const OPEN: &str = "Ouverture";
pub const CLOSED: &str = "Fermetures";
pub const FIGURES: &str = "Effectifs";

pub const MAIL: &str = "Courriel";
pub const POSTCODE: &str = "Code postal";
pub const STREET: &str = "Rue";
pub const SKILL: &str = "Compétence demandée";
pub const SKILL_HINT: &str = "vide pour la plupart des écoles\u{a0}; sinon, seuls les techniciens \
     qui l’ont y sont envoyés";
pub const PHONE_HINT: &str = "dix chiffres";
pub const CONTACT: &str = "Coordonnées et semaine";
pub const EDIT_CONTACT: &str = "Modifier les coordonnées et la semaine";
pub const CONTACT_HINT: &str = "Ce que vous écrivez ici reste, même si un annuaire importé plus \
     tard dit autre chose.";
pub const CONTACT_KEPT: &str = "Enregistré\u{a0}: la fiche de l’école est à jour.";
pub const OPEN_HALF_DAYS: &str = "Demi-journées d’ouverture";
pub const NEW_TICKET: &str = "Nouvelle demande pour cette école";
pub const NOBODY_AHEAD: &str = "Aucun passage n’est prévu ici.";
pub const ACCESS: &str = "Accès";
pub const NO_ACCESS: &str = "Rien n’est noté sur la façon d’entrer.";
pub const WRITE: &str = "Écrire une note d’accès";
pub const EDIT: &str = "Modifier la note d’accès";
pub const ACCESS_TEXT: &str = "Comment entrer";
pub const ACCESS_HINT: &str = "Par exemple\u{a0}: la clé est à la mairie. Jamais de code d’alarme \
     ni de donnée personnelle (numéro privé, habitudes de quelqu’un)\u{a0}: toute l’équipe et \
     l’école lisent cette note.";
pub const ACCESS_KEPT: &str = "Enregistré\u{a0}: la note d’accès est à jour.";

pub const VISITS: &str = "Passages";
pub const NONE_AHEAD: &str = "Aucun passage n’est prévu pour vous ici.";
pub const REPORTS: &str = "Derniers comptes rendus";
pub const NO_REPORT: &str = "Aucun passage n’a encore eu lieu.";
pub const REQUESTS: &str = "Demandes en cours";
pub const IN_FLEET: &str = "Ouvrir dans le parc";
pub const EQUIPMENT: &str = "Matériel";
pub const NO_EQUIPMENT: &str = "Aucun matériel n’est connu ici.";

pub const FETCHING: &str = "Les demandes, le matériel et les comptes rendus arrivent…";
pub const UNREACHABLE: &str = "Cette école n’est pas de vos passages de ce trimestre ou du \
     prochain\u{a0}: ses demandes, son matériel et ses comptes rendus demandent le réseau.";
pub const AGAIN: &str = "Réessayer";

pub const FIND: &str = "Chercher une école";
pub const BACK: &str = "Accueil";
pub const SEARCH: &str = "École";
pub const SEARCH_HINT: &str = "nom, commune ou code UAI";
pub const OWN: &str = "Vos écoles de ce trimestre et du prochain.";
pub const NONE_FOUND: &str = "Aucune école ne correspond.";
pub const NARROW: &str = "D’autres écoles correspondent\u{a0}: précisez.";

pub const UNPLANNED: &str = "Passage imprévu";
pub const WHERE_UNPLANNED: &str = "Passage imprévu\u{a0}: dans quelle école\u{a0}?";
pub const OPEN_PLANNED: &str = "Ouvrir le passage prévu";
pub const UNPLANNED_HINT: &str = "Le passage démarre tout de suite et compte pour le trimestre, \
     une seule fois par école.";
pub const UNPLANNED_START: &str = "Démarrer un passage imprévu";
pub const UNPLANNED_STARTED: &str = "Enregistré\u{a0}: le passage imprévu a démarré.";

/// What published lists say of a school, in words; blank while none has said anything.
pub fn figures(of: &Figures) -> String {
    let since = |year: Option<u16>| year.map_or_else(String::new, |year| format!(" ({year})"));
    let roll = of.roll.map(|roll| {
        let classes = roll.classes.map(|classes| count(classes as usize, "classe", "classes"));
        let classes = classes.map_or_else(String::new, |classes| format!(", {classes}"));
        let pupils = count(roll.pupils as usize, "élève", "élèves");
        format!("{pupils}{classes}{}", since(roll.year))
    });
    let index = of.social_index.map(|index| {
        let (whole, tenth) = (index.tenths / 10, index.tenths % 10);
        format!("IPS {whole},{tenth}{}", since(index.year))
    });
    let ulis = of.ulis.filter(|ulis| *ulis).map(|_| "ULIS".to_owned());
    let grouped = of.grouped.filter(|grouped| *grouped).map(|_| "RPI".to_owned());
    [roll, index, ulis, grouped].into_iter().flatten().collect::<Vec<_>>().join("\u{a0}; ")
}

/// A visit of the quarter is planned there for who asks.
pub fn planned_for_you(slot: &str) -> String {
    format!("Un passage est prévu ici pour vous\u{a0}: {slot}. Faites-le plutôt maintenant.")
}

/// A visit of the quarter is planned there for somebody else.
pub fn planned_for(who: &str, slot: &str) -> String {
    format!("{who} doit passer ici\u{a0}: {slot}. Prévenez la planification.")
}

/// The visit of the quarter was made.
pub fn made(day: &str) -> String {
    format!("Le passage de ce trimestre a déjà eu lieu\u{a0}: {day}.")
}

/// Who wrote the note, and when.
pub fn noted(by: &str, on: Day) -> String {
    format!("{by}, le {}", date::day_long(on))
}

/// The site closed for good.
pub fn gone(on: Day) -> String {
    format!("Cet établissement a fermé définitivement le {}.", date::day_long(on))
}

/// A dated closure.
pub fn closure(first: HalfDay, last: HalfDay, reason: &str) -> String {
    format!("{} ({reason})", date::slots(first, last))
}

/// How many devices the site has.
pub fn devices(devices: usize) -> String {
    count(devices, "appareil", "appareils")
}

/// How many sites were found.
pub fn found(sites: usize) -> String {
    count(sites, "école trouvée", "écoles trouvées")
}

/// The half-days of a week: «lundi, mardi, mercredi matin, jeudi, vendredi».
pub fn week(week: Week) -> String {
    let days = ["lundi", "mardi", "mercredi", "jeudi", "vendredi"];
    let said = days.iter().zip(week.0.chunks(2)).filter_map(|(day, halves)| match halves {
        [true, true] => Some((*day).to_owned()),
        [true, false] => Some(format!("{day} matin")),
        [false, true] => Some(format!("{day} après-midi")),
        _ => None,
    });
    said.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_said_by_its_days() {
        assert_eq!(week(Week::FOUR_DAYS), "lundi, mardi, jeudi, vendredi");
        let half = "lundi, mardi, mercredi matin, jeudi, vendredi";
        assert_eq!(week(Week::FOUR_AND_A_HALF), half);
        assert_eq!(week(Week([false; 10])), "");
    }
}
