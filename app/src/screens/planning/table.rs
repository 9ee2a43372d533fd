//! The grid as a table. Rows are half-days, columns technicians; the body scrolls, the heads stay.

use super::Desk;
use super::grid::{Cell, Frame, Grid, Placed, grid, monday};
use super::keys::{FreePlaces, place_id, visit_id};
use crate::text::{self, planning as words};
use leptos::prelude::*;
use shared::account::Account;
use shared::day::{Day, HalfDay};
use shared::plan::Place;
use shared::refusal::Obstacle;
use shared::visit::VisitState;
use std::sync::Arc;
use web_sys::DragEvent;

type Free = Memo<FreePlaces>;
type ShownGrid = Memo<Option<Grid>>;

/// The grid.
#[component]
pub(super) fn PlanTable(desk: Desk) -> impl IntoView {
    let app = desk.app;
    let shown: ShownGrid = Memo::new(move |_| {
        let quarter = desk.quarter.get()?;
        let this_week = monday(app.today());
        let is_over = quarter.last < this_week;
        let days = match (desk.whole.get(), desk.shown.get()) {
            (Some(_), _) if is_over => (quarter.first, quarter.last),
            (Some(_), _) => (quarter.first.max(this_week), quarter.last),
            (None, shown) => {
                let monday = shown?;
                (monday, monday + chrono::Days::new(6))
            }
        };
        Some(app.read(|replica| grid(replica.view(), &quarter, days)))
    });
    let free = desk.free;
    let frame = Memo::new(move |_| shown.with(|grid| grid.as_ref().map(Grid::frame)));
    let table = move || {
        let frame = frame.get()?;
        Some(view! {
            {frame.empty.then(|| view! { <p class="empty">{words::NO_VISIT}</p> })}
            <div class="table-scroll plan" tabindex="0" role="region" aria-label=words::CAPTION>
                <table class="plan-grid">
                    <caption class="visually-hidden">
                        {words::CAPTION}
                        ". "
                        {words::STRUCTURE}
                    </caption>
                    <Head technicians=frame.technicians.clone()/>
                    <Body desk=desk frame=frame shown=shown free=free/>
                </table>
            </div>
        })
    };
    view! {
        <div on:keydown=move |event| desk.pressed(&event)>{table}</div>
    }
}

#[component]
fn Head(technicians: Vec<Arc<Account>>) -> impl IntoView {
    let heads = technicians
        .into_iter()
        .map(|account| {
            let is_gone = !shared::slot::is_technician(&account);
            let name = if is_gone { words::gone(&account.name) } else { account.name.clone() };
            view! { <th scope="col">{name}</th> }
        })
        .collect_view();
    view! {
        <thead>
            <tr>
                <th scope="col">{words::HALF_DAY}</th>
                {heads}
            </tr>
        </thead>
    }
}

#[component]
fn Body(desk: Desk, frame: Frame, shown: ShownGrid, free: Free) -> impl IntoView {
    let columns = frame.technicians.len() + 1;
    let names: Arc<[String]> = frame.technicians.iter().map(|a| a.name.clone()).collect();
    let row = |(at, slot): (usize, HalfDay)| {
        // Each row tracks its own cells: a move draws two rows again, not all.
        let cells = Memo::new(move |_| {
            shown.with(|grid| {
                let row = grid.as_ref().and_then(|grid| grid.rows.get(at));
                row.map_or(Vec::new(), |row| row.cells.clone())
            })
        });
        half_day(desk, slot, cells, Arc::clone(&names), free)
    };
    let week = |(monday, rows): (Day, Vec<(usize, HalfDay)>)| {
        view! {
            <tbody>
                <tr class="plan-week">
                    <th colspan=columns.to_string() scope="rowgroup">
                        {words::week(&text::day_long(monday))}
                    </th>
                </tr>
                {rows.into_iter().map(row).collect_view()}
            </tbody>
        }
    };
    weeks(frame.rows).into_iter().map(week).collect_view()
}

/// The rows of each week, with their places.
fn weeks(rows: Vec<(HalfDay, Option<Day>)>) -> Vec<(Day, Vec<(usize, HalfDay)>)> {
    let mut weeks: Vec<(Day, Vec<(usize, HalfDay)>)> = Vec::new();
    for (at, (slot, begins)) in rows.into_iter().enumerate() {
        match (weeks.last_mut(), begins) {
            (Some((_, week)), None) => week.push((at, slot)),
            (_, begins) => weeks.push((begins.unwrap_or(monday(slot.day)), vec![(at, slot)])),
        }
    }
    weeks
}

fn half_day(
    desk: Desk,
    slot: HalfDay,
    cells: Memo<Vec<Cell>>,
    names: Arc<[String]>,
    free: Free,
) -> impl IntoView + use<> {
    let head = text::slot_short(slot);
    let cells = move || {
        let cells = cells.get().into_iter().zip(names.iter().cloned());
        let cell = |(cell, name): (Cell, String)| {
            view! { <HalfDayCell desk=desk cell=cell when=slot name=name free=free/> }
        };
        cells.map(cell).collect_view()
    };
    view! {
        <tr class=format!("plan-row plan-{}", slot.half as u8)>
            <th scope="row">{head}</th>
            {cells}
        </tr>
    }
}

#[component]
fn HalfDayCell(desk: Desk, cell: Cell, when: HalfDay, name: String, free: Free) -> impl IntoView {
    let slot = when;
    let technician = cell.technician;
    let open = move || free.with(|free| free.contains(&(technician, slot)));
    let allow = move |event: DragEvent| {
        // Also where it cannot stand: the reason is said there.
        if desk.moving.get_untracked().is_some() {
            event.prevent_default();
        }
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        match desk.moving.get_untracked() {
            Some(visit) if open() => desk.move_to(visit, technician, slot),
            Some(visit) => desk.drop_refused(visit, Place { technician, slot }),
            None => {}
        }
    };
    let visits =
        cell.visits.into_iter().map(|placed| visit(desk, placed, words::place(slot, &name)));
    let visits = visits.collect_view();
    let away = cell.away.map(away);
    let target = {
        let label = words::here(slot, &name);
        move || {
            let visit = desk.moving.get().filter(|_| open())?;
            let label = label.clone();
            let here = move |_| desk.move_to(visit, technician, slot);
            Some(view! {
                <button
                    type="button"
                    id=place_id(Place { technician, slot })
                    class="plan-target"
                    aria-label=label
                    on:click=here
                >
                    {words::MOVE_HERE}
                </button>
            })
        }
    };
    view! {
        <td class:plan-free=open on:dragover=allow on:drop=dropped>
            {visits}
            {away}
            {target}
        </td>
    }
}

fn visit(desk: Desk, placed: Placed, place: String) -> impl IntoView {
    let id = placed.id;
    let title = placed
        .broken
        .as_ref()
        .map(|why| desk.app.read_now(|replica| text::obstacle(why, replica.view())));
    let hover = title.clone();
    let broken = placed.broken.is_some();
    let drag = move |event: DragEvent| desk.start_drag(id, &event);
    let draft = shared::words::visit(&VisitState::Proposed);
    view! {
        <button
            type="button"
            id=visit_id(id)
            class="plan-visit"
            class:plan-draft=placed.draft
            class:plan-pinned=placed.pinned
            class:plan-broken=broken
            class:plan-moving=move || desk.moving.get() == Some(id)
            draggable=placed.movable.to_string()
            aria-haspopup="dialog"
            title=hover
            on:click=move |_| desk.open_menu(id)
            on:dragstart=drag
            on:dragend=move |_| desk.moving.set(None)
        >
            <span class="plan-site">{placed.site}</span>
            " "
            <span class="plan-commune">{placed.commune}</span>
            " "
            {placed.draft.then(|| view! { <span class="tag">{draft}</span> })}
            {placed.pinned.then(|| view! { <span class="tag">{words::PINNED}</span> })}
            {title.map(|title| view! { <span class="plan-problem">{title}</span> })}
            <span class="visually-hidden">" "{place}</span>
        </button>
    }
}

fn away(obstacle: Obstacle) -> impl IntoView {
    let word = match obstacle {
        Obstacle::Absence => words::AWAY,
        _ => words::NOT_WORKED,
    };
    view! { <span class="plan-away">{word}</span> }
}
