//! Hands in what this device carries for colleagues.

use super::Courier;
use crate::api::{self, ApiError};
use crate::context::clock_ms;
use crate::store::StoreError;
use leptos::task::spawn_local;
use shared::handover::Carried;
use shared::role::Right;
use std::rc::Rc;

/// Why something still waits: the next answer of the server tries it again.
enum Stopped {
    /// The server did not take it.
    Api,
    /// The device could not read or write.
    Store,
}

impl From<ApiError> for Stopped {
    fn from(_: ApiError) -> Self {
        Self::Api
    }
}

impl From<StoreError> for Stopped {
    fn from(_: StoreError) -> Self {
        Self::Store
    }
}

/// Hands in what waits, unless it is already running.
pub(super) fn hand_in_waiting(sender: &Rc<Courier>) {
    if sender.hands_in.replace(true) {
        return;
    }
    let sender = Rc::clone(sender);
    spawn_local(async move {
        let before = sender.generation.get();
        // What is left waits for the next answer.
        if let Ok(true) | Err(Stopped::Api) = hand_in_all(&sender, before).await {
            sender.app.count_files().await;
            sender.core.broadcast_files();
        }
        sender.hands_in.set(false);
    });
}

/// Returns whether anything was handed in.
async fn hand_in_all(sender: &Courier, generation: u32) -> Result<bool, Stopped> {
    let (app, store) = (sender.app, &sender.core.store);
    let (actor, epoch) =
        app.read_now(|replica| (replica.meta().actor.clone(), replica.meta().epoch));
    if !actor.is_some_and(|actor| actor.role.may(Right::HandIn)) {
        return Ok(false);
    }
    let mut goes = store.carried().await?;
    goes.retain(|one| one.goes(epoch));
    let any = !goes.is_empty();
    while let Some(request) = Carried::request(&goes) {
        // Somebody else may have signed in meanwhile.
        if sender.generation.get() != generation {
            return Ok(any);
        }
        let answer = api::hand_in(&request).await?;
        let told = |one: &Carried| {
            let outcome = answer.outcomes.iter().find(|told| Some(told.command) == one.id())?;
            one.after(outcome, epoch, clock_ms())
        };
        store.restate_carried(&goes.iter().filter_map(told).collect::<Vec<_>>()).await?;
        // Each goes once a time: what the server holds is offered again later.
        goes.retain(|one| !request.commands.contains(&one.body));
    }
    Ok(any)
}
