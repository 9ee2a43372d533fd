//! Properties that hold for any instance, tried on random small ones. A failure names its seed.

use super::fixture::small;
use super::random::Random;
use super::*;
use chrono::Datelike;
use std::collections::BTreeMap;

/// The hard rules read from the instance alone, apart from all that the planner compiles.
fn broken_rules(instance: &Instance, plan: &RoundsPlan) -> Vec<String> {
    let mut broken = Vec::new();
    let mut taken = BTreeMap::new();
    let mut made = BTreeMap::new();
    for visit in &plan.visits {
        let [i, p, k, d, h] = *visit;
        let (site, technician) = (&instance.sites[i as usize], &instance.technicians[k as usize]);
        let date: chrono::NaiveDate = instance.days[d as usize].parse().expect("a date");
        let flag = 2 * date.weekday().num_days_from_monday() + h;
        let [first, last] = instance.periods[p as usize];
        let rules = [
            ("twice", made.insert((i, p), (k, d, h)).is_some()),
            ("taken", taken.insert((k, d, h), i).is_some()),
            ("period", !(first..=last).contains(&d)),
            ("off", technician.off.contains(&[d, h])),
            ("week", site.week.as_bytes()[flag as usize] != b'1'),
            ("closed", site.closed.contains(&[d, h])),
            ("skill", site.skill.as_ref().is_some_and(|s| !technician.skills.contains(s))),
            ("area", site.depots.as_ref().is_some_and(|a| !a.contains(&technician.depot))),
        ];
        let names = rules.iter().filter(|(_, broken)| *broken);
        broken.extend(names.map(|(name, _)| format!("{name} {visit:?}")));
    }
    broken
}

/// A pin is kept, or it is said that it cannot be and its visit is left out.
fn pins_hold(model: &Model, plan: &RoundsPlan) -> bool {
    let faults: Vec<u32> = model.pin_faults.iter().map(|(pin, _)| *pin).collect();
    (0..).zip(&model.instance.pins).all(|(index, pin)| {
        let found = plan.find(pin[0], pin[1]);
        if faults.contains(&index) { found != Some(*pin) } else { found == Some(*pin) }
    })
}

fn random_instance(seed: u64) -> Instance {
    let mut random = Random::new(seed);
    let (sites, team) = (1 + random.below(30) as u32, 1 + random.below(4) as u32);
    let (days, periods) = (2 + random.below(12) as u32, 1 + random.below(3));
    let mut instance = small(seed, sites, team, days, periods);
    for _ in 0..random.below(6) {
        let mut any = |count: u32| random.below(count as usize) as u32;
        let period = any(periods as u32);
        let day = period * days + any(days);
        instance.pins.push([any(sites), period, any(team), day, any(2)]);
    }
    instance
}

#[test]
fn any_stop_gives_a_plan_that_breaks_no_rule() {
    for seed in 0..120 {
        let instance = random_instance(seed);
        let model = Model::new(&instance).expect("an instance");
        let mut search = RoundSearch::with_cycle(model, seed, 6_000);
        let mut last = i64::MAX;
        for slice in 0..8 {
            let plan = search.best();
            assert_eq!(broken_rules(&instance, &plan), [""; 0], "seed {seed}, slice {slice}");
            assert!(pins_hold(search.model(), &plan), "seed {seed}: a pin moved");
            assert!(search.best_cost() <= last, "seed {seed}: the best got worse");
            last = search.best_cost();
            search.run(1_000);
        }
    }
}

/// The cheapest score of any plan at all, by trying every slot of every visit.
fn cheapest_of_all(model: &Model, visit: usize, plan: &mut Vec<Assignment>) -> f64 {
    if visit == model.sites * model.periods {
        return score(model, &RoundsPlan::new("", plan.clone())).total();
    }
    let (site, period) = (visit % model.sites, visit / model.sites);
    let mut best = match model.pinned[visit] {
        model::NONE => cheapest_of_all(model, visit + 1, plan),
        _ => f64::INFINITY,
    };
    for slot in model.allowed(site, period).filter(|_| !model.barred[visit]) {
        let info = &model.slots[slot as usize];
        let half_day = [info.half_day / 2, info.half_day % 2];
        let pin = model.pinned.iter().position(|pinned| *pinned == slot);
        let mine = model.pinned[visit] == model::NONE || model.pinned[visit] == slot;
        let free = plan.iter().all(|v| v[2..] != [info.technician, half_day[0], half_day[1]]);
        if mine && free && pin.is_none_or(|pin| pin == visit) {
            plan.push([site as u32, period as u32, info.technician, half_day[0], half_day[1]]);
            best = best.min(cheapest_of_all(model, visit + 1, plan));
            plan.pop();
        }
    }
    best
}

fn proven(model: &Model) -> Bound {
    let mut bound = Bound::new(model);
    for _ in 0..bound_budget(model) {
        bound.step(model);
    }
    bound
}

#[test]
fn the_search_finds_the_best_plan_and_no_bound_is_above_it() {
    let mut gaps = 0.0;
    for seed in 0..40 {
        let [sites, team, days, periods] =
            [[4, 2, 3, 1], [5, 1, 4, 1], [2, 2, 2, 2], [5, 1, 2, 1]][(seed % 4) as usize];
        let mut instance = small(seed, sites, team, days, periods as usize);
        if seed % 3 == 0 {
            instance.pins.clear();
        }
        let model = Model::new(&instance).expect("an instance");
        let best = cheapest_of_all(&model, 0, &mut Vec::new());
        let bound = proven(&model);
        let found = score(&model, &plan(&instance, seed, 60_000).expect("a plan"));
        let slack = found.total() - best;
        assert!(slack.abs() < 2.0, "seed {seed}: {} against {best}", found.total());
        let total = bound.total() as f64 / 1000.0;
        assert!(total <= best, "seed {seed}: bound {total} above {best}");
        if found.uncovered_visits == 0 {
            let travel = bound.travel() as f64 / 1000.0;
            assert!(travel <= found.travel, "seed {seed}: {travel} above {}", found.travel);
        }
        gaps += best / total.max(1.0) - 1.0;
    }
    assert!(gaps / 40.0 < 0.15, "the bound is far below: {gaps}");
}

#[test]
fn bounds_hold_on_larger_instances() {
    for seed in 0..30 {
        let instance = random_instance(seed);
        let model = Model::new(&instance).expect("an instance");
        let bound = proven(&model);
        let plan = plan(&instance, seed, 40_000).expect("a plan");
        let score = score(&model, &plan);
        assert!(bound.total() as f64 / 1000.0 <= score.total(), "seed {seed}");
        for (period, counted) in [(0, pairing::Counted::Travel), (0, pairing::Counted::Places)] {
            let mut pairing = pairing::Pairing::new(&model, period, counted);
            assert!(pairing.holds(&model), "seed {seed}: first duals");
            while pairing.step(&model) {}
            assert!(pairing.holds(&model), "seed {seed}: solved duals");
        }
    }
}

/// FNV-1a of the visits of a plan.
fn hash(plan: &RoundsPlan) -> u64 {
    let bytes = plan.visits.iter().flatten().flat_map(|n| n.to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |h, byte| {
        (h ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[test]
fn the_same_seed_gives_the_same_plan_everywhere() {
    let instance = small(7, 40, 3, 20, 2);
    let whole = plan(&instance, 5, 200_000).expect("a plan");
    let model = Model::new(&instance).expect("an instance");
    let mut search = RoundSearch::with_cycle(model, 5, 200_000);
    let mut left: u64 = 200_000;
    while left > 0 {
        let slice = left.min(25_600);
        search.run(slice);
        left -= slice;
    }
    assert_eq!(search.best(), whole, "slices change nothing");
    assert_eq!(hash(&whole), GOLDEN, "another plan than on other machines");
}

/// The plan of the test above, the same on every machine.
const GOLDEN: u64 = 11_256_599_240_656_501_656;

#[test]
fn a_repair_moves_little_and_breaks_no_rule() {
    for seed in 0..60 {
        let mut instance = small(seed, 14, 3, 10, 1 + (seed % 2) as usize);
        instance.pins.clear();
        let before = plan(&instance, seed, 20_000).expect("a plan");
        let mut random = Random::new(seed);
        let day = random.below(10) as u32;
        for lost in day..day + 2 {
            instance.technicians[(seed % 3) as usize].off.extend([[lost, 0], [lost, 1]]);
        }
        let model = Model::new(&instance).expect("an instance");
        let repair = repair(&model, &before, seed, repair_budget(&model));
        assert_eq!(broken_rules(&instance, &repair.plan), [""; 0], "seed {seed}");
        let allowed = repair.displaced.len() + repair.displaced.len() / 5;
        let stuck = repair.uncovered.len() + allowed;
        assert!(repair.moved.len() <= stuck, "seed {seed}: {} moved", repair.moved.len());
        if repair.displaced.is_empty() && before.visits.len() == model.sites * model.periods {
            assert_eq!(repair.plan.visits, before.visits, "seed {seed}");
        }
    }
}

#[test]
fn a_repair_never_moves_a_pin() {
    let mut kept = 0;
    for seed in 0..60 {
        let mut instance = small(seed, 16, 3, 12, 1 + (seed % 2) as usize);
        instance.pins.clear();
        let before = plan(&instance, seed, 20_000).expect("a plan");
        let mut random = Random::new(seed);
        instance.pins = before.visits.iter().copied().filter(|_| random.below(3) == 0).collect();
        for technician in &mut instance.technicians {
            let day = random.below(12) as u32;
            technician.off.extend([[day, 0], [day, 1]]);
        }
        let model = Model::new(&instance).expect("an instance");
        let repair = repair(&model, &before, seed, repair_budget(&model));
        assert_eq!(broken_rules(&instance, &repair.plan), [""; 0], "seed {seed}");
        assert!(pins_hold(&model, &repair.plan), "seed {seed}: a pin moved");
        kept += instance.pins.len() - model.pin_faults.len();
    }
    assert!(kept > 100, "{kept} pins that can be kept are too few to prove anything");
}

#[test]
fn a_suggestion_costs_what_it_says() {
    for seed in 0..30 {
        let instance = random_instance(seed);
        let model = Model::new(&instance).expect("an instance");
        let plan = plan(&instance, seed, 5_000).expect("a plan");
        let before = score(&model, &plan);
        for site in 0..model.sites as u32 {
            for option in suggest(&model, &plan, site, 0, 3) {
                let rest = plan.visits.iter().filter(|v| v[..2] != [site, 0]).copied();
                let after = RoundsPlan::new("", rest.chain([option.visit]).collect());
                assert_eq!(broken_rules(&instance, &after), [""; 0], "seed {seed}");
                let after = score(&model, &after);
                let off = after.total() - before.total() - option.delta_s as f64;
                assert!(off.abs() < 3.0, "seed {seed}: site {site} is off by {off}");
                let off = after.travel - before.travel - option.travel_s as f64;
                assert!(off.abs() < 2.0, "seed {seed}: travel of {site} is off by {off}");
            }
        }
    }
}

#[test]
fn what_cannot_be_made_has_a_cause() {
    for seed in 0..80 {
        let instance = random_instance(seed);
        let model = Model::new(&instance).expect("an instance");
        let causes = feasibility(&model);
        let plan = plan(&instance, seed, 30_000).expect("a plan");
        let left_out = uncovered(&model, &plan);
        // Of several pins of one visit, the first that can be is kept: the visit is made.
        let second = |cause: &Cause| match cause {
            Cause::Pin { visit: [site, period, ..], .. } => {
                model.pinned[model.visit(*site as usize, *period as usize)] != model::NONE
            }
            _ => false,
        };
        if causes.iter().all(second) {
            assert!(left_out.is_empty(), "seed {seed}: {left_out:?}");
        } else {
            assert!(!left_out.is_empty(), "seed {seed}: {causes:?} and all is made");
        }
        for cause in causes {
            if let Cause::Crowded { sites, half_days, .. } = &cause {
                assert!(sites.len() > *half_days as usize, "seed {seed}: {cause:?}");
            }
        }
    }
}
