//! «Planning»: technicians × half-days. Visits are moved by drag, keyboard or menu, and pinned; the
//! plan is repaired.

mod absence;
mod advice;
mod closure;
mod colleagues;
mod declared;
mod drop;
mod grid;
mod keys;
mod map;
mod menu;
mod period;
mod repair;
mod sheets;
mod table;
mod tray;
mod undo;
mod week;

use crate::context::{App, use_app};
use crate::screens::form::Form;
use crate::screens::quarter::{QuarterChoice, quarter_of};
use crate::text::{self, coverage as coverage_words, planning as words, sheets as sheet_words};
use absence::AbsencePanel;
use closure::ClosurePanel;
use colleagues::Colleagues;
use drop::ExchangeQuestion;
use grid::{monday, possible};
use keys::FreePlaces;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::query_signal_with_options;
use map::WeekMap;
use menu::VisitMenu;
use repair::RepairPanel;
use shared::command::Command;
use shared::day::{Day, HalfDay, Quarter};
use shared::id::{AccountId, QuarterId, VisitId};
use shared::plan::{self, Place};
use shared::planning::{self, Repaired};
pub use sheets::SheetsScreen;
use std::collections::BTreeSet;
use table::PlanTable;
use tray::WithoutPlace;
use undo::UndoButton;
use web_sys::DragEvent;
use week::WeekChoice;

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
    /// Where the visit stood when it was looked at: a colleague may move it meanwhile.
    seen: StoredValue<Option<(VisitId, Place)>>,
    /// Where the visit that is being moved may go.
    free: Memo<FreePlaces>,
    /// The free half-day that the keyboard is at.
    aim: StoredValue<Option<Place>>,
    /// The technicians, in the order of the columns.
    columns: Memo<Vec<AccountId>>,
    /// Two visits of which one was dropped on the other.
    clash: RwSignal<Option<(VisitId, VisitId)>>,
    /// The Monday of the week that is shown.
    shown: Memo<Option<Day>>,
    /// The Monday that was chosen, in the address.
    set_week: SignalSetter<Option<String>>,
    /// The whole quarter is shown, in the address.
    whole: Memo<Option<String>>,
    set_whole: SignalSetter<Option<String>>,
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
        if !self.give_all(form, vec![command]).await {
            return false;
        }
        match undo {
            Some(undo) => {
                self.remember(&done, vec![undo.clone()]);
                self.app.toast_undo(done, undo);
            }
            None => self.app.toast(done),
        }
        true
    }

    /// Submits commands, one after the other, and shows why one is refused.
    async fn give_all(self, form: Option<Form>, commands: Vec<Command>) -> bool {
        self.error.set(None);
        self.menu.set(None);
        self.moving.set(None);
        // The proposal was computed on the old plan.
        self.repair.set(None);
        let form = form.unwrap_or(self.buttons);
        for command in commands {
            if let Err(why) = form.try_submit(command).await {
                self.error.set(Some(why));
                return false;
            }
        }
        true
    }

    /// Submits a command about the plan, which can be undone.
    fn act(self, act: plan::Act, done: String) {
        let undo = self.app.read_now(|replica| plan::undo::undo(&act, replica.view()));
        self.submit(act.into(), done, undo.map(Into::into));
    }

    fn is_broken(self) -> bool {
        let today = self.app.today_now();
        self.quarter.get_untracked().is_some_and(|quarter| {
            self.app.read_now(|r| !planning::broken(r.view(), &quarter, today).is_empty())
        })
    }

    /// Notes where a visit stands, as the person sees it now.
    fn look_at(self, visit: VisitId) {
        let place = self.app.read_now(|r| r.view().visits.get(&visit).map(|visit| visit.place()));
        self.seen.set_value(place.map(|place| (visit, place)));
    }

    fn open_menu(self, visit: VisitId) {
        self.look_at(visit);
        self.menu.set(Some(visit));
    }

    fn start_drag(self, visit: VisitId, event: &DragEvent) {
        if let Some(data) = event.data_transfer() {
            // Firefox starts no drag without data; the visit itself is in `moving`.
            let _ = data.set_data("text/plain", &visit.to_string());
        }
        self.look_at(visit);
        self.moving.set(Some(visit));
    }

    /// Moves a visit, unless a colleague did since it was looked at: then both dates are said.
    fn move_to(self, visit: VisitId, technician: AccountId, slot: HalfDay) {
        let known = self.app.read_now(|replica| replica.view().visits.get(&visit).cloned());
        let Some(known) = known else { return };
        let seen = self.seen.get_value().filter(|(of, _)| *of == visit).map(|(_, place)| place);
        let (site, now) = (self.site_name(visit), known.place());
        if seen.is_some_and(|seen| seen != now) {
            let [kept, mine] = [now, Place { technician, slot }].map(|place| self.in_words(place));
            self.look_at(visit);
            self.menu.set(None);
            self.moving.set(None);
            let told = words::overtaken(&site, known.last_mover(), &kept, &mine);
            return self.error.set(Some(told));
        }
        let done = words::moved(&site, slot, &self.technician_name(technician));
        let act = plan::Act::MoveVisit { visit, technician, slot, from: Some(now) };
        self.act_on(act, done, visit);
    }

    /// As [`Desk::act`]; then the visit, where it is now, has the focus.
    fn act_on(self, act: plan::Act, done: String, visit: VisitId) {
        let undo = self.app.read_now(|replica| plan::undo::undo(&act, replica.view()));
        spawn_local(async move {
            if self.given(None, act.into(), done, undo.map(Into::into)).await {
                self.focus_visit(visit);
            }
        });
    }

    fn in_words(self, place: Place) -> String {
        format!("{} ({})", text::slot_long(place.slot), self.technician_name(place.technician))
    }

    /// Shows a week.
    fn show_week(self, monday: Day) {
        if self.whole.get_untracked().is_none() && self.shown.get_untracked() != Some(monday) {
            self.set_week.set(Some(monday.to_string()));
        }
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

/// What the screen holds for a quarter.
fn desk_of(app: App, quarter: Memo<Option<Quarter>>) -> Desk {
    let options = || NavigateOptions { replace: true, scroll: false, ..Default::default() };
    let (week, set_week) = query_signal_with_options::<String>("semaine", options());
    let (whole, set_whole) = query_signal_with_options::<String>("vue", options());
    let shown = Memo::new(move |_| {
        let quarter = quarter.get()?;
        let weeks = app.read(|replica| week::weeks(replica.view(), &quarter));
        let chosen = week.get().and_then(|day| day.parse::<Day>().ok()).map(monday);
        let chosen = chosen.filter(|monday| weeks.contains(monday));
        chosen.or_else(|| week::first_week(&weeks, app.today()))
    });
    let moving = RwSignal::new(None);
    let free = Memo::new(move |_| {
        let (Some(visit), Some(quarter)) = (moving.get(), quarter.get()) else {
            return BTreeSet::new();
        };
        let today = app.today();
        app.read(|replica| possible(replica.view(), &quarter, visit, today)).into_iter().collect()
    });
    let columns = Memo::new(move |_| {
        app.read(|replica| {
            let accounts = replica.view().accounts.values();
            accounts.filter(|a| shared::slot::is_technician(a)).map(|a| a.id).collect()
        })
    });
    Desk {
        app,
        buttons: Form::new(),
        quarter,
        menu: RwSignal::new(None),
        moving,
        seen: StoredValue::new(None),
        free,
        aim: StoredValue::new(None),
        columns,
        clash: RwSignal::new(None),
        shown,
        set_week,
        whole,
        set_whole,
        error: RwSignal::new(None),
        repair: RwSignal::new(None),
        repairing: RwSignal::new(false),
    }
}

/// The screen.
#[component]
pub fn PlanningScreen() -> impl IntoView {
    let app = use_app();
    let chosen = RwSignal::new(None::<QuarterId>);
    let quarter = quarter_of(app, chosen);
    let desk = desk_of(app, quarter);
    let moving = move || {
        let visit = desk.moving.get()?;
        let site = desk.site_name(visit);
        let cancel = move |_| desk.give_up_move();
        Some(view! {
            <div class="banner">
                <p>{words::moving(&site)}</p>
                <button type="button" class="button secondary" on:click=cancel>
                    {words::CANCEL_MOVE}
                </button>
            </div>
        })
    };
    let sheets = move || match desk.shown.get() {
        Some(monday) => format!("/planning/feuilles?semaine={monday}"),
        None => "/planning/feuilles".to_owned(),
    };
    let error =
        move || desk.error.get().map(|text| view! { <p class="error" role="alert">{text}</p> });
    view! {
        <crate::parts::Page title=words::TITLE>
            <div class="toolbar">
                <QuarterChoice chosen=chosen quarter=quarter/>
                <WeekChoice desk=desk/>
                <UndoButton desk=desk/>
                <a class="button quiet small" href="/couverture">{coverage_words::SHORT}</a>
                <a class="button quiet small" href=sheets>{sheet_words::TITLE}</a>
            </div>
            <Colleagues desk=desk/>
            {error}
            <div role="status">{moving}</div>
            <RepairPanel desk=desk/>
            <WithoutPlace desk=desk/>
            <div class="plan-beside">
                <PlanTable desk=desk/>
                <WeekMap desk=desk/>
            </div>
            <div class="plan-bar">
                <AbsencePanel desk=desk/>
                <ClosurePanel desk=desk/>
            </div>
            <p class="hint">{words::HELP}</p>
            <VisitMenu desk=desk/>
            <ExchangeQuestion desk=desk/>
        </crate::parts::Page>
    }
}
