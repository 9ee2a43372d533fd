//! The score of a plan, in seconds, to be small: the sums of `bench/rounds/check_plan.py`, taken
//! in the same order so that they agree to the last digit.

use super::instance::Assignment;
use super::model::{Model, NONE};
use super::plan::RoundsPlan;
use serde::{Deserialize, Serialize};

/// Seconds of each part of the score, and what is counted to get them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Visits left out, weighted.
    pub uncovered: f64,
    /// Travel of all rounds.
    pub travel: f64,
    /// Half-days that sites would rather avoid, weighted.
    pub wish: f64,
    /// Days outside windows and spacing, weighted.
    pub spacing: f64,
    /// Days that tickets wait, weighted.
    pub ticket: f64,
    /// Visits by technicians who do not know the site, weighted.
    pub preference: f64,
    /// Visits away from fair shares, weighted.
    pub balance: f64,
    /// Half-days missing from weekly reserves, weighted.
    pub reserve: f64,
    /// The number of visits left out.
    pub uncovered_visits: u32,
    /// The number of visits made.
    pub visits: u32,
    /// Days on which a technician goes out.
    pub technician_days: u32,
    /// Of these, days with one visit only.
    pub single_days: u32,
}

impl Score {
    /// The sum of the parts, in seconds.
    pub fn total(&self) -> f64 {
        self.uncovered
            + self.travel
            + self.wish
            + self.spacing
            + self.ticket
            + self.preference
            + self.balance
            + self.reserve
    }

    /// The sum in minutes, as the checker prints it.
    pub fn total_min(&self) -> String {
        format!("{:.1}", self.total() / 60.0)
    }
}

/// Scores a plan whose visits exist; those outside the instance are passed over.
pub fn score(model: &Model, plan: &RoundsPlan) -> Score {
    let mut slots = vec![NONE; model.slots.len()];
    let mut at = vec![NONE; model.sites * model.periods];
    for visit in &plan.visits {
        let [site, period, technician, day, half] = *visit;
        if let Some(super::hard_rule::HardRule::Unknown) = model.obstacle(*visit) {
            continue;
        }
        let slot = model.slot(technician, day, half);
        slots[slot as usize] = site;
        at[model.visit(site as usize, period as usize)] = slot;
    }
    let weights = &model.instance.weights;
    let made = at.iter().filter(|s| **s != NONE).count();
    let mut score = Score {
        visits: made as u32,
        uncovered_visits: (at.len() - made) as u32,
        ..Score::default()
    };
    score.uncovered = weights.uncovered * f64::from(score.uncovered_visits);
    add_travel(model, &slots, &mut score);
    add_places(model, &at, &mut score);
    score.balance = weights.balance_visit * balance(model, &at);
    score.reserve = weights.reserve_halfday * reserve(model, &slots);
    score
}

fn add_travel(model: &Model, slots: &[u32], score: &mut Score) {
    let mut travel = 0;
    for (day, two) in slots.chunks_exact(2).enumerate() {
        let sites = two.iter().filter(|s| **s != NONE).count() as u32;
        score.technician_days += sites.min(1);
        score.single_days += u32::from(sites == 1);
        travel += model.day_travel(model.slots[2 * day].depot, two[0], two[1]);
    }
    score.travel = (travel / 1000) as f64;
}

/// Wishes, windows, spacing, tickets and preferences.
fn add_places(model: &Model, at: &[u32], score: &mut Score) {
    let weights = &model.instance.weights;
    let (mut wishes, mut strangers, mut days_out, mut waited) = (0u64, 0u64, 0i64, 0i64);
    for (visit, slot) in at.iter().enumerate().filter(|(_, s)| **s != NONE) {
        let (period, i) = (visit / model.sites, visit % model.sites);
        let info = &model.slots[*slot as usize];
        let site = &model.instance.sites[i];
        let day = (info.half_day / 2) as usize;
        let weekday = (info.date - 1).rem_euclid(7) as u32;
        wishes += u64::from(site.avoid.contains(&[weekday, info.half_day % 2]));
        strangers += u64::from(!site.pref.is_empty() && !site.pref.contains(&info.technician));
        if period == 0 {
            let first = model.instance.periods[0][0];
            waited += i64::from(site.tickets) * (day as i64 - i64::from(first));
            days_out += i64::from(model.window_out(i, info.date));
        } else if at[visit - model.sites] != NONE {
            let before = &model.slots[at[visit - model.sites] as usize];
            let spacing = &model.instance.spacing;
            let gap = info.date - before.date;
            let out = (spacing.min_days - gap).max(gap - spacing.max_days).max(0);
            days_out += i64::from(out);
        }
    }
    score.wish = weights.wish * wishes as f64;
    score.preference = weights.preference * strangers as f64;
    score.spacing = weights.spacing_day * days_out as f64;
    score.ticket = weights.ticket_day * waited as f64;
}

fn balance(model: &Model, at: &[u32]) -> f64 {
    let mut excess = 0.0;
    for period in 0..model.periods {
        let mut made = vec![0u32; model.technicians];
        let range = period * model.sites..(period + 1) * model.sites;
        for slot in at[range].iter().filter(|s| **s != NONE) {
            made[model.slots[*slot as usize].technician as usize] += 1;
        }
        for (depot, team) in model.depot_team.iter().enumerate() {
            let all = model.depot_worked[period * model.depots + depot] as f64;
            let visits: u32 = team.iter().map(|&k| made[k]).sum();
            for &k in team.iter().filter(|_| all > 0.0) {
                let worked = model.worked[period * model.technicians + k] as f64;
                let away = f64::from(made[k]) - f64::from(visits) * worked / all;
                excess += (away.abs() - 1.0).max(0.0);
            }
        }
    }
    excess
}

fn reserve(model: &Model, slots: &[u32]) -> f64 {
    let mut filled = vec![0i64; model.week_room.len()];
    for (info, _) in model.slots.iter().zip(slots).filter(|(_, site)| **site != NONE) {
        if info.week != NONE {
            filled[info.week as usize] += 1;
        }
    }
    let short = filled.iter().zip(&model.week_room).map(|(n, room)| (n - room).max(0));
    short.sum::<i64>() as f64
}

/// Visits of `plan` that are also in `previous`, elsewhere: who must be told.
pub fn moved(previous: &RoundsPlan, plan: &RoundsPlan) -> Vec<(Assignment, Assignment)> {
    let mut before = previous.visits.clone();
    before.sort_unstable();
    let find = |visit: &Assignment| {
        let found = before.binary_search_by(|b| b[..2].cmp(&visit[..2]));
        found.ok().map(|at| (before[at], *visit))
    };
    plan.visits.iter().filter_map(find).filter(|(a, b)| a != b).collect()
}
