//! Stops of a technician: what is handed over or taken back at another school on the way, from
//! «Ma journée» itself.

use super::LegKey;
use super::passing::ToDo;
use crate::context::App;
use crate::screens::today::card::{SiteLinks, address, site_name};
use crate::text::passing as words;
use leptos::prelude::*;
use shared::day::Day;
use shared::id::AccountId;
use shared::order;
use shared::supply::stops::{Stop, ahead};
use shared::supply::{Carrier, Leg, Supply};
use std::sync::Arc;

fn me(app: App) -> Option<AccountId> {
    app.actor().map(|actor| actor.account)
}

/// The stops that wait, of which days `on` tells. Reactive.
pub(in crate::screens) fn stops(app: App, on: impl Fn(Day) -> bool) -> Vec<Stop> {
    let Some(me) = me(app) else { return Vec::new() };
    let mut stops = app.read(|replica| ahead(replica.view(), me));
    stops.retain(|stop| on(stop.slot.day));
    stops
}

/// The legs of a stop. Reactive.
fn legs(app: App, stop: &Stop) -> Vec<LegKey> {
    let Some(me) = me(app) else { return Vec::new() };
    app.read(|replica| {
        let here = |supply: &&Arc<Supply>| supply.site == stop.site;
        let mut supplies: Vec<_> =
            replica.view().supplies.values().filter(here).map(Arc::clone).collect();
        order::sort_by_key(&mut supplies, |supply| (supply.asked_on, supply.id));
        let of = |supply: &Arc<Supply>| -> Vec<LegKey> {
            let legs = supply.stops_of(me).filter(|(slot, _)| *slot == stop.slot);
            legs.map(|(_, leg)| (supply.id, leg.id)).collect()
        };
        supplies.iter().flat_map(of).collect()
    })
}

/// What was done at stops on a day, in words. Reactive.
fn done_on(app: App, day: Day) -> Vec<String> {
    let Some(me) = me(app) else { return Vec::new() };
    let is_mine = |leg: &&Leg| {
        let Some(Carrier::Stop { technician, slot }) = leg.carrier else { return false };
        technician == me && slot.day == day
    };
    app.read(|replica| {
        let view = replica.view();
        let told = |supply: &Arc<Supply>| -> Vec<String> {
            let site = site_name(view.sites.get(&supply.site).map(Arc::as_ref));
            let done = supply.legs.iter().filter(is_mine).filter_map(|leg| {
                let told = words::told(supply, leg, leg.done()?);
                Some(format!("{site}\u{a0}: {told}"))
            });
            done.collect()
        };
        view.supplies.values().flat_map(told).collect()
    })
}

/// «Arrêts»: those of today between the two half-days, with those that are late.
#[component]
pub(in crate::screens) fn Stops(app: App) -> impl IntoView {
    let today = Memo::new(move |_| app.today());
    let due = Memo::new(move |_| {
        let today = today.get();
        stops(app, move |day| day <= today)
    });
    let done = Memo::new(move |_| done_on(app, today.get()));
    let lines = move || {
        let line = |line: String| view! { <li>{line}</li> };
        done.get().into_iter().map(line).collect_view()
    };
    view! {
        <Show when=move || !due.with(Vec::is_empty) || !done.with(Vec::is_empty)>
            <section class="section">
                <h2>{words::STOPS}</h2>
                <p class="hint">{words::STOPS_HINT}</p>
                <ul class="cards">
                    <For each=move || due.get() key=|stop| stop.clone() let:stop>
                        <StopCard app=app stop=stop today=today/>
                    </For>
                </ul>
                <ul>{lines}</ul>
            </section>
        </Show>
    }
}

#[component]
fn StopCard(app: App, stop: Stop, today: Memo<Day>) -> impl IntoView {
    let id = stop.site.clone();
    let site = Memo::new(move |_| app.read(|replica| replica.view().sites.get(&id).cloned()));
    let slot = stop.slot;
    let late = move || (slot.day < today.get()).then(|| words::late_stop(slot));
    let of = Memo::new(move |_| legs(app, &stop));
    let told = move || {
        let site = site.get();
        view! {
            <p class="card-title">{words::STOP} "\u{a0}: " {site_name(site.as_deref())}</p>
            <p class="meta">{site.as_deref().map(address)}</p>
            {site.map(|site| view! { <SiteLinks site=site/> })}
        }
    };
    let none = Memo::new(|_| None);
    let writing = Signal::derive(|| true);
    view! {
        <li class="card">
            {told}
            {move || late().map(|late| view! { <p class="banner">{late}</p> })}
            <ul class="cards">
                <For each=move || of.get() key=|key| *key let:key>
                    <ToDo app=app key=key visit=none writing=writing/>
                </For>
            </ul>
        </li>
    }
}

/// The stops of a coming day: a round that passes earlier may do them already.
#[component]
pub(in crate::screens) fn NextStops(app: App, day: Day) -> impl IntoView {
    let today = Memo::new(move |_| app.today());
    let stops = Memo::new(move |_| stops(app, |of| of == day));
    view! {
        <For each=move || stops.get() key=|stop| stop.clone() let:stop>
            <StopCard app=app stop=stop today=today/>
        </For>
    }
}
