//! Checks visits and plans against the hard rules.

use super::hard_rule::HardRule;
use super::instance::Assignment;
use super::model::{BLOCKED, Model, NONE};
use super::plan::RoundsPlan;

impl Model {
    /// The first hard rule that the visit breaks by itself, whatever the rest of the plan.
    pub fn obstacle(&self, visit: Assignment) -> Option<HardRule> {
        let [site, period, technician, day, half] = visit;
        if site as usize >= self.sites
            || period as usize >= self.periods
            || technician as usize >= self.technicians
            || day as usize >= self.dates.len()
            || half > 1
        {
            return Some(HardRule::Unknown);
        }
        let info = &self.slots[self.slot(technician, day, half) as usize];
        if info.period != period {
            return Some(HardRule::OutsidePeriod);
        }
        if !info.usable {
            return Some(HardRule::TechnicianOff);
        }
        let (i, k) = (site as usize, technician as usize);
        if self.unary[i * self.half_days + info.half_day as usize] == BLOCKED {
            let closed = self.instance.sites[i].closed.contains(&[day, half]);
            return Some(if closed { HardRule::SiteClosed } else { HardRule::NoClass });
        }
        if self.known[i * self.technicians + k] == BLOCKED {
            let skill = self.instance.sites[i].skill.clone().filter(|s| !s.is_empty());
            let skill = skill.filter(|s| !self.instance.technicians[k].skills.contains(s));
            return Some(match skill {
                Some(skill) => HardRule::MissingSkill { skill },
                None => HardRule::OutsideArea,
            });
        }
        None
    }
}

/// Every visit of the plan that breaks a hard rule, and the pins that it does not keep.
pub fn check_plan(model: &Model, plan: &RoundsPlan) -> Vec<(Assignment, HardRule)> {
    let mut faults = Vec::new();
    let mut seen = vec![NONE; model.sites * model.periods];
    let mut taken = vec![NONE; model.slots.len()];
    for visit in &plan.visits {
        let [site, period, technician, day, half] = *visit;
        let obstacle = model.obstacle(*visit);
        if obstacle == Some(HardRule::Unknown) {
            faults.push((*visit, HardRule::Unknown));
            continue;
        }
        faults.extend(obstacle.map(|o| (*visit, o)));
        let index = model.visit(site as usize, period as usize);
        let slot = model.slot(technician, day, half);
        if seen[index] != NONE {
            faults.push((*visit, HardRule::Twice));
        }
        seen[index] = slot;
        if taken[slot as usize] != NONE {
            faults.push((*visit, HardRule::Taken { site: taken[slot as usize] }));
        }
        taken[slot as usize] = site;
    }
    for pin in &model.instance.pins {
        let known = (pin[0] as usize) < model.sites && (pin[1] as usize) < model.periods;
        let slot = known.then(|| seen[model.visit(pin[0] as usize, pin[1] as usize)]);
        let here = model.obstacle(*pin).is_none().then(|| model.slot(pin[2], pin[3], pin[4]));
        if here.is_none() || slot != here {
            faults.push((*pin, HardRule::Pinned));
        }
    }
    faults
}
