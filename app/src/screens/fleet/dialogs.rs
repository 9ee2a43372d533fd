//! What a desk changes of a device, each in a dialog.

mod edit;
mod end;

use crate::parts::{Choices, Dialog, Sentence};
use crate::screens::devices::site::ChooseSite;
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::fleet as words;
use edit::EditDialog;
use end::{DirectDialog, ProveDialog};
use leptos::prelude::*;
use shared::equipment::{Act, Equipment};
use shared::id::SiteId;
use std::sync::Arc;

/// The dialog over a screen about devices.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::screens) enum Opened {
    /// What is known of it.
    Edit(Arc<Equipment>),
    /// Where it is.
    Move(Arc<Equipment>),
    /// It goes.
    Retire(Arc<Equipment>),
    /// Where it goes.
    Direct(Arc<Equipment>),
    /// What proves it.
    Prove(Arc<Equipment>),
}

/// The dialog that is open.
pub(in crate::screens) fn open_dialog(
    opened: RwSignal<Option<Opened>>,
) -> impl Fn() -> Option<AnyView> + Send + Sync {
    let close = Callback::new(move |()| opened.set(None));
    move || {
        Some(match opened.get()? {
            Opened::Edit(one) => view! { <EditDialog one=one on_close=close/> }.into_any(),
            Opened::Move(one) => view! { <MoveDialog one=one on_close=close/> }.into_any(),
            Opened::Retire(one) => view! { <RetireDialog one=one on_close=close/> }.into_any(),
            Opened::Direct(one) => view! { <DirectDialog one=one on_close=close/> }.into_any(),
            Opened::Prove(one) => view! { <ProveDialog one=one on_close=close/> }.into_any(),
        })
    }
}

#[component]
fn MoveDialog(one: Arc<Equipment>, on_close: Callback<()>) -> impl IntoView {
    let form = Form::new();
    let (equipment, from) = (one.id, one.site.clone());
    let go = Callback::new(move |(to, _): (SiteId, String)| {
        let act = Act::MoveEquipment { equipment, from: from.clone(), to };
        form.submit_and_close(act, words::SAID_MOVED, on_close);
    });
    view! {
        <Dialog title=words::MOVE on_close=on_close>
            <p class="meta">{one.name.clone()}</p>
            <ChooseSite refused=words::NEEDS_SITE confirm=words::MOVE form=form on_site=go/>
        </Dialog>
    }
}

#[component]
fn RetireDialog(one: Arc<Equipment>, on_close: Callback<()>) -> impl IntoView {
    let equipment = one.id;
    let form = Form::kept("retire", equipment);
    // What a technician said of it is most often why.
    let said = one.proposal.as_ref().map_or("", |proposal| &proposal.reason);
    let reason = form.text("reason", said).required();
    let works = form.choice("functional", None::<bool>).needs(words::NEEDS_ANSWER);
    let submit = move |()| {
        let Some(functional) = works.value.get_untracked() else { return };
        let (on, reason) = (form.app.today_now(), reason.value.get_untracked());
        let act = Act::RetireEquipment { equipment, on, reason, functional };
        let undo = Act::ReviveEquipment { equipment };
        form.submit_with_undo(act, words::SAID_RETIRED, undo, move || {
            let _ = on_close.try_run(());
        });
    };
    let answers = vec![(true, words::YES.to_owned()), (false, words::NO.to_owned())];
    view! {
        <Dialog title=words::RETIRE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <p class="meta">{one.name.clone()}</p>
                <Sentence label=words::REASON value=reason/>
                <Choices legend=words::FUNCTIONAL name="functional" options=answers value=works/>
                <FormEnd form=form submit=words::RETIRE on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
