//! Rules of equipment. Importing twice changes nothing.

use super::Equipment;
use super::act::Act;
use crate::decide::context::{Context, few, required};
use crate::limits::{IMPORT_ROWS, SHORT_TEXT_CHARS};
use crate::refusal::{FieldName, Refusal};
use crate::role::Role;
use crate::row::{Kind, Read, State};
use std::collections::BTreeMap;

impl Act {
    /// Whether that role may give it at all; [`Act::apply`] then looks at whose row it is.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        match self {
            Act::ImportEquipment { .. } => role.is_desk(),
        }
    }

    /// The rows that [`Act::apply`] looks at.
    pub(crate) fn reads(&self, _: &State) -> Vec<Read> {
        match self {
            Act::ImportEquipment { .. } => [Kind::Site, Kind::Equipment].map(Read::All).into(),
        }
    }

    /// Changes the rows of the context.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(crate) fn apply(&self, context: &mut Context<'_>) -> Result<(), Refusal> {
        match self {
            Act::ImportEquipment { equipment } => import(context, equipment),
        }
    }
}

#[inline(never)]
fn import(context: &mut Context<'_>, incoming: &[Equipment]) -> Result<(), Refusal> {
    few(FieldName::Equipment, incoming, IMPORT_ROWS)?;
    let known: BTreeMap<_, _> = context
        .state
        .equipment
        .values()
        .filter_map(|row| Some((row.import_key()?.to_owned(), row.clone())))
        .collect();
    for row in incoming {
        context.site(&row.site)?;
        required(FieldName::Name, &row.name, SHORT_TEXT_CHARS)?;
        let same = row.import_key().and_then(|key| known.get(key));
        let same = same.or_else(|| context.state.equipment.get(&row.id));
        let (id, version) = same.map_or((row.id, 0), |known| (known.id, known.version));
        context.put(Equipment { id, version, ..row.clone() });
    }
    Ok(())
}
