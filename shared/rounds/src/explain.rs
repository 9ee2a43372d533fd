//! Why a visit is where it is, as typed reasons that a screen puts into words.

use super::instance::Assignment;
use super::model::{Model, NONE};
use super::plan::RoundsPlan;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// One reason. Minutes and days are whole numbers, rounded to the nearest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// Somebody decided it.
    Pinned,
    /// The technician has another site that day.
    Partner {
        /// Index of the other site.
        site: u32,
        /// Its half: 0 in the morning, 1 in the afternoon.
        half: u32,
        /// Travel between the two.
        minutes: u32,
    },
    /// The technician has nothing else that day.
    Alone {
        /// Travel from the depot.
        minutes: u32,
    },
    /// Time since the last visit made or planned.
    SinceLast {
        /// Calendar days.
        days: i32,
        /// Full weeks, rounded to the nearest.
        weeks: i32,
    },
    /// The date is outside the wished window or spacing.
    OutOfSpacing {
        /// Days too early or too late.
        days: i32,
    },
    /// Open tickets wait for this visit.
    Tickets {
        /// How many.
        count: u32,
        /// School days that they wait from the first day of the plan.
        school_days: u32,
    },
    /// The technician knows the site.
    Known,
    /// Another technician knows the site.
    NotKnown,
    /// The site would rather avoid this half-day.
    WishBroken,
    /// The site has wishes, and the half-day respects them.
    WishKept,
    /// The technician has the skill that the site needs.
    Skill {
        /// The skill.
        skill: String,
        /// How many technicians have it.
        technicians: u32,
    },
    /// The site could be visited on few half-days in the period.
    FewHalfDays {
        /// How many half-days it is open, of those when somebody could come.
        count: u32,
    },
}

/// The reasons of a visit of the plan, most telling first; none when it is not a visit.
pub fn explain(model: &Model, plan: &RoundsPlan, visit: Assignment) -> Vec<Reason> {
    if model.obstacle(visit).is_some() {
        return Vec::new();
    }
    let [i, period, ..] = visit.map(|n| n as usize);
    let mut reasons = Vec::new();
    if model.pinned[model.visit(i, period)] != NONE {
        reasons.push(Reason::Pinned);
    }
    reasons.push(company(model, plan, visit));
    reasons.extend(spacing(model, plan, visit));
    let site = &model.instance.sites[i];
    if period == 0 && site.tickets > 0 {
        let first = model.instance.periods[0][0];
        let school_days = visit[3].saturating_sub(first);
        reasons.push(Reason::Tickets { count: site.tickets, school_days });
    }
    if !site.pref.is_empty() {
        let known = site.pref.contains(&visit[2]);
        reasons.push(if known { Reason::Known } else { Reason::NotKnown });
    }
    if !site.avoid.is_empty() {
        let weekday = (model.dates[visit[3] as usize] - 1).rem_euclid(7) as u32;
        let broken = site.avoid.contains(&[weekday, visit[4]]);
        reasons.push(if broken { Reason::WishBroken } else { Reason::WishKept });
    }
    if let Some(skill) = site.skill.as_ref().filter(|s| !s.is_empty()) {
        let team = model.instance.technicians.iter().filter(|t| t.skills.contains(skill));
        let technicians = team.count() as u32;
        reasons.push(Reason::Skill { skill: skill.clone(), technicians });
    }
    reasons.extend(few_half_days(model, i, period));
    reasons
}

fn minutes(milliseconds: i64) -> u32 {
    ((milliseconds + 30_000) / 60_000) as u32
}

/// The other visit of the technician that day.
fn company(model: &Model, plan: &RoundsPlan, visit: Assignment) -> Reason {
    let [site, _, technician, day, half] = visit;
    let same_day = |v: &&Assignment| v[2..] == [technician, day, 1 - half] && v[0] != site;
    match plan.visits.iter().find(same_day).filter(|v| (v[0] as usize) < model.sites) {
        Some(other) => {
            let travel = model.travel.between(site as usize, other[0] as usize);
            Reason::Partner { site: other[0], half: other[4], minutes: minutes(travel) }
        }
        None => {
            let depot = model.instance.technicians[technician as usize].depot as usize;
            Reason::Alone { minutes: minutes(model.travel.depot(depot, site as usize)) }
        }
    }
}

fn spacing(model: &Model, plan: &RoundsPlan, visit: Assignment) -> Vec<Reason> {
    let [site, period, _, day, _] = visit;
    let date = model.dates[day as usize];
    let before = match period {
        0 => last_visit(model, site as usize),
        _ => plan.find(site, period - 1).and_then(|v| model.dates.get(v[3] as usize).copied()),
    };
    let mut reasons = Vec::new();
    if let Some(before) = before {
        let days = date - before;
        let weeks = (days + 3).div_euclid(7);
        reasons.push(Reason::SinceLast { days, weeks });
    }
    let spacing = &model.instance.spacing;
    let out = match (period, before) {
        (0, _) => model.window_out(site as usize, date),
        (_, Some(before)) => {
            let gap = date - before;
            (spacing.min_days - gap).max(gap - spacing.max_days).max(0)
        }
        _ => 0,
    };
    reasons.extend((out > 0).then_some(Reason::OutOfSpacing { days: out }));
    reasons
}

fn last_visit(model: &Model, site: usize) -> Option<i32> {
    let date: NaiveDate = model.instance.sites[site].last_visit.as_ref()?.parse().ok()?;
    Some(date.num_days_from_ce())
}

/// Told when the site has a quarter of the period's half-days or fewer.
fn few_half_days(model: &Model, site: usize, period: usize) -> Option<Reason> {
    let mut half_days: Vec<_> =
        model.allowed(site, period).map(|s| model.slots[s as usize].half_day).collect();
    half_days.sort_unstable();
    half_days.dedup();
    let (first, end) = model.period_half_days[period];
    let count = half_days.len() as u32;
    (half_days.len() * 4 <= end - first).then_some(Reason::FewHalfDays { count })
}
