//! «Activer cet appareil»: a one-use code, typed or brought by the address of a QR code.

use crate::api::ApiError;
use crate::context::{SessionError, use_app};
use crate::parts::{Failure, Page, TextField};
use crate::shell::home;
use crate::text::{self, enrol as words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use leptos_router::hooks::{use_location, use_navigate};
use shared::limits::CODE_CHARS;

/// The letters and figures of a code, however it was typed.
fn plain(code: &str) -> String {
    let kept = code.chars().filter(char::is_ascii_alphanumeric);
    kept.collect::<String>().to_uppercase()
}

fn needs_install() -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    let agent = window.navigator().user_agent().unwrap_or_default();
    let apple = agent.contains("iPad") || agent.contains("iPhone");
    let installed = window.match_media("(display-mode: standalone)").ok().flatten();
    apple && !installed.is_some_and(|query| query.matches())
}

/// The screen.
#[component]
pub fn EnrolScreen() -> impl IntoView {
    let app = use_app();
    let from_address = use_location().hash.get_untracked();
    let code = RwSignal::new(plain(&from_address));
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let navigate = use_navigate();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let code = plain(&code.get_untracked());
        if code.len() != CODE_CHARS {
            return error.set(Some(words::MISSING.into()));
        }
        let navigate = navigate.clone();
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let answer = app.enrol(&code).await;
            busy.set(false);
            match answer {
                Ok(()) => {
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
            <p>{words::INTRO}</p>
            <Show when=needs_install>
                <p class="banner">{words::INSTALL_FIRST}</p>
            </Show>
            <form class="form narrow" on:submit=submit>
                <Failure text=error/>
                <TextField
                    label=words::CODE
                    hint=words::CODE_HINT
                    value=code
                    autocomplete="one-time-code"
                    max=12
                />
                <button type="submit" class="button primary main" disabled=move || busy.get()>
                    {move || if busy.get() { words::SUBMITTING } else { words::SUBMIT }}
                </button>
            </form>
            <p class="after-form">
                <A href="/connexion">{words::WITH_ACCOUNT}</A>
            </p>
        </Page>
    }
}
