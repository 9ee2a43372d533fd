//! What happens in the demonstration, in its order, from the quarter before to the evening before
//! it opens.

use super::asking;
use super::later::{Event, Fate, Later};
use super::making::{self, Far};
use super::pictures::Pictures;
use super::tickets::Model;
use super::world::{World, at};
use super::{ahead, rounds, words};
use crate::jobs::system;
use crate::store::StoreResult;
use chrono::Duration;
use shared::day::{Day, Half, HalfDay, Quarter, paris_day};
use shared::id::{AccountId, Millis, TicketId, VisitId};
use shared::plan;
use shared::role::Role;
use shared::slot;
use shared::ticket::{Act, TicketState};
use shared::visit::{self, Visit, VisitState};
use std::sync::Arc;

/// Requests that came so lately that nobody has looked at them.
const FRESH: usize = 9;
/// School days before a quarter on which its plan is published: more than those of which the fate
/// of each visit is fixed, so that the visits that follow are known by then.
const PUBLISHED_BEFORE: usize = 10;
/// School days before the opening from which on the fate of each visit is fixed.
const LATELY_SCHOOL_DAYS: usize = 8;

/// Lets everything happen that did before the demonstration opens.
///
/// # Errors
/// What the rules refused: a fault of the demonstration.
pub(super) fn live(world: &mut World, pictures: &Pictures, models: &[Model]) -> StoreResult<()> {
    let calendar = world.state.calendar();
    let today = world.today;
    let Some(now) = calendar.quarters.iter().position(|quarter| today <= quarter.last) else {
        return Ok(());
    };
    let first = now.saturating_sub(1);
    let mut later = Later::default();
    for (rank, quarter) in calendar.quarters.iter().enumerate().skip(first).take(3) {
        let day = world.school_days_before(quarter.first, PUBLISHED_BEFORE);
        // The plan of the quarter under way is there even when nobody was at work before it.
        let day = if rank <= now { day.min(today - Duration::days(1)) } else { day };
        later.push(at(day, 10 * 60), Event::Publish(rank));
    }
    let begin = calendar.quarters[first].first;
    expect(world, &mut later, begin, models.len());
    let until = at(today, 0);
    while let Some((now, event)) = later.next(until) {
        happen(world, &mut later, pictures, models, now, event)?;
    }
    ahead::prepare(world)
}

/// Visits and reports of every school day so far.
fn expect(world: &mut World, later: &mut Later, begin: Day, models: usize) {
    let days = world.state.calendar().school_days(begin, world.today - Duration::days(1));
    let mut reports = Vec::new();
    for day in days {
        for (half, minute) in [(Half::Morning, 8 * 60), (Half::Afternoon, 13 * 60)] {
            later.push(at(day, minute), Event::Visits(HalfDay { day, half }));
        }
        for _ in 0..3 + world.draw.below(5) {
            reports.push(at(day, 8 * 60 + 20 + world.draw.below(490) as i64));
        }
    }
    reports.sort_unstable();
    let fresh = reports.len().saturating_sub(FRESH);
    for (rank, at) in reports.into_iter().enumerate() {
        let fate = if rank < fresh { Fate::Sorted } else { Fate::Fresh };
        later.push(at, Event::Report(world.draw.below(models), fate));
    }
}

fn happen(
    world: &mut World,
    later: &mut Later,
    pictures: &Pictures,
    models: &[Model],
    now: Millis,
    event: Event,
) -> StoreResult<()> {
    match event {
        Event::Publish(rank) => {
            let quarter = world.state.calendar().quarters[rank].clone();
            rounds::publish(world, &quarter, now)
        }
        Event::Report(rank, fate) => {
            asking::report(world, later, pictures, &models[rank], now, fate)
        }
        Event::Sort(ticket, channel) => asking::sort(world, later, ticket, channel, now),
        Event::Back(ticket) => asking::back(world, later, ticket, now),
        Event::Reply(ticket) => {
            let reply = |ticket, world: &mut World| {
                let text = (*world.draw.pick(&words::ANSWERS)).into();
                Act::CommentTicket { ticket, text, photos: Vec::new() }
            };
            asking::say(world, ticket, now, reply, |ticket| ticket.is_open())
        }
        Event::Confirm(ticket) => {
            let confirm = |ticket, _: &mut World| Act::ConfirmResolution { ticket };
            asking::say(world, ticket, now, confirm, |t| t.state == TicketState::Resolved)
        }
        Event::Reopen(ticket) => {
            let reopen = |ticket, _: &mut World| Act::ReopenTicket {
                ticket,
                text: "Cela recommence depuis ce matin.".into(),
            };
            asking::say(world, ticket, now, reopen, |t| t.state == TicketState::Resolved)
        }
        Event::Close(ticket) => close(world, ticket, now),
        Event::Visits(slot) => visits(world, later, pictures, slot),
        Event::Again(visit) => again(world, visit, now),
    }
}

/// As the server does by itself.
fn close(world: &mut World, ticket: TicketId, now: Millis) -> StoreResult<()> {
    let (calendar, wait) = (world.state.calendar(), world.state.settings().close_after_school_days);
    let known = world.state.tickets.get(&ticket);
    let due = known.is_some_and(|t| t.closes_unanswered(&calendar, wait, paris_day(now)));
    if due { world.give(&system(), now, Act::CloseTicket { ticket }) } else { Ok(()) }
}

/// What becomes of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Made(Far),
    Missed,
    /// Its day passed, and nobody has said anything.
    Silent,
}

fn visits(
    world: &mut World,
    later: &mut Later,
    pictures: &Pictures,
    slot: HalfDay,
) -> StoreResult<()> {
    let all = world.state.visits.values();
    let here = all.filter(|visit| visit.slot == slot && visit.state == VisitState::Planned);
    let mut here: Vec<_> = here.cloned().collect();
    here.sort_by_key(|visit| visit.technician);
    for visit in here {
        match end(world, &visit) {
            End::Made(far) => making::make(world, later, pictures, &visit, far)?,
            End::Silent => {}
            End::Missed => miss(world, later, &visit)?,
        }
    }
    Ok(())
}

/// Fixed for the last visits before the demonstration opens, so that it always shows late ones,
/// missed ones and one that goes on; drawn for the others.
fn end(world: &mut World, visit: &Visit) -> End {
    let lately = world.school_days_before(world.today, LATELY_SCHOOL_DAYS);
    if visit.slot.day < lately {
        return if world.draw.below(30) == 0 { End::Missed } else { End::Made(Far::Through) };
    }
    let after = |other: &&Arc<Visit>| {
        let planned = other.state == VisitState::Planned && other.slot.day < world.today;
        planned && (other.slot, other.technician) > (visit.slot, visit.technician)
    };
    let technicians = world.technicians();
    let of_last = technicians.get(3) == Some(&visit.technician);
    let (mut rank, mut own) = (0, 0);
    for other in world.state.visits.values().filter(after) {
        rank += 1;
        own += usize::from(other.technician == visit.technician);
    }
    match rank {
        _ if of_last && own == 0 => End::Made(Far::Begun),
        5 | 16 => End::Silent,
        8 | 21 => End::Missed,
        _ => End::Made(Far::Through),
    }
}

fn miss(world: &mut World, later: &mut Later, found: &Visit) -> StoreResult<()> {
    let technician = world.who(found.technician)?;
    let minute = if found.slot.half == Half::Morning { 8 * 60 + 40 } else { 13 * 60 + 50 };
    let now = at(found.slot.day, minute);
    let (reason, text) = *world.draw.pick(&words::MISSED);
    let (visit, text) = (found.id, text.into());
    world.give(&technician, now, visit::Act::MarkVisitMissed { visit, reason, text })?;
    let day = world.school_day(found.slot.day + Duration::days(2));
    // Those of the last days are left to whoever opens the demonstration.
    if day < world.school_days_before(world.today, LATELY_SCHOOL_DAYS) {
        later.push(at(day, 11 * 60), Event::Again(visit));
    }
    Ok(())
}

/// Another half-day in the same quarter, if there is one for anybody.
fn again(world: &mut World, missed: VisitId, now: Millis) -> StoreResult<()> {
    let Some(missed) = world.state.visits.get(&missed).cloned() else {
        return Ok(());
    };
    let calendar = world.state.calendar();
    let Some(quarter) = calendar.quarter(&missed.quarter) else {
        return Ok(());
    };
    let Some((technician, slot)) = free(world, &missed, quarter, paris_day(now)) else {
        return Ok(());
    };
    let dispatcher = world.one(Role::Dispatcher)?;
    let visit = VisitId(world.draw.key());
    let (site, quarter) = (missed.site.clone(), missed.quarter.clone());
    world.give(&dispatcher, now, plan::Act::AddVisit { visit, site, quarter, technician, slot })
}

/// The first half-day after a week on which somebody can go to the site of a visit.
fn free(
    world: &World,
    visit: &Visit,
    quarter: &Quarter,
    today: Day,
) -> Option<(AccountId, HalfDay)> {
    let site = world.state.sites.get(&visit.site)?;
    let from = today + Duration::days(7);
    let free = world.technicians().into_iter().filter_map(|technician| {
        let moving = visit.takes_slot().then_some(visit.id);
        let slots = slot::free_slots(&world.state, site, technician, quarter, from, moving);
        slots.first().map(|slot| (technician, *slot))
    });
    free.min_by_key(|(technician, slot)| (*slot, *technician))
}
