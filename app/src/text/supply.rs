//! Words about supplies, the catalogue and campaigns, wherever they are shown.

use super::outbox::Told;
use super::{capital, count, date};
use shared::article::{self, Article};
use shared::campaign;
use shared::history::Entry;
use shared::id::{ArticleId, CampaignId, SupplyId};
use shared::row::State;
use shared::supply::{
    Act, Anomaly, Asked, Carrier, FailReason, Happened, Item, Leg, LegKind, Line, Supply,
    SupplyState, Word,
};

/// Said of what only the server can confirm.
pub const TO_CONFIRM: &str = "à confirmer par le serveur";

pub const EDIT: &str = "Modifier…";
pub const EDIT_TITLE: &str = "Modifier la commande";
pub const EDIT_HOW_MANY: &str = "Combien de chaque\u{a0}? 0 retire l’article.";
pub const EDIT_NOTE: &str = "Un mot avec la commande";
pub const EDIT_NONE: &str = "Il ne reste aucun article\u{a0}: retirez plutôt la commande.";
pub const EDITED: &str = "Commande modifiée, à confirmer par le serveur.";

/// Returns the word of a state, as a label.
pub fn state(state: SupplyState) -> String {
    capital(shared::words::supply(state))
}

/// Returns the name of a state in style classes.
pub fn state_tag(state: SupplyState) -> &'static str {
    match state {
        SupplyState::Asked => "new",
        SupplyState::Accepted => "planned",
        SupplyState::Ready => "progress",
        SupplyState::Delivered | SupplyState::Closed => "done",
        SupplyState::WaitingList => "hold",
        SupplyState::Refused | SupplyState::Cancelled => "none",
    }
}

/// Returns the words of why a leg was not done, as a label.
pub fn failed(reason: FailReason) -> String {
    capital(shared::words::failed(reason))
}

/// Returns the words of what should not have happened, as a label.
pub fn anomaly(anomaly: Anomaly) -> String {
    capital(shared::words::anomaly(anomaly))
}

/// «6 × Souris».
pub fn pieces(quantity: u32, label: &str) -> String {
    format!("{quantity}\u{a0}×\u{a0}{label}")
}

/// The articles of a supply in one line.
pub fn contents(supply: &Supply) -> String {
    let said = |line: &Line| match line.quantity {
        1 => line.label.clone(),
        many => pieces(many, &line.label),
    };
    supply.lines.iter().map(said).collect::<Vec<_>>().join(", ")
}

/// Some pieces of a supply in one line.
pub fn items(supply: &Supply, items: &[Item]) -> String {
    let said = |item: &Item| {
        let at = usize::try_from(item.line).ok();
        let line = at.and_then(|at| supply.lines.get(at));
        let label = line.map_or(super::UNKNOWN_WORD, |line| line.label.as_str());
        pieces(item.quantity, label)
    };
    items.iter().map(said).collect::<Vec<_>>().join(", ")
}

/// What a leg is about.
pub fn leg(supply: &Supply, leg: &Leg) -> String {
    match leg.kind {
        LegKind::TakeAway => match leg.equipment.len() {
            0 => "ancien matériel".into(),
            many => count(many, "ancien matériel", "anciens matériels"),
        },
        LegKind::Deliver | LegKind::Perform | LegKind::TakeBack => {
            let said = items(supply, &leg.items);
            if supply.unit.is_empty() { said } else { format!("{said} ({})", supply.unit) }
        }
    }
}

/// With whom a leg goes, as the end of a sentence.
pub fn carrier(carrier: &Carrier, view: &State) -> String {
    match carrier {
        Carrier::Visit(visit) => match view.visits.get(visit) {
            Some(visit) => format!("au passage du {}", date::slot_long(visit.slot)),
            None => "à un prochain passage".into(),
        },
        Carrier::Stop { slot, .. } => {
            format!("lors d’un arrêt du technicien, le {}", date::slot_long(*slot))
        }
        Carrier::Collect => "à retirer au dépôt".into(),
        Carrier::Supplier(day) => {
            format!("par le fournisseur, le {}", date::day_long(*day))
        }
    }
}

/// Who did what, without the date.
pub fn entry(entry: &Entry<Happened>, supply: &Supply) -> String {
    let Happened { what, text, items: of, reason, .. } = &entry.what;
    let done = match what {
        Word::Asked => "a demandé",
        Word::Edited => "a modifié la commande. Avant",
        Word::Accepted => "a accepté",
        Word::Waits => "a mis en liste d’attente",
        Word::Refused => "a refusé",
        Word::Prepared => "a préparé",
        Word::Planned => "a prévu la remise",
        Word::Done => "a remis ou fait",
        Word::Failed => "n’a pas pu le faire",
        Word::ToldAgain => "dit l’avoir fait aussi",
        Word::Missing => "dit qu’il manque",
        Word::Confirmed => "a tout reçu",
        Word::Closed => "Close sans réponse dans le délai",
        Word::Cancelled => "a annulé",
        Word::Days => "a changé les dates",
        Word::Returned => "a repris",
        Word::Unknown => super::UNKNOWN_WORD,
    };
    let told = match (items(supply, of), reason) {
        (_, Some(reason)) => shared::words::failed(*reason).to_owned(),
        (of, None) => of,
    };
    let parts = [told.as_str(), text.as_str()].into_iter().filter(|part| !part.is_empty());
    let parts = parts.collect::<Vec<_>>().join(". ");
    let said = match (what, parts.is_empty()) {
        (Word::Closed, _) => format!("{done}."),
        (_, true) => format!("{} {done}.", entry.by_name),
        (_, false) => format!("{} {done}\u{a0}: {parts}", entry.by_name),
    };
    super::handover::with_bearer(said, entry.handed.as_ref())
}

fn article_named(id: ArticleId, view: &State) -> String {
    let known = view.articles.get(&id);
    known.map_or_else(|| "article inconnu ici".into(), |article| article.label.clone())
}

fn asked(lines: &[Asked], view: &State) -> String {
    let said = |line: &Asked| pieces(line.quantity, &article_named(line.article, view));
    lines.iter().map(said).collect::<Vec<_>>().join(", ")
}

fn named(id: SupplyId, view: &State) -> String {
    match view.supplies.get(&id) {
        Some(supply) => format!("commande «\u{a0}{}\u{a0}»", contents(supply)),
        None => "commande qui n’est plus sur cet appareil".into(),
    }
}

fn leg_named(id: SupplyId, leg_id: u32, view: &State) -> String {
    let known = view.supplies.get(&id);
    let found = known.and_then(|supply| Some((supply, supply.leg(leg_id)?)));
    let site = known.map(|supply| super::site_name(view, &supply.site));
    match found {
        Some((supply, found)) => {
            format!("«\u{a0}{}\u{a0}», {}", leg(supply, found), site.unwrap_or_default())
        }
        None => named(id, view),
    }
}

impl Told for Act {
    fn told(&self, view: &State) -> String {
        let of = |supply: &SupplyId| named(*supply, view);
        match self {
            Act::AskSupply { lines, site, .. } => {
                let asked = asked(lines, view);
                format!("Commande\u{a0}: {asked}, {}", super::site_name(view, site))
            }
            Act::EditSupply { supply, .. } => format!("Modification, {}", of(supply)),
            Act::AcceptSupply { supply, .. } => format!("Acceptation, {}", of(supply)),
            Act::WaitSupply { supply, .. } => format!("Mise en liste d’attente, {}", of(supply)),
            Act::RefuseSupply { supply, .. } => format!("Refus, {}", of(supply)),
            Act::PrepareSupply { supply, .. } => format!("Préparation, {}", of(supply)),
            Act::CancelSupply { supply, .. } => format!("Annulation, {}", of(supply)),
            Act::PlanLeg { supply, leg, .. } => {
                format!("Organisation de la remise, {}", leg_named(*supply, *leg, view))
            }
            Act::DoLeg { supply, leg, .. } => {
                format!("Remis ou fait, {}", leg_named(*supply, *leg, view))
            }
            Act::FailLeg { supply, leg, reason, .. } => {
                let why = failed(*reason);
                format!("Pas fait ({why}), {}", leg_named(*supply, *leg, view))
            }
            Act::ConfirmSupply { supply } => format!("Tout est reçu, {}", of(supply)),
            Act::TellMissing { supply, .. } => format!("Il manque des pièces, {}", of(supply)),
            Act::CloseSupply { supply } => format!("Clôture, {}", of(supply)),
        }
    }

    fn typed(&self) -> Vec<&str> {
        match self {
            Act::AskSupply { note: text, .. }
            | Act::EditSupply { note: text, .. }
            | Act::WaitSupply { reason: text, .. }
            | Act::RefuseSupply { reason: text, .. }
            | Act::CancelSupply { reason: text, .. }
            | Act::FailLeg { text, .. }
            | Act::TellMissing { text, .. } => vec![text],
            Act::DoLeg { done, .. } => vec![&done.received_by],
            Act::AcceptSupply { .. }
            | Act::PrepareSupply { .. }
            | Act::PlanLeg { .. }
            | Act::ConfirmSupply { .. }
            | Act::CloseSupply { .. } => Vec::new(),
        }
    }
}

impl Told for article::Act {
    fn told(&self, _: &State) -> String {
        match self {
            article::Act::SetArticle { article } => {
                let Article { label, unit, .. } = &**article;
                format!("Article «\u{a0}{label}\u{a0}», {unit}")
            }
            article::Act::ImportArticles { articles } => {
                let many = count(articles.len(), "article", "articles");
                format!("Import de {many}")
            }
        }
    }

    fn typed(&self) -> Vec<&str> {
        Vec::new()
    }
}

fn campaign_named(id: CampaignId, view: &State) -> String {
    let known = view.campaigns.get(&id);
    known.map_or_else(|| "campagne inconnue ici".into(), |known| known.label.clone())
}

impl Told for campaign::Act {
    fn told(&self, view: &State) -> String {
        match self {
            campaign::Act::SetCampaign { draft, .. } => {
                format!("Campagne «\u{a0}{}\u{a0}»", draft.label)
            }
            campaign::Act::PublishCampaign { campaign } => {
                format!(
                    "Ouverture de la campagne «\u{a0}{}\u{a0}»",
                    campaign_named(*campaign, view)
                )
            }
            campaign::Act::CloseCampaign { campaign } => {
                format!(
                    "Fermeture de la campagne «\u{a0}{}\u{a0}»",
                    campaign_named(*campaign, view)
                )
            }
        }
    }

    fn typed(&self) -> Vec<&str> {
        Vec::new()
    }
}
