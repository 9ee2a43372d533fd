//! From the rows to the planner and back: what a quarter asks for, as an instance of `rounds`.

use crate::account::Account;
use crate::day::{Day, Half, HalfDay, Quarter};
use crate::id::{AccountId, SiteId, VisitId};
use crate::plan::Place;
use crate::rounds::{
    Cause, Depot, INSTANCE_FORMAT, Instance, Model, RoundsPlan, RoundsSite, Spacing, Technician,
    TravelRule, Weights, feasibility,
};
use crate::row::State;
use crate::site::{Position, Site};
use crate::slot;
use crate::visit::{Visit, VisitState};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

mod advice;
mod instead;
mod job;
mod measure;
mod repair;
mod standing;

pub use advice::{Advice, advise, reasons};
pub use instead::{Instead, instead};
pub use job::{Job, PlannerMessage, PlannerOrder};
pub use measure::{Measure, measure};
pub use repair::{Moved, Repaired, repair};
pub use standing::{broken, obstacle, standing};

/// How long a way takes: the rule of the planner's benchmarks. The radius of the Earth is the
/// mean one of the IUGG.
pub const TRAVEL: TravelRule = TravelRule { detour: 1.3, speed_kmh: 45.0, earth_km: 6_371.008_8 };

/// A quarter as a planning problem, with the keys behind its indices.
#[derive(Debug, Clone)]
pub struct PlanningProblem {
    /// The input of the planner.
    pub instance: Instance,
    /// The school days, in the order of the instance.
    pub days: Vec<Day>,
    /// The sites, in the order of the instance.
    pub sites: Vec<SiteId>,
    /// The technicians, in the order of the instance.
    pub technicians: Vec<AccountId>,
    /// The visits that already stand: published, begun, done or pinned. They are pins.
    pub standing: BTreeMap<SiteId, VisitId>,
}

/// Where a site is to be visited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// The site.
    pub site: SiteId,
    /// The technician.
    pub technician: AccountId,
    /// The half-day.
    pub slot: HalfDay,
}

/// The visits that the planner may move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Freedom {
    /// Drafts only: what is published stays.
    Drafts,
    /// Everything, as if nothing had been decided.
    Everything,
    /// Visits to come that are not pinned; a visit whose day has passed is owed again.
    ToCome,
}

impl Freedom {
    fn holds(self, visit: &Visit, loose: &BTreeSet<VisitId>) -> bool {
        let to_come = visit.is_to_come();
        match self {
            Freedom::Everything => false,
            Freedom::Drafts => visit.pinned || visit.state != VisitState::Proposed,
            Freedom::ToCome => !to_come || (visit.pinned && !loose.contains(&visit.id)),
        }
    }

    /// Whether the site of a visit that is over, or whose day has passed, asks for nothing more.
    fn is_settled_by(self, visit: &Visit) -> bool {
        match self {
            Freedom::Everything => false,
            Freedom::Drafts => visit.state != VisitState::Proposed,
            Freedom::ToCome => !visit.is_to_come(),
        }
    }
}

/// The planning problem of a quarter, from `today` on. Visits that are published, begun, done or
/// pinned stay where they are; the others are free. Sites without a position are put at the
/// middle of the others, so that they are planned all the same.
pub fn problem(state: &State, quarter: &Quarter, today: Day) -> PlanningProblem {
    problem_with(state, quarter, today, Freedom::Drafts)
}

fn problem_with(state: &State, quarter: &Quarter, today: Day, freedom: Freedom) -> PlanningProblem {
    let calendar = state.calendar();
    let days = calendar.school_days(quarter.first.max(today), quarter.last);
    let technicians: Vec<_> =
        state.accounts.values().filter(|account| slot::is_technician(account)).cloned().collect();
    let visits: Vec<_> = state
        .visits
        .values()
        .filter(|visit| visit.quarter == quarter.id && visit.takes_slot())
        .cloned()
        .collect();
    // What the instance cannot hold as a pin: no day of its, or nobody of its technicians.
    let is_here = |v: &Visit| technicians.iter().any(|account| account.id == v.technician);
    let beyond = |v: &&Arc<Visit>| !days.contains(&v.slot.day) || !is_here(v);
    let beyond: Vec<_> = visits.iter().filter(beyond).collect();
    let sites: Vec<_> = state
        .sites
        .values()
        .filter(|site| site.exists_on(quarter.first))
        .filter(|site| !beyond.iter().any(|v| v.site == site.id && freedom.is_settled_by(v)))
        .cloned()
        .collect();
    let middle = middle(state);
    let (depots, depot_of) = depots(&technicians, middle);
    let index = Index::new(today, &days, &sites, &technicians);
    let loose = match freedom {
        Freedom::Drafts | Freedom::Everything => BTreeSet::new(),
        Freedom::ToCome => broken(state, quarter, today),
    };
    let counts = |v: &&Arc<Visit>| {
        standing(state, quarter, &v.site).is_some_and(|standing| standing.id == v.id)
    };
    let fixed = visits.iter().filter(|v| freedom.holds(v, &loose)).filter(counts);
    let standing = fixed.clone().map(|v| (v.site.clone(), v.id)).collect();
    let is_free = |v: &Visit| index.sites.contains_key(&v.site) && !freedom.holds(v, &loose);
    let held = match freedom {
        Freedom::Everything => BTreeSet::new(),
        Freedom::Drafts | Freedom::ToCome => standing::held(state, quarter, is_free),
    };
    let instance = Instance {
        format: INSTANCE_FORMAT.to_owned(),
        name: quarter.id.to_string(),
        travel: TRAVEL,
        days: days.iter().map(Day::to_string).collect(),
        periods: match days.len() {
            0 => Vec::new(),
            count => vec![[0, count as u32 - 1]],
        },
        spacing: SPACING,
        reserve: f64::from(state.settings().reserve_percent) / 100.0,
        weights: WEIGHTS,
        depots,
        technicians: technicians
            .iter()
            .zip(depot_of)
            .map(|(account, depot)| technician(state, account, depot, &days, &held))
            .collect(),
        sites: sites.iter().map(|s| site(state, s, middle, quarter, &index, &days)).collect(),
        pins: fixed.filter_map(|v| index.pin(v)).collect(),
    };
    PlanningProblem {
        instance,
        days,
        sites: sites.iter().map(|site| site.id.clone()).collect(),
        technicians: technicians.iter().map(|account| account.id).collect(),
        standing,
    }
}

/// Cost of each broken wish, in seconds of travel: the weights of the planner's benchmarks.
const WEIGHTS: Weights = Weights {
    uncovered: 36_000.0,
    wish: 1_800.0,
    spacing_day: 600.0,
    ticket_day: 6.0,
    preference: 600.0,
    balance_visit: 900.0,
    reserve_halfday: 1_200.0,
};

/// About thirteen weeks between two visits to a site, give or take five: what costs nothing.
const SPACING: Spacing = Spacing { min_days: 56, max_days: 126, target_days: 91 };

struct Index {
    today: Day,
    days: BTreeMap<Day, u32>,
    sites: BTreeMap<SiteId, u32>,
    technicians: BTreeMap<AccountId, u32>,
}

impl Index {
    fn new(today: Day, days: &[Day], sites: &[Arc<Site>], technicians: &[Arc<Account>]) -> Self {
        Self {
            today,
            days: (0..).zip(days).map(|(at, day)| (*day, at)).collect(),
            sites: (0..).zip(sites).map(|(at, site)| (site.id.clone(), at)).collect(),
            technicians: (0..).zip(technicians).map(|(at, account)| (account.id, at)).collect(),
        }
    }

    fn pin(&self, visit: &Visit) -> Option<[u32; 5]> {
        let site = *self.sites.get(&visit.site)?;
        let technician = *self.technicians.get(&visit.technician)?;
        let day = *self.days.get(&visit.slot.day)?;
        Some([site, 0, technician, day, visit.slot.half as u32])
    }
}

/// Where a technician's day begins and ends in every figure of road: their starting point, or the
/// middle of the schools while it is not known.
pub fn starting_point(state: &State, technician: AccountId) -> Position {
    let known = state.accounts.get(&technician).and_then(|account| account.depot);
    known.unwrap_or_else(|| middle(state))
}

fn middle(state: &State) -> Position {
    let open = state.sites.values().filter(|site| site.closed_on.is_none());
    let known: Vec<_> = open.filter_map(|site| site.position).collect();
    let count = known.len().max(1) as f64;
    Position {
        lat: known.iter().map(|p| p.lat).sum::<f64>() / count,
        lon: known.iter().map(|p| p.lon).sum::<f64>() / count,
        exact: false,
    }
}

fn depots(technicians: &[Arc<Account>], middle: Position) -> (Vec<Depot>, Vec<u32>) {
    let mut depots: Vec<Depot> = Vec::new();
    let mut of = Vec::new();
    for account in technicians {
        let at = account.depot.unwrap_or(middle);
        let same = depots.iter().position(|d| (d.lat, d.lon) == (at.lat, at.lon));
        of.push(same.unwrap_or(depots.len()) as u32);
        if same.is_none() {
            depots.push(Depot { id: format!("D{}", depots.len()), lat: at.lat, lon: at.lon });
        }
    }
    (depots, of)
}

fn technician(
    state: &State,
    account: &Account,
    depot: u32,
    days: &[Day],
    held: &BTreeSet<Place>,
) -> Technician {
    let works = |slot| {
        slot::technician_obstacle(state, account.id, slot).is_none()
            && !held.contains(&Place { technician: account.id, slot })
    };
    Technician {
        id: account.id.to_string(),
        depot,
        skills: account.skills().map(slot::skill_key).collect(),
        off: slots(days).filter(|(_, slot)| !works(*slot)).map(|(at, _)| at).collect(),
    }
}

fn slots(days: &[Day]) -> impl Iterator<Item = ([u32; 2], HalfDay)> + '_ {
    (0..).zip(days).flat_map(|(at, day)| {
        Half::BOTH.map(|half| ([at, half as u32], HalfDay { day: *day, half }))
    })
}

/// The dates that cost nothing after a visit on that day.
fn window(last: Day) -> Option<[String; 2]> {
    let after = |days: i32| last.checked_add_days(chrono::Days::new(days.unsigned_abs().into()));
    let (first, last) = (after(SPACING.min_days)?, after(SPACING.max_days)?);
    Some([first.to_string(), last.to_string()])
}

fn site(
    state: &State,
    site: &Site,
    middle: Position,
    quarter: &Quarter,
    index: &Index,
    days: &[Day],
) -> RoundsSite {
    let at = site.position.unwrap_or(middle);
    let before = |v: &&Arc<Visit>| v.quarter != quarter.id && v.slot.day < quarter.first;
    let made = |v: &&Arc<Visit>| v.is_done() || (v.takes_slot() && v.slot.day >= index.today);
    let last = state.visits_of(&site.id).filter(before).filter(made).max_by_key(|v| v.slot);
    let knows = last.and_then(|v| index.technicians.get(&v.technician)).copied();
    let open_that_week = |slot: &HalfDay| site.week.holds(*slot);
    let shut = |slot: HalfDay| {
        open_that_week(&slot) && slot::site_obstacle(state, site, quarter, slot).is_some()
    };
    let waiting = state.tickets_of(&site.id).filter(|ticket| ticket.is_for_visit());
    RoundsSite {
        id: site.id.to_string(),
        lat: at.lat,
        lon: at.lon,
        week: site.week.0.iter().map(|open| if *open { '1' } else { '0' }).collect(),
        tickets: waiting.count() as u32,
        avoid: Vec::new(),
        closed: slots(days).filter(|(_, slot)| shut(*slot)).map(|(at, _)| at).collect(),
        last_visit: last.map(|v| v.day().to_string()),
        window: last.and_then(|v| window(v.day())),
        pref: knows.into_iter().collect(),
        skill: (!site.skill.is_empty()).then(|| slot::skill_key(&site.skill)),
        depots: None,
    }
}

impl PlanningProblem {
    /// The visits of a plan of the planner, with the keys of the rows.
    pub fn placed(&self, plan: &RoundsPlan) -> Vec<Placement> {
        let place = |visit: &[u32; 5]| {
            let [site, _, technician, day, half] = visit.map(|index| index as usize);
            Some(Placement {
                site: self.sites.get(site)?.clone(),
                technician: *self.technicians.get(technician)?,
                slot: HalfDay { day: *self.days.get(day)?, half: Half::BOTH[half.min(1)] },
            })
        };
        plan.visits.iter().filter_map(place).collect()
    }

    /// Causes that make it impossible to visit every site; none when it is possible.
    pub fn causes(&self) -> Vec<Cause> {
        Model::new(&self.instance).map_or(Vec::new(), |model| feasibility(&model))
    }

    /// The index of a site in the instance.
    pub fn site_index(&self, site: &SiteId) -> Option<u32> {
        self.sites.iter().position(|known| known == site).map(|at| at as u32)
    }

    /// The visits that stand or are to come, as the plan that is known.
    fn known(&self, state: &State, quarter: &Quarter) -> RoundsPlan {
        let visits = self.sites.iter().filter_map(|site| standing(state, quarter, site));
        let placed = visits.filter_map(|v| {
            let (site, technician, slot) = (v.site.clone(), v.technician, v.slot);
            self.indexed(&Placement { site, technician, slot })
        });
        RoundsPlan::new(&self.instance.name, placed.collect())
    }

    /// A placement as a visit of the instance.
    pub fn indexed(&self, at: &Placement) -> Option<[u32; 5]> {
        let site = self.site_index(&at.site)?;
        let technician = self.technicians.iter().position(|known| *known == at.technician)?;
        let day = self.days.iter().position(|known| *known == at.slot.day)?;
        Some([site, 0, technician as u32, day as u32, at.slot.half as u32])
    }
}
