//! «Demandes»: the tickets of all schools, sorted with one key each.

mod bulk;
mod clock;
pub(super) mod filters;
mod line;
mod merge;
mod new;
mod views;

use crate::context::use_app;
use crate::parts::{More, Page};
use crate::text::tickets as words;
use bulk::{BulkBar, Chosen};
use filters::{FilterBar, Filters, searched};
use leptos::prelude::*;
use line::TicketLine;
pub(super) use new::NewTicketScreen;
use shared::id::TicketId;
use shared::search::{Search, Searched};
use views::Views;

/// How many are shown at first, and with each «Afficher la suite».
const PAGE: usize = 60;

/// The screen.
#[component]
pub fn TicketsScreen() -> impl IntoView {
    let app = use_app();
    let filters = Filters::new();
    let search = filters.search;
    let chosen = Chosen::none();
    let most = RwSignal::new(PAGE);
    let listed =
        Memo::new(move |_| filters.list(app).iter().map(|ticket| ticket.id).collect::<Vec<_>>());
    // Read only when something is sought, and not again at every key.
    let read = Memo::new(move |_| {
        let listed = listed.get();
        app.read(|replica| {
            let view = replica.view();
            let tickets = listed.iter().filter_map(|id| view.tickets.get(id));
            tickets.map(|ticket| (ticket.id, searched(view, ticket))).collect::<Vec<_>>()
        })
    });
    let found = Memo::new(move |_| {
        let sought = Search::of(&search.get());
        if sought.is_empty() {
            return listed.get();
        }
        let is_found = |(_, searched): &&(TicketId, Searched)| sought.finds(searched);
        read.with(|all| all.iter().filter(is_found).map(|(id, _)| *id).collect())
    });
    let shown =
        move || found.with(|found| found.iter().take(most.get()).copied().collect::<Vec<_>>());
    let nothing = move || match filters.is_to_sort() {
        true => words::NOTHING_TO_SORT,
        false => words::NOTHING,
    };
    view! {
        <Page title=words::TITLE>
            <p class="page-action">
                <a class="button primary" href="/demandes/nouvelle">{words::NEW}</a>
            </p>
            <FilterBar filters=filters>
                <Views filters=filters/>
            </FilterBar>
            <div class="toolbar list-head">
                <p class="hint" role="status">{move || words::shown(found.with(Vec::len))}</p>
                <p class="hint keys">{words::KEYS}</p>
                <Show when=move || !found.with(Vec::is_empty)>
                    <BulkBar chosen=chosen shown=Signal::derive(shown)/>
                </Show>
            </div>
            <Show
                when=move || !found.with(Vec::is_empty)
                fallback=move || view! { <p class="empty">{nothing}</p> }
            >
                <ol class="cards tickets">
                    <For each=shown key=|id| *id let:id>
                        <TicketLine id=id chosen=chosen/>
                    </For>
                </ol>
            </Show>
            <More all=Signal::derive(move || found.with(Vec::len)) most=most by=PAGE/>
        </Page>
    }
}
