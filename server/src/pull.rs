//! Collects the changes that a device lacks: those of its scope after its cursor, and no others.

use crate::store::{EVERYWHERE, Reader, StoreResult, owner_place, site_place};
use shared::entity::Facet;
use shared::id::{Millis, QuarterId, Seq, SiteId};
use shared::limits::{ROWS_PER_ANSWER, SITES_PER_ANSWER};
use shared::role::{Actor, Role};
use shared::row::{Kind, Read, Row, RowKey, State};
use shared::scope::{Scope, Stream, calls_of, quarters_of, sites_of};
use shared::sync::Change;
use std::collections::{BTreeMap, BTreeSet};

/// The changes of an answer.
#[derive(Debug)]
pub struct Pulled {
    /// Changes in the order of their sequence numbers.
    pub changes: Vec<Change>,
    /// The device knows everything up to this sequence number.
    pub cursor: Seq,
    /// Whether more changes follow.
    pub more: bool,
    /// The sites that the device then holds completely.
    pub sites: Option<Vec<SiteId>>,
}

/// Returns the scope of an actor, by the rows as they are now.
///
/// # Errors
/// A fault of the store.
pub fn scope_of<R: Reader + ?Sized>(store: &R, actor: &Actor, now: Millis) -> StoreResult<Scope> {
    let mut state = State::default();
    for row in store.load(&Read::All(Kind::Calendar))? {
        state.put(row);
    }
    let quarters = quarters_of(&state, now);
    load_for_sites(store, actor, &quarters, &mut state)?;
    let sites = sites_of(&state, actor, &quarters);
    let calls = calls_of(&state, actor, now);
    Ok(Scope::new(actor, sites, quarters, now).judging(calls))
}

/// Returns the scope of an actor as if this site were one of their own, and whether it is.
///
/// # Errors
/// A fault of the store.
pub fn scope_with<R: Reader + ?Sized>(
    store: &R,
    actor: &Actor,
    site: &SiteId,
    now: Millis,
) -> StoreResult<(Scope, bool)> {
    let mut scope = scope_of(store, actor, now)?;
    let is_own = match scope.sites_mut() {
        Some(sites) => !sites.insert(site.clone()),
        None => true,
    };
    Ok((scope, is_own))
}

fn load_for_sites<R: Reader + ?Sized>(
    store: &R,
    actor: &Actor,
    quarters: &BTreeSet<QuarterId>,
    state: &mut State,
) -> StoreResult<()> {
    let own = |quarter: &QuarterId| {
        Read::Where(Kind::Visit, Facet::OwnIn(actor.account, quarter.clone()))
    };
    let reads = match actor.role {
        Role::Technician => {
            let stops = Read::Where(Kind::Supply, Facet::OpenOf(actor.account));
            quarters.iter().map(own).chain([stops]).collect()
        }
        Role::Observer => vec![Read::All(Kind::Site)],
        Role::Adviser => {
            // Whom they meet, alone or with others; in whose jury they sit is said by the calls.
            vec![Read::All(Kind::TrainingSession), Read::All(Kind::Campaign)]
        }
        Role::Teacher | Role::Dispatcher | Role::Coordinator | Role::System => Vec::new(),
    };
    for read in reads {
        store.load(&read)?.into_iter().for_each(|row| state.put(row));
    }
    Ok(())
}

/// Returns the changes that a device lacks. `cursor` is the last sequence number that it knows,
/// `held` the sites that it holds completely.
///
/// # Errors
/// A fault of the store.
pub fn pull<R: Reader + ?Sized>(
    store: &R,
    actor: &Actor,
    cursor: Seq,
    held: &BTreeSet<SiteId>,
    now: Millis,
) -> StoreResult<Pulled> {
    let scope = scope_of(store, actor, now)?;
    let end = store.last_seq()?;
    let (mut rows, cut) = changed(store, &scope, held, cursor)?;
    let upto = cut.unwrap_or(end);
    let mut next: BTreeMap<RowKey, Change> = BTreeMap::new();
    for (key, seq) in gone(store, &scope, actor, held, cursor)? {
        if seq <= upto {
            next.insert(key.clone(), Change::Gone { row: key, seq });
        }
    }
    let (entered, sites, waits) = entering(store, &scope, held)?;
    rows.extend(entered);
    for row in rows {
        match scope.view(&row) {
            Some(row) => {
                next.insert(row.key(), Change::Put(row));
            }
            // The row may have been in the scope before: only its key is sent.
            None if cursor > 0 && row.version() > cursor => {
                let (row, seq) = (row.key(), row.version());
                next.insert(row.clone(), Change::Gone { row, seq });
            }
            None => {}
        }
    }
    let mut changes: Vec<_> = next.into_values().collect();
    changes.sort_by_key(Change::seq);
    Ok(Pulled { changes, cursor: upto, more: cut.is_some() || waits, sites })
}

/// Returns the rows of the scope's streams after the cursor, and the sequence number at which the
/// answer had to be cut.
fn changed<R: Reader + ?Sized>(
    store: &R,
    scope: &Scope,
    held: &BTreeSet<SiteId>,
    cursor: Seq,
) -> StoreResult<(Vec<Row>, Option<Seq>)> {
    let mut rows = Vec::new();
    let mut cut: Option<Seq> = None;
    for found in store.follow_all(&scope.streams(held), cursor, ROWS_PER_ANSWER)? {
        if found.len() == ROWS_PER_ANSWER {
            let last = found.last().map_or(cursor, Row::version);
            cut = Some(cut.map_or(last, |cut| cut.min(last)));
        }
        rows.extend(found);
    }
    rows.sort_by_key(Row::version);
    rows.dedup_by_key(|row| row.version());
    if rows.len() > ROWS_PER_ANSWER {
        let last = rows[ROWS_PER_ANSWER - 1].version();
        cut = Some(cut.map_or(last, |cut| cut.min(last)));
    }
    if let Some(cut) = cut {
        rows.retain(|row| row.version() <= cut);
    }
    Ok((rows, cut))
}

/// Returns the rows that left the places which the device follows.
fn gone<R: Reader + ?Sized>(
    store: &R,
    scope: &Scope,
    actor: &Actor,
    held: &BTreeSet<SiteId>,
    cursor: Seq,
) -> StoreResult<Vec<(RowKey, Seq)>> {
    if cursor == 0 {
        return Ok(Vec::new());
    }
    let mut places = vec![owner_place(actor.account)];
    if scope.streams(held).contains(&Stream::All) {
        places.push(EVERYWHERE.to_owned());
    }
    places.extend(actor.site.iter().map(site_place));
    if let Some(sites) = scope.sites() {
        places.extend(sites.intersection(held).map(site_place));
    }
    let mut gone = Vec::new();
    for (key, seq) in store.departed_all(&places, cursor)? {
        // The row may have come back since: then it is sent as a change.
        let row = store.load(&Read::Row(key.clone()))?.pop();
        if row.is_none_or(|row| scope.view(&row).is_none()) {
            gone.push((key, seq));
        }
    }
    Ok(gone)
}

type Entering = (Vec<Row>, Option<Vec<SiteId>>, bool);

/// Returns all rows of the sites that enter the scope, a few sites at a time.
fn entering<R: Reader + ?Sized>(
    store: &R,
    scope: &Scope,
    held: &BTreeSet<SiteId>,
) -> StoreResult<Entering> {
    let Some(sites) = scope.sites() else {
        return Ok((Vec::new(), None, false));
    };
    let new: Vec<_> = sites.difference(held).collect();
    let mut rows = Vec::new();
    let mut whole: Vec<SiteId> = sites.intersection(held).cloned().collect();
    for site in new.iter().take(SITES_PER_ANSWER) {
        rows.extend(store.follow(&Stream::Site((*site).clone()), 0, usize::MAX >> 1)?);
        // The site may be older than the cursor of a device that never had it.
        if scope.brings_sites() {
            rows.extend(store.load(&Read::Row(RowKey::site(site)))?);
        }
        whole.push((*site).clone());
    }
    Ok((rows, Some(whole), new.len() > SITES_PER_ANSWER))
}
