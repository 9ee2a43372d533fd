//! Rules of sites. Importing twice changes nothing; a site that a file no longer holds is closed,
//! never deleted.

use super::act::{Act, SiteEdit};
use super::{AccessNote, ByHand, Closure, Site};
use crate::day::{Day, HalfDay, Week};
use crate::decide::context::{Context, bad, few, optional, required};
use crate::id::SiteId;
use crate::limits::{ACCESS_NOTE_CHARS, IMPORT_ROWS, MAIL_BYTES, SHORT_TEXT_CHARS};
use crate::order;
use crate::refusal::{Conflict, FieldName, Problem, Refusal};
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
            Act::SetSiteWeek { site, week } => set_week(context, site, *week),
            Act::EditSite { site, edit: changes } => edit(context, site, changes),
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
        return Err(bad(FieldName::Last, Problem::Invalid));
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

#[inline(never)]
fn set_week(context: &mut Context<'_>, id: &SiteId, week: Week) -> Result<(), Refusal> {
    let mut site = (*context.site(id)?).clone();
    site.week = week;
    context.put(site);
    Ok(())
}

/// What the desk wrote itself stays when a file comes that has it otherwise.
#[inline(never)]
fn edit(context: &mut Context<'_>, id: &SiteId, edit: &SiteEdit) -> Result<(), Refusal> {
    let mut site = (*context.site(id)?).clone();
    if let Some(address) = &edit.address {
        site.address = optional(FieldName::Address, address, SHORT_TEXT_CHARS)?;
        site.by_hand.address = true;
    }
    if let Some(postcode) = &edit.postcode {
        let is_one = |code: &str| code.len() == 5 && code.bytes().all(|c| c.is_ascii_digit());
        site.postcode = optional(FieldName::Postcode, postcode, SHORT_TEXT_CHARS)?;
        if !site.postcode.is_empty() && !is_one(&site.postcode) {
            return Err(bad(FieldName::Postcode, Problem::Invalid));
        }
        site.by_hand.address = true;
    }
    if let Some(phone) = &edit.phone {
        let kept = optional(FieldName::Phone, phone, SHORT_TEXT_CHARS)?;
        let plain = kept.replacen("+33", "0", 1);
        let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
        if !kept.is_empty() && digits.len() != PHONE_DIGITS {
            return Err(bad(FieldName::Phone, Problem::Invalid));
        }
        site.phone = digits;
        site.by_hand.phone = true;
    }
    if let Some(mail) = &edit.mail {
        let mail = optional(FieldName::Mail, mail, MAIL_BYTES)?;
        let parts = mail.split_once('@');
        let is_one = parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        if !mail.is_empty() && (!is_one || mail.contains(char::is_whitespace)) {
            return Err(bad(FieldName::Mail, Problem::Invalid));
        }
        site.mail = mail;
        site.by_hand.mail = true;
    }
    context.put(site);
    Ok(())
}

/// Digits of a telephone number in France.
const PHONE_DIGITS: usize = 10;

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
            None => {
                let by_hand = ByHand::default();
                Site { version: 0, access: None, by_mail: None, by_hand, ..incoming.clone() }
            }
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
/// the rest. An exact position is not lost to one that is only the commune's.
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
        closures: known.closures.clone(),
        feed: known.feed.clone(),
        access: known.access.clone(),
        by_mail: known.by_mail,
        host: known.host.clone().or(incoming.host.clone()),
        position: if keep_position { known.position } else { incoming.position.or(known.position) },
        version: known.version,
        ..incoming.clone()
    }
}
