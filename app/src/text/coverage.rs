//! Words of «Couverture du trimestre».

use shared::day::{HalfDay, Quarter};
use shared::owed::Owed;
use shared::rounds::Cause;
use shared::site::Site;
use shared::words::half;

pub const TITLE: &str = "Couverture du trimestre";
/// Its name in the navigation.
pub const SHORT: &str = "Couverture";
pub const QUARTER: &str = "Trimestre";
pub const PREPARE: &str = "Préparer le planning";
pub const PUBLISH: &str = "Publier le planning";
pub const COMING: &str = "Les données arrivent du serveur\u{a0}: le planning pourra être préparé \
     quand elles seront toutes là.";
pub const STOP: &str = "Arrêter et garder ce planning";
pub const SEE_PLAN: &str = "Voir le planning";
pub const WAYS: &str = "Façon de montrer les établissements";
pub const LIST: &str = "Liste";
pub const MAP: &str = "Carte";
pub const BY_COMMUNE: &str = "Par commune";
pub const COMMUNES_CAPTION: &str = "État des demi-journées par commune";
pub const SITES: &str = "Établissements";
pub const ROUNDS_OF: &str = "Tournées du";
pub const NO_ROUND: &str = "Aucun passage ce jour-là.";
pub const SEARCH: &str = "Rechercher un établissement ou une commune";
pub const CAPTION: &str = "Établissements et état de leur demi-journée";
pub const SITE: &str = "Établissement";
pub const COMMUNE: &str = "Commune";
pub const STATE: &str = "État";
pub const VISIT: &str = "Passage";
pub const FICTITIOUS: &str = "fictif";
pub const NOTHING_FOUND: &str = "Aucun établissement ne correspond à cette recherche.";
pub const NO_CALENDAR: &str =
    "Aucun trimestre n’est encore connu. Importez le calendrier scolaire pour commencer.";
pub const NO_SITE: &str =
    "Aucun établissement n’est encore connu. Importez l’annuaire des écoles pour commencer.";
pub const NO_TECHNICIAN: &str = "Il n’y a aucun technicien actif : le planning ne peut pas être \
     préparé. Un coordinateur peut en ajouter dans «\u{a0}Comptes\u{a0}».";
pub const NO_PLANNER: &str = "Le calcul du planning n’a pas pu démarrer sur cet appareil. Rien \
     n’a changé. Vérifiez le réseau, rechargez la page, puis réessayez.";
pub const NOT_ALL: &str = "Tous les établissements ne peuvent pas être visités ce trimestre. Les \
     autres sont planifiés quand même.";
pub const MAP_LABEL: &str = "Carte des établissements ; la liste donne les mêmes informations";
pub const PUBLISH_TITLE: &str = "Publier le planning\u{a0}?";
pub const KEEP_PROPOSED: &str = "Ne pas publier";

pub const WEEKS_TITLE: &str = "Demi-journées d’ouverture";
pub const OPEN_HALF_DAYS: &str = "Ouvert";

/// The button that changes the week of all schools that are shown.
pub fn change_weeks(count: usize) -> String {
    match count {
        1 => "Changer ses demi-journées".into(),
        _ => format!("Changer les demi-journées de ces {count} établissements"),
    }
}

/// Which schools get that week.
pub fn weeks_body(count: usize) -> String {
    match count {
        1 => "Pour l’établissement affiché. Les passages qui n’y ont plus de place seront montrés \
              dans «\u{a0}Planning\u{a0}»."
            .into(),
        _ => format!(
            "Pour les {count} établissements affichés\u{a0}: une recherche par commune en fait la \
             liste. Les passages qui n’ont plus de place seront montrés dans \
             «\u{a0}Planning\u{a0}»."
        ),
    }
}

/// After the weeks were changed.
pub fn weeks_changed(count: usize) -> String {
    match count {
        0 => "Rien à changer\u{a0}: c’est déjà ainsi.".into(),
        1 => "Enregistré\u{a0}: un établissement a changé de demi-journées.".into(),
        _ => format!("Enregistré\u{a0}: {count} établissements ont changé de demi-journées."),
    }
}

/// Returns the word of a state, for one site, as a label.
pub fn owed(owed: Owed) -> String {
    super::capital(shared::words::owed(owed))
}

/// Returns the word of a state, for a count.
pub fn owed_many(owed: Owed, count: usize) -> &'static str {
    match owed {
        _ if count < 2 => shared::words::owed(owed),
        Owed::Due => "dus",
        Owed::Planned => "prévus",
        Owed::Done => "faits",
        Owed::Late => "en retard",
        Owed::Impossible => "impossibles",
    }
}

/// Returns the meaning of a state, which stands under its figure.
pub fn owed_meaning(owed: Owed) -> &'static str {
    match owed {
        Owed::Due => "aucun passage publié",
        Owed::Planned => "passage publié, à venir",
        Owed::Done => "demi-journée rendue",
        Owed::Late => "date passée sans passage",
        Owed::Impossible => "plus aucune demi-journée ouverte",
    }
}

/// «1er trimestre 2026-2027».
pub fn quarter(quarter: &Quarter) -> String {
    let year = quarter.id.as_str().rsplit_once('-').map_or("", |(year, _)| year);
    let rank = if quarter.rank == 1 { "1er".into() } else { format!("{}e", quarter.rank) };
    format!("{rank} trimestre {year}")
}

/// «du 1er septembre au 12 novembre 2026», from the days in words.
pub fn period(first: &str, last: &str) -> String {
    format!("du {first} au {last}")
}

/// A half-day for a table: «2026-03-12 matin».
pub fn short_slot(slot: HalfDay) -> String {
    format!("{} {}", slot.day.format("%d/%m/%Y"), half(slot.half))
}

/// How many sites are shown.
pub fn shown(count: usize, all: usize) -> String {
    let shown = super::count(count, "établissement affiché", "établissements affichés");
    format!("{shown} sur {all}")
}

/// The progress of the planner.
pub fn planning(placed: usize, all: usize) -> String {
    let placed = super::count(placed, "passage placé", "passages placés");
    format!("Recherche du meilleur planning\u{a0}: {placed} sur {all}")
}

/// A number of visits.
fn visits(count: usize) -> String {
    super::count(count, "passage", "passages")
}

/// The message once the draft is kept.
pub fn drafted(placed: usize, left: usize) -> String {
    let kept = format!("Brouillon enregistré\u{a0}: {}.", visits(placed));
    match left {
        0 => format!("{kept} Rien n’est encore publié."),
        1 => format!("{kept} Un établissement reste sans passage."),
        _ => format!("{kept} {left} établissements restent sans passage."),
    }
}

/// How many proposals wait for publication.
pub fn draft_waits(count: usize) -> String {
    match count {
        1 => "Un passage en brouillon attend d’être publié.".into(),
        _ => format!("{count} passages en brouillon attendent d’être publiés."),
    }
}

/// The consequence of publishing.
pub fn publish_body(count: usize) -> String {
    let said = match count {
        0 | 1 => "deviendra visible des techniciens et de l’école",
        _ => "deviendront visibles des techniciens et des écoles",
    };
    format!("{} {said}. Les demandes en attente partiront avec.", visits(count))
}

/// The message after publication.
pub fn published(count: usize) -> String {
    format!("Planning publié\u{a0}: {}.", visits(count))
}

/// The rounds of a day.
pub fn rounds_of(day: &str) -> String {
    format!("{ROUNDS_OF} {day}")
}

/// A way, from kilometres and minutes.
pub fn way(kilometres: u64, minutes: u64) -> String {
    format!("{kilometres}\u{a0}km, {minutes}\u{a0}min de route")
}

/// The spread between the least and the best served communes, in hundredths.
pub fn fairness((least, best): (usize, usize)) -> String {
    format!(
        "Part des établissements déjà visités, parmi les communes qui en ont au moins deux\u{a0}: \
         de {least}\u{a0}% à {best}\u{a0}%."
    )
}

/// A school among others of the same name.
pub fn in_commune(site: &Site) -> String {
    format!("{} ({})", site.name, site.commune_name)
}

/// How many sites the draft leaves out.
pub fn left_out(count: usize) -> String {
    super::count(count, "établissement sans passage", "établissements sans passage")
}

/// Sites of a crowd that are named.
const NAMED: usize = 6;

/// Why one or more sites cannot be visited, and what to do.
pub fn cause(cause: &Cause, name: impl Fn(u32) -> String) -> String {
    match cause {
        Cause::Pin { visit, .. } => format!(
            "{}\u{a0}: son passage est épinglé sur une demi-journée impossible. Déplacez-le ou \
             désépinglez-le.",
            name(visit[0])
        ),
        Cause::NeverOpen { site, .. } => format!(
            "{}\u{a0}: aucune demi-journée ouverte d’ici la fin du trimestre. Vérifiez sa semaine \
             et ses fermetures.",
            name(*site)
        ),
        Cause::NobodyAble { site } => format!(
            "{}\u{a0}: aucun technicien ne peut y aller. Vérifiez les compétences et les secteurs.",
            name(*site)
        ),
        Cause::NobodyThere { site, .. } => format!(
            "{}\u{a0}: aucun technicien n’est présent quand l’établissement est ouvert. Vérifiez \
             les absences.",
            name(*site)
        ),
        Cause::Crowded { sites, half_days, .. } => {
            let mut names: Vec<_> = sites.iter().take(NAMED).map(|site| name(*site)).collect();
            if sites.len() > NAMED {
                names.push("…".into());
            }
            format!(
                "{} établissements n’ont ensemble que {}\u{a0}: {}. Ajoutez des demi-journées ou \
                 un technicien.",
                sites.len(),
                super::count(
                    *half_days as usize,
                    "demi-journée de technicien",
                    "demi-journées de technicien"
                ),
                names.join(", ")
            )
        }
    }
}
