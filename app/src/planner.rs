//! Runs the planner of `shared` on the page, in slices, so that the page stays alive.

use js_sys::Promise;
use shared::planning::{Placed, Problem};
use shared::rounds::Search;
use wasm_bindgen_futures::JsFuture;

/// Steps between two breaths: some 20 ms on a desk computer.
const SLICE_STEPS: u64 = 20_000;
/// Slices of a whole search: a few seconds on a desk computer.
const SLICES: usize = 150;
/// The same quarter gives the same plan.
const SEED: u64 = 1;

/// Searches a plan until `stop` says so or the budget is spent; always gives the best so far.
/// `progress` hears how many visits are placed.
pub async fn search(
    problem: &Problem,
    progress: impl Fn(usize),
    stop: impl Fn() -> bool,
) -> Vec<Placed> {
    let Ok(mut search) = Search::new(&problem.instance, SEED) else {
        return Vec::new();
    };
    for _ in 0..SLICES {
        search.run(SLICE_STEPS);
        progress(search.best().visits.len());
        if stop() {
            break;
        }
        breathe().await;
    }
    problem.placed(&search.best())
}

/// Lets the page draw and react.
async fn breathe() {
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // Without a timer the page would only be less lively: nothing to tell.
            let _ = window.set_timeout_with_callback(&resolve);
        }
    });
    let _ = JsFuture::from(promise).await;
}
