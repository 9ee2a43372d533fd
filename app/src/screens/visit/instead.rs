//! «Une autre école à la place»: the visits that can be made now, when one could not be.

use super::{Here, Stage};
use crate::parts::Failure;
use crate::screens::form::{Form, is_possible};
use crate::text::{self, visit_screen as words};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::command::Command;
use shared::day::HalfDay;
use shared::id::VisitId;
use shared::plan;
use shared::planning::{self, Instead};

/// Proposals to choose between.
const PROPOSALS: usize = 3;

/// The proposals, computed on the device; none while the visit can still be made.
#[component]
pub(super) fn InsteadOf(here: Here, stage: Memo<Stage>) -> impl IntoView {
    let form = Form::new();
    let slot = move || here.visit().map(|visit| visit.slot);
    let proposals = Memo::new(move |_| {
        let today = here.app.today();
        let is_over = slot().is_none_or(|slot| slot.day < today);
        if is_over || stage.get() != Stage::Missed || !here.mine.get() {
            return Vec::new();
        }
        here.app.read(|replica| planning::instead(replica.view(), here.id, PROPOSALS))
    });
    let lines = move || {
        let slot = slot()?;
        let possible = |at: &Instead| is_possible(here.app, forward(at.visit, slot));
        let proposals = proposals.get().into_iter().filter(possible);
        let lines: Vec<_> = proposals.map(|at| proposal(here, form, at, slot)).collect();
        (!lines.is_empty()).then(|| {
            view! {
                <section class="section">
                    <h2>{words::INSTEAD}</h2>
                    <p class="hint">{words::INSTEAD_HINT}</p>
                    <Failure text=form.error()/>
                    <ul class="plain suggestions">{lines}</ul>
                </section>
            }
        })
    };
    view! { {lines} }
}

fn forward(visit: VisitId, slot: HalfDay) -> Command {
    plan::Act::BringForward { visit, slot }.into()
}

fn proposal(here: Here, form: Form, at: Instead, slot: HalfDay) -> impl IntoView + use<> {
    let navigate = use_navigate();
    let visit = at.visit;
    let (name, planned) = here.app.read_now(|replica| {
        let state = replica.view();
        let known = state.visits.get(&visit);
        let name = known.map(|visit| text::site_name(state, &visit.site)).unwrap_or_default();
        (name, known.map(|visit| text::slot_long(visit.slot)).unwrap_or_default())
    });
    let go = move |_| {
        let navigate = navigate.clone();
        let undo = plan::Act::PutBackVisit { visit };
        form.submit_with_undo(forward(visit, slot), words::BROUGHT_FORWARD, undo, move || {
            navigate(&format!("/passage/{visit}"), Default::default());
        });
    };
    view! {
        <li>
            <button
                type="button"
                class="button secondary"
                disabled=move || form.is_busy()
                on:click=go
            >
                {words::go_to(&name)}
            </button>
            <p class="hint">{words::instead(at.minutes, at.requests, &planned)}</p>
        </li>
    }
}
