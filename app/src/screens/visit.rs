//! «Passage»: everything that a technician does in a school, with or without network.

mod bar;
mod checklist;
mod dialogs;
mod found;
mod instead;
pub(in crate::screens) mod lines;
mod requests;
mod scan;
pub(in crate::screens) mod sign;
mod summary;

use super::form::is_possible;
use super::propose::ProposeDialog;
use super::supply::passing::Passing;
use super::ticket::facts::{History, HistoryLine};
use super::today::card::{self, SiteLinks, StateBadge, address};
use crate::context::{App, use_app};
use crate::device::Awake;
use crate::parts::{Back, Page, PhotoList};
use crate::text::{slot_long, visit as visit_words, visit_screen as words};
use bar::{MainAction, OnTheSpot};
use checklist::Checklist;
use dialogs::{FinishDialog, MissDialog, NoteDialog};
use found::FoundDialog;
use instead::InsteadOf;
use leptos::ev;
use leptos::prelude::*;
use requests::Requests;
use scan::ScanDialog;
use shared::history::Entry;
use shared::id::{EquipmentId, VisitId};
use shared::visit;
use shared::visit::{Happened, Visit, VisitState};
use sign::SignDialog;
use std::sync::Arc;

/// The visit of the screen.
#[derive(Clone, Copy)]
struct Here {
    app: App,
    id: VisitId,
    known: Memo<card::VisitAtSite>,
    /// The rules let this person write on it.
    mine: Memo<bool>,
    /// It has ended, and the rules let this person go on with it.
    resumable: Memo<bool>,
    opened: RwSignal<Option<OpenDialog>>,
}

/// The dialog over the screen.
#[derive(Debug, Clone, Copy, PartialEq)]
enum OpenDialog {
    Finish,
    Sign,
    Miss,
    Note,
    Scan,
    Found(Option<EquipmentId>),
    Propose(EquipmentId),
}

/// The progress of a visit, which decides what a screen offers.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Stage {
    Ahead,
    OnSite,
    /// Ended; signed or not.
    Ended {
        signed: bool,
    },
    Missed,
    Gone,
}

impl Here {
    fn new(id: VisitId) -> Self {
        let app = use_app();
        // Only its own technician may write a note, so this tells whose visit it is.
        let note = move || visit::Act::NoteVisit { visit: id, text: "-".into() };
        let known = card::follow(app, id);
        Self {
            app,
            id,
            known,
            mine: Memo::new(move |_| is_possible(app, note().into())),
            resumable: Memo::new(move |_| {
                let ended = known.with(|known| known.as_ref().is_some_and(|(v, _)| v.is_done()));
                ended && is_possible(app, visit::Act::ResumeVisit { visit: id }.into())
            }),
            opened: RwSignal::new(None),
        }
    }

    /// Something found now belongs to the visit: it goes on, or ended today. Reactive.
    fn takes_requests(self) -> bool {
        self.stage() == Stage::OnSite || self.resumable.get()
    }

    fn visit(self) -> Option<Arc<Visit>> {
        self.known.with(|known| known.as_ref().map(|(visit, _)| Arc::clone(visit)))
    }

    fn visit_now(self) -> Option<Arc<Visit>> {
        untrack(|| self.visit())
    }

    fn stage(self) -> Stage {
        let Some(visit) = self.visit() else {
            return Stage::Gone;
        };
        match visit.state {
            VisitState::Planned => Stage::Ahead,
            VisitState::OnSite => Stage::OnSite,
            VisitState::Done => Stage::Ended { signed: false },
            VisitState::Reported => Stage::Ended { signed: true },
            VisitState::Missed { .. } => Stage::Missed,
            VisitState::Proposed | VisitState::Cancelled => Stage::Gone,
        }
    }
}

/// The screen.
#[component]
pub fn VisitScreen(id: VisitId) -> impl IntoView {
    let here = Here::new(id);
    let desk = here.app.read_now(|r| r.meta().actor.as_ref().is_some_and(|a| a.role.is_desk()));
    let (href, label) = match desk {
        true => ("/planning", words::BACK_DESK),
        false => ("/journee", words::BACK_TECHNICIAN),
    };
    stay_awake(here);
    let title = Signal::derive(move || {
        here.known.with(|known| {
            let site = known.as_ref().and_then(|(_, site)| site.as_deref());
            words::title(site.map(|site| site.name.as_str()))
        })
    });
    view! {
        <Page title=title>
            <Back href=href label=label/>
            <Show
                when=move || here.known.with(Option::is_some)
                fallback=|| view! { <p class="empty">{words::UNKNOWN}</p> }
            >
                <Known here=here/>
            </Show>
        </Page>
    }
}

/// The screen stays on while the visit goes on; the browser lets go when the page is hidden.
fn stay_awake(here: Here) {
    let awake = StoredValue::new_local(None::<Awake>);
    let hold = move || {
        let on_site = here.stage() == Stage::OnSite;
        awake.set_value(on_site.then(Awake::default));
        awake.with_value(|awake| {
            if let Some(awake) = awake {
                awake.hold();
            }
        });
    };
    Effect::new(move |_| hold());
    let shown = window_event_listener(ev::visibilitychange, move |_| untrack(hold));
    on_cleanup(move || shown.remove());
}

fn lines(here: Here, history: &[Entry<Happened>]) -> Vec<HistoryLine> {
    here.app.read_now(|replica| {
        let line = |entry: &Entry<Happened>| {
            HistoryLine::of(entry, visit_words::entry(entry, replica.view()), &[])
        };
        history.iter().map(line).collect()
    })
}

#[component]
fn Known(here: Here) -> impl IntoView {
    let photos = Memo::new(move |_| here.visit().map_or(Vec::new(), |v| v.photos.clone()));
    let history = Memo::new(move |_| here.visit().map_or(Vec::new(), |v| lines(here, &v.history)));
    let stage = Memo::new(move |_| here.stage());
    let visit = Signal::derive(move || here.visit());
    let writing = move || {
        let begun = matches!(stage.get(), Stage::OnSite | Stage::Ended { .. });
        begun && here.mine.get()
    };
    view! {
        <Head here=here/>
        <InsteadOf here=here stage=stage/>
        <Requests here=here/>
        <Passing app=here.app visit=visit writing=Signal::derive(writing)/>
        <Show when=writing>
            <Checklist here=here/>
        </Show>
        <OnTheSpot here=here stage=stage/>
        <Show when=move || !photos.with(Vec::is_empty)>
            <section class="section">
                <h2>{words::PHOTOS}</h2>
                <PhotoList photos=photos/>
            </section>
        </Show>
        <Show when=move || !history.with(Vec::is_empty)>
            <details class="details">
                <summary>{words::HISTORY}</summary>
                <History lines=history/>
            </details>
        </Show>
        <MainAction here=here stage=stage/>
        <Dialogs here=here/>
    }
}

#[component]
fn Head(here: Here) -> impl IntoView {
    let head = move || {
        let (visit, site) = here.known.get()?;
        Some(view! {
            <p class="meta">{site.as_deref().map(address)}</p>
            <p>
                {slot_long(visit.slot)}
                " "
                <StateBadge visit=visit/>
            </p>
            {site.map(|site| view! { <SiteLinks site=site/> })}
        })
    };
    view! {
        {head}
        <Show when=move || !here.mine.get() && here.stage() != Stage::Gone>
            <p class="banner">{words::NOT_YOURS}</p>
        </Show>
    }
}

#[component]
fn Dialogs(here: Here) -> impl IntoView {
    let close = Callback::new(move |()| here.opened.set(None));
    let id = here.id;
    move || {
        let dialog = match here.opened.get()? {
            OpenDialog::Finish => view! { <FinishDialog here=here on_close=close/> }.into_any(),
            OpenDialog::Sign => view! { <SignDialog visit=id on_close=close/> }.into_any(),
            OpenDialog::Miss => view! { <MissDialog visit=id on_close=close/> }.into_any(),
            OpenDialog::Note => view! { <NoteDialog visit=id on_close=close/> }.into_any(),
            OpenDialog::Scan => view! { <ScanDialog here=here on_close=close/> }.into_any(),
            OpenDialog::Found(equipment) => {
                view! { <FoundDialog here=here equipment=equipment on_close=close/> }.into_any()
            }
            OpenDialog::Propose(equipment) => {
                view! { <ProposeDialog equipment=equipment on_close=close/> }.into_any()
            }
        };
        Some(dialog)
    }
}
