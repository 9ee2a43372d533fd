//! Lines of the exports of trainings: the sessions as they can be imported again, who was there,
//! and the hours of each person in a school year.

use super::cells::{amount, date, place};
use shared::day::Day;
use shared::id::{SiteId, TeacherId};
use shared::row::State;
use shared::training::hours::{Hours, minutes};
use shared::training::{Standing, TrainingSession};
use shared::words;
use std::sync::Arc;

fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn ordered(state: &State) -> Vec<&Arc<TrainingSession>> {
    let mut rows: Vec<_> = state.training_sessions.values().collect();
    rows.sort_by_key(|row| (row.terms.begins(), row.id));
    rows
}

/// The sessions, in the columns of the import and with their counts.
pub(super) fn sessions(state: &State) -> Vec<Vec<String>> {
    let line = |row: &&Arc<TrainingSession>| {
        let terms = &row.terms;
        let day = |day: Option<Day>| day.map_or_else(String::new, date);
        let topics: Vec<_> = terms.topics.iter().map(|topic| topic.to_string()).collect();
        let pupils: u32 = row.classes.values().map(|class| class.pupils).sum();
        let present = row.registrations.values().filter(|one| one.state == Standing::Present);
        vec![
            terms.title.clone(),
            words::training_kind(terms.kind).to_owned(),
            topics.join(","),
            date(terms.day),
            clock(terms.from),
            clock(terms.to),
            terms.place.clone(),
            terms.capacity.to_string(),
            terms.leader_name.clone(),
            terms.body.clone(),
            day(terms.opens),
            day(terms.closes),
            words::training(row.state).to_owned(),
            row.called().len().to_string(),
            row.waiting().to_string(),
            present.count().to_string(),
            pupils.to_string(),
            amount(terms.cost),
        ]
    };
    ordered(state).iter().map(line).collect()
}

/// Hours with a comma, as a spreadsheet of France reads them.
fn hours_of(minutes: u32) -> String {
    let text = format!("{},{:02}", minutes / 60, minutes % 60 * 100 / 60);
    text.trim_end_matches('0').trim_end_matches(',').to_owned()
}

/// Name and function; nothing of those whose names were erased.
fn who(state: &State, id: TeacherId) -> (String, String) {
    let known = state.teachers.get(&id);
    known.map_or_else(Default::default, |known| (known.name.clone(), known.function.clone()))
}

/// Who was marked how, a line for each person and session.
pub(super) fn attendance(state: &State) -> Vec<Vec<String>> {
    let mut lines = Vec::new();
    for row in ordered(state) {
        for (id, one) in row.called() {
            let (name, function) = who(state, id);
            let mark = one.state.mark().map_or("", words::attendance);
            let present = one.state == Standing::Present;
            lines.push(vec![
                row.terms.title.clone(),
                date(row.terms.day),
                one.site.to_string(),
                place(state, &one.site).0,
                name,
                function,
                mark.to_owned(),
                if present { hours_of(row.terms.minutes()) } else { String::new() },
            ]);
        }
    }
    lines
}

/// Hours by person, school and school year, for the inspection.
pub(super) fn hours(state: &State) -> Vec<Vec<String>> {
    let all = minutes(state.training_sessions.values().map(Arc::as_ref));
    let line = |(whose, minutes): (Hours, u32)| {
        let (name, function) = who(state, whose.teacher);
        let site: &SiteId = &whose.site;
        let year = format!("{}-{}", whose.year, whose.year + 1);
        vec![year, site.to_string(), place(state, site).0, name, function, hours_of(minutes)]
    };
    all.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::TrainingSessionId;
    use shared::training::{Registration, SessionProgress, Terms, TrainingKind};
    use uuid::Uuid;

    fn session(n: u128, mark: Standing) -> TrainingSession {
        let terms = Terms {
            kind: TrainingKind::Training,
            title: "Tablettes".into(),
            topics: vec!["tablettes".into()],
            day: Day::from_ymd_opt(2026, 3, 18).expect("a day"),
            from: 14 * 60,
            to: 17 * 60 + 30,
            place: String::new(),
            host: None,
            capacity: 12,
            leader: None,
            co_leaders: None,
            leader_name: "Paul Grange".into(),
            body: String::new(),
            opens: None,
            closes: None,
            cost: shared::money::Cents(45_000),
        };
        let mut row = TrainingSession::drafted(TrainingSessionId(Uuid::from_u128(n)), terms);
        row.state = SessionProgress::Closed;
        let one = Registration {
            site: "0420001A".into(),
            state: mark,
            rank: 1,
            unannounced: false,
            drawn: None,
            also: Default::default(),
            marked: None,
        };
        row.registrations.insert(TeacherId(Uuid::from_u128(9)), one);
        row
    }

    /// Acceptance 6 of trainings: hours of presence alone, and nothing for who was not there.
    #[test]
    fn hours_are_those_of_presence() {
        let mut state = State::default();
        state.put(session(1, Standing::Present).into());
        state.put(session(2, Standing::Present).into());
        state.put(session(3, Standing::Absent).into());
        let lines = hours(&state);
        assert_eq!(lines.len(), 1);
        assert_eq!((lines[0][0].as_str(), lines[0][5].as_str()), ("2025-2026", "7"));
        let marks: Vec<_> =
            attendance(&state).into_iter().map(|line| (line[6].clone(), line[7].clone())).collect();
        let said = |mark: &str, hours: &str| (mark.to_owned(), hours.to_owned());
        assert_eq!(marks, [said("présent", "3,5"), said("présent", "3,5"), said("absent", "")]);
        assert_eq!(sessions(&state)[0][17], "450,00");
    }
}
