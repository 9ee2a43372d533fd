//! The requests of the demonstration: schools ask, the desk sorts, somebody works, schools answer.

use super::later::{Event, Fate, Later};
use super::pictures::Pictures;
use super::tickets::Model;
use super::words;
use super::world::{World, at};
use crate::store::StoreResult;
use chrono::Duration;
use shared::day::{Day, paris_day};
use shared::history::FileRef;
use shared::id::{Millis, SiteId, TicketId};
use shared::role::{Actor, Role};
use shared::ticket::{Act, Channel, Ticket, TicketState};

/// A school asks for something.
pub(super) fn report(
    world: &mut World,
    later: &mut Later,
    pictures: &Pictures,
    model: &Model,
    now: Millis,
    fate: Fate,
) -> StoreResult<()> {
    let sites: Vec<_> = world.state.sites.keys().cloned().collect();
    let site = world.draw.pick(&sites).clone();
    let school = world.school(&site);
    let ticket = TicketId(world.draw.key());
    let act = asked(world, pictures, model, &site, ticket);
    world.give(&school, now, act)?;
    if fate == Fate::Sorted {
        let wait = world.draw.below(3) as i64;
        let day = world.school_day(paris_day(now) + Duration::days(1 + wait));
        later.push(at(day, 9 * 60 + minutes(world, 90)), Event::Sort(ticket, model.channel));
    }
    Ok(())
}

fn asked(
    world: &mut World,
    pictures: &Pictures,
    model: &Model,
    site: &SiteId,
    ticket: TicketId,
) -> Act {
    let fleet: Vec<_> = world.state.equipment_of(site).cloned().collect();
    let device = (!fleet.is_empty()).then(|| world.draw.pick(&fleet).clone());
    Act::ReportIncident {
        subscription: None,
        ticket,
        site: site.clone(),
        kind: model.kind,
        category: model.category,
        text: model.text.clone(),
        room: device.map_or(String::new(), |device| device.room.clone()),
        equipment: None,
        urgency: model.urgency,
        photos: now_and_then(world, pictures, 4),
        found_on: None,
    }
}

/// A photo, once in so many times.
pub(super) fn now_and_then(world: &mut World, pictures: &Pictures, times: usize) -> Vec<FileRef> {
    match world.draw.below(times) {
        0 => vec![pictures.photo(&mut world.draw)],
        _ => Vec::new(),
    }
}

fn minutes(world: &mut World, end: usize) -> i64 {
    world.draw.below(end) as i64
}

/// So many school days after an instant, at some minute of the working day.
fn soon(world: &mut World, now: Millis, days: i64) -> Millis {
    let mut day: Day = paris_day(now);
    for _ in 0..days {
        day = world.school_day(day + Duration::days(1));
    }
    at(day, 8 * 60 + 30 + minutes(world, 420))
}

/// The desk decides who handles it, and now and then asks something first.
pub(super) fn sort(
    world: &mut World,
    later: &mut Later,
    ticket: TicketId,
    channel: Channel,
    now: Millis,
) -> StoreResult<()> {
    let dispatcher = world.one(Role::Dispatcher)?;
    world.give(&dispatcher, now, Act::QualifyTicket { ticket, channel })?;
    if world.draw.below(5) == 0 {
        let text = (*world.draw.pick(&words::QUESTIONS)).into();
        let comment = Act::CommentTicket { ticket, text, photos: Vec::new() };
        world.give(&dispatcher, now + 120_000, comment)?;
        if world.draw.below(3) > 0 {
            later.push(soon(world, now, 1), Event::Reply(ticket));
        }
    }
    match channel {
        Channel::Proximity => {}
        Channel::Curative => contractor(world, later, &dispatcher, ticket, now)?,
        Channel::OutOfScope => {
            let reason = (*world.draw.pick(&words::REFUSED)).into();
            world.give(&dispatcher, now + 180_000, Act::CancelTicket { ticket, reason })?;
        }
    }
    Ok(())
}

fn contractor(
    world: &mut World,
    later: &mut Later,
    dispatcher: &Actor,
    ticket: TicketId,
    now: Millis,
) -> StoreResult<()> {
    let wait = 6 + minutes(world, 14);
    match world.draw.below(8) {
        0 | 1 => {
            let reason = (*world.draw.pick(&words::WAITING)).into();
            world.give(dispatcher, now + 180_000, Act::HoldTicket { ticket, reason })?;
        }
        2 => return Ok(()),
        _ => {
            let reference = format!("CUR-{:05}", 10_000 + world.draw.below(80_000));
            world.give(dispatcher, now + 180_000, Act::ForwardTicket { ticket, reference })?;
        }
    }
    let back = soon(world, now, wait);
    later.push(back, Event::Back(ticket));
    Ok(())
}

/// The contractor has done it, or the part has come.
pub(super) fn back(
    world: &mut World,
    later: &mut Later,
    ticket: TicketId,
    now: Millis,
) -> StoreResult<()> {
    let Some(found) = world.state.tickets.get(&ticket).filter(|t| waits_outside(t)).cloned() else {
        return Ok(());
    };
    let dispatcher = world.one(Role::Dispatcher)?;
    let text = format!("Prestataire passé. {}", world.draw.pick(words::done(found.category)));
    resolved(world, later, &dispatcher, ticket, text, now)
}

fn waits_outside(ticket: &Ticket) -> bool {
    matches!(ticket.state, TicketState::OnHold { .. } | TicketState::Forwarded { .. })
}

/// Somebody says that it works; the school then answers, or does not.
pub(super) fn resolved(
    world: &mut World,
    later: &mut Later,
    by: &Actor,
    ticket: TicketId,
    text: String,
    now: Millis,
) -> StoreResult<()> {
    world.give(by, now, Act::ResolveTicket { ticket, text })?;
    let days = 1 + minutes(world, 4);
    match world.draw.below(8) {
        0..=4 => later.push(soon(world, now, days), Event::Confirm(ticket)),
        5 => later.push(soon(world, now, days), Event::Reopen(ticket)),
        _ => {
            let (calendar, wait) =
                (world.state.calendar(), world.state.settings().close_after_school_days);
            let day = calendar.after_school_days(paris_day(now), wait);
            later.push(at(day, 6 * 60), Event::Close(ticket));
        }
    }
    Ok(())
}

/// What a school says of its request: an answer to a question, that it works, that it does not.
pub(super) fn say(
    world: &mut World,
    ticket: TicketId,
    now: Millis,
    answer: fn(TicketId, &mut World) -> Act,
    fits: fn(&Ticket) -> bool,
) -> StoreResult<()> {
    let Some(found) = world.state.tickets.get(&ticket).filter(|t| fits(t)).cloned() else {
        return Ok(());
    };
    let school = world.school(&found.site);
    let act = answer(ticket, world);
    world.give(&school, now, act)
}
