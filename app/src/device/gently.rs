//! Throttle: runs at once, then at most once per interval, always ending with the latest call.

use leptos::prelude::set_timeout;
use std::cell::{Cell, RefCell};
use std::thread::LocalKey;
use std::time::Duration;

/// The interval of a throttled action, and its pending call.
pub struct Gently {
    rest: Duration,
    rests: Cell<bool>,
    next: RefCell<Option<Box<dyn FnOnce()>>>,
}

impl Gently {
    /// A throttle with that interval.
    pub const fn new(rest: Duration) -> Self {
        Self { rest, rests: Cell::new(false), next: RefCell::new(None) }
    }
}

/// Runs `work` now, or when the current interval ends: then only the latest of the calls in
/// between.
pub fn gently(of: &'static LocalKey<Gently>, work: impl FnOnce() + 'static) {
    of.with(|gently| {
        if gently.rests.get() {
            gently.next.replace(Some(Box::new(work)));
            return;
        }
        work();
        gently.rests.set(true);
        set_timeout(move || end_rest(of), gently.rest);
    });
}

fn end_rest(of: &'static LocalKey<Gently>) {
    let next = of.with(|gently| {
        gently.rests.set(false);
        gently.next.take()
    });
    if let Some(next) = next {
        gently(of, next);
    }
}
