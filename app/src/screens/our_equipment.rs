//! «Notre matériel»: what the school has, how old it is, and what it would rather keep.

use super::form::Form;
use super::ticket::facts;
use crate::context::use_app;
use crate::parts::{Back, Failure, Page};
use crate::text::{equipment as words, school, visit_screen};
use leptos::prelude::*;
use shared::equipment::{Act, Equipment};
use shared::id::{EquipmentId, Seq};
use shared::order;
use std::sync::Arc;

/// The screen.
#[component]
pub fn OurEquipmentScreen() -> impl IntoView {
    let app = use_app();
    let form = Form::new();
    let fleet = Memo::new(move |_| {
        let Some(site) = app.actor().and_then(|actor| actor.site) else { return Vec::new() };
        app.read(|replica| {
            let serves = |one: &&Arc<Equipment>| one.serves();
            let all = replica.view().equipment_of(&site).filter(serves).cloned();
            let mut fleet: Vec<_> = all.collect();
            order::sort_by(&mut fleet, |a, b| {
                (&a.room, &a.name, a.id).cmp(&(&b.room, &b.name, b.id))
            });
            fleet
        })
    });
    let line = move |one: Arc<Equipment>| view! { <Line one=one form=form/> };
    view! {
        <Page title=school::OUR_EQUIPMENT>
            <Back href="/ecole" label=school::TITLE/>
            <p>{words::INTRO}</p>
            <Failure text=form.error()/>
            <Show
                when=move || !fleet.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NONE}</p> }
            >
                <ul class="cards">
                    <For each=move || fleet.get() key=line_key children=line/>
                </ul>
            </Show>
        </Page>
    }
}

/// A line is drawn anew when its device changes.
fn line_key(one: &Arc<Equipment>) -> (EquipmentId, bool, Seq) {
    (one.id, one.kept.is_some(), one.version)
}

#[component]
fn Line(one: Arc<Equipment>, form: Form) -> impl IntoView {
    let id = one.id;
    let keep = one.kept.is_none();
    let (label, said) = match keep {
        true => (words::KEEP, words::SAID_KEPT),
        false => (words::LET_GO, words::SAID_LET_GO),
    };
    let act = move |keep| Act::KeepEquipment { equipment: id, keep };
    let press = move |_| form.submit_with_undo(act(keep), said, act(!keep), || ());
    let kept = one.kept.as_ref().map(|kept| view! { <p>{words::kept(kept.on)}</p> });
    let called = format!("{label}\u{a0}: {}", one.name);
    view! {
        <li class="card">
            <p class="card-title">{facts::equipment(&one)}</p>
            <p class="meta">
                {visit_screen::room(&one.room)} " · " {words::age(&one, form.app.today_now())}
            </p>
            {kept}
            <div class="actions">
                <button
                    type="button"
                    class="button secondary"
                    aria-label=called
                    disabled=move || form.is_busy()
                    on:click=press
                >
                    {label}
                </button>
            </div>
        </li>
    }
}
