//! What jurors said of a project, as far as it may be read here.

use super::ballots;
use crate::context::use_app;
use crate::screens::reason::{Asked, ReasonDialog};
use crate::text::calls_desk as words;
use leptos::prelude::*;
use shared::ballot::{self, Ballot};
use shared::campaign::{Call, Campaign};
use shared::id::{AccountId, CampaignId, SupplyId};
use shared::role::Role;
use std::sync::Arc;

/// The marks; nothing while none can be read.
#[component]
pub(super) fn Marked(id: SupplyId, call: Memo<Option<Arc<Campaign>>>) -> impl IntoView {
    let app = use_app();
    let opened = RwSignal::new(None::<AccountId>);
    let close = Callback::new(move |()| opened.set(None));
    let shown = move || {
        let campaign = call.get()?;
        let rules = campaign.call.clone()?;
        let known = app.read(|replica| ballots(app, replica.view(), campaign.id));
        let is_open = campaign.decision.is_none() && known.iter().any(|ballot| ballot.open);
        let may = is_open && app.role() == Some(Role::Coordinator);
        let lines: Vec<_> =
            known.iter().filter_map(|ballot| one(ballot, id, &rules, may, opened)).collect();
        (!lines.is_empty()).then(|| {
            view! {
                <details class="details">
                    <summary>{words::MARKS}</summary>
                    <ul>{lines}</ul>
                </details>
            }
        })
    };
    let dialog = move || {
        let (juror, campaign) = (opened.get()?, call.get_untracked()?.id);
        Some(view! { <TakeBack id=id campaign=campaign juror=juror on_close=close/> })
    };
    view! { {shown} {dialog} }
}

/// What one juror said of it.
fn one(
    ballot: &Ballot,
    id: SupplyId,
    rules: &Call,
    may: bool,
    opened: RwSignal<Option<AccountId>>,
) -> Option<AnyView> {
    let mark = ballot.mark(id)?;
    let said = words::mark(ballot, mark, rules);
    let gone = ballot.withdrawn.iter().filter(|gone| gone.mark.supply == id);
    let gone =
        gone.map(|gone| view! { <p class="meta">{words::withdrawn(ballot, gone, rules)}</p> });
    let gone = gone.collect_view();
    let juror = ballot.juror;
    let counts = mark.abstained.is_none();
    let name = format!("{} {}", words::TAKE_BACK, ballot.juror_name);
    let button = (may && counts).then(|| {
        view! {
            " "
            <button
                type="button"
                class="button quiet small"
                aria-label=name
                on:click=move |_| opened.set(Some(juror))
            >
                {words::TAKE_BACK}
            </button>
        }
    });
    Some(view! { <li>{said} {button} {gone}</li> }.into_any())
}

/// Why marks of a juror count no more.
#[component]
fn TakeBack(
    id: SupplyId,
    campaign: CampaignId,
    juror: AccountId,
    on_close: Callback<()>,
) -> impl IntoView {
    let asked = Asked {
        name: "withdraw-marks",
        title: words::TAKE_BACK_TITLE,
        hint: Some(words::TAKE_BACK_HINT),
        label: words::TAKE_BACK_WHY,
        submit: words::TAKE_BACK_TITLE,
        keep: None,
        said: words::TAKEN_BACK,
    };
    let act =
        move |reason| ballot::Act::WithdrawMarks { campaign, juror, supply: id, reason }.into();
    let about = format!("{id}/{juror}");
    view! { <ReasonDialog id=about asked=asked act=act on_close=on_close/> }
}
