//! In whose place a device comes that is asked for: the old one goes on the same trip, if the
//! school says which.

use crate::context::App;
use crate::text::{equipment as device_words, our_supplies as words};
use leptos::prelude::*;
use shared::equipment::{Equipment, EquipmentKind};
use shared::id::EquipmentId;
use shared::order;
use shared::renewal::proposing::replaced;
use std::sync::Arc;

/// The devices of the own school that may be replaced, those of these kinds first. Reactive.
fn old(app: App, kinds: &[EquipmentKind]) -> Vec<(EquipmentId, String)> {
    let Some(site) = app.actor().and_then(|actor| actor.site) else { return Vec::new() };
    app.read(|replica| {
        let view = replica.view();
        let going = replaced(view);
        let stays = |one: &&Arc<Equipment>| one.serves() && !going.contains(&one.id);
        let mut all: Vec<_> = view.equipment_of(&site).filter(stays).collect();
        order::sort_by(&mut all, |a, b| {
            let key = |one: &Equipment| !kinds.contains(&one.kind);
            (key(a), &a.room, &a.name, a.id).cmp(&(key(b), &b.room, &b.name, b.id))
        });
        all.into_iter().map(|one| (one.id, device_words::named(one))).collect()
    })
}

/// «Remplace un ancien appareil», shown where a device is asked for.
#[component]
pub(super) fn Replaced(
    app: App,
    #[prop(into)] kinds: Signal<Vec<EquipmentKind>>,
    value: RwSignal<Option<EquipmentId>>,
) -> impl IntoView {
    let all = Memo::new(move |_| kinds.with(|kinds| old(app, kinds)));
    let choose = move |event| value.set(event_target_value(&event).parse().ok());
    let option = move |(id, name): (EquipmentId, String)| {
        view! {
            <option value=id.to_string() selected=move || value.get() == Some(id)>
                {name}
            </option>
        }
    };
    view! {
        <Show when=move || !kinds.with(Vec::is_empty) && !all.with(Vec::is_empty)>
            <label class="field">
                <span class="field-label">{words::REPLACES}</span>
                <select on:change=choose>
                    <option value="" selected=move || value.get().is_none()>
                        {words::REPLACES_NONE}
                    </option>
                    {move || all.get().into_iter().map(option).collect_view()}
                </select>
            </label>
        </Show>
    }
}
