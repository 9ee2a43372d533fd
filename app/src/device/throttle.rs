//! Throttle: runs at once, then at most once per interval, always ending with the latest call.

use leptos::prelude::set_timeout;
use std::cell::{Cell, RefCell};
use std::thread::LocalKey;
use std::time::Duration;

/// The interval of a throttled action, and its pending call.
pub struct Throttle {
    rest: Duration,
    rests: Cell<bool>,
    next: RefCell<Option<Box<dyn FnOnce()>>>,
}

impl Throttle {
    /// A throttle with that interval.
    pub const fn new(rest: Duration) -> Self {
        Self { rest, rests: Cell::new(false), next: RefCell::new(None) }
    }
}

/// Runs `work` now, or when the current interval ends: then only the latest of the calls in
/// between.
pub fn throttle(of: &'static LocalKey<Throttle>, work: impl FnOnce() + 'static) {
    of.with(|throttle| {
        if throttle.rests.get() {
            throttle.next.replace(Some(Box::new(work)));
            return;
        }
        work();
        throttle.rests.set(true);
        set_timeout(move || end_rest(of), throttle.rest);
    });
}

fn end_rest(of: &'static LocalKey<Throttle>) {
    let next = of.with(|throttle| {
        throttle.rests.set(false);
        throttle.next.take()
    });
    if let Some(next) = next {
        throttle(of, next);
    }
}
