//! «Mon compte»: one's own password, one's own calendar.

use super::calendar::CalendarSection;
use super::form::{Form, FormFrame};
use super::sign_out::SignOut;
use crate::api::{self, ApiError};
use crate::context::use_app;
use crate::density;
use crate::parts::{Failure, Page, TextField};
use crate::settings;
use crate::text::{accounts as words, form as form_words, refusal, safety};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::api::ErrorCode;
use shared::limits::PASSWORD_CHARS_MIN;
use shared::role::Role;

/// The screen.
#[component]
pub fn OwnAccountScreen() -> impl IntoView {
    let app = use_app();
    let shared = app.role() == Some(Role::Teacher);
    let chooses = app.role().is_some_and(density::is_chosen_by);
    let name = move || app.actor().map(|actor| actor.name);
    view! {
        <Page title=words::OWN_TITLE>
            <p class="lead">{name}</p>
            <Show when=move || !shared fallback=|| view! { <p>{words::SHARED}</p> }>
                <PasswordForm/>
            </Show>
            <Show when=move || !shared>
                <p><A href="/compte/securite">{safety::OPEN}</A></p>
            </Show>
            <Show when=move || chooses>
                <DensityChoice/>
            </Show>
            <CalendarSection/>
            <p class="sign-out">
                <SignOut/>
            </p>
        </Page>
    }
}

/// One's own password.
#[component]
fn PasswordForm() -> impl IntoView {
    let form = Form::new();
    // No draft is kept of a password.
    let old = form.text("old", "").required();
    let new = form.text("new", "").required();
    let submit = move |()| {
        let (before, after) = (old.value.get_untracked(), new.value.get_untracked());
        if after.chars().count() < PASSWORD_CHARS_MIN {
            return form.refuse(new, words::TOO_SHORT);
        }
        form.run(async move {
            match api::change_password(&before, &after).await {
                Ok(()) => {
                    let _ = (old.value.try_set(String::new()), new.value.try_set(String::new()));
                    form.app.toast(words::SAID_PASSWORD);
                    Ok(())
                }
                Err(ApiError::Refused { code: ErrorCode::WrongPassword, .. }) => {
                    form.refuse(old, words::WRONG_OLD);
                    Err(form_words::SEE_FIELDS.into())
                }
                Err(ApiError::Refused { code: ErrorCode::PasswordCommon, .. }) => {
                    form.refuse(new, words::COMMON);
                    Err(form_words::SEE_FIELDS.into())
                }
                Err(error) => Err(refusal::api_error(&error)),
            }
        });
    };
    view! {
        <FormFrame class="form narrow" form=form on_submit=submit>
            <TextField
                label=words::OLD
                kind="password"
                autocomplete="current-password"
                value=old
            />
            <TextField
                label=words::NEW
                hint=words::NEW_HINT
                kind="password"
                autocomplete="new-password"
                value=new
            />
            <Failure text=form.error()/>
            <button
                type="submit"
                class="button primary"
                disabled=move || form.is_busy()
            >
                {words::CHANGE}
            </button>
        </FormFrame>
    }
}

/// «Affichage»: how close things stand, on this browser alone.
#[component]
fn DensityChoice() -> impl IntoView {
    let app = use_app();
    let roomy = RwSignal::new(settings::is_roomy());
    let way = move |(is_roomy, label): (bool, &'static str)| {
        let choose = move |_| {
            roomy.set(is_roomy);
            settings::keep_roomy(is_roomy);
            density::show(app.role());
        };
        view! {
            <button
                type="button"
                class="toggle"
                aria-pressed=move || (roomy.get() == is_roomy).to_string()
                on:click=choose
            >
                {label}
            </button>
        }
    };
    view! {
        <section class="section">
            <h2>{words::DENSITY}</h2>
            <p class="hint">{words::DENSITY_HINT}</p>
            <div class="toggles" role="group" aria-label=words::DENSITY>
                {[(false, words::DENSE), (true, words::ROOMY)].map(way).collect_view()}
            </div>
        </section>
    }
}
