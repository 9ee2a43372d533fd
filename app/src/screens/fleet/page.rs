//! A device: what is known of it, what happened to it, and what can be done with it.

use super::{Opened, open_dialog};
use crate::context::{App, use_app};
use crate::parts::{Back, Failure, Page, fact};
use crate::screens::form::Form;
use crate::screens::ticket::facts::{self, History, HistoryLine};
use crate::text::{capital, date, equipment as device_words, fleet as words, site_name};
use leptos::prelude::*;
use shared::day::Day;
use shared::equipment::{Act, Equipment};
use shared::id::EquipmentId;
use shared::money::Cents;
use shared::row::State;
use shared::words as names;
use std::cmp::Reverse;
use std::sync::Arc;

/// The screen.
#[component]
pub fn DeviceScreen(id: EquipmentId) -> impl IntoView {
    let app = use_app();
    let known = Memo::new(move |_| app.read(|r| r.view().equipment.get(&id).cloned()));
    let title = Signal::derive(move || {
        known.with(|known| known.as_ref().map_or(words::DEVICE.into(), |one| one.name.clone()))
    });
    view! {
        <Page title=title>
            <Back href="/parc" label=words::TITLE/>
            <Show
                when=move || known.with(Option::is_some)
                fallback=|| view! { <p class="empty">{words::UNKNOWN}</p> }
            >
                {move || known.get().map(|one| view! { <Known one=one app=app/> })}
            </Show>
        </Page>
    }
}

/// What is known, each with its name.
fn facts_of(view: &State, one: &Equipment, today: Day) -> Vec<(&'static str, String)> {
    let day = |day: Option<Day>| day.map(date::day_long).unwrap_or_default();
    vec![
        (words::KIND, capital(names::equipment_kind(one.kind))),
        (words::STATE, capital(names::equipment(one.state))),
        (words::SITE, site_name(view, &one.site)),
        (words::ROOM, one.room.clone()),
        (words::LABEL, one.label.clone()),
        (words::SERIAL, one.serial.clone()),
        (words::MODEL, one.model.clone()),
        (words::AGE, device_words::age(one, today)),
        (words::BOUGHT, day(one.bought)),
        (words::IN_SERVICE, day(one.in_service)),
        (words::LIFE, one.life().to_string()),
        (words::SUPPORT, day(one.support_ends)),
        (words::GIVER, one.given_by.clone()),
        (words::PRICE, one.price_cents.map(|cents| Cents(cents).to_string()).unwrap_or_default()),
    ]
}

#[component]
fn Known(one: Arc<Equipment>, app: App) -> impl IntoView {
    let facts = app.read_now(|replica| facts_of(replica.view(), &one, app.today_now()));
    let said = [
        one.proposal.as_ref().map(device_words::proposed),
        one.kept.as_ref().map(|kept| device_words::kept(kept.on)),
        one.retired.as_ref().map(|end| capital(&words::ended(end))),
    ];
    let said = said.into_iter().flatten().map(|said| view! { <p class="banner">{said}</p> });
    view! {
        {said.collect_view()}
        <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl>
        <Actions one=Arc::clone(&one)/>
        <Requests id=one.id/>
        <Past one=one app=app/>
    }
}

/// What can be done with a device, each as a button.
#[component]
pub(in crate::screens) fn Actions(one: Arc<Equipment>) -> impl IntoView {
    let form = Form::new();
    let opened = RwSignal::new(None::<Opened>);
    let id = one.id;
    let open = move |label: &'static str, dialog: Opened| {
        view! {
            <button
                type="button"
                class="button secondary"
                on:click=move |_| opened.set(Some(dialog.clone()))
            >
                {label}
            </button>
        }
        .into_any()
    };
    let give = move |label: &'static str, act: Act, said: &'static str| {
        view! {
            <button
                type="button"
                class="button secondary"
                disabled=move || form.is_busy()
                on:click=move |_| form.submit(act.clone(), said, || ())
            >
                {label}
            </button>
        }
        .into_any()
    };
    let shared = || Arc::clone(&one);
    let buttons = match &one.retired {
        _ if one.serves() => vec![
            open(words::EDIT, Opened::Edit(shared())),
            open(words::MOVE, Opened::Move(shared())),
            open(words::RETIRE, Opened::Retire(shared())),
        ],
        end => {
            let is_wiped = end.as_ref().is_some_and(|end| end.wiped_on.is_some());
            let is_directed = end.as_ref().is_some_and(|end| end.destination.is_some());
            let is_gone = end.as_ref().is_some_and(|end| end.gone_on.is_some());
            let wipe = Act::WipeEquipment { equipment: id, on: form.app.today_now() };
            let revive = Act::ReviveEquipment { equipment: id };
            [
                (one.kind.has_storage() && !is_wiped)
                    .then(|| give(words::WIPE, wipe, words::SAID_WIPED)),
                Some(open(words::DIRECT, Opened::Direct(shared()))),
                is_directed.then(|| open(words::PROVE, Opened::Prove(shared()))),
                (!is_gone).then(|| give(words::REVIVE, revive, words::SAID_REVIVED)),
            ]
            .into_iter()
            .flatten()
            .collect()
        }
    };
    view! {
        <Failure text=form.error()/>
        <div class="actions">{buttons}</div>
        {open_dialog(opened)}
    }
}

#[component]
fn Requests(id: EquipmentId) -> impl IntoView {
    let app = use_app();
    let tickets = Memo::new(move |_| {
        app.read(|replica| {
            let all = replica.view().tickets.values();
            let mut of_it: Vec<_> = all.filter(|t| t.equipment == Some(id)).cloned().collect();
            shared::order::sort_by_key(&mut of_it, |t| (Reverse(t.reported_on), t.id));
            of_it
        })
    });
    view! {
        <section class="section">
            <h2>{words::REQUESTS}</h2>
            <Show
                when=move || !tickets.with(Vec::is_empty)
                fallback=|| view! { <p>{words::NO_REQUESTS}</p> }
            >
                <ul class="lines">
                    {move || tickets.get().iter().map(|t| facts::line(t)).collect_view()}
                </ul>
            </Show>
        </section>
    }
}

#[component]
fn Past(one: Arc<Equipment>, app: App) -> impl IntoView {
    let lines: Vec<HistoryLine> = app.read_now(|replica| {
        let line = |entry: &shared::history::Entry<shared::equipment::Happened>| {
            let said = words::happened(&entry.what, replica.view());
            HistoryLine::of(entry, format!("{said} ({})", entry.by_name), &[])
        };
        one.history.iter().map(line).collect()
    });
    let is_empty = lines.is_empty();
    view! {
        <section class="section">
            <h2>{words::HISTORY}</h2>
            {match is_empty {
                true => view! { <p>{words::NO_HISTORY}</p> }.into_any(),
                false => view! { <History lines=Signal::stored(lines)/> }.into_any(),
            }}
        </section>
    }
}
