//! Lines of the exports about «no delivery before training»: what is to be handed over to somebody
//! who is still to be trained, and what was handed over all the same.

use super::cells::{date, place};
use shared::day::{Day, paris_day};
use shared::id::TopicId;
use shared::row::State;
use shared::supply::{Anomaly, Leg, Supply};
use shared::teacher::{Teacher, Waiver, gate};
use shared::training::needs::day_of;
use shared::words;
use std::sync::Arc;

/// The articles of a leg that ask for a training, or for this one.
fn articles(supply: &Supply, leg: &Leg, topic: Option<&TopicId>) -> String {
    let lines = leg.items.iter().filter_map(|item| {
        let line = supply.lines.get(usize::try_from(item.line).ok()?)?;
        let required = line.requires.as_ref()?;
        topic.is_none_or(|topic| topic == required).then_some(line.label.as_str())
    });
    lines.collect::<Vec<_>>().join(", ")
}

fn name(teacher: Option<&Arc<Teacher>>) -> String {
    teacher.map(|teacher| teacher.name.clone()).unwrap_or_default()
}

/// The waiver that stood in for a training on that day.
fn waiver<'t>(
    supply: &Supply,
    leg: &Leg,
    teacher: Option<&'t Arc<Teacher>>,
    day: Day,
) -> Option<&'t Waiver> {
    let teacher = teacher?;
    let stands_in = |topic: &&TopicId| {
        let is_trained = teacher.trained.get(*topic).is_some_and(|known| known.day <= day);
        !is_trained && gate(Some(topic), Some(teacher), &supply.site, day).is_ok()
    };
    let topic = supply.required_by(leg).into_iter().find(stands_in)?;
    teacher.waived.get(topic)
}

/// What was handed over to somebody without the training: as an anomaly, or under a waiver. By
/// the day of the hand-over.
pub(super) fn untrained(state: &State) -> Vec<Vec<String>> {
    let mut lines = Vec::new();
    for supply in state.supplies.values() {
        for leg in &supply.legs {
            let Some(done) = leg.done() else { continue };
            let day = paris_day(done.when.corrected_ms());
            let teacher = leg.to.and_then(|to| state.teachers.get(&to));
            let anomaly = leg.anomalies.contains(&Anomaly::Untrained);
            let waived = waiver(supply, leg, teacher, day);
            if !anomaly && waived.is_none() {
                continue;
            }
            let anomaly = if anomaly { words::anomaly(Anomaly::Untrained) } else { "" };
            let line = vec![
                date(day),
                supply.site.to_string(),
                articles(supply, leg, None),
                name(teacher),
                anomaly.to_owned(),
                waived.map(|waived| date(waived.until)).unwrap_or_default(),
                waived.map(|waived| waived.reason.clone()).unwrap_or_default(),
            ];
            lines.push((day, supply.id, leg.id, line));
        }
    }
    lines.sort_by_key(|(day, supply, leg, _)| (*day, *supply, *leg));
    lines.into_iter().map(|(.., line)| line).collect()
}

/// What waits to be handed over to somebody who is still to be trained, by the day on which it is
/// planned; what has no day comes last.
pub(super) fn to_train(state: &State, today: Day) -> Vec<Vec<String>> {
    let settings = state.settings();
    let mut lines = Vec::new();
    for supply in state.supplies.values().filter(|supply| supply.state.is_open()) {
        for leg in supply.waiting() {
            let named = leg.to.or(supply.teacher);
            let teacher = named.and_then(|id| state.teachers.get(&id));
            let planned = day_of(state, leg);
            let on = planned.unwrap_or(today).max(today);
            for topic in supply.required_by(leg) {
                let user = teacher.map(Arc::as_ref);
                if gate(Some(topic), user, &supply.site, on).is_ok() {
                    continue;
                }
                let known = settings.topic(topic);
                let line = vec![
                    planned.map(date).unwrap_or_default(),
                    supply.site.to_string(),
                    place(state, &supply.site).0,
                    articles(supply, leg, Some(topic)),
                    known.map_or_else(|| topic.to_string(), |known| known.label.clone()),
                    name(teacher),
                    teacher.map(|teacher| teacher.function.clone()).unwrap_or_default(),
                ];
                lines.push((planned.is_none(), planned, supply.id, leg.id, line));
            }
        }
    }
    lines.sort_by_key(|(last, day, supply, leg, _)| (*last, *day, *supply, *leg));
    lines.into_iter().map(|(.., line)| line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::row::Row;

    /// A tablet for somebody untrained, one that was handed over before the training, and one
    /// under a waiver.
    fn state() -> State {
        let supply = |n: u8, leg: &str| {
            format!(
                r#"{{"supply": {{"id": "0189a0a0-0000-7000-8000-00000000000{n}",
                    "site": "0420001A", "campaign": "0189a0a0-0000-7000-8000-0000000000aa",
                    "kind": "small_budget", "state": "ready", "asked_on": "2026-03-02",
                    "lines": [{{"article": "0189a0a0-0000-7000-8000-0000000000bb",
                        "label": "Tablette", "kind": "small", "pot": "investment", "unit": 100,
                        "vat": 2000, "quantity": 1, "requires": "tablettes"}}],
                    "legs": [{{"id": 1, "kind": "deliver", "items": [{{"line": 0, "quantity": 1}}],
                        {leg}}}]}}}}"#
            )
        };
        let done = |to: &str, rest: &str| {
            format!(
                r#""to": "0189a0a0-0000-7000-8000-0000000000{to}", "state": {{"done": {{
                    "when": {{"at_ms": 1773309600000, "offset_ms": 0}},
                    "by": "0189a0a0-0000-7000-8000-0000000000cc", "by_name": "Amina"}}}}{rest}"#
            )
        };
        let teacher = |id: &str, name: &str, rest: &str| {
            format!(
                r#"{{"teacher": {{"id": "0189a0a0-0000-7000-8000-0000000000{id}",
                    "site": "0420001A", "name": "{name}", "function": "CE1"{rest}}}}}"#
            )
        };
        let waived = r#", "waived": {"tablettes": {"from": "2026-03-01", "until": "2026-03-31",
            "by": "Nadia", "reason": "Formée en avril"}}"#;
        let rows = [
            supply(1, &done("d1", r#", "anomalies": ["untrained"]"#)),
            supply(2, &done("d2", "")),
            supply(3, r#""to": "0189a0a0-0000-7000-8000-0000000000d1", "state": "waiting""#),
            teacher("d1", "Mme Roux", ""),
            teacher("d2", "M. Petit", waived),
        ];
        rows.iter().map(|row| serde_json::from_str::<Row>(row).expect("a row")).collect()
    }

    /// The gate's export: it should be empty, and names what is in it and why.
    #[test]
    fn deliveries_without_a_training_are_listed_with_their_waiver() {
        let lines = untrained(&state());
        let anomaly = words::anomaly(Anomaly::Untrained);
        assert_eq!(
            lines,
            [
                ["12/03/2026", "0420001A", "Tablette", "Mme Roux", anomaly, "", ""],
                [
                    "12/03/2026",
                    "0420001A",
                    "Tablette",
                    "M. Petit",
                    "",
                    "31/03/2026",
                    "Formée en avril"
                ],
            ]
        );
    }

    #[test]
    fn who_is_to_be_trained_before_a_delivery_is_listed() {
        let lines = to_train(&state(), "2026-03-13".parse().expect("a day"));
        let expected = ["", "0420001A", "0420001A", "Tablette", "tablettes", "Mme Roux", "CE1"];
        assert_eq!(lines, [expected]);
    }
}
