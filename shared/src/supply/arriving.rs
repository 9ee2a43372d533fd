//! What is handed over by its label enters the fleet: from then on it has an age, and is counted
//! and renewed as any other device of the school.

use super::act::Labelled;
use super::{Leg, LegKind, Line, Supply};
use crate::article::{Article, ArticleKind};
use crate::campaign::CampaignKind;
use crate::day::{Day, paris_day};
use crate::decide::context::{Context, bad, few, required};
use crate::equipment::{Equipment, EquipmentKind};
use crate::id::{EquipmentId, SupplyId};
use crate::limits::{LINE_QUANTITY, SHORT_TEXT_CHARS};
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::row::{Kind, Read, RowKey, State};
use std::sync::Arc;

/// What entering the fleet looks at: a label may be known already, from a file or elsewhere.
pub(super) fn reads(supply: SupplyId, devices: &[Labelled], state: &State) -> Vec<Read> {
    if devices.is_empty() {
        return Vec::new();
    }
    let known = state.supplies.get(&supply);
    let lines = known.into_iter().flat_map(|supply| &supply.lines);
    let articles = lines.map(|line| Read::Row(RowKey::of::<Article>(&line.article)));
    articles.chain([Read::All(Kind::Equipment)]).collect()
}

/// The serving device that has this label or serial number.
pub fn known_as<'s>(state: &'s State, label: &str) -> Option<&'s Arc<Equipment>> {
    let label = label.trim();
    let is_it = |one: &&Arc<Equipment>| {
        let names = [one.label.trim(), one.serial.trim()];
        one.serves() && names.iter().any(|name| name.eq_ignore_ascii_case(label))
    };
    if label.is_empty() { None } else { state.equipment.values().find(is_it) }
}

impl Supply {
    /// The device that a line gives, if it gives one that enters the fleet.
    fn device(&self, line: u32) -> Option<(&Line, EquipmentKind)> {
        let line = self.lines.get(usize::try_from(line).ok()?)?;
        match line.kind {
            ArticleKind::Device(kind) => Some((line, kind)),
            ArticleKind::Small | ArticleKind::Service | ArticleKind::LoanKit => None,
        }
    }

    /// The lines of a leg whose devices enter the fleet when they are handed over. What is lent
    /// stays where it is listed.
    pub fn labelled_lines<'l>(&'l self, leg: &'l Leg) -> impl Iterator<Item = (u32, &'l Line)> {
        let enters = leg.kind == LegKind::Deliver && self.kind != CampaignKind::Loan;
        let items = leg.items.iter().filter(move |item| enters && item.quantity > 0);
        items.filter_map(|item| Some((item.line, self.device(item.line)?.0)))
    }
}

/// Enters what a leg handed over, each device once: one that is known by its label at the school is
/// that device, and gets no second row. Returns whether another school has one of them.
pub(super) fn enter(
    context: &mut Context<'_>,
    supply: &mut Supply,
    at: usize,
    devices: &[Labelled],
) -> Result<bool, Refusal> {
    if devices.is_empty() {
        return Ok(false);
    }
    few(FieldName::Equipment, devices, LINE_QUANTITY as usize)?;
    let on = paris_day(context.declared().corrected_ms()).min(context.today());
    let mut is_elsewhere = false;
    let mut entered: Vec<EquipmentId> = Vec::new();
    for (rank, device) in devices.iter().enumerate() {
        let label = required(FieldName::Label, &device.label, SHORT_TEXT_CHARS)?;
        let before = devices.get(..rank).unwrap_or_default();
        must_be_given(supply, at, device, before)?;
        if let Some(known) = known_as(context.state, &label).cloned() {
            is_elsewhere |= known.site != supply.site;
            entered.push(known.id);
            if known.site == supply.site && known.supply.is_none() {
                context.put(Equipment { supply: Some(supply.id), ..Equipment::clone(&known) });
            }
            continue;
        }
        context.must_be_new::<Equipment>(&device.equipment)?;
        let fresh = entering(context, supply, device, (label, on))?;
        entered.push(device.equipment);
        context.put(fresh);
    }
    if let Some(done) = supply.legs.get_mut(at).and_then(Leg::done_mut) {
        done.equipment.extend(entered);
    }
    Ok(is_elsewhere)
}

/// A label names one piece of what is handed over, and no two have the same one.
fn must_be_given(
    supply: &Supply,
    at: usize,
    device: &Labelled,
    before: &[Labelled],
) -> Result<(), Refusal> {
    let wrong = |field| Err(bad(field, FieldProblem::Invalid));
    let leg = supply.legs.get(at);
    let item = leg.and_then(|leg| leg.items.iter().find(|item| item.line == device.line));
    let enters =
        leg.is_some_and(|leg| supply.labelled_lines(leg).any(|(line, _)| line == device.line));
    let Some(item) = item.filter(|_| enters) else { return wrong(FieldName::Lines) };
    let same = |other: &Labelled| other.label.trim().eq_ignore_ascii_case(device.label.trim());
    if before.iter().any(|other| same(other) || other.equipment == device.equipment) {
        return wrong(FieldName::Label);
    }
    let others = before.iter().filter(|other| other.line == device.line).count();
    match u32::try_from(others).is_ok_and(|others| others < item.quantity) {
        true => Ok(()),
        false => wrong(FieldName::Quantity),
    }
}

/// A device as it enters: it is there since the day on which it was handed over.
fn entering(
    context: &Context<'_>,
    supply: &Supply,
    device: &Labelled,
    (label, on): (String, Day),
) -> Result<Equipment, Refusal> {
    let known = supply.device(device.line);
    let (line, kind) = known.ok_or_else(|| bad(FieldName::Lines, FieldProblem::Invalid))?;
    let article = context.find::<Article>(&line.article);
    let (id, name) = (device.equipment, line.label.clone());
    Ok(Equipment {
        label,
        model: name.clone(),
        acquired: Some(on),
        life_months: article.and_then(|article| article.life_months),
        price_cents: Some(line.unit.0),
        supply: Some(supply.id),
        ..Equipment::blank(id, supply.site.clone(), kind, name)
    })
}
