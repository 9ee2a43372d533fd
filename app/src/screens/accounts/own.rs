//! The password of who changes how somebody else signs in.

use super::why;
use crate::api::ApiError;
use crate::context::App;
use crate::parts::{FormEntry, TextField};
use crate::screens::form::Form;
use crate::text::{accounts as words, form as form_words};
use leptos::prelude::*;
use shared::api::ErrorCode;
use shared::id::AccountId;
use std::collections::BTreeMap;

/// Whether who is signed in has a password: not who comes through an identity provider. As long
/// as the accounts are not read, they have one.
pub(super) fn has_password(app: App, mails: RwSignal<BTreeMap<AccountId, String>>) -> Signal<bool> {
    Signal::derive(move || {
        let own = app.actor().map(|actor| actor.account);
        mails.with(|mails| mails.is_empty() || own.is_none_or(|own| mails.contains_key(&own)))
    })
}

/// The field of a form, which is left out for who has none.
#[derive(Clone, Copy)]
pub(super) struct OwnPasswordField {
    form: Form,
    entry: Option<FormEntry<String>>,
}

impl OwnPasswordField {
    /// The field in the form.
    pub(super) fn of(form: Form, has_password: Signal<bool>) -> Self {
        let entry = has_password.get_untracked().then(|| form.secret("own").required());
        Self { form, entry }
    }

    /// What was typed, as it is sent.
    pub(super) fn typed(self) -> Option<String> {
        self.entry.map(|entry| entry.value.get_untracked())
    }

    /// Why the request failed; a wrong password is said at its field.
    pub(super) fn why(self, error: &ApiError) -> String {
        match (error, self.entry) {
            (ApiError::Refused { code: ErrorCode::WrongPassword, .. }, Some(entry)) => {
                self.form.refuse(entry, words::WRONG_OLD);
                form_words::SEE_FIELDS.into()
            }
            (error, _) => why(error),
        }
    }
}

/// Shows the field.
#[component]
pub(super) fn OwnPassword(field: OwnPasswordField) -> impl IntoView {
    let shown = |entry| {
        view! {
            <TextField
                label=words::OWN_PASSWORD
                hint=words::OWN_PASSWORD_HINT
                kind="password"
                autocomplete="current-password"
                value=entry
            />
        }
    };
    field.entry.map(shown)
}
