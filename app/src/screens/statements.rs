//! «Bilans»: figures of a time for a committee, prepared, frozen, read, compared, corrected.

mod compared;
mod figures;
mod freezing;
mod frozen;
mod one;
mod prepare;

use crate::context::use_app;
use crate::parts::Page;
use crate::text::statements as words;
use leptos::prelude::*;
use leptos_router::components::A;
pub(super) use one::StatementScreen;
use prepare::{PrepareDialog, Preparing};
use shared::id::StatementId;
use shared::order;
use shared::role::Role;
use std::cmp::Reverse;

/// The screen.
#[component]
pub(super) fn StatementsScreen() -> impl IntoView {
    let app = use_app();
    let preparing = RwSignal::new(false);
    let ids = Memo::new(move |_| {
        app.read(|replica| {
            let mut all: Vec<_> = replica.view().statements.values().collect();
            order::sort_by_key(&mut all, |row| (Reverse(row.span.last), row.committee, row.id));
            all.iter().map(|row| row.id).collect::<Vec<_>>()
        })
    });
    let is_coordinator = move || app.role() == Some(Role::Coordinator);
    let nothing = move || match app.role() {
        Some(Role::Observer) => words::NONE_READ,
        _ => words::NONE,
    };
    let close = Callback::new(move |()| preparing.set(false));
    view! {
        <Page title=words::TITLE>
            <Show when=is_coordinator>
                <div class="actions">
                    <button
                        type="button"
                        class="button primary"
                        on:click=move |_| preparing.set(true)
                    >
                        {words::PREPARE}
                    </button>
                    <a class="button secondary" href="/importer">{words::IMPORT}</a>
                </div>
            </Show>
            <Show
                when=move || !ids.with(Vec::is_empty)
                fallback=move || view! { <p class="empty">{nothing()}</p> }
            >
                <ul class="cards">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Card id=id/>
                    </For>
                </ul>
            </Show>
            {move || preparing.get().then(|| view! {
                <PrepareDialog preparing=Preparing::New on_close=close/>
            })}
        </Page>
    }
}

#[component]
fn Card(id: StatementId) -> impl IntoView {
    let app = use_app();
    let told = move || {
        let row = app.read(|replica| replica.view().statements.get(&id).cloned())?;
        let name = words::named(&row);
        Some(view! {
            <p class="card-title">
                <A href=format!("/bilans/{id}") attr:aria-label=words::link(&row)>
                    {name}
                </A>
            </p>
            <p class="meta">
                {words::standing(&row)} " · " {words::days(row.span.first, row.span.last)}
            </p>
        })
    };
    view! { <li class="card">{told}</li> }
}
