//! The work on each request during a visit, from the histories of the requests: what its report
//! tells of them.

use shared::day::paris_day;
use shared::history::{Entry, FileRef};
use shared::id::Millis;
use shared::row::State;
use shared::ticket::{Happened, Ticket};
use shared::visit::Visit;
use std::sync::Arc;

/// Whether something was there when the report was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::screens) enum Mark {
    /// It was signed, or nothing is signed.
    Plain,
    /// It came after the signature.
    Later,
}

/// One request in a report.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::screens) struct Line {
    pub(in crate::screens) ticket: Arc<Ticket>,
    /// Declared minutes of the work during the visit.
    pub(in crate::screens) minutes: u32,
    /// The work, in words.
    pub(in crate::screens) work: Vec<(String, Mark)>,
    pub(in crate::screens) resolved: Option<Mark>,
    pub(in crate::screens) postponed: Option<Mark>,
    pub(in crate::screens) added: Option<Mark>,
    /// What shows it: photos of the work, and of the request when it was added during the visit.
    pub(in crate::screens) photos: Vec<FileRef>,
}

impl Line {
    fn of(ticket: &Arc<Ticket>) -> Self {
        Self {
            ticket: Arc::clone(ticket),
            minutes: 0,
            work: Vec::new(),
            resolved: None,
            postponed: None,
            added: None,
            photos: Vec::new(),
        }
    }
}

/// Returns the requests that the technician worked on between the start of the visit and the end of
/// its day, by the technician's own clock. Notes written on the road after the visit count too.
pub(in crate::screens) fn lines(view: &State, visit: &Visit) -> Vec<Line> {
    let Some(started) = visit.started else {
        return Vec::new();
    };
    let during = |entry: &&Entry<Happened>| {
        let at = entry.when.at_ms;
        let same_day = paris_day(at) == paris_day(started.at_ms);
        entry.by == visit.technician && at >= started.at_ms && same_day
    };
    let line = |ticket: &Arc<Ticket>| {
        let mut line = Line::of(ticket);
        let entries: Vec<&Entry<Happened>> = ticket.history.iter().filter(during).collect();
        for entry in &entries {
            read(&mut line, visit, &entry.what, mark(visit, entry));
        }
        (!entries.is_empty()).then_some(line)
    };
    view.tickets_of(&visit.site).filter_map(line).collect()
}

/// Returns the requests that were there when the visit ended, and at which nobody had looked: only
/// their school had written.
pub(in crate::screens) fn unseen(view: &State, visit: &Visit) -> Vec<Arc<Ticket>> {
    if visit.started.is_none() {
        return Vec::new();
    }
    let ended = visit.finished.map_or(Millis::MAX, |finished| finished.at_ms);
    let is_unseen = |ticket: &&Arc<Ticket>| {
        let mut until = ticket.history.iter().filter(|entry| entry.when.at_ms <= ended).peekable();
        until.peek().is_some()
            && ticket.reporter != visit.technician
            && until.all(|entry| entry.by == ticket.reporter && is_a_word(&entry.what))
    };
    view.tickets_of(&visit.site).filter(is_unseen).cloned().collect()
}

/// Whether a request stays as new as it was.
fn is_a_word(what: &Happened) -> bool {
    matches!(
        what,
        Happened::Reported
            | Happened::Commented { .. }
            | Happened::Voiced { .. }
            | Happened::Edited { .. }
            | Happened::Superseded { .. }
    )
}

/// By the clock of the technician, who hands the screen over to be signed.
fn mark(visit: &Visit, entry: &Entry<Happened>) -> Mark {
    let signed = visit.signature.as_ref();
    match signed.is_some_and(|signature| entry.when.at_ms > signature.when.at_ms) {
        true => Mark::Later,
        false => Mark::Plain,
    }
}

fn read(line: &mut Line, visit: &Visit, what: &Happened, mark: Mark) {
    match what {
        Happened::Worked { minutes, text, photos } => {
            line.photos.extend_from_slice(photos);
            line.minutes += minutes;
            line.work.push((text.clone(), mark));
        }
        Happened::Resolved { text } => {
            (line.resolved, line.postponed) = (Some(mark), None);
            line.work.extend((!text.is_empty()).then(|| (text.clone(), mark)));
        }
        Happened::Postponed { .. } | Happened::Unplanned => {
            (line.resolved, line.postponed) = (None, Some(mark));
        }
        Happened::TakenUp { visit: by } if *by == visit.id => line.postponed = None,
        Happened::Reported => {
            line.added = Some(mark);
            line.photos.extend_from_slice(&line.ticket.photos);
        }
        Happened::Commented { photos, .. } => line.photos.extend_from_slice(photos),
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
        let photo = json!({ "hash": "ab", "bytes": 7 });
        let work = |minutes: u32| {
            let photos = [&photo];
            json!({ "what": "worked", "minutes": minutes, "text": "Câble", "photos": photos })
        };
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
        let line = &lines[0];
        assert_eq!((line.minutes, line.resolved, line.added), (15, Some(Mark::Plain), None));
        assert_eq!(lines[0].photos.len(), 1, "the photo of the work of that day");
    }

    #[test]
    fn what_came_after_the_signature_is_marked_and_what_was_taken_up_is_not_postponed() {
        let id = "01900000-0000-7000-8000-000000000004";
        let work =
            |text: &str| json!({ "what": "worked", "minutes": 5, "text": text, "photos": [] });
        let unplanned = || json!({ "what": "unplanned" });
        let taken_up = json!({ "what": "taken_up", "visit": id });
        let ticket = |number: u32, history: Vec<serde_json::Value>| {
            let ticket = json!({
                "id": format!("01900000-0000-7000-8000-0000000000{number}"), "site": "0420001A",
                "kind": "incident", "category": "network", "text": number.to_string(),
                "urgency": "normal", "state": "qualified", "reporter": ME,
                "reported_on": "2026-09-10", "history": history,
            });
            serde_json::from_value::<Ticket>(ticket).expect("a ticket of the wire")
        };
        let visit = json!({
            "id": id, "site": "0420001A", "quarter": "2026-2027-1", "technician": ME,
            "slot": { "day": "2026-09-15", "half": "morning" }, "state": "reported",
            "started": { "at_ms": START },
            "signature": { "name": "Nom", "capacity": "", "when": { "at_ms": START + 50 } },
        });
        let visit: Visit = serde_json::from_value(visit).expect("a visit of the wire");
        let mut state = State::default();
        let first = [entry(START + 10, ME, work("Avant")), entry(START + 60, ME, work("Après"))];
        let left = entry(START + 70, ME, unplanned());
        state.put(Row::from(ticket(10, first.into_iter().chain([left.clone()]).collect())));
        state.put(Row::from(ticket(11, vec![left, entry(START + 80, ME, taken_up)])));
        let lines = lines(&state, &visit);
        let works = [("Avant".to_owned(), Mark::Plain), ("Après".to_owned(), Mark::Later)];
        assert_eq!(lines[0].work, works);
        assert_eq!(lines[0].postponed, Some(Mark::Later));
        assert_eq!(lines[1].postponed, None);
    }

    #[test]
    fn a_request_at_which_nobody_looked_is_told() {
        let school = "01900000-0000-7000-8000-000000000005";
        let ticket = |number: u32, history: Vec<serde_json::Value>| {
            let ticket = json!({
                "id": format!("01900000-0000-7000-8000-0000000000{number}"), "site": "0420001A",
                "kind": "incident", "category": "network", "text": number.to_string(),
                "urgency": "normal", "state": "new", "reporter": school,
                "reported_on": "2026-09-10", "history": history,
            });
            serde_json::from_value::<Ticket>(ticket).expect("a ticket of the wire")
        };
        let reported = |at: i64| entry(at, school, json!({ "what": "reported" }));
        let comment = json!({ "what": "commented", "text": "Toujours", "photos": [] });
        let sorted = json!({ "what": "qualified", "channel": "curative" });
        let (before, later) = (START - 9_000_000, START + 20_000_000);
        let visit = json!({
            "id": "01900000-0000-7000-8000-000000000004",
            "site": "0420001A", "quarter": "2026-2027-1", "technician": ME,
            "slot": { "day": "2026-09-15", "half": "morning" }, "state": "done",
            "started": { "at_ms": START }, "finished": { "at_ms": START + 10_000_000 },
        });
        let visit: Visit = serde_json::from_value(visit).expect("a visit of the wire");
        let mut state = State::default();
        for ticket in [
            ticket(10, vec![reported(before), entry(before, school, comment)]),
            ticket(11, vec![reported(before), entry(before, ME, sorted.clone())]),
            ticket(12, vec![reported(later)]),
            ticket(13, vec![reported(before), entry(later, ME, sorted)]),
        ] {
            state.put(Row::from(ticket));
        }
        let unseen: Vec<_> = unseen(&state, &visit).iter().map(|t| t.text.clone()).collect();
        assert_eq!(unseen, ["10", "13"], "also when somebody looked after the visit");
    }
}
