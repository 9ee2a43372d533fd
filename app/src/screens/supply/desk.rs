//! «Commandes»: what there is to accept, to prepare and to organise, with one button each.

use super::edit::{EditDialog, may_edit};
use super::hand_over::HandOverDialog;
use super::organise::OrganiseDialog;
use super::to_train::ToTrainCount;
use super::{follow, is_order};
use crate::context::{App, use_app};
use crate::device;
use crate::parts::{Failure, Page};
use crate::screens::address::in_address;
use crate::screens::form::{Form, is_possible};
use crate::screens::reason::{Asked, ReasonDialog};
use crate::text::{self, supply as supply_words, supply_desk as words};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::history::Entry;
use shared::id::{SupplyId, VisitId};
use shared::order;
use shared::supply::export::to_suppliers;
use shared::supply::{Act, Carrier, Happened, Leg, LegKind, Supply, SupplyState};
use std::sync::Arc;

/// The lists: the word in the address, the name, the states.
const LISTS: [(&str, &str, &[SupplyState]); 5] = [
    ("accepter", words::TO_DECIDE, &[SupplyState::Asked, SupplyState::WaitingList]),
    ("preparer", words::TO_PREPARE, &[SupplyState::Accepted]),
    ("remettre", words::TO_CARRY, &[SupplyState::Ready]),
    ("remises", words::CARRIED, &[SupplyState::Delivered]),
    (
        "terminees",
        words::ENDED,
        &[SupplyState::Closed, SupplyState::Refused, SupplyState::Cancelled],
    ),
];

/// The supplies of a list, those that wait longest first.
fn listed(app: App, list: &str) -> Vec<SupplyId> {
    let states = LISTS.iter().find(|(word, ..)| *word == list).map_or(LISTS[0].2, |list| list.2);
    app.read(|replica| {
        let all = replica.view().supplies.values();
        let mut found: Vec<_> =
            all.filter(|one| states.contains(&one.state) && is_order(one)).collect();
        order::sort_by_key(&mut found, |supply| (supply.asked_on, supply.id));
        found.iter().map(|supply| supply.id).collect()
    })
}

/// The screen.
#[component]
pub fn SuppliesScreen() -> impl IntoView {
    let app = use_app();
    let list = in_address("liste", LISTS[0].0);
    // The one that another page names; nothing: the whole list.
    let named = in_address("commande", "");
    let ids = Memo::new(move |_| match named.with(|named| named.parse().ok()) {
        Some(id) => app.read(|replica| {
            let known = replica.view().supplies.get(&id).filter(|supply| is_order(supply));
            known.map(|supply| supply.id).into_iter().collect()
        }),
        None => list.with(|list| listed(app, list)),
    });
    let is_shown = move |word| named.with(String::is_empty) && list.get() == word;
    let tab = move |(word, label, _): (&'static str, &'static str, &'static [SupplyState])| {
        let many = move || listed(app, word).len();
        view! {
            <button
                type="button"
                class="button quiet"
                aria-pressed=move || is_shown(word).to_string()
                on:click=move |_| {
                    named.set(String::new());
                    list.set(word.into());
                }
            >
                {label} " (" {many} ")"
            </button>
        }
    };
    view! {
        <Page title=words::TITLE>
            <p>
                <A href="/commandes/catalogue">{words::CATALOGUE}</A>
                " · "
                <A href="/commandes/campagnes">{words::CAMPAIGNS}</A>
            </p>
            <div class="toolbar" role="group" aria-label=words::SHOW>
                {LISTS.map(tab).collect_view()}
            </div>
            <p class="meta" role="status">
                {move || words::orders(ids.with(Vec::len))}
            </p>
            <Show when=move || list.get() == "preparer" && !ids.with(Vec::is_empty)>
                <ToSuppliers ids=ids/>
            </Show>
            <Show
                when=move || !ids.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NOTHING}</p> }
            >
                <ul class="cards">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Order id=id/>
                    </For>
                </ul>
            </Show>
        </Page>
    }
}

/// «Préparer la commande fournisseur»: a file.
#[component]
fn ToSuppliers(ids: Memo<Vec<SupplyId>>) -> impl IntoView {
    let form = Form::new();
    let export = move |_| {
        let ids = ids.get_untracked();
        let text = form.app.read_now(|replica| to_suppliers(replica.view(), &ids));
        if device::download::text(words::SUPPLIER_FILE, "text/csv", &text).is_none() {
            form.fail(words::NO_FILE);
        }
    };
    view! {
        <div class="actions">
            <button type="button" class="button secondary" on:click=export>
                {words::SUPPLIER}
            </button>
            <span class="hint">{words::SUPPLIER_HINT}</span>
        </div>
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opened {
    Edit,
    Refuse,
    Wait,
    Withdraw,
    Organise(u32),
    /// Without a technician: the school came for it, or the supplier brought it.
    HandOver(u32),
}

/// The next visit of the supply's site, with which its legs ride unless it is said otherwise.
fn next_visit(app: App, supply: &Supply) -> Option<VisitId> {
    let today = app.today_now();
    app.read_now(|replica| Some(replica.view().next_visit(&supply.site, today)?.id))
}

#[component]
fn Order(id: SupplyId) -> impl IntoView {
    let app = use_app();
    let supply = follow(app, id);
    let opened = RwSignal::new(None::<Opened>);
    let form = Form::new();
    let told = move || supply.get().map(|supply| view! { <Told supply=supply opened=opened/> });
    let state = Memo::new(move |_| supply.get().map(|supply| supply.state));
    let is = move |states: &'static [SupplyState]| {
        move || state.get().is_some_and(|state| states.contains(&state))
    };
    let to_decide = is(&[SupplyState::Asked, SupplyState::WaitingList]);
    let may_decide = Memo::new(move |_| {
        let act = Act::RefuseSupply { supply: id, reason: "-".into() };
        to_decide() && is_possible(app, act.into())
    });
    let edits = Memo::new(move |_| supply.get().is_some_and(|supply| may_edit(app, &supply)));
    let to_prepare = is(&[SupplyState::Accepted]);
    let to_end = is(&[SupplyState::Accepted, SupplyState::Ready]);
    let decide = move |prepares: bool| {
        let Some(known) = supply.get_untracked() else { return };
        let visit = next_visit(app, &known);
        match prepares {
            true => form.submit(Act::PrepareSupply { supply: id, visit }, words::PREPARED, || {}),
            false => form.submit(Act::AcceptSupply { supply: id, visit }, words::ACCEPTED, || {}),
        }
    };
    let main = move |label: &'static str, prepares: bool| {
        view! {
            <button
                type="button"
                class="button primary"
                disabled=move || form.is_busy()
                on:click=move |_| decide(prepares)
            >
                {label}
            </button>
        }
    };
    let other = move |label: &'static str, what: Opened| {
        view! {
            <button
                type="button"
                class="button secondary"
                on:click=move |_| opened.set(Some(what))
            >
                {label}
            </button>
        }
    };
    view! {
        <li class="card">
            {told}
            <Failure text=form.error()/>
            <div class="actions">
                <Show when=move || may_decide.get()>{main(words::ACCEPT, false)}</Show>
                <Show when=move || may_decide.get()>
                    {other(words::WAIT, Opened::Wait)} {other(words::REFUSE, Opened::Refuse)}
                </Show>
                <Show when=move || edits.get()>{other(supply_words::EDIT, Opened::Edit)}</Show>
                <Show when=to_prepare>{main(words::PREPARE, true)}</Show>
                <Show when=to_end>{other(words::WITHDRAW, Opened::Withdraw)}</Show>
            </div>
            <Dialogs id=id opened=opened/>
        </li>
    }
}

#[component]
fn Dialogs(id: SupplyId, opened: RwSignal<Option<Opened>>) -> impl IntoView {
    let app = use_app();
    let close = Callback::new(move |()| opened.set(None));
    move || {
        Some(match opened.get()? {
            Opened::Edit => view! { <EditDialog id=id on_close=close/> }.into_any(),
            Opened::Organise(leg) => {
                view! { <OrganiseDialog id=id leg=leg on_close=close/> }.into_any()
            }
            Opened::HandOver(leg) => {
                view! { <HandOverDialog app=app key=(id, leg) visit=None on_close=close/> }
                    .into_any()
            }
            what => view! { <AnswerDialog id=id what=what on_close=close/> }.into_any(),
        })
    }
}

/// What is to be done at the school, how, and the buttons for it.
fn leg_line(
    app: App,
    supply: &Supply,
    leg: &Leg,
    opened: RwSignal<Option<Opened>>,
) -> impl IntoView + use<> {
    let what = supply_words::leg(supply, leg);
    let verb = text::capital(shared::words::leg(leg.kind));
    let how = app.read_now(|replica| {
        let carrier = leg.carrier.as_ref();
        carrier.map(|carrier| supply_words::carrier(carrier, replica.view()))
    });
    let tried = leg.failed.map(supply_words::failed);
    let by_nobody_of_ours = match leg.carrier {
        Some(Carrier::Collect | Carrier::Supplier(_)) => leg.kind == LegKind::Deliver,
        Some(Carrier::Visit(_) | Carrier::Stop { .. }) | None => false,
    };
    let can_plan = matches!(supply.state, SupplyState::Accepted | SupplyState::Ready);
    let can_tell = by_nobody_of_ours && supply.state == SupplyState::Ready;
    let button = |label: &'static str, what: Opened| {
        view! {
            " "
            <button
                type="button"
                class="button quiet small"
                on:click=move |_| opened.set(Some(what))
            >
                {label}
            </button>
        }
    };
    let number = leg.id;
    view! {
        <li>
            {verb} "\u{a0}: " {what} " " {how} " " {tried}
            {can_plan.then(|| button(words::ORGANISE, Opened::Organise(number)))}
            {can_tell.then(|| button(words::HANDED_OVER, Opened::HandOver(number)))}
        </li>
    }
}

#[component]
fn Told(supply: Arc<Supply>, opened: RwSignal<Option<Opened>>) -> impl IntoView {
    let app = use_app();
    let tag = supply_words::state_tag(supply.state);
    let site = app.read_now(|replica| text::site_name(replica.view(), &supply.site));
    let note = Some(supply.note.clone()).filter(|note| !note.is_empty());
    let reason = Some(supply.reason.clone()).filter(|reason| !reason.is_empty());
    let anomalies: Vec<_> = supply.legs.iter().flat_map(|leg| &leg.anomalies).copied().collect();
    let leg = |leg: &Leg| leg_line(app, &supply, leg, opened);
    let legs = supply.waiting().map(leg).collect_view();
    let line = |entry: &Entry<Happened>| {
        let said = supply_words::entry(entry, &supply);
        view! { <li>{text::date::moment(entry.when.corrected_ms())} " · " {said}</li> }
    };
    let history = supply.history.iter().map(line).collect_view();
    view! {
        <p class="card-title">{supply_words::contents(&supply)}</p>
        <p>
            <span class=format!("badge state-{tag}")>{supply_words::state(supply.state)}</span>
            " "
            <span class="meta">
                {words::asked(&site, &supply)} " "
                {words::late(&supply)}
            </span>
        </p>
        {anomalies.into_iter().map(|anomaly| view! {
            <p class="banner">{supply_words::anomaly(anomaly)}</p>
        }).collect_view()}
        {note.map(|note| view! { <p>{note}</p> })}
        {reason.map(|reason| view! { <p class="meta">{reason}</p> })}
        <ToTrainCount app=app id=supply.id/>
        <ul>{legs}</ul>
        <details class="details">
            <summary>{words::HISTORY}</summary>
            <ul>{history}</ul>
        </details>
    }
}

/// A dialog that asks for one sentence, which the school reads.
#[component]
fn AnswerDialog(id: SupplyId, what: Opened, on_close: Callback<()>) -> impl IntoView {
    let (name, label, save, said) = match what {
        Opened::Wait => ("wait", words::WAIT_WHY, words::WAIT_SAVE, words::WAITS),
        Opened::Withdraw => ("cancel", words::WITHDRAW_WHY, words::WITHDRAW_SAVE, words::WITHDRAWN),
        Opened::Refuse | Opened::Edit | Opened::Organise(_) | Opened::HandOver(_) => {
            ("refuse", words::REFUSE_WHY, words::REFUSE_SAVE, words::REFUSED)
        }
    };
    let keep = (what != Opened::Wait).then_some(words::REFUSE_KEEP);
    let asked = Asked { name, title: save, hint: None, label, submit: save, keep, said };
    let act = move |reason| {
        let supply = id;
        let act = match what {
            Opened::Wait => Act::WaitSupply { supply, reason },
            Opened::Withdraw => Act::CancelSupply { supply, reason },
            Opened::Refuse | Opened::Edit | Opened::Organise(_) | Opened::HandOver(_) => {
                Act::RefuseSupply { supply, reason }
            }
        };
        act.into()
    };
    view! { <ReasonDialog id=id asked=asked act=act on_close=on_close/> }
}
