//! The content of the grid: half-days in rows, technicians in columns. It has no views.

use shared::account::Account;
use shared::day::{Day, Half, HalfDay, Quarter};
use shared::id::{AccountId, VisitId};
use shared::planning;
use shared::refusal::Obstacle;
use shared::row::State;
use shared::slot;
use shared::visit::{Visit, VisitState};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The grid of a quarter.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    pub(super) technicians: Vec<Arc<Account>>,
    pub(super) rows: Vec<GridRow>,
}

/// The part of a grid that changes seldom: its heads.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Frame {
    pub(super) technicians: Vec<Arc<Account>>,
    /// Each half-day, with the Monday of a week that begins with it.
    pub(super) rows: Vec<(HalfDay, Option<Day>)>,
    /// No visit is shown.
    pub(super) empty: bool,
}

impl Grid {
    pub(super) fn frame(&self) -> Frame {
        Frame {
            technicians: self.technicians.clone(),
            rows: self.rows.iter().map(|row| (row.slot, row.week)).collect(),
            empty: self.rows.iter().all(|row| row.cells.iter().all(|c| c.visits.is_empty())),
        }
    }
}

/// One half-day.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct GridRow {
    pub(super) slot: HalfDay,
    /// The Monday of a week that begins with this row.
    pub(super) week: Option<Day>,
    pub(super) cells: Vec<Cell>,
}

/// One technician's half-day.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub(super) technician: AccountId,
    pub(super) visits: Vec<Placed>,
    /// Why the technician is not there.
    pub(super) away: Option<Obstacle>,
}

/// A visit in its cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) id: VisitId,
    pub(super) site: String,
    pub(super) commune: String,
    pub(super) pinned: bool,
    pub(super) draft: bool,
    pub(super) movable: bool,
    /// The hard rule that the visit breaks where it stands.
    pub(super) broken: Option<Obstacle>,
}

/// Returns the grid of some days of a quarter, the first and the last one included. Who left keeps
/// a column as long as visits of theirs stand there.
pub(super) fn grid(state: &State, quarter: &Quarter, (first, last): (Day, Day)) -> Grid {
    let (first, last) = (quarter.first.max(first), quarter.last.min(last));
    let stands = |account: &Account| {
        let there =
            |v: &Visit| v.quarter == quarter.id && first <= v.slot.day && v.slot.day <= last;
        state.visits_by(&account.id).any(|visit| visit.is_to_come() && there(visit))
    };
    let shown = |a: &&Arc<Account>| slot::is_technician(a) || stands(a);
    let technicians: Vec<_> = state.accounts.values().filter(shown).cloned().collect();
    let mut placed: BTreeMap<(AccountId, HalfDay), Vec<Placed>> = BTreeMap::new();
    let visits = state.visits.values().filter(|v| v.quarter == quarter.id && v.takes_slot());
    for visit in visits {
        let at = (visit.technician, visit.slot);
        placed.entry(at).or_default().push(place(state, visit, quarter));
    }
    let mut last_week = None;
    let days = state.calendar().school_days(first, last);
    let slots = days.into_iter().flat_map(|day| Half::BOTH.map(|half| HalfDay { day, half }));
    let rows = slots.map(|slot| {
        let monday = monday(slot.day);
        let week = (last_week != Some(monday)).then_some(monday);
        last_week = Some(monday);
        let cell = |account: &Arc<Account>| Cell {
            technician: account.id,
            visits: placed.remove(&(account.id, slot)).unwrap_or_default(),
            away: slot::technician_obstacle(state, account.id, slot),
        };
        GridRow { slot, week, cells: technicians.iter().map(cell).collect() }
    });
    let rows = rows.collect();
    Grid { technicians, rows }
}

/// The Monday of its week.
pub(super) fn monday(day: Day) -> Day {
    day.week(chrono::Weekday::Mon).first_day()
}

fn place(state: &State, visit: &Visit, quarter: &Quarter) -> Placed {
    let site = state.sites.get(&visit.site);
    let movable = visit.is_to_come();
    Placed {
        id: visit.id,
        site: site.map_or_else(|| visit.site.to_string(), |site| site.name.clone()),
        commune: site.map(|site| site.commune_name.clone()).unwrap_or_default(),
        pinned: visit.pinned,
        draft: visit.state == VisitState::Proposed,
        movable,
        broken: movable.then(|| planning::obstacle(state, visit, quarter)).flatten(),
    }
}

/// Returns where a visit may go: the free half-days of every technician, from today on.
pub(super) fn possible(
    state: &State,
    quarter: &Quarter,
    visit: VisitId,
    today: Day,
) -> Vec<(AccountId, HalfDay)> {
    let Some(visit) = state.visits.get(&visit) else {
        return Vec::new();
    };
    let Some(site) = state.sites.get(&visit.site) else {
        return Vec::new();
    };
    let technicians = state.accounts.values().filter(|a| slot::is_technician(a));
    technicians
        .flat_map(|account| {
            let slots = slot::free_slots(state, site, account.id, quarter, today, Some(visit.id));
            slots.into_iter().map(|slot| (account.id, slot))
        })
        .filter(|(technician, slot)| (*technician, *slot) != (visit.technician, visit.slot))
        .collect()
}
