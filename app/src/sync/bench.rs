//! The sender of the page for a benchmark, which decides itself when to send.

use super::{Courier, exchange};
use crate::context::App;
use leptos::task::spawn_local;
use shared::sync::{Event, Failure};
use std::cell::RefCell;
use std::rc::Rc;

thread_local! {
    /// The sender of the page, for a benchmark.
    static BENCH: RefCell<Option<Rc<Courier>>> = const { RefCell::new(None) };
}

/// Keeps the sender for the benchmark.
pub(super) fn keep(courier: &Rc<Courier>) {
    BENCH.set(Some(Rc::clone(courier)));
}

/// Sends requests until nothing is left either way, for a benchmark, which decides when.
///
/// # Errors
/// The failure that stopped it.
pub async fn run_out(app: App) -> Result<(), Failure> {
    exchange_until(app, |event| event == Event::Answered { waiting: 0, more: false }).await
}

/// Sends requests until every row of the server is on the disk, for a benchmark. The server is told
/// afterwards that a desk saw them.
///
/// # Errors
/// The failure that stopped it.
pub async fn receive(app: App) -> Result<(), Failure> {
    exchange_until(app, |_| app.read_now(|replica| replica.meta().complete)).await?;
    spawn_local(async move {
        // If it fails, the next request does it.
        let _ = run_out(app).await;
    });
    Ok(())
}

async fn exchange_until(app: App, is_done: impl Fn(Event) -> bool) -> Result<(), Failure> {
    app.core().map_err(|_| Failure::Fault)?.whole.pass().await;
    let courier = BENCH.with_borrow(Clone::clone).ok_or(Failure::Fault)?;
    loop {
        match exchange(&courier).await {
            Event::Failed(failure) => return Err(failure),
            event if is_done(event) => return Ok(()),
            _ => {}
        }
    }
}
