//! Words of «Commandes», «Catalogue» and «Campagnes».

use super::{capital, count, date};
use shared::article::{Article, ArticleKind, Pot};
use shared::campaign::{Campaign, CampaignKind, CampaignState};
use shared::day::Day;
use shared::money::Cents;
use shared::row::State;
use shared::supply::Supply;
use shared::supply::balance::Balance;
use shared::supply::stops::Offer;

pub const TITLE: &str = "Commandes";
pub const CATALOGUE: &str = "Catalogue";
pub const CAMPAIGNS: &str = "Campagnes";
pub const BACK: &str = "Commandes";
pub const SHOW: &str = "Montrer";
pub const TO_DECIDE: &str = "À accepter";
pub const TO_PREPARE: &str = "À préparer";
pub const TO_CARRY: &str = "À remettre";
pub const CARRIED: &str = "Remises";
pub const ENDED: &str = "Terminées";
pub const NOTHING: &str = "Aucune commande ici.";
pub const ACCEPT: &str = "Accepter";
pub const ACCEPTED: &str = "Commande acceptée, à confirmer par le serveur.";
pub const REFUSE: &str = "Refuser…";
pub const REFUSE_SAVE: &str = "Refuser la commande";
pub const REFUSE_KEEP: &str = "Garder la commande";
pub const REFUSE_WHY: &str = "Pourquoi\u{a0}? L’école lira cette phrase.";
pub const REFUSED: &str = "Commande refusée\u{a0}: l’école en voit la raison.";
pub const WAIT: &str = "Mettre en attente…";
pub const WAIT_SAVE: &str = "Mettre en liste d’attente";
pub const WAIT_WHY: &str = "Qu’attend-elle\u{a0}? L’école lira cette phrase.";
pub const WAITS: &str = "Commande en liste d’attente.";
pub const PREPARE: &str = "C’est prêt";
pub const PREPARED: &str = "Commande prête à remettre.";
pub const WITHDRAW: &str = "Annuler…";
pub const WITHDRAW_SAVE: &str = "Annuler la commande";
pub const WITHDRAW_WHY: &str = "Pourquoi\u{a0}?";
pub const WITHDRAWN: &str = "Commande annulée.";
pub const CARRIER: &str = "Par qui";
pub const CARRIER_SAVE: &str = "Enregistrer";
pub const CARRIER_SAID: &str = "La remise est organisée.";
pub const CARRIER_NEEDS: &str = "Choisissez comment elle se fait.";
pub const NEXT_VISIT: &str = "Un prochain passage";
pub const COLLECT: &str = "L’école vient la chercher au dépôt";
pub const BY_SUPPLIER: &str = "Le fournisseur l’apporte à l’école";
pub const BROUGHT_ON: &str = "Apporté le";
pub const HANDED_OVER: &str = "Remettre…";
pub const ORGANISE: &str = "Organiser…";
pub const SUPPLIER: &str = "Préparer la commande fournisseur";
pub const SUPPLIER_HINT: &str = "Un fichier CSV des articles à acheter, par fournisseur.";
pub const SUPPLIER_FILE: &str = "commande-fournisseur.csv";
pub const NO_FILE: &str = "Le navigateur n’a pas pu créer le fichier. Réessayez.";
pub const HISTORY: &str = "Ce qui s’est passé";
pub const ADD_ARTICLE: &str = "Ajouter un article";
pub const EDIT: &str = "Modifier…";
pub const NAME: &str = "Nom";
pub const FAMILY: &str = "Famille";
pub const FAMILY_HINT: &str = "Le titre sous lequel les écoles le trouvent.";
pub const KIND: &str = "Nature";
pub const SMALL: &str = "Petit équipement";
pub const SERVICE: &str = "Intervention pendant un passage";
pub const PRICE: &str = "Prix TTC";
pub const PRICE_HINT: &str = "Par exemple 18,00.";
pub const MINUTES: &str = "Minutes sur place";
pub const MINUTES_HINT: &str = "Pour une intervention.";
pub const LOAN_KIT: &str = "Valise prêtée";
pub const POT: &str = "Payé en";
pub const SUPPLIER_NAME: &str = "Fournisseur";
pub const REFERENCE: &str = "Référence";
pub const VAT: &str = "Taux de TVA (%)";
pub const VAT_HINT: &str = "Par exemple 20 ou 5,5.";
pub const BAD_RATE: &str = "Écrivez un taux en chiffres, par exemple 20 ou 5,5.";
pub const ORIGIN: &str = "Origine";
pub const ORIGIN_NEW: &str = "Neuf";
pub const ORIGIN_SECOND_HAND: &str = "Reconditionné ou d’occasion";
pub const ORIGIN_RECYCLED: &str = "Neuf avec de la matière recyclée";
pub const RECYCLED_SHARE: &str = "Part de matière recyclée (%)";
pub const BAD_SHARE: &str = "Écrivez un nombre de 1 à 100.";
pub const LIFE: &str = "Durée de vie (mois)";
pub const LIFE_HINT: &str = "Vide\u{a0}: celle qui est habituelle pour sa nature.";
pub const SOLD_FROM: &str = "Proposé à partir du";
pub const SOLD_UNTIL: &str = "Proposé jusqu’au";
pub const BAD_UNTIL: &str = "Écrivez un jour qui ne vient pas avant le premier.";
pub const TRAINING: &str = "Formation à suivre avant la livraison";
pub const NO_TRAINING: &str = "aucune";
pub const OFFERED: &str = "Proposé aux écoles";
pub const YES: &str = "Oui";
pub const NO: &str = "Non";
pub const ARTICLE_SAID: &str = "Article enregistré.";
pub const NO_ARTICLE: &str = "Le catalogue est vide. Ajoutez un article, ou importez une liste de \
     prix.";
pub const NOT_OFFERED: &str = "non proposé";
pub const ADD_CAMPAIGN: &str = "Préparer une campagne";
pub const CAMPAIGN_SAID: &str = "Campagne enregistrée.";
pub const NO_CAMPAIGN: &str = "Aucune campagne.";
pub const LABEL: &str = "Nom de la campagne";
pub const YEAR: &str = "Année des crédits";
pub const OPENS: &str = "Ouvre le";
pub const CLOSES: &str = "Ferme le";
pub const LINE: &str = "Ligne budgétaire";
pub const TOTAL: &str = "Total de la ligne";
pub const EACH: &str = "Montant par école";
pub const EACH_HINT: &str = "Vide\u{a0}: les écoles se partagent la ligne.";
pub const PUBLISH: &str = "Ouvrir la campagne";
pub const PUBLISHED: &str = "Campagne ouverte. À confirmer par le serveur.";
pub const CLOSE: &str = "Fermer la campagne";
pub const CLOSE_BODY: &str = "Les écoles ne pourront plus rien demander. Ce qui est demandé suit \
     son cours.";
pub const CLOSED: &str = "Campagne fermée.";
pub const OPEN_CALL: &str = "Ouvrir l’appel à projets";
pub const KEEP_OPEN: &str = "Laisser ouverte";
pub const BAD_YEAR: &str = "Écrivez une année, par exemple 2026.";
pub const OPEN_LOANS: &str = "Prêts en cours à la fois par école";
pub const OPEN_LOANS_HINT: &str = "Vide\u{a0}: sans limite. Une attente «\u{a0}Prévenez-moi\u{a0}» \
     ne compte pas.";
pub const BAD_NUMBER: &str = "Écrivez un nombre en chiffres, ou laissez vide.";
pub const BAD_DAY: &str = "Écrivez un jour.";
pub const BAD_MINUTES: &str = "Écrivez un nombre de minutes.";
pub const NEEDS_TOTAL: &str = "Écrivez le total d’au moins une ligne.";

pub const PROPOSE_SESSION: &str = "Proposer une session";

/// «2 enseignants à former», with those who are named.
pub fn to_train(many: usize, names: &[String]) -> String {
    let many = count(many, "enseignant à former", "enseignants à former");
    match names {
        [] => format!("{many} avant la livraison."),
        names => format!("{many} avant la livraison\u{a0}: {}.", names.join(", ")),
    }
}

/// Nobody is trained by the day that is chosen for a hand-over.
pub fn too_early(who: Option<&str>, topic: &str, on: Day) -> String {
    let who = who.unwrap_or("Personne de l’école");
    let on = date::day(on);
    format!(
        "{who} n’est pas formé à «\u{a0}{topic}\u{a0}» pour le {on}. Sans formation d’ici là, le \
         technicien ne pourra rien remettre."
    )
}

/// Who asked for it, and when.
pub fn asked(site: &str, supply: &Supply) -> String {
    format!("{site} · {} · {}", date::day_long(supply.asked_on), supply.price())
}

/// A stop that is offered: whose round, when, and what it costs.
pub fn stop(offer: &Offer, view: &State) -> String {
    let name = view.accounts.get(&offer.technician).map_or("?", |known| known.name.as_str());
    let (slot, minutes) = (date::slot_long(offer.slot), offer.minutes());
    format!("Arrêt de {name}, {slot} (détour de {minutes}\u{a0}min)")
}

/// Said of an order that came after the closing day.
pub fn late(supply: &Supply) -> Option<&'static str> {
    supply.late.then_some("saisie avant la clôture, reçue après")
}

/// The number of the orders of a list.
pub fn orders(many: usize) -> String {
    count(many, "commande", "commandes")
}

/// The nature of an article, as a label.
pub fn kind(kind: ArticleKind) -> String {
    match kind {
        ArticleKind::Device(of) => capital(shared::words::equipment_kind(of)),
        ArticleKind::Small => SMALL.into(),
        ArticleKind::Service => SERVICE.into(),
        ArticleKind::LoanKit => LOAN_KIT.into(),
    }
}

/// Returns the word of a section, as a label.
pub fn pot(pot: Pot) -> String {
    capital(shared::words::pot(pot))
}

/// Returns the word of the kind of a campaign, as a label.
pub fn campaign_kind(kind: CampaignKind) -> String {
    capital(shared::words::campaign_kind(kind))
}

/// Returns the word of the state of a campaign, as a label.
pub fn campaign_state(state: CampaignState) -> String {
    capital(shared::words::campaign(state))
}

/// The days of a campaign.
pub fn days(campaign: &Campaign) -> String {
    let (opens, closes) = (date::day_long(campaign.opens), date::day_long(campaign.closes));
    format!("Du {opens} au {closes}")
}

/// One line of the catalogue.
pub fn article(article: &Article) -> String {
    let mut said = format!("{} · {} · {}", article.unit, kind(article.kind), pot(article.pot));
    if !article.offered {
        said.push_str(" · ");
        said.push_str(NOT_OFFERED);
    }
    said
}

/// What is left of a line of the budget.
pub fn line(pot_of: Pot, line: &str, balance: Balance) -> String {
    let Balance { total, spent } = balance;
    let left = balance.remaining();
    format!("{}, ligne {line}\u{a0}: {spent} sur {total}, reste {left}", pot(pot_of))
}

/// How many schools have another amount than the others.
pub fn others(many: usize) -> String {
    format!("{} avec un autre montant", count(many, "école", "écoles"))
}

/// One of them, with its amount and why.
pub fn other(name: &str, amount: Cents, reason: &str) -> String {
    match reason {
        "" => format!("{name}\u{a0}: {amount}"),
        reason => format!("{name}\u{a0}: {amount} ({reason})"),
    }
}

/// What stays unallocated, or what is lacking, before a campaign is opened.
pub fn opening(rest: Cents) -> String {
    match rest.is_negative() {
        true => format!("Il manque {}.", Cents::ZERO - rest),
        false => format!("{rest} ne sont répartis à aucune école."),
    }
}
