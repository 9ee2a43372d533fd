//! The front end of Tournée: a client-side Leptos app over the memory of one device.

// A binary has no outside: `pub` says what a module offers to the others.
#![allow(unreachable_pub)]

mod api;
#[cfg(feature = "bench")]
mod bench;
mod context;
mod density;
mod device;
mod parts;
mod planner;
mod rules;
mod screens;
mod settings;
mod shell;
mod store;
mod sync;
mod text;

use context::App;
use leptos::prelude::*;

/// Of the standard library's allocator a browser optimises 5 kB at each start, for 10 ms of a
/// processor; of this one 1 kB, for 2 to 5.
#[cfg(target_family = "wasm")]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

fn main() {
    console_error_panic_hook::set_once();
    mount_to_body(|| {
        let app = App::provide();
        #[cfg(feature = "bench")]
        bench::hold(app);
        app.start(sync::sender);
        view! { <shell::Shell/> }
    });
}
