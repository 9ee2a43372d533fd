//! «Couverture du trimestre»: the sites that are still owed their half-day, and what to do about
//! them.

mod causes;
mod communes;
mod map;
mod prepare;
mod rounds;
mod weeks;

use crate::context::use_app;
use crate::screens::address::in_address;
use crate::screens::first_day::FirstDayLink;
use crate::screens::quarter::{QuarterChoice, quarter_of};
use crate::text::{self, coverage as words};
use communes::CommuneTable;
use leptos::prelude::*;
use map::CoverageMap;
use prepare::PreparePlan;
use shared::day::Quarter;
use shared::id::QuarterId;
use shared::owed::{self, Coverage, Owed};
use shared::role::Role;
use shared::search::{Search, Searched};
use weeks::WeekOfShown;

const STATES: [Owed; 5] = [Owed::Due, Owed::Planned, Owed::Done, Owed::Late, Owed::Impossible];

/// The choices of the person.
#[derive(Clone, Copy)]
struct Choice {
    quarter: RwSignal<Option<QuarterId>>,
    state: RwSignal<Option<Owed>>,
    search: RwSignal<String>,
    view: RwSignal<Shown>,
}

/// Three ways to look at the same sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    List,
    Communes,
    Map,
}

impl Choice {
    fn new() -> Self {
        Self {
            quarter: RwSignal::new(None),
            state: RwSignal::new(None),
            search: in_address("cherche", ""),
            view: RwSignal::new(Shown::List),
        }
    }

    /// The lines that are shown of all, each with what a search reads of it.
    fn shown(self, lines: &[(Coverage, Searched)]) -> Vec<Coverage> {
        let (state, search) = (self.state.get(), Search::of(&self.search.get()));
        let is_shown = |line: &Coverage, searched: &Searched| {
            state.is_none_or(|state| state == line.owed) && search.finds(searched)
        };
        let shown = lines.iter().filter(|(line, searched)| is_shown(line, searched));
        shown.map(|(line, _)| line.clone()).collect()
    }
}

/// The screen.
#[component]
pub fn CoverageScreen() -> impl IntoView {
    let app = use_app();
    let choice = Choice::new();
    let quarter = quarter_of(app, choice.quarter);
    let lines = Memo::new(move |_| {
        let today = app.today();
        quarter.get().map_or(Vec::new(), |quarter| {
            app.read(|replica| owed::coverage(replica.view(), &quarter, today))
        })
    });
    let searched = Memo::new(move |_| {
        let searched = |line: Coverage| (line.clone(), line.site.searched());
        lines.get().into_iter().map(searched).collect::<Vec<_>>()
    });
    let shown = Memo::new(move |_| searched.with(|lines| choice.shown(lines)));
    view! {
        <crate::parts::Page title=words::TITLE>
            <Show when=move || app.role().is_some_and(Role::is_desk)>
                <FirstDayLink/>
            </Show>
            <Show
                when=move || quarter.get().is_some()
                fallback=|| view! { <p class="empty">{words::NO_CALENDAR}</p> }
            >
                <Toolbar choice=choice quarter=quarter/>
                <PreparePlan quarter=quarter/>
                <Figures choice=choice lines=lines/>
                <Search choice=choice/>
                {move || match choice.view.get() {
                    Shown::List => view! { <CoverageTable lines=shown all=lines/> }.into_any(),
                    Shown::Communes => view! { <CommuneTable lines=shown/> }.into_any(),
                    Shown::Map => view! { <CoverageMap lines=shown quarter=quarter/> }.into_any(),
                }}
            </Show>
        </crate::parts::Page>
    }
}

#[component]
fn Toolbar(choice: Choice, quarter: Memo<Option<Quarter>>) -> impl IntoView {
    let period = move || {
        let quarter = quarter.get()?;
        let day = |day| text::day_long(day);
        Some(words::period(&day(quarter.first), &day(quarter.last)))
    };
    view! {
        <div class="toolbar">
            <QuarterChoice chosen=choice.quarter quarter=quarter/>
            <p class="hint">{period}</p>
        </div>
    }
}

#[component]
fn Figures(choice: Choice, lines: Memo<Vec<Coverage>>) -> impl IntoView {
    let counts = Memo::new(move |_| lines.with(|lines| owed::count(lines)));
    let figure = move |state: Owed| {
        let count = move || counts.with(|counts| counts.get(&state).copied().unwrap_or(0));
        let chosen = move || choice.state.get() == Some(state);
        let toggle = move |_| {
            choice.state.update(|now| *now = (*now != Some(state)).then_some(state));
        };
        view! {
            <li>
                <button
                    type="button"
                    class=format!("figure owed-{}", tag(state))
                    aria-pressed=move || chosen().to_string()
                    on:click=toggle
                >
                    <span class="figure-value">{count}</span>
                    <span class="figure-label">{move || words::owed_many(state, count())}</span>
                    <span class="figure-hint">{words::owed_meaning(state)}</span>
                </button>
            </li>
        }
    };
    view! { <ul class="figures counts">{STATES.map(figure)}</ul> }
}

/// Returns the name of a state in style classes.
pub(super) fn tag(owed: Owed) -> &'static str {
    match owed {
        Owed::Due => "due",
        Owed::Planned => "planned",
        Owed::Done => "done",
        Owed::Late => "late",
        Owed::Impossible => "impossible",
    }
}

#[component]
fn Search(choice: Choice) -> impl IntoView {
    let way = move |(shown, label): (Shown, &'static str)| {
        view! {
            <button
                type="button"
                class="toggle"
                aria-pressed=move || (choice.view.get() == shown).to_string()
                on:click=move |_| choice.view.set(shown)
            >
                {label}
            </button>
        }
    };
    let ways = [
        (Shown::List, words::LIST),
        (Shown::Communes, words::BY_COMMUNE),
        (Shown::Map, words::MAP),
    ];
    view! {
        <div class="toolbar">
            <label class="field-inline grow">
                <span>{words::SEARCH}</span>
                <input
                    type="search"
                    prop:value=move || choice.search.get()
                    on:input=move |event| choice.search.set(event_target_value(&event))
                />
            </label>
            <div class="toggles" role="group" aria-label=words::WAYS>
                {ways.map(way).collect_view()}
            </div>
        </div>
    }
}

#[component]
fn CoverageTable(lines: Memo<Vec<Coverage>>, all: Memo<Vec<Coverage>>) -> impl IntoView {
    let app = use_app();
    let count = move || words::shown(lines.with(Vec::len), all.with(Vec::len));
    let nothing = move || {
        let message = match all.with(Vec::len) {
            0 => words::NO_SITE,
            _ => words::NOTHING_FOUND,
        };
        view! { <p class="empty">{message}</p> }
    };
    view! {
        <div class="toolbar">
            <p class="hint" role="status">{count}</p>
            <Show when=move || app.role().is_some_and(Role::is_desk)>
                <WeekOfShown lines=lines/>
            </Show>
        </div>
        <Show when=move || !lines.with(Vec::is_empty) fallback=nothing>
            <div class="table-scroll" tabindex="0" role="region" aria-label=words::CAPTION>
                <table class="data">
                    <caption class="visually-hidden">{words::CAPTION}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{words::SITE}</th>
                            <th scope="col">{words::COMMUNE}</th>
                            <th scope="col">{words::STATE}</th>
                            <th scope="col">{words::VISIT}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {move || {
                            let is_desk = app.role().is_some_and(Role::is_desk);
                            lines.get().into_iter().map(|line| row(line, is_desk)).collect_view()
                        }}
                    </tbody>
                </table>
            </div>
        </Show>
    }
}

/// A site, which leads a desk to its page.
fn row(line: Coverage, is_desk: bool) -> impl IntoView {
    let name = line.site.name.clone();
    let name = match is_desk {
        true => view! { <a href=format!("/ecoles/{}", line.site.id)>{name}</a> }.into_any(),
        false => name.into_any(),
    };
    let fictitious = line.site.fictitious;
    let visit = line.visit.as_ref().map(|visit| {
        let when = words::short_slot(visit.slot);
        view! { <a href=format!("/passage/{}", visit.id)>{when}</a> }
    });
    view! {
        <tr>
            <th scope="row">
                {name}
                {fictitious.then(|| view! { <span class="tag">{words::FICTITIOUS}</span> })}
            </th>
            <td>{line.site.commune_name.clone()}</td>
            <td>
                <span class=format!("badge owed-{}", tag(line.owed))>
                    {words::owed(line.owed)}
                </span>
            </td>
            <td>{visit}</td>
        </tr>
    }
}
