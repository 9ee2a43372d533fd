//! «Connexion»: an address and a password.

use super::form::{Form, FormFrame};
use super::home::{entry_error, use_way_home};
use crate::device;
use crate::parts::{Failure, Page, TextField};
use crate::settings;
use crate::text::enrol::{self, device_label};
use crate::text::sign_in as words;
use leptos::prelude::*;
use leptos_router::components::A;

/// The screen.
#[component]
pub fn SignInScreen() -> impl IntoView {
    // No draft is kept of a password.
    let form = Form::new();
    let mail = form.text("mail", settings::last_mail()).needs(words::MISSING);
    let password = form.text("password", "").needs(words::MISSING);
    let shown = RwSignal::new(false);
    let go_home = use_way_home();
    let kind = Signal::derive(move || if shown.get() { "text" } else { "password" });
    let submit = move |()| {
        let (mail, secret) = (mail.value.get_untracked(), password.value.get_untracked());
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
            <Show when=|| !device::is_secure()>
                <p class="banner">{words::INSECURE}</p>
            </Show>
            <FormFrame class="form narrow" form=form on_submit=submit>
                <Failure text=form.error()/>
                <TextField
                    label=words::MAIL
                    value=mail
                    kind="email"
                    autocomplete="username"
                />
                <TextField
                    label=words::PASSWORD
                    value=password
                    kind=kind
                    autocomplete="current-password"
                />
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
            </FormFrame>
            <p class="after-form">
                {words::SCHOOL_TABLET} " " <A href="/activer">{enrol::TITLE}</A>
            </p>
        </Page>
    }
}
