//! Words about absences, in «Mes saisies».

use super::date;
use super::outbox::Told;
use shared::absence::Act;
use shared::row::State;

impl Told for Act {
    fn told(&self, _: &State) -> String {
        match self {
            Act::RecordAbsence { first, last, .. } => {
                format!("Absence {}", date::slots(*first, *last))
            }
            Act::CancelAbsence { .. } => "Absence retirée".into(),
        }
    }

    fn typed(&self) -> Vec<&str> {
        match self {
            Act::RecordAbsence { .. } | Act::CancelAbsence { .. } => Vec::new(),
        }
    }
}
