//! The words of the report on sustainable development.

use shared::day::Day;

pub(crate) const TITLE: &str = "Sobriété";
pub(crate) const COLUMNS: [&str; 8] =
    ["volet", "rubrique", "indicateur", "valeur", "unite", "annee_civile", "source", "donnees"];
pub(crate) const FACTORS_TITLE: &str = "Facteurs";
pub(crate) const FACTOR_COLUMNS: [&str; 7] =
    ["cle", "valeur", "unite", "source", "url", "valable_du", "perimetre"];
pub(crate) const REAL: &str = "réelles";
pub(crate) const MADE_UP: &str = "démonstration, fictives";
/// Headings of the report (décret 2022-1084).
pub(crate) const IMPACT: &str = "Bilan de l’impact";
pub(crate) const DONE: &str = "Actions menées";
pub(crate) const OBJECTIVES: &str = "Objectifs";
pub(crate) const INDICATORS: &str = "Indicateurs de suivi";
pub(crate) const LIFE: &str = "Durée de vie";
pub(crate) const REUSE: &str = "Réemploi";
pub(crate) const PURCHASES: &str = "Achats";
pub(crate) const ROAD: &str = "Déplacements";
pub(crate) const MAKING: &str = "Fabrication";
pub(crate) const UNKNOWN: &str = "inconnu";
pub(crate) const NOTHING: &str = "sans objet";
pub(crate) const YEARS: &str = "ans";
pub(crate) const MONTHS: &str = "mois";
pub(crate) const REQUESTS: &str = "demandes";
pub(crate) const DEVICES: &str = "appareils";
pub(crate) const SITES: &str = "établissements";
pub(crate) const EUROS: &str = "€ HT";
pub(crate) const KILOS: &str = "kg CO2e";
pub(crate) const TONNES: &str = "t CO2e";
pub(crate) const TONNES_A_YEAR: &str = "t CO2e par an";
pub(crate) const ROWS: &str = "données de l’application";
pub(crate) const ESTIMATED: &str = "estimés, non mesurés";
pub(crate) const FACTORS: &str = "facteurs de fabrication des réglages";
pub(crate) const REUSE_LAW: &str = "décret 2023-266, A ÷ B";
pub(crate) const MENDED: &str = "Réparé plutôt que remplacé";
pub(crate) const RATIO: &str = "Taux de réemploi";
pub(crate) const REUSED: &str = "Appareils dirigés vers le réemploi";
pub(crate) const STOCK: &str = "Appareils retirés en stock au 1er janvier";
pub(crate) const OBJECTIVE: &str = "Objectif de réemploi";
pub(crate) const AGE_LIMIT: &str = "Réemploi, âge limite au retrait";
pub(crate) const UNSAID: &str = "Engagements directs de nature non dite";
pub(crate) const ALL: &str = "Matériel informatique acheté";
pub(crate) const TO_CHECK: &str = "Tableaux et réseau, catégorie à vérifier";
pub(crate) const SECOND_HAND: &str = "Achats réemployés";
pub(crate) const RECYCLED: &str = "Achats à matière recyclée";
pub(crate) const TOGETHER: &str = "Achats réemployés et recyclés";
pub(crate) const GIFTS: &str = "Dons reçus, à part";
pub(crate) const GIFTS_VALUE: &str = "Dons reçus, valeur forfaitaire, à part";
pub(crate) const GIFTS_WITHOUT: &str = "Dons sans valeur connue";
pub(crate) const GIFTS_SOURCE: &str = "arrêté du 29 février 2024, à vérifier";
pub(crate) const LENT: &str = "Valises prêtées plutôt qu’achetées";
pub(crate) const KITS: &str = "valises";
pub(crate) const LENT_SOURCE: &str =
    "demandes simultanées moins valises ; hypothèse : chaque école en aurait acheté une";
pub(crate) const DECLARATION: &str = "Achats AGEC";
pub(crate) const DECLARATION_COLUMNS: [&str; 9] = [
    "annee_civile",
    "categorie",
    "montant_ht",
    "dont_reemploye_ht",
    "dont_recycle_ht",
    "dons_nombre",
    "dons_valeur_forfaitaire",
    "dons_sans_valeur",
    "donnees",
];
pub(crate) const CATEGORY: &str = "Matériel informatique et téléphonie";
pub(crate) const CATEGORY_TO_CHECK: &str = "Tableaux et réseau, catégorie à vérifier";
pub(crate) const CATEGORY_UNSAID: &str = "Engagements directs de nature non dite";
pub(crate) const DRIVEN: &str = "Kilomètres des tournées";
pub(crate) const EMITTED: &str = "Émissions des tournées";
pub(crate) const WITHOUT_FACTOR: &str = "Kilomètres sans facteur, dans aucune somme";
pub(crate) const SPARED: &str = "Kilomètres évités, à part";
pub(crate) const AVOIDED: &str = "Émissions évitées, à part";
pub(crate) const INEXACT: &str = "Établissements sans position exacte";
pub(crate) const CAME: &str = "Fabrication des appareils de l’année";
pub(crate) const FLEET: &str = "Fabrication de tout le parc";
pub(crate) const A_YEAR: &str = "Fabrication du parc par année de vie";
pub(crate) const LONGER: &str = "Épargne d’une année de vie de plus";
pub(crate) const WITHOUT: &str = "Appareils sans facteur connu";

/// A source with the day from which on it holds.
pub(crate) fn sourced(source: &str, from: Day) -> String {
    format!("{source}, valable du {from}")
}

/// How many of them the age is known of.
pub(crate) fn known(known: u64, all: u64) -> String {
    format!("âge connu de {known} sur {all}")
}

/// The age of a kind.
pub(crate) fn age(kind: &str) -> String {
    format!("Âge moyen : {kind}")
}

/// The life of a kind on the market.
pub(crate) fn market(kind: &str) -> String {
    format!("Durée moyenne du marché : {kind}")
}

/// The life of a kind, of those that ended.
pub(crate) fn at_end(kind: &str) -> String {
    format!("Durée constatée au retrait : {kind}")
}

/// The share of a part.
pub(crate) fn share(part: &str) -> String {
    format!("{part}, part")
}

/// The threshold of a part.
pub(crate) fn threshold(part: &str) -> String {
    format!("{part}, seuil")
}

/// What a part lacks.
pub(crate) fn missing(part: &str) -> String {
    format!("{part}, manque")
}
