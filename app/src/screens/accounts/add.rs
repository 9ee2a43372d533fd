//! «Créer un compte»: public data goes by a command, the address and the password by a request.

use super::why;
use crate::api;
use crate::parts::{Choices, Dialog, TextField};
use crate::screens::communes as codes;
use crate::screens::form::{Form, FormEnd};
use crate::text::accounts as words;
use leptos::prelude::*;
use shared::account;
use shared::account::Account;
use shared::api::NewAccount;
use shared::day::Week;
use shared::role::Role;

const ROLES: [Role; 4] = [Role::Technician, Role::Dispatcher, Role::Coordinator, Role::Observer];

/// The dialog. `on_made` gets the name and the password to hand over.
#[component]
pub(super) fn AddDialog(
    on_made: Callback<Option<(String, String)>>,
    on_close: Callback<()>,
) -> impl IntoView {
    let form = Form::new();
    let id = form.app.new_account_id();
    let name = RwSignal::new(String::new());
    let mail = RwSignal::new(String::new());
    let role = RwSignal::new(None::<Role>);
    let communes = RwSignal::new(String::new());
    form.guard(move || !name.with(String::is_empty) || !mail.with(String::is_empty));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(role) = role.get_untracked() else {
            return form.fail(words::NEEDS_ROLE);
        };
        let name = name.get_untracked().trim().to_owned();
        if name.is_empty() {
            return form.fail(words::NEEDS_NAME);
        }
        let account = Account {
            id,
            name: name.clone(),
            role,
            site: None,
            communes: codes::read(&communes.get_untracked()).collect(),
            week: Week::FULL,
            depot: None,
            active: true,
            feed: None,
            version: 0,
        };
        let secret = NewAccount { id, mail: mail.get_untracked(), password: None };
        form.run(async move {
            // The address first: it needs the server, which refuses one that is taken.
            let made = api::make_account(&secret).await.map_err(|error| why(&error))?;
            form.try_submit(account::Act::SetAccount { account }).await?;
            form.app.toast(words::SAID_ADDED);
            let _ = on_made.try_run(made.password.map(|word| (name, word)));
            Ok(())
        });
    };
    let roles = ROLES.map(|role| (role, shared::words::role(role).to_owned())).to_vec();
    view! {
        <Dialog title=words::ADD on_close=on_close>
            <form class="form" on:submit=submit>
                <TextField label=words::NAME value=name/>
                <TextField label=words::MAIL kind="email" value=mail/>
                <Choices legend=words::ROLE name="role" options=roles value=role/>
                <Show when=move || role.get() == Some(Role::Observer)>
                    <TextField
                        label=words::COMMUNES
                        hint=words::COMMUNES_HINT
                        value=communes
                        max=2000
                    />
                </Show>
                <FormEnd form=form on_close=on_close/>
            </form>
        </Dialog>
    }
}
