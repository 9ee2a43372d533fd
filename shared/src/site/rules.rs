//! Rules of sites. Importing twice changes nothing; a site that a file no longer holds is closed,
//! never deleted.

use super::act::Act;
use super::edit;
use super::{AccessNote, ByHand, Closure, Site};
use crate::day::{Day, HalfDay, Week};
use crate::decide::context::{Context, bad, few, optional, required};
use crate::id::SiteId;
use crate::limits::{ACCESS_NOTE_CHARS, IMPORT_ROWS, SHORT_TEXT_CHARS};
use crate::order;
use crate::refusal::{Conflict, FieldName, FieldProblem, Refusal};
use crate::role::Role;
use crate::row::{Kind, Read, RowKey, State};
use std::sync::Arc;

impl Act {
    /// Whether that role may give it at all; [`Act::apply`] then looks at whose row it is.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        match self {
            Act::CloseSite { .. }
            | Act::ReopenSite { .. }
            | Act::SetSiteWeek { .. }
            | Act::EditSite { .. }
            | Act::ImportSites { .. } => role.is_desk(),
            Act::SetAccessNote { .. } => role == Role::Technician || role.is_desk(),
            Act::SetSiteMail { .. } => role == Role::Teacher || role.is_desk(),
        }
    }

    /// The rows that [`Act::apply`] looks at.
    pub(crate) fn reads(&self, _: &State) -> Vec<Read> {
        match self {
            Act::CloseSite { site, .. }
            | Act::ReopenSite { site, .. }
            | Act::SetSiteWeek { site, .. }
            | Act::EditSite { site, .. }
            | Act::SetAccessNote { site, .. }
            | Act::SetSiteMail { site, .. } => vec![Read::Row(RowKey::site(site))],
            Act::ImportSites { .. } => vec![Read::All(Kind::Site)],
        }
    }

    /// Changes the rows of the context.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(crate) fn apply(&self, context: &mut Context<'_>) -> Result<(), Refusal> {
        match self {
            Act::CloseSite { site, closure } => close(context, site, closure),
            Act::ReopenSite { site, first } => reopen(context, site, *first),
            Act::SetSiteWeek { site, week, was } => set_week(context, site, *week, *was),
            Act::EditSite { site, edit, was } => edit::edit(context, site, edit, was.as_ref()),
            Act::SetAccessNote { site, text } => set_access_note(context, site, text),
            Act::SetSiteMail { site, accepted } => set_mail(context, site, *accepted),
            Act::ImportSites { sites, close, on } => import(context, sites, close, *on),
        }
    }
}

impl Context<'_> {
    pub(crate) fn site(&self, id: &SiteId) -> Result<Arc<Site>, Refusal> {
        self.may_touch_site(id)?;
        self.known::<Site>(id)
    }
}

#[inline(never)]
fn close(context: &mut Context<'_>, id: &SiteId, closure: &Closure) -> Result<(), Refusal> {
    let mut site = (*context.site(id)?).clone();
    let reason = required(FieldName::Reason, &closure.reason, SHORT_TEXT_CHARS)?;
    if closure.last < closure.first {
        return Err(bad(FieldName::Last, FieldProblem::Invalid));
    }
    let closure = Closure { reason, ..closure.clone() };
    if !site.closures.contains(&closure) {
        site.closures.push(closure);
        order::sort_by_key(&mut site.closures, |c| (c.first, c.last));
    }
    context.put(site);
    Ok(())
}

#[inline(never)]
fn reopen(context: &mut Context<'_>, id: &SiteId, first: HalfDay) -> Result<(), Refusal> {
    let mut site = (*context.site(id)?).clone();
    site.closures.retain(|closure| closure.first != first);
    context.put(site);
    Ok(())
}

/// Sets the week, unless a colleague set another one after the author had looked: then theirs
/// stays, and the author is told (invariant 5).
#[inline(never)]
fn set_week(
    context: &mut Context<'_>,
    id: &SiteId,
    week: Week,
    was: Option<Week>,
) -> Result<(), Refusal> {
    let mut site = (*context.site(id)?).clone();
    if site.week != week && was.is_some_and(|was| was != site.week) {
        let [mine, kept] = [week, site.week].map(|week| week.to_string());
        let (row, field) = (RowKey::site(id), FieldName::Week);
        context.conflict(Conflict::Value { row, field, mine, kept });
        return Ok(());
    }
    site.week = week;
    context.put(site);
    Ok(())
}

/// Writes the note, unless somebody else wrote one after the author had looked: then theirs stays,
/// and the author is told (invariant 5).
#[inline(never)]
fn set_access_note(context: &mut Context<'_>, id: &SiteId, text: &str) -> Result<(), Refusal> {
    let mut site = (*context.site(id)?).clone();
    let text = optional(FieldName::Text, text, ACCESS_NOTE_CHARS)?;
    if text == site.access_text() {
        return Ok(());
    }
    let (seen, device) =
        (context.envelope.seen_version(&RowKey::site(id)), context.envelope.device);
    let overtakes = |note: &&AccessNote| note.version > seen && note.device != device;
    if let Some(kept) = site.access.as_ref().filter(overtakes) {
        let (site, kept) = (id.clone(), kept.text.clone());
        context.conflict(Conflict::AccessNote { site, mine: text, kept });
        return Ok(());
    }
    let (by_name, on) = (context.actor.name.clone(), context.today());
    site.access = Some(AccessNote { text, by_name, on, version: 0, device });
    context.put(site);
    Ok(())
}

#[inline(never)]
fn set_mail(context: &mut Context<'_>, id: &SiteId, accepted: bool) -> Result<(), Refusal> {
    let site = context.site(id)?;
    context.put(Site { by_mail: Some(accepted), ..(*site).clone() });
    Ok(())
}

#[inline(never)]
fn import(
    context: &mut Context<'_>,
    sites: &[Site],
    close: &[SiteId],
    on: Day,
) -> Result<(), Refusal> {
    few(FieldName::Sites, sites, IMPORT_ROWS)?;
    for incoming in sites {
        required(FieldName::Id, incoming.id.as_str(), SHORT_TEXT_CHARS)?;
        required(FieldName::Name, &incoming.name, SHORT_TEXT_CHARS)?;
        let row = match context.state.sites.get(&incoming.id) {
            Some(known) => merge_site(known, incoming),
            // What people set elsewhere comes by no file.
            None => Site {
                version: 0,
                access: None,
                by_mail: None,
                by_hand: ByHand::default(),
                skill: String::new(),
                feed: None,
                closures: Vec::new(),
                ..incoming.clone()
            },
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

/// What the authority set by hand (week, closures, host, what the desk wrote) stays; the file gives
/// the rest. An exact position is not lost to one that is only the commune's, nor a figure to one
/// of an earlier year.
fn merge_site(known: &Site, incoming: &Site) -> Site {
    let keep_position =
        known.position.is_some_and(|p| p.exact) && !incoming.position.is_some_and(|p| p.exact);
    let hand = known.by_hand;
    let kept = |by_hand: bool, known: &str, incoming: &str| {
        if by_hand { known.to_owned() } else { incoming.to_owned() }
    };
    Site {
        address: kept(hand.address, &known.address, &incoming.address),
        postcode: kept(hand.address, &known.postcode, &incoming.postcode),
        phone: kept(hand.phone, &known.phone, &incoming.phone),
        mail: kept(hand.mail, &known.mail, &incoming.mail),
        by_hand: hand,
        week: known.week,
        skill: known.skill.clone(),
        closures: known.closures.clone(),
        feed: known.feed.clone(),
        access: known.access.clone(),
        by_mail: known.by_mail,
        figures: incoming.figures.over(known.figures),
        host: known.host.clone().or(incoming.host.clone()),
        position: if keep_position { known.position } else { incoming.position.or(known.position) },
        version: known.version,
        ..incoming.clone()
    }
}
