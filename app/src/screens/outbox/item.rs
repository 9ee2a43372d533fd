//! One command of this device, in its own words.

use crate::context::{App, use_app};
use crate::parts::Failure;
use crate::text::{self, date, outbox as words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use shared::command::Command;
use shared::decide::reads;
use shared::id::SiteId;
use shared::plan;
use shared::refusal::{Conflict, FieldName};
use shared::replica::{OutboxItem, Standing};
use shared::row::Read;
use shared::row::{Kind, RowKey, State};
use shared::site::{self, SiteEdit};
use shared::ticket;
use shared::ticket::Field;
use shared::ticket::TicketEdit;

fn in_words(app: App, item: &OutboxItem) -> String {
    app.read_now(|replica| words::item(&item.envelope.intent, replica.view()))
}

/// The command in words, with the text that was typed.
#[component]
fn Said(item: OutboxItem) -> impl IntoView {
    view! {
        <p class="card-title">{in_words(use_app(), &item)}</p>
        {words::typed(&item.envelope.intent).map(|typed| view! { <p>{typed}</p> })}
        <p class="meta">{date::moment(item.envelope.declared_at)}</p>
    }
}

/// An item that waits, was sent, or was put away.
#[component]
pub(super) fn Line(item: OutboxItem) -> impl IntoView {
    let app = use_app();
    view! {
        <li class="card">
            <Said item=item.clone()/>
            {refused_why(app, &item).map(|why| view! { <p>{why}</p> })}
            <Receipts item=item/>
        </li>
    }
}

/// The progress of a command: on the device, on the server, seen by the desk. A stage that is not
/// reached yet is shown only if it is the next one.
#[component]
fn Receipts(item: OutboxItem) -> impl IntoView {
    let app = use_app();
    let desk = app.read_now(|replica| {
        replica.meta().actor.as_ref().is_some_and(|actor| actor.role.is_desk())
    });
    let mut steps = vec![(true, words::ON_DEVICE.to_owned())];
    match &item.standing {
        Standing::Waiting if item.envelope.intent.needs_server() => {
            steps.push((false, text::supply::TO_CONFIRM.into()));
        }
        Standing::Waiting => {}
        Standing::Held => steps.push((false, words::HELD.into())),
        Standing::Refused { .. } => steps.push((false, words::REFUSED.into())),
        Standing::Sent { at, .. } => steps.push((true, words::on_server(*at, app.today_now()))),
    }
    let sent = match item.standing {
        Standing::Sent { seq, .. } if !desk => Some(seq),
        _ => None,
    };
    let seen = move |seq| app.read(|replica| replica.meta().seen_by_desk >= seq);
    let step = |done: bool, text: String| {
        view! { <li class:done=done>{text}</li> }
    };
    let last = move || {
        sent.map(|seq| match seen(seq) {
            true => step(true, words::SEEN_BY_DESK.into()),
            false => step(false, words::NOT_SEEN_BY_DESK.into()),
        })
    };
    view! {
        <ol class="receipts" aria-label=words::RECEIPTS>
            {steps.into_iter().map(|(done, text)| step(done, text)).collect_view()} {last}
        </ol>
    }
}

/// An item that needs attention: the reason, and the actions.
#[component]
pub(super) fn Asking(item: OutboxItem) -> impl IntoView {
    let app = use_app();
    let error = RwSignal::new(None::<String>);
    let why = reasons(app, &item);
    // What waits cannot be put away.
    let waits = item.is_unsent();
    let open = ticket_of(app, &item).map(|href| {
        view! {
            <A href=href attr:class="button secondary">
                {words::OPEN}
            </A>
        }
    });
    let back: Vec<_> = conflicts(&item).iter().filter_map(bring_back).collect();
    let sequence = item.envelope.sequence;
    let put_away = move || {
        spawn_local(async move {
            if let Err(failure) = app.put_away(sequence).await {
                error.set(Some(text::store_error(&failure)));
            }
        });
    };
    let bring = {
        let again = back.clone();
        move |_| {
            let again = again.clone();
            spawn_local(async move {
                for command in again {
                    if let Err(failure) = app.submit(command).await {
                        return error.set(Some(text::submit_error(&failure, app)));
                    }
                }
                put_away();
            });
        }
    };
    let bring = (!back.is_empty()).then(|| {
        view! {
            <button type="button" class="button primary" on:click=bring>
                {words::BRING_BACK}
            </button>
        }
    });
    view! {
        <li class="card asking">
            <Said item=item/>
            {why.into_iter().map(|why| view! { <p>{why}</p> }).collect_view()}
            <Failure text=error/>
            <div class="actions">
                {bring}
                {open}
                {(!waits).then(|| view! {
                    <button type="button" class="button secondary" on:click=move |_| put_away()>
                        {words::HANDLED}
                    </button>
                })}
            </div>
        </li>
    }
}

/// Returns the address of the ticket of a command, if this device has it.
fn ticket_of(app: App, item: &OutboxItem) -> Option<String> {
    let is_here = |key: &RowKey| app.read_now(|replica| replica.view().get(key).is_some());
    let spoken_of = reads(&item.envelope, &State::default());
    let mut tickets = spoken_of.into_iter().filter_map(|read| match read {
        Read::Row(key) if key.kind == Kind::Ticket => Some(key),
        _ => None,
    });
    tickets.find(is_here).map(|key| format!("/demande/{}", key.id))
}

fn conflicts(item: &OutboxItem) -> &[Conflict] {
    match &item.standing {
        Standing::Sent { conflicts, .. } => conflicts,
        _ => &[],
    }
}

fn refused_why(app: App, item: &OutboxItem) -> Option<String> {
    let Standing::Refused { refusal, .. } = &item.standing else {
        return None;
    };
    Some(app.read_now(|replica| text::refusal::refusal(refusal, replica.view())))
}

fn reasons(app: App, item: &OutboxItem) -> Vec<String> {
    let conflict =
        |conflict| app.read_now(|replica| text::refusal::conflict(conflict, replica.view()));
    let is_aside = app.read_now(|replica| replica.is_aside(item));
    let too_large = is_aside.then(|| words::TOO_LARGE.to_owned());
    let whys = refused_why(app, item).into_iter().chain(too_large);
    whys.chain(conflicts(item).iter().map(conflict)).collect()
}

/// Returns the command that writes of a school what the author wanted, over what they were told.
fn wanted(row: &RowKey, field: FieldName, mine: &str, kept: &str) -> Option<Command> {
    if row.kind != Kind::Site {
        return None;
    }
    let site = SiteId::from(row.id.as_str());
    if field == FieldName::Week {
        let (week, was) = (mine.parse().ok()?, kept.parse().ok());
        return Some(site::Act::SetSiteWeek { site, week, was }.into());
    }
    let only = |value: &str| {
        let mut edit = SiteEdit::default();
        *match field {
            FieldName::Address => &mut edit.address,
            FieldName::Postcode => &mut edit.postcode,
            FieldName::Phone => &mut edit.phone,
            FieldName::Mail => &mut edit.mail,
            FieldName::Skill => &mut edit.skill,
            _ => return None,
        } = Some(value.to_owned());
        Some(edit)
    };
    Some(site::Act::EditSite { site, edit: only(mine)?, was: only(kept) }.into())
}

/// Returns the command that restores the value that lost a conflict.
fn bring_back(conflict: &Conflict) -> Option<Command> {
    let (id, field, mine) = match conflict {
        Conflict::Field { row, field, mine, .. } => (&row.id, field, mine),
        Conflict::AccessNote { site, mine, .. } => {
            let (site, text) = (site.clone(), mine.clone());
            return Some(site::Act::SetAccessNote { site, text }.into());
        }
        Conflict::MovedFirst { visit, mine: Some(mine), kept, .. } => {
            let plan::Place { technician, slot } = *mine;
            let from = Some(*kept);
            return Some(plan::Act::MoveVisit { visit: *visit, technician, slot, from }.into());
        }
        Conflict::Value { row, field, mine, kept } => return wanted(row, *field, mine, kept),
        Conflict::MovedFirst { mine: None, .. }
        | Conflict::VisitMoved { .. }
        | Conflict::AlreadySettled { .. }
        | Conflict::StaysRetired { .. }
        | Conflict::Marked { .. }
        | Conflict::Attendance { .. }
        | Conflict::SamePerson { .. }
        | Conflict::Unknown(_) => return None,
    };
    let ticket = id.parse().ok()?;
    let word = || serde_json::Value::String(mine.clone());
    let edit = match field {
        Field::Text => TicketEdit { text: Some(mine.clone()), ..TicketEdit::default() },
        Field::Room => TicketEdit { room: Some(mine.clone()), ..TicketEdit::default() },
        Field::Category => TicketEdit {
            category: Some(serde_json::from_value(word()).ok()?),
            ..TicketEdit::default()
        },
        Field::Urgency => TicketEdit {
            urgency: Some(serde_json::from_value(word()).ok()?),
            ..TicketEdit::default()
        },
        Field::Channel => {
            let channel = serde_json::from_value(word()).ok()?;
            return Some(ticket::Act::QualifyTicket { ticket, channel }.into());
        }
        Field::Visit | Field::State => return None,
    };
    Some(ticket::Act::EditTicket { ticket, edit }.into())
}
