//! Words of «Budget».

use super::budget::{commitment, section};
use super::date::day_long;
use super::site_name;
use shared::article::{Origin, Pot};
use shared::budget::postings::{Posting, Source};
use shared::budget::watch::Warning;
use shared::budget::{BudgetLine, Credit, Goods, Happened, Vote, Word};
use shared::id::LineId;
use shared::money::Cents;
use shared::row::State;
use shared::subscription::SubscriptionKind;
use shared::words::agree;

pub use super::budget::TITLE;

pub const YEARS: &str = "Années";
pub const PLAN: &str = "5\u{a0}ans";
pub const CAPTION: &str = "Budget par ligne de l’annexe";
pub const LINE: &str = "Ligne";
pub const USED: &str = "Engagé et réservé";
pub const GAP: &str = "Écart d’arrondi de l’annexe";
pub const OUTSIDE: &str = "Hors annexe";
pub const LEFT_TO_COMMIT: &str = "reste à engager";
pub const LEFT_TO_PAY: &str = "reste à payer dans l’année";
pub const VOTES: &str = "Votes";
pub const NO_LINE: &str = "Cette ligne du budget n’est pas sur cet appareil.";
pub const VOTE: &str = "Enregistrer un vote";
pub const IMPORT: &str = "Importer l’annexe ou les mandats";
pub const PRINT: &str = "Imprimer";
pub const EXPORTS: [(&str, &str); 3] =
    [("csv", "Exporter (CSV)"), ("xlsx", "Exporter (XLSX)"), ("pdf", "Exporter (PDF)")];
pub const EMPTY: &str = "Aucune ligne n’est connue. Importez l’annexe de la délibération (CSV). \
     Ses lignes et ses montants sont repris tels qu’ils sont imprimés.";
pub const WHY: &str = "Pourquoi ce montant\u{a0}?";
pub const WHY_NOTHING: &str = "Rien ne compte ici.";
pub const TO_ENGAGE: &str = "Commandes acceptées à engager";
pub const NO_ORDERS: &str = "Toutes les commandes acceptées sont engagées.";
pub const ENGAGE: &str = "Nouvel engagement";
pub const WATCH: &str = "À surveiller";
pub const CALM: &str = "Rien à signaler.";
pub const INCOME: &str = "Recettes";
pub const NO_INCOME: &str = "Aucune recette notifiée.";
pub const ADD_INCOME: &str = "Ajouter une recette";
pub const RECEIVE: &str = "Noter un encaissement";
pub const READ_ONLY: &str = "Seul un coordinateur enregistre des votes et des engagements.";
pub const BACK: &str = "Budget";
pub const UNKNOWN: &str = "Cet engagement n’existe plus, ou n’est pas encore sur cet appareil.";
pub const SAID: &str = "Enregistré sur le serveur.";
pub const DAY: &str = "Date";
pub const DAY_NEEDED: &str = "Choisissez un jour.";
pub const BAD_DAY: &str = "Cette date n’existe pas.";
pub const YEAR: &str = "Année des crédits";
pub const BAD_YEAR: &str = "Écrivez une année, par exemple 2026.";
pub const REFERENCE: &str = "Référence de la délibération ou de la décision";
pub const TOTAL: &str = "Total des cinq ans (AP)";
pub const TOTAL_HINT: &str = "pour une section entière, si le vote le change";
pub const CREDITS: &str = "Crédits de l’année (CP)";
pub const CREDITS_HINT: &str = "vide\u{a0}: ce vote ne les change pas";
pub const SUPPLIER: &str = "Fournisseur";
pub const OBJECT: &str = "Objet";
pub const MARKET: &str = "Marché";
pub const NUMBER: &str = "Numéro dans le système financier";
pub const NUMBER_HINT: &str = "s’il est déjà connu";
pub const PRICE: &str = "Montant TTC du bon de commande";
pub const BEFORE_TAX: &str = "Montant hors taxe";
pub const OVER: &str = "Pourquoi dépasser la ligne";
pub const OVER_HINT: &str = "seulement si l’engagement dépasse ce qui est prévu pour la ligne";
pub const PAY: &str = "Noter un mandat";
pub const PAYMENT_NUMBER: &str = "Numéro du mandat";
pub const AMOUNT: &str = "Montant TTC";
pub const CORRECTS: &str = "Mandat corrigé";
pub const CORRECTS_HINT: &str = "pour un avoir\u{a0}: le montant sera retiré de ce mandat";
pub const MOVE: &str = "Modifier le montant";
pub const DELTA: &str = "De combien (TTC)";
pub const DELTA_HINT: &str = "avec un moins devant pour diminuer";
pub const REASON: &str = "Motif";
pub const SETTLE: &str = "Solder";
pub const CANCEL: &str = "Annuler l’engagement";
pub const HISTORY: &str = "Historique";
pub const PAYMENTS: &str = "Mandats";
pub const NO_PAYMENTS: &str = "Rien n’est mandaté.";
pub const STATE: &str = "État";
pub const COMMITTED: &str = "Engagé";
pub const TO_PAY: &str = "Reste à payer";
pub const ORIGIN: &str = "Ce qui est acheté est";
pub const GOODS: &str = "Nature de l’achat (loi AGEC)";
pub const EDIT_INCOME: &str = "Modifier";
pub const SIGNED: &str = "Signé le";
pub const FUNDER: &str = "Financeur";
pub const NOTIFIED: &str = "Montant notifié";
pub const NOTIFIED_ON: &str = "Notifié le";
pub const CALLED: &str = "Montant appelé";
pub const DEADLINE: &str = "Dernier jour pour justifier";
pub const GRANT_REFERENCE: &str = "Convention";
pub const SECTION: &str = "Section";
pub const GRANT_LINES: &str = "Lignes qu’elle finance";
pub const GRANT_LINES_HINT: &str = "Aucune\u{a0}: toute la section.";
pub const RECEIPT: &str = "Numéro du titre";
pub const IMPUTATIONS: &str = "Imputations sans ligne";
pub const IMPUTATIONS_HINT: &str = "Dites une fois quelle ligne du budget elles désignent, puis \
     choisissez de nouveau le fichier.";
pub const KEEP_IMPUTATIONS: &str = "Retenir ces lignes";
pub const COLUMNS: &str = "Colonnes du système financier";
pub const COLUMNS_INTRO: &str = "Si votre fichier nomme ses colonnes autrement, dites-le une \
     fois\u{a0}: c’est retenu.";
pub const CHOOSE: &str = "Choisir…";

/// The name of a line with its number, or of a section.
pub fn line(line: &BudgetLine) -> String {
    match line.code.as_str() {
        "" => section(line.pot).to_owned(),
        code => format!("{code} {}", line.label),
    }
}

/// A line in a list of choices.
pub fn choice(row: &BudgetLine) -> String {
    match row.is_section() {
        true => section(row.pot).to_owned(),
        false => format!("{} · {}", line(row), shared::words::pot(row.pot)),
    }
}

/// Where what is bought comes from: the law counts it before tax.
pub fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::New => "neuf",
        Origin::SecondHand => "d’occasion ou reconditionné",
        Origin::Recycled(_) => "neuf, avec des matières recyclées",
    }
}

/// What a purchase order buys, for the shares that the law asks for.
pub fn goods(goods: Goods) -> &'static str {
    match goods {
        Goods::Devices => "matériel informatique et téléphonie",
        Goods::Other => "autre chose",
    }
}

/// Of a section of which nothing is voted there is nothing left.
pub fn nothing_voted(pot: Pot) -> String {
    format!("{}\u{a0}: rien n’est voté.", section(pot))
}

/// What a vote says: of all years, then of each.
pub fn voted(vote: &Vote) -> Vec<String> {
    let total = vote.total.map(|total| format!("{TOTAL}\u{a0}: {total}"));
    let year = |credit: &Credit| format!("{}\u{a0}: {}", credit.year, credit.amount);
    total.into_iter().chain(vote.credits.iter().map(year)).collect()
}

/// That a line goes beyond its estimate, and why.
pub fn over(by: Cents, reasons: &[String]) -> String {
    let said: Vec<_> = reasons.iter().map(|reason| super::budget::reason(reason)).collect();
    match said.is_empty() {
        true => format!("dépasse de {by}"),
        false => format!("dépasse de {by}\u{a0}: {}", said.join(" ; ")),
    }
}

/// The button of a cell, for a screen reader.
pub fn cell(name: &str, amount: Cents) -> String {
    format!("{name}\u{a0}: {amount}. {WHY}")
}

/// What makes an amount: its words, and the path of its row.
pub fn source(posting: &Posting, view: &State) -> (String, Option<String>) {
    match &posting.source {
        Source::Vote(day, reference) => {
            let path = format!("/budget/ligne/{}", posting.line);
            (format!("Vote du {}, {reference}", day_long(*day)), Some(path))
        }
        Source::Supply(id) => {
            let supply = view.supplies.get(id);
            let site = supply.map(|supply| site_name(view, &supply.site)).unwrap_or_default();
            (format!("Commande de {site}"), Some(format!("/commandes?commande={id}")))
        }
        Source::Subscription(id) => {
            let known = view.subscriptions.get(id);
            let site = known.map(|row| site_name(view, &row.site)).unwrap_or_default();
            let what = match known.map(|row| row.kind) {
                Some(SubscriptionKind::Internet) => "Abonnement internet",
                Some(SubscriptionKind::Ent) => "Abonnement ENT",
                None => "Abonnement",
            };
            (format!("{what}, {site}"), Some(format!("/abonnements/{id}")))
        }
        Source::Session(id) => {
            let title = view.training_sessions.get(id).map(|row| row.terms.title.clone());
            (format!("Session {}", title.unwrap_or_default()), Some(format!("/formations/{id}")))
        }
        Source::Commitment(id) => {
            (super::capital(&commitment(id, view)), Some(format!("/budget/{id}")))
        }
        Source::Payment(id, number) => {
            (format!("Mandat {number}, {}", commitment(id, view)), Some(format!("/budget/{id}")))
        }
    }
}

/// What there is to look at, and the path of its row.
pub fn warning(warning: &Warning, view: &State) -> (String, Option<String>) {
    let path = |id| Some(format!("/budget/{id}"));
    match warning {
        Warning::Deadline { funder, on, to_receive, .. } => (
            format!(
                "{funder}\u{a0}: {to_receive} à recevoir, à justifier avant le {}",
                day_long(*on)
            ),
            None,
        ),
        Warning::Near { line: id, taken, estimate } => {
            (format!("{}\u{a0}: {taken} pris sur {estimate}", super::budget::line(id, view)), None)
        }
        Warning::Silent { commitment: id, since, to_pay } => (
            format!(
                "{}\u{a0}: rien n’est mandaté depuis le {}, reste {to_pay}",
                super::capital(&commitment(id, view)),
                day_long(*since)
            ),
            path(id),
        ),
        Warning::Unconsumed { pot, left } => {
            (format!("{}\u{a0}: {left} de crédits non consommés", section(*pot)), None)
        }
        Warning::CarriedOver { commitment: id, year, to_pay } => (
            format!(
                "{}\u{a0}: reste à réaliser de {year}, {to_pay}",
                super::capital(&commitment(id, view))
            ),
            path(id),
        ),
    }
}

/// The button that commits prepared orders.
pub fn engage(orders: usize, amount: Cents, line: &str) -> String {
    let orders = super::count(orders, "commande", "commandes");
    format!("Engager {orders}, {amount}, sur {line}")
}

/// What of a promise came.
pub fn income(notified: Cents, received: Cents, to_receive: Cents) -> String {
    let told = agree(notified.0, 2, "notifié", "notifiés");
    let come = agree(received.0, 2, "reçu", "reçus");
    format!("{notified} {told}, {received} {come}, {to_receive} à recevoir")
}

/// The lines that a promise is tied to; nothing when it is for the whole section.
pub fn tied(lines: &[LineId], view: &State) -> Option<String> {
    let names: Vec<_> = lines.iter().map(|id| super::budget::line(id, view)).collect();
    (!names.is_empty()).then(|| format!("pour {}", names.join(" ; ")))
}

/// The day until which it is to be proved.
pub fn until(day: shared::day::Day) -> String {
    format!("à justifier avant le {}", day_long(day))
}

/// What happened, in a history.
pub fn happened(what: &Happened) -> String {
    let amount = what.amount.map(|amount| amount.to_string()).unwrap_or_default();
    let text = super::budget::reason(&what.text);
    let given_back = agree(what.amount.unwrap_or_default().0, 2, "rendu", "rendus");
    match what.what {
        Word::Voted => format!("Vote {text}"),
        Word::Granted => format!("Recette notifiée par {text}, {amount}"),
        Word::Received => format!("Encaissement {text}, {amount}"),
        Word::Opened => format!("Engagé, {amount}"),
        Word::Moved => format!("Modifié de {amount}\u{a0}: {text}"),
        Word::Paid => format!("Mandat {text}, {amount}"),
        Word::Corrected => {
            let before = what.before.map(|before| before.to_string()).unwrap_or_default();
            format!("Mandat {text} corrigé\u{a0}: {amount} au lieu de {before}")
        }
        Word::Settled => format!("Soldé, {amount} {given_back}"),
        Word::Cancelled => format!("Annulé, {amount} {given_back}\u{a0}: {text}"),
        Word::Imported => format!("Repris du système financier, {amount}"),
        Word::Unknown => super::UNKNOWN_WORD.into(),
    }
}
