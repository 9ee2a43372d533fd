//! «À remettre», «À reprendre», «À faire»: what there is to do for orders during a visit.

use super::hand_over::HandOverDialog;
use super::take_away::{TakeAwayDialog, names};
use super::{LegKey, follow};
use crate::context::App;
use crate::parts::{Choices, Dialog, Failure, Sentence};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::screens::loans::kit::KitDialog;
use crate::text::{passing as words, supply as supply_words};
use leptos::prelude::*;
use shared::id::VisitId;
use shared::order;
use shared::supply::{Act, FailReason, HandOver, Leg, LegKind, Supply};
use shared::visit::Visit;
use std::sync::Arc;

/// The kinds under each heading.
const HEADINGS: [&[LegKind]; 3] =
    [&[LegKind::Deliver], &[LegKind::TakeBack, LegKind::TakeAway], &[LegKind::Perform]];

/// The legs of a visit that wait, of these kinds, oldest order first.
fn waiting(app: App, visit: &Visit, kinds: &[LegKind]) -> Vec<LegKey> {
    app.read(|replica| {
        let view = replica.view();
        let here = |supply: &&Arc<Supply>| supply.site == visit.site;
        let mut supplies: Vec<_> = view.supplies.values().filter(here).collect();
        order::sort_by_key(&mut supplies, |supply| (supply.asked_on, supply.id));
        let due = |supply: &Arc<Supply>| {
            let rides =
                |leg: &&Leg| kinds.contains(&leg.kind) && supply.rides_with(leg, visit, view);
            supply.legs.iter().filter(rides).map(|leg| (supply.id, leg.id)).collect::<Vec<_>>()
        };
        supplies.into_iter().flat_map(due).collect()
    })
}

/// What is to be taken along to a visit that is still ahead or goes on; nothing when there is
/// nothing. Reactive.
pub(in crate::screens) fn to_carry(app: App, visit: &Visit) -> Option<String> {
    let legs = if visit.is_ahead() { waiting(app, visit, HEADINGS[0]) } else { Vec::new() };
    let said = app.read(|replica| {
        let of = |(id, leg): &LegKey| {
            let supply = replica.view().supplies.get(id)?;
            Some(supply_words::leg(supply, supply.leg(*leg)?))
        };
        legs.iter().filter_map(of).collect::<Vec<_>>()
    });
    (!said.is_empty()).then(|| words::to_carry(&said.join(", ")))
}

/// What was done during a visit, in words.
fn done_here(app: App, visit: VisitId) -> Vec<String> {
    app.read(|replica| {
        let supplies = replica.view().supplies.values();
        let done = supplies.flat_map(|supply| {
            supply.legs.iter().filter_map(|leg| {
                let done = leg.done().filter(|done| done.visit == Some(visit))?;
                Some(words::told(supply, leg, done))
            })
        });
        done.collect()
    })
}

/// What there is to do for orders during a visit. Who may write on it has the buttons.
#[component]
pub(in crate::screens) fn Passing(
    app: App,
    #[prop(into)] visit: Signal<Option<Arc<Visit>>>,
    #[prop(into)] writing: Signal<bool>,
) -> impl IntoView {
    let id = Memo::new(move |_| visit.get().map(|visit| visit.id));
    let done = Memo::new(move |_| id.get().map_or_else(Vec::new, |id| done_here(app, id)));
    let part = move |kinds: &'static [LegKind]| {
        let legs = Memo::new(move |_| {
            visit.get().map_or_else(Vec::new, |visit| waiting(app, &visit, kinds))
        });
        let title = kinds.first().map_or("", |kind| words::heading(*kind));
        view! {
            <Show when=move || !legs.with(Vec::is_empty)>
                <section class="section">
                    <h2>{title}</h2>
                    <ul class="cards">
                        <For each=move || legs.get() key=|key| *key let:key>
                            <ToDo app=app key=key visit=id writing=writing/>
                        </For>
                    </ul>
                </section>
            </Show>
        }
    };
    let lines = move || {
        let line = |line: String| view! { <li>{line}</li> };
        done.get().into_iter().map(line).collect_view()
    };
    view! {
        {HEADINGS.map(part).collect_view()}
        <Show when=move || !done.with(Vec::is_empty)>
            <section class="section">
                <h2>{words::DONE_HERE}</h2>
                <ul>{lines}</ul>
            </section>
        </Show>
    }
}

/// What a leg is about, for who does it.
fn told(supply: &Supply, leg: u32) -> Option<impl IntoView + use<>> {
    let leg = supply.leg(leg)?;
    let minutes = Some(supply.minutes(leg)).filter(|minutes| *minutes > 0);
    let note = Some(supply.note.clone()).filter(|note| !note.is_empty());
    Some(view! {
        <p class="card-title">{supply_words::leg(supply, leg)}</p>
        {minutes.map(|minutes| view! { <p class="meta">{words::minutes(minutes)}</p> })}
        {note.map(|note| view! { <p>{note}</p> })}
        {words::tried(leg).map(|tried| view! { <p class="meta">{tried}</p> })}
    })
}

/// The old devices that a leg takes away, each by its name. Reactive.
fn old(app: App, (id, leg): LegKey) -> impl IntoView + use<> {
    let line = |name: String| view! { <p class="meta">{name}</p> };
    names(app, id, leg).into_iter().map(line).collect_view()
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Opened {
    HandOver,
    TakeAway,
    Kit,
    Fail,
}

/// The button of a leg: a dialog for what is handed over or comes back.
fn button(kind: LegKind) -> &'static str {
    match kind {
        LegKind::Deliver => words::HAND_OVER,
        LegKind::TakeBack => words::TAKE_BACK,
        LegKind::Perform | LegKind::TakeAway => words::done(kind),
    }
}

/// What is open over a leg.
fn dialogs(
    app: App,
    key: LegKey,
    visit: Memo<Option<VisitId>>,
    opened: RwSignal<Option<Opened>>,
) -> impl Fn() -> Option<AnyView> {
    let (id, leg) = key;
    let close = Callback::new(move |()| opened.set(None));
    move || {
        let visit = visit.get();
        Some(match opened.get()? {
            Opened::HandOver => {
                view! { <HandOverDialog app=app key=key visit=visit on_close=close/> }.into_any()
            }
            Opened::TakeAway => {
                view! { <TakeAwayDialog app=app key=key visit=visit on_close=close/> }.into_any()
            }
            Opened::Kit => {
                view! { <KitDialog app=app id=id leg=leg visit=visit on_close=close/> }.into_any()
            }
            Opened::Fail => view! { <FailDialog key=key visit=visit on_close=close/> }.into_any(),
        })
    }
}

/// One leg, with what there is to do for it: during a visit, or at a stop without one.
#[component]
pub(super) fn ToDo(
    app: App,
    key: LegKey,
    visit: Memo<Option<VisitId>>,
    writing: Signal<bool>,
) -> impl IntoView {
    let (id, leg) = key;
    let supply = follow(app, id);
    let kind = Memo::new(move |_| supply.get().and_then(|supply| Some(supply.leg(leg)?.kind)));
    let opened = RwSignal::new(None::<Opened>);
    let form = Form::new();
    let told = move || told(&*supply.get()?, leg);
    let is_lent = Memo::new(move |_| supply.get().is_some_and(|one| one.period.is_some()));
    let act = move |_| match kind.get_untracked() {
        Some(LegKind::Deliver | LegKind::TakeBack) if is_lent.get_untracked() => {
            opened.set(Some(Opened::Kit));
        }
        Some(LegKind::Deliver) => opened.set(Some(Opened::HandOver)),
        Some(kind) => {
            let visit = visit.get_untracked();
            let done = HandOver { visit, ..HandOver::default() };
            form.submit(Act::DoLeg { supply: id, leg, done }, words::said(kind), || {});
        }
        None => {}
    };
    let label = move || kind.get().map_or("", button);
    let dialog = dialogs(app, key, visit, opened);
    view! {
        <li class="card">
            {told}
            {move || old(app, key)}
            <Failure text=form.error()/>
            <Show when=move || writing.get()>
                <div class="actions">
                    <button
                        type="button"
                        class="button primary"
                        disabled=move || form.is_busy()
                        on:click=act
                    >
                        {label}
                    </button>
                    <Show when=move || kind.get() == Some(LegKind::TakeAway)>
                        <button
                            type="button"
                            class="button secondary"
                            on:click=move |_| opened.set(Some(Opened::TakeAway))
                        >
                            {words::TAKE_BY_LABEL}
                        </button>
                    </Show>
                    <button
                        type="button"
                        class="button secondary"
                        on:click=move |_| opened.set(Some(Opened::Fail))
                    >
                        {words::NOT_DONE}
                    </button>
                </div>
            </Show>
            {dialog}
        </li>
    }
}

/// «Pas fait…»: why.
#[component]
fn FailDialog(key: LegKey, visit: Option<VisitId>, on_close: Callback<()>) -> impl IntoView {
    let (supply, leg) = key;
    let form = Form::kept("fail_leg", format!("{supply}/{leg}"));
    let why = form.choice("why", None::<FailReason>).needs(words::NEEDS_WHY);
    let text = form.text("reason", "");
    let submit = move |()| {
        let Some(reason) = why.value.get_untracked() else { return };
        let text = text.value.get_untracked();
        let act = Act::FailLeg { supply, leg, visit, reason, text };
        form.submit_and_close(act, words::FAIL_SAID, on_close);
    };
    let options = FailReason::ALL.map(|why| (why, supply_words::failed(why))).to_vec();
    view! {
        <Dialog title=words::NOT_DONE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <Choices legend=words::WHY name="fail" options=options value=why/>
                <Sentence label=words::WHY_TEXT hint=words::WHY_HINT value=text/>
                <FormEnd form=form submit=words::FAIL_SAVE on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
