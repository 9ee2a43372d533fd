//! What is known of a problem before it is sent: what one may try, and that it was reported
//! already. Neither is in the way: whoever goes on has nothing to answer.

use super::Incident;
use crate::context::App;
use crate::text::report as words;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::ticket;
use shared::ticket::{Category, Ticket};
use std::cmp::Reverse;
use std::sync::Arc;

/// How many requests are offered: those in the same room first, then the newest.
const OFFERED: usize = 3;

/// What the authority advises to try.
#[component]
pub(super) fn Remedy(incident: Incident) -> impl IntoView {
    let app = incident.form.app;
    let remedy = Memo::new(move |_| {
        let category = incident.what.value.get()?;
        app.read(|replica| replica.view().settings().remedy(&category.word()).map(str::to_owned))
    });
    let shown = move || {
        let remedy = remedy.get()?;
        Some(view! {
            <div class="banner remedy">
                <p>
                    <strong>{words::TRY_FIRST}</strong>
                    " "
                    {remedy}
                </p>
            </div>
        })
    };
    view! { <div role="status">{shown}</div> }
}

/// The open requests of the school about the same thing, each with the button that adds a voice to
/// it.
#[component]
pub(super) fn Already(incident: Incident) -> impl IntoView {
    let app = incident.form.app;
    let known = Memo::new(move |_| {
        let category = incident.what.value.get();
        category.map_or_else(Vec::new, |category| known(app, category, &incident.room.value.get()))
    });
    let line = move |ticket: Arc<Ticket>| view! { <Same incident=incident ticket=ticket/> };
    let lines = move || known.get().into_iter().map(line).collect_view();
    view! {
        <div role="status">
            <Show when=move || !known.with(Vec::is_empty)>
                <div class="banner">
                    <p>{words::DUPLICATES}</p>
                    <ul class="known">{lines}</ul>
                </div>
            </Show>
        </div>
    }
}

fn known(app: App, category: Category, room: &str) -> Vec<Arc<Ticket>> {
    let Some(site) = app.actor().and_then(|actor| actor.site) else {
        return Vec::new();
    };
    app.read(|replica| {
        let tickets = replica.view().tickets_of(&site);
        let same = tickets.filter(|ticket| ticket.is_open() && ticket.category == category);
        let mut same: Vec<_> = same.cloned().collect();
        let is_elsewhere = |ticket: &Ticket| room.is_empty() || ticket.room != room;
        same.sort_by_key(|ticket| (is_elsewhere(ticket), Reverse((ticket.reported_on, ticket.id))));
        same.truncate(OFFERED);
        same
    })
}

#[component]
fn Same(incident: Incident, ticket: Arc<Ticket>) -> impl IntoView {
    let form = incident.form;
    let id = ticket.id;
    let navigate = use_navigate();
    let join = move |_| {
        let navigate = navigate.clone();
        let text = incident.text.value.get_untracked();
        let photos = incident.photos.get_untracked();
        form.submit(ticket::Act::AddVoice { ticket: id, text, photos }, words::JOINED, move || {
            navigate("/nos-demandes", Default::default());
        });
    };
    let title = format!("same-{id}");
    let room = (!ticket.room.is_empty()).then(|| format!(" · {}", ticket.room));
    view! {
        <li>
            <span id=title.clone()>
                <a href=format!("/demande/{id}")>{ticket.text.clone()}</a>
                {room}
            </span>
            <button
                type="button"
                class="button secondary small"
                aria-describedby=title
                disabled=move || form.is_busy()
                on:click=join
            >
                {words::SAME}
            </button>
        </li>
    }
}
