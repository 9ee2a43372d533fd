//! Loans of the demonstration, and how often a kit can be lent in its year.

use super::*;
use shared::campaign::CampaignKind;
use shared::day::{HalfDay, Quarter};
use shared::id::VisitId;
use shared::loan::between::{is_at_risk, is_late};
use shared::loan::{LoanDays, after_working_days};
use shared::supply::stops::offers;
use shared::supply::{LegKind, Supply};

/// Schools that are looked at for each loan.
const CANDIDATES: usize = 12;

fn loans(state: &State) -> Vec<Supply> {
    let all = state.supplies.values().filter(|supply| supply.kind == CampaignKind::Loan);
    all.map(|supply| (**supply).clone()).collect()
}

/// Kits, loans of all states, one late: whatever the day on which the demonstration begins. Units
/// lie at no site.
#[test]
fn the_demonstration_lends_kits_in_every_state() {
    for text in DAYS {
        let today = day(text);
        let state = opened(today);
        assert_eq!(state.sites.len(), 277, "{text}");
        let all = loans(&state);
        let known: BTreeSet<_> = all.iter().map(|loan| loan.state).collect();
        assert!(known.len() >= 7, "{text}: {known:?}");
        assert!(all.len() >= 16, "{text}: {} loans", all.len());
        assert!(all.iter().any(|loan| is_late(loan, today)), "{text}: none is late");
        let free = all.iter().filter(|loan| !is_at_risk(&state, loan, today)).count();
        assert!(free > all.len() / 2, "{text}: most of them go well");
        let lacks = all.iter().flat_map(|loan| &loan.legs).filter_map(|leg| leg.done());
        assert!(lacks.into_iter().any(|done| !done.lacks.is_empty()), "{text}: incomplete");
    }
}

/// The demonstration's plan of one quarter, made again in each quarter of its year: the visit of
/// the n-th school day falls on the n-th one of each quarter.
fn planned_year(state: &State, today: Day) -> (State, Vec<Quarter>) {
    let calendar = state.calendar();
    let current = calendar.quarter_of(today).expect("a quarter").clone();
    let year = current.id.as_str().rsplit_once('-').expect("a year").0.to_owned();
    let quarters: Vec<_> = calendar
        .quarters
        .iter()
        .filter(|quarter| quarter.id.as_str().starts_with(&year))
        .cloned()
        .collect();
    let of = |quarter: &Quarter| calendar.school_days(quarter.first, quarter.last);
    let days = of(&current);
    let visits: Vec<Visit> = state
        .visits
        .values()
        .filter(|visit| visit.quarter == current.id && visit.takes_slot())
        .map(|visit| (**visit).clone())
        .collect();
    let mut planned = state.clone();
    let keys: Vec<_> = state.visits.keys().copied().collect();
    keys.iter().for_each(|key| planned.remove(&shared::row::RowKey::visit(*key)));
    let mut number = 0_u128;
    for quarter in &quarters {
        let here = of(quarter);
        for visit in &visits {
            let at = days.iter().position(|day| *day == visit.slot.day);
            let Some(day) = at.and_then(|at| here.get(at.min(here.len() - 1))) else { continue };
            number += 1;
            let slot = HalfDay { day: *day, half: visit.slot.half };
            let id = VisitId(uuid::Uuid::from_u128(number));
            let (site, who) = (visit.site.clone(), visit.technician);
            let state = VisitState::Planned;
            planned.put(Visit::new(id, site, quarter.id.clone(), who, slot, state).into());
        }
    }
    (planned, quarters)
}

/// Hand-overs of one kit in a year when it rides with the half-days of schools alone: out at one
/// visit, back at the same school's next one.
fn by_visits(state: &State, quarters: &[Quarter]) -> usize {
    let calendar = state.calendar();
    let (mut ready, mut lent) = (quarters[0].first, 0);
    loop {
        let begin = |visit: &&Arc<Visit>| visit.slot.day >= ready;
        let mut visits: Vec<_> = state.visits.values().filter(begin).collect();
        visits.sort_by_key(|visit| (visit.slot, visit.id));
        let Some(given) = visits.first() else { return lent };
        lent += 1;
        let after = |visit: &&&Arc<Visit>| visit.site == given.site && visit.slot > given.slot;
        let Some(back) = visits.iter().find(after) else { return lent };
        ready = after_working_days(&calendar, back.slot.day, 3);
    }
}

/// The same with stops of ten minutes at most, for loans of three weeks: each goes to the school
/// that a round passes soon and that gives it back first after its three weeks.
fn by_stops(state: &State, quarters: &[Quarter], loan: &Supply) -> (usize, u32) {
    let calendar = state.calendar();
    let end = quarters.last().expect("a quarter").last;
    let (mut ready, mut lent, mut minutes) = (quarters[0].first, 0, 0);
    let mut had: BTreeSet<_> = BTreeSet::new();
    let leg = |kind| loan.legs.iter().find(|leg| leg.kind == kind).expect("a leg");
    let first = |site: &shared::id::SiteId, kind, from: Day| {
        let there = Supply { site: site.clone(), ..loan.clone() };
        let until = (from + Duration::days(45)).min(end);
        let mut near = offers(state, &there, leg(kind), (from, until), 400);
        near.retain(|offer| offer.minutes() <= 10);
        near.into_iter().min_by_key(|offer| (offer.slot, offer.detour_s))
    };
    loop {
        let soon = ready + Duration::days(25);
        let near = state.sites.keys().filter(|site| !had.contains(*site)).step_by(3);
        // Of the schools that a round passes soon, holidays included, the one that gives it back
        // first.
        let found = near.filter_map(|site| {
            let out = first(site, LegKind::Deliver, ready)?;
            (out.slot.day <= soon).then_some((site, out))
        });
        let loans = found.take(CANDIDATES).filter_map(|(site, out)| {
            let back = first(site, LegKind::TakeBack, out.slot.day + Duration::days(20))?;
            Some((back.slot, out.minutes() + back.minutes(), site.clone()))
        });
        let Some((back, more, site)) = loans.min() else { return (lent, minutes) };
        had.insert(site);
        lent += 1;
        minutes += more;
        ready = after_working_days(&calendar, back.day, 3);
    }
}

/// Case 6: planned by visits alone a kit is lent 4 times in a year of four quarters; with stops of
/// ten minutes at most at least 8 times, for three weeks each. The figures are printed.
#[test]
fn a_kit_is_lent_four_times_by_visits_and_at_least_eight_with_stops() {
    let today = day("2026-11-24");
    let state = opened(today);
    let (planned, quarters) = planned_year(&state, today);
    assert_eq!(quarters.len(), 4);
    let waiting = loans(&state).into_iter().find(|loan| !loan.legs.is_empty());
    let mut loan = waiting.expect("a loan with its legs");
    for leg in &mut loan.legs {
        *leg = shared::supply::Leg::waiting(leg.id, leg.kind, leg.items.clone());
    }
    loan.period = Some(LoanDays::new(quarters[0].first, quarters[3].last));
    let visits = by_visits(&planned, &quarters);
    let (stops, minutes) = by_stops(&planned, &quarters, &loan);
    println!("one kit, one school year: lent {visits} times by visits alone");
    println!("with stops of ten minutes at most: {stops} loans of three weeks, {minutes} min more");
    assert_eq!(visits, 4);
    assert!(stops >= 8, "{stops}");
    let each = minutes / u32::try_from(2 * stops).unwrap_or(1);
    assert!(each <= 10, "{each} minutes for each stop");
}
