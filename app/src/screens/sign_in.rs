//! «Connexion»: an address and a password.

use super::form::{Form, FormFrame};
use super::home::{entry_error, use_way_home};
use super::provider::{ProviderEntry, ProviderReturn, Returned};
use crate::api::ApiError;
use crate::context::SessionError;
use crate::device;
use crate::parts::{Failure, FormEntry, Page, TextField};
use crate::settings;
use crate::text::enrol::{self, device_label};
use crate::text::sign_in as words;
use crate::text::{accounts, form as form_words};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::api::ErrorCode;
use shared::limits::PASSWORD_CHARS_MIN;

/// What is asked for only when the server says so: a password in the place of one that somebody
/// else made up, and a code of the second factor.
#[derive(Clone, Copy)]
struct More {
    new: FormEntry<String>,
    chooses: RwSignal<bool>,
    code: FormEntry<String>,
    doubles: RwSignal<bool>,
}

impl More {
    fn of(form: Form) -> Self {
        let (new, code) = (form.text("new", ""), form.text("code", ""));
        Self { new, chooses: RwSignal::new(false), code, doubles: RwSignal::new(false) }
    }

    /// The new password and the code, of those that are asked for; `None` when one is wrong.
    fn given(self, form: Form) -> Option<(Option<String>, Option<String>)> {
        let own = self.chooses.get_untracked().then(|| self.new.value.get_untracked());
        if own.as_ref().is_some_and(|own| own.chars().count() < PASSWORD_CHARS_MIN) {
            form.refuse(self.new, accounts::TOO_SHORT);
            return None;
        }
        Some((own, self.doubles.get_untracked().then(|| self.code.value.get_untracked())))
    }

    /// Why nobody signed in. Shows what the server asks for.
    fn why(self, form: Form, error: &SessionError) -> String {
        let SessionError::Api(ApiError::Refused { code, .. }) = error else {
            return entry_error(error, words::WRONG);
        };
        match code {
            ErrorCode::PasswordGiven => {
                self.chooses.set(true);
                words::CHOOSE.into()
            }
            ErrorCode::FactorNeeded => {
                self.doubles.set(true);
                words::GIVE_CODE.into()
            }
            ErrorCode::WrongFactor => {
                form.refuse(self.code, words::WRONG_CODE);
                form_words::SEE_FIELDS.into()
            }
            ErrorCode::PasswordCommon => {
                form.refuse(self.new, accounts::COMMON);
                form_words::SEE_FIELDS.into()
            }
            ErrorCode::PasswordExpired => words::EXPIRED.into(),
            ErrorCode::DeviceTaken => words::TAKEN.into(),
            _ => entry_error(error, words::WRONG),
        }
    }
}

#[component]
fn MoreFields(more: More, kind: Signal<&'static str>) -> impl IntoView {
    view! {
        <Show when=move || more.chooses.get()>
            <TextField
                label=accounts::NEW
                hint=accounts::NEW_HINT
                value=more.new
                kind=kind
                autocomplete="new-password"
            />
        </Show>
        <Show when=move || more.doubles.get()>
            <TextField
                label=words::CODE
                hint=words::CODE_HINT
                value=more.code
                autocomplete="one-time-code"
            />
        </Show>
    }
}

/// The screen.
#[component]
pub fn SignInScreen() -> impl IntoView {
    let returned = Returned::of_address();
    view! {
        <Page title=words::TITLE>
            <Show when=|| !device::is_secure()>
                <p class="banner">{words::INSECURE}</p>
            </Show>
            {match returned {
                Some(Returned::Named) => view! { <ProviderReturn/> }.into_any(),
                other => view! { <PasswordForm/> <ProviderEntry returned=other/> }.into_any(),
            }}
            <p class="after-form">
                {words::SCHOOL_TABLET} " " <A href="/activer">{enrol::TITLE}</A>
            </p>
        </Page>
    }
}

#[component]
fn PasswordForm() -> impl IntoView {
    // No draft is kept of a password.
    let form = Form::new();
    let mail = form.text("mail", settings::last_mail()).needs(words::MISSING);
    let password = form.text("password", "").needs(words::MISSING);
    let more = More::of(form);
    let shown = RwSignal::new(false);
    let go_home = use_way_home();
    let kind = Signal::derive(move || if shown.get() { "text" } else { "password" });
    let submit = move |()| {
        let (mail, secret) = (mail.value.get_untracked(), password.value.get_untracked());
        let Some((own, factor)) = more.given(form) else {
            return;
        };
        let go_home = go_home.clone();
        form.run(async move {
            let label = device_label();
            let signed_in = form.app.sign_in(mail.trim(), &secret, &label, own, factor).await;
            signed_in.map_err(|error| more.why(form, &error))?;
            settings::mark_by_provider(false);
            settings::keep_mail(mail.trim());
            go_home();
            Ok(())
        });
    };
    view! {
        <FormFrame class="form narrow" form=form on_submit=submit>
            <Failure text=form.error()/>
            <TextField label=words::MAIL value=mail kind="email" autocomplete="username"/>
            <TextField
                label=words::PASSWORD
                value=password
                kind=kind
                autocomplete="current-password"
            />
            <MoreFields more=more kind=kind/>
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
    }
}
