//! «Nos demandes»: everything the school asked for, first what waits for its answer.

use super::ticket::action::Action;
use super::ticket::actions::{ActionButtons, title_id};
use super::ticket::{follow, sent_word};
use crate::context::{App, use_app};
use crate::parts::{CategoryPicture, GroupCards, Page};
use crate::text::{self, our_tickets as words, ticket as ticket_words};
use leptos::prelude::*;
use shared::id::{AccountId, TicketId};
use shared::order;
use shared::ticket::{Happened, Ticket, TicketState};
use std::cmp::Reverse;
use std::sync::Arc;

/// The section of a ticket on the school's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    ToAnswer,
    Open,
    Ended,
}

fn group(ticket: &Ticket, own: AccountId) -> Group {
    match ticket.state {
        _ if awaits_answer(ticket, own) => Group::ToAnswer,
        _ if ticket.is_open() => Group::Open,
        _ => Group::Ended,
    }
}

/// Returns whether the school has to say something: whether it is resolved, or what was asked.
pub(super) fn awaits_answer(ticket: &Ticket, own: AccountId) -> bool {
    ticket.state == TicketState::Resolved || ticket.has_message_for(own)
}

/// The screen.
#[component]
pub fn OurTicketsScreen() -> impl IntoView {
    let app = use_app();
    let tickets = Memo::new(move |_| own_tickets(app));
    view! {
        <Page title=words::TITLE>
            <p>
                <a class="button primary" href="/signaler">{words::REPORT}</a>
            </p>
            <Show
                when=move || !tickets.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NONE}</p> }
            >
                <GroupCards all=tickets group=Group::ToAnswer title=words::TO_ANSWER card=card/>
                <GroupCards all=tickets group=Group::Open title=words::OPEN card=card/>
                <GroupCards all=tickets group=Group::Ended title=words::ENDED card=card/>
            </Show>
        </Page>
    }
}

fn own_tickets(app: App) -> Vec<(TicketId, Group)> {
    let Some((own, Some(site))) = app.actor().map(|actor| (actor.account, actor.site)) else {
        return Vec::new();
    };
    app.read(|replica| {
        let mut tickets: Vec<_> = replica.view().tickets_of(&site).collect();
        order::sort_by_key(&mut tickets, |ticket| Reverse((ticket.reported_on, ticket.id)));
        tickets.iter().map(|ticket| (ticket.id, group(ticket, own))).collect()
    })
}

fn card(id: TicketId) -> impl IntoView {
    view! { <TicketCard id=id/> }
}

/// A ticket as the school sees it, with the buttons to answer where an answer is awaited.
#[component]
pub(super) fn TicketCard(id: TicketId) -> impl IntoView {
    const ANSWERS: &[Action] = &[Action::Confirm, Action::Reopen];
    const REPLY: &[Action] = &[Action::Comment];
    let app = use_app();
    let ticket = follow(app, id);
    let told = move || ticket.get().map(|ticket| view! { <Told ticket=ticket/> });
    let asked = Memo::new(move |_| {
        let own = app.actor()?.account;
        let ticket = ticket.get().filter(|ticket| ticket.has_message_for(own))?;
        let entries = ticket.history.iter().rev();
        entries.map(|entry| (&entry.by_name, &entry.what)).find_map(|(name, what)| match what {
            Happened::Commented { text, .. } => Some(words::message(name, text)),
            _ => None,
        })
    });
    let message = move || {
        let asked = asked.get()?;
        Some(view! {
            <p class="banner">{asked}</p>
            <ActionButtons ticket=ticket actions=REPLY/>
        })
    };
    view! {
        <li class="card">
            {told}
            {message}
            <ActionButtons ticket=ticket actions=ANSWERS/>
        </li>
    }
}

#[component]
fn Told(ticket: Arc<Ticket>) -> impl IntoView {
    let app = use_app();
    let id = ticket.id;
    let tag = ticket_words::state_tag(&ticket.state);
    let sent = move || sent_word(app, id);
    let many = ticket.voices.len();
    let voices = (many > 0).then(|| format!(" · {}", ticket_words::voices(many)));
    let asked = Arc::clone(&ticket);
    let standing = move || app.read(|replica| ticket_words::standing(&asked, replica.view()));
    view! {
        <p class="card-title category" id=title_id(id)>
            <CategoryPicture category=ticket.category/>
            <a href=format!("/demande/{id}")>{ticket.text.clone()}</a>
        </p>
        <p>
            <span class=format!("badge state-{tag}")>{ticket_words::stands(&ticket)}</span>
            " "
            <span class="meta">
                {text::day_long(ticket.reported_on)} {voices} " · " {sent}
            </span>
        </p>
        <p>{standing}</p>
    }
}
