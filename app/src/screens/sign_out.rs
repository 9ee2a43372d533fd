//! «Se déconnecter», which asks first where that costs something.

use crate::context::{App, use_app};
use crate::parts::{ConfirmDialog, Failure};
use crate::text::{self, shell as words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use shared::role::Role;

/// What signing out costs, in sentences; empty when it costs nothing.
fn costs(app: App) -> String {
    let is_school = app.read_now(|replica| {
        replica.meta().actor.as_ref().is_some_and(|actor| actor.role == Role::Teacher)
    });
    let sentences = [
        is_school.then(|| words::LEAVE_SCHOOL.to_owned()),
        app.has_unsent().then(|| words::leave_waiting(app.unsent_now())),
        app.has_drafts().then(|| words::LEAVE_DRAFTS.to_owned()),
    ];
    sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The button, and its question.
#[component]
pub fn SignOut() -> impl IntoView {
    let app = use_app();
    let error = RwSignal::new(None::<String>);
    let asked = RwSignal::new(None::<String>);
    let navigate = use_navigate();
    let leave = Callback::new(move |()| {
        asked.set(None);
        let navigate = navigate.clone();
        spawn_local(async move {
            match app.sign_out().await {
                Ok(()) => navigate("/connexion", Default::default()),
                Err(failure) => error.set(Some(text::refusal::session_error(&failure))),
            }
        });
    });
    let pressed = move |_| {
        let costs = costs(app);
        match costs.is_empty() {
            true => leave.run(()),
            false => asked.set(Some(costs)),
        }
    };
    let question = move || {
        let costs = asked.get()?;
        Some(view! {
            <ConfirmDialog
                title=words::LEAVE_TITLE
                body=costs
                confirm=words::SIGN_OUT
                cancel=words::STAY
                on_confirm=leave
                on_cancel=move |()| asked.set(None)
            />
        })
    };
    view! {
        <button type="button" class="button quiet" on:click=pressed>
            {words::SIGN_OUT}
        </button>
        <Failure text=error/>
        {question}
    }
}
