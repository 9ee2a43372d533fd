//! The causes that make it impossible to visit every site, shown before the search, and the sites
//! that are left out.

use crate::text::coverage as words;
use leptos::prelude::*;
use shared::planning::{Placement, PlanningProblem};
use shared::rounds::Cause;
use shared::row::State;

/// A sentence of the preparation.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Trouble {
    causes: Vec<String>,
    left: Vec<String>,
}

impl Trouble {
    /// Returns what is known before the search.
    pub(super) fn before(state: &State, problem: &PlanningProblem) -> Self {
        let name = |site: u32| {
            let site = problem.sites.get(site as usize).and_then(|id| state.sites.get(id));
            site.map(|site| words::in_commune(site)).unwrap_or_default()
        };
        let sentence = |cause: &Cause| words::cause(cause, name);
        Self { causes: problem.causes().iter().map(sentence).collect(), left: Vec::new() }
    }

    /// The same, with the sites for which the search found nothing.
    pub(super) fn after(
        mut self,
        state: &State,
        problem: &PlanningProblem,
        found: &[Placement],
    ) -> Self {
        let is_left = |id: &&shared::id::SiteId| {
            !problem.standing.contains_key(*id) && !found.iter().any(|at| at.site == **id)
        };
        let left = problem.sites.iter().filter(is_left).filter_map(|id| state.sites.get(id));
        self.left = left.map(|site| words::in_commune(site)).collect();
        self
    }
}

/// The sentences, if there are any.
#[component]
pub(super) fn Troubles(trouble: RwSignal<Trouble>) -> impl IntoView {
    let list = |lines: Vec<String>| {
        let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        view! { <ul class="lines">{lines}</ul> }
    };
    move || {
        let Trouble { causes, left } = trouble.get();
        let why = (!causes.is_empty()).then(|| {
            view! {
                <p class="warning">{words::NOT_ALL}</p>
                {list(causes)}
            }
        });
        let left = (!left.is_empty()).then(|| {
            view! {
                <details open>
                    <summary>{words::left_out(left.len())}</summary>
                    {list(left)}
                </details>
            }
        });
        view! { <div role="status">{why}{left}</div> }
    }
}
