//! The dialog before a password is replaced.

use super::own::{OwnPassword, OwnPasswordField};
use crate::api;
use crate::parts::Dialog;
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::accounts as words;
use leptos::prelude::*;
use shared::id::AccountId;

/// What replacing it does, and the password of who does it. `told` gets the name and the new one.
#[component]
pub(super) fn RenewDialog(
    id: AccountId,
    name: String,
    has_password: Signal<bool>,
    told: RwSignal<Option<(String, String)>>,
    on_close: Callback<()>,
) -> impl IntoView {
    let form = Form::new();
    let own = OwnPasswordField::of(form, has_password);
    let title = words::renew_title(&name);
    let submit = move |()| {
        let name = name.clone();
        form.run(async move {
            let made = api::renew_password(id, own.typed()).await;
            let made = made.map_err(|error| own.why(&error))?;
            let _ = told.try_set(made.password.map(|word| (name, word)));
            let _ = on_close.try_run(());
            Ok(())
        });
    };
    view! {
        <Dialog title=title on_close=on_close>
            <p>{words::RENEW_BODY}</p>
            <FormFrame form=form on_submit=submit>
                <OwnPassword field=own/>
                <FormEnd
                    form=form
                    submit=words::RENEW_CONFIRM
                    keep=Some(words::RENEW_KEEP)
                    on_close=on_close
                />
            </FormFrame>
        </Dialog>
    }
}
