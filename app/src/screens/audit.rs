//! «Journal»: what happened on a day, for coordinators.

use super::address::in_address;
use super::form::Form;
use super::tickets::filters::Select;
use crate::api;
use crate::context::{App, use_app};
use crate::parts::{Failure, FormEntry, More, Page, TextField};
use crate::text::audit::{self as words, AuditGroup};
use crate::text::refusal;
use leptos::prelude::*;
use shared::api::audit::{AuditEntry, AuditEvent, AuditRead};
use shared::day::Day;
use shared::search::Search;

/// How many lines are drawn at once.
const SHOWN: usize = 200;

/// A line as it is shown and sought.
#[derive(Clone, PartialEq)]
struct Line {
    time: String,
    who: String,
    what: &'static str,
    detail: String,
    group: Option<AuditGroup>,
}

impl Line {
    fn of(app: App, entry: &AuditEntry) -> Self {
        let event = AuditEvent::of(&entry.what);
        app.read(|replica| Self {
            time: words::time(entry.at),
            who: words::who(replica.view(), entry.account),
            what: words::event(event),
            detail: words::detail(replica.view(), entry),
            group: event.map(AuditGroup::of),
        })
    }
}

/// The screen.
#[component]
pub fn AuditScreen() -> impl IntoView {
    let app = use_app();
    let form = Form::new();
    let day = in_address("jour", "");
    let read = RwSignal::new(None::<AuditRead>);
    let shown_day = Memo::new(move |_| day.get().parse().unwrap_or_else(|_| app.today()));
    Effect::new(move |_| {
        let day: Day = shown_day.get();
        read.set(None);
        form.run(async move {
            let told = api::audit(day).await.map_err(|error| refusal::api_error(&error))?;
            // Whoever went on to another day waits for that one.
            if shown_day.try_get_untracked() == Some(day) {
                let _ = read.try_set(Some(told));
            }
            Ok(())
        });
    });
    let lines = Memo::new(move |_| {
        read.with(|read| {
            let lines = read.iter().flat_map(|read| &read.lines);
            lines.map(|entry| Line::of(app, entry)).collect::<Vec<_>>()
        })
    });
    view! {
        <Page title=words::TITLE>
            <p class="hint">{words::INTRO}</p>
            <DayChoice day=day shown=shown_day/>
            <Failure text=form.error()/>
            <p role="status" class="hint">
                {move || {
                    let loads = read.with(Option::is_none) && form.is_busy();
                    loads.then_some(words::LOADING)
                }}
            </p>
            <Show when=move || read.with(Option::is_some)>
                <Lines lines=lines/>
            </Show>
            {move || read.with(|read| {
                let left_out = read.as_ref().map_or(0, |read| read.left_out);
                (left_out > 0).then(|| view! { <p class="hint">{words::left_out(left_out)}</p> })
            })}
        </Page>
    }
}

#[component]
fn DayChoice(day: RwSignal<String>, shown: Memo<Day>) -> impl IntoView {
    let step = move |by: fn(Day) -> Option<Day>| {
        if let Some(other) = by(shown.get_untracked()) {
            day.set(other.to_string());
        }
    };
    let typed = RwSignal::new(shown.get_untracked().to_string());
    Effect::new(move |_| typed.set(shown.get().to_string()));
    Effect::new(move |_| {
        let chosen = typed.get();
        if chosen.parse::<Day>().is_ok_and(|chosen| chosen != shown.get_untracked()) {
            day.set(chosen);
        }
    });
    view! {
        <div class="toolbar">
            <button
                type="button"
                class="button secondary"
                on:click=move |_| step(|day| day.pred_opt())
            >
                {words::BEFORE}
            </button>
            <TextField label=words::DAY kind="date" value=FormEntry::unkept(typed)/>
            <button
                type="button"
                class="button secondary"
                on:click=move |_| step(|day| day.succ_opt())
            >
                {words::AFTER}
            </button>
        </div>
    }
}

#[component]
fn Lines(lines: Memo<Vec<Line>>) -> impl IntoView {
    let search = in_address("cherche", "");
    let group = in_address("montrer", "");
    let most = RwSignal::new(SHOWN);
    let groups = AuditGroup::ALL.map(|group| (group.key().to_owned(), group.name().to_owned()));
    let found = Memo::new(move |_| {
        let (sought, group) = (Search::of(&search.get()), group.get());
        let fits = |line: &&Line| {
            (group.is_empty() || line.group.is_some_and(|of| of.key() == group))
                && sought.finds_in(&[&line.who, line.what, &line.detail])
        };
        lines.with(|lines| lines.iter().filter(fits).cloned().collect::<Vec<_>>())
    });
    let nothing = move || match lines.with(Vec::is_empty) {
        true => words::NOTHING,
        false => words::NOTHING_FOUND,
    };
    view! {
        <div class="toolbar filter-bar">
            <TextField
                label=words::SEARCH
                hint=words::SEARCH_HINT
                kind="search"
                value=FormEntry::unkept(search)
            />
            <Select
                label=words::GROUP
                value=group
                any=words::ALL
                options=Signal::stored(groups.to_vec())
            />
        </div>
        <p class="hint" role="status">{move || words::lines(found.with(Vec::len))}</p>
        <Show
            when=move || !found.with(Vec::is_empty)
            fallback=move || view! { <p class="empty">{nothing}</p> }
        >
            <Table lines=found most=most/>
        </Show>
        <More all=Signal::derive(move || found.with(Vec::len)) most=most by=SHOWN/>
    }
}

#[component]
fn Table(lines: Memo<Vec<Line>>, most: RwSignal<usize>) -> impl IntoView {
    let row = |line: Line| {
        view! {
            <tr>
                <td>{line.time}</td>
                <td>{line.who}</td>
                <td>{line.what}</td>
                <td>{line.detail}</td>
            </tr>
        }
    };
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=words::CAPTION>
            <table class="data">
                <caption class="visually-hidden">{words::CAPTION}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words::TIME}</th>
                        <th scope="col">{words::WHO}</th>
                        <th scope="col">{words::WHAT}</th>
                        <th scope="col">{words::DETAIL}</th>
                    </tr>
                </thead>
                <tbody>
                    {move || {
                        lines.with(|lines| {
                            lines.iter().take(most.get()).cloned().map(row).collect_view()
                        })
                    }}
                </tbody>
            </table>
        </div>
    }
}
