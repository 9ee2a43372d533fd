//! «Déclarer une absence».

use super::Desk;
use super::declared::{Choice, Declared, DeclaredList, chosen_of};
use super::period::{Period, PeriodFields};
use crate::screens::form::{Form, FormFrame};
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
    let form = Form::kept("absence", "");
    let chosen = form.holds("technician", String::new());
    let options = technicians(desk);
    let period = Period::of(form);
    let record = move |()| {
        let technician = chosen_of(chosen, options).parse::<AccountId>();
        let (Some((first, last)), Ok(technician)) = (period.taken(), technician) else {
            return;
        };
        let absence = desk.app.fresh();
        let hit = desk.app.read_now(|replica| hit(replica.view(), technician, first, last));
        let done = words::absent(&desk.technician_name(technician), hit);
        let command = absence::Act::RecordAbsence { absence, technician, first, last };
        let undo = absence::Act::CancelAbsence { absence };
        desk.submit_and_repair(form, command, done, undo);
    };
    view! {
        <details class="panel">
            <summary>{words::ABSENCE}</summary>
            <FormFrame class="form-row" form=form on_submit=record>
                <Choice label=words::TECHNICIAN chosen=chosen options=options/>
                <PeriodFields period=period/>
                <button type="submit" class="button primary">{words::RECORD}</button>
            </FormFrame>
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

/// Declares the same absence again, under a new key.
fn again(desk: Desk, absence: &Absence) -> absence::Act {
    let &Absence { technician, first, last, .. } = absence;
    absence::Act::RecordAbsence { absence: desk.app.fresh(), technician, first, last }
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
                    declare: again(desk, absence).into(),
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
