//! «Demande»: the text of a ticket, its state, and the actions on it.

pub(in crate::screens) mod action;
pub(in crate::screens) mod actions;
mod dialogs;
mod edit;
pub(in crate::screens) mod facts;

use crate::context::{App, use_app};
use crate::parts::{Back, Page, PhotoList};
use crate::text::{ticket as ticket_words, ticket_screen as words, titled};
use action::Action;
use actions::{ActionButtons, title_id};
use facts::{Facts, History, HistoryLine};
use leptos::prelude::*;
use shared::history::Entry;
use shared::id::{TicketId, VisitId};
use shared::role::Role;
use shared::ticket::{Happened, Ticket, number};
use shared::visit::VisitState;
use std::sync::Arc;

/// The screen.
#[component]
pub fn TicketScreen(id: TicketId) -> impl IntoView {
    let app = use_app();
    let ticket = follow(app, id);
    let (href, label) = back(app, id);
    let title = Signal::derive(move || {
        let site = ticket.with(|ticket| ticket.as_ref().map(|ticket| ticket.site.clone()));
        let name = site.and_then(|site| {
            app.read(|replica| replica.view().sites.get(&site).map(|site| site.name.clone()))
        });
        titled(ticket_words::TITLE, name.as_deref())
    });
    view! {
        <Page title=title>
            <Back href=href label=label/>
            <Show
                when=move || ticket.with(Option::is_some)
                fallback=|| view! { <p class="empty">{ticket_words::UNKNOWN}</p> }
            >
                <Known ticket=ticket/>
            </Show>
        </Page>
    }
}

/// The ticket of the screen. Reactive.
pub(in crate::screens) fn follow(app: App, id: TicketId) -> Memo<Option<Arc<Ticket>>> {
    Memo::new(move |_| app.read(|replica| replica.view().tickets.get(&id).cloned()))
}

/// Returns the target of the link back: the current visit at the site, or the list of the role.
fn back(app: App, id: TicketId) -> (String, &'static str) {
    let role = app.read_now(|r| r.meta().actor.as_ref().map(|actor| actor.role));
    match role {
        Some(Role::Technician) => match visit_under_way(app, id) {
            Some(visit) => (format!("/passage/{visit}"), words::BACK_VISIT),
            None => match visit_of(app, id) {
                Some(visit) => (format!("/passage/{visit}"), words::BACK_PLANNED),
                None => ("/journee".into(), words::BACK_TECHNICIAN),
            },
        },
        Some(Role::Teacher) => ("/nos-demandes".into(), words::BACK_TEACHER),
        _ => ("/demandes".into(), words::BACK_DESK),
    }
}

/// Returns the visit that the person is making now at the site of a ticket, if any.
fn visit_under_way(app: App, id: TicketId) -> Option<VisitId> {
    app.read_now(|replica| {
        let view = replica.view();
        let me = replica.meta().actor.as_ref()?.account;
        let mut visits = view.visits_of(&view.tickets.get(&id)?.site);
        let now = visits.find(|v| v.technician == me && v.state == VisitState::OnSite);
        now.map(|visit| visit.id)
    })
}

/// Returns the visit with which a ticket rides, or else the person's next one at its site, from
/// which it is looked at too; if it is on this device.
fn visit_of(app: App, id: TicketId) -> Option<VisitId> {
    app.read_now(|replica| {
        let view = replica.view();
        let ticket = view.tickets.get(&id)?;
        let rides = ticket.visit().filter(|visit| view.visits.contains_key(visit));
        let me = replica.meta().actor.as_ref()?.account;
        let ahead = view.visits_of(&ticket.site).filter(|v| v.technician == me && v.is_ahead());
        rides.or_else(|| ahead.min_by_key(|visit| visit.slot).map(|visit| visit.id))
    })
}

#[component]
fn Known(ticket: Memo<Option<Arc<Ticket>>>) -> impl IntoView {
    let app = use_app();
    let history = Memo::new(move |_| {
        let entries = ticket.with(|ticket| ticket.as_ref().map(|t| t.history.clone()));
        app.read_now(|replica| {
            let line = |entry: &Entry<Happened>| {
                let said = ticket_words::entry(entry, replica.view());
                HistoryLine::of(entry, said, entry.what.files())
            };
            entries.unwrap_or_default().iter().map(line).collect::<Vec<_>>()
        })
    });
    let photos = Memo::new(move |_| {
        ticket.with(|ticket| ticket.as_ref().map_or(Vec::new(), |t| t.photos.clone()))
    });
    view! {
        {move || ticket.get().map(|ticket| view! { <Standing ticket=ticket/> })}
        <PhotoList photos=photos/>
        <section class="section" aria-label=words::ACTIONS>
            <ActionButtons ticket=ticket actions=Action::MAIN/>
            <OtherActions ticket=ticket/>
        </section>
        <section class="section">
            <h2>{ticket_words::HISTORY}</h2>
            <History lines=history/>
        </section>
    }
}

/// Returns in a word whether the ticket is wholly on the server. Reactive.
pub(in crate::screens) fn sent_word(app: App, id: TicketId) -> &'static str {
    let is_unsent =
        app.read(|replica| replica.view().tickets.get(&id) != replica.mirror().tickets.get(&id));
    if is_unsent { ticket_words::UNSENT } else { ticket_words::SENT }
}

#[component]
fn Standing(ticket: Arc<Ticket>) -> impl IntoView {
    let app = use_app();
    let tag = ticket_words::state_tag(&ticket.state);
    let state = ticket_words::stands(&ticket);
    let asked = Arc::clone(&ticket);
    let standing = move || app.read(|replica| ticket_words::standing(&asked, replica.view()));
    let id = ticket.id;
    let sent = move || sent_word(app, id);
    view! {
        <p class="lead" data-title="" id=title_id(ticket.id)>{ticket.text.clone()}</p>
        <p>
            <span class=format!("badge state-{tag}")>{state}</span>
            " "
            <span class="meta">{ticket_words::numbered(&number::number(id))}" · "{sent}</span>
        </p>
        <p>{standing}</p>
        <Facts ticket=ticket/>
    }
}

/// The rarer actions, folded; nothing when there are none.
#[component]
fn OtherActions(ticket: Memo<Option<Arc<Ticket>>>) -> impl IntoView {
    let app = use_app();
    let any = Memo::new(move |_| {
        let (Some(role), Some(ticket)) = (app.role(), ticket.get()) else {
            return false;
        };
        Action::OTHER.iter().any(|action| action.is_offered(role, &ticket))
    });
    view! {
        <Show when=move || any.get()>
            <details class="details">
                <summary>{words::OTHER_ACTIONS}</summary>
                <ActionButtons ticket=ticket actions=Action::OTHER/>
            </details>
        </Show>
    }
}
