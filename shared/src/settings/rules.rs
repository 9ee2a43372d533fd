//! Rules of the settings.

use super::Settings;
use super::act::Act;
use crate::decide::context::{Context, bad, few, optional, required};
use crate::id::One;
use crate::limits::{CHECKLIST_ITEMS, SHORT_TEXT_CHARS};
use crate::refusal::{FieldName, Problem, Refusal};
use crate::role::Role;
use crate::row::{Kind, Read, State};

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
            return Err(bad(FieldName::Checklist, Problem::Invalid));
        }
    }
    if incoming.reserve_percent > 50 || incoming.close_after_school_days == 0 {
        return Err(bad(FieldName::Settings, Problem::Invalid));
    }
    let version = context.find::<Settings>(&One).map_or(0, |known| known.version);
    context.put(Settings { authority, version, ..incoming.clone() });
    Ok(())
}
