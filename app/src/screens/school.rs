//! «Mon école»: the next visit, and the open tickets.

use super::calls::school as projects;
use super::connection::OurConnection;
use super::loans::{freed, is_known};
use super::our_tickets::{TicketCard, awaits_answer};
use super::site::MailConsent;
use super::supply::budget::{left, open_campaigns};
use super::supply::orders::{has_any, to_answer};
use crate::context::{App, use_app};
use crate::device::scan;
use crate::parts::Page;
use crate::text::{
    borrow as borrow_words, calls, our_supplies as supply_words, our_tickets as our_words,
    our_trainings, school as words, today,
};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::id::{SiteId, TicketId};
use shared::order;
use shared::ticket::Ticket;
use shared::visit::VisitState;
use std::cmp::Reverse;
use std::sync::Arc;

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
                <Money/>
                {move || site.get().map(|site| view! { <OurConnection site=site/> })}
                {move || site.get().map(|site| view! { <LastReport site=site/> })}
                <Ours/>
                {move || site.get().map(|site| view! { <MailConsent site=site/> })}
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
            Some(visit) => {
                let technician = replica.view().accounts.get(&visit.technician);
                words::next_visit(visit.slot, technician.map(|account| account.name.as_str()))
            }
            None => {
                let done = visits.iter().filter(|visit| visit.is_done());
                words::none_ahead(done.map(|visit| visit.day()).max())
            }
        }
    })
}

/// What is left to spend, and what was ordered; nothing where there is neither.
#[component]
fn Money() -> impl IntoView {
    let app = use_app();
    let open = Memo::new(move |_| open_campaigns(app));
    let left = Memo::new(move |_| open.get().into_iter().find_map(|id| left(app, id)));
    let ordered = Memo::new(move |_| has_any(app));
    let waits = Memo::new(move |_| to_answer(app));
    view! {
        <Show when=move || !open.with(Vec::is_empty) || ordered.get()>
            <section class="section">
                <h2>{supply_words::BUDGET}</h2>
                <p class="lead">{left}</p>
                <p>
                    <A href="/notre-budget">{supply_words::SPEND}</A>
                    " · "
                    <A href="/nos-commandes">
                        {move || supply_words::orders_to_answer(waits.get())}
                    </A>
                </p>
            </section>
        </Show>
    }
}

/// The ways to what the school has and who teaches there.
#[component]
fn Ours() -> impl IntoView {
    let app = use_app();
    view! {
        <section class="section">
            <h2>{words::OURS}</h2>
            <ul class="lines">
                <Show when=move || is_known(app)>
                    <li>
                        <A href="/emprunter">{move || borrow_words::way(freed(app))}</A>
                    </li>
                </Show>
                <Show when=move || projects::is_known(app)>
                    <li>
                        <A href="/appels-a-projets">{calls::TITLE}</A>
                    </li>
                </Show>
                <li>
                    <A href="/notre-materiel">{words::OUR_EQUIPMENT}</A>
                </li>
                <li>
                    <A href="/nos-enseignants">{words::OUR_TEACHERS}</A>
                </li>
                <li>
                    <A href="/formations">{our_trainings::TITLE}</A>
                </li>
            </ul>
        </section>
    }
}

/// The report of the last visit.
#[component]
fn LastReport(site: SiteId) -> impl IntoView {
    let app = use_app();
    let last = Memo::new(move |_| {
        app.read(|replica| {
            let done = replica.view().visits_of(&site).filter(|visit| visit.is_done());
            let last = done.max_by_key(|visit| (visit.day(), visit.slot, visit.id))?;
            Some((last.id, last.day()))
        })
    });
    let shown = move || {
        let (id, day) = last.get()?;
        Some(view! {
            <section class="section">
                <h2>{words::LAST_VISIT}</h2>
                <p>
                    <A href=format!("/passage/{id}/compte-rendu")>{words::report_of(day)}</A>
                </p>
            </section>
        })
    };
    view! { <div>{shown}</div> }
}

/// The open tickets: first, in a section of their own, those that wait for an answer.
#[component]
fn UnderWay(site: SiteId) -> impl IntoView {
    let app = use_app();
    let tickets = Memo::new(move |_| open_tickets(app, &site));
    let to_answer = Memo::new(move |_| tickets.get().0);
    let others = Memo::new(move |_| tickets.get().1);
    view! {
        <Show when=move || !to_answer.with(Vec::is_empty)>
            <section class="section">
                <h2>{our_words::TO_ANSWER}</h2>
                <Cards ids=to_answer/>
            </section>
        </Show>
        <section class="section">
            <h2>{words::OPEN}</h2>
            <Show
                when=move || !others.with(Vec::is_empty)
                fallback=move || {
                    let none = to_answer.with(Vec::is_empty).then_some(words::NONE_OPEN);
                    view! { <p class="empty">{none.unwrap_or(words::NONE_OTHER)}</p> }
                }
            >
                <Cards ids=others/>
            </Show>
            <p>
                <A href="/nos-demandes">{words::ALL}</A>
            </p>
        </section>
    }
}

#[component]
fn Cards(ids: Memo<Vec<TicketId>>) -> impl IntoView {
    view! {
        <ul class="cards">
            <For each=move || ids.get() key=|id| *id let:id>
                <TicketCard id=id/>
            </For>
        </ul>
    }
}

/// Returns the open tickets that wait for an answer of the school, and the others, newest first.
fn open_tickets(app: App, site: &SiteId) -> (Vec<TicketId>, Vec<TicketId>) {
    let own = app.actor().map(|actor| actor.account);
    app.read(|replica| {
        let tickets = replica.view().tickets_of(site);
        let mut open: Vec<_> = tickets.filter(|ticket| ticket.is_open()).collect();
        order::sort_by_key(&mut open, |ticket| (Reverse(ticket.reported_on), ticket.id));
        let waits = |ticket: &&Arc<Ticket>| own.is_some_and(|own| awaits_answer(ticket, own));
        let (to_answer, others): (Vec<_>, Vec<_>) = open.into_iter().partition(waits);
        let ids = |tickets: Vec<&Arc<Ticket>>| tickets.iter().map(|ticket| ticket.id).collect();
        (ids(to_answer), ids(others))
    })
}
