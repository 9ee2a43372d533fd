//! The front end of Tournée: a client-side Leptos app over the memory of one device.

// A binary has no outside: `pub` says what a module offers to the others.
#![allow(unreachable_pub)]

mod api;
mod context;
mod device;
mod parts;
mod planner;
mod screens;
mod settings;
mod shell;
mod store;
mod sync;
mod text;

use context::App;
use leptos::prelude::*;

fn main() {
    console_error_panic_hook::set_once();
    mount_to_body(|| {
        App::provide().start();
        view! { <shell::Shell/> }
    });
}
