//! The training plan: how many people are to be trained for a topic before which delivery, and how
//! many places there are until then. Computed from open supplies, never stored.

use super::{SessionProgress, TrainingKind, TrainingSession};
use crate::day::Day;
use crate::id::{TeacherId, TopicId};
use crate::order;
use crate::row::State;
use crate::supply::{Carrier, Item, Leg, LegKind, Supply};
use crate::teacher::gate;
use chrono::NaiveDateTime;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is needed for one topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// Which training.
    pub topic: TopicId,
    /// Who is to be trained: the people who are named for what waits to be handed over.
    pub people: BTreeSet<TeacherId>,
    /// Deliveries for which nobody is named yet.
    pub unnamed: usize,
    /// The first day on which something is to be handed over, as far as one is known.
    pub before: Option<Day>,
    /// Places of the sessions until then.
    pub places: u32,
}

impl Need {
    /// How many are to be trained: each delivery without a name counts for one person.
    pub fn people(&self) -> usize {
        self.people.len() + self.unnamed
    }
}

/// The day on which a leg is to be handed over, as far as it is planned.
pub fn day_of(state: &State, leg: &Leg) -> Option<Day> {
    match leg.carrier? {
        Carrier::Visit(visit) => state.visits.get(&visit).map(|visit| visit.slot.day),
        Carrier::Stop { slot, .. } => Some(slot.day),
        Carrier::Supplier(day) => Some(day),
        Carrier::Collect => None,
    }
}

/// The needs of all topics, in the order of the day before which people are to be trained.
pub fn needs(state: &State, now: NaiveDateTime) -> Vec<Need> {
    let mut needs: BTreeMap<TopicId, Need> = BTreeMap::new();
    for supply in state.supplies.values().filter(|supply| supply.state.is_open()) {
        for leg in supply.waiting() {
            let day = day_of(state, leg);
            for one in of_leg(state, supply, leg, day, now.date()) {
                count(one, &mut needs);
            }
        }
    }
    let mut needs: Vec<Need> = needs.into_values().collect();
    for need in &mut needs {
        let sessions = state.training_sessions.values();
        let counted = sessions.filter(|row| row.prepares(&need.topic, need.before, now));
        need.places = counted.map(|row| row.free() + on_places(row, need)).sum();
    }
    order::sort_by_key(&mut needs, |need| (need.before.is_none(), need.before, need.topic.clone()));
    needs
}

/// People of the need who already have a place count as trained by it: their places are for them.
fn on_places(row: &TrainingSession, need: &Need) -> u32 {
    let has_place = |id: &&TeacherId| {
        let one = row.registrations.get(*id);
        one.is_some_and(|one| one.state == super::Standing::Registered)
    };
    u32::try_from(need.people.iter().filter(has_place).count()).unwrap_or(u32::MAX)
}

/// Somebody who is to be trained before something is handed over to them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToTrain {
    /// For which training.
    pub topic: TopicId,
    /// Who; nothing while nobody is named.
    pub teacher: Option<TeacherId>,
    /// The day of the hand-over, as far as it is planned.
    pub before: Option<Day>,
}

/// Who is to be trained before what waits of a supply is handed over, or would be once it is
/// accepted: each person once for each training.
pub fn to_train(state: &State, supply: &Supply, today: Day) -> Vec<ToTrain> {
    let wish;
    let legs: Vec<&Leg> = if supply.legs.is_empty() && supply.state.is_open() {
        wish = as_asked(supply);
        vec![&wish]
    } else {
        supply.waiting().collect()
    };
    let mut all: Vec<ToTrain> = Vec::new();
    for one in
        legs.into_iter().flat_map(|leg| of_leg(state, supply, leg, day_of(state, leg), today))
    {
        let known = all.iter_mut().find(|other| {
            other.teacher.is_some() && (&other.topic, other.teacher) == (&one.topic, one.teacher)
        });
        match known {
            Some(known) => known.before = earlier(known.before, one.before),
            None => all.push(one),
        }
    }
    all
}

/// The leg that hands over what is asked for.
fn as_asked(supply: &Supply) -> Leg {
    let lines = supply.lines.iter().zip(0_u32..);
    let carried = lines.filter(|(line, _)| line.kind.is_delivered());
    let items = carried.map(|(line, at)| Item::new(at, line.quantity)).collect();
    Leg { to: supply.teacher, ..Leg::waiting(1, LegKind::Deliver, items) }
}

/// Who is to be trained before a leg is handed over on that day; without one, by today.
pub fn of_leg(
    state: &State,
    supply: &Supply,
    leg: &Leg,
    day: Option<Day>,
    today: Day,
) -> Vec<ToTrain> {
    let named = leg.to.or(supply.teacher);
    let user = named.and_then(|id| state.teachers.get(&id));
    let on = day.unwrap_or(today).max(today);
    let lacks =
        |topic: &&TopicId| gate(Some(*topic), user.map(Arc::as_ref), &supply.site, on).is_err();
    let topics = supply.required_by(leg).into_iter().filter(lacks);
    let before = day.filter(|day| *day >= today);
    topics.map(|topic| ToTrain { topic: topic.clone(), teacher: named, before }).collect()
}

fn earlier(one: Option<Day>, other: Option<Day>) -> Option<Day> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn count(one: ToTrain, needs: &mut BTreeMap<TopicId, Need>) {
    let ToTrain { topic, teacher, before } = one;
    let need = needs.entry(topic.clone()).or_insert_with(|| Need {
        topic,
        people: BTreeSet::new(),
        unnamed: 0,
        before: None,
        places: 0,
    });
    match teacher {
        Some(id) => {
            need.people.insert(id);
        }
        None => need.unnamed += 1,
    }
    need.before = earlier(need.before, before);
}

impl TrainingSession {
    /// It trains for a topic, is still to begin, and does so by that day.
    fn prepares(&self, topic: &TopicId, before: Option<Day>, now: NaiveDateTime) -> bool {
        self.opens_gate_of(topic)
            && !self.has_begun(now)
            && before.is_none_or(|before| self.terms.day <= before)
    }

    /// Schools may register, and whoever was present is trained for that topic.
    fn opens_gate_of(&self, topic: &TopicId) -> bool {
        self.state == SessionProgress::Open
            && self.terms.kind.trains()
            && self.terms.topics.contains(topic)
    }
}

/// The next session for a topic that still takes registrations: one with a free place first.
pub fn next_session(
    state: &State,
    topic: &TopicId,
    now: NaiveDateTime,
) -> Option<Arc<TrainingSession>> {
    let sessions = state.training_sessions.values();
    let ahead = sessions.filter(|row| row.opens_gate_of(topic) && !row.has_begun(now));
    ahead.min_by_key(|row| (row.free() == 0, row.terms.begins(), row.id)).cloned()
}

/// Whether classes come to it, or people.
pub fn is_for_classes(kind: TrainingKind) -> bool {
    kind == TrainingKind::ClassActivity
}
