//! The first screen of each role, and the way to it once somebody has signed in.

use crate::api::ApiError;
use crate::context::{SessionError, use_app};
use crate::settings;
use crate::text::refusal::session_error;
use leptos_router::hooks::use_navigate;
use shared::role::Role;

/// Returns the path of the screen where a person of that role begins.
pub fn home(role: Role) -> &'static str {
    match role {
        Role::Technician => "/journee",
        Role::Teacher => "/ecole",
        Role::Adviser => "/sessions",
        Role::Dispatcher | Role::Coordinator => "/couverture",
        Role::Observer | Role::System => "/tableau-de-bord",
    }
}

/// Returns a function that goes to the screen of who has just signed in: the one that they looked
/// at when their session ended, or their first one.
pub(super) fn use_way_home() -> impl Fn() + Clone + 'static {
    let (app, navigate) = (use_app(), use_navigate());
    move || {
        let actor = app.read_now(|replica| replica.meta().actor.clone());
        let place = actor.as_ref().and_then(|actor| settings::place_of(actor.account));
        let first = || actor.as_ref().map_or("/", |actor| home(actor.role)).to_owned();
        navigate(&place.unwrap_or_else(first), Default::default());
    }
}

/// Says why nobody signed in; `wrong` is the sentence for a wrong password or code.
pub(super) fn entry_error(error: &SessionError, wrong: &str) -> String {
    match error {
        SessionError::Api(ApiError::SignedOut) => wrong.to_owned(),
        other => session_error(other),
    }
}
