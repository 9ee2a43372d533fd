//! «Fin de vie»: retired devices by how far their end is told, and the legal share of reuse.

use super::fleet::{Opened, open_dialog};
use crate::context::use_app;
use crate::parts::{Back, More, Page};
use crate::text::{equipment as device_words, fleet as words, sobriety};
use leptos::prelude::*;
use shared::equipment::Equipment;
use shared::id::{EquipmentId, Seq};
use shared::order;
use shared::reuse::{self, Reuse};
use shared::sobriety::{Factor, known};
use std::cmp::Reverse;
use std::sync::Arc;

/// How many of a part are shown at first, and with each «Afficher la suite».
const SHOWN: usize = 50;

/// How far the end of a device is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Pending,
    Promised,
    Proved,
}

fn stage(one: &Equipment) -> Stage {
    match &one.retired {
        Some(end) if end.is_proved() => Stage::Proved,
        Some(end) if end.destination.is_some() => Stage::Promised,
        Some(_) | None => Stage::Pending,
    }
}

/// The screen.
#[component]
pub fn EndOfLifeScreen() -> impl IntoView {
    let app = use_app();
    let retired = Memo::new(move |_| {
        app.read(|replica| {
            let all = replica.view().equipment.values().filter(|one| !one.serves());
            let mut all: Vec<_> = all.cloned().collect();
            order::sort_by_key(&mut all, |one| {
                (Reverse(one.retired.as_ref().map(|end| end.on)), one.id)
            });
            all
        })
    });
    let opened = RwSignal::new(None::<Opened>);
    view! {
        <Page title=words::END>
            <Back href="/parc" label=words::TITLE/>
            <Share/>
            <Show
                when=move || !retired.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NONE_RETIRED}</p> }
            >
                <Stages title=words::PENDING stage=Stage::Pending all=retired opened=opened/>
                <Stages title=words::PROMISED stage=Stage::Promised all=retired opened=opened/>
                <Stages title=words::PROVED stage=Stage::Proved all=retired opened=opened/>
            </Show>
            {open_dialog(opened)}
        </Page>
    }
}

/// The share of reuse of this year and of the one before.
#[component]
fn Share() -> impl IntoView {
    let app = use_app();
    let years = Memo::new(move |_| {
        let year = chrono::Datelike::year(&app.today());
        app.read(|replica| {
            let factors = known::factors(&replica.view().settings());
            let of = |year| {
                let devices = replica.view().equipment.values().map(|one| &**one);
                let figures = reuse::of_year(devices, &factors, year);
                (year, figures, reuse::objective(&factors, year).cloned())
            };
            [of(year), of(year - 1)]
        })
    });
    let line = |(year, figures, objective): (i32, Reuse, Option<Factor>)| {
        view! {
            <div>
                <dt>{format!("{}\u{a0}{year}", words::REUSE)}</dt>
                <dd>
                    {words::reuse(figures, objective.as_ref())}
                    {objective.map(|row| {
                        let said = sobriety::factor(&row);
                        view! { <br/> <span class="meta">{said}</span> }
                    })}
                    {words::outside(figures)
                        .map(|outside| view! { <br/> <span class="meta">{outside}</span> })}
                </dd>
            </div>
        }
    };
    view! {
        <section class="section" aria-label=words::REUSE>
            <dl class="facts">{move || years.get().map(line).collect_view()}</dl>
            <p class="hint">{words::REUSE_DEFINITION}</p>
        </section>
    }
}

/// The devices of one stage.
#[component]
fn Stages(
    title: &'static str,
    stage: Stage,
    all: Memo<Vec<Arc<Equipment>>>,
    opened: RwSignal<Option<Opened>>,
) -> impl IntoView {
    let most = RwSignal::new(SHOWN);
    let of_stage = Memo::new(move |_| {
        let is_of = |one: &&Arc<Equipment>| self::stage(one) == stage;
        all.with(|all| all.iter().filter(is_of).cloned().collect::<Vec<_>>())
    });
    let shown = move || of_stage.with(|of| of.iter().take(most.get()).cloned().collect::<Vec<_>>());
    let line = move |one: Arc<Equipment>| view! { <Line one=one opened=opened/> };
    view! {
        <Show when=move || !of_stage.with(Vec::is_empty)>
            <section class="section">
                <h2>{title} " (" {move || of_stage.with(Vec::len)} ")"</h2>
                <ul class="cards">
                    <For each=shown key=line_key children=line/>
                </ul>
                <More all=Signal::derive(move || of_stage.with(Vec::len)) most=most by=SHOWN/>
            </section>
        </Show>
    }
}

/// A line is drawn anew when its end is told further.
fn line_key(one: &Arc<Equipment>) -> (EquipmentId, Seq, Option<String>) {
    (one.id, one.version, one.retired.as_ref().map(words::ended))
}

#[component]
fn Line(one: Arc<Equipment>, opened: RwSignal<Option<Opened>>) -> impl IntoView {
    let id = one.id;
    let said = one.retired.as_ref().map(words::ended);
    let button = |label: &'static str, dialog: Opened| {
        let called = format!("{label}\u{a0}: {}", device_words::named(&one));
        view! {
            <button
                type="button"
                class="button small"
                aria-label=called
                on:click=move |_| opened.set(Some(dialog.clone()))
            >
                {label}
            </button>
        }
    };
    let direct = button(words::DIRECT, Opened::Direct(Arc::clone(&one)));
    let prove = (stage(&one) == Stage::Promised)
        .then(|| button(words::PROVE, Opened::Prove(Arc::clone(&one))));
    view! {
        <li class="card">
            <p class="card-title">
                <a href=format!("/parc/{id}")>{one.name.clone()}</a>
                " "
                {one.label.clone()}
            </p>
            <p class="meta">{said}</p>
            <div class="actions">{direct} {prove}</div>
        </li>
    }
}
