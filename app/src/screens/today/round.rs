//! The visits of a technician: late, today, then day by day.

use shared::day::{Day, Half};
use shared::id::{AccountId, VisitId};
use shared::order;
use shared::row::State;
use shared::supply::stops::ahead;
use shared::visit::{Visit, VisitState};
use std::sync::Arc;

/// The visits of a technician around a day; only those that are published.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Round {
    /// Begun and not ended, of another day than today.
    pub(super) running: Vec<VisitId>,
    /// One of today is begun and not ended.
    pub(super) runs_today: bool,
    /// Planned before today, and not begun.
    pub(super) late: Vec<VisitId>,
    /// This morning.
    morning: Vec<VisitId>,
    /// This afternoon.
    afternoon: Vec<VisitId>,
    /// The coming days that have visits or stops.
    pub(super) next: Vec<(Day, Vec<VisitId>)>,
}

impl Round {
    /// Returns whether there is nothing to do, neither today nor later.
    pub(super) fn is_empty(&self) -> bool {
        let today = self.morning.len() + self.afternoon.len();
        today + self.running.len() + self.late.len() + self.next.len() == 0
    }

    /// Today's visits of that half-day.
    pub(super) fn of(&self, half: Half) -> &[VisitId] {
        match half {
            Half::Morning => &self.morning,
            Half::Afternoon => &self.afternoon,
        }
    }
}

/// The visits of that technician around that day.
pub(super) fn round(view: &State, technician: AccountId, today: Day) -> Round {
    let mut round = Round::default();
    let is_shown = |visit: &&Arc<Visit>| {
        let stands = visit.takes_slot() && visit.state != VisitState::Proposed;
        stands || is_missed_on(visit, today)
    };
    let mut visits: Vec<_> = view.visits_by(&technician).filter(is_shown).collect();
    order::sort_by_key(&mut visits, |visit| (visit.slot, visit.id));
    for visit in visits {
        let day = visit.slot.day;
        if visit.state == VisitState::OnSite && day != today {
            round.running.push(visit.id);
            continue;
        }
        round.runs_today |= visit.state == VisitState::OnSite;
        match (day == today, visit.slot.half) {
            (true, Half::Morning) => round.morning.push(visit.id),
            (true, Half::Afternoon) => round.afternoon.push(visit.id),
            (false, _) if day < today && visit.is_ahead() => round.late.push(visit.id),
            (false, _) if day > today => match round.next.last_mut() {
                Some((last, visits)) if *last == day => visits.push(visit.id),
                _ => round.next.push((day, vec![visit.id])),
            },
            (false, _) => {}
        }
    }
    for stop in ahead(view, technician).into_iter().filter(|stop| stop.slot.day > today) {
        let day = stop.slot.day;
        if let Err(at) = round.next.binary_search_by_key(&day, |(day, _)| *day) {
            round.next.insert(at, (day, Vec::new()));
        }
    }
    round
}

fn is_missed_on(visit: &Visit, day: Day) -> bool {
    visit.slot.day == day && matches!(visit.state, VisitState::Missed { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::row::Row;

    const ME: &str = "01900000-0000-7000-8000-000000000001";

    fn visit(number: u8, day: &str, half: &str, state: &str) -> Visit {
        let json = serde_json::json!({
            "id": format!("01900000-0000-7000-8000-0000000001{number:02}"),
            "site": "0420001A",
            "quarter": "2026-2027-1",
            "technician": ME,
            "slot": { "day": day, "half": half },
            "state": state,
            "reason": "strike",
        });
        serde_json::from_value(json).expect("a visit of the wire")
    }

    #[test]
    fn visits_fall_before_on_and_after_today() {
        let mut state = State::default();
        let rows = [
            visit(1, "2026-09-14", "morning", "planned"),
            visit(2, "2026-09-14", "afternoon", "reported"),
            visit(3, "2026-09-15", "morning", "on_site"),
            visit(4, "2026-09-15", "afternoon", "missed"),
            visit(5, "2026-09-17", "morning", "planned"),
            visit(6, "2026-09-17", "afternoon", "planned"),
            visit(7, "2026-09-18", "afternoon", "proposed"),
            visit(8, "2026-09-21", "morning", "on_site"),
        ];
        let id = |row: usize| rows[row - 1].id;
        for row in rows.clone() {
            state.put(Row::from(row));
        }
        let today: Day = "2026-09-15".parse().expect("a day");
        let round = round(&state, rows[0].technician, today);
        assert!(round.runs_today);
        assert_eq!(round.late, [id(1)]);
        assert_eq!(round.running, [id(8)]);
        assert_eq!(round.of(Half::Morning), [id(3)]);
        assert_eq!(round.of(Half::Afternoon), [id(4)]);
        let thursday: Day = "2026-09-17".parse().expect("a day");
        assert_eq!(round.next, [(thursday, vec![id(5), id(6)])]);
    }
}
