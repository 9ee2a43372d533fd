//! «Planning»: technicians × half-days. Visits are moved by drag, keyboard or menu, and pinned; the
//! plan is repaired.

mod absence;
mod advice;
mod closure;
mod declared;
mod grid;
mod menu;
mod period;
mod repair;
mod table;

use crate::context::{App, use_app};
use crate::screens::form::Form;
use crate::screens::quarter::{QuarterChoice, quarter_of};
use crate::text::{self, coverage as coverage_words, planning as words};
use absence::AbsencePanel;
use closure::ClosurePanel;
use leptos::prelude::*;
use leptos::task::spawn_local;
use menu::VisitMenu;
use repair::RepairPanel;
use shared::command::Command;
use shared::day::{HalfDay, Quarter};
use shared::id::{AccountId, QuarterId, VisitId};
use shared::plan;
use shared::planning::{self, Repaired};
use table::PlanTable;

/// The state of the person's work on the grid.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    app: App,
    /// What a button submits.
    buttons: Form,
    quarter: Memo<Option<Quarter>>,
    /// The visit whose menu is open.
    menu: RwSignal<Option<VisitId>>,
    /// The visit that is being moved.
    moving: RwSignal<Option<VisitId>>,
    /// The last refusal, in words.
    error: RwSignal<Option<String>>,
    /// The repair that is proposed.
    repair: RwSignal<Option<Repaired>>,
    /// A repair is being computed.
    repairing: RwSignal<bool>,
}

impl Desk {
    /// Submits a command and shows its result.
    fn submit(self, command: Command, done: String, undo: Option<Command>) {
        spawn_local(async move {
            self.given(None, command, done, undo).await;
        });
    }

    /// Submits the command of a form, which may break visits, then proposes to repair the plan if
    /// it did.
    fn submit_and_repair(
        self,
        form: Form,
        command: impl Into<Command>,
        done: String,
        undo: impl Into<Command>,
    ) {
        let (command, undo) = (command.into(), undo.into());
        spawn_local(async move {
            if self.given(Some(form), command, done, Some(undo)).await && self.is_broken() {
                self.propose_repair();
            }
        });
    }

    async fn given(
        self,
        form: Option<Form>,
        command: Command,
        done: String,
        undo: Option<Command>,
    ) -> bool {
        self.error.set(None);
        self.menu.set(None);
        self.moving.set(None);
        // The proposal was computed on the old plan.
        self.repair.set(None);
        let form = form.unwrap_or(self.buttons);
        if let Err(why) = form.try_submit(command).await {
            self.error.set(Some(why));
            return false;
        }
        match undo {
            Some(undo) => self.app.toast_undo(done, undo),
            None => self.app.toast(done),
        }
        true
    }

    fn is_broken(self) -> bool {
        let today = self.app.today_now();
        self.quarter.get_untracked().is_some_and(|quarter| {
            self.app.read_now(|r| !planning::broken(r.view(), &quarter, today).is_empty())
        })
    }

    /// Moves a visit, with an undo button.
    fn move_to(self, visit: VisitId, technician: AccountId, slot: HalfDay) {
        let before = self.app.read_now(|replica| {
            let visit = replica.view().visits.get(&visit)?;
            Some((visit.technician, visit.slot, self.site_name(visit.id)))
        });
        let Some((from_technician, from_slot, site)) = before else {
            return;
        };
        let name = self.technician_name(technician);
        let undo = plan::Act::MoveVisit { visit, technician: from_technician, slot: from_slot };
        let done = words::moved(&site, slot, &name);
        self.submit(
            plan::Act::MoveVisit { visit, technician, slot }.into(),
            done,
            Some(undo.into()),
        );
    }

    fn site_name(self, visit: VisitId) -> String {
        self.app.read_now(|replica| {
            let visit = replica.view().visits.get(&visit);
            visit.map(|v| text::site_name(replica.view(), &v.site)).unwrap_or_default()
        })
    }

    fn technician_name(self, technician: AccountId) -> String {
        self.app.read_now(|replica| text::person_name(replica.view(), technician))
    }
}

/// The screen.
#[component]
pub fn PlanningScreen() -> impl IntoView {
    let app = use_app();
    let chosen = RwSignal::new(None::<QuarterId>);
    let quarter = quarter_of(app, chosen);
    let desk = Desk {
        app,
        buttons: Form::new(),
        quarter,
        menu: RwSignal::new(None),
        moving: RwSignal::new(None),
        error: RwSignal::new(None),
        repair: RwSignal::new(None),
        repairing: RwSignal::new(false),
    };
    let moving = move || {
        let visit = desk.moving.get()?;
        let site = desk.site_name(visit);
        let cancel = move |_| desk.moving.set(None);
        Some(view! {
            <div class="banner" role="status">
                <p>{words::moving(&site)}</p>
                <button type="button" class="button secondary" on:click=cancel>
                    {words::CANCEL_MOVE}
                </button>
            </div>
        })
    };
    let error =
        move || desk.error.get().map(|text| view! { <p class="error" role="alert">{text}</p> });
    view! {
        <crate::parts::Page title=words::TITLE>
            <div class="toolbar">
                <QuarterChoice chosen=chosen quarter=quarter/>
                <a class="button quiet" href="/couverture">{coverage_words::TITLE}</a>
            </div>
            <p class="hint">{words::HELP}</p>
            <AbsencePanel desk=desk/>
            <ClosurePanel desk=desk/>
            <RepairPanel desk=desk/>
            {error}
            {moving}
            <PlanTable desk=desk/>
            <VisitMenu desk=desk/>
        </crate::parts::Page>
    }
}
