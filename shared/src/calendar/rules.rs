//! Rules of the calendar.

use super::act::Act;
use crate::day::Calendar;
use crate::decide::context::{Context, bad};
use crate::order;
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::role::Role;
use crate::row::{Kind, Read, State};

impl Act {
    /// Whether that role may give it at all; [`Act::apply`] then looks at whose row it is.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        match self {
            Act::ImportCalendar { .. } => role.is_desk(),
        }
    }

    /// The rows that [`Act::apply`] looks at.
    pub(crate) fn reads(&self, _: &State) -> Vec<Read> {
        match self {
            Act::ImportCalendar { .. } => vec![Read::All(Kind::Calendar)],
        }
    }

    /// Changes the rows of the context.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(crate) fn apply(&self, context: &mut Context<'_>) -> Result<(), Refusal> {
        match self {
            Act::ImportCalendar { calendar } => import(context, calendar),
        }
    }
}

#[inline(never)]
fn import(context: &mut Context<'_>, incoming: &Calendar) -> Result<(), Refusal> {
    let mut calendar = incoming.clone();
    calendar.version = context.state.calendar().version;
    order::sort(&mut calendar.holidays);
    calendar.holidays.dedup();
    order::sort_by_key(&mut calendar.quarters, |quarter| quarter.first);
    if calendar.holidays.iter().any(|holiday| holiday.last < holiday.first) {
        return Err(bad(FieldName::Holidays, FieldProblem::Invalid));
    }
    let backwards = calendar.quarters.iter().any(|quarter| quarter.last < quarter.first);
    let overlap = calendar.quarters.windows(2).any(|pair| pair[1].first <= pair[0].last);
    if backwards || overlap {
        return Err(bad(FieldName::Quarters, FieldProblem::Invalid));
    }
    context.put(calendar);
    Ok(())
}
