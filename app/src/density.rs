//! How close things stand on the pages of a desk. The browser keeps what a person chose.

use crate::settings;
use leptos::prelude::*;
use shared::role::Role;

/// The attribute of the page that `style.css` reads.
const ATTRIBUTE: &str = "data-density";

/// Whether a role may choose: the screens of the others are for a thumb.
pub fn is_chosen_by(role: Role) -> bool {
    role.is_desk() || role == Role::Observer
}

/// Shows the page as whoever uses it chose.
pub fn show(role: Option<Role>) {
    let Some(page) = document().document_element() else { return };
    // If it fails, the page is larger than asked, and whole.
    let _ = match role.is_some_and(is_chosen_by) && !settings::is_roomy() {
        true => page.set_attribute(ATTRIBUTE, "dense"),
        false => page.remove_attribute(ATTRIBUTE),
    };
}
