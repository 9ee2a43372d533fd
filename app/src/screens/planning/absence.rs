//! «Déclarer une absence».

use super::Desk;
use super::declared::{Choice, Declared, DeclaredList};
use super::period::{Period, PeriodFields, PeriodProblem};
use crate::text::{self, planning as words};
use leptos::prelude::*;
use shared::absence;
use shared::absence::Absence;
use shared::day::HalfDay;
use shared::id::AccountId;
use shared::row::State;
use shared::slot;
use std::sync::Arc;

/// The form, folded until it is needed, and the known absences.
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
        let command = absence::Act::RecordAbsence { absence, technician, first, last };
        desk.submit_and_repair(command, done, absence::Act::CancelAbsence { absence });
    };
    view! {
        <details class="panel">
            <summary>{words::ABSENCE}</summary>
            <form class="form-row" on:submit=record>
                <Choice label=words::TECHNICIAN chosen=chosen options=technicians(desk)/>
                <PeriodFields period=period/>
                <button type="submit" class="button primary">{words::RECORD}</button>
            </form>
            <PeriodProblem period=period/>
            <Known desk=desk/>
        </details>
    }
}

/// Returns how many visits are on half-days of the absence.
fn hit(state: &State, technician: AccountId, first: HalfDay, last: HalfDay) -> usize {
    let round = state.round_of(technician);
    round.iter().filter(|v| !v.is_done() && first <= v.slot && v.slot <= last).count()
}

/// Returns the accounts that can be absent.
fn technicians(desk: Desk) -> Memo<Vec<(String, String)>> {
    Memo::new(move |_| {
        desk.app.read(|replica| {
            let accounts = replica.view().accounts.values().filter(|a| slot::is_technician(a));
            accounts.map(|a| (a.id.to_string(), a.name.clone())).collect()
        })
    })
}

#[component]
fn Known(desk: Desk) -> impl IntoView {
    let lines = Signal::derive(move || {
        let today = desk.app.today();
        desk.app.read(|replica| {
            let state = replica.view();
            let ahead = state.absences.values().filter(|a| !a.cancelled && a.last.day >= today);
            let line = |absence: &Arc<Absence>| {
                let name = text::person_name(state, absence.technician);
                Declared {
                    said: format!("{name}, {}", text::slots(absence.first, absence.last)),
                    withdraw: absence::Act::CancelAbsence { absence: absence.id }.into(),
                    done: words::absence_withdrawn(&name),
                }
            };
            ahead.map(line).collect()
        })
    });
    view! {
        <DeclaredList desk=desk title=words::ABSENCES none=words::NO_ABSENCE lines=lines/>
    }
}
