//! What figures of trainings measure.

use super::super::facts::{Facts, FigurePart, Measured, Tally};
use super::count;
use crate::teacher::Teacher;
use crate::training::{Registration, Standing, TrainingSession};

/// Sessions that were held.
fn held<'f>(facts: &'f Facts<'_>) -> impl Iterator<Item = &'f TrainingSession> {
    let sessions = facts.state.training_sessions.values().map(AsRef::as_ref);
    sessions.filter(|session| session.was_held() && facts.hold(session.terms.day))
}

fn present(session: &TrainingSession) -> impl Iterator<Item = &Registration> {
    session.registrations.values().filter(|one| one.state == Standing::Present)
}

/// Sessions that were held: they are of no commune.
pub(in super::super) fn sessions(facts: &Facts<'_>) -> Measured {
    Measured::Whole(Some(FigurePart { value: count(held(facts).count()), of: 0 }))
}

/// People who were present, of the places of trainings.
pub(in super::super) fn seats(facts: &Facts<'_>) -> Measured {
    let mut part = FigurePart::default();
    for session in held(facts).filter(|session| session.terms.kind.trains()) {
        part.value += count(present(session).count());
        part.of += i64::from(session.terms.capacity);
    }
    Measured::Whole(Some(part))
}

/// People who were present, each once a session, where they taught then.
pub(in super::super) fn attended(facts: &Facts<'_>) -> Measured {
    let mut tally = Tally::default();
    for one in held(facts).flat_map(present) {
        tally.one(&one.site);
    }
    tally.measured()
}

/// Pupils of the classes that came.
pub(in super::super) fn pupils(facts: &Facts<'_>) -> Measured {
    let mut tally = Tally::default();
    for (site, class) in held(facts).flat_map(|session| &session.classes) {
        tally.add(site, i64::from(class.pupils), 0);
    }
    tally.measured()
}

/// The people of whom something holds, each once, where they teach: at the first of their sites.
fn people(facts: &Facts<'_>, counts: impl Fn(&Teacher) -> bool) -> Measured {
    let mut tally = Tally::default();
    let teachers = &facts.state.teachers;
    let is_other =
        |one: &Teacher| one.person.is_some_and(|key| key != one.id && teachers.contains_key(&key));
    for teacher in teachers.values().filter(|one| !is_other(one) && counts(one)) {
        tally.one(&teacher.site);
    }
    tally.measured()
}

/// People who were present at a session that trains; of who left, the days of what they were
/// trained for alone are known.
pub(in super::super) fn trained(facts: &Facts<'_>) -> Measured {
    people(facts, |teacher| {
        let seen = teacher.attended.values().any(|seen| facts.hold(seen.day));
        let known = teacher.trained.values().filter(|known| known.attested.is_none());
        seen || (teacher.attended.is_empty() && known.into_iter().any(|one| facts.hold(one.day)))
    })
}

/// People of whom a training elsewhere was attested.
pub(in super::super) fn attested(facts: &Facts<'_>) -> Measured {
    people(facts, |teacher| {
        let known = teacher.trained.values().filter(|known| known.attested.is_some());
        known.chain(teacher.attested.values()).any(|one| facts.hold(one.day))
    })
}

/// People who may do without a training, by the day on which that was decided.
pub(in super::super) fn waived(facts: &Facts<'_>) -> Measured {
    people(facts, |teacher| teacher.waived.values().any(|waiver| facts.hold(waiver.from)))
}
