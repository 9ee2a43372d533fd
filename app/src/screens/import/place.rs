//! The lines of a file whose school cannot be told: a person chooses it, nothing is guessed.

use crate::parts::Failure;
use crate::screens::form::{Form, FormFrame};
use crate::text::import as words;
use leptos::prelude::*;
use shared::id::SiteId;
use shared::intake::{Placed, ToPlace};
use shared::order;

/// How many lines have a choice at once: each lists every school.
const AT_ONCE: usize = 20;

/// The lines, each with its choice; `on_placed` is told what was chosen.
#[component]
pub(super) fn Unplaced(
    lines: Vec<ToPlace>,
    #[prop(into)] on_placed: Callback<Placed>,
) -> impl IntoView {
    if lines.is_empty() {
        return ().into_any();
    }
    let form = Form::new();
    let all = lines.len();
    let fields: Vec<(ToPlace, RwSignal<String>)> =
        lines.into_iter().take(AT_ONCE).map(|line| (line, RwSignal::new(String::new()))).collect();
    let known = StoredValue::new(fields.clone());
    let submit = move |()| {
        let chosen: Placed = known.with_value(|fields| {
            let of = |(line, value): &(ToPlace, RwSignal<String>)| {
                let id = value.get_untracked();
                (!id.is_empty()).then(|| (line.line, SiteId::from(id.as_str())))
            };
            fields.iter().filter_map(of).collect()
        });
        match chosen.is_empty() {
            true => form.fail(words::PLACE_NONE),
            false => on_placed.run(chosen),
        }
    };
    let field = |(line, value)| view! { <Choice line=line value=value/> };
    view! {
        <section class="section">
            <h3>{words::heading(words::TO_PLACE, all)}</h3>
            <p class="hint">{words::TO_PLACE_HINT}</p>
            <FormFrame form=form on_submit=submit>
                {fields.into_iter().map(field).collect_view()}
                <Failure text=form.error()/>
                <button type="submit" class="button secondary">
                    {words::PLACE}
                </button>
            </FormFrame>
        </section>
    }
    .into_any()
}

/// The schools, those that the line may mean first.
#[component]
fn Choice(line: ToPlace, value: RwSignal<String>) -> impl IntoView {
    let app = crate::context::use_app();
    let sites = app.read_now(|replica| {
        let open = replica.view().sites.values().filter(|site| site.closed_on.is_none());
        let mut all: Vec<_> = open.cloned().collect();
        order::sort_by(&mut all, |a, b| {
            let key = |id: &SiteId| !line.candidates.contains(id);
            (key(&a.id), &a.name, &a.id).cmp(&(key(&b.id), &b.name, &b.id))
        });
        all
    });
    let option = |site: std::sync::Arc<shared::site::Site>| {
        let name = words::school(&site);
        view! { <option value=site.id.to_string()>{name}</option> }
    };
    view! {
        <label class="field">
            <span class="field-label">{words::to_place(&line)}</span>
            <select on:change=move |event| value.set(event_target_value(&event))>
                <option value="">{words::CHOOSE_SCHOOL}</option>
                {sites.into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}
