//! «Passage imprévu»: a visit that nobody had planned. One that is planned is offered instead.

use super::Here;
use crate::context::clock_ms;
use crate::parts::{Dialog, Failure};
use crate::screens::form::Form;
use crate::text::{self, date, site_screen as words, slot_long};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use shared::day::HalfDay;
use shared::visit::{self, Visit, VisitState};
use std::sync::Arc;

/// The part of an address that asks for the dialog at once.
pub(super) const UNPLANNED: &str = "imprevu";

/// The button, and its dialog, which is open at once when it was `asked` for.
#[component]
pub(super) fn Unplanned(here: Here, asked: bool) -> impl IntoView {
    let opened = RwSignal::new(asked);
    let close = Callback::new(move |()| opened.set(false));
    view! {
        <button type="button" class="button secondary" on:click=move |_| opened.set(true)>
            {words::UNPLANNED}
        </button>
        <Show when=move || opened.get()>
            <UnplannedDialog here=here on_close=close/>
        </Show>
    }
}

/// The visits of the quarter at the site that matter before another one is begun.
#[derive(Debug, Clone, PartialEq, Default)]
struct OfQuarter {
    /// One's own, planned or going on.
    own: Option<Arc<Visit>>,
    /// Somebody else's, planned or going on.
    other: Option<Arc<Visit>>,
    /// One that was made.
    made: Option<Arc<Visit>>,
}

fn of_quarter(here: Here) -> OfQuarter {
    let today = here.app.today();
    let (me, quarter) = here.app.read(|replica| {
        let me = replica.meta().actor.as_ref().map(|actor| actor.account);
        let calendar = replica.view().calendar();
        (me, calendar.current_quarter(today).map(|quarter| quarter.id.clone()))
    });
    here.rows.read(|state| {
        let id = here.id();
        let mut visits: Vec<_> = state.visits_of(&id).cloned().collect();
        visits.retain(|visit| Some(&visit.quarter) == quarter.as_ref());
        // One that goes on before one that is planned.
        visits.sort_by_key(|visit| (visit.state != VisitState::OnSite, visit.slot));
        let first = |fits: &dyn Fn(&Visit) -> bool| visits.iter().find(|v| fits(v)).cloned();
        OfQuarter {
            own: first(&|visit| visit.is_ahead() && Some(visit.technician) == me),
            other: first(&|visit| visit.is_ahead() && Some(visit.technician) != me),
            made: first(&|visit| visit.is_done()),
        }
    })
}

#[component]
fn UnplannedDialog(here: Here, on_close: Callback<()>) -> impl IntoView {
    let form = Form::new();
    let navigate = use_navigate();
    let known = Memo::new(move |_| of_quarter(here));
    let start = move |_| {
        let navigate = navigate.clone();
        let (visit, site) = (here.app.fresh(), here.id());
        let slot = HalfDay::at(clock_ms());
        let command = visit::Act::StartUnplanned { visit, site, slot };
        form.submit(command, words::UNPLANNED_STARTED, move || {
            navigate(&format!("/passage/{visit}"), Default::default());
        });
    };
    let said = move || {
        let OfQuarter { own, other, made } = known.get();
        let own = own.map(|visit| {
            view! {
                <p>{words::planned_for_you(&slot_long(visit.slot))}</p>
                <A href=format!("/passage/{}", visit.id) attr:class="button primary main">
                    {words::OPEN_PLANNED}
                </A>
            }
        });
        let other = other.map(|visit| {
            let who = here.app.read(|r| text::person_name(r.view(), visit.technician));
            view! { <p>{words::planned_for(&who, &slot_long(visit.slot))}</p> }
        });
        let made = made.map(|visit| view! { <p>{words::made(&date::day(visit.day()))}</p> });
        view! { {own} {other} {made} }
    };
    let look = move || match known.with(|known| known.own.is_some()) {
        true => "button secondary",
        false => "button primary main",
    };
    view! {
        <Dialog title=words::UNPLANNED on_close=on_close>
            <p>{move || crate::screens::today::card::site_name(here.site.get().as_deref())}</p>
            {said}
            <p class="hint">{words::UNPLANNED_HINT}</p>
            <Failure text=form.error()/>
            <div class="actions">
                <button type="button" class=look disabled=move || form.is_busy() on:click=start>
                    {words::UNPLANNED_START}
                </button>
            </div>
        </Dialog>
    }
}
