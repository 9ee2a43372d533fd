//! What a desk writes of a session: when and where it takes place, for whom, and who leads it.

use super::TrainingKind;
use crate::day::Day;
use crate::id::{AccountId, SiteId, TopicId};
use crate::money::Cents;
use chrono::{Duration, NaiveDateTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a desk writes of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// What it is.
    pub kind: TrainingKind,
    /// Its title.
    pub title: String,
    /// What those who were present are trained for.
    #[serde(default)]
    pub topics: Vec<TopicId>,
    /// The day.
    pub day: Day,
    /// When it begins, in minutes of the day.
    pub from: u32,
    /// When it ends, in minutes of the day.
    pub to: u32,
    /// Where, in words.
    #[serde(default)]
    pub place: String,
    /// The site where it takes place, if it is one.
    #[serde(default)]
    pub host: Option<SiteId>,
    /// How many places there are.
    pub capacity: u32,
    /// Who leads it, if they have an account.
    #[serde(default)]
    pub leader: Option<AccountId>,
    /// Who leads it with them. `None` is what an app says that knows of one leader alone: it
    /// changes nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub co_leaders: Option<BTreeSet<AccountId>>,
    /// The name of whoever leads it.
    #[serde(default)]
    pub leader_name: String,
    /// Who gives it: a supplier, Canopé.
    #[serde(default)]
    pub body: String,
    /// The first day of registration; at once when there is none.
    #[serde(default)]
    pub opens: Option<Day>,
    /// The last day of registration; its own day when there is none.
    #[serde(default)]
    pub closes: Option<Day>,
    /// What it costs, including tax.
    #[serde(default)]
    pub cost: Cents,
}

impl Terms {
    /// The last day of registration, and of moving up from the waiting list.
    pub fn last_day_of_registration(&self) -> Day {
        self.closes.unwrap_or(self.day).min(self.day)
    }

    /// How long it lasts, in minutes.
    pub fn minutes(&self) -> u32 {
        self.to.saturating_sub(self.from)
    }

    /// Begins: a day and an hour of Paris.
    pub fn begins(&self) -> NaiveDateTime {
        self.day.and_time(chrono::NaiveTime::MIN) + Duration::minutes(i64::from(self.from))
    }

    /// Both take place at the same time.
    pub fn overlaps(&self, other: &Terms) -> bool {
        self.day == other.day && self.from < other.to && other.from < self.to
    }

    /// All accounts that lead it.
    pub fn leaders(&self) -> impl Iterator<Item = AccountId> {
        self.leader.into_iter().chain(self.co_leaders.iter().flatten().copied())
    }

    /// Whether that account leads it, alone or with others.
    pub fn is_led_by(&self, account: AccountId) -> bool {
        self.leaders().any(|leader| leader == account)
    }

    /// What a calendar shows differs.
    pub(super) fn is_told_anew(&self, before: &Terms) -> bool {
        let shown = |terms: &Terms| {
            let words = [&terms.title, &terms.place, &terms.leader_name, &terms.body];
            (terms.day, terms.from, terms.to, words.map(String::clone))
        };
        shown(self) != shown(before)
    }
}
