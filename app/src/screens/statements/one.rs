//! One statement: a draft with the figures of now, or a frozen one.

use super::figures::Sheets;
use super::freezing::FreezeDialog;
use super::frozen::Frozen;
use super::prepare::{PrepareDialog, Preparing};
use crate::context::use_app;
use crate::parts::{Back, Page};
use crate::text::statements as words;
use leptos::prelude::*;
use shared::id::StatementId;
use shared::role::Role;
use shared::statement::{Statement, freeze};
use std::sync::Arc;

/// The screen.
#[component]
pub(crate) fn StatementScreen(id: StatementId) -> impl IntoView {
    let app = use_app();
    // Without its version: the server's answer draws nothing anew, and what is open stays open.
    let unversioned = |row: &Arc<Statement>| Arc::new(Statement { version: 0, ..(**row).clone() });
    let known = Memo::new(move |_| app.read(|r| r.view().statements.get(&id).map(unversioned)));
    let title =
        move || known.get().map_or_else(|| words::TITLE.to_owned(), |known| words::named(&known));
    let told = move || match known.get() {
        None => view! { <p class="empty">{words::NOT_FOUND}</p> }.into_any(),
        Some(row) if row.is_frozen() => view! { <Frozen statement=row/> }.into_any(),
        Some(row) => view! { <Draft statement=row/> }.into_any(),
    };
    view! {
        <Page title=Signal::derive(title)>
            <Back href="/bilans" label=words::BACK/>
            {told}
        </Page>
    }
}

/// A draft: its figures are those of now, computed from what the desk holds.
#[component]
fn Draft(statement: Arc<Statement>) -> impl IntoView {
    let app = use_app();
    let (editing, freezing) = (RwSignal::new(false), RwSignal::new(false));
    let draft = Arc::clone(&statement);
    // The figures of now: they are made again when the desk learns something.
    let figures =
        Memo::new(move |_| app.read(|replica| Arc::new(freeze::figures(replica.view(), &draft))));
    let live = move || {
        view! { <Sheets statement=figures.get()/> }
    };
    let is_coordinator = app.role() == Some(Role::Coordinator);
    let (id, edited) = (statement.id, Arc::clone(&statement));
    let close = Callback::new(move |()| editing.set(false));
    let keep = Callback::new(move |()| freezing.set(false));
    view! {
        <p class="meta">
            {words::standing(&statement)} " · "
            {words::days(statement.span.first, statement.span.last)}
        </p>
        <p class="hint">{words::LIVE}</p>
        <p>{statement.text.clone()}</p>
        {is_coordinator.then(|| view! {
            <div class="actions">
                <button type="button" class="button primary" on:click=move |_| freezing.set(true)>
                    {words::FREEZE}
                </button>
                <button type="button" class="button secondary" on:click=move |_| editing.set(true)>
                    {words::EDIT}
                </button>
            </div>
        })}
        {live}
        {move || editing.get().then(|| {
            let preparing = Preparing::Draft(Arc::clone(&edited));
            view! { <PrepareDialog preparing=preparing on_close=close/> }
        })}
        {move || freezing.get().then(|| view! { <FreezeDialog id=id on_close=keep/> })}
    }
}
