//! The content of a ticket: its facts, its photos, its history.

use crate::context::{App, use_app};
use crate::parts::{CategoryPicture, PhotoList};
use crate::text::{
    self, connection, date, ticket as ticket_words, ticket_screen as words, visit_screen,
};
use leptos::prelude::*;
use shared::history::{Declared, Entry, FileRef};
use shared::role::Role;
use shared::ticket::Ticket;
use std::sync::Arc;

/// The facts of a ticket, each with its name.
#[component]
pub(super) fn Facts(ticket: Arc<Ticket>) -> impl IntoView {
    let app = use_app();
    let category = ticket.category;
    let riding = ticket.visit();
    let slot = Memo::new(move |_| {
        let visit = riding?;
        app.read(|replica| replica.view().visits.get(&visit).map(|visit| visit.slot))
    });
    let known = Memo::new(move |_| facts(app, &ticket));
    let fact = |(name, value): (&'static str, String)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let visit = move || {
        let (id, slot) = (riding?, text::slot_long(slot.get()?));
        // A school knows when the visit is; the visit itself is the technician's.
        let slot = match app.role() {
            Some(Role::Teacher) => slot.into_any(),
            _ => view! { <a href=format!("/passage/{id}")>{slot}</a> }.into_any(),
        };
        Some(view! {
            <div>
                <dt>{words::VISIT}</dt>
                <dd>{slot}</dd>
            </div>
        })
    };
    view! {
        <p class="category">
            <CategoryPicture category=category/>
            <span>{ticket_words::category(category)}</span>
        </p>
        <dl class="facts">
            {move || known.get().into_iter().map(fact).collect_view()} {visit}
        </dl>
    }
}

fn facts(app: App, ticket: &Ticket) -> Vec<(&'static str, String)> {
    let today = app.today();
    let mut facts = Vec::new();
    app.read(|replica| {
        let view = replica.view();
        if let Some(site) = view.sites.get(&ticket.site) {
            facts.push((words::SITE, format!("{}, {}", site.name, site.commune_name)));
        }
        if let Some(id) = &ticket.equipment {
            let found = view.equipment.get(id);
            let name = found.map_or(words::UNKNOWN_EQUIPMENT.into(), |e| equipment(e));
            facts.push((ticket_words::EQUIPMENT, name));
        }
    });
    if let Some(id) = &ticket.subscription {
        let line = app.read(|replica| replica.view().subscriptions.get(id).cloned());
        facts.extend(line.map(|line| (connection::LINE, connection::line(&line))));
    }
    if !ticket.room.is_empty() {
        facts.push((ticket_words::ROOM, ticket.room.clone()));
    }
    facts.push((words::KIND, ticket_words::kind(ticket.kind)));
    facts.push((words::URGENCY, ticket_words::urgency(ticket.urgency)));
    let channel = ticket.channel.map_or_else(|| words::NOT_SORTED.into(), ticket_words::channel);
    facts.push((words::CHANNEL, channel));
    let day = text::day_long(ticket.reported_on);
    let reported = words::reported(&day, &date::ago(ticket.reported_on, today));
    facts.push((ticket_words::REPORTED, reported));
    if !ticket.voices.is_empty() {
        facts.push((words::VOICES, ticket_words::voices(ticket.voices.len())));
    }
    if ticket.postponed > 0 {
        facts.push((words::POSTPONED_TIMES, words::postponed(ticket.postponed)));
    }
    if ticket.minutes() > 0 {
        facts.push((words::WORK, text::visit_report::minutes(ticket.minutes())));
    }
    facts
}

/// Returns a piece of equipment in words: its name, its model, its label.
pub(in crate::screens) fn equipment(equipment: &shared::equipment::Equipment) -> String {
    let parts = [&equipment.name, &equipment.model, &equipment.label];
    let parts: Vec<&str> = parts.into_iter().map(|part| part.trim()).collect();
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// A line of a history, in words.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::screens) struct HistoryLine {
    said: String,
    when: Declared,
    photos: Vec<FileRef>,
}

impl HistoryLine {
    /// An entry, with the words and the photos that its service finds in it.
    pub(in crate::screens) fn of<W>(entry: &Entry<W>, said: String, photos: &[FileRef]) -> Self {
        Self { said, when: entry.when, photos: photos.to_vec() }
    }
}

/// A line of a list of tickets: the text, which opens the ticket, and its state.
pub(in crate::screens) fn line(ticket: &Ticket) -> impl IntoView + use<> {
    view! {
        <li>
            <a href=format!("/demande/{}", ticket.id)>{ticket.text.clone()}</a>
            " · "
            {ticket_words::stands(ticket)}
        </li>
    }
}

/// The history, oldest first.
#[component]
pub(in crate::screens) fn History(#[prop(into)] lines: Signal<Vec<HistoryLine>>) -> impl IntoView {
    let line = move |line: HistoryLine| {
        let about = line.said.clone();
        let doubt = line.when.is_doubtful().then_some(visit_screen::DOUBTFUL);
        view! {
            <li>
                <p>{line.said}</p>
                <p class="meta">
                    {date::declared(line.when)}
                    {doubt.map(|doubt| view! { " " <span class="tag">{doubt}</span> })}
                </p>
                <PhotoList photos=Signal::stored(line.photos) about=about/>
            </li>
        }
    };
    view! {
        <ol class="history">
            {move || lines.get().into_iter().map(line).collect_view()}
        </ol>
    }
}
