//! What figures of trainings measure.

use super::super::facts::{Facts, FigurePart, Measured, Tally};
use super::count;
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
