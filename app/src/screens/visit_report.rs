//! «Compte rendu de passage»: the report of a visit, to be read, printed and signed.

mod parts;

use super::form::is_possible;
use super::today::card;
use super::visit::lines::{Line, Mark, lines, unseen};
use super::visit::sign::SignDialog;
use crate::context::use_app;
use crate::parts::{Back, Page};
use crate::text::{titled, visit_report as words, visit_screen};
use leptos::prelude::*;
use parts::{Facts, Results, Signed, Work};
use shared::command::Command;
use shared::id::VisitId;
use shared::site::Site;
use shared::ticket::Ticket;
use shared::visit;
use shared::visit::Visit;
use std::sync::Arc;

/// The screen.
#[component]
pub fn VisitReportScreen(id: VisitId) -> impl IntoView {
    let app = use_app();
    let known = card::follow(app, id);
    let content = Memo::new(move |_| {
        let (visit, site) = known.get()?;
        let (lines, unseen) = app.read(|replica| {
            let view = replica.view();
            (lines(view, &visit), unseen(view, &visit))
        });
        Some((visit, site, lines, unseen))
    });
    let title = Signal::derive(move || {
        known.with(|known| {
            let site = known.as_ref().and_then(|(_, site)| site.as_deref());
            titled(words::TITLE, site.map(|site| site.name.as_str()))
        })
    });
    view! {
        <Page title=title>
            <Back href=format!("/passage/{id}") label=words::BACK/>
            {move || match content.get() {
                Some((visit, site, lines, unseen)) => {
                    view! { <Report visit=visit site=site lines=lines unseen=unseen/> }.into_any()
                }
                None => view! { <p class="empty">{visit_screen::UNKNOWN}</p> }.into_any(),
            }}
            <Tools id=id/>
        </Page>
    }
}

#[component]
fn Report(
    visit: Arc<Visit>,
    site: Option<Arc<Site>>,
    lines: Vec<Line>,
    unseen: Vec<Arc<Ticket>>,
) -> impl IntoView {
    let provisional =
        (!visit.is_done()).then(|| view! { <p class="banner">{words::NOT_FINISHED}</p> });
    let is_changed = is_changed(&visit, &lines);
    let left_over = visit.left_over.then(|| view! { <p>{words::LEFT_OVER}</p> });
    view! {
        {provisional}
        <article class="report">
            <Facts visit=Arc::clone(&visit) site=site/>
            {left_over}
            <Results visit=Arc::clone(&visit)/>
            <Work lines=lines unseen=unseen/>
            <Signed visit=visit is_changed=is_changed/>
        </article>
    }
}

/// Whether the report holds something that came after its signature.
fn is_changed(visit: &Visit, lines: &[Line]) -> bool {
    use visit::Happened::{CheckedLater, Noted, PhotoLater};
    let of_visit = visit
        .after_signature()
        .iter()
        .any(|entry| matches!(entry.what, CheckedLater { .. } | Noted { .. } | PhotoLater { .. }));
    let of_line = |line: &Line| {
        let states = [line.resolved, line.postponed, line.added];
        let works = line.work.iter().map(|(_, mark)| *mark);
        states.into_iter().flatten().chain(works).any(|mark| mark == Mark::Later)
    };
    of_visit || lines.iter().any(of_line)
}

/// The buttons to print and to sign.
#[component]
fn Tools(id: VisitId) -> impl IntoView {
    let app = use_app();
    let signing = RwSignal::new(false);
    let to_sign = Memo::new(move |_| {
        let unsigned = app.read(|replica| {
            replica.view().visits.get(&id).is_some_and(|visit| visit.signature.is_none())
        });
        unsigned && is_possible(app, signature(id))
    });
    let print = move |_| {
        if let Some(window) = web_sys::window() {
            // If it fails, the page stays as it is.
            let _ = window.print();
        }
    };
    let close = Callback::new(move |()| signing.set(false));
    view! {
        <div class="actions">
            <Show when=move || to_sign.get()>
                <button
                    type="button"
                    class="button primary main"
                    on:click=move |_| signing.set(true)
                >
                    {visit_screen::SIGN}
                </button>
            </Show>
            <button type="button" class="button secondary" on:click=print>
                {words::PRINT}
            </button>
        </div>
        <Show when=move || signing.get()>
            <SignDialog visit=id in_report=true on_close=close/>
        </Show>
    }
}

/// Returns a sample signature, with which the rules are asked.
fn signature(visit: VisitId) -> Command {
    visit::Act::SignReport { visit, name: "-".into(), capacity: String::new(), drawing: None }
        .into()
}
