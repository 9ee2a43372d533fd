//! Who may not mark a project: nobody marks their own school.

use crate::id::SiteId;
use crate::role::Actor;
use crate::row::State;
use crate::training::{SessionProgress, TrainingKind, TrainingSession};
use std::sync::Arc;

/// Whether a school is somebody's own: that of their account, or one that they accompany, before
/// its classes or beside its teachers. `state` must hold the trainings that they lead.
pub fn is_own(state: &State, actor: &Actor, site: &SiteId) -> bool {
    let accompanies = |row: &Arc<TrainingSession>| {
        let takes_place = match row.state {
            SessionProgress::Open | SessionProgress::Held | SessionProgress::Closed => true,
            SessionProgress::Draft | SessionProgress::Cancelled => false,
        };
        let is_led = row.terms.is_led_by(actor.account);
        let is_there =
            || row.terms.host.as_ref() == Some(site) || row.sites().any(|other| other == *site);
        takes_place && is_led && row.terms.kind == TrainingKind::Accompaniment && is_there()
    };
    actor.site.as_ref() == Some(site) || state.training_sessions.values().any(accompanies)
}
