//! The planner, in a web worker, so that the page reacts while it searches. It receives
//! [`PlannerOrder`] and posts [`PlannerMessage`], as JSON.

use shared::planning::{Job, PlannerMessage, PlannerOrder};
use shared::rounds::{Bound, Instance, Model, RoundSearch, bound_budget};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Steps between two looks at the messages of the page: some 20 ms on a phone.
const SLICE_STEPS: u64 = 100_000;

fn main() {
    console_error_panic_hook::set_once();
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let planner = Rc::new(Planner { scope: scope.clone(), work: RefCell::new(None) });
    let receiver = Rc::clone(&planner);
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let text = event.data().as_string().unwrap_or_default();
        match serde_json::from_str(&text) {
            Ok(PlannerOrder::Start(job)) => receiver.start(*job),
            Ok(PlannerOrder::Prove(instance)) => receiver.prove(&instance),
            Ok(PlannerOrder::Stop) => receiver.finish(),
            Err(error) => wasm_bindgen::throw_str(&error.to_string()),
        }
    });
    scope.set_onmessage(Some(listener.into_js_value().unchecked_ref()));
    planner.post(&PlannerMessage::Ready);
}

struct Planner {
    scope: DedicatedWorkerGlobalScope,
    work: RefCell<Option<Work>>,
}

/// A search, with its progress in steps.
struct Work {
    search: RoundSearch,
    made: u64,
    budget: u64,
}

impl Planner {
    fn start(self: &Rc<Self>, job: Job) {
        let Ok(search) = RoundSearch::new(&job.instance, job.seed) else {
            return self.post(&PlannerMessage::Found(None));
        };
        let (_, budget) = search.progress();
        *self.work.borrow_mut() = Some(Work { search, made: 0, budget });
        self.go_on();
    }

    /// Proves a bound in one go: a page that no longer wants it ends the worker.
    fn prove(&self, instance: &Instance) {
        let Ok(model) = Model::new(instance) else {
            return self.post(&PlannerMessage::Least(0));
        };
        let mut bound = Bound::new(&model);
        for _ in 0..bound_budget(&model) {
            if bound.is_travel_settled() {
                break;
            }
            bound.step(&model);
        }
        self.post(&PlannerMessage::Least(bound.travel().max(0).unsigned_abs() / 1_000));
    }

    /// Runs one slice, then schedules the next one, so that messages of the page are handled in
    /// between.
    fn go_on(self: &Rc<Self>) {
        let Some((done, placed)) = self.slice() else { return };
        self.post(&PlannerMessage::Progress { done, placed });
        if done >= 1_000 {
            return self.finish();
        }
        let next = Rc::clone(self);
        let later = Closure::once_into_js(move || next.go_on());
        let set = self.scope.set_timeout_with_callback(later.unchecked_ref());
        set.unwrap_throw();
    }

    fn slice(&self) -> Option<(u32, usize)> {
        let mut work = self.work.borrow_mut();
        let Work { search, made, budget } = work.as_mut()?;
        let steps = SLICE_STEPS.min(*budget - *made);
        search.run(steps);
        *made += steps;
        let done = (*made * 1_000).checked_div(*budget).unwrap_or(1_000) as u32;
        Some((done, search.best().visits.len()))
    }

    fn finish(&self) {
        if let Some(work) = self.work.borrow_mut().take() {
            self.post(&PlannerMessage::Found(Some(work.search.best())));
        }
    }

    fn post(&self, message: &PlannerMessage) {
        let text = serde_json::to_string(message).unwrap_throw();
        self.scope.post_message(&text.into()).unwrap_throw();
    }
}
