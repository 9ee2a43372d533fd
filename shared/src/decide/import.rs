//! Rules of imports and of the coordinator's settings. Importing twice changes nothing; what a
//! file no longer holds is closed, never deleted.

use super::context::{Context, bad, optional, required};
use crate::day::{Calendar, Day};
use crate::id::SiteId;
use crate::limits::{CHECKLIST_ITEMS, IMPORT_ROWS, SHORT_TEXT_CHARS};
use crate::plan::{Account, Settings};
use crate::refusal::{Problem, Refusal};
use crate::role::Role;
use crate::row::{Row, RowKey};
use crate::site::{Equipment, Site};
use std::collections::BTreeMap;

fn few<T>(field: &str, rows: &[T], max: usize) -> Result<(), Refusal> {
    if rows.len() > max { Err(bad(field, Problem::TooLong { max })) } else { Ok(()) }
}

#[inline(never)]
pub(super) fn sites(
    context: &mut Context<'_>,
    sites: &[Site],
    close: &[SiteId],
    on: Day,
) -> Result<(), Refusal> {
    few("sites", sites, IMPORT_ROWS)?;
    for incoming in sites {
        required("id", incoming.id.as_str(), SHORT_TEXT_CHARS)?;
        required("name", &incoming.name, SHORT_TEXT_CHARS)?;
        let row = match context.state.sites.get(&incoming.id) {
            Some(known) => merge_site(known, incoming),
            None => Site { version: 0, ..incoming.clone() },
        };
        context.put(row);
    }
    for id in close {
        let site = context.site(id)?;
        if site.closed_on.is_none() {
            context.put(Site { closed_on: Some(on), ..(*site).clone() });
        }
    }
    Ok(())
}

/// What the authority set by hand (week, closures, host) stays; the file gives the rest. An
/// exact position is not lost to one that is only the commune's.
fn merge_site(known: &Site, incoming: &Site) -> Site {
    let keep_position =
        known.position.is_some_and(|p| p.exact) && !incoming.position.is_some_and(|p| p.exact);
    Site {
        week: known.week,
        closures: known.closures.clone(),
        feed: known.feed.clone(),
        host: known.host.clone().or(incoming.host.clone()),
        position: if keep_position { known.position } else { incoming.position.or(known.position) },
        version: known.version,
        ..incoming.clone()
    }
}

#[inline(never)]
pub(super) fn equipment(context: &mut Context<'_>, incoming: &[Equipment]) -> Result<(), Refusal> {
    few("equipment", incoming, IMPORT_ROWS)?;
    let known: BTreeMap<_, _> = context
        .state
        .equipment
        .values()
        .filter_map(|row| Some((row.import_key()?.to_owned(), row.clone())))
        .collect();
    for row in incoming {
        context.site(&row.site)?;
        required("name", &row.name, SHORT_TEXT_CHARS)?;
        let same = row.import_key().and_then(|key| known.get(key));
        let same = same.or_else(|| context.state.equipment.get(&row.id));
        let (id, version) = same.map_or((row.id, 0), |known| (known.id, known.version));
        context.put(Equipment { id, version, ..row.clone() });
    }
    Ok(())
}

#[inline(never)]
pub(super) fn calendar(context: &mut Context<'_>, incoming: &Calendar) -> Result<(), Refusal> {
    let mut calendar = incoming.clone();
    calendar.version = context.state.calendar().version;
    calendar.holidays.sort();
    calendar.holidays.dedup();
    calendar.quarters.sort_by_key(|quarter| quarter.first);
    if calendar.holidays.iter().any(|holiday| holiday.last < holiday.first) {
        return Err(bad("holidays", Problem::Invalid));
    }
    let backwards = calendar.quarters.iter().any(|quarter| quarter.last < quarter.first);
    let overlap = calendar.quarters.windows(2).any(|pair| pair[1].first <= pair[0].last);
    if backwards || overlap {
        return Err(bad("quarters", Problem::Invalid));
    }
    context.put(calendar);
    Ok(())
}

#[inline(never)]
pub(super) fn account(context: &mut Context<'_>, incoming: &Account) -> Result<(), Refusal> {
    let name = required("name", &incoming.name, SHORT_TEXT_CHARS)?;
    let school = incoming.role == Role::Teacher;
    if incoming.role == Role::System || school != incoming.site.is_some() {
        return Err(bad("role", Problem::Invalid));
    }
    if let Some(site) = &incoming.site {
        context.site(site)?;
    }
    let known = context.state.accounts.get(&incoming.id);
    let version = known.map_or(0, |known| known.version);
    let own = incoming.id == context.actor.account;
    if own && (!incoming.active || incoming.role != Role::Coordinator) {
        return Err(Refusal::NotAllowed);
    }
    let feed = known.and_then(|known| known.feed.clone());
    context.put(Account { name, feed, version, ..incoming.clone() });
    Ok(())
}

#[inline(never)]
pub(super) fn settings(context: &mut Context<'_>, incoming: &Settings) -> Result<(), Refusal> {
    let authority = optional("authority", &incoming.authority, SHORT_TEXT_CHARS)?;
    few("checklist", &incoming.checklist, CHECKLIST_ITEMS)?;
    let mut keys = std::collections::BTreeSet::new();
    for item in &incoming.checklist {
        required("checklist", &item.label, SHORT_TEXT_CHARS)?;
        if !keys.insert(&item.id) {
            return Err(bad("checklist", Problem::Invalid));
        }
    }
    if incoming.reserve_percent > 50 || incoming.close_after_school_days == 0 {
        return Err(bad("settings", Problem::Invalid));
    }
    let key = RowKey::one(crate::row::Kind::Settings);
    let version = context.state.get(&key).map_or(0, |row: Row| row.version());
    context.put(Settings { authority, version, ..incoming.clone() });
    Ok(())
}
