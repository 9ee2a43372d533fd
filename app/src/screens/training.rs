//! Trainings on the screens of schools, of those who lead them and of desks.

pub(super) mod adviser;
pub(super) mod attendee;
pub(super) mod desk;
pub(super) mod desk_session;
mod enlist;
pub(super) mod roll_call;
pub(super) mod school;
pub(super) mod terms;

use crate::context::{App, clock_ms};
use chrono::NaiveDateTime;
use leptos::prelude::*;
use shared::day::paris_time;
use shared::id::TrainingSessionId;
use shared::training::TrainingSession;
use std::sync::Arc;

/// The session as it is here, with what is not sent yet.
fn follow(app: App, id: TrainingSessionId) -> Memo<Option<Arc<TrainingSession>>> {
    Memo::new(move |_| app.read(|replica| replica.view().training_sessions.get(&id).cloned()))
}

/// Whether the server knows the session as it is here. Reactive.
fn is_sent(app: App, id: TrainingSessionId) -> bool {
    app.read(|replica| {
        let (here, there) = (replica.view(), replica.mirror());
        here.training_sessions.get(&id) == there.training_sessions.get(&id)
    })
}

/// Now in Paris, by the clock of the device.
fn paris_now() -> NaiveDateTime {
    paris_time(clock_ms())
}
