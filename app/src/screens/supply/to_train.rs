//! Who is to be trained before an order is handed over: told to the school, which registers them,
//! and to the desk, which accepts the order and puts it on a visit.

use crate::context::{App, clock_ms};
use crate::parts::Failure;
use crate::screens::form::Form;
use crate::text::{our_supplies as words, supply_desk as desk_words, teacher, training};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::day::{Day, paris_time};
use shared::id::{SupplyId, TeacherId, TrainingSessionId};
use shared::row::State;
use shared::training::needs::{ToTrain, next_session, of_leg, to_train};
use shared::training::{Act, SessionProgress, Standing};

/// What the school is told of one of them.
#[derive(Debug, Clone, PartialEq)]
struct Told {
    said: String,
    /// The session for which one tap registers them.
    session: Option<(TrainingSessionId, TeacherId, String)>,
    is_registered: bool,
}

fn told(view: &State, one: &ToTrain) -> Told {
    let known = one.teacher.and_then(|id| view.teachers.get(&id));
    let who = known.map(|known| teacher::who(known));
    let topic = teacher::topic(view, &one.topic);
    let now = paris_time(clock_ms());
    // Somebody who is registered already, for any session that still comes, is not told to be.
    let registered = one.teacher.zip(who.as_deref()).and_then(|(id, who)| {
        let has_place = |state: Standing| match state {
            Standing::Registered | Standing::Waiting => true,
            Standing::Present | Standing::Absent | Standing::Excused | Standing::Withdrawn => false,
        };
        let mut rows = view.training_sessions.values();
        let row = rows.find(|row| {
            let place = row.registrations.get(&id).is_some_and(|place| has_place(place.state));
            let is_open = row.state == SessionProgress::Open && !row.has_begun(now);
            place && is_open && row.terms.topics.contains(&one.topic)
        })?;
        Some(words::has_registered(who, &training::named(&row.terms)))
    });
    if let Some(said) = registered {
        return Told { said, session: None, is_registered: true };
    }
    let said = words::train_before(who.as_deref(), &topic, one.before);
    let session = next_session(view, &one.topic, now).zip(one.teacher);
    let session = session.map(|(row, id)| (row.id, id, training::next_session(&row)));
    Told { said, session, is_registered: false }
}

/// «Formez Mme R. avant la livraison du mardi 24 mars : S’inscrire».
#[component]
pub(super) fn TrainFirst(app: App, id: SupplyId) -> impl IntoView {
    let form = Form::new();
    let all = Memo::new(move |_| {
        let today = app.today();
        app.read(|replica| {
            let view = replica.view();
            let supply = view.supplies.get(&id);
            let all = supply.map_or_else(Vec::new, |supply| to_train(view, supply, today));
            all.iter().map(|one| told(view, one)).collect::<Vec<_>>()
        })
    });
    let one = move |told: Told| {
        let register = told.session.clone().map(|(session, teacher, next)| {
            let act = move || Act::RegisterTeachers { session, teachers: vec![teacher] };
            view! {
                <p class="meta">{next}</p>
                <button
                    type="button"
                    class="button secondary"
                    disabled=move || form.is_busy()
                    on:click=move |_| form.submit(act(), words::REGISTERED_SAID, || ())
                >
                    {words::REGISTER}
                </button>
            }
        });
        let other = (told.session.is_none() && !told.is_registered).then(|| {
            view! { <A href="/formations">{words::SEE_TRAININGS}</A> }
        });
        view! {
            <li>
                <p>{told.said}</p>
                {register} {other}
            </li>
        }
    };
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <ul class="plain">{move || all.get().into_iter().map(one).collect_view()}</ul>
            <Failure text=form.error()/>
        </Show>
    }
}

/// «2 enseignants à former», on the card of the desk.
#[component]
pub(super) fn ToTrainCount(app: App, id: SupplyId) -> impl IntoView {
    let said = move || {
        let today = app.today();
        app.read(|replica| {
            let view = replica.view();
            let all = to_train(view, view.supplies.get(&id)?, today);
            let named = |one: &ToTrain| {
                let known = one.teacher.and_then(|id| view.teachers.get(&id));
                known.map(|known| teacher::who(known))
            };
            let names: Vec<_> = all.iter().filter_map(named).collect();
            (!all.is_empty()).then(|| desk_words::to_train(all.len(), &names))
        })
    };
    let said = Memo::new(move |_| said());
    move || said.get().map(|said| view! { <p class="warning">{said}</p> })
}

/// Said before a leg is put on a day by which its user is not trained, with «Proposer une session».
#[component]
pub(super) fn TooEarly(
    app: App,
    id: SupplyId,
    leg: u32,
    #[prop(into)] day: Signal<Option<Day>>,
) -> impl IntoView {
    let lacks = Memo::new(move |_| {
        let (today, day) = (app.today(), day.get()?);
        app.read(|replica| {
            let view = replica.view();
            let supply = view.supplies.get(&id)?;
            let one =
                of_leg(view, supply, supply.leg(leg)?, Some(day), today).into_iter().next()?;
            let known = one.teacher.and_then(|id| view.teachers.get(&id));
            let who = known.map(|known| teacher::who(known));
            let topic = teacher::topic(view, &one.topic);
            Some((one.topic, desk_words::too_early(who.as_deref(), &topic, day)))
        })
    });
    move || {
        let (topic, said) = lacks.get()?;
        Some(view! {
            <div class="banner" role="status">
                <p>{said}</p>
                <p>
                    <A href=format!("/formations?proposer={topic}")>
                        {desk_words::PROPOSE_SESSION}
                    </A>
                </p>
            </div>
        })
    }
}
