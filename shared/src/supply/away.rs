//! What is replaced is in one open order; once taken away it serves no more, and the desk says
//! where it goes.

use super::{LegKind, Supply};
use crate::day::paris_day;
use crate::decide::context::{Context, bad, few};
use crate::entity::Facet;
use crate::equipment::{Equipment, EquipmentState, Happened, Retirement};
use crate::id::{EquipmentId, SiteId, SupplyId};
use crate::limits::{LINE_QUANTITY, SHORT_TEXT_CHARS};
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::row::{Kind, Read, RowKey, State};

/// What naming old devices looks at: one that moved may be in an order of its former site.
pub(super) fn named(replaces: &[EquipmentId]) -> Vec<Read> {
    if replaces.is_empty() {
        return Vec::new();
    }
    let devices = replaces.iter().map(|id| Read::Row(RowKey::of::<Equipment>(id)));
    devices.chain([Read::Where(Kind::Supply, Facet::Open)]).collect()
}

/// Equipment is in at most one open order, and in one of the site where it serves.
pub(super) fn not_replaced_twice(
    context: &Context<'_>,
    site: &SiteId,
    replaces: &[EquipmentId],
) -> Result<(), Refusal> {
    few(FieldName::Equipment, replaces, LINE_QUANTITY as usize)?;
    let open = context.state.supplies.values().filter(|other| other.state.is_open());
    let taken: Vec<_> = open.flat_map(|other| &other.replaces).collect();
    let twice = replaces.iter().filter(|equipment| taken.contains(equipment));
    let equipment: Vec<_> = twice.copied().collect();
    if !equipment.is_empty() {
        return Err(Refusal::ReplacedElsewhere { equipment });
    }
    let mut known = replaces.iter().filter_map(|id| context.find::<Equipment>(id));
    match known.all(|device| device.site == *site && device.serves()) {
        true => Ok(()),
        false => Err(bad(FieldName::Equipment, FieldProblem::Invalid)),
    }
}

/// The old devices that a leg takes away.
pub(super) fn reads(supply: SupplyId, leg: u32, state: &State) -> Vec<Read> {
    let known = state.supplies.get(&supply).and_then(|supply| supply.leg(leg));
    let away = known.filter(|leg| leg.kind == LegKind::TakeAway);
    let devices = away.into_iter().flat_map(|leg| &leg.equipment);
    devices.map(|id| Read::Row(RowKey::of::<Equipment>(id))).collect()
}

/// Retires them, as far as they still serve: their destination is pending. Somebody may have
/// retired one before. The reason names what came in their place.
pub(super) fn retire(context: &mut Context<'_>, supply: &Supply, at: usize) {
    let Some(leg) = supply.legs.get(at).filter(|leg| leg.kind == LegKind::TakeAway) else {
        return;
    };
    let new: Vec<&str> = supply.lines.iter().map(|line| line.label.as_str()).collect();
    let text: String = format!("→ {}", new.join(", ")).chars().take(SHORT_TEXT_CHARS).collect();
    let on = paris_day(context.declared().corrected_ms()).min(context.today());
    for id in &leg.equipment {
        let Some(known) = context.find::<Equipment>(id).filter(|known| known.serves()) else {
            continue;
        };
        let mut device = (*known).clone();
        let works = device.state != EquipmentState::Broken;
        device.history.push(context.entry(Happened::Retired { text: text.clone() }));
        let retired = Some(Retirement::pending(on, text.clone(), works));
        context.put(Equipment {
            state: EquipmentState::Retired,
            retired,
            proposal: None,
            ..device
        });
    }
}
