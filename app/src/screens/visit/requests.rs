//! The requests that wait for the visit, each with its actions for one hand.

use super::Here;
use crate::screens::ticket::action::Action;
use crate::screens::ticket::actions::{ActionButtons, title_id};
use crate::screens::ticket::follow;
use crate::text::{date, ticket as ticket_words, visit_screen as words};
use leptos::prelude::*;
use shared::id::TicketId;
use shared::order;
use shared::row::State;
use shared::ticket::{Happened, Ticket, Urgency};
use shared::visit::Visit;
use std::cmp::Reverse;
use std::sync::Arc;

/// Returns the tickets of the site that `fits` takes, the most urgent first, then the oldest.
fn of_site(view: &State, visit: &Visit, fits: fn(&Ticket, &Visit) -> bool) -> Vec<Arc<Ticket>> {
    let of_site = view.tickets_of(&visit.site);
    let mut tickets: Vec<_> = of_site.filter(|ticket| fits(ticket, visit)).cloned().collect();
    order::sort_by_key(&mut tickets, |ticket| {
        (Reverse(ticket.urgency), ticket.reported_on, ticket.id)
    });
    tickets
}

/// Returns the tickets that concern a visit.
pub(super) fn concerning(view: &State, visit: &Visit) -> Vec<Arc<Ticket>> {
    of_site(view, visit, Ticket::concerns)
}

/// The list.
#[component]
pub(super) fn Requests(here: Here) -> impl IntoView {
    let ids = move |fits: fn(&Ticket, &Visit) -> bool| {
        Memo::new(move |_| {
            let Some(visit) = here.visit() else { return Vec::new() };
            let found = here.app.read(|replica| of_site(replica.view(), &visit, fits));
            found.iter().map(|ticket| ticket.id).collect::<Vec<_>>()
        })
    };
    let (tickets, elsewhere) = (ids(Ticket::concerns), ids(Ticket::rides_elsewhere));
    view! {
        <section class="section">
            <h2>{words::REQUESTS}</h2>
            <Show
                when=move || !tickets.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NO_REQUEST}</p> }
            >
                <List here=here ids=tickets actions=Action::QUICK/>
            </Show>
        </section>
        <Show when=move || !elsewhere.with(Vec::is_empty)>
            <details class="details">
                <summary>{move || words::elsewhere_planned(elsewhere.with(Vec::len))}</summary>
                <List here=here ids=elsewhere actions=Action::QUICK_ELSEWHERE/>
            </details>
        </Show>
    }
}

#[component]
fn List(here: Here, ids: Memo<Vec<TicketId>>, actions: &'static [Action]) -> impl IntoView {
    view! {
        <ul class="cards">
            <For
                each=move || ids.get()
                key=|id| *id
                children=move |id| view! { <Request here=here id=id actions=actions/> }
            />
        </ul>
    }
}

#[component]
fn Request(here: Here, id: TicketId, actions: &'static [Action]) -> impl IntoView {
    let ticket = follow(here.app, id);
    let head = move || {
        let ticket = ticket.get()?;
        let tag = ticket_words::state_tag(&ticket.state);
        let urgent = (ticket.urgency == Urgency::High).then(|| {
            view! { " " <span class="tag">{ticket_words::urgency(Urgency::High)}</span> }
        });
        Some(view! {
            <p class="card-title" id=title_id(id)>
                <a href=format!("/demande/{id}")>{ticket.text.clone()}</a>
            </p>
            <p class="meta">
                <span class=format!("badge state-{tag}")>
                    {ticket_words::stands(&ticket)}
                </span>
                {urgent}
                " "
                {meta(here, &ticket)}
            </p>
            {worked(&ticket).map(|work| view! { <p class="meta">{work}</p> })}
        })
    };
    view! {
        <li class="card">
            {head}
            <ActionButtons ticket=ticket actions=actions compact=true/>
        </li>
    }
}

/// Returns the work on a ticket so far: its minutes, and the last words.
fn worked(ticket: &Ticket) -> Option<String> {
    let last = ticket.history.iter().rev().find_map(|entry| match &entry.what {
        Happened::Worked { text, .. } => Some(text),
        _ => None,
    });
    last.map(|text| words::worked(ticket.minutes(), text))
}

fn meta(here: Here, ticket: &Ticket) -> String {
    let category = ticket_words::category(ticket.category);
    let age = date::ago(ticket.reported_on, here.app.today());
    let parts = [category.as_str(), ticket.room.as_str(), age.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}
