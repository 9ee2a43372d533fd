//! The same figures by commune.

use super::STATES;
use crate::text::{self, coverage as words};
use leptos::prelude::*;
use shared::figures::{CommuneFigures, by_commune, fairness};
use shared::owed::Coverage;

/// One line a commune, and how far apart the best and the least served are.
#[component]
pub(super) fn CommuneTable(lines: Memo<Vec<Coverage>>) -> impl IntoView {
    let communes = Memo::new(move |_| lines.with(|lines| by_commune(lines)));
    let apart = move || communes.with(|communes| fairness(communes)).map(words::fairness);
    let heads = STATES.map(|state| {
        view! { <th scope="col" class="number">{text::capital(words::owed_many(state, 2))}</th> }
    });
    let row = |commune: CommuneFigures| {
        let cell = |state| view! { <td class="number">{commune.count(state)}</td> };
        view! {
            <tr>
                <th scope="row">{commune.name.clone()}</th>
                <td class="number">{commune.sites()}</td>
                {STATES.map(cell).collect_view()}
            </tr>
        }
    };
    view! {
        <p class="hint" role="status">{apart}</p>
        <div class="table-scroll" tabindex="0" role="region" aria-label=words::COMMUNES_CAPTION>
            <table class="data">
                <caption class="visually-hidden">{words::COMMUNES_CAPTION}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words::COMMUNE}</th>
                        <th scope="col" class="number">{words::SITES}</th>
                        {heads.collect_view()}
                    </tr>
                </thead>
                <tbody>{move || communes.get().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
