//! The demonstration's own small world: its rows, and a clock that only goes forward. Whatever
//! happens there is a command of somebody, judged by the rules.

use super::draw::Draw;
use crate::store::{Fault, StoreResult};
use chrono::{Duration, NaiveTime};
use shared::account::Account;
use shared::command::{Command, Envelope};
use shared::day::{Day, paris_time};
use shared::decide::{Now, decide};
use shared::id::{AccountId, CommandId, DeviceId, Millis, SiteId};
use shared::role::{Actor, Role};
use shared::row::{Row, State};
use shared::sync::PROTOCOL;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Everything that happened so far.
pub(super) struct World {
    pub(super) state: State,
    pub(super) draw: Draw,
    /// The day on which the demonstration opens: nothing of it has happened yet.
    pub(super) today: Day,
    sequences: BTreeMap<AccountId, u64>,
    schools: BTreeMap<SiteId, Actor>,
}

impl World {
    pub(super) fn new(rows: Vec<Row>, draw: Draw, today: Day) -> Self {
        let mut state = State::default();
        for row in rows {
            state.put(row);
        }
        let (sequences, schools) = Default::default();
        Self { state, draw, today, sequences, schools }
    }

    /// Gives a command at that instant. The rules accept it, or there is no demonstration.
    ///
    /// # Errors
    /// What the rules refused.
    pub(super) fn give(
        &mut self,
        actor: &Actor,
        at: Millis,
        intent: impl Into<Command>,
    ) -> StoreResult<()> {
        let sequence = self.sequences.entry(actor.account).or_default();
        *sequence += 1;
        let envelope = Envelope {
            id: CommandId(self.draw.key()),
            device: device(actor.account),
            sequence: *sequence,
            actor: actor.account,
            declared_at: at,
            protocol: PROTOCOL,
            seen: Vec::new(),
            intent: intent.into(),
        };
        let decision = decide(&self.state, &envelope, actor, Now { ms: at, offset_ms: 0 });
        let refused = |why| Fault::new(format!("demonstration: {why:?} to {}", actor.name));
        for row in decision.map_err(refused)?.rows {
            self.state.put(row);
        }
        Ok(())
    }

    /// Somebody of that role: the first one.
    pub(super) fn one(&self, role: Role) -> StoreResult<Actor> {
        let found = self.state.accounts.values().find(|account| account.role == role);
        found.map(|account| actor(account)).ok_or_else(|| Fault::new("demonstration: nobody"))
    }

    /// The owner of an account.
    pub(super) fn who(&self, account: AccountId) -> StoreResult<Actor> {
        let found = self.state.accounts.get(&account);
        found.map(|account| actor(account)).ok_or_else(|| Fault::new("demonstration: nobody"))
    }

    /// The technicians, in the order of their keys.
    pub(super) fn technicians(&self) -> Vec<AccountId> {
        let all = self.state.accounts.values();
        all.filter(|account| account.role == Role::Technician).map(|account| account.id).collect()
    }

    /// The account that the tablets of a school share, as an activation makes it.
    pub(super) fn school(&mut self, site: &SiteId) -> Actor {
        if let Some(known) = self.schools.get(site) {
            return known.clone();
        }
        let name = self.state.sites.get(site).map_or(String::new(), |site| site.name.clone());
        let id = AccountId(self.draw.key());
        let account = Account::blank(id, name, Role::Teacher, Some(site.clone()));
        let actor = actor(&account);
        self.state.put(account.into());
        self.schools.insert(site.clone(), actor.clone());
        actor
    }

    /// The first school day from that one on.
    pub(super) fn school_day(&self, from: Day) -> Day {
        let calendar = self.state.calendar();
        let mut days = shared::day::days(from, from + Duration::days(120));
        days.find(|day| calendar.is_school_day(*day)).unwrap_or(from)
    }

    /// The day that is so many school days before that one.
    pub(super) fn school_days_before(&self, day: Day, count: usize) -> Day {
        let from = day - Duration::days(120);
        let days = self.state.calendar().school_days(from, day - Duration::days(1));
        days.iter().rev().nth(count.saturating_sub(1)).copied().unwrap_or(from)
    }
}

fn actor(account: &Account) -> Actor {
    Actor {
        account: account.id,
        name: account.name.clone(),
        role: account.role,
        site: account.site.clone(),
        communes: account.communes.clone(),
    }
}

/// The device of an account.
pub(super) fn device(account: AccountId) -> DeviceId {
    DeviceId(Uuid::from_u128(account.0.as_u128() ^ 0xA99A_1EE1))
}

/// The instant of that minute of a day in France.
pub(super) fn at(day: Day, minute: i64) -> Millis {
    let local = day.and_time(NaiveTime::MIN) + Duration::minutes(minute);
    let winter = local.and_utc().timestamp_millis() - 3_600_000;
    if paris_time(winter) == local { winter } else { winter - 3_600_000 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_of_a_day_is_that_minute_in_france() {
        for day in ["2026-07-14", "2026-12-24", "2026-03-29", "2026-10-25"] {
            let day: Day = day.parse().expect("a day");
            let local = paris_time(at(day, 8 * 60 + 20));
            assert_eq!(local, day.and_hms_opt(8, 20, 0).expect("a time"));
        }
    }
}
