//! «Compte rendu de passage»: the report of a visit, to be read, printed and signed.

mod parts;

use super::form::is_possible;
use super::site::elsewhere::{Rows, SiteRows};
use super::today::card::{self, VisitAtSite};
use super::visit::lines::{Line, Mark, lines, unseen};
use super::visit::sign::SignDialog;
use crate::context::{App, use_app};
use crate::parts::{Back, Page};
use crate::text::{school, titled, visit_report as words, visit_screen};
use chrono::Duration;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use parts::{Facts, Results, Signed, Work};
use shared::command::Command;
use shared::id::{SiteId, VisitId};
use shared::limits::CLOSED_KEPT_TECHNICIAN_DAYS;
use shared::role::Role;
use shared::row::State;
use shared::site::Site;
use shared::ticket::Ticket;
use shared::visit;
use shared::visit::Visit;
use std::sync::Arc;

/// The screen. A report that is opened from the card of a school says which in its address: then it
/// can be read also where the device holds not all of it, or nothing.
#[component]
pub fn VisitReportScreen(id: VisitId) -> impl IntoView {
    let app = use_app();
    let of_card = use_query_map().with_untracked(|query| query.get("ecole")).map(SiteId);
    let known = card::follow(app, id);
    let rows = whole_rows(app, known, of_card.clone());
    let content = Memo::new(move |_| {
        let read = |state: &State| {
            let visit = Arc::clone(state.visits.get(&id)?);
            let (lines, unseen) = (lines(state, &visit), unseen(state, &visit));
            Some((visit, lines, unseen))
        };
        let (visit, lines, unseen) = match rows {
            Some(rows) => rows.read(read),
            None => app.read(|replica| read(replica.view())),
        }?;
        let site = app.read(|replica| replica.view().sites.get(&visit.site).cloned());
        Some((visit, site, lines, unseen))
    });
    let title = Signal::derive(move || {
        content.with(|content| {
            let site = content.as_ref().and_then(|(_, site, ..)| site.as_deref());
            titled(words::TITLE, site.map(|site| site.name.as_str()))
        })
    });
    let is_school = untrack(|| app.role()) == Some(Role::Teacher);
    let (href, label) = match &of_card {
        Some(site) => (format!("/ecoles/{site}"), words::BACK_CARD),
        // The visit itself is the technician's.
        None if is_school => ("/ecole".to_owned(), school::TITLE),
        None => (format!("/passage/{id}"), words::BACK),
    };
    view! {
        <Page title=title>
            <Back href=href label=label/>
            {rows.map(|rows| view! { <Incomplete rows=rows/> })}
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

/// The rows of the site of a report. A technician's device gives up requests some time after they
/// were closed: those of an older visit are fetched, as are those of a visit that it does not hold.
fn whole_rows(app: App, known: Memo<VisitAtSite>, of_card: Option<SiteId>) -> Option<SiteRows> {
    let of_visit = known.with_untracked(|known| known.as_ref().map(|(v, _)| v.site.clone()));
    let is_here = Memo::new(move |_| {
        let from = app.today() - Duration::days(CLOSED_KEPT_TECHNICIAN_DAYS);
        app.role() != Some(Role::Technician)
            || known.with(|known| known.as_ref().is_some_and(|(visit, _)| visit.day() >= from))
    });
    of_card.or(of_visit).map(|site| SiteRows::of_part(app, site, is_here))
}

/// Says that the works of an older visit may be missing.
#[component]
fn Incomplete(rows: SiteRows) -> impl IntoView {
    let said = move || match rows.get() {
        Rows::Here | Rows::Fetched(_) => None,
        Rows::Fetching => Some(words::FETCHING),
        Rows::Unreachable => Some(words::INCOMPLETE),
    };
    view! {
        <div role="status">
            {move || said().map(|said| view! { <p class="banner">{said}</p> })}
        </div>
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
