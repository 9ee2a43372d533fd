//! The places of the projects, with the running sums and the line beyond which the money ends.

use super::{ballots, is_marking_over};
use crate::context::{App, use_app};
use crate::text::calls::CallPhase;
use crate::text::{calls as words, calls_desk as desk, supply as supply_words};
use leptos::prelude::*;
use shared::article::Pot;
use shared::ballot::score::{lot, ranking};
use shared::campaign::{Campaign, RankedProject};
use shared::id::CampaignId;
use shared::money::Cents;
use shared::row::State;
use std::sync::Arc;

/// A line of the table.
#[derive(Clone, PartialEq)]
struct Row {
    rank: String,
    points: String,
    name: String,
    asked: [Cents; 2],
    sums: [Cents; 2],
    /// The money of a section does not reach this far.
    is_beyond: bool,
    state: String,
    tag: &'static str,
}

/// The places as they were decided, or as the marks that are readable here make them.
fn places(app: App, view: &State, call: &Campaign) -> Vec<RankedProject> {
    match &call.decision {
        Some(decision) => decision.ranking.clone(),
        None if ballots(app, view, call.id).is_empty() => Vec::new(),
        None => ranking(view, call, lot(call.id)),
    }
}

fn rows(app: App, call: &Campaign) -> Vec<Row> {
    app.read(|replica| {
        let view = replica.view();
        let totals = Pot::ALL
            .map(|pot| call.purses.get(&pot).and_then(|purse| purse.total).unwrap_or(Cents::ZERO));
        let mut sums = [Cents::ZERO; 2];
        let row = |place: RankedProject| {
            let supply = view.supplies.get(&place.supply)?;
            let asked = Pot::ALL.map(|pot| supply.price_in(pot));
            let counts = call.decision.is_none() || supply.takes_money();
            if counts && place.rank.is_some() {
                sums = [sums[0] + asked[0], sums[1] + asked[1]];
            }
            Some(Row {
                rank: place.rank.map(shared::words::place).unwrap_or_default(),
                points: place.hundredths.map(desk::points).unwrap_or_default(),
                name: desk::named(supply, view),
                asked,
                sums,
                is_beyond: counts && (sums[0] > totals[0] || sums[1] > totals[1]),
                state: words::project_badge(supply.state),
                tag: supply_words::state_tag(supply.state),
            })
        };
        places(app, view, call).into_iter().filter_map(row).collect()
    })
}

/// The table, once marks can be read here.
#[component]
pub(super) fn Ranking(id: CampaignId, call: Memo<Option<Arc<Campaign>>>) -> impl IntoView {
    let app = use_app();
    let all = Memo::new(move |_| call.get().map(|call| rows(app, &call)).unwrap_or_default());
    let note = move || {
        let call = call.get()?;
        let is_over = is_marking_over(app, id);
        let said = match (words::phase(&call, app.today()), all.with(Vec::is_empty)) {
            (CallPhase::Marking, true) => desk::SEALED,
            (CallPhase::Marking, false) if !is_over => desk::PROVISIONAL,
            _ => return None,
        };
        Some(view! { <p class="hint">{said}</p> })
    };
    let is_shown = Memo::new(move |_| {
        let phase = call.get().map(|call| words::phase(&call, app.today()));
        matches!(phase, Some(CallPhase::Marking | CallPhase::Decided))
    });
    view! {
        <Show when=move || is_shown.get()>
            <section class="section">
                <h2>{desk::RANKING}</h2>
                {note}
                <Show when=move || !all.with(Vec::is_empty)>
                    <div
                        class="table-scroll"
                        tabindex="0"
                        role="region"
                        aria-label=desk::RANKING
                    >
                        <table class="data">
                            <caption class="visually-hidden">{desk::RANKING}</caption>
                            <thead>
                                <tr>
                                    {desk::COLUMNS.map(|c| view! { <th scope="col">{c}</th> })}
                                </tr>
                            </thead>
                            <tbody>
                                {move || all.get().into_iter().map(line).collect_view()}
                            </tbody>
                        </table>
                    </div>
                </Show>
            </section>
        </Show>
    }
}

fn line(row: Row) -> impl IntoView {
    let amount = |cents: Cents| view! { <td class="number">{cents.to_string()}</td> };
    let beyond = row.is_beyond.then(|| view! { " " <span class="tag">{desk::CUT}</span> });
    view! {
        <tr>
            <td>{row.rank}</td>
            <td class="number">{row.points}</td>
            <th scope="row">{row.name} {beyond}</th>
            {row.asked.map(amount)}
            {row.sums.map(amount)}
            <td>
                <span class=format!("badge state-{}", row.tag)>{row.state}</span>
            </td>
        </tr>
    }
}
