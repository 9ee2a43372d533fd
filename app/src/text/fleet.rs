//! Words of «Parc», «Fin de vie» and «Renouvellement».

use super::date::day_long;
use super::{count, site_name, value};
use shared::equipment::{Happened, Retirement};
use shared::money::Cents;
use shared::renewal::{Cut, Rank};
use shared::reuse::Reuse;
use shared::row::State;
use shared::sobriety::Factor;
use shared::words;

pub const TITLE: &str = "Parc";
pub const END: &str = "Fin de vie";
pub const RENEWAL: &str = "Renouvellement";
pub const SEARCH: &str = "Chercher dans le parc";
pub const SEARCH_HINT: &str = "nom, étiquette, numéro de série, modèle, lieu, école";
pub const KIND: &str = "Nature";
pub const STATE: &str = "État";
pub const COMMUNE: &str = "Commune";
pub const SITE: &str = "École";
pub const AGE: &str = "Âge";
pub const ORDER: &str = "Trier par";
pub const ORDER_USUAL: &str = "école";
pub const ORDERS: [(&str, &str); 4] = [
    ("nom", "nom"),
    ("age", "âge, le plus ancien d’abord"),
    ("modele", "modèle"),
    ("etat", "état"),
];
pub const STATES: [(&str, &str); 5] = [
    ("en-service", "en service"),
    ("en-panne", "en panne"),
    ("proposes", "proposés à la réforme"),
    ("gardes", "à garder, dit l’école"),
    ("retires", "retirés"),
];
pub const AGES: [(&str, &str); 5] = [
    ("3", "3 ans et plus"),
    ("5", "5 ans et plus"),
    ("8", "8 ans et plus"),
    ("10", "10 ans et plus"),
    ("inconnu", "âge inconnu"),
];
pub const CLEAR: &str = "Effacer les filtres";
pub const NOTHING: &str = "Aucun matériel ne correspond.";
pub const CAPTION: &str = "Matériel";
pub const DEVICE: &str = "Matériel";
pub const LABEL: &str = "Étiquette";
pub const SERIAL: &str = "N°\u{a0}de série";
pub const MODEL: &str = "Modèle";
pub const ROOM: &str = "Lieu";
pub const NAME: &str = "Nom";
pub const BOUGHT: &str = "Date d’achat";
pub const IN_SERVICE: &str = "Mise en service";
pub const LIFE: &str = "Durée de vie (mois)";
pub const SUPPORT: &str = "Fin de support";
pub const PRICE: &str = "Prix TTC";
pub const GIVER: &str = "Reçu en don de";
pub const GIVER_HINT: &str = "Laissez vide si l’appareil a été acheté.";
pub const LABELS: &str = "Étiquettes à imprimer";
pub const PRINT: &str = "Imprimer";
pub const LABELS_MANY: usize = 400;
pub const QR: &str = "Code QR de l’étiquette";
pub const NO_LABEL: &str = "Sans étiquette ni numéro de série\u{a0}: rien à imprimer pour eux.";
pub const EXPORT: &str = "Exporter parc.csv";
pub const EXPORT_NAME: &str = "parc.csv";
pub const EDIT: &str = "Modifier";
pub const MOVE: &str = "Changer d’école";
pub const NEEDS_SITE: &str = "Choisissez l’école.";
pub const RETIRE: &str = "Réformer";
pub const REASON: &str = "Motif";
pub const FUNCTIONAL: &str = "Fonctionne-t-il encore\u{a0}?";
pub const YES: &str = "Oui, il peut servir à d’autres";
pub const NO: &str = "Non";
pub const NEEDS_ANSWER: &str = "Dites s’il fonctionne encore.";
pub const HISTORY: &str = "Historique";
pub const NO_HISTORY: &str = "Rien n’a encore été noté ici.";
pub const REQUESTS: &str = "Demandes";
pub const NO_REQUESTS: &str = "Aucune demande ne parle de ce matériel.";
pub const UNKNOWN: &str = "Ce matériel n’est pas connu ici.";
pub const BAD_DAY: &str = "Écrivez une date, ou laissez vide.";
pub const BAD_MONTHS: &str = "Écrivez un nombre de mois, ou laissez vide.";
pub const BAD_PRICE: &str = "Écrivez un montant comme 700,00.";
pub const SAID_EDITED: &str = "Enregistré\u{a0}: la fiche est à jour.";
pub const SAID_MOVED: &str = "Enregistré\u{a0}: il est à sa nouvelle école.";
pub const SAID_RETIRED: &str = "Enregistré\u{a0}: il est retiré. Précisez sa destination.";
pub const SAID_REVIVED: &str = "Enregistré\u{a0}: il est remis en service.";
pub const REVIVE: &str = "Remettre en service";
pub const WIPE: &str = "Données effacées";
pub const SAID_WIPED: &str = "Enregistré\u{a0}: données effacées.";
pub const DIRECT: &str = "Préciser la destination";
pub const SAID_DIRECTED: &str = "Enregistré\u{a0}: la destination est notée.";
pub const PROVE: &str = "Joindre l’attestation";
pub const PROOF: &str = "Attestation";
pub const PROOF_HINT: &str = "la référence du document, par exemple\u{a0}: reçu 2026-7 du 12 mars";
pub const SAID_PROVED: &str = "Enregistré\u{a0}: l’attestation est notée.";
pub const DESTINATION: &str = "Destination";
pub const NEEDS_DESTINATION: &str = "Choisissez où il va.";
pub const RECIPIENT: &str = "Bénéficiaire";
pub const COMMITTED: &str = "Engagement du bénéficiaire le";
pub const COMMITTED_HINT: &str = "avant le départ\u{a0}: sans engagement préalable, le réemploi ne \
     compte pas (décret 2023-266)";
pub const GONE: &str = "Parti le";
pub const GONE_HINT: &str = "vide tant qu’il est encore là";
pub const PENDING: &str = "Sans destination";
pub const PROMISED: &str = "Destination choisie, pas encore prouvée";
pub const PROVED: &str = "Destination prouvée";
pub const NONE_RETIRED: &str = "Aucun matériel n’est retiré.";
pub const REUSE: &str = "Réemploi";
pub const REUSE_DEFINITION: &str = "Matériel en état de marche orienté vers le réemploi dans \
     l’année, sur celui qui était réformé et en stock au 1er janvier (loi REEN, décret 2023-266). \
     Plus de dix ans à la réforme\u{a0}: hors du calcul. Sans engagement préalable ou sans \
     attestation\u{a0}: ne compte pas.";
const NOT_COMPUTABLE: &str = "non calculable (aucun matériel réformé en stock au 1er janvier)";
pub const TOTAL: &str = "Montant disponible TTC";
pub const TOTAL_HINT: &str = "par exemple\u{a0}: 430 630,31";
pub const UNIT: &str = "Prix unitaire TTC";
pub const UNIT_HINT: &str = "par exemple\u{a0}: 700,00";
pub const RANK: &str = "Rang";
pub const POINTS: &str = "Points";
pub const SUM: &str = "Cumul";
pub const WHY: &str = "Pourquoi";
pub const UNKNOWN_AGES: &str = "Âge inconnu, non classés par l’âge";
pub const KEPT: &str = "À garder, disent les écoles";
pub const RENEWAL_INTRO: &str = "Support terminé\u{a0}: 40 points. En panne, trois incidents en un \
     an ou proposé à la réforme\u{a0}: 25. Âge rapporté à la durée de vie\u{a0}: jusqu’à 20. École \
     peu équipée pour sa catégorie\u{a0}: 15. À égalité, le plus ancien d’abord.";
pub const BUDGET_SUFFICES: &str = "Le budget suffit pour toute la liste.";
pub const ORDERED: &str = "Remplacement déjà proposé ou en cours";
pub const COMPOSE_IT: &str = "Composer la campagne…";
pub const COMPOSE: &str = "Composer la campagne";
pub const CAMPAIGN: &str = "Campagne de renouvellement";
pub const CAMPAIGNS: &str = "Ouvrir «\u{a0}Campagnes\u{a0}»";
pub const NO_CAMPAIGN: &str = "Aucune campagne de renouvellement n’est ouverte. La coordination en \
     ouvre une d’abord.";
pub const NEEDS_CAMPAIGN: &str = "Choisissez une campagne.";
pub const NEW_ONE: &str = "Remplacés par";
pub const NEEDS_ARTICLE: &str = "Choisissez un appareil du catalogue.";
pub const NO_PURSE: &str = "Cette campagne n’a pas d’argent pour cet article.";
pub const HOW_MANY: &str = "Nombre d’appareils";
pub const HOW_MANY_HINT: &str = "Les premiers de la liste, un nouveau pour un ancien. Vous pourrez \
     en donner moins, école par école, dans «\u{a0}Commandes\u{a0}».";
pub const BAD_COUNT: &str = "Écrivez un nombre d’appareils, par exemple 12.";
pub const TO_SCHOOLS: &str = "Un mot pour les écoles";
pub const PROPOSE_TO_SCHOOLS: &str = "Proposer aux écoles";
pub const COMPOSED: &str = "Proposé aux écoles, à confirmer par le serveur. La coordination \
     accepte dans «\u{a0}Commandes\u{a0}».";
pub const EXPORT_RENEWAL: &str = "Exporter la liste";
pub const EXPORT_RENEWAL_NAME: &str = "renouvellement.csv";

/// What a campaign would propose, and what it has left.
pub fn composed(price: Cents, left: Cents) -> String {
    format!("{price}\u{a0}; la campagne a encore {left}.")
}

/// Said when a campaign lacks money.
pub fn lacks(missing: Cents) -> String {
    format!("La campagne n’a pas assez d’argent\u{a0}: il manque {missing}.")
}

/// The progress of the proposals.
pub fn composing(done: usize, all: usize) -> String {
    format!("Enregistrement\u{a0}: {done} sur {all}")
}

/// How many devices the filters let through.
pub fn shown(devices: usize) -> String {
    count(devices, "matériel", "matériels")
}

/// How many labels a sheet has, and of how many devices.
pub fn labels(labels: usize) -> String {
    count(labels, "étiquette", "étiquettes")
}

/// Says that a sheet ends before the list does.
pub fn labels_cut(all: usize) -> String {
    format!(
        "{all}\u{a0}étiquettes demandées\u{a0}: les {LABELS_MANY} premières sont ici. Filtrez la \
         liste pour imprimer la suite."
    )
}

/// How many devices the age is known of: «âge connu pour 6 120 sur 8 300».
pub fn known_ages((known, all): (usize, usize)) -> String {
    format!("âge connu pour {} sur {}", grouped(known), grouped(all))
}

/// A number with a space between its thousands.
pub fn grouped(number: usize) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{}\u{a0}{:03}", grouped(number / 1_000), number % 1_000),
    }
}

/// Where the money ends: «Le budget s'arrête ici : 615 appareils».
pub fn budget_ends(cut: Cut) -> String {
    let devices = usize::try_from(cut.count).unwrap_or(usize::MAX);
    let many = if devices < 2 { "appareil" } else { "appareils" };
    format!("Le budget s’arrête ici\u{a0}: {}\u{a0}{many}", grouped(devices))
}

/// What is left then, and what the next one lacks.
pub fn budget_left(cut: Cut) -> String {
    let (left, missing) = (Cents(cut.left), Cents(cut.missing));
    format!("Il reste {left}\u{a0}; il manque {missing} pour le suivant.")
}

/// How many more there are than those that are shown.
pub fn and_more(rest: usize) -> String {
    let others = words::agree(i64::try_from(rest).unwrap_or(i64::MAX), 0, "autre", "autres");
    format!("… et {} {others}. Filtrez la liste pour tout voir.", grouped(rest))
}

/// Why a device stands where it stands, in points.
pub fn why(rank: Rank) -> String {
    let parts = [
        (rank.unsupported, "support terminé"),
        (rank.worn, "usé"),
        (rank.age.unwrap_or(0), "âge"),
        (rank.poor, "école peu équipée"),
    ];
    let parts = parts.into_iter().filter(|(points, _)| *points > 0);
    let said: Vec<String> = parts.map(|(points, word)| format!("{word} {points}")).collect();
    if said.is_empty() { "récent".to_owned() } else { said.join(", ") }
}

/// The share of reuse of a year: «55,0 % (22 sur 40), objectif 50,0 %».
pub fn reuse(figures: Reuse, objective: Option<&Factor>) -> String {
    let share = match figures.permille() {
        None => NOT_COMPUTABLE.to_owned(),
        Some(permille) => format!(
            "{},{}\u{a0}% ({} sur {})",
            permille / 10,
            permille % 10,
            figures.reused,
            figures.stock
        ),
    };
    match objective {
        Some(row) => {
            let least = i64::try_from(row.value).unwrap_or(i64::MAX);
            format!("{share}, objectif {}\u{a0}%", super::statements::decimal(least, 1))
        }
        None => share,
    }
}

/// What is in neither part of the share.
pub fn outside(figures: Reuse) -> Option<String> {
    let parts = [
        (figures.unproved, "sans engagement ou sans attestation"),
        (figures.old, "de plus de dix ans"),
        (figures.unknown_age, "d’âge inconnu"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(many, _)| *many > 0)
        .map(|(many, word)| format!("{many}\u{a0}{word}"))
        .collect();
    (!parts.is_empty()).then(|| format!("Hors du calcul\u{a0}: {}.", parts.join(", ")))
}

/// How far the end of a device is told.
pub fn ended(end: &Retirement) -> String {
    let mut parts = vec![format!("retiré le {}", day_long(end.on))];
    if !end.reason.is_empty() {
        parts.push(end.reason.clone());
    }
    parts.extend(end.wiped_on.map(|on| format!("données effacées le {}", day_long(on))));
    if let Some(destination) = end.destination {
        let to = words::destination(destination);
        let who = if end.recipient.is_empty() { "" } else { "\u{a0}: " };
        parts.push(format!("{to}{who}{}", end.recipient));
    }
    parts.extend(end.gone_on.map(|on| format!("parti le {}", day_long(on))));
    if !end.proof.is_empty() {
        parts.push(format!("attestation\u{a0}: {}", end.proof));
    }
    parts.join(" · ")
}

/// A line of the history of a device.
pub fn happened(what: &Happened, view: &State) -> String {
    match what {
        Happened::Moved { from, to } => {
            format!("De {} à {}", site_name(view, from), site_name(view, to))
        }
        Happened::Corrected { field, from, to } => {
            let field = value::field_of(field);
            let (from, to) =
                (value::of_device(field, from, view), value::of_device(field, to, view));
            let name = super::refusal::field_name(field);
            format!("{name}\u{a0}: «\u{a0}{from}\u{a0}» devient «\u{a0}{to}\u{a0}»")
        }
        Happened::Proposed { text } => format!("Proposé à la réforme\u{a0}: {text}"),
        Happened::Kept => "L’école peut le garder".to_owned(),
        Happened::LetGo => "L’école accepte son remplacement".to_owned(),
        Happened::Retired { text } => format!("Réformé\u{a0}: {text}"),
        Happened::Revived => "Remis en service".to_owned(),
        Happened::Wiped { on } => format!("Données effacées le {}", day_long(*on)),
        Happened::Directed { destination, text } => {
            let to = words::destination(*destination);
            format!("Destination\u{a0}: {to}{}{text}", if text.is_empty() { "" } else { ", " })
        }
        Happened::Proved { text } => format!("Attestation\u{a0}: {text}"),
        Happened::Unknown => super::UNKNOWN_WORD.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::reuse::objective;
    use shared::settings::Settings;
    use shared::sobriety::known;

    /// S5, acceptance 5, and S15, acceptance 5, also for B = 0.
    #[test]
    fn the_share_of_reuse_is_said_with_its_parts_and_its_objective() {
        let figures = Reuse { reused: 22, stock: 40, unproved: 3, old: 5, unknown_age: 0 };
        let factors = known::factors(&Settings::default());
        let of = |year| objective(&factors, year);
        assert_eq!(reuse(figures, of(2025)), "55,0\u{a0}% (22 sur 40), objectif 50,0\u{a0}%");
        assert_eq!(
            outside(figures).as_deref(),
            Some(
                "Hors du calcul\u{a0}: 3\u{a0}sans engagement ou sans attestation, 5\u{a0}de plus \
                 de dix ans."
            )
        );
        let none = Reuse { reused: 12, ..Reuse::default() };
        assert_eq!(
            reuse(none, of(2022)),
            "non calculable (aucun matériel réformé en stock au 1er janvier)"
        );
        let much = Reuse { reused: 12, stock: 10, ..Reuse::default() };
        assert_eq!(reuse(much, of(2023)), "120,0\u{a0}% (12 sur 10), objectif 25,0\u{a0}%");
    }

    /// S5, acceptances 1 and 2, in the words of the screen.
    #[test]
    fn the_list_says_where_the_budget_ends() {
        assert_eq!(known_ages((6_120, 8_300)), "âge connu pour 6\u{a0}120 sur 8\u{a0}300");
        let cut = shared::renewal::cut(43_063_031, 70_000).expect("a cut");
        assert_eq!(budget_ends(cut), "Le budget s’arrête ici\u{a0}: 615\u{a0}appareils");
        assert_eq!(
            budget_left(cut),
            "Il reste 130,31\u{a0}€\u{a0}; il manque 569,69\u{a0}€ pour le suivant."
        );
    }
}
