//! «Demandes»: the tickets of all schools, sorted with one key each.

mod line;
mod merge;

use crate::context::{App, use_app};
use crate::parts::{Choices, Page, TextField};
use crate::text::{self, tickets as words};
use leptos::prelude::*;
use line::TicketLine;
use shared::id::TicketId;
use shared::row::State;
use shared::ticket::{Ticket, TicketState};
use std::cmp::Reverse;

/// How many are shown at first, and with each «Afficher la suite».
const PAGE: usize = 60;

/// The part of the list that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    ToSort,
    Open,
    Resolved,
    Ended,
}

impl Filter {
    fn of(ticket: &Ticket) -> Self {
        match ticket.state {
            TicketState::New => Filter::ToSort,
            TicketState::Resolved => Filter::Resolved,
            _ if ticket.is_open() => Filter::Open,
            _ => Filter::Ended,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Filter::ToSort => words::TO_SORT,
            Filter::Open => words::OPEN,
            Filter::Resolved => words::RESOLVED,
            Filter::Ended => words::ENDED,
        }
    }
}

/// The screen.
#[component]
pub fn TicketsScreen() -> impl IntoView {
    let app = use_app();
    let filter = RwSignal::new(Some(Filter::ToSort));
    let search = RwSignal::new(String::new());
    let most = RwSignal::new(PAGE);
    let found = Memo::new(move |_| find(app, filter.get(), &search.get()));
    let shown =
        move || found.with(|found| found.iter().take(most.get()).copied().collect::<Vec<_>>());
    let filters = [Filter::ToSort, Filter::Open, Filter::Resolved, Filter::Ended];
    let nothing = move || match filter.get() {
        Some(Filter::ToSort) if search.with(String::is_empty) => words::NOTHING_TO_SORT,
        _ => words::NOTHING,
    };
    view! {
        <Page title=words::TITLE>
            <div class="form filters">
                <Choices
                    legend=words::SHOW
                    name="filter"
                    options=filters.map(|filter| (filter, filter.words().to_owned())).to_vec()
                    value=filter
                />
                <TextField
                    label=words::SEARCH
                    hint=words::SEARCH_HINT
                    kind="search"
                    value=search
                />
            </div>
            <p class="hint keys">{words::KEYS}</p>
            <p class="hint" role="status">{move || words::shown(found.with(Vec::len))}</p>
            <Show
                when=move || !found.with(Vec::is_empty)
                fallback=move || view! { <p class="empty">{nothing}</p> }
            >
                <ol class="cards tickets">
                    <For each=shown key=|id| *id let:id>
                        <TicketLine id=id/>
                    </For>
                </ol>
            </Show>
            <Show when=move || { found.with(Vec::len) > most.get() }>
                <button
                    type="button"
                    class="button secondary"
                    on:click=move |_| most.update(|most| *most += PAGE)
                >
                    {words::MORE}
                </button>
            </Show>
        </Page>
    }
}

/// Returns the text that a search reads.
fn told(view: &State, ticket: &Ticket) -> String {
    let site = view.sites.get(&ticket.site);
    let place = site.map_or(String::new(), |s| format!("{} {}", s.name, s.commune_name));
    format!("{} {} {place}", ticket.text, ticket.room)
}

/// The most urgent first, then the oldest; what has ended, the latest first.
fn find(app: App, filter: Option<Filter>, search: &str) -> Vec<TicketId> {
    let sought = text::fold(search);
    app.read(|replica| {
        let view = replica.view();
        let fits = |ticket: &&std::sync::Arc<Ticket>| {
            filter.is_none_or(|filter| filter == Filter::of(ticket))
                && (sought.is_empty() || text::fold(&told(view, ticket)).contains(&sought))
        };
        let mut found: Vec<_> = view.tickets.values().filter(fits).collect();
        if filter == Some(Filter::Ended) {
            found.sort_by_key(|ticket| Reverse((ticket.ended_on, ticket.id)));
        } else {
            found.sort_by_key(|t| (Reverse(t.urgency), t.reported_on, t.id));
        }
        found.iter().map(|ticket| ticket.id).collect()
    })
}
