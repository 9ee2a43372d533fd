//! The work on each request during a visit, from the histories of the requests.

use shared::day::paris_day;
use shared::history::Entry;
use shared::row::State;
use shared::ticket::{Happened, Ticket};
use shared::visit::Visit;
use std::sync::Arc;

/// One request in a report.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) ticket: Arc<Ticket>,
    /// Declared minutes of the work during the visit.
    pub(super) minutes: u32,
    /// The work, in words.
    pub(super) work: Vec<String>,
    pub(super) resolved: bool,
    pub(super) postponed: bool,
    pub(super) added: bool,
}

/// Returns the requests that the technician worked on between the start of the visit and the end of
/// its day, by the technician's own clock. Notes written on the road after the visit count too.
pub(super) fn lines(view: &State, visit: &Visit) -> Vec<Line> {
    let Some(started) = visit.started else {
        return Vec::new();
    };
    let during = |entry: &&Entry<Happened>| {
        let at = entry.when.at_ms;
        let same_day = paris_day(at) == paris_day(started.at_ms);
        entry.by == visit.technician && at >= started.at_ms && same_day
    };
    let line = |ticket: &Arc<Ticket>| {
        let mut line = Line {
            ticket: Arc::clone(ticket),
            minutes: 0,
            work: Vec::new(),
            resolved: false,
            postponed: false,
            added: false,
        };
        let entries: Vec<&Entry<Happened>> = ticket.history.iter().filter(during).collect();
        for entry in &entries {
            read(&mut line, &entry.what);
        }
        (!entries.is_empty()).then_some(line)
    };
    view.tickets_of(&visit.site).filter_map(line).collect()
}

fn read(line: &mut Line, what: &Happened) {
    match what {
        Happened::Worked { minutes, text, .. } => {
            line.minutes += minutes;
            line.work.push(text.clone());
        }
        Happened::Resolved { text } => {
            (line.resolved, line.postponed) = (true, false);
            line.work.extend((!text.is_empty()).then(|| text.clone()));
        }
        Happened::Postponed { .. } | Happened::Unplanned => {
            (line.resolved, line.postponed) = (false, true);
        }
        Happened::Reported => line.added = true,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use shared::row::Row;

    const ME: &str = "01900000-0000-7000-8000-000000000001";
    /// 2026-09-15, 9 h in Paris.
    const START: i64 = 1_789_455_600_000;

    fn entry(at: i64, by: &str, what: serde_json::Value) -> serde_json::Value {
        json!({ "when": { "at_ms": at }, "by": by, "by_name": "Nom", "what": what })
    }

    #[test]
    fn only_the_technician_s_work_of_that_day_counts() {
        let other = "01900000-0000-7000-8000-000000000002";
        let work = |minutes: u32| json!({ "what": "worked", "minutes": minutes, "text": "Câble" });
        let ticket = json!({
            "id": "01900000-0000-7000-8000-000000000003",
            "site": "0420001A", "kind": "incident", "category": "network", "text": "Wifi",
            "urgency": "normal", "state": "resolved", "reporter": other,
            "reported_on": "2026-09-10",
            "history": [
                entry(START - 1, ME, work(60)),
                entry(START + 60_000, ME, work(15)),
                entry(START + 60_000, other, work(30)),
                entry(START + 120_000, ME, json!({ "what": "resolved", "text": "" })),
                entry(START + 86_400_000, ME, work(45)),
            ],
        });
        let visit = json!({
            "id": "01900000-0000-7000-8000-000000000004",
            "site": "0420001A", "quarter": "2026-2027-1", "technician": ME,
            "slot": { "day": "2026-09-15", "half": "morning" }, "state": "done",
            "started": { "at_ms": START },
        });
        let ticket: Ticket = serde_json::from_value(ticket).expect("a ticket of the wire");
        let visit: Visit = serde_json::from_value(visit).expect("a visit of the wire");
        let mut state = State::default();
        state.put(Row::from(ticket));
        let lines = lines(&state, &visit);
        assert_eq!(lines.len(), 1);
        assert_eq!((lines[0].minutes, lines[0].resolved, lines[0].added), (15, true, false));
    }
}
