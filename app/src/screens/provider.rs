//! The part of «Connexion» that goes by the identity provider of the authority: the button, and
//! what happens when the browser comes back.

use super::form::{Form, FormFrame};
use super::home::{entry_error, use_way_home};
use crate::api::{self, ApiError};
use crate::context::SessionError;
use crate::parts::{Failure, TextField};
use crate::settings;
use crate::text::enrol::device_label;
use crate::text::form as form_words;
use crate::text::refusal;
use crate::text::sign_in as words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use shared::api::ErrorCode;

/// How the visit to the provider ended, as the server writes it into the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Returned {
    /// The provider named somebody.
    Named,
    /// The person gave up.
    GivenUp,
    /// The server does not believe what came back, or nothing did.
    Failed,
}

impl Returned {
    /// Reads the address.
    pub(super) fn of_address() -> Option<Self> {
        let told = use_query_map().with_untracked(|query| query.get("annuaire"))?;
        Some(match told.as_str() {
            "ok" => Returned::Named,
            "annule" => Returned::GivenUp,
            _ => Returned::Failed,
        })
    }
}

/// The button that goes to the provider, where there is one.
#[component]
pub(super) fn ProviderEntry(returned: Option<Returned>) -> impl IntoView {
    let form = Form::new();
    match returned {
        Some(Returned::GivenUp) => form.fail(words::PROVIDER_GIVEN_UP),
        Some(Returned::Failed) => form.fail(words::PROVIDER_FAILED),
        Some(Returned::Named) | None => {}
    }
    let name = RwSignal::new(None::<String>);
    spawn_local(async move {
        // Without a network there is no way to sign in, by whichever button.
        if let Ok(known) = api::provider().await {
            let _ = name.try_set(known);
        }
    });
    let go = move |_| {
        form.run(async move {
            let url = api::begin_provider().await.map_err(|error| begin_error(&error))?;
            let gone = web_sys::window().map(|window| window.location().set_href(&url));
            match gone {
                Some(Ok(())) => Ok(()),
                Some(Err(_)) | None => Err(words::PROVIDER_FAILED.into()),
            }
        });
    };
    let open_there = settings::is_by_provider();
    view! {
        <Failure text=form.error()/>
        {move || {
            let name = name.get()?;
            Some(view! {
                <p class="after-form">
                    <button
                        type="button"
                        class="button"
                        disabled=move || form.is_busy()
                        on:click=go
                    >
                        {words::with_provider(&name)}
                    </button>
                </p>
                <Show when=move || open_there>
                    <p class="after-form">
                        <a href=api::LEAVE_PROVIDER rel="external">{words::LEAVE_PROVIDER}</a>
                    </p>
                </Show>
            })
        }}
    }
}

fn begin_error(error: &ApiError) -> String {
    match error {
        ApiError::Refused { code: ErrorCode::ProviderSilent, .. } => words::PROVIDER_SILENT.into(),
        other => refusal::api_error(other),
    }
}

/// What follows when the provider has named somebody: the session, and before it a code where the
/// account has a second factor and the provider asked for none.
#[component]
pub(super) fn ProviderReturn() -> impl IntoView {
    // No draft is kept of a code, which is good once.
    let form = Form::new();
    let code = form.text("code", "");
    let doubles = RwSignal::new(false);
    let go_home = StoredValue::new_local(use_way_home());
    let finish = move || {
        let given = doubles.get_untracked().then(|| code.value.get_untracked());
        form.run(async move {
            let entered = form.app.sign_in_by_provider(&device_label(), given).await;
            entered.map_err(|error| why(form, code, doubles, &error))?;
            if let Some(go_home) = go_home.try_get_value() {
                go_home();
            }
            Ok(())
        });
    };
    finish();
    view! {
        <FormFrame class="form narrow" form=form on_submit=move |()| finish()>
            <Failure text=form.error()/>
            <Show when=move || doubles.get()>
                <TextField
                    label=words::CODE
                    hint=words::CODE_HINT
                    value=code
                    autocomplete="one-time-code"
                />
            </Show>
            <button type="submit" class="button primary main" disabled=move || form.is_busy()>
                {move || if form.is_busy() { words::SUBMITTING } else { words::SUBMIT }}
            </button>
        </FormFrame>
        <p class="after-form">
            // The page itself begins anew, as the path stays the same.
            <a href="/connexion" rel="external">{words::OTHERWISE}</a>
        </p>
    }
}

/// Why nobody signed in. Shows the field of the code when the server asks for one.
fn why(
    form: Form,
    code: crate::parts::FormEntry<String>,
    doubles: RwSignal<bool>,
    error: &SessionError,
) -> String {
    let SessionError::Api(ApiError::Refused { code: told, .. }) = error else {
        return entry_error(error, words::PROVIDER_FAILED);
    };
    match told {
        ErrorCode::FactorNeeded => {
            let _ = doubles.try_set(true);
            words::GIVE_CODE.into()
        }
        ErrorCode::WrongFactor => {
            form.refuse(code, words::WRONG_CODE);
            form_words::SEE_FIELDS.into()
        }
        ErrorCode::NoAccount => words::NO_ACCOUNT.into(),
        ErrorCode::DeviceTaken => words::TAKEN.into(),
        _ => entry_error(error, words::PROVIDER_FAILED),
    }
}
