//! «Mon école»: the next visit, and the open tickets.

use super::our_tickets::{TicketCard, awaits_answer};
use crate::context::{App, use_app};
use crate::device::scan;
use crate::parts::Page;
use crate::text::{school as words, today};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::id::{SiteId, TicketId};
use shared::order;
use shared::ticket::Ticket;
use shared::visit::VisitState;

/// The screen.
#[component]
pub fn SchoolScreen() -> impl IntoView {
    let app = use_app();
    scan::prepare();
    let site = Memo::new(move |_| app.actor().and_then(|actor| actor.site));
    let name = move || {
        let site = app.read(|r| r.view().sites.get(&site.get()?).cloned())?;
        let fictitious = site.fictitious.then_some(today::FICTITIOUS);
        Some(view! {
            <p class="lead">
                {site.name.clone()} ", " {site.commune_name.clone()}
                {fictitious.map(|word| view! { " " <span class="tag">{word}</span> })}
            </p>
        })
    };
    view! {
        <Page title=words::TITLE>
            <Show
                when=move || site.get().is_some()
                fallback=|| view! { <p class="empty">{words::NO_SITE}</p> }
            >
                {name}
                {move || site.get().map(|site| view! { <NextVisit site=site/> })}
                <p class="main-action">
                    <a class="button primary main" href="/signaler">{words::REPORT}</a>
                </p>
                {move || site.get().map(|site| view! { <UnderWay site=site/> })}
            </Show>
        </Page>
    }
}

/// The next visit in words, or the last one when none is planned.
#[component]
fn NextVisit(site: SiteId) -> impl IntoView {
    let app = use_app();
    let words = Memo::new(move |_| next_visit(app, &site));
    view! { <p class="next-visit">{words}</p> }
}

fn next_visit(app: App, site: &SiteId) -> String {
    let today = app.today();
    app.read(|replica| {
        let visits: Vec<_> = replica.view().visits_of(site).collect();
        if visits.iter().any(|v| v.state == VisitState::OnSite) {
            return words::ON_SITE.into();
        }
        match replica.view().next_visit(site, today) {
            Some(visit) => words::next_visit(visit.slot),
            None => {
                let done = visits.iter().filter(|visit| visit.is_done());
                words::none_ahead(done.map(|visit| visit.day()).max())
            }
        }
    })
}

/// The open tickets, first those that need an answer.
#[component]
fn UnderWay(site: SiteId) -> impl IntoView {
    let app = use_app();
    let tickets = Memo::new(move |_| open_tickets(app, &site));
    view! {
        <section class="section">
            <h2>{words::OPEN}</h2>
            <Show
                when=move || !tickets.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NONE_OPEN}</p> }
            >
                <ul class="cards">
                    <For each=move || tickets.get() key=|id| *id let:id>
                        <TicketCard id=id/>
                    </For>
                </ul>
            </Show>
            <p>
                <A href="/nos-demandes">{words::ALL}</A>
            </p>
        </section>
    }
}

fn open_tickets(app: App, site: &SiteId) -> Vec<TicketId> {
    let own = app.actor().map(|actor| actor.account);
    app.read(|replica| {
        let tickets = replica.view().tickets_of(site);
        let mut open: Vec<_> = tickets.filter(|ticket| ticket.is_open()).collect();
        let later = |ticket: &Ticket| !own.is_some_and(|own| awaits_answer(ticket, own));
        order::sort_by_key(&mut open, |t| (later(t), std::cmp::Reverse(t.reported_on), t.id));
        open.iter().map(|ticket| ticket.id).collect()
    })
}
