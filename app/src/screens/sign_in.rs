//! «Connexion»: an address and a password.

use crate::api::ApiError;
use crate::context::{SessionError, use_app};
use crate::parts::{Failure, Page, TextField};
use crate::settings;
use crate::shell::home;
use crate::text::{self, sign_in as words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;

/// The screen.
#[component]
pub fn SignInScreen() -> impl IntoView {
    let app = use_app();
    let mail = RwSignal::new(settings::last_mail());
    let password = RwSignal::new(String::new());
    let shown = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let navigate = use_navigate();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (mail, secret) = (mail.get_untracked(), password.get_untracked());
        if mail.trim().is_empty() || secret.is_empty() {
            return error.set(Some(words::MISSING.into()));
        }
        let navigate = navigate.clone();
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let answer = app.sign_in(mail.trim(), &secret).await;
            busy.set(false);
            match answer {
                Ok(()) => {
                    settings::keep_mail(mail.trim());
                    let role = app.read_now(|r| r.meta().actor.as_ref().map(|a| a.role));
                    navigate(role.map_or("/", home), Default::default());
                }
                Err(SessionError::Api(ApiError::SignedOut)) => {
                    error.set(Some(words::WRONG.into()));
                }
                Err(failure) => error.set(Some(text::refusal::session_error(&failure))),
            }
        });
    };
    view! {
        <Page title=words::TITLE>
            <form class="form narrow" on:submit=submit>
                <Failure text=error/>
                <TextField label=words::MAIL value=mail kind="email" autocomplete="username"/>
                <label class="field">
                    <span class="field-label">{words::PASSWORD}</span>
                    <input
                        type=move || if shown.get() { "text" } else { "password" }
                        autocomplete="current-password"
                        prop:value=move || password.get()
                        on:input=move |event| password.set(event_target_value(&event))
                    />
                </label>
                <label class="tick">
                    <input
                        type="checkbox"
                        prop:checked=move || shown.get()
                        on:change=move |event| shown.set(event_target_checked(&event))
                    />
                    <span>{words::SHOW}</span>
                </label>
                <button type="submit" class="button primary main" disabled=move || busy.get()>
                    {move || if busy.get() { words::SUBMITTING } else { words::SUBMIT }}
                </button>
            </form>
            <p class="after-form">
                {words::SCHOOL_TABLET} " " <A href="/activer">{text::enrol::TITLE}</A>
            </p>
        </Page>
    }
}
