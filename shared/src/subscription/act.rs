//! Commands about subscriptions.

use super::{Stage, Subscription, SubscriptionKind, Terms};
use crate::day::Day;
use crate::history::FileRef;
use crate::id::{SiteId, SubscriptionId};
use crate::money::Cents;
use columns::tagged;
use serde::{Deserialize, Serialize};

/// The subscription that a new one takes over from: both run until its last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Former {
    /// Which.
    pub subscription: SubscriptionId,
    /// Its last day.
    pub last: Day,
}

/// Commands about subscriptions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Act {
    /// A site gets internet or ENT; `former` declares a migration, and ends the old one.
    AddSubscription {
        subscription: SubscriptionId,
        site: SiteId,
        kind: SubscriptionKind,
        stage: Stage,
        terms: Terms,
        #[serde(default)]
        former: Option<Former>,
    },
    /// Corrects what is agreed; a new price counts from `from` on, or from the beginning.
    ChangeSubscription {
        subscription: SubscriptionId,
        terms: Terms,
        #[serde(default)]
        from: Option<Day>,
    },
    /// It is ordered, works, pauses or is refused; `on` is its first day when it begins to work.
    AdvanceSubscription {
        subscription: SubscriptionId,
        stage: Stage,
        on: Day,
        #[serde(default)]
        reason: String,
    },
    /// Notice was given on that day: it ends when its term is over.
    GiveNotice { subscription: SubscriptionId, on: Day },
    /// It ends after that day.
    EndSubscription { subscription: SubscriptionId, last: Day, reason: String },
    /// It does not end after all.
    KeepSubscription { subscription: SubscriptionId },
    /// A contract that would end is prolonged: its term is over on that day.
    RenewSubscription { subscription: SubscriptionId, due: Day },
    /// Creates and changes subscriptions from a file.
    ImportSubscriptions { subscriptions: Vec<Subscription> },
    /// What the annex grants a year for a kind; `None`: nothing is compared.
    SetSubscriptionCredit { kind: SubscriptionKind, credit: Option<Cents> },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names.
    pub(crate) fn files(&self) -> &[FileRef] {
        &[]
    }

    /// The subscription that it adds, before anything happened to it.
    pub(super) fn fresh(&self) -> Option<Subscription> {
        let Act::AddSubscription { subscription: id, site, kind, stage, terms, former } = self
        else {
            return None;
        };
        Some(Subscription {
            id: *id,
            site: site.clone(),
            kind: *kind,
            stage: *stage,
            terms: terms.clone(),
            former: Vec::new(),
            last: None,
            noticed: None,
            reason: String::new(),
            takes_over: former.as_ref().map(|former| former.subscription),
            history: Vec::new(),
            written: None,
            version: 0,
        })
    }

    /// Whether it is given only while the server answers: what the annex grants is money.
    pub(crate) fn is_online_only(&self) -> bool {
        matches!(self, Act::SetSubscriptionCredit { .. })
    }
}
