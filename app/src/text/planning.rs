//! Words of «Planning».

use shared::day::HalfDay;
use shared::rounds::Reason;
use shared::words::half;

pub const TITLE: &str = "Planning";
pub const CAPTION: &str = "Demi-journées du trimestre et passages de chaque technicien";
pub const STRUCTURE: &str = "Une ligne par demi-journée, groupées par semaine\u{a0}; une colonne \
     par technicien\u{a0}; chaque case tient les passages, ou dit pourquoi personne ne vient.";
pub const MAP: &str = "Carte de la semaine";
pub const MAP_LABEL: &str = "Carte des passages de la semaine\u{a0}; le tableau dit la même chose";
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
pub const NO_ABSENCE: &str = "Aucune absence à venir.";
pub const NO_CLOSURE: &str = "Aucune fermeture à venir.";
pub const TECHNICIAN: &str = "Technicien";
pub const FIRST: &str = "Du";
pub const LAST: &str = "Au";
pub const RECORD: &str = "Enregistrer l’absence";
pub const WEEK_BEFORE: &str = "Semaine précédente";
pub const WEEK_AFTER: &str = "Semaine suivante";
pub const WHOLE: &str = "Tout le trimestre";
/// The word of the address.
pub const WHOLE_WORD: &str = "trimestre";
pub const UNDO_LAST: &str = "Annuler la dernière action";
pub const NOTHING_TO_UNDO: &str = "Il n’y a plus rien à annuler.";
pub const EXCHANGE_TITLE: &str = "Échanger deux passages";
pub const EXCHANGE: &str = "Échanger";
pub const NOT_MOVABLE: &str =
    "Ce passage a déjà commencé ou a eu lieu\u{a0}: il ne se déplace plus.";
pub const IN_THE_PAST: &str = "elle est passée, ou c’est celle du passage.";
pub const PROPOSAL: &str = "Réparation proposée";
pub const CLOSE_SITE: &str = "Fermer une école";
pub const CLOSURES: &str = "Fermetures déclarées";
pub const SITE: &str = "Établissement";
pub const FIND_SITE: &str = "Chercher un établissement";
pub const REASON: &str = "Motif";
pub const RECORD_CLOSURE: &str = "Enregistrer la fermeture";
pub const BEFORE: &str = "Avant";
pub const AFTER: &str = "Après";
pub const BEFORE_AFTER: &str = "Ce que la réparation change, avant et après";
pub const NO_VISIT_YET: &str = "aucun passage";
pub const NO_PLACE: &str = "aucune demi-journée trouvée\u{a0}: reste dû";
pub const NO_REPAIR: &str = "La réparation n’a pas pu être calculée\u{a0}: aucun jour de classe \
     ne reste dans ce trimestre. Le planning n’a pas changé.";
pub const SUGGESTIONS: &str = "Les meilleures autres demi-journées";
pub const REPAIR: &str = "Réparer le planning";
pub const APPLY: &str = "Appliquer ces déplacements";
pub const WITHDRAWN: &str = "établissement fermé ou déjà vu\u{a0}: retiré du planning";
pub const WITHOUT_PLACE: &str = "Passages sans place possible";
pub const KEEP: &str = "Garder le planning tel quel";
pub const PINNED: &str = "épinglé";
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
pub const LETTERS: &str = "Courriels et lettres aux écoles";

/// The place of a visit in the table, for screen readers.
pub fn place(slot: HalfDay, technician: &str) -> String {
    format!("{}, {technician}", when(slot))
}

/// «12/03 matin».
pub fn when(slot: HalfDay) -> String {
    format!("{} {}", slot.day.format("%d/%m"), half(slot.half))
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

/// The button that withdraws a declaration, for screen readers.
pub fn withdraw(said: &str) -> String {
    format!("{WITHDRAW}\u{a0}: {said}")
}

/// After an absence was withdrawn.
pub fn absence_withdrawn(name: &str) -> String {
    format!("Absence de {name} retirée.")
}

/// After a closure was withdrawn.
pub fn closure_withdrawn(site: &str) -> String {
    format!("{site}\u{a0}: fermeture retirée.")
}

/// How many visits stand on an impossible half-day.
pub fn broken(count: usize) -> String {
    match count {
        1 => "Un passage est sur une demi-journée devenue impossible.".into(),
        _ => format!("{count} passages sont sur une demi-journée devenue impossible."),
    }
}

/// How many visits were not made on their day.
pub fn late(count: usize) -> String {
    match count {
        1 => "Un passage n’a pas été fait à sa date.".into(),
        _ => format!("{count} passages n’ont pas été faits à leur date."),
    }
}

/// How many sites of a published quarter have no visit.
pub fn due(count: usize) -> String {
    match count {
        1 => "Un établissement n’a pas de passage dans ce trimestre.".into(),
        _ => format!("{count} établissements n’ont pas de passage dans ce trimestre."),
    }
}

/// After a closure.
pub fn closed(site: &str) -> String {
    format!("Fermeture enregistrée\u{a0}: {site}.")
}

/// After the closure of several schools.
pub fn closed_all(count: usize) -> String {
    let count = super::count(count, "établissement", "établissements");
    format!("Fermeture enregistrée\u{a0}: {count}.")
}

/// The choice of every school that was searched.
pub fn all_found(count: usize) -> String {
    format!("Les {count} établissements trouvés")
}

/// How many schools must hear of a repair.
pub fn schools_to_tell(count: usize) -> String {
    super::count(count, "établissement à prévenir", "établissements à prévenir")
}

/// After the repair: how many visits were moved or added, and how many have no half-day any more.
pub fn repaired(moved: usize, left: usize) -> String {
    let moved = match moved {
        0 => "Aucun passage déplacé.".into(),
        1 => "Un passage déplacé.".into(),
        _ => format!("{moved} passages déplacés."),
    };
    match left {
        0 => moved,
        1 => format!("{moved} Un passage n’a plus de demi-journée\u{a0}: il reste dû."),
        _ => format!("{moved} {left} passages n’ont plus de demi-journée\u{a0}: ils restent dus."),
    }
}

/// What is put back where it stood.
pub fn put_back(count: usize) -> String {
    match count {
        0 => "Aucun passage remis où il était".into(),
        1 => "Un passage remis où il était".into(),
        _ => format!("{count} passages remis où ils étaient"),
    }
}

/// Heads the visits without a possible half-day.
pub fn no_place(count: usize) -> String {
    super::count(count, "passage sans place possible", "passages sans place possible")
}

/// A technician who no longer works here and still has visits.
pub fn gone(name: &str) -> String {
    format!("{name} (parti)")
}

/// After an action was undone.
pub fn undone(said: &str) -> String {
    format!("Annulé\u{a0}: {said}")
}

/// Why a visit cannot be dropped there.
pub fn impossible(site: &str, slot: HalfDay, why: &str) -> String {
    format!("{site} ne peut pas aller au {}\u{a0}: {why}", when(slot))
}

/// Before two visits change places.
pub fn exchange_body(site: &str, other: &str) -> String {
    format!("{site} prend la demi-journée de {other}, et {other} celle de {site}.")
}

/// After two visits changed places.
pub fn exchanged(site: &str, other: &str) -> String {
    format!("{site} et {other} ont échangé leurs demi-journées.")
}

/// Where a visit stands, then why it cannot stay there.
pub fn stands(place: &str, why: &str) -> String {
    format!("{place}\u{a0}: {why}")
}

/// A visit that is not any more where it was when it was looked at.
pub fn overtaken(site: &str, by: Option<&str>, kept: &str, mine: &str) -> String {
    let by = by.unwrap_or("Quelqu’un d’autre");
    format!(
        "{by} vient de déplacer le passage à {site} au {kept}. Votre déplacement au {mine} n’a \
         pas été fait\u{a0}; refaites-le s’il vaut mieux."
    )
}

/// Who else looks at the plan.
pub fn also_here(names: &[String]) -> String {
    match names {
        [one] => format!("{one} regarde aussi ce planning."),
        _ => format!("{} regardent aussi ce planning.", names.join(", ")),
    }
}

/// «Semaine du 9 mars 2026».
pub fn week(day: &str) -> String {
    format!("Semaine du {day}")
}

/// Why a visit is where it is.
pub fn why(reasons: &str) -> String {
    format!("Pourquoi ici\u{a0}: {reasons}.")
}

/// The cost of a move, from seconds of travel.
pub fn cost(travel_s: i64) -> String {
    let minutes = (travel_s.abs() + 30) / 60;
    match (minutes, travel_s > 0) {
        (0, _) => "autant de trajet".into(),
        (_, true) => format!("{minutes}\u{a0}min de trajet en plus"),
        (_, false) => format!("{minutes}\u{a0}min de trajet en moins"),
    }
}

/// Returns a reason in words; `None` for those that only the planner weighs.
pub fn reason(reason: &Reason, name: impl Fn(u32) -> String) -> Option<String> {
    Some(match reason {
        Reason::Pinned => "épinglé".into(),
        Reason::Partner { site, half, minutes } => {
            let half = if *half == 0 { "le matin" } else { "l’après-midi" };
            format!("{} {half}, {minutes}\u{a0}min de trajet entre les deux", name(*site))
        }
        Reason::Alone { minutes } => {
            format!("seul passage de la journée, {minutes}\u{a0}min depuis le point de départ")
        }
        Reason::SinceLast { weeks, .. } => {
            let weeks = weeks.unsigned_abs() as usize;
            format!("dernier passage {} avant", super::count(weeks, "semaine", "semaines"))
        }
        Reason::OutOfSpacing { days } => {
            let days = super::count(days.unsigned_abs() as usize, "jour", "jours");
            format!("{days} hors du rythme souhaité")
        }
        Reason::Tickets { count, .. } => {
            super::count(*count as usize, "demande en attente", "demandes en attente")
        }
        Reason::Known => "le technicien connaît l’école".into(),
        Reason::NotKnown => "le technicien n’y est pas allé la dernière fois".into(),
        Reason::WishBroken => "demi-journée que l’école préfère éviter".into(),
        Reason::WishKept => "souhait de l’école respecté".into(),
        Reason::FewHalfDays { count } => {
            let (one, many) = ("demi-journée possible", "demi-journées possibles");
            format!("l’école n’a que {}", super::count(*count as usize, one, many))
        }
        Reason::Skill { skill, .. } => format!("l’école demande «\u{a0}{skill}\u{a0}»"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_said_as_one() {
        let said = |of: Reason| reason(&of, |_| String::new()).map(|s| s.replace('\u{a0}', " "));
        let since = |weeks| said(Reason::SinceLast { days: 7 * weeks, weeks });
        assert_eq!(since(1).as_deref(), Some("dernier passage 1 semaine avant"));
        assert_eq!(since(13).as_deref(), Some("dernier passage 13 semaines avant"));
        let out = said(Reason::OutOfSpacing { days: 1 });
        assert_eq!(out.as_deref(), Some("1 jour hors du rythme souhaité"));
        let few = said(Reason::FewHalfDays { count: 1 });
        assert_eq!(few.as_deref(), Some("l’école n’a que 1 demi-journée possible"));
    }
}
