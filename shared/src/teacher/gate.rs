//! The gate: no new equipment before its user was trained.
//!
//! The sentence of the deliberation: «a minima avant toute livraison de nouveau matériel,
//! l'enseignant utilisateur devra avoir suivi la formation adéquate». A phone asks before the
//! hand-over, and a server once more when it hears of it: it then keeps what happened, as an
//! anomaly.

use super::Teacher;
use crate::day::Day;
use crate::id::{SiteId, TopicId};

/// Why something may not be handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gate {
    /// Nobody is named who will use it.
    NoTeacher,
    /// They teach at another site.
    Elsewhere {
        /// Which.
        site: SiteId,
    },
    /// They had left by then.
    Left {
        /// Their last day.
        on: Day,
    },
    /// As far as these rows tell, they were not trained.
    Untrained,
    /// They were trained, but later.
    TrainedLater {
        /// When.
        on: Day,
    },
    /// They might do without the training, but no longer.
    WaiverOver {
        /// The last day.
        until: Day,
    },
}

/// Whether equipment that requires this training may be handed over to that person, at that site,
/// on that day. What requires none passes, whoever takes it.
///
/// # Errors
/// Why not.
pub fn gate(
    requires: Option<&TopicId>,
    teacher: Option<&Teacher>,
    site: &SiteId,
    day: Day,
) -> Result<(), Gate> {
    let Some(topic) = requires else { return Ok(()) };
    let teacher = teacher.ok_or(Gate::NoTeacher)?;
    if teacher.site != *site {
        return Err(Gate::Elsewhere { site: teacher.site.clone() });
    }
    if let Some(on) = teacher.left_on.filter(|left| *left < day) {
        return Err(Gate::Left { on });
    }
    let training = teacher.trained.get(topic);
    let waiver = teacher.waived.get(topic);
    if training.is_some_and(|training| training.day <= day)
        || waiver.is_some_and(|waiver| waiver.from <= day && day <= waiver.until)
    {
        return Ok(());
    }
    Err(match (training, waiver) {
        (Some(training), _) => Gate::TrainedLater { on: training.day },
        (None, Some(waiver)) if waiver.until < day => Gate::WaiverOver { until: waiver.until },
        (None, _) => Gate::Untrained,
    })
}
