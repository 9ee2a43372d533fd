//! Searches a plan in the web worker of `bin/planner.rs`.

use crate::api;
use js_sys::{Function, Promise};
use shared::planning::{Job, Placement, PlannerMessage, PlannerOrder, PlanningProblem};
use shared::rounds::Instance;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

/// A constant seed: the same quarter gives the same plan.
const SEED: u64 = 1;

/// The progress of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Thousandths of the search.
    pub done: u32,
    /// Visits in the best plan so far.
    pub placed: usize,
}

/// The planner could not be started on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoPlanner;

/// Searches a plan until `stop` returns true or the budget is spent. Returns the best plan.
///
/// # Errors
/// [`NoPlanner`] when the worker cannot be loaded, or ends before its time.
pub async fn search(
    problem: &PlanningProblem,
    progress: impl Fn(Progress) + 'static,
    stop: impl Fn() -> bool + 'static,
) -> Result<Vec<Placement>, NoPlanner> {
    let job = Job { instance: problem.instance.clone(), seed: SEED };
    match run_worker(&PlannerOrder::Start(Box::new(job)), progress, stop).await? {
        PlannerMessage::Found(plan) => Ok(plan.map_or(Vec::new(), |plan| problem.placed(&plan))),
        _ => Err(NoPlanner),
    }
}

/// Returns a proven lower bound on the seconds of travel of any plan of an instance.
///
/// # Errors
/// [`NoPlanner`] when the worker cannot be loaded, or ends before its time.
pub async fn least_travel(instance: Instance) -> Result<u64, NoPlanner> {
    match run_worker(&PlannerOrder::Prove(Box::new(instance)), |_| (), || false).await? {
        PlannerMessage::Least(seconds) => Ok(seconds),
        _ => Err(NoPlanner),
    }
}

/// Sends an order to a new worker, and returns its last message.
async fn run_worker(
    order: &PlannerOrder,
    progress: impl Fn(Progress) + 'static,
    stop: impl Fn() -> bool + 'static,
) -> Result<PlannerMessage, NoPlanner> {
    let worker = start().ok_or(NoPlanner)?;
    let mut watch = Some((written(order), progress, stop));
    let found = Promise::new(&mut |resolve, reject| {
        if let Some((order, progress, stop)) = watch.take() {
            // It is called with the event of the error, which is not read.
            worker.set_onerror(Some(&reject));
            listen(&worker, order, progress, stop, resolve);
        }
    });
    let found = JsFuture::from(found).await;
    worker.terminate();
    let text = found.ok().and_then(|text| text.as_string()).ok_or(NoPlanner)?;
    serde_json::from_str(&text).map_err(|_| NoPlanner)
}

fn start() -> Option<Worker> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&api::asset_path("planner")?, &options).ok()
}

fn listen(
    worker: &Worker,
    order: JsValue,
    progress: impl Fn(Progress) + 'static,
    stop: impl Fn() -> bool + 'static,
    resolve: Function,
) {
    let receiver = worker.clone();
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let text = event.data().as_string().unwrap_or_default();
        // Posting to a worker that has just ended fails; its last message is on the way.
        let _ = match serde_json::from_str(&text) {
            Ok(PlannerMessage::Ready) => receiver.post_message(&order),
            Ok(PlannerMessage::Progress { done, placed }) => {
                progress(Progress { done, placed });
                if stop() { receiver.post_message(&written(&PlannerOrder::Stop)) } else { Ok(()) }
            }
            _ => resolve.call1(&JsValue::NULL, &text.into()).map(|_| ()),
        };
    });
    worker.set_onmessage(Some(listener.into_js_value().unchecked_ref()));
}

fn written(order: &PlannerOrder) -> JsValue {
    // Orders consist of numbers and texts: encoding them cannot fail.
    serde_json::to_string(order).unwrap_or_default().into()
}

/// Yields, so that the page draws and reacts.
pub async fn breathe() {
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // Without a timer, the page only reacts later.
            let _ = window.set_timeout_with_callback(&resolve);
        }
    });
    let _ = JsFuture::from(promise).await;
}
