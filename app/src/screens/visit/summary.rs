//! What is signed, in three lines: nobody signs a report unseen.

use super::lines::{Line, lines};
use crate::context::use_app;
use crate::text::visit_screen as words;
use leptos::prelude::*;
use leptos_router::components::A;
use shared::id::VisitId;
use shared::row::State;
use shared::ticket::TicketState;
use shared::visit::{Check, Visit, VisitState};

/// The checks, the works and the requests of a visit, and the way to the whole report.
#[component]
pub(super) fn Summary(visit: VisitId, in_report: bool) -> impl IntoView {
    let app = use_app();
    let known = app.read_now(|replica| {
        let view = replica.view();
        let visit = view.visits.get(&visit)?;
        Some((said(view, visit), visit.state == VisitState::OnSite))
    });
    let (lines, is_early) = known.unwrap_or_default();
    let line = |line: String| view! { <li>{line}</li> };
    let report = (!in_report).then(|| {
        view! {
            <p>
                <A href=format!("/passage/{visit}/compte-rendu")>{words::SIGN_READ}</A>
            </p>
        }
    });
    view! {
        <div class="signed-what">
            <h3>{words::SIGN_WHAT}</h3>
            <ul>{lines.into_iter().map(line).collect_view()}</ul>
            {report}
            {is_early.then(|| view! { <p class="hint">{words::SIGN_EARLY}</p> })}
        </div>
    }
}

fn said(view: &State, visit: &Visit) -> Vec<String> {
    let answer =
        |check: Check| visit.checklist.values().filter(|checked| checked.check == check).count();
    let items = view.settings().checklist.len();
    let seen = visit.checklist.values().filter(|checked| checked.check != Check::Open).count();
    let lines = lines(view, visit);
    let counted = |holds: fn(&Line) -> bool| lines.iter().filter(|line| holds(line)).count();
    let works: usize = lines.iter().map(|line| line.work.len()).sum();
    let minutes: u32 = lines.iter().map(|line| line.minutes).sum();
    let open = view
        .tickets_of(&visit.site)
        .filter(|ticket| ticket.concerns(visit) && ticket.state != TicketState::Resolved);
    vec![
        words::signed_items(seen, items.max(seen), answer(Check::Failed)),
        words::signed_works(works, minutes),
        words::signed_requests(
            counted(|line| line.resolved.is_some()),
            counted(|line| line.postponed.is_some()),
            counted(|line| line.added.is_some()),
            open.count(),
        ),
    ]
}
