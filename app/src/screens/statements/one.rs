//! One statement: a draft with the figures of now, or a frozen one.

use super::figures::Sheets;
use super::frozen::Frozen;
use super::prepare::{PrepareDialog, Preparing};
use crate::api;
use crate::context::{clock_ms, use_app};
use crate::parts::{Back, ConfirmDialog, Failure, Page};
use crate::screens::form::Form;
use crate::text::statements as words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::StatementId;
use shared::limits::DAY_MS;
use shared::role::Role;
use shared::statement::{Act, Statement, freeze};
use std::sync::Arc;

/// Days after which a device that says nothing is told of.
const SILENT_DAYS: i64 = 6;

/// The screen.
#[component]
pub(crate) fn StatementScreen(id: StatementId) -> impl IntoView {
    let app = use_app();
    let known = Memo::new(move |_| app.read(|r| r.view().statements.get(&id).cloned()));
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
    let live = move || {
        let figures = app.read(|replica| freeze::figures(replica.view(), &draft));
        view! { <Sheets statement=Arc::new(figures)/> }
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

/// The question before the freeze: it says which devices have not sent.
#[component]
fn FreezeDialog(id: StatementId, on_close: Callback<()>) -> impl IntoView {
    let form = Form::new();
    let silent = RwSignal::new(words::ASKING_DEVICES.to_owned());
    spawn_local(async move {
        let before = clock_ms() - SILENT_DAYS * DAY_MS;
        let said = match api::devices().await {
            Ok(lines) => {
                let is_silent = |line: &&shared::api::DeviceLine| {
                    let is_late = line.seen_at.is_none_or(|seen| seen < before);
                    !line.revoked && (line.unsent > 0 || is_late)
                };
                words::silent(lines.iter().filter(is_silent).count(), SILENT_DAYS)
            }
            Err(_) => words::NO_DEVICES.to_owned(),
        };
        // The dialog may have been closed meanwhile.
        let _ = silent.try_set(said);
    });
    let freeze = Callback::new(move |()| {
        let command = Act::FreezeStatement { statement: id };
        form.submit_and_close(command, words::FROZEN, on_close);
    });
    move || {
        view! {
            <ConfirmDialog
                title=words::FREEZE
                body=words::freeze_body(&silent.get())
                confirm=words::FREEZE
                cancel=words::FREEZE_KEEP
                on_confirm=freeze
                on_cancel=on_close
            />
            <Failure text=form.error()/>
        }
    }
}
