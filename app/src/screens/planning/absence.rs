//! «Déclarer une absence».

use super::Desk;
use crate::text::{self, planning as words};
use leptos::prelude::*;
use shared::command::Command;
use shared::day::{Day, Half, HalfDay};
use shared::id::AccountId;
use shared::row::State;
use shared::slot;

#[derive(Clone, Copy)]
struct Form {
    technician: RwSignal<String>,
    first: RwSignal<String>,
    first_half: RwSignal<Half>,
    last: RwSignal<String>,
    last_half: RwSignal<Half>,
    problem: RwSignal<bool>,
}

impl Form {
    fn slots(self) -> Option<(HalfDay, HalfDay)> {
        let day = |text: RwSignal<String>| text.get_untracked().parse::<Day>().ok();
        let first = HalfDay { day: day(self.first)?, half: self.first_half.get_untracked() };
        let last = HalfDay { day: day(self.last)?, half: self.last_half.get_untracked() };
        (first <= last).then_some((first, last))
    }
}

/// The form, folded away until it is needed, and the absences that are known.
#[component]
pub(super) fn AbsencePanel(desk: Desk) -> impl IntoView {
    let form = Form {
        technician: RwSignal::new(String::new()),
        first: RwSignal::new(String::new()),
        first_half: RwSignal::new(Half::Morning),
        last: RwSignal::new(String::new()),
        last_half: RwSignal::new(Half::Afternoon),
        problem: RwSignal::new(false),
    };
    let record = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let technician = form.technician.get_untracked().parse::<AccountId>();
        let (Some((first, last)), Ok(technician)) = (form.slots(), technician) else {
            form.problem.set(true);
            return;
        };
        form.problem.set(false);
        let absence = desk.app.new_absence_id();
        let hit = desk.app.read_now(|replica| hit(replica.view(), technician, first, last));
        let done = words::absent(&desk.technician_name(technician), hit);
        let command = Command::RecordAbsence { absence, technician, first, last };
        desk.give(command, done, Some(Command::CancelAbsence { absence }));
    };
    view! {
        <details class="panel">
            <summary>{words::ABSENCE}</summary>
            <form class="form-row" on:submit=record>
                <TechnicianChoice desk=desk chosen=form.technician/>
                <DayChoice label=words::FIRST day=form.first half=form.first_half/>
                <DayChoice label=words::LAST day=form.last half=form.last_half/>
                <button type="submit" class="button primary">{words::RECORD}</button>
            </form>
            <Show when=move || form.problem.get()>
                <p class="error" role="alert">{words::BAD_DATES}</p>
            </Show>
            <Known desk=desk/>
        </details>
    }
}

/// How many visits stand on half-days of the absence.
fn hit(state: &State, technician: AccountId, first: HalfDay, last: HalfDay) -> usize {
    let round = state.round_of(technician);
    round.iter().filter(|v| !v.is_done() && first <= v.slot && v.slot <= last).count()
}

#[component]
fn TechnicianChoice(desk: Desk, chosen: RwSignal<String>) -> impl IntoView {
    let options = move || {
        let accounts = desk.app.read(|replica| {
            let accounts = replica.view().accounts.values();
            accounts.filter(|a| slot::is_technician(a)).cloned().collect::<Vec<_>>()
        });
        if chosen.get_untracked().is_empty()
            && let Some(first) = accounts.first()
        {
            chosen.set(first.id.to_string());
        }
        let option = |account: std::sync::Arc<shared::plan::Account>| {
            view! { <option value=account.id.to_string()>{account.name.clone()}</option> }
        };
        accounts.into_iter().map(option).collect_view()
    };
    view! {
        <label class="field">
            <span>{words::TECHNICIAN}</span>
            <select on:change=move |event| chosen.set(event_target_value(&event))>{options}</select>
        </label>
    }
}

#[component]
fn DayChoice(label: &'static str, day: RwSignal<String>, half: RwSignal<Half>) -> impl IntoView {
    let options = Half::BOTH.map(|option| {
        let value = (option as u8).to_string();
        let selected = half.get_untracked() == option;
        let word = crate::text::coverage::half_word(option);
        view! { <option value=value selected=selected>{word}</option> }
    });
    let choose = move |event| {
        let afternoon = event_target_value(&event) == "1";
        half.set(if afternoon { Half::Afternoon } else { Half::Morning });
    };
    let half_label = format!("{label}, {}", words::HALF_DAY);
    view! {
        <div class="field-pair">
            <label class="field">
                <span>{label}</span>
                <input
                    type="date"
                    required
                    prop:value=move || day.get()
                    on:input=move |event| day.set(event_target_value(&event))
                />
            </label>
            <select aria-label=half_label on:change=choose>{options}</select>
        </div>
    }
}

#[component]
fn Known(desk: Desk) -> impl IntoView {
    let lines = move || {
        let today = desk.app.today();
        let absences = desk.app.read(|replica| {
            let absences = replica.view().absences.values();
            let ahead = absences.filter(|a| !a.cancelled && a.last.day >= today);
            ahead.cloned().collect::<Vec<_>>()
        });
        let line = |absence: std::sync::Arc<shared::plan::Absence>| {
            let name = desk.technician_name(absence.technician);
            let period = text::slots(absence.first, absence.last);
            let withdraw = move |_| {
                let command = Command::CancelAbsence { absence: absence.id };
                desk.give(command, words::WITHDRAW.to_owned(), None);
            };
            view! {
                <li>
                    {name}", "{period}" "
                    <button type="button" class="button quiet" on:click=withdraw>
                        {words::WITHDRAW}
                    </button>
                </li>
            }
        };
        let lines = absences.into_iter().map(line).collect_view();
        view! { <ul class="plain">{lines}</ul> }
    };
    view! { <h2 class="small">{words::ABSENCES}</h2> {lines} }
}
