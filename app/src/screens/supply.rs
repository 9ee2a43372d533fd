//! Orders: the screens of schools, of technicians and of the desk, each in the part of its role.

pub(super) mod basket;
pub(super) mod budget;
pub(super) mod campaigns;
pub(super) mod catalogue;
pub(super) mod desk;
mod edit;
mod hand_over;
mod kit_fields;
pub(super) mod named;
pub(super) mod orders;
pub(super) mod organise;
pub(super) mod passing;
pub(super) mod pieces;
mod replaced;
mod sale_fields;
pub(super) mod stopping;
mod take_away;
mod to_train;
pub(super) mod user;

use crate::context::App;
use leptos::prelude::*;
use shared::id::SupplyId;
use shared::supply::Supply;
use std::sync::Arc;

/// Which leg of which supply.
type LegKey = (SupplyId, u32);

/// Follows a supply.
pub(super) fn follow(app: App, id: SupplyId) -> Memo<Option<Arc<Supply>>> {
    Memo::new(move |_| app.read(|replica| replica.view().supplies.get(&id).cloned()))
}

/// Whether the server knows it: it is not only here. Reactive.
pub(super) fn is_confirmed(app: App, id: SupplyId) -> bool {
    app.read(|replica| replica.mirror().supplies.contains_key(&id))
}

/// Whether it stands among the orders: what is lent, and a project that is not given, do not.
fn is_order(supply: &Supply) -> bool {
    supply.period.is_none() && !supply.is_mere_project()
}
