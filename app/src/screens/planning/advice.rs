//! The reasons for the place of a visit, and the three best other half-days.

use super::Desk;
use crate::text::{self, planning as words};
use leptos::prelude::*;
use shared::id::VisitId;
use shared::planning::{self, Advice, PlanningProblem};
use shared::rounds::Reason;

/// Suggestions to choose between.
const SUGGESTIONS: usize = 3;

/// The reasons for the place of a visit, in words; nothing unless it is to come.
#[component]
pub(super) fn Reasons(desk: Desk, visit: VisitId) -> impl IntoView {
    let quarter = desk.quarter.get_untracked()?;
    let today = desk.app.today_now();
    desk.app.read_now(|replica| {
        let state = replica.view();
        let (reasons, problem) = planning::reasons(state, &quarter, today, visit)?;
        let said = sentence(desk, &reasons, &problem);
        Some(view! { <p class="hint">{words::why(&said)}</p> })
    })
}

/// The best other half-days, each with its cost and reasons; a tap moves the visit there.
#[component]
pub(super) fn Suggestions(desk: Desk, visit: VisitId) -> impl IntoView {
    let quarter = desk.quarter.get_untracked()?;
    let today = desk.app.today_now();
    let (advice, problem) = desk.app.read_now(|replica| {
        planning::advise(replica.view(), &quarter, today, visit, SUGGESTIONS)
    })?;
    if advice.is_empty() {
        return None;
    }
    let lines: Vec<_> = advice.into_iter().map(|a| line(desk, visit, a, &problem)).collect();
    Some(view! {
        <h3 class="small">{words::SUGGESTIONS}</h3>
        <ul class="plain suggestions">{lines}</ul>
    })
}

fn line(
    desk: Desk,
    visit: VisitId,
    advice: Advice,
    problem: &PlanningProblem,
) -> impl IntoView + use<> {
    let (technician, slot) = (advice.at.technician, advice.at.slot);
    let when = format!("{}, {}", text::slot_long(slot), desk.technician_name(technician));
    let why = sentence(desk, &advice.reasons, problem);
    let cost = words::cost(advice.travel_s);
    view! {
        <li>
            <button
                type="button"
                class="button secondary"
                on:click=move |_| desk.move_to(visit, technician, slot)
            >
                {when}
            </button>
            <p class="hint">{cost}" · "{why}</p>
        </li>
    }
}

fn sentence(desk: Desk, reasons: &[Reason], problem: &PlanningProblem) -> String {
    desk.app.read_now(|replica| {
        let name = |site: u32| {
            let site = problem.sites.get(site as usize);
            site.map(|site| text::site_name(replica.view(), site)).unwrap_or_default()
        };
        let said: Vec<_> = reasons.iter().filter_map(|r| words::reason(r, name)).collect();
        said.join("\u{a0}; ")
    })
}
