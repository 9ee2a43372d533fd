//! «Mon compte»: one's own password, one's own calendar.

use super::calendar::CalendarSection;
use super::form::Form;
use crate::api::{self, ApiError};
use crate::parts::{Failure, Page, TextField};
use crate::text::{accounts as words, refusal};
use leptos::prelude::*;
use shared::api::ErrorCode;
use shared::limits::PASSWORD_CHARS_MIN;
use shared::role::Role;

/// The screen.
#[component]
pub fn OwnAccountScreen() -> impl IntoView {
    let form = Form::new();
    let old = RwSignal::new(String::new());
    let new = RwSignal::new(String::new());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (before, after) = (old.get_untracked(), new.get_untracked());
        if after.chars().count() < PASSWORD_CHARS_MIN {
            return form.fail(words::TOO_SHORT);
        }
        form.run(async move {
            match api::change_password(&before, &after).await {
                Ok(()) => {
                    let _ = (old.try_set(String::new()), new.try_set(String::new()));
                    form.app.toast(words::SAID_PASSWORD);
                    Ok(())
                }
                Err(ApiError::Refused { code: ErrorCode::WrongPassword, .. }) => {
                    Err(words::WRONG_OLD.into())
                }
                Err(error) => Err(refusal::api_error(&error)),
            }
        });
    };
    let shared = form.app.role() == Some(Role::Teacher);
    let name = move || form.app.actor().map(|actor| actor.name);
    view! {
        <Page title=words::OWN_TITLE>
            <p class="lead">{name}</p>
            <Show when=move || !shared fallback=|| view! { <p>{words::SHARED}</p> }>
                <form class="form narrow" on:submit=submit>
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
                </form>
            </Show>
            <CalendarSection/>
        </Page>
    }
}
