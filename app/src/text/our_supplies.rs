//! Words of «Notre budget» and «Nos commandes».

use super::{capital, date, supply as words};
use shared::article::{Article, ArticleKind, Pot};
use shared::day::Day;
use shared::money::Cents;
use shared::row::State;
use shared::supply::balance::Balance;
use shared::supply::{Carrier, Leg, LegKind, Line, Supply, SupplyState};

pub const BUDGET: &str = "Notre budget";
pub const ORDERS: &str = "Nos commandes";
pub const SPEND: &str = "Voir le budget et le catalogue";
pub const BACK: &str = "Mon école";
pub const NO_CAMPAIGN: &str = "Aucune campagne n’est ouverte en ce moment. Ce que vous avez déjà \
     commandé est dans «\u{a0}Nos commandes\u{a0}».";
pub const SHARED_LINE: &str = "Les interventions sont payées par une ligne commune à toutes les \
     écoles.";
pub const CATALOGUE: &str = "Catalogue";
pub const EMPTY_CATALOGUE: &str = "Aucun article n’est proposé pour le moment.";
pub const OTHERS: &str = "Autres articles";
pub const ADD: &str = "Ajouter";
pub const BASKET: &str = "Panier";
pub const NOTE: &str = "Un mot pour l’équipe";
pub const NOTE_HINT: &str = "Facultatif\u{a0}: pour quelle classe, pour quel usage.";
pub const ORDER: &str = "Commander";
pub const ORDERING: &str = "Enregistrement…";
pub const ORDERED: &str = "Enregistré. À confirmer par le serveur.";
pub const NEEDS_ARTICLE: &str = "Ajoutez d’abord un article.";
pub const REMOVE: &str = "Retirer";
pub const TAKE_PRICE: &str = "D’accord avec le nouveau prix";
pub const NONE: &str = "Vous n’avez encore rien commandé.";
pub const TO_ANSWER: &str = "À confirmer par vous";
pub const OPEN: &str = "En cours";
pub const ENDED: &str = "Terminées";
pub const RECEIVED: &str = "Tout est là";
pub const RECEIVED_SAID: &str = "Merci, c’est noté\u{a0}: tout est reçu.";
pub const MISSING: &str = "Il manque…";
pub const MISSING_HOW_MANY: &str = "Combien en manque-t-il\u{a0}?";
pub const MISSING_TEXT: &str = "En une phrase";
pub const MISSING_SAVE: &str = "Signaler ce qui manque";
pub const MISSING_SAID: &str = "C’est noté\u{a0}: ce qui manque sera apporté.";
pub const MISSING_NONE: &str = "Indiquez au moins une pièce qui manque.";
pub const WITHDRAW: &str = "Retirer la commande…";
pub const WITHDRAW_WHY: &str = "Pourquoi retirez-vous cette commande\u{a0}?";
pub const WITHDRAW_SAVE: &str = "Retirer la commande";
pub const WITHDRAW_KEEP: &str = "Garder la commande";
pub const WITHDRAWN: &str = "La commande est retirée.";
pub const FEWER: &str = "Un de moins";
pub const MORE: &str = "Un de plus";

pub const WHO_USES: &str = "Qui l’utilisera\u{a0}?";
pub const REPLACES: &str = "Remplace un ancien appareil (facultatif)";
pub const REPLACES_NONE: &str = "Non, il s’ajoute";
pub const NOBODY_NAMED: &str = "Nommez d’abord la personne qui l’utilisera, ou commandez et \
     dites-le plus tard.";
pub const REGISTER: &str = "S’inscrire";
pub const REGISTERED_SAID: &str = "Inscription enregistrée, à confirmer.";
pub const SEE_TRAININGS: &str = "Voir les formations";

/// Which training an order asks for.
pub fn asks_training(topics: &[String]) -> String {
    let topics = topics.join("\u{a0}», «\u{a0}");
    format!("Sera remis à une personne formée à «\u{a0}{topics}\u{a0}».")
}

/// Somebody who may use it, and whether they were trained.
pub fn named_user(who: &str, is_trained: bool) -> String {
    let state = if is_trained { "formation suivie" } else { "à former avant la livraison" };
    format!("{who}\u{a0}: {state}")
}

/// «Formez Mme R. avant la livraison du mardi 24 mars».
pub fn train_before(who: Option<&str>, topic: &str, before: Option<Day>) -> String {
    let when = match before {
        Some(day) => format!("la livraison du {}", date::day(day)),
        None => "la livraison".into(),
    };
    match who {
        Some(who) => format!("Formez {who} à «\u{a0}{topic}\u{a0}» avant {when}."),
        None => format!("Il faut une personne formée à «\u{a0}{topic}\u{a0}» avant {when}."),
    }
}

/// Somebody has a place, or waits for one.
pub fn has_registered(who: &str, session: &str) -> String {
    format!("{who}\u{a0}: inscription faite, {session}.")
}

/// The link to the orders, which says how many wait for the school's word.
pub fn orders_to_answer(waiting: usize) -> String {
    match waiting {
        0 => ORDERS.into(),
        waiting => format!("{ORDERS} ({waiting} à confirmer)"),
    }
}

/// «Il reste 254,67 € sur 402,67 €».
pub fn left(balance: Balance) -> String {
    let left = balance.remaining();
    match left.is_negative() {
        true => format!("Dépassé de {} sur {}", Cents::ZERO - left, balance.total),
        false => format!("Il reste {left} sur {}", balance.total),
    }
}

/// The same of a section, where there are several.
pub fn left_in(pot: Pot, balance: Balance) -> String {
    format!("{}\u{a0}: {}", capital(shared::words::pot(pot)), left(balance))
}

/// The price of an article, and the time that it takes.
pub fn price(article: &Article) -> String {
    match article.minutes {
        0 => article.unit.to_string(),
        minutes => format!("{} · {minutes}\u{a0}min sur place", article.unit),
    }
}

/// The name of the button that adds an article.
pub fn add(article: &Article) -> String {
    format!("{ADD}\u{a0}: {}, {}", article.label, article.unit)
}

/// The name of a button of a line.
pub fn of_line(what: &str, label: &str) -> String {
    format!("{what}\u{a0}: {label}")
}

/// The sum of a basket.
pub fn total(total: Cents) -> String {
    format!("Total\u{a0}: {total}")
}

/// Said where the price changed since the article was put into the basket.
pub fn new_price(seen: Cents, now: Cents) -> String {
    format!("Prix changé\u{a0}: {seen} → {now}.")
}

/// When it was asked for.
pub fn asked(supply: &Supply) -> String {
    format!("Demandée le {}", date::day_long(supply.asked_on))
}

/// What happens next with a supply, in words. `known`: the server has confirmed it.
pub fn next_step(supply: &Supply, view: &State, known: bool) -> String {
    match supply.state {
        SupplyState::Asked if !known => "Enregistrée sur cet appareil, à confirmer par le \
             serveur."
            .into(),
        SupplyState::Asked if supply.late => "Reçue après la date de clôture\u{a0}: l’équipe \
             décidera."
            .into(),
        SupplyState::Asked => "L’équipe n’a pas encore répondu.".into(),
        SupplyState::WaitingList => format!("En liste d’attente\u{a0}: {}", supply.reason),
        SupplyState::Accepted => "Acceptée. L’équipe la prépare.".into(),
        SupplyState::Ready => ready(supply, view),
        SupplyState::Delivered => match supply.delivered_on {
            Some(day) => {
                format!("Remise le {}. Est-ce que tout y est\u{a0}?", date::day_long(day))
            }
            None => "Remise. Est-ce que tout y est\u{a0}?".into(),
        },
        SupplyState::Closed => "Tout est reçu.".into(),
        SupplyState::Refused => format!("Refusée\u{a0}: {}", supply.reason),
        SupplyState::Cancelled => format!("Retirée\u{a0}: {}", supply.reason),
    }
}

/// What was handed over so far, and what comes when.
fn ready(supply: &Supply, view: &State) -> String {
    let lines = supply.lines.iter().zip(0_u32..);
    let partly = lines.filter(|(_, at)| supply.delivered(*at) > 0 && supply.rest(*at) > 0);
    let partly = partly.map(|(line, at)| part(line, supply.delivered(at)));
    let ahead = supply.waiting().map(|leg| planned(supply, leg, view));
    let mut said: Vec<String> = Vec::new();
    for sentence in partly.chain(ahead) {
        if !said.contains(&sentence) {
            said.push(sentence);
        }
    }
    said.join(" ")
}

/// «4 sur 6 remises».
fn part(line: &Line, delivered: u32) -> String {
    format!("{} sur {} remis\u{a0}: {}.", delivered, line.quantity, line.label)
}

fn planned(supply: &Supply, leg: &Leg, view: &State) -> String {
    let is_device = |line: &Line| matches!(line.kind, ArticleKind::Device(_));
    let verb = match leg.kind {
        LegKind::Perform => "Sera installé",
        LegKind::Deliver if supply.lines.iter().any(is_device) => "Sera installé",
        LegKind::Deliver => "Sera remis",
        LegKind::TakeBack | LegKind::TakeAway => "L’ancien sera repris",
    };
    match &leg.carrier {
        Some(carrier @ (Carrier::Visit(_) | Carrier::Stop { .. } | Carrier::Supplier(_))) => {
            format!("{verb} {}.", words::carrier(carrier, view))
        }
        Some(Carrier::Collect) => "Vous attend au dépôt.".into(),
        None => match leg.failed {
            Some(why) => {
                let why = shared::words::failed(why);
                format!("N’a pas pu se faire ({why}). {verb} à un prochain passage.")
            }
            None => format!("{verb} à un prochain passage."),
        },
    }
}
