//! «Proposer à la réforme»: a technician who has a device in their hands says that it has served.

use super::form::{Form, FormEnd, FormFrame};
use super::ticket::facts;
use crate::parts::{Dialog, Sentence};
use crate::text::equipment as words;
use leptos::prelude::*;
use shared::equipment::Act;
use shared::id::EquipmentId;

/// The dialog.
#[component]
pub(super) fn ProposeDialog(equipment: EquipmentId, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("propose", equipment);
    let known = form.app.read_now(|replica| replica.view().equipment.get(&equipment).cloned());
    let reason = form.text("reason", "").required();
    let submit = move |()| {
        let reason = reason.value.get_untracked();
        let act = Act::ProposeRetirement { equipment, reason };
        form.submit_and_close(act, words::SAID_PROPOSED, on_close);
    };
    view! {
        <Dialog title=words::PROPOSE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                {known.map(|known| view! { <p class="meta">{facts::equipment(&known)}</p> })}
                <Sentence
                    label=words::PROPOSE_REASON
                    hint=words::PROPOSE_REASON_HINT
                    value=reason
                />
                <FormEnd form=form submit=words::PROPOSE on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
