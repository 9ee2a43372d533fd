//! «Demandes»: the tickets of all schools, sorted with one key each.

mod line;
mod merge;

use crate::context::{App, use_app};
use crate::parts::{Choices, Entry, Page, TextField};
use crate::text::tickets as words;
use leptos::prelude::*;
use line::TicketLine;
use shared::id::TicketId;
use shared::order;
use shared::row::State;
use shared::search::{Search, Searched};
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
    let listed = Memo::new(move |_| list(app, filter.get()));
    // Read only when something is sought, and not again at every key.
    let searched = Memo::new(move |_| searched(app, &listed.get()));
    let found = Memo::new(move |_| {
        let sought = Search::of(&search.get());
        if sought.is_empty() {
            return listed.get();
        }
        let is_found = |(_, searched): &&(TicketId, Searched)| sought.finds(searched);
        searched.with(|all| all.iter().filter(is_found).map(|(id, _)| *id).collect())
    });
    let shown =
        move || found.with(|found| found.iter().take(most.get()).copied().collect::<Vec<_>>());
    let filters = [Filter::ToSort, Filter::Open, Filter::Resolved, Filter::Ended];
    let nothing = move || match filter.get() {
        Some(Filter::ToSort) if Search::of(&search.get()).is_empty() => words::NOTHING_TO_SORT,
        _ => words::NOTHING,
    };
    view! {
        <Page title=words::TITLE>
            <div class="form filters">
                <Choices
                    legend=words::SHOW
                    name="filter"
                    options=filters.map(|filter| (filter, filter.words().to_owned())).to_vec()
                    value=Entry::unkept_choice(filter)
                />
                <TextField
                    label=words::SEARCH
                    hint=words::SEARCH_HINT
                    kind="search"
                    value=Entry::unkept(search)
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

/// What a search reads of each ticket: its words, its room, its equipment, its site.
fn searched(app: App, listed: &[TicketId]) -> Vec<(TicketId, Searched)> {
    app.read(|replica| {
        let view = replica.view();
        let tickets = listed.iter().filter_map(|id| view.tickets.get(id));
        tickets.map(|ticket| (ticket.id, told(view, ticket))).collect()
    })
}

fn told(view: &State, ticket: &Ticket) -> Searched {
    let mut texts = vec![ticket.text.as_str(), ticket.room.as_str()];
    if let Some(site) = view.sites.get(&ticket.site) {
        texts.extend([site.name.as_str(), &site.commune_name, site.id.as_str()]);
    }
    if let Some(equipment) = ticket.equipment.and_then(|id| view.equipment.get(&id)) {
        texts.extend([equipment.name.as_str(), &equipment.label, &equipment.serial]);
    }
    Searched::of(&texts)
}

/// The most urgent first, then the oldest; what has ended, the latest first.
fn list(app: App, filter: Option<Filter>) -> Vec<TicketId> {
    app.read(|replica| {
        let fits = |ticket: &&std::sync::Arc<Ticket>| {
            filter.is_none_or(|filter| filter == Filter::of(ticket))
        };
        let mut found: Vec<_> = replica.view().tickets.values().filter(fits).collect();
        if filter == Some(Filter::Ended) {
            order::sort_by_key(&mut found, |ticket| Reverse((ticket.ended_on, ticket.id)));
        } else {
            order::sort_by_key(&mut found, |t| (Reverse(t.urgency), t.reported_on, t.id));
        }
        found.iter().map(|ticket| ticket.id).collect()
    })
}
