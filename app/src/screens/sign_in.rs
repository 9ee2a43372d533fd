//! «Connexion»: an address and a password.

use super::form::Form;
use super::home::{entry_error, use_way_home};
use crate::parts::{Failure, Page, TextField};
use crate::settings;
use crate::text::enrol::{self, device_label};
use crate::text::sign_in as words;
use leptos::prelude::*;
use leptos_router::components::A;

/// The screen.
#[component]
pub fn SignInScreen() -> impl IntoView {
    let mail = RwSignal::new(settings::last_mail());
    let password = RwSignal::new(String::new());
    let shown = RwSignal::new(false);
    let form = Form::new();
    let go_home = use_way_home();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (mail, secret) = (mail.get_untracked(), password.get_untracked());
        if mail.trim().is_empty() || secret.is_empty() {
            return form.fail(words::MISSING);
        }
        let go_home = go_home.clone();
        form.run(async move {
            let signed_in = form.app.sign_in(mail.trim(), &secret, &device_label()).await;
            signed_in.map_err(|error| entry_error(&error, words::WRONG))?;
            settings::keep_mail(mail.trim());
            go_home();
            Ok(())
        });
    };
    view! {
        <Page title=words::TITLE>
            <form class="form narrow" on:submit=submit>
                <Failure text=form.error()/>
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
                <button type="submit" class="button primary main" disabled=move || form.is_busy()>
                    {move || if form.is_busy() { words::SUBMITTING } else { words::SUBMIT }}
                </button>
            </form>
            <p class="after-form">
                {words::SCHOOL_TABLET} " " <A href="/activer">{enrol::TITLE}</A>
            </p>
        </Page>
    }
}
