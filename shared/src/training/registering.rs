//! Registration: a place while there is one, then the waiting list in the order of the server. A
//! school's tablet says «à confirmer»: it does not know what others have asked for meanwhile.

use super::found::{at, led, registered_as, settle};
use super::{Class, Happened, Hindrance, SessionProgress, Standing, TrainingKind, TrainingSession};
use crate::decide::context::{Context, bad, few, optional};
use crate::id::{SiteId, TeacherId, TrainingSessionId};
use crate::limits::{PUPILS, SHORT_TEXT_CHARS, TRAINING_NAMES};
use crate::refusal::{Conflict, FieldName, FieldProblem, Refusal};
use crate::role::Role;
use crate::row::RowKey;
use crate::teacher::Teacher;
use crate::teacher::person::elsewhere;

/// An open session that takes registrations from that actor now.
fn taking(context: &Context<'_>, id: TrainingSessionId) -> Result<TrainingSession, Refusal> {
    let row = at(led(context, id)?, &[SessionProgress::Open])?;
    let now = context.paris_now();
    let by_desk = context.actor.role.is_desk();
    if row.has_begun(now) || (!by_desk && !row.takes_registrations(now)) {
        let closes = row.terms.last_day_of_registration();
        return Err(Hindrance::Registration { opens: row.terms.opens, closes }.into());
    }
    Ok(row)
}

#[inline(never)]
pub(super) fn register(
    context: &mut Context<'_>,
    id: TrainingSessionId,
    teachers: &[TeacherId],
) -> Result<(), Refusal> {
    few(FieldName::Teachers, teachers, TRAINING_NAMES)?;
    let mut row = taking(context, id)?;
    if row.terms.kind == TrainingKind::ClassActivity {
        return Err(Hindrance::WrongKind.into());
    }
    for id in teachers {
        let teacher = context.known::<Teacher>(id)?;
        context.may_touch_site(&teacher.site)?;
        if teacher.name.is_empty() || !teacher.is_there() {
            return Err(Refusal::UnknownRow { row: RowKey::of::<Teacher>(id) });
        }
        let listed = registered_as(context, &row, *id);
        if let Some(one) = row.registrations.get_mut(&listed)
            && one.state != Standing::Withdrawn
        {
            if one.site != teacher.site && !one.also.contains_key(&teacher.site) {
                one.also.insert(teacher.site.clone(), *id);
                context.conflict(Conflict::SamePerson { session: row.id, teacher: *id });
            }
            continue;
        }
        let in_class = row.terms.kind == TrainingKind::Accompaniment;
        if in_class && row.terms.host.as_ref().is_some_and(|host| *host != teacher.site) {
            return Err(Hindrance::OtherSite { teacher: *id }.into());
        }
        is_free(context, &row, *id)?;
        let what = match row.enter(*id, teacher.site.clone()) {
            Standing::Registered => Happened::Registered { teacher: *id },
            Standing::Waiting
            | Standing::Present
            | Standing::Absent
            | Standing::Excused
            | Standing::Withdrawn => Happened::Waits { teacher: *id },
        };
        row.history.push(context.entry(what));
    }
    settle(context, row);
    Ok(())
}

/// Nobody is at two sessions at once.
pub(super) fn is_free(
    context: &Context<'_>,
    row: &TrainingSession,
    teacher: TeacherId,
) -> Result<(), Refusal> {
    let known = context.find::<Teacher>(&teacher);
    let twins = known.into_iter().flat_map(|one| elsewhere(context, &one));
    let keys: Vec<_> = twins.map(|other| other.id).chain([teacher]).collect();
    let other = context.state.training_sessions.values().find(|other| {
        other.id != row.id
            && !matches!(other.state, SessionProgress::Draft | SessionProgress::Cancelled)
            && other.terms.overlaps(&row.terms)
            && keys.iter().filter_map(|key| other.registrations.get(key)).any(|one| {
                matches!(one.state, Standing::Registered | Standing::Waiting | Standing::Present)
            })
    });
    match other {
        None => Ok(()),
        Some(other) => {
            let title = other.terms.title.clone();
            Err(Hindrance::Overlap { teacher, with: other.id, title }.into())
        }
    }
}

#[inline(never)]
pub(super) fn withdraw(
    context: &mut Context<'_>,
    id: TrainingSessionId,
    teachers: &[TeacherId],
) -> Result<(), Refusal> {
    few(FieldName::Teachers, teachers, TRAINING_NAMES)?;
    let mut row = at(led(context, id)?, &[SessionProgress::Open])?;
    if row.has_begun(context.paris_now()) {
        return Err(Hindrance::Begun.into());
    }
    for id in teachers {
        let listed = row.known_as(*id);
        let Some(one) = row.registrations.get_mut(&listed) else {
            return Err(Hindrance::NotRegistered { teacher: *id }.into());
        };
        // The other school still sends them.
        if let Some(site) =
            one.also.iter().find(|(_, key)| *key == id).map(|(site, _)| site.clone())
        {
            context.may_touch_site(&site)?;
            one.also.remove(&site);
            continue;
        }
        context.may_touch_site(&one.site)?;
        if one.state != Standing::Withdrawn {
            one.state = Standing::Withdrawn;
            row.history.push(context.entry(Happened::Withdrawn { teacher: *id }));
        }
    }
    settle(context, row);
    Ok(())
}

/// The classes of a school at an activity: their pupils as a number.
#[inline(never)]
pub(super) fn class(
    context: &mut Context<'_>,
    id: TrainingSessionId,
    site: &SiteId,
    class: &str,
    pupils: u32,
) -> Result<(), Refusal> {
    let site = context.site(site)?.id.clone();
    let class = optional(FieldName::Label, class, SHORT_TEXT_CHARS)?;
    let known = context.known::<TrainingSession>(&id)?;
    if known.terms.kind != TrainingKind::ClassActivity {
        return Err(Hindrance::WrongKind.into());
    }
    if pupils > PUPILS {
        return Err(bad(FieldName::Quantity, FieldProblem::Invalid));
    }
    // How many came is written down after: by a desk.
    let held = [SessionProgress::Open, SessionProgress::Held, SessionProgress::Closed];
    let mut row = match context.actor.role {
        Role::Dispatcher | Role::Coordinator => at(led(context, id)?, &held)?,
        Role::Technician | Role::Teacher | Role::Adviser | Role::Observer | Role::System => {
            taking(context, id)?
        }
    };
    let is_new = !row.classes.contains_key(&site);
    if pupils == 0 {
        row.classes.remove(&site);
    } else {
        if is_new && row.free() == 0 {
            return Err(Hindrance::Full { capacity: row.terms.capacity }.into());
        }
        row.classes.insert(site, Class { class, pupils });
    }
    row.history.push(context.entry(Happened::ClassChanged));
    context.put(row);
    Ok(())
}
