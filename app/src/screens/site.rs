//! «Fiche de l’école»: what a technician needs to get there and in, without network.

mod access;
mod edit;
pub(in crate::screens) mod elsewhere;
mod equipment;
mod mail;
mod search;
mod teachers;
mod unplanned;
mod visits;

use super::connection::SiteConnection;
use super::ticket::facts;
use super::today::card::{self, SiteLinks};
use crate::context::{App, use_app};
use crate::parts::{Back, Failure, Page, fact};
use crate::text::{date, site_screen as words, today, visit_screen};
use access::Access;
use elsewhere::{Rows, SiteRows};
use equipment::Fleet;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::id::SiteId;
use shared::role::Role;
use shared::site::Site;
use shared::ticket::Ticket;
use shared::visit::VisitState;
use std::cmp::Reverse;
use std::sync::Arc;
use teachers::Teachers;
use unplanned::{UNPLANNED, Unplanned};
use visits::{Ahead, Reports};

pub(in crate::screens) use edit::DeskOfSite;
pub(in crate::screens) use mail::MailConsent;
pub use search::SitesScreen;

/// The site of the screen, and its rows as far as they can be had.
#[derive(Clone, Copy)]
struct Here {
    app: App,
    id: StoredValue<SiteId>,
    site: Memo<Option<Arc<Site>>>,
    rows: SiteRows,
}

impl Here {
    fn id(self) -> SiteId {
        self.id.get_value()
    }
}

/// The screen.
#[component]
pub fn SiteScreen(id: SiteId) -> impl IntoView {
    let app = use_app();
    let site = {
        let id = id.clone();
        Memo::new(move |_| app.read(|replica| replica.view().sites.get(&id).cloned()))
    };
    let (href, label) = back(app, &id);
    let rows = SiteRows::of_site(app, id.clone());
    let here = Here { app, id: StoredValue::new(id), site, rows };
    let title = Signal::derive(move || card::site_name(site.get().as_deref()));
    view! {
        <Page title=title>
            <Back href=href label=label/>
            <Show
                when=move || site.with(Option::is_some)
                fallback=|| view! { <p class="empty">{words::UNKNOWN}</p> }
            >
                <Card here=here/>
            </Show>
        </Page>
    }
}

/// Returns the target of the link back: the visit that goes on there, or where sites are found.
fn back(app: App, id: &SiteId) -> (String, &'static str) {
    let search = search::address();
    app.read_now(|replica| {
        let actor = replica.meta().actor.as_ref();
        if actor.is_some_and(|actor| actor.role.is_desk()) {
            return ("/couverture".into(), crate::text::coverage::TITLE);
        }
        let mut visits = replica.view().visits_of(id);
        let me = actor.map(|actor| actor.account);
        let now = visits.find(|v| Some(v.technician) == me && v.state == VisitState::OnSite);
        match (now, search) {
            (Some(visit), _) => (format!("/passage/{}", visit.id), words::BACK_VISIT),
            (None, Some(search)) => (search, words::FIND),
            (None, None) => ("/journee".into(), today::TITLE),
        }
    })
}

#[component]
fn Card(here: Here) -> impl IntoView {
    let is_technician = move || here.app.role() == Some(Role::Technician);
    let asked = use_query_map().with_untracked(|query| query.get(UNPLANNED).is_some());
    view! {
        {move || here.site.get().map(|site| view! { <Known site=site today=here.app.today()/> })}
        <Access here=here/>
        <section class="section">
            <h2>{words::VISITS}</h2>
            <Ahead here=here/>
            <Show when=is_technician>
                <Unplanned here=here asked=asked/>
            </Show>
        </section>
        <Incomplete here=here/>
        <Show when=move || here.rows.are_there()>
            <SiteConnection site=here.id() rows=here.rows/>
            <Requests here=here/>
            <Fleet here=here/>
            <Show when=move || here.rows.get() == Rows::Here>
                <Teachers here=here/>
            </Show>
            <Reports here=here/>
        </Show>
    }
}

/// Address, telephone, opening, closures.
#[component]
fn Known(site: Arc<Site>, today: shared::day::Day) -> impl IntoView {
    let closures: Vec<_> = site
        .closures
        .iter()
        .filter(|closure| closure.last.day >= today)
        .map(|closure| words::closure(closure.first, closure.last, &closure.reason))
        .collect();
    let facts = [
        (words::ADDRESS, card::address(&site)),
        (words::PHONE, today::phone_pairs(&site.phone)),
        (words::OPEN, words::week(site.week)),
        (words::CLOSED, closures.join("\u{a0}; ")),
        (words::SKILL, site.skill.clone()),
        (words::FIGURES, words::figures(&site.figures)),
    ];
    let gone = site.closed_on.map(|on| view! { <p class="banner">{words::gone(on)}</p> });
    let fictitious =
        site.fictitious.then(|| view! { <p><span class="tag">{today::FICTITIOUS}</span></p> });
    view! {
        {gone}
        {fictitious}
        <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl>
        <SiteLinks site=site in_card=true/>
    }
}

/// Says what is not on the device, and why.
#[component]
fn Incomplete(here: Here) -> impl IntoView {
    let said = move || match here.rows.get() {
        Rows::Here | Rows::Fetched(_) => None,
        Rows::Fetching => Some(view! { <p class="hint">{words::FETCHING}</p> }.into_any()),
        Rows::Unreachable => Some(
            view! {
                <Failure text=Signal::stored(Some(words::UNREACHABLE.to_owned()))/>
                <button
                    type="button"
                    class="button secondary"
                    on:click=move |_| here.rows.fetch()
                >
                    {words::AGAIN}
                </button>
            }
            .into_any(),
        ),
    };
    view! { <div role="status">{said}</div> }
}

/// The open requests, the most urgent first.
#[component]
fn Requests(here: Here) -> impl IntoView {
    let open = Memo::new(move |_| {
        here.rows.read(|state| {
            let id = here.id();
            let mut open: Vec<_> = state.tickets_of(&id).filter(|t| t.is_open()).cloned().collect();
            open.sort_by_key(|t| (Reverse(t.urgency), t.reported_on, t.id));
            open
        })
    });
    // The screen of a request shows what is on the device.
    let is_here = move || here.rows.get() == Rows::Here;
    let line = move |ticket: Arc<Ticket>| match is_here() {
        true => facts::line(&ticket).into_any(),
        false => {
            let age = date::ago(ticket.reported_on, here.app.today());
            let state = crate::text::ticket::stands(&ticket);
            view! { <li>{ticket.text.clone()} " · " {state} " · " {age}</li> }.into_any()
        }
    };
    view! {
        <section class="section">
            <h2>{words::REQUESTS}</h2>
            <Show
                when=move || !open.with(Vec::is_empty)
                fallback=|| view! { <p>{visit_screen::NO_REQUEST_HERE}</p> }
            >
                <ul class="lines">{move || open.get().into_iter().map(line).collect_view()}</ul>
            </Show>
        </section>
    }
}
