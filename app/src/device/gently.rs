//! What need not follow each tap at once: now, then after a rest, the last one always.

use leptos::prelude::set_timeout;
use std::cell::{Cell, RefCell};
use std::thread::LocalKey;
use std::time::Duration;

/// What is done, and whether it was just done.
pub struct Gently {
    rest: Duration,
    rests: Cell<bool>,
    next: RefCell<Option<Box<dyn FnOnce()>>>,
}

impl Gently {
    /// Something that rests that long each time it was done.
    pub const fn new(rest: Duration) -> Self {
        Self { rest, rests: Cell::new(false), next: RefCell::new(None) }
    }
}

/// Does it now, or once the rest after the last time is over: then only the last of what was asked
/// meanwhile.
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
