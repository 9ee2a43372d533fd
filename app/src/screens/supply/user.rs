//! Who will use what is handed over, when it asks for a training: nobody gets it before.

use crate::context::{App, clock_ms};
use crate::parts::{Choices, Failure, FormEntry, TextField};
use crate::screens::form::Form;
use crate::text::{passing as words, teacher as teacher_words, training};
use leptos::prelude::*;
use shared::day::paris_time;
use shared::id::{SupplyId, TeacherId};
use shared::order;
use shared::supply::{Barred, Item, Leg, Supply};
use shared::teacher::{Act, Teacher};
use shared::training::needs::next_session;
use std::sync::Arc;

/// The users whom a school has for pieces of a leg, those who may have them first, with what stands
/// against the others. Reactive.
fn users(
    app: App,
    id: SupplyId,
    leg: u32,
    given: &[Item],
) -> Vec<(Arc<Teacher>, Result<(), Barred>)> {
    let today = app.today();
    app.read(|replica| {
        let view = replica.view();
        let Some((supply, leg)) = of(view.supplies.get(&id), leg) else { return Vec::new() };
        let here = |teacher: &&Arc<Teacher>| teacher.site == supply.site && teacher.is_there();
        let teachers = view.teachers.values().filter(here);
        let asked = |teacher: &Arc<Teacher>| {
            (Arc::clone(teacher), supply.gate_for(leg, given, Some(teacher), today))
        };
        let mut users: Vec<_> = teachers.map(asked).collect();
        order::sort_by_key(&mut users, |(teacher, gate)| (gate.is_err(), teacher.name.clone()));
        users
    })
}

fn of(supply: Option<&Arc<Supply>>, leg: u32) -> Option<(&Supply, &Leg)> {
    let supply = supply?;
    Some((supply, supply.leg(leg)?))
}

/// Whether pieces of a leg ask for a trained user.
pub(in crate::screens) fn needs_user(supply: &Supply, leg: u32, given: &[Item]) -> bool {
    supply.leg(leg).is_some_and(|leg| !supply.required_for(leg, given).is_empty())
}

/// All the pieces of a leg.
pub(in crate::screens) fn pieces(supply: &Supply, leg: u32) -> Vec<Item> {
    supply.leg(leg).map(|leg| leg.items.clone()).unwrap_or_default()
}

/// The user who was chosen, if nothing stands against the hand-over.
pub(in crate::screens) fn passes(
    app: App,
    id: SupplyId,
    leg: u32,
    (given, user): (&[Item], TeacherId),
) -> Option<Arc<Teacher>> {
    let mut users = untrack(|| users(app, id, leg, given)).into_iter();
    users.find_map(|(one, gate)| (one.id == user && gate.is_ok()).then_some(one))
}

/// «À qui ?»: the teachers of the school. One who was not trained is told at once, with the two
/// ways on.
#[component]
pub(in crate::screens) fn UserField(
    app: App,
    supply: SupplyId,
    leg: u32,
    /// What is handed over of it.
    #[prop(into)]
    given: Signal<Vec<Item>>,
    value: FormEntry<Option<TeacherId>>,
    /// Leaves the delivery for later.
    on_later: Callback<()>,
) -> impl IntoView {
    let users = Memo::new(move |_| given.with(|given| users(app, supply, leg, given)));
    let options = move || {
        app.read(|replica| {
            let option = |(one, gate): (Arc<Teacher>, Result<(), Barred>)| {
                (one.id, words::user(&one, &gate, replica.view()))
            };
            users.get().into_iter().map(option).collect::<Vec<_>>()
        })
    };
    let barred = move || {
        let chosen = value.value.get()?;
        let (one, gate) = users.get().into_iter().find(|(one, _)| one.id == chosen)?;
        let barred = gate.err()?;
        Some(app.read(|replica| words::barred(&one, &barred, replica.view())))
    };
    let barred = Memo::new(move |_| barred());
    let next = move || {
        let chosen = value.value.get()?;
        let (_, gate) = users.get().into_iter().find(|(one, _)| one.id == chosen)?;
        let topic = gate.err()?.topic;
        app.read(|replica| next_session(replica.view(), &topic, paris_time(clock_ms())))
            .map(|row| training::next_session(&row))
    };
    let hint = move || words::barred_hint(app.read(|replica| replica.meta().answered_at));
    view! {
        {move || {
            view! {
                <Choices
                    legend=words::TO_WHOM
                    name="hand-over-user"
                    options=options()
                    value=value
                />
            }
        }}
        <div role="alert">
            <Show when=move || barred.with(Option::is_some)>
                <p class="failure">{barred}</p>
                <p>{next}</p>
                <p class="meta">{hint}</p>
                <div class="actions">
                    <button
                        type="button"
                        class="button primary"
                        on:click=move |_| on_later.run(())
                    >
                        {words::DELIVER_LATER}
                    </button>
                    <button
                        type="button"
                        class="button secondary"
                        on:click=move |_| value.value.set(None)
                    >
                        {words::CHOOSE_OTHER}
                    </button>
                </div>
            </Show>
        </div>
        <NotListed supply=supply/>
    }
}

/// «L’enseignant n’est pas dans la liste»: proposes a name, which opens nothing by itself.
#[component]
fn NotListed(supply: SupplyId) -> impl IntoView {
    let form = Form::kept("name_user", supply);
    let app = form.app;
    let is_open = RwSignal::new(false);
    let name = form.text("name", "").required();
    let function = form.text("function", "");
    let propose = move |_| {
        if !form.check() {
            return;
        }
        let known = app.read_now(|replica| replica.view().supplies.get(&supply).cloned());
        let Some(known) = known else { return };
        let act = Act::NameTeacher {
            teacher: app.fresh(),
            site: known.site.clone(),
            name: name.value.get_untracked(),
            function: function.value.get_untracked(),
        };
        form.submit(act, words::USER_PROPOSED, move || is_open.set(false));
    };
    view! {
        <Show
            when=move || is_open.get()
            fallback=move || {
                view! {
                    <button
                        type="button"
                        class="button secondary"
                        on:click=move |_| is_open.set(true)
                    >
                        {words::NOT_LISTED}
                    </button>
                }
            }
        >
            <TextField
                label=teacher_words::NAME
                hint=teacher_words::NAME_HINT
                value=name
            />
            <TextField
                label=teacher_words::FUNCTION
                hint=teacher_words::FUNCTION_HINT
                value=function
            />
            <Failure text=form.error()/>
            <button
                type="button"
                class="button secondary"
                disabled=move || form.is_busy()
                on:click=propose
            >
                {words::PROPOSE_USER}
            </button>
        </Show>
    }
}
