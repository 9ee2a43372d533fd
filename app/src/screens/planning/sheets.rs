//! «Feuilles de route»: the week of each technician, a page each, to be printed.

use super::grid::monday;
use crate::context::{App, clock_ms, use_app};
use crate::parts::{Back, FormEntry, Page, TextField};
use crate::screens::address::in_address;
use crate::screens::supply::passing::to_carry;
use crate::screens::tickets::filters::Select;
use crate::screens::today::card::{address, left};
use crate::text::{self, planning, sheets as words, today};
use chrono::Days;
use leptos::prelude::*;
use shared::account::Account;
use shared::day::{Day, HalfDay};
use shared::id::SiteId;
use shared::role::Role;
use shared::row::State;
use shared::site::Site;
use shared::supply::stops;
use shared::visit::Visit;
use std::cmp::Reverse;
use std::sync::Arc;

/// The last day of a week at school, counted from its Monday.
const LAST_DAY: u64 = 5;

/// A technician's week.
#[derive(Clone, PartialEq)]
struct Sheet {
    technician: String,
    lines: Vec<Line>,
}

/// A visit or a stop on paper.
#[derive(Clone, PartialEq)]
struct Line {
    slot: HalfDay,
    site: Option<Arc<Site>>,
    name: String,
    is_stop: bool,
    carried: Option<String>,
    requests: Vec<String>,
}

/// The sheets of the week of a Monday, by name; those without a visit are left out. Reactive.
fn sheets(app: App, monday: Day, only: &str) -> Vec<Sheet> {
    let accounts = app.read(|replica| {
        let all = replica.view().accounts.values();
        // Who has left may still have visits that nobody took over.
        let wanted = |one: &&Arc<Account>| {
            one.role == Role::Technician && (only.is_empty() || one.id.to_string() == only)
        };
        let mut found: Vec<_> = all.filter(wanted).cloned().collect();
        found.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        found
    });
    let sheet = |account: &Arc<Account>| Sheet {
        technician: account.name.clone(),
        lines: lines(app, account, monday),
    };
    accounts.iter().map(sheet).filter(|sheet| !sheet.lines.is_empty()).collect()
}

fn lines(app: App, account: &Account, monday: Day) -> Vec<Line> {
    let last = monday + Days::new(LAST_DAY);
    let is_then = |slot: HalfDay| (monday..=last).contains(&slot.day);
    let (visits, stops) = app.read(|replica| {
        let view = replica.view();
        let visits = view.visits_by(&account.id).filter(|v| v.takes_slot() && is_then(v.slot));
        let stops = stops::ahead(view, account.id).into_iter().filter(|stop| is_then(stop.slot));
        (visits.cloned().collect::<Vec<_>>(), stops.collect::<Vec<_>>())
    });
    let visit = |visit: &Arc<Visit>| {
        let carried = to_carry(app, visit);
        app.read(|replica| {
            let requests = requests(replica.view(), visit);
            Line { carried, requests, ..line(replica.view(), visit.slot, &visit.site) }
        })
    };
    let stop = |stop: &stops::Stop| {
        let line = app.read(|replica| line(replica.view(), stop.slot, &stop.site));
        Line { is_stop: true, ..line }
    };
    let mut lines: Vec<_> = visits.iter().map(visit).chain(stops.iter().map(stop)).collect();
    lines.sort_by(|a, b| (a.slot, a.is_stop, &a.name).cmp(&(b.slot, b.is_stop, &b.name)));
    lines
}

fn line(state: &State, slot: HalfDay, site: &SiteId) -> Line {
    Line {
        slot,
        site: state.sites.get(site).cloned(),
        name: text::site_name(state, site),
        is_stop: false,
        carried: None,
        requests: Vec::new(),
    }
}

/// The requests that wait for the visit, the most urgent first.
fn requests(state: &State, visit: &Visit) -> Vec<String> {
    let mut left: Vec<_> = left(state, visit).collect();
    left.sort_by_key(|ticket| (Reverse(ticket.urgency), ticket.reported_on, ticket.id));
    left.into_iter().map(|ticket| words::request(ticket)).collect()
}

/// The screen.
#[component]
pub fn SheetsScreen() -> impl IntoView {
    let app = use_app();
    let week = in_address("semaine", "");
    let who = in_address("technicien", "");
    let shown = Memo::new(move |_| {
        let asked = week.get().parse().unwrap_or_else(|_| app.today());
        monday(asked)
    });
    let typed = RwSignal::new(shown.get_untracked().to_string());
    Effect::new(move |_| {
        let chosen = typed.get();
        if chosen.parse::<Day>().is_ok() {
            week.set(chosen);
        }
    });
    let found = Memo::new(move |_| sheets(app, shown.get(), &who.get()));
    let technicians = Memo::new(move |_| {
        app.read(|replica| {
            let all = replica.view().accounts.values();
            let all = all.filter(|one| one.role == Role::Technician);
            let mut all: Vec<_> = all.map(|one| (one.id.to_string(), one.name.clone())).collect();
            all.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
            all
        })
    });
    let print = move |_| {
        // Where the browser cannot print, its own menu can.
        let _ = window().print();
    };
    view! {
        <Page title=words::TITLE>
            <Back href="/planning" label=planning::TITLE/>
            <div class="toolbar">
                <TextField label=words::WEEK kind="date" value=FormEntry::unkept(typed)/>
                <Select label=words::WHO value=who any=words::EVERYBODY options=technicians/>
                <button type="button" class="button primary" on:click=print>
                    {words::PRINT}
                </button>
            </div>
            <p class="hint">{words::HINT}</p>
            <Show
                when=move || !found.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NOTHING}</p> }
            >
                {move || {
                    let sheet = |sheet| view! { <OneSheet sheet=sheet monday=shown/> };
                    found.get().into_iter().map(sheet).collect_view()
                }}
            </Show>
        </Page>
    }
}

#[component]
fn OneSheet(sheet: Sheet, monday: Memo<Day>) -> impl IntoView {
    let heading = words::heading(&sheet.technician, monday.get_untracked());
    let visits = sheet.lines.iter().filter(|line| !line.is_stop).count();
    let (label, caption) = (heading.clone(), heading.clone());
    view! {
        <section class="sheet">
            <h2>{heading}</h2>
            <p class="meta">{words::visits(visits)} " · " {words::printed(clock_ms())}</p>
            <div class="table-scroll" tabindex="0" role="region" aria-label=label>
                <table class="data">
                    <caption class="visually-hidden">{caption}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{words::WHEN}</th>
                            <th scope="col">{words::SCHOOL}</th>
                            <th scope="col">{words::TO_DO}</th>
                            <th scope="col">{words::NOTES}</th>
                        </tr>
                    </thead>
                    <tbody>{sheet.lines.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(line: Line) -> impl IntoView {
    let site = line.site.as_deref();
    let facts = site.map(|site| {
        let facts = [address(site), today::phone_pairs(&site.phone), site.access_text().to_owned()];
        let told = facts.into_iter().filter(|fact| !fact.is_empty());
        told.map(|fact| view! { <p>{fact}</p> }).collect_view()
    });
    let no_request = !line.is_stop && line.requests.is_empty();
    let requests = line.requests.into_iter().map(|request| view! { <p>{request}</p> });
    view! {
        <tr>
            <th scope="row">{words::when(line.slot)}</th>
            <td>
                <strong>{line.name}</strong>
                {facts}
            </td>
            <td>
                {line.is_stop.then(|| view! { <p>{words::STOP}</p> })}
                {no_request.then(|| view! { <p class="meta">{words::NO_REQUEST}</p> })}
                {requests.collect_view()}
                {line.carried.map(|carried| view! { <p>{carried}</p> })}
            </td>
            <td class="to-write"></td>
        </tr>
    }
}
