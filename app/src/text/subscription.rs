//! Words about subscriptions, in «Mes saisies» and in refusals.

use super::date::day_long;
use super::outbox::Told;
use super::{UNKNOWN_WORD, site, site_name};
use shared::id::SubscriptionId;
use shared::row::State;
use shared::subscription::{Act, Hindrance, Stage, Standing, SubscriptionKind, Terms};

/// What is subscribed, in the middle of a sentence.
pub fn kind(kind: SubscriptionKind) -> &'static str {
    match kind {
        SubscriptionKind::Internet => "internet",
        SubscriptionKind::Ent => "ENT",
    }
}

/// The stages, in the words of where a subscription stands.
pub fn stage(stage: Stage) -> &'static str {
    shared::words::subscription(match stage {
        Stage::Planned => Standing::Planned,
        Stage::Ordered => Standing::Ordered,
        Stage::Active => Standing::Active,
        Stage::Suspended => Standing::Suspended,
        Stage::Refused => Standing::Refused,
    })
}

pub const OFFER: &str = "Offre";

/// The offer, with its rates.
pub fn offer(terms: &Terms) -> String {
    let rates = match (terms.down_kbps, terms.up_kbps) {
        (0, _) => String::new(),
        (down, 0) => rate(down),
        (down, up) => format!("{} / {}", rate(down), rate(up)),
    };
    let parts = [terms.offer.clone(), rates];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// «500 Mbit/s».
fn rate(kbps: u32) -> String {
    match kbps {
        0..1_000 => format!("{kbps}\u{a0}kbit/s"),
        _ => format!("{}\u{a0}Mbit/s", kbps / 1_000),
    }
}

/// The subscription of that key, by its kind and its site.
fn named(id: &SubscriptionId, view: &State) -> String {
    view.subscriptions.get(id).map_or_else(
        || "abonnement qui n’est plus sur cet appareil".into(),
        |row| format!("abonnement {} de {}", kind(row.kind), site_name(view, &row.site)),
    )
}

impl Told for Act {
    fn told(&self, view: &State) -> String {
        let of = |id: &SubscriptionId| named(id, view);
        match self {
            Act::AddSubscription { site: at, kind: what, terms, .. } => {
                let name = site::named(at, view);
                format!("Nouvel abonnement {} ({}), {name}", kind(*what), terms.operator)
            }
            Act::ChangeSubscription { subscription, .. } => {
                format!("Modification, {}", of(subscription))
            }
            Act::AdvanceSubscription { subscription, stage: to, .. } => {
                format!("«\u{a0}{}\u{a0}», {}", stage(*to), of(subscription))
            }
            Act::GiveNotice { subscription, on } => {
                format!("Dénonciation envoyée le {}, {}", day_long(*on), of(subscription))
            }
            Act::EndSubscription { subscription, last, .. } => {
                format!("Résiliation au {}, {}", day_long(*last), of(subscription))
            }
            Act::KeepSubscription { subscription } => {
                format!("Résiliation annulée, {}", of(subscription))
            }
            Act::RenewSubscription { subscription, due } => {
                format!("Reconduction jusqu’au {}, {}", day_long(*due), of(subscription))
            }
            Act::ImportSubscriptions { subscriptions } => {
                format!(
                    "Import de {}",
                    super::count(subscriptions.len(), "abonnement", "abonnements")
                )
            }
            Act::SetSubscriptionCredit { kind: what, credit } => match credit {
                Some(credit) => format!("Crédit annuel {}\u{a0}: {credit}", kind(*what)),
                None => format!("Crédit annuel {} retiré", kind(*what)),
            },
        }
    }

    fn typed(&self) -> Vec<&str> {
        match self {
            Act::AddSubscription { terms, .. } | Act::ChangeSubscription { terms, .. } => {
                vec![&terms.line, &terms.contract, &terms.offer, &terms.phone, &terms.exception]
            }
            Act::AdvanceSubscription { reason, .. } | Act::EndSubscription { reason, .. } => {
                vec![reason]
            }
            Act::GiveNotice { .. }
            | Act::KeepSubscription { .. }
            | Act::RenewSubscription { .. }
            | Act::ImportSubscriptions { .. }
            | Act::SetSubscriptionCredit { .. } => Vec::new(),
        }
    }
}

/// Why a subscription cannot be that, and what to do.
pub fn hindrance(why: &Hindrance, state: &State) -> String {
    match why {
        Hindrance::NotFunded { site } => format!(
            "{} n’est pas une école publique\u{a0}: le plan n’y paie pas internet. Écrivez le \
             motif de la prise en charge, ou indiquez la ligne de l’école qui l’accueille.",
            site_name(state, site)
        ),
        Hindrance::Overlap { line, last: None, .. } => format!(
            "Un autre abonnement y court déjà ({line}), sans date de fin. Résiliez-le d’abord, ou \
             ajoutez celui-ci comme changement d’opérateur."
        ),
        Hindrance::Overlap { line, last: Some(last), .. } => format!(
            "Un autre abonnement y court déjà ({line}) jusqu’au {}. Un changement d’opérateur \
             déclaré peut durer 31\u{a0}jours au plus.",
            day_long(*last)
        ),
        Hindrance::LineTaken { line, site } => format!(
            "La ligne {line} est déjà celle de {}. Vérifiez le numéro, ou résiliez l’autre \
             abonnement.",
            site_name(state, site)
        ),
        Hindrance::Ended { last } => format!(
            "Cet abonnement est terminé depuis le {}\u{a0}: il ne change plus. Ajoutez-en un \
             nouveau.",
            day_long(*last)
        ),
        Hindrance::Stage { stage: at } => format!(
            "Cet abonnement est «\u{a0}{}\u{a0}»\u{a0}: on ne peut pas faire cela. Ouvrez-le pour \
             voir où il en est.",
            stage(*at)
        ),
        Hindrance::Overtaken => {
            "Quelqu’un d’autre a modifié cet abonnement entre-temps. Ouvrez-le \
             pour voir ce qui a changé, puis recommencez."
                .into()
        }
        Hindrance::SiteGone { on } => format!(
            "L’établissement a fermé le {}\u{a0}: aucun abonnement ne peut y commencer.",
            day_long(*on)
        ),
        Hindrance::NoTerm => "Ce contrat n’a pas de reconduction à dénoncer. Choisissez son \
             dernier jour avec «\u{a0}Résilier\u{a0}»."
            .into(),
        Hindrance::Unknown(_) => format!("{UNKNOWN_WORD}."),
    }
}
