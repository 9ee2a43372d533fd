//! The planner that runs in a worker beside the page, called as the page calls it.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use shared::planning::{Job, PlannerMessage, PlannerOrder};
use shared::rounds::RoundsPlan;

use super::driver::Browser;

/// The result of a search in the browser.
#[derive(Debug)]
pub struct Planned {
    /// The best plan.
    pub plan: RoundsPlan,
    /// Time from the order to the plan.
    pub took: Duration,
    /// The longest time for which the page was blocked meanwhile.
    pub longest_pause: Duration,
}

#[derive(Deserialize)]
struct Measured {
    told: String,
    took: f64,
    pause: f64,
}

/// Loads the worker, sends the order, stops it in time, and watches the delays of the page's own
/// timers meanwhile.
const SCRIPT: &str = "
    const [order, stop, stopAfter] = arguments;
    const worker = new Worker(document.getElementById('planner').getAttribute('href'),
        { type: 'module' });
    let pause = 0, last, began, ticking;
    const tick = () => {
        const now = performance.now();
        pause = Math.max(pause, now - last);
        last = now;
        ticking = setTimeout(tick, 5);
    };
    return await new Promise((resolve, reject) => {
        worker.onerror = (event) => reject(new Error(event.message || 'no planner'));
        worker.onmessage = ({ data }) => {
            const told = JSON.parse(data);
            if (told === 'ready') {
                began = last = performance.now();
                tick();
                worker.postMessage(order);
                if (stopAfter) setTimeout(() => worker.postMessage(stop), stopAfter);
            } else if ('found' in told) {
                clearTimeout(ticking);
                worker.terminate();
                resolve({ told: data, took: performance.now() - began, pause });
            }
        };
    });";

impl Browser {
    /// Runs the planner beside the open page, until `stop` or its end.
    pub async fn plan(&self, job: Job, stop: Option<Duration>) -> Planned {
        let text = |order: &PlannerOrder| serde_json::to_string(order).expect("JSON");
        let start = text(&PlannerOrder::Start(Box::new(job)));
        let after = stop.map(|stop| stop.as_millis() as u64);
        let arguments = json!([start, text(&PlannerOrder::Stop), after]);
        let measured: Measured =
            serde_json::from_value(self.run(SCRIPT, arguments).await).expect("a measure");
        let Ok(PlannerMessage::Found(Some(plan))) = serde_json::from_str(&measured.told) else {
            panic!("no plan: {}", measured.told);
        };
        Planned {
            plan,
            took: Duration::from_secs_f64(measured.took / 1e3),
            longest_pause: Duration::from_secs_f64(measured.pause / 1e3),
        }
    }
}
