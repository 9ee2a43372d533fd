//! «Préparer le planning» and «Publier le planning».

use super::causes::{Trouble, Troubles};
use crate::context::{App, use_app};
use crate::planner::{self, Progress};
use crate::text::{self, coverage as words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::day::Quarter;
use shared::plan;
use shared::plan::ProposedVisit;
use shared::planning;
use shared::visit::VisitState;

/// The state of the preparation.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    /// Nothing runs.
    Idle,
    /// The planner searches.
    Searching { progress: Progress, all: usize },
    /// The draft is being kept, or the plan published.
    Keeping,
}

/// A preparation, with its result.
#[derive(Clone, Copy)]
struct Preparation {
    app: App,
    quarter: Memo<Option<Quarter>>,
    step: RwSignal<Step>,
    stop: RwSignal<bool>,
    error: RwSignal<Option<String>>,
    trouble: RwSignal<Trouble>,
}

impl Preparation {
    fn new(quarter: Memo<Option<Quarter>>) -> Self {
        Self {
            app: use_app(),
            quarter,
            step: RwSignal::new(Step::Idle),
            stop: RwSignal::new(false),
            error: RwSignal::new(None),
            trouble: RwSignal::new(Trouble::default()),
        }
    }

    fn start(self) {
        let Some(quarter) = self.quarter.get_untracked() else {
            return;
        };
        self.error.set(None);
        self.stop.set(false);
        self.trouble.set(Trouble::default());
        spawn_local(async move {
            self.error.set(self.prepare(quarter).await.err());
            self.step.set(Step::Idle);
        });
    }

    fn publish(self, count: usize) {
        let Some(quarter) = self.quarter.get_untracked() else {
            return;
        };
        self.step.set(Step::Keeping);
        spawn_local(async move {
            match self.app.submit(plan::Act::PublishPlan { quarter: quarter.id }).await {
                Ok(_) => self.app.toast(words::published(count)),
                Err(failure) => self.error.set(Some(text::submit_error(&failure, self.app))),
            }
            self.step.set(Step::Idle);
        });
    }
}

/// The two actions, the progress between them, and their result.
#[component]
pub(super) fn PreparePlan(quarter: Memo<Option<Quarter>>) -> impl IntoView {
    let preparation = Preparation::new(quarter);
    let Preparation { app, step, stop, error, trouble, .. } = preparation;
    let asked = RwSignal::new(false);
    let drafts = Memo::new(move |_| quarter.get().map_or(0, |quarter| drafts(app, &quarter)));
    let prepare = move |_| preparation.start();
    let publish = move |_| {
        asked.set(false);
        preparation.publish(drafts.get_untracked());
    };
    let busy = move || step.get() != Step::Idle;
    let coming =
        move || (!app.has_everything()).then(|| view! { <p class="hint">{words::COMING}</p> });
    let waits =
        move || (drafts.get() > 0).then(|| view! { <p>{words::draft_waits(drafts.get())}</p> });
    view! {
        <section class="prepare">
            <div class="actions">
                <button
                    type="button"
                    class="button primary"
                    disabled=move || busy() || !app.has_everything()
                    on:click=prepare
                >
                    {words::PREPARE}
                </button>
                <button
                    type="button"
                    class="button secondary"
                    disabled=move || busy() || drafts.get() == 0
                    on:click=move |_| asked.set(true)
                >
                    {words::PUBLISH}
                </button>
                <a class="button quiet" href="/planning">{words::SEE_PLAN}</a>
            </div>
            {coming}
            {waits}
            <Progress step=step stop=stop/>
            <Troubles trouble=trouble/>
            {move || error.get().map(|text| view! { <p class="error" role="alert">{text}</p> })}
            <Show when=move || asked.get()>
                <crate::parts::ConfirmDialog
                    title=words::PUBLISH_TITLE
                    body=words::publish_body(drafts.get())
                    confirm=words::PUBLISH
                    cancel=words::KEEP_PROPOSED
                    on_confirm=publish
                    on_cancel=move |_| asked.set(false)
                />
            </Show>
        </section>
    }
}

/// How many visits of the quarter are in the draft. Reactive.
fn drafts(app: App, quarter: &Quarter) -> usize {
    app.read(|replica| {
        let visits = replica.view().visits.values();
        visits
            .filter(|visit| visit.quarter == quarter.id && visit.state == VisitState::Proposed)
            .count()
    })
}

#[component]
fn Progress(step: RwSignal<Step>, stop: RwSignal<bool>) -> impl IntoView {
    let running = move || {
        let Step::Searching { progress: Progress { done, placed }, all } = step.get() else {
            return None;
        };
        Some(view! {
            <div class="progress-block">
                <p>{words::planning(placed, all)}</p>
                <progress max="1000" value=done.to_string() aria-label=words::PREPARE></progress>
                <button type="button" class="button secondary" on:click=move |_| stop.set(true)>
                    {words::STOP}
                </button>
            </div>
        })
    };
    view! { <div role="status">{running}</div> }
}

impl Preparation {
    async fn prepare(self, quarter: Quarter) -> Result<(), String> {
        let Self { app, step, stop, trouble, .. } = self;
        let today = app.today();
        let problem = app.read_now(|replica| planning::problem(replica.view(), &quarter, today));
        if problem.technicians.is_empty() {
            return Err(words::NO_TECHNICIAN.to_owned());
        }
        let before = app.read_now(|replica| Trouble::before(replica.view(), &problem));
        trouble.set(before.clone());
        let all = problem.sites.len();
        let tell = move |progress| step.set(Step::Searching { progress, all });
        tell(Progress { done: 0, placed: 0 });
        let found = planner::search(&problem, tell, move || stop.get_untracked()).await;
        let found = found.map_err(|_| words::NO_PLANNER.to_owned())?;
        trouble.set(app.read_now(|replica| before.after(replica.view(), &problem, &found)));
        step.set(Step::Keeping);
        let free = found.into_iter().filter(|at| !problem.standing.contains_key(&at.site));
        let visits: Vec<_> = free
            .map(|at| ProposedVisit {
                visit: app.fresh(),
                site: at.site,
                technician: at.technician,
                slot: at.slot,
            })
            .collect();
        let placed = visits.len();
        let left = all - problem.standing.len().min(all) - placed;
        let command = plan::Act::ProposePlan { quarter: quarter.id, visits };
        app.submit(command).await.map_err(|failure| text::submit_error(&failure, app))?;
        app.toast(words::drafted(placed, left));
        Ok(())
    }
}
