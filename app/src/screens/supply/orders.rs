//! «Nos commandes»: what happens next with each, in words, and what the school says to it.

use super::edit::{EditDialog, may_edit};
use super::pieces::{Pieces, completed};
use super::to_train::TrainFirst;
use super::{follow, is_confirmed, is_order};
use crate::context::{App, use_app};
use crate::parts::{Back, Dialog, Failure, GroupCards, Page, Sentence};
use crate::screens::form::{Form, FormEnd, FormFrame, is_possible};
use crate::screens::reason::{Asked, ReasonDialog};
use crate::text::{our_supplies as words, supply as supply_words, ticket as ticket_words};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::id::SupplyId;
use shared::order;
use shared::supply::{Act, Item, Supply, SupplyState};
use std::cmp::Reverse;
use std::sync::Arc;

/// The section of a supply on the school's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    ToAnswer,
    Open,
    Ended,
}

fn group(supply: &Supply) -> Group {
    match supply.state {
        SupplyState::Delivered => Group::ToAnswer,
        SupplyState::Asked
        | SupplyState::WaitingList
        | SupplyState::Accepted
        | SupplyState::Ready => Group::Open,
        SupplyState::Closed | SupplyState::Refused | SupplyState::Cancelled => Group::Ended,
    }
}

/// How many supplies wait for a word of the school. Reactive.
pub(in crate::screens) fn to_answer(app: App) -> usize {
    own(app).iter().filter(|(_, group)| *group == Group::ToAnswer).count()
}

/// Whether the school ever asked for something. Reactive.
pub(in crate::screens) fn has_any(app: App) -> bool {
    !own(app).is_empty()
}

fn own(app: App) -> Vec<(SupplyId, Group)> {
    let Some(site) = app.actor().and_then(|actor| actor.site) else {
        return Vec::new();
    };
    app.read(|replica| {
        let all = replica.view().supplies.values();
        let mut own: Vec<_> = all.filter(|one| one.site == site && is_order(one)).collect();
        order::sort_by_key(&mut own, |supply| Reverse((supply.asked_on, supply.id)));
        own.iter().map(|supply| (supply.id, group(supply))).collect()
    })
}

/// The screen.
#[component]
pub fn OrdersScreen() -> impl IntoView {
    let app = use_app();
    let supplies = Memo::new(move |_| own(app));
    view! {
        <Page title=words::ORDERS>
            <Back href="/ecole" label=words::BACK/>
            <p>
                <A href="/notre-budget">{words::BUDGET}</A>
            </p>
            <Show
                when=move || !supplies.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NONE}</p> }
            >
                <GroupCards all=supplies group=Group::ToAnswer title=words::TO_ANSWER card=card/>
                <GroupCards all=supplies group=Group::Open title=words::OPEN card=card/>
                <GroupCards all=supplies group=Group::Ended title=words::ENDED card=card/>
            </Show>
        </Page>
    }
}

fn card(id: SupplyId) -> impl IntoView {
    view! { <Order id=id/> }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Opened {
    Edit,
    Missing,
    Withdraw,
}

#[component]
fn Order(id: SupplyId) -> impl IntoView {
    let app = use_app();
    let supply = follow(app, id);
    let opened = RwSignal::new(None::<Opened>);
    let told = move || supply.get().map(|supply| view! { <Told supply=supply/> });
    let may_tell = Memo::new(move |_| {
        supply.with(|supply| supply.as_ref().is_some_and(|supply| supply.has_begun()))
            && is_possible(app, missing(id, vec![Item::new(0, 1)], String::new()).into())
    });
    let may_confirm = Memo::new(move |_| {
        let is_closed = supply.with(|supply| {
            supply.as_ref().is_none_or(|supply| supply.state == SupplyState::Closed)
        });
        !is_closed && is_possible(app, Act::ConfirmSupply { supply: id }.into())
    });
    let may_withdraw = Memo::new(move |_| {
        let is_open =
            supply.with(|supply| supply.as_ref().is_some_and(|supply| supply.state.is_open()));
        is_open && is_possible(app, withdraw(id, "-".into()).into())
    });
    let edits = Memo::new(move |_| supply.get().is_some_and(|supply| may_edit(app, &supply)));
    let form = Form::new();
    let confirm = move |_| {
        form.submit(Act::ConfirmSupply { supply: id }, words::RECEIVED_SAID, || {});
    };
    let button = move |look: &'static str, label: &'static str, what: Opened| {
        view! {
            <button type="button" class=look on:click=move |_| opened.set(Some(what))>
                {label}
            </button>
        }
    };
    let close = Callback::new(move |()| opened.set(None));
    let dialog = move || {
        Some(match opened.get()? {
            Opened::Edit => view! { <EditDialog id=id on_close=close/> }.into_any(),
            Opened::Missing => view! { <MissingDialog id=id on_close=close/> }.into_any(),
            Opened::Withdraw => view! { <WithdrawDialog id=id on_close=close/> }.into_any(),
        })
    };
    view! {
        <li class="card">
            {told}
            <Failure text=form.error()/>
            <div class="actions">
                <Show when=move || may_confirm.get()>
                    <button
                        type="button"
                        class="button primary"
                        disabled=move || form.is_busy()
                        on:click=confirm
                    >
                        {words::RECEIVED}
                    </button>
                </Show>
                <Show when=move || may_tell.get()>
                    {button("button secondary", words::MISSING, Opened::Missing)}
                </Show>
                <Show when=move || edits.get()>
                    {button("button quiet", supply_words::EDIT, Opened::Edit)}
                </Show>
                <Show when=move || may_withdraw.get()>
                    {button("button quiet", words::WITHDRAW, Opened::Withdraw)}
                </Show>
            </div>
            {dialog}
        </li>
    }
}

#[component]
fn Told(supply: Arc<Supply>) -> impl IntoView {
    let app = use_app();
    let id = supply.id;
    let tag = supply_words::state_tag(supply.state);
    let known = Memo::new(move |_| is_confirmed(app, id));
    let is_unsent = move || {
        app.read(|replica| replica.view().supplies.get(&id) != replica.mirror().supplies.get(&id))
    };
    let sent = move || match (known.get(), is_unsent()) {
        (false, _) => supply_words::TO_CONFIRM,
        (true, true) => ticket_words::UNSENT,
        (true, false) => ticket_words::SENT,
    };
    let of = Arc::clone(&supply);
    let next = move || app.read(|replica| words::next_step(&of, replica.view(), known.get()));
    view! {
        <p class="card-title">{supply_words::contents(&supply)}</p>
        <p>
            <span class=format!("badge state-{tag}")>{supply_words::state(supply.state)}</span>
            " "
            <span class="meta">
                {words::asked(&supply)} " · " {supply.price().to_string()} " · " {sent}
            </span>
        </p>
        <p>{next}</p>
        <TrainFirst app=app id=id/>
    }
}

fn missing(supply: SupplyId, items: Vec<Item>, text: String) -> Act {
    Act::TellMissing { supply, items, text }
}

fn withdraw(supply: SupplyId, reason: String) -> Act {
    Act::CancelSupply { supply, reason }
}

/// What is still to come of each line.
fn rests(supply: &Supply) -> Vec<Item> {
    let lines = 0..u32::try_from(supply.lines.len()).unwrap_or(0);
    lines.map(|line| Item::new(line, supply.rest(line))).collect()
}

/// «Il manque…»: how many of each.
#[component]
fn MissingDialog(id: SupplyId, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("missing", id);
    let app = form.app;
    let text = form.text("text", "");
    let lacks = form.holds("items", Vec::<Item>::new());
    let supply = app.read_now(|replica| replica.view().supplies.get(&id).cloned());
    let suggested = supply.as_deref().map(rests).unwrap_or_default();
    let submit = move |()| {
        let items = lacks.with_untracked(|chosen| completed(chosen, &suggested));
        if items.is_empty() {
            return form.fail(words::MISSING_NONE);
        }
        let act = missing(id, items, text.value.get_untracked());
        form.submit_and_close(act, words::MISSING_SAID, on_close);
    };
    let lines = supply.map(|supply| {
        let lines = supply.lines.iter().zip(0_u32..);
        let line = |(line, at): (&shared::supply::Line, u32)| {
            let (label, most, suggested) = (line.label.clone(), line.quantity, supply.rest(at));
            view! { <Pieces chosen=lacks line=at label=label most=most suggested=suggested/> }
        };
        lines.map(line).collect_view()
    });
    view! {
        <Dialog title=words::MISSING on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <fieldset class="field">
                    <legend>{words::MISSING_HOW_MANY}</legend>
                    {lines}
                </fieldset>
                <Sentence label=words::MISSING_TEXT value=text/>
                <FormEnd form=form submit=words::MISSING_SAVE on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

/// «Retirer la commande…»: why.
#[component]
fn WithdrawDialog(id: SupplyId, on_close: Callback<()>) -> impl IntoView {
    let asked = Asked {
        name: "withdraw",
        title: words::WITHDRAW_SAVE,
        hint: None,
        label: words::WITHDRAW_WHY,
        submit: words::WITHDRAW_SAVE,
        keep: Some(words::WITHDRAW_KEEP),
        said: words::WITHDRAWN,
    };
    let act = move |reason| withdraw(id, reason).into();
    view! { <ReasonDialog id=id asked=asked act=act on_close=on_close/> }
}
