//! «Créer un compte»: public data goes by a command, the address and the password by a request.

use super::own::{OwnPassword, OwnPasswordField};
use crate::api::{self, ApiError};
use crate::parts::{Choices, Dialog, TextArea, TextField};
use crate::screens::communes as codes;
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::{accounts as words, form as form_words};
use leptos::prelude::*;
use shared::account;
use shared::account::Account;
use shared::api::{ErrorCode, NewAccount};
use shared::day::Week;
use shared::role::Role;

/// Characters of a list of communes.
const COMMUNES_CHARS: usize = 2_000;
const ROLES: [Role; 5] =
    [Role::Technician, Role::Dispatcher, Role::Coordinator, Role::Adviser, Role::Observer];

/// Returns whether the server refused the address.
fn is_of_mail(error: &ApiError) -> bool {
    let code = |code: &ErrorCode| matches!(code, ErrorCode::MailTaken | ErrorCode::BadMail);
    matches!(error, ApiError::Refused { code: of, .. } if code(of))
}

/// The dialog. `on_made` gets the name and the password to hand over.
#[component]
pub(super) fn AddDialog(
    has_password: Signal<bool>,
    on_made: Callback<Option<(String, String)>>,
    on_close: Callback<()>,
) -> impl IntoView {
    let form = Form::kept("account", "");
    let id = form.app.fresh();
    let name = form.text("name", "").needs(words::NEEDS_NAME);
    let mail = form.text("mail", "").required();
    let role = form.choice("role", None::<Role>).needs(words::NEEDS_ROLE);
    let communes = form.text("communes", "").at_most(COMMUNES_CHARS);
    let own = OwnPasswordField::of(form, has_password);
    let submit = move |()| {
        let Some(role) = role.value.get_untracked() else { return };
        let name = name.value.get_untracked().trim().to_owned();
        let account = Account {
            id,
            name: name.clone(),
            role,
            site: None,
            communes: codes::read(&communes.value.get_untracked()).collect(),
            week: Week::FULL,
            depot: None,
            skills: None,
            vehicles: Default::default(),
            active: true,
            feed: None,
            version: 0,
        };
        let mail_now = mail.value.get_untracked();
        let secret = NewAccount { id, mail: mail_now, password: None, own: own.typed() };
        form.run(async move {
            // The address first: it needs the server, which refuses one that is taken.
            let made =
                api::make_account(&secret).await.map_err(|error| match is_of_mail(&error) {
                    true => {
                        form.refuse(mail, own.why(&error));
                        form_words::SEE_FIELDS.to_owned()
                    }
                    false => own.why(&error),
                })?;
            form.try_submit(account::Act::SetAccount { account }).await?;
            form.app.toast(words::SAID_ADDED);
            let _ = on_made.try_run(made.password.map(|word| (name, word)));
            Ok(())
        });
    };
    let roles = ROLES.map(|role| (role, shared::words::role(role).to_owned())).to_vec();
    view! {
        <Dialog title=words::ADD on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TextField label=words::NAME value=name/>
                <TextField label=words::MAIL kind="email" value=mail/>
                <Choices legend=words::ROLE name="role" options=roles value=role/>
                <Show when=move || role.value.get() == Some(Role::Observer)>
                    <TextArea label=words::COMMUNES hint=words::COMMUNES_HINT value=communes/>
                </Show>
                <OwnPassword field=own/>
                <FormEnd form=form submit=words::ADD on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
