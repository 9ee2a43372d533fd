//! «Modifier»: what is agreed of a subscription.

use super::fields::{TermsFields, TermsForm, read_day};
use crate::parts::{Dialog, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::subscriptions as words;
use leptos::prelude::*;
use shared::subscription::{Act, Subscription};
use std::sync::Arc;

/// The dialog.
#[component]
pub(super) fn EditDialog(row: Arc<Subscription>, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("subscription-edit", row.id);
    let fields = TermsFields::new(form, Some(&row.terms));
    let from = form.text("from", "");
    let subscription = row.id;
    let submit = move |()| {
        let Some(terms) = fields.read() else { return };
        let from = match from.value.with_untracked(|text| read_day(text)) {
            Ok(from) => from,
            Err(why) => return form.refuse(from, why),
        };
        let act = Act::ChangeSubscription { subscription, terms, from };
        form.submit_and_close(act, words::CHANGED, on_close);
    };
    view! {
        <Dialog title=words::EDIT on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TermsForm fields=fields/>
                <TextField
                    label=words::PRICE_FROM
                    hint=words::PRICE_FROM_HINT
                    kind="date"
                    value=from
                />
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
