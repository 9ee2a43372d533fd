//! «Abonnements»: internet and ENT of every site, those whose day to give notice is near first.

mod add;
mod alerts;
mod credit;
mod dates;
mod edit;
mod fields;
mod one;

use super::address::in_address;
use crate::api;
use crate::context::{App, use_app};
use crate::parts::{Choices, FormEntry, More, Page, TextField};
use crate::text::{capital, connection, date, subscriptions as words};
use add::AddDialog;
use alerts::Alerts;
use chrono::Duration;
use leptos::prelude::*;
pub(super) use one::SubscriptionScreen;
use shared::day::Day;
use shared::order;
use shared::row::State;
use shared::search::{Search, Searched};
use shared::subscription::outage::{Lost, lost, outages};
use shared::subscription::{Standing, Subscription, SubscriptionKind};
use std::sync::Arc;

/// How many are shown at first, and with each «Afficher la suite».
const PAGE: usize = 60;
/// The name of the export.
const EXPORT: &str = "abonnements";
/// Days in which outages are counted.
const OUTAGE_DAYS: i64 = 90;

/// What is asked of the list, all of it in the address.
#[derive(Clone, Copy)]
struct Filters {
    kind: RwSignal<String>,
    standing: RwSignal<String>,
    search: RwSignal<String>,
}

impl Filters {
    fn fits(self, row: &Subscription, today: Day) -> bool {
        let standing = self.standing.get();
        let is_standing = standing.is_empty() && row.standing(today) != Standing::Ended
            || standing == shared::words::subscription(row.standing(today))
            || standing == "tous";
        let kind = self.kind.get();
        is_standing && (kind.is_empty() || kind == row.kind.word())
    }
}

/// What a search reads of a subscription.
fn searched(view: &State, row: &Subscription) -> Searched {
    let terms = &row.terms;
    let mut texts = vec![terms.operator.as_str(), &terms.line, &terms.contract, &terms.offer];
    if let Some(site) = view.sites.get(&row.site) {
        texts.extend([site.name.as_str(), &site.commune_name, site.id.as_str()]);
    }
    Searched::of(&texts)
}

/// The rows that fit, the day to give notice first. Reactive.
fn listed(app: App, filters: Filters) -> Vec<Arc<Subscription>> {
    let (today, sought) = (app.today(), Search::of(&filters.search.get()));
    app.read(|replica| {
        let view = replica.view();
        let fits = |row: &&Arc<Subscription>| {
            filters.fits(row, today) && (sought.is_empty() || sought.finds(&searched(view, row)))
        };
        let mut rows: Vec<_> = view.subscriptions.values().filter(fits).cloned().collect();
        order::sort_by_key(&mut rows, |row| {
            let notice = row.notice_ahead(today).map(|deadline| deadline.notice);
            let name = crate::text::site_name(view, &row.site);
            (notice.is_none(), notice, name, row.kind, row.id)
        });
        rows
    })
}

/// What outages of the last days cost the site of a subscription.
fn lost_lately(view: &State, row: &Subscription, today: Day) -> Option<Lost> {
    let all = outages(view, row.id);
    let site = view.sites.get(&row.site).filter(|_| !all.is_empty())?;
    let since = today - Duration::days(OUTAGE_DAYS);
    Some(lost(site, &view.calendar(), &all, since, crate::context::clock_ms()))
}

/// The screen.
#[component]
pub fn SubscriptionsScreen() -> impl IntoView {
    let app = use_app();
    let filters = Filters {
        kind: in_address("nature", ""),
        standing: in_address("etat", ""),
        search: in_address("cherche", ""),
    };
    let adding = RwSignal::new(false);
    let close = Callback::new(move |()| adding.set(false));
    let export = |(format, label): (&'static str, &'static str)| {
        let href = api::export_url(EXPORT, format, None);
        view! {
            <a
                class="button quiet"
                href=href
                download=format!("{EXPORT}.{format}")
                rel="external"
            >
                {label}
            </a>
        }
    };
    view! {
        <Page title=words::TITLE>
            <div class="actions">
                <button type="button" class="button primary" on:click=move |_| adding.set(true)>
                    {words::ADD}
                </button>
                <a class="button secondary" href="/importer">{words::IMPORT}</a>
                {words::EXPORTS.map(export).collect_view()}
            </div>
            {move || adding.get().then(|| view! { <AddDialog former=None on_close=close/> })}
            <Alerts/>
            <credit::Costs/>
            <FilterBar filters=filters/>
            <Table app=app filters=filters/>
        </Page>
    }
}

#[component]
fn FilterBar(filters: Filters) -> impl IntoView {
    let kind = RwSignal::new(Some(filters.kind.get_untracked()).map(|word| kind_of(&word)));
    Effect::new(move |_| {
        let word = kind.get().flatten().map_or("", SubscriptionKind::word);
        filters.kind.set(word.to_owned());
    });
    let kinds = SubscriptionKind::ALL.map(|kind| (Some(kind), words::kind(kind)));
    let kinds = std::iter::once((None, words::ALL.to_owned())).chain(kinds).collect::<Vec<_>>();
    let standing = move |standing: Standing| {
        let word = shared::words::subscription(standing);
        let is_chosen = move || filters.standing.with(|chosen| chosen == word);
        view! { <option value=word prop:selected=is_chosen>{capital(word)}</option> }
    };
    view! {
        <div class="form filters">
            <Choices
                legend=words::KIND
                name="kind"
                options=kinds
                value=FormEntry::unkept_choice(kind)
            />
            <TextField
                label=words::SEARCH
                hint=words::SEARCH_HINT
                kind="search"
                value=FormEntry::unkept(filters.search)
            />
            <label class="field-inline">
                <span>{words::STATE}</span>
                <select on:change=move |event| filters.standing.set(event_target_value(&event))>
                    <option value="" prop:selected=move || filters.standing.with(String::is_empty)>
                        {words::RUNNING}
                    </option>
                    {words::STATES.map(standing).collect_view()}
                    <option
                        value="tous"
                        prop:selected=move || filters.standing.with(|chosen| chosen == "tous")
                    >
                        {words::ALL}
                    </option>
                </select>
            </label>
        </div>
    }
}

fn kind_of(word: &str) -> Option<SubscriptionKind> {
    SubscriptionKind::ALL.into_iter().find(|kind| kind.word() == word)
}

#[component]
fn Table(app: App, filters: Filters) -> impl IntoView {
    let most = RwSignal::new(PAGE);
    let found = Memo::new(move |_| listed(app, filters));
    let shown =
        move || found.with(|rows| rows.iter().take(most.get()).cloned().collect::<Vec<_>>());
    let line = move |row: Arc<Subscription>| view! { <Row app=app row=row/> };
    view! {
        <p class="hint" role="status">{move || words::shown(found.with(Vec::len))}</p>
        <Show
            when=move || !found.with(Vec::is_empty)
            fallback=|| view! { <p class="empty">{words::NOTHING}</p> }
        >
            <div class="table-scroll" tabindex="0" role="region" aria-label=words::CAPTION>
                <table class="data">
                    <caption class="visually-hidden">{words::CAPTION}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{words::SITE}</th>
                            <th scope="col">{words::STATE}</th>
                            <th scope="col">{words::OPERATOR}</th>
                            <th scope="col">{words::MONTH_COST}</th>
                            <th scope="col">{words::NOTICE}</th>
                            <th scope="col">{words::OUTAGES}</th>
                        </tr>
                    </thead>
                    <tbody>{move || shown().into_iter().map(line).collect_view()}</tbody>
                </table>
            </div>
        </Show>
        <More all=Signal::derive(move || found.with(Vec::len)) most=most by=PAGE/>
    }
}

#[component]
fn Row(app: App, row: Arc<Subscription>) -> impl IntoView {
    let today = app.today_now();
    let (site, commune, lost) = app.read_now(|replica| {
        let view = replica.view();
        let commune = view.sites.get(&row.site).map(|site| site.commune_name.clone());
        (crate::text::site_name(view, &row.site), commune, lost_lately(view, &row, today))
    });
    let notice = row.notice_ahead(today).map(|deadline| date::day_long(deadline.notice));
    let notice = notice.or_else(|| row.ends().map(words::until));
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/abonnements/{}", row.id)>{words::of_site(row.kind, &site)}</a>
                <p class="meta">{commune}</p>
            </th>
            <td>{capital(shared::words::subscription(row.standing(today)))}</td>
            <td>{connection::line(&row)}</td>
            <td>{credit::this_month(&row, today).to_string()}</td>
            <td>{notice.unwrap_or_else(|| words::NONE.into())}</td>
            <td>{lost.map_or_else(|| words::NONE.into(), connection::lost)}</td>
        </tr>
    }
}
