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
    /// Of those who share it, too few were trained.
    TooFew {
        /// How many were.
        trained: usize,
        /// How many must be.
        needed: usize,
    },
}

/// Who of a site must be trained for a piece of equipment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Share {
    /// The person whom it is handed over to.
    #[default]
    NamedUser,
    /// Anybody of the site: it is shared.
    OneTrained,
    /// Half of those of the site, rounded up.
    HalfTrained,
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

/// The same for equipment that several share. `teachers` may be more than those of the site.
///
/// # Errors
/// Why not.
pub fn gate_of_site<'t>(
    requires: Option<&TopicId>,
    share: Share,
    named: Option<&Teacher>,
    teachers: impl IntoIterator<Item = &'t Teacher>,
    site: &SiteId,
    day: Day,
) -> Result<(), Gate> {
    if requires.is_none() || share == Share::NamedUser {
        return gate(requires, named, site, day);
    }
    let here = |teacher: &&Teacher| {
        teacher.site == *site && teacher.left_on.is_none_or(|left| day <= left)
    };
    let all: Vec<&Teacher> = teachers.into_iter().filter(here).collect();
    let trained =
        all.iter().filter(|teacher| gate(requires, Some(teacher), site, day).is_ok()).count();
    let needed = if share == Share::HalfTrained { all.len().div_ceil(2).max(1) } else { 1 };
    if trained < needed { Err(Gate::TooFew { trained, needed }) } else { Ok(()) }
}
