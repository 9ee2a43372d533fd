//! Rules of the settings.

use super::act::Act;
use super::outline::Outline;
use super::{DelayStage, Settings, Topic};
use crate::decide::context::{Context, bad, few, optional, required};
use crate::id::One;
use crate::limits::{self, CHECKLIST_ITEMS, SHORT_TEXT_CHARS, TARGET_SCHOOL_DAYS};
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::role::Role;
use crate::row::{Kind, Read, State};
use crate::sobriety::factor::Factor;
use std::collections::BTreeMap;

impl Act {
    /// Whether that role may give it at all; [`Act::apply`] then looks at whose row it is.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        match self {
            Act::ChangeSettings { .. } => role == Role::Coordinator,
        }
    }

    /// The rows that [`Act::apply`] looks at.
    pub(crate) fn reads(&self, _: &State) -> Vec<Read> {
        match self {
            Act::ChangeSettings { .. } => vec![Read::All(Kind::Settings)],
        }
    }

    /// Changes the rows of the context.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(crate) fn apply(&self, context: &mut Context<'_>) -> Result<(), Refusal> {
        match self {
            Act::ChangeSettings { settings } => change(context, settings),
        }
    }
}

#[inline(never)]
fn change(context: &mut Context<'_>, incoming: &Settings) -> Result<(), Refusal> {
    let authority = optional(FieldName::Authority, &incoming.authority, SHORT_TEXT_CHARS)?;
    few(FieldName::Checklist, &incoming.checklist, CHECKLIST_ITEMS)?;
    let mut keys = std::collections::BTreeSet::new();
    for item in &incoming.checklist {
        required(FieldName::Checklist, &item.label, SHORT_TEXT_CHARS)?;
        if !keys.insert(&item.id) {
            return Err(bad(FieldName::Checklist, FieldProblem::Invalid));
        }
    }
    if incoming.reserve_percent > 50 || incoming.close_after_school_days == 0 {
        return Err(bad(FieldName::Settings, FieldProblem::Invalid));
    }
    let known = context.find::<Settings>(&One);
    let remedies = match &incoming.remedies {
        Some(remedies) => Some(checked(remedies)?),
        None => known.as_ref().and_then(|known| known.remedies.clone()),
    };
    let topics = match &incoming.topics {
        Some(topics) => Some(with_labels(topics)?),
        None => known.as_ref().and_then(|known| known.topics.clone()),
    };
    let credits = known.as_ref().map(|known| known.credits.clone()).unwrap_or_default();
    let known_targets = known.as_ref().and_then(|known| known.targets);
    let targets = incoming.targets.map(|new| new.or(known_targets)).or(known_targets);
    let factors = match &incoming.factors {
        Some(factors) => Some(sourced(factors)?),
        None => known.as_ref().and_then(|known| known.factors.clone()),
    };
    let outlines = match &incoming.outlines {
        Some(outlines) => Some(drawn(outlines)?),
        None => known.as_ref().and_then(|known| known.outlines.clone()),
    };
    let mut days = targets
        .iter()
        .flat_map(|targets| DelayStage::ALL.map(|stage| targets.days(stage).all()))
        .flatten();
    if !days.all(|days| (1..=TARGET_SCHOOL_DAYS).contains(&days)) {
        return Err(bad(FieldName::Settings, FieldProblem::Invalid));
    }
    let kept_from = known.as_ref().and_then(|known| known.kept_from);
    let version = known.map_or(0, |known| known.version);
    context.put(Settings {
        authority,
        version,
        remedies,
        topics,
        credits,
        targets,
        factors,
        outlines,
        kept_from,
        ..incoming.clone()
    });
    Ok(())
}

/// The remedies, each one sentence; empty ones go.
fn checked(remedies: &BTreeMap<String, String>) -> Result<BTreeMap<String, String>, Refusal> {
    let max = limits::REMEDIES;
    if remedies.len() > max {
        return Err(bad(FieldName::Settings, FieldProblem::TooLong { max }));
    }
    let mut kept = BTreeMap::new();
    for (category, text) in remedies {
        let text = optional(FieldName::Settings, text, SHORT_TEXT_CHARS)?;
        if !text.is_empty() {
            kept.insert(category.clone(), text);
        }
    }
    Ok(kept)
}

/// Outlines that a map can draw: each commune once, and not too many points.
fn drawn(outlines: &[Outline]) -> Result<Vec<Outline>, Refusal> {
    few(FieldName::Outlines, outlines, limits::OUTLINES)?;
    let max = limits::OUTLINE_POINTS;
    if outlines.iter().map(Outline::points).sum::<usize>() > max {
        return Err(bad(FieldName::Outlines, FieldProblem::TooLong { max }));
    }
    let mut keys = std::collections::BTreeSet::new();
    match outlines.iter().all(|outline| keys.insert(&outline.commune)) {
        true => Ok(outlines.to_vec()),
        false => Err(bad(FieldName::Outlines, FieldProblem::Invalid)),
    }
}

/// Topics with a key of their own and words.
fn with_labels(topics: &[Topic]) -> Result<Vec<Topic>, Refusal> {
    few(FieldName::Topics, topics, limits::TOPICS)?;
    let mut keys = std::collections::BTreeSet::new();
    let checked = topics.iter().map(|topic| {
        let label = required(FieldName::Topics, &topic.label, SHORT_TEXT_CHARS)?;
        required(FieldName::Topics, topic.id.as_str(), SHORT_TEXT_CHARS)?;
        match keys.insert(&topic.id) {
            true => Ok(Topic { id: topic.id.clone(), label }),
            false => Err(bad(FieldName::Topics, FieldProblem::Invalid)),
        }
    });
    checked.collect()
}

/// Factors with a source each, and one for a key and a day.
fn sourced(factors: &[Factor]) -> Result<Vec<Factor>, Refusal> {
    few(FieldName::Factors, factors, limits::FACTORS)?;
    let mut keys = std::collections::BTreeSet::new();
    let checked = factors.iter().map(|factor| {
        let key = required(FieldName::Factors, &factor.key, SHORT_TEXT_CHARS)?;
        let source = required(FieldName::Factors, &factor.source, SHORT_TEXT_CHARS)?;
        let url = optional(FieldName::Factors, &factor.url, SHORT_TEXT_CHARS)?;
        let scope = optional(FieldName::Factors, &factor.scope, SHORT_TEXT_CHARS)?;
        let fits = factor.value <= limits::FACTOR_MAX && keys.insert((key.clone(), factor.from));
        match fits {
            true => Ok(Factor { key, source, url, scope, ..factor.clone() }),
            false => Err(bad(FieldName::Factors, FieldProblem::Invalid)),
        }
    });
    checked.collect()
}
