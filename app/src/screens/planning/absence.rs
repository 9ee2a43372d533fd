//! «Déclarer une absence».

use super::Desk;
use super::period::{Period, PeriodFields, PeriodProblem};
use crate::text::{self, planning as words};
use leptos::prelude::*;
use shared::command::Command;
use shared::day::HalfDay;
use shared::id::AccountId;
use shared::row::State;
use shared::slot;

/// The form, folded away until it is needed, and the absences that are known.
#[component]
pub(super) fn AbsencePanel(desk: Desk) -> impl IntoView {
    let chosen = RwSignal::new(String::new());
    let period = Period::new();
    let record = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let technician = chosen.get_untracked().parse::<AccountId>();
        let (Some((first, last)), Ok(technician)) = (period.taken(), technician) else {
            return;
        };
        let absence = desk.app.new_absence_id();
        let hit = desk.app.read_now(|replica| hit(replica.view(), technician, first, last));
        let done = words::absent(&desk.technician_name(technician), hit);
        let command = Command::RecordAbsence { absence, technician, first, last };
        desk.give_and_repair(command, done, Command::CancelAbsence { absence });
    };
    view! {
        <details class="panel">
            <summary>{words::ABSENCE}</summary>
            <form class="form-row" on:submit=record>
                <TechnicianChoice desk=desk chosen=chosen/>
                <PeriodFields period=period/>
                <button type="submit" class="button primary">{words::RECORD}</button>
            </form>
            <PeriodProblem period=period/>
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
