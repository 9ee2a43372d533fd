//! A line of the budget, or a section: what was voted for it, and all that happened.

use crate::context::use_app;
use crate::parts::{Back, Page};
use crate::screens::ticket::facts::{History, HistoryLine};
use crate::text::{budget_screen as words, date};
use leptos::prelude::*;
use shared::budget::Vote;
use shared::history::Entry;
use shared::id::LineId;

/// The screen.
#[component]
pub fn LineScreen(id: LineId) -> impl IntoView {
    let app = use_app();
    let row = Memo::new(move |_| app.read(|replica| replica.view().budget_lines.get(&id).cloned()));
    let title = Signal::derive(move || {
        row.get().map_or_else(|| words::TITLE.to_owned(), |row| words::line(&row))
    });
    let votes = move || {
        let all = row.get().map(|row| row.votes.clone()).unwrap_or_default();
        all.iter().rev().map(told).collect_view()
    };
    let lines = Signal::derive(move || {
        let history = row.get().map(|row| row.history.clone()).unwrap_or_default();
        let line = |entry: &Entry<_>| {
            let said = format!("{}, {}", words::happened(&entry.what), entry.by_name);
            HistoryLine::of(entry, said, &[])
        };
        history.iter().map(line).collect::<Vec<_>>()
    });
    view! {
        <Page title=title>
            <Back href="/budget" label=words::BACK/>
            <Show
                when=move || row.with(Option::is_some)
                fallback=|| view! { <p class="empty">{words::NO_LINE}</p> }
            >
                <section class="section">
                    <h2>{words::VOTES}</h2>
                    <ul class="cards">{votes}</ul>
                </section>
                <section class="section">
                    <h2>{words::HISTORY}</h2>
                    <History lines=lines/>
                </section>
            </Show>
        </Page>
    }
}

fn told(vote: &Vote) -> impl IntoView + use<> {
    let amounts = words::voted(vote).into_iter();
    view! {
        <li class="card">
            <p class="card-title">{vote.reference.clone()}</p>
            <p class="meta">{date::day_long(vote.day)}</p>
            <ul>{amounts.map(|said| view! { <li>{said}</li> }).collect_view()}</ul>
        </li>
    }
}
