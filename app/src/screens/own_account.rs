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
            <MessageChoice/>
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
    let chosen = move |roomy| {
        settings::keep_roomy(roomy);
        density::show(app.role());
    };
    view! {
        <Setting
            title=words::DENSITY
            hint=words::DENSITY_HINT
            ways=[words::DENSE, words::ROOMY]
            is_second=settings::is_roomy()
            on_choose=chosen
        />
    }
}

/// «Messages»: whether they disappear by themselves, on this browser alone. Who reads slowly, or by
/// ear, has all the time they need (RGAA 13.1).
#[component]
fn MessageChoice() -> impl IntoView {
    view! {
        <Setting
            title=words::MESSAGES
            hint=words::MESSAGES_HINT
            ways=[words::MESSAGES_GO, words::MESSAGES_STAY]
            is_second=settings::do_messages_stay()
            on_choose=settings::keep_messages_stay
        />
    }
}

/// A setting of this browser: one of two ways.
#[component]
fn Setting(
    title: &'static str,
    hint: &'static str,
    ways: [&'static str; 2],
    is_second: bool,
    #[prop(into)] on_choose: Callback<bool>,
) -> impl IntoView {
    let second = RwSignal::new(is_second);
    let way = move |(is_second, label): (bool, &'static str)| {
        let choose = move |_| {
            second.set(is_second);
            on_choose.run(is_second);
        };
        view! {
            <button
                type="button"
                class="toggle"
                aria-pressed=move || (second.get() == is_second).to_string()
                on:click=choose
            >
                {label}
            </button>
        }
    };
    let [first, other] = ways;
    view! {
        <section class="section">
            <h2>{title}</h2>
            <p class="hint">{hint}</p>
            <div class="toggles" role="group" aria-label=title>
                {[(false, first), (true, other)].map(way).collect_view()}
            </div>
        </section>
    }
}
