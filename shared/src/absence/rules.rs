//! Rules of absences.

use super::Absence;
use super::act::Act;
use crate::account::Account;
use crate::day::HalfDay;
use crate::decide::context::{Context, bad};
use crate::id::{AbsenceId, AccountId};
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::role::Role;
use crate::row::{Read, RowKey, State};

impl Act {
    /// Whether that role may give it at all; [`Act::apply`] then looks at whose row it is.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        match self {
            Act::RecordAbsence { .. } | Act::CancelAbsence { .. } => role.is_desk(),
        }
    }

    /// The rows that [`Act::apply`] looks at.
    pub(crate) fn reads(&self, _: &State) -> Vec<Read> {
        match self {
            Act::RecordAbsence { absence, technician, .. } => {
                [RowKey::account(*technician), RowKey::absence(*absence)].map(Read::Row).into()
            }
            Act::CancelAbsence { absence } => vec![Read::Row(RowKey::absence(*absence))],
        }
    }

    /// Changes the rows of the context.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(crate) fn apply(&self, context: &mut Context<'_>) -> Result<(), Refusal> {
        match self {
            Act::RecordAbsence { absence, technician, first, last } => {
                record(context, *absence, *technician, *first, *last)
            }
            Act::CancelAbsence { absence } => cancel(context, *absence),
        }
    }
}

#[inline(never)]
fn record(
    context: &mut Context<'_>,
    id: AbsenceId,
    technician: AccountId,
    first: HalfDay,
    last: HalfDay,
) -> Result<(), Refusal> {
    context.known::<Account>(&technician)?;
    if last < first {
        return Err(bad(FieldName::Last, FieldProblem::Invalid));
    }
    context.must_be_new::<Absence>(&id)?;
    context.put(Absence { id, technician, first, last, cancelled: false, version: 0 });
    Ok(())
}

#[inline(never)]
fn cancel(context: &mut Context<'_>, id: AbsenceId) -> Result<(), Refusal> {
    let absence = context.known::<Absence>(&id)?;
    context.put(Absence { cancelled: true, ..(*absence).clone() });
    Ok(())
}
