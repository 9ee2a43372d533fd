//! Writes what a command says to schools, in its own transaction: what was decided is told, and
//! what was not decided is not.

use crate::store::{LetterRecord, StoreResult, Writer};
use shared::day::{Day, paris_day};
use shared::id::{CommandId, Millis, SiteId};
use shared::role::Role;
use shared::row::{Row, RowKey, State};
use shared::tell::{Letter, LetterState, letters};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A command that was applied.
pub struct Said<'a> {
    /// Its key.
    pub command: CommandId,
    /// The role of who gave it.
    pub by: Role,
    /// When they did, by their device's clock, corrected by its offset.
    pub declared_at: Millis,
    /// The rows that it looked at, as they were.
    pub before: &'a State,
    /// The rows that it changed.
    pub after: &'a [Row],
}

/// Adds what a command says to the letters of its schools that are still open, and begins those
/// that there are not. A school that refused them is told nothing. What a device offers again
/// after a restore may have been sent before it: that waits until somebody says that it was not.
///
/// # Errors
/// A fault of the store.
pub fn note(store: &dyn Writer, said: &Said<'_>, now: Millis) -> StoreResult<()> {
    let fresh = letters(said.before, said.after, said.by);
    if fresh.is_empty() {
        return Ok(());
    }
    let refused = refusing(store, fresh.keys())?;
    let is_held = store.told_before()?.is_some_and(|at| said.declared_at < at);
    let today = paris_day(now);
    for (site, letter) in fresh.into_iter().filter(|(site, _)| !refused.contains(site)) {
        let open = if is_held { None } else { store.open_letter(&site)? };
        match open {
            Some(record) => add(store, record, letter, (now, today))?,
            None if letter.clone().on(today).is_empty() => {}
            None => {
                let state = if is_held { LetterState::Held } else { LetterState::Open };
                store.put_letter(&begun(said.command, site, letter, state, now))?;
            }
        }
    }
    Ok(())
}

fn add(
    store: &dyn Writer,
    mut record: LetterRecord,
    letter: Letter,
    (now, today): (Millis, Day),
) -> StoreResult<()> {
    record.letter.add(letter);
    record.changed_at = now;
    match record.letter.clone().on(today).is_empty() {
        true => store.end_letter(record.id),
        false => store.put_letter(&record),
    }
}

/// Its key follows from the command: the same command makes the same one, also after a restore.
fn begun(
    command: CommandId,
    site: SiteId,
    letter: Letter,
    state: LetterState,
    now: Millis,
) -> LetterRecord {
    LetterRecord {
        id: Uuid::new_v5(&command.0, site.as_str().as_bytes()),
        site,
        letter,
        state,
        begun_at: now,
        changed_at: now,
        at: now,
        next_at: now,
        attempts: 0,
        address: None,
        why: None,
    }
}

fn refusing<'s>(
    store: &dyn Writer,
    sites: impl Iterator<Item = &'s SiteId>,
) -> StoreResult<BTreeSet<SiteId>> {
    let keys: Vec<_> = sites.map(RowKey::site).collect();
    let refusing = |row: Row| match row {
        Row::Site(site) if !site.takes_mail() => Some(site.id.clone()),
        _ => None,
    };
    Ok(store.load_rows(&keys)?.into_iter().filter_map(refusing).collect())
}
