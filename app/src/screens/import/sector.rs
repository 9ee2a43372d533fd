//! A directory has public and private schools: a person says which of them are theirs.

use crate::text::import as words;
use leptos::prelude::*;
use shared::intake::Chosen;
use shared::site::Sector;

/// The choice, with how many schools of each sector the file has; nothing when it has one sector.
#[component]
pub(super) fn Sectors(
    schools: Option<[usize; 2]>,
    chosen: Chosen,
    on_chosen: Callback<Chosen>,
) -> impl IntoView {
    let [public, private] = schools.filter(|schools| !schools.contains(&0))?;
    let options = [
        (None, words::both_sectors(public + private)),
        (Some(Sector::Public), words::public_schools(public)),
        (Some(Sector::Private), words::private_schools(private)),
    ];
    let now = chosen.sector;
    let chosen = StoredValue::new(chosen);
    let option = move |(sector, label): (Option<Sector>, String)| {
        let choose = move |_| on_chosen.run(Chosen { sector, ..chosen.get_value() });
        view! {
            <label class="choice">
                <input type="radio" name="sector" checked=now == sector on:change=choose/>
                <span>{label}</span>
            </label>
        }
    };
    Some(view! {
        <fieldset class="choices">
            <legend>{words::SECTORS}</legend>
            <div class="choices-list">{options.map(option).collect_view()}</div>
        </fieldset>
    })
}
