//! From an instance to its model: dates become numbers, rules become tables.

use super::hard_rule::HardRule;
use super::instance::{INSTANCE_FORMAT, Instance, InstanceError, RoundsSite};
use super::model::{BLOCKED, Costs, Model, NONE, SlotInfo};
use super::travel::Travel;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

const SITES_MAX: usize = 20_000;
const TECHNICIANS_MAX: usize = 1_000;
const DAYS_MAX: usize = 800;
const PERIODS_MAX: usize = 24;
const SLOTS_MAX: usize = 2_000_000;
/// Largest cost of one visit in one slot: 20 days.
const PLACE_COST_MAX: i64 = 1_728_000_000;

impl Model {
    /// Reads the instance once.
    ///
    /// # Errors
    /// When it is not a problem of the format, with the first thing that is wrong.
    pub fn new(instance: &Instance) -> Result<Self, InstanceError> {
        check_size(instance)?;
        let dates = read_dates(instance)?;
        let day_period = read_periods(instance)?;
        check_parts(instance)?;
        let mut model = empty(instance, &dates);
        model.make_slots(&dates, &day_period);
        model.make_unary(&dates, &day_period)?;
        model.make_known();
        model.make_shares();
        model.place_pins();
        Ok(model)
    }

    fn make_slots(&mut self, dates: &[NaiveDate], day_period: &[u32]) {
        let weeks = number_weeks(dates, day_period);
        for (k, technician) in self.instance.technicians.iter().enumerate() {
            for (d, date) in dates.iter().enumerate() {
                for half in 0..2 {
                    self.slots.push(SlotInfo {
                        half_day: (2 * d + half) as u32,
                        technician: k as u32,
                        depot: technician.depot,
                        week: weeks[d],
                        period: day_period[d],
                        date: date.num_days_from_ce(),
                        usable: day_period[d] != NONE,
                    });
                }
            }
            for half_day in technician.off.iter().filter_map(|o| half_day(*o, dates.len())) {
                self.slots[k * self.half_days + half_day].usable = false;
            }
        }
        for (slot, info) in self.slots.iter().enumerate() {
            if info.usable {
                self.period_slots[info.period as usize].push(slot as u32);
            }
        }
        self.make_room(&weeks);
    }

    /// The checker counts what must stay free as `ceil(reserve × available − 1e-9)`.
    fn make_room(&mut self, weeks: &[u32]) {
        let count = weeks.iter().filter(|&&w| w != NONE).max().map_or(0, |w| *w as usize + 1);
        let mut available = vec![0i64; count];
        for info in self.slots.iter().filter(|s| s.usable && s.week != NONE) {
            available[info.week as usize] += 1;
        }
        let reserve = self.instance.reserve;
        let room = |a: &i64| a - (reserve * *a as f64 - 1e-9).ceil() as i64;
        self.week_room = available.iter().map(room).collect();
    }

    fn make_unary(&mut self, dates: &[NaiveDate], period: &[u32]) -> Result<(), InstanceError> {
        let weights = self.instance.weights.clone();
        let start = self.instance.periods.first().map_or(0, |p| p[0]);
        self.unary = vec![BLOCKED; self.sites * self.half_days];
        for (i, site) in self.instance.sites.iter().enumerate() {
            let row = &mut self.unary[i * self.half_days..(i + 1) * self.half_days];
            let week = site.week.as_bytes();
            self.windows.push(read_window(site)?);
            let tickets = f64::from(site.tickets) * weights.ticket_day;
            for (d, date) in dates.iter().enumerate() {
                let weekday = date.weekday().num_days_from_monday();
                for half in 0..2u32 {
                    let flag = (2 * weekday + half) as usize;
                    if period[d] == NONE || week.get(flag) != Some(&b'1') {
                        continue;
                    }
                    let mut cost = 0.0;
                    if site.avoid.contains(&[weekday, half]) {
                        cost += weights.wish;
                    }
                    if period[d] == 0 {
                        let (first, last) = self.windows[i];
                        let today = date.num_days_from_ce();
                        let out = (first - today).max(today - last).max(0);
                        cost += weights.spacing_day * f64::from(out);
                        cost += tickets * f64::from(d as u32 - start);
                    }
                    row[2 * d + half as usize] = milli(cost).min(PLACE_COST_MAX) as i32;
                }
            }
            for half_day in site.closed.iter().filter_map(|c| half_day(*c, dates.len())) {
                row[half_day] = BLOCKED;
            }
        }
        Ok(())
    }

    fn make_known(&mut self) {
        let cost = milli(self.instance.weights.preference).min(PLACE_COST_MAX / 8) as i32;
        for site in &self.instance.sites {
            let skill = site.skill.as_ref().filter(|s| !s.is_empty());
            let area = site.depots.as_ref().filter(|d| !d.is_empty());
            for (k, technician) in self.instance.technicians.iter().enumerate() {
                let trained = skill.is_none_or(|s| technician.skills.contains(s));
                let near = area.is_none_or(|d| d.contains(&technician.depot));
                let stranger = !site.pref.is_empty() && !site.pref.contains(&(k as u32));
                let known = if stranger { cost } else { 0 };
                self.known.push(if trained && near { known } else { BLOCKED });
            }
        }
    }

    /// Half-days worked, from which each technician's fair share comes.
    fn make_shares(&mut self) {
        self.worked = vec![0; self.periods * self.technicians];
        self.depot_worked = vec![0; self.periods * self.depots];
        for info in self.slots.iter().filter(|s| s.usable && s.week != NONE) {
            let period = info.period as usize;
            self.worked[period * self.technicians + info.technician as usize] += 1;
            self.depot_worked[period * self.depots + info.depot as usize] += 1;
        }
        for (k, technician) in self.instance.technicians.iter().enumerate() {
            self.depot_team[technician.depot as usize].push(k);
        }
    }

    /// Keeps the pins that can be kept; of two that fight, the first one.
    fn place_pins(&mut self) {
        let mut taken = vec![NONE; self.slots.len()];
        for index in 0..self.instance.pins.len() {
            let [site, period, technician, day, half] = self.instance.pins[index];
            let obstacle = match self.obstacle([site, period, technician, day, half]) {
                Some(obstacle) => obstacle,
                None => {
                    let slot = self.slot(technician, day, half);
                    let visit = self.visit(site as usize, period as usize);
                    if self.pinned[visit] != NONE && self.pinned[visit] != slot {
                        HardRule::Pinned
                    } else if taken[slot as usize] != NONE && taken[slot as usize] != site {
                        HardRule::Taken { site: taken[slot as usize] }
                    } else {
                        self.pinned[visit] = slot;
                        taken[slot as usize] = site;
                        continue;
                    }
                }
            };
            self.pin_faults.push((index as u32, obstacle));
        }
        for (index, _) in &self.pin_faults {
            let pin = self.instance.pins[*index as usize];
            if (pin[0] as usize) < self.sites && (pin[1] as usize) < self.periods {
                let visit = pin[1] as usize * self.sites + pin[0] as usize;
                self.barred[visit] = self.pinned[visit] == NONE;
            }
        }
    }
}

/// Place of a half-day in a row of half-days, when it is one.
fn half_day(pair: [u32; 2], days: usize) -> Option<usize> {
    let [day, half] = pair.map(|n| n as usize);
    (day < days && half < 2).then(|| 2 * day + half)
}

fn empty(instance: &Instance, dates: &[NaiveDate]) -> Model {
    let weights = &instance.weights;
    let (sites, periods) = (instance.sites.len(), instance.periods.len());
    let bounds = instance.periods.iter();
    Model {
        travel: Travel::new(instance),
        sites,
        technicians: instance.technicians.len(),
        periods,
        depots: instance.depots.len(),
        half_days: 2 * dates.len(),
        slots: Vec::new(),
        period_slots: vec![Vec::new(); periods],
        period_half_days: bounds.map(|p| (2 * p[0] as usize, 2 * p[1] as usize + 2)).collect(),
        unary: Vec::new(),
        known: Vec::new(),
        week_room: Vec::new(),
        worked: Vec::new(),
        depot_worked: Vec::new(),
        depot_team: vec![Vec::new(); instance.depots.len()],
        costs: Costs {
            uncovered: milli(weights.uncovered),
            spacing_day: milli(weights.spacing_day),
            balance_visit: milli(weights.balance_visit),
            reserve_halfday: milli(weights.reserve_halfday),
        },
        pinned: vec![NONE; sites * periods],
        barred: vec![false; sites * periods],
        pin_faults: Vec::new(),
        windows: Vec::new(),
        dates: dates.iter().map(Datelike::num_days_from_ce).collect(),
        instance: instance.clone(),
    }
}

fn milli(seconds: f64) -> i64 {
    (seconds * 1000.0 + 0.5).floor() as i64
}

/// Weeks are those of ISO 8601, cut at the ends of periods; Wednesdays count for none.
fn number_weeks(dates: &[NaiveDate], day_period: &[u32]) -> Vec<u32> {
    let mut numbers = BTreeMap::new();
    let mut weeks = Vec::with_capacity(dates.len());
    for (date, period) in dates.iter().zip(day_period) {
        if *period == NONE || date.weekday().num_days_from_monday() == 2 {
            weeks.push(NONE);
            continue;
        }
        let week = date.iso_week();
        let next = numbers.len() as u32;
        weeks.push(*numbers.entry((*period, week.year(), week.week())).or_insert(next));
    }
    weeks
}

fn parse(text: &str) -> Result<NaiveDate, InstanceError> {
    text.parse().map_err(|_| InstanceError::Date { text: text.to_owned() })
}

/// Wished day numbers; all of them when the site has no window.
fn read_window(site: &RoundsSite) -> Result<(i32, i32), InstanceError> {
    match &site.window {
        Some([first, last]) => {
            Ok((parse(first)?.num_days_from_ce(), parse(last)?.num_days_from_ce()))
        }
        None => Ok((i32::MIN / 2, i32::MAX / 2)),
    }
}

fn read_dates(instance: &Instance) -> Result<Vec<NaiveDate>, InstanceError> {
    let dates: Result<Vec<_>, _> = instance.days.iter().map(|d| parse(d)).collect();
    let dates = dates?;
    for (index, two) in dates.windows(2).enumerate() {
        if two[0] >= two[1] {
            return Err(InstanceError::DayOrder { day: index as u32 + 1 });
        }
    }
    Ok(dates)
}

fn read_periods(instance: &Instance) -> Result<Vec<u32>, InstanceError> {
    let mut day_period = vec![NONE; instance.days.len()];
    for (index, [first, last]) in instance.periods.iter().enumerate() {
        let fault = InstanceError::Period { period: index as u32 };
        let days = day_period.get_mut(*first as usize..=*last as usize);
        let days = days.filter(|d| !d.is_empty()).ok_or(fault.clone())?;
        if days.iter().any(|&p| p != NONE) {
            return Err(fault);
        }
        days.fill(index as u32);
    }
    Ok(day_period)
}

fn check_size(instance: &Instance) -> Result<(), InstanceError> {
    let days = instance.days.len();
    if instance.format != INSTANCE_FORMAT {
        return Err(InstanceError::Format);
    }
    if instance.sites.len() > SITES_MAX
        || instance.technicians.len() > TECHNICIANS_MAX
        || days > DAYS_MAX
        || instance.periods.len() > PERIODS_MAX
        || 2 * days * instance.technicians.len() > SLOTS_MAX
    {
        return Err(InstanceError::TooLarge);
    }
    Ok(())
}

fn check_parts(instance: &Instance) -> Result<(), InstanceError> {
    for (k, technician) in instance.technicians.iter().enumerate() {
        if technician.depot as usize >= instance.depots.len() {
            return Err(InstanceError::Technician { technician: k as u32 });
        }
    }
    for (i, site) in instance.sites.iter().enumerate() {
        if site.week.len() != 10 || !site.week.bytes().all(|b| b == b'0' || b == b'1') {
            return Err(InstanceError::RoundsSite { site: i as u32 });
        }
    }
    let w = &instance.weights;
    let spacing = &instance.spacing;
    let weights = [w.uncovered, w.wish, w.spacing_day, w.ticket_day, w.preference];
    let weights = weights.into_iter().chain([w.balance_visit, w.reserve_halfday]);
    let fine = weights.into_iter().all(|x| (0.0..=1e6).contains(&x))
        && [spacing.min_days, spacing.max_days].iter().all(|d| (0..=10_000).contains(d))
        && (0.0..=1.0).contains(&instance.reserve)
        && (0.1..=10.0).contains(&instance.travel.detour)
        && (1.0..=1000.0).contains(&instance.travel.speed_kmh)
        && (1.0..=10_000.0).contains(&instance.travel.earth_km)
        && instance.sites.iter().all(|s| on_earth(s.lat, s.lon))
        && instance.depots.iter().all(|d| on_earth(d.lat, d.lon));
    if fine { Ok(()) } else { Err(InstanceError::Number) }
}

fn on_earth(lat: f64, lon: f64) -> bool {
    (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon)
}
