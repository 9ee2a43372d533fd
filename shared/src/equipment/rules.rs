//! Rules of equipment. Importing twice changes nothing, and brings nothing back that was retired.

use super::act::{Act, SupportEnd};
use super::end::Retirement;
use super::{
    Destination, Equipment, EquipmentSheet, EquipmentState, Happened, Kept, Proposal, correct,
};
use crate::day::Day;
use crate::decide::context::{Context, bad, few, optional, required, word};
use crate::id::{EquipmentId, SiteId};
use crate::limits::{IMPORT_ROWS, SHORT_TEXT_CHARS};
use crate::refusal::{Conflict, FieldName, FieldProblem, Refusal};
use crate::role::Role;
use crate::row::{Kind, Read, RowKey, State};
use crate::search::words;
use std::collections::BTreeMap;

impl Act {
    /// Whether that role may give it at all; [`Act::apply`] then looks at whose row it is.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        match self {
            Act::ImportEquipment { .. }
            | Act::ImportSupportEnds { .. }
            | Act::EditEquipment { .. }
            | Act::MoveEquipment { .. }
            | Act::RetireEquipment { .. }
            | Act::ReviveEquipment { .. }
            | Act::DirectEquipment { .. }
            | Act::ProveDestination { .. } => role.is_desk(),
            Act::ProposeRetirement { .. } | Act::WipeEquipment { .. } => {
                role.is_desk() || role == Role::Technician
            }
            Act::KeepEquipment { .. } => role.is_desk() || role == Role::Teacher,
        }
    }

    /// The rows that [`Act::apply`] looks at.
    pub(crate) fn reads(&self, _: &State) -> Vec<Read> {
        let of = |id: &EquipmentId| Read::Row(RowKey::of::<Equipment>(id));
        match self {
            Act::ImportEquipment { .. } => [Kind::Site, Kind::Equipment].map(Read::All).into(),
            Act::ImportSupportEnds { .. } => vec![Read::All(Kind::Equipment)],
            Act::MoveEquipment { equipment, to, .. } => {
                vec![of(equipment), Read::Row(RowKey::site(to))]
            }
            Act::EditEquipment { equipment, .. }
            | Act::ProposeRetirement { equipment, .. }
            | Act::KeepEquipment { equipment, .. }
            | Act::RetireEquipment { equipment, .. }
            | Act::ReviveEquipment { equipment }
            | Act::WipeEquipment { equipment, .. }
            | Act::DirectEquipment { equipment, .. }
            | Act::ProveDestination { equipment, .. } => vec![of(equipment)],
        }
    }

    /// Changes the rows of the context.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(crate) fn apply(&self, context: &mut Context<'_>) -> Result<(), Refusal> {
        match self {
            Act::ImportEquipment { equipment } => import(context, equipment),
            Act::ImportSupportEnds { ends } => import_ends(context, ends),
            Act::EditEquipment { equipment, was, now } => edit(context, *equipment, was, now),
            Act::MoveEquipment { equipment, from, to } => go(context, *equipment, from, to),
            Act::ProposeRetirement { equipment, reason } => propose(context, *equipment, reason),
            Act::KeepEquipment { equipment, keep } => keep_it(context, *equipment, *keep),
            Act::RetireEquipment { equipment, on, reason, functional } => {
                let retirement = Retirement::pending(*on, reason.clone(), *functional);
                retire(context, *equipment, retirement)
            }
            Act::ReviveEquipment { equipment } => revive(context, *equipment),
            Act::WipeEquipment { equipment, on } => wipe(context, *equipment, *on),
            Act::DirectEquipment { equipment, destination, recipient, committed_on, gone_on } => {
                let days = (*committed_on, *gone_on);
                direct(context, *equipment, *destination, recipient, days)
            }
            Act::ProveDestination { equipment, proof } => prove(context, *equipment, proof),
        }
    }
}

/// The device, if the actor may touch its site.
fn known(context: &Context<'_>, id: EquipmentId) -> Result<Equipment, Refusal> {
    let device = context.known::<Equipment>(&id)?;
    context.may_touch_site(&device.site)?;
    Ok(std::sync::Arc::unwrap_or_clone(device))
}

/// The same of one that was not retired.
fn serving(context: &Context<'_>, id: EquipmentId) -> Result<Equipment, Refusal> {
    let device = known(context, id)?;
    match device.serves() {
        true => Ok(device),
        false => Err(Refusal::EquipmentState { state: word(&device.state) }),
    }
}

/// The same of one that was, with how it ended.
fn ended(context: &Context<'_>, id: EquipmentId) -> Result<(Equipment, Retirement), Refusal> {
    let device = known(context, id)?;
    if device.serves() {
        return Err(Refusal::EquipmentState { state: word(&device.state) });
    }
    // A file that said no more than «retired» gives no day: that of whoever looks at it counts.
    let pending = || Retirement::pending(context.today(), String::new(), false);
    let retirement = device.retired.clone().unwrap_or_else(pending);
    Ok((device, retirement))
}

fn must_be_past(context: &Context<'_>, field: FieldName, day: Day) -> Result<(), Refusal> {
    if day > context.today() { Err(bad(field, FieldProblem::Invalid)) } else { Ok(()) }
}

#[inline(never)]
fn import(context: &mut Context<'_>, incoming: &[Equipment]) -> Result<(), Refusal> {
    few(FieldName::Equipment, incoming, IMPORT_ROWS)?;
    // A label may serve again once its first device was retired: a file means the one that serves.
    let all = || context.state.equipment.values();
    let retired = all().filter(|row| !row.serves());
    let known: BTreeMap<_, _> = retired
        .chain(all().filter(|row| row.serves()))
        .filter_map(|row| Some((row.import_key()?.to_owned(), row.clone())))
        .collect();
    for row in incoming {
        context.site(&row.site)?;
        required(FieldName::Name, &row.name, SHORT_TEXT_CHARS)?;
        let same = row.import_key().and_then(|key| known.get(key));
        let same = same.or_else(|| context.state.equipment.get(&row.id));
        match same {
            None => {
                let fresh = Equipment { version: 0, history: Vec::new(), ..row.clone() };
                context.put(with_end(context, fresh));
            }
            Some(known) if !known.serves() && row.serves() => {
                let row = RowKey::of::<Equipment>(&known.id);
                context.conflict(Conflict::StaysRetired { row });
            }
            // Where it went and why is not the file's to say.
            Some(known) if !known.serves() => {}
            Some(known) => {
                let mut merged = with_end(context, merge(known, row));
                if merged.site != known.site {
                    let (from, to) = (known.site.clone(), merged.site.clone());
                    merged.history.push(context.entry(Happened::Moved { from, to }));
                }
                context.put(merged);
            }
        }
    }
    Ok(())
}

/// A device that a file says is retired, retired on the day of the file.
fn with_end(context: &Context<'_>, device: Equipment) -> Equipment {
    if device.serves() {
        return Equipment { retired: None, ..device };
    }
    let pending = Retirement::pending(context.today(), String::new(), false);
    Equipment { retired: device.retired.clone().or(Some(pending)), ..device }
}

/// What the file says; what it does not say, and what people said of the device here, stays.
fn merge(known: &Equipment, incoming: &Equipment) -> Equipment {
    Equipment {
        id: known.id,
        version: known.version,
        acquired: incoming.acquired.or(known.acquired),
        bought: incoming.bought.or(known.bought),
        in_service: incoming.in_service.or(known.in_service),
        life_months: incoming.life_months.or(known.life_months),
        support_ends: incoming.support_ends.or(known.support_ends),
        price_cents: incoming.price_cents.or(known.price_cents),
        given_by: known.given_by.clone(),
        supply: known.supply,
        kept: known.kept.clone(),
        proposal: known.proposal.clone(),
        retired: None,
        history: known.history.clone(),
        ..incoming.clone()
    }
}

#[inline(never)]
fn import_ends(context: &mut Context<'_>, ends: &[SupportEnd]) -> Result<(), Refusal> {
    few(FieldName::Equipment, ends, IMPORT_ROWS)?;
    let mut days = BTreeMap::new();
    for end in ends {
        days.insert(words(&required(FieldName::Model, &end.model, SHORT_TEXT_CHARS)?), end.on);
    }
    let state = context.state;
    for device in state.equipment.values().filter(|device| device.serves()) {
        if let Some(on) = days.get(&words(&device.model)) {
            context.put(Equipment { support_ends: Some(*on), ..(**device).clone() });
        }
    }
    Ok(())
}

#[inline(never)]
fn edit(
    context: &mut Context<'_>,
    id: EquipmentId,
    was: &EquipmentSheet,
    now: &EquipmentSheet,
) -> Result<(), Refusal> {
    let mut device = serving(context, id)?;
    let now = now.checked(context.today())?;
    correct::merge(context, &mut device, was, &now);
    context.put(device);
    Ok(())
}

#[inline(never)]
fn go(
    context: &mut Context<'_>,
    id: EquipmentId,
    from: &SiteId,
    to: &SiteId,
) -> Result<(), Refusal> {
    let mut device = serving(context, id)?;
    let to = context.site(to)?.id.clone();
    if device.site == to {
        return Ok(());
    }
    if device.site != *from {
        let (row, field) = (RowKey::of::<Equipment>(&id), FieldName::Site);
        let (mine, kept) = (to.to_string(), device.site.to_string());
        context.conflict(Conflict::Value { row, field, mine, kept });
        return Ok(());
    }
    let moved = Happened::Moved { from: device.site.clone(), to: to.clone() };
    device.history.push(context.entry(moved));
    // What one school said of it is not what the next one says, and the room is in the first.
    context.put(Equipment { site: to, kept: None, room: String::new(), ..device });
    Ok(())
}

#[inline(never)]
fn propose(context: &mut Context<'_>, id: EquipmentId, reason: &str) -> Result<(), Refusal> {
    let mut device = serving(context, id)?;
    let reason = required(FieldName::Reason, reason, SHORT_TEXT_CHARS)?;
    device.history.push(context.entry(Happened::Proposed { text: reason.clone() }));
    let (on, by_name) = (context.today(), context.actor.name.clone());
    context.put(Equipment { proposal: Some(Proposal { on, by_name, reason }), ..device });
    Ok(())
}

#[inline(never)]
fn keep_it(context: &mut Context<'_>, id: EquipmentId, keep: bool) -> Result<(), Refusal> {
    let mut device = serving(context, id)?;
    if device.kept.is_some() == keep {
        return Ok(());
    }
    let said = if keep { Happened::Kept } else { Happened::LetGo };
    device.history.push(context.entry(said));
    let kept = Kept { on: context.today(), by_name: context.actor.name.clone() };
    context.put(Equipment { kept: keep.then_some(kept), ..device });
    Ok(())
}

#[inline(never)]
fn retire(
    context: &mut Context<'_>,
    id: EquipmentId,
    retirement: Retirement,
) -> Result<(), Refusal> {
    let mut device = serving(context, id)?;
    must_be_past(context, FieldName::Day, retirement.on)?;
    let reason = required(FieldName::Reason, &retirement.reason, SHORT_TEXT_CHARS)?;
    device.history.push(context.entry(Happened::Retired { text: reason.clone() }));
    let retired = Some(Retirement { reason, ..retirement });
    context.put(Equipment { state: EquipmentState::Retired, retired, proposal: None, ..device });
    Ok(())
}

/// A hand may bring back what no file can: somebody has the device before their eyes. Not once it
/// has left the house.
#[inline(never)]
fn revive(context: &mut Context<'_>, id: EquipmentId) -> Result<(), Refusal> {
    let (mut device, retirement) = ended(context, id)?;
    if retirement.gone_on.is_some() {
        return Err(Refusal::EquipmentState { state: word(&device.state) });
    }
    device.history.push(context.entry(Happened::Revived));
    context.put(Equipment { state: EquipmentState::InService, retired: None, ..device });
    Ok(())
}

#[inline(never)]
fn wipe(context: &mut Context<'_>, id: EquipmentId, on: Day) -> Result<(), Refusal> {
    let (mut device, retirement) = ended(context, id)?;
    must_be_past(context, FieldName::Day, on)?;
    device.history.push(context.entry(Happened::Wiped { on }));
    let retired = Some(Retirement { wiped_on: Some(on), ..retirement });
    context.put(Equipment { retired, ..device });
    Ok(())
}

/// Says where a device goes. None leaves the house with what people wrote on it.
#[inline(never)]
fn direct(
    context: &mut Context<'_>,
    id: EquipmentId,
    destination: Destination,
    recipient: &str,
    (committed_on, gone_on): (Option<Day>, Option<Day>),
) -> Result<(), Refusal> {
    let (mut device, retirement) = ended(context, id)?;
    let recipient = optional(FieldName::Recipient, recipient, SHORT_TEXT_CHARS)?;
    if destination == Destination::Unknown {
        return Err(bad(FieldName::Destination, FieldProblem::Invalid));
    }
    for day in [committed_on, gone_on].into_iter().flatten() {
        must_be_past(context, FieldName::Day, day)?;
    }
    let leaves = gone_on.is_some() && destination.leaves_the_house();
    if leaves && device.kind.has_storage() && retirement.wiped_on.is_none() {
        return Err(Refusal::NotWiped { row: RowKey::of::<Equipment>(&id) });
    }
    if retirement.destination != Some(destination) || retirement.recipient != recipient {
        let text = recipient.clone();
        device.history.push(context.entry(Happened::Directed { destination, text }));
    }
    let destination = Some(destination);
    let retired = Some(Retirement { destination, recipient, committed_on, gone_on, ..retirement });
    context.put(Equipment { retired, ..device });
    Ok(())
}

#[inline(never)]
fn prove(context: &mut Context<'_>, id: EquipmentId, proof: &str) -> Result<(), Refusal> {
    let (mut device, retirement) = ended(context, id)?;
    let proof = required(FieldName::Proof, proof, SHORT_TEXT_CHARS)?;
    if retirement.destination.is_none() {
        return Err(bad(FieldName::Destination, FieldProblem::Empty));
    }
    device.history.push(context.entry(Happened::Proved { text: proof.clone() }));
    context.put(Equipment { retired: Some(Retirement { proof, ..retirement }), ..device });
    Ok(())
}
