//! What a project says, as everybody reads it.

use crate::text::{calls as words, supply as supply_words};
use leptos::prelude::*;
use shared::supply::{Line, Supply};

/// What it is for, who takes part, what would be bought, what was added.
pub(super) fn told(supply: &Supply) -> impl IntoView + use<> {
    let project = supply.project.clone().map(|project| *project).unwrap_or_default();
    let shared = Some(project.shared_with.clone()).filter(|with| !with.is_empty());
    let added = project.additions.iter().map(|one| view! { <p>{words::added(one)}</p> });
    let added = added.collect_view();
    let line = |line: &Line| {
        let said = supply_words::pieces(line.quantity, &line.label);
        view! { <li>{said} " · " {line.price().to_string()}</li> }
    };
    let lines = supply.lines.iter().map(line).collect_view();
    view! {
        <dl class="facts">
            <div>
                <dt>{words::PURPOSE}</dt>
                <dd class="written">{project.purpose.clone()}</dd>
            </div>
            <div>
                <dt>{words::WHO}</dt>
                <dd>{words::people(&project)}</dd>
            </div>
            {shared.map(|with| view! {
                <div>
                    <dt>{words::SHARED}</dt>
                    <dd>{with}</dd>
                </div>
            })}
            <div>
                <dt>{words::WANTED}</dt>
                <dd>
                    <ul>{lines}</ul>
                </dd>
            </div>
        </dl>
        {added}
    }
}
