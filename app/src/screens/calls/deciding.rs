//! «Enregistrer la décision»: what becomes of each project in the order of the places, within the
//! money of both sections. Nothing is frozen before it was read once more.

use super::{follow, is_marking_over};
use crate::context::{App, use_app};
use crate::parts::{
    Back, Choices, ConfirmDialog, Failure, FormEntry, Page, PhotoField, Sentence, TextField,
};
use crate::screens::form::{Form, FormFrame};
use crate::screens::supply::pieces::Pieces;
use crate::text::calls::CallPhase;
use crate::text::{calls as words, calls_desk as desk};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::article::Pot;
use shared::ballot::score::{lot, ranking};
use shared::ballot::{Act, Award, ProjectOutcome};
use shared::campaign::{Campaign, RankedProject};
use shared::id::CampaignId;
use shared::money::Cents;
use shared::supply::{Item, Line, Supply};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The money of both sections.
type Money = BTreeMap<Pot, Cents>;

/// What is written of one project.
#[derive(Clone)]
struct AwardFields {
    place: RankedProject,
    supply: Arc<Supply>,
    form: Form,
    outcome: FormEntry<Option<ProjectOutcome>>,
    reason: FormEntry<String>,
    past: FormEntry<String>,
    pieces: RwSignal<Vec<Item>>,
}

impl AwardFields {
    fn new(place: RankedProject, supply: Arc<Supply>, usual: ProjectOutcome) -> Self {
        let form = Form::kept("award", supply.id);
        Self {
            place,
            form,
            outcome: form.choice("outcome", Some(usual)),
            reason: form.text("reason", ""),
            past: form.text("past", ""),
            pieces: form.holds("pieces", Vec::new()),
            supply,
        }
    }

    /// What is decided. Reactive.
    fn outcome(&self) -> ProjectOutcome {
        self.outcome.value.get().unwrap_or(ProjectOutcome::Refused)
    }

    /// How many of each line are given. Reactive.
    fn quantities(&self) -> Vec<u32> {
        let chosen = self.pieces.get();
        let of = |(line, at): (&Line, u32)| {
            let found = chosen.iter().find(|item| item.line == at);
            found.map_or(line.quantity, |item| item.quantity.min(line.quantity))
        };
        self.supply.lines.iter().zip(0..).map(of).collect()
    }

    /// What is given of a section. Reactive.
    fn price(&self, pot: Pot) -> Cents {
        let lines = self.supply.lines.iter().zip(self.quantities());
        let own = lines.filter(|(line, _)| line.pot == pot);
        own.map(|(line, quantity)| line.unit.times(quantity)).sum()
    }

    fn award(&self) -> Award {
        let quantities = self.quantities();
        let is_all = self.supply.lines.iter().map(|line| line.quantity).eq(quantities.clone());
        let is_given = self.outcome() == ProjectOutcome::Given;
        Award {
            supply: self.supply.id,
            outcome: self.outcome(),
            quantities: if is_all || !is_given { Vec::new() } else { quantities },
            reason: self.reason.value.get(),
            past: self.past.value.get(),
        }
    }
}

/// The money that a call has to give.
fn totals(call: &Campaign) -> Money {
    let of = |pot| (pot, call.purses.get(&pot).and_then(|purse| purse.total).unwrap_or_default());
    Pot::ALL.map(of).into()
}

/// In the order of the places as long as the money suffices; from the first that does not fit on,
/// everybody waits: passing somebody is a choice of a person, with a reason.
fn usual(places: &[(RankedProject, Arc<Supply>)], mut left: Money) -> Vec<ProjectOutcome> {
    let mut is_full = false;
    let of = |(place, supply): &(RankedProject, Arc<Supply>)| {
        let fits = Pot::ALL
            .into_iter()
            .all(|pot| supply.price_in(pot) <= left.get(&pot).copied().unwrap_or_default());
        if place.rank.is_none() {
            return ProjectOutcome::Refused;
        }
        is_full |= !fits;
        if is_full {
            return ProjectOutcome::Waits;
        }
        for (pot, left) in &mut left {
            *left = *left - supply.price_in(*pot);
        }
        ProjectOutcome::Given
    };
    places.iter().map(of).collect()
}

/// The projects in the order of their places, as the marks make them now.
fn fields(app: App, call: &Campaign) -> Vec<AwardFields> {
    let places: Vec<_> = app.read_now(|replica| {
        let view = replica.view();
        let known = |place: RankedProject| Some((place, view.supplies.get(&place.supply)?.clone()));
        ranking(view, call, lot(call.id)).into_iter().filter_map(known).collect()
    });
    let usual = usual(&places, totals(call));
    let each = places.into_iter().zip(usual);
    each.map(|((place, supply), usual)| AwardFields::new(place, supply, usual)).collect()
}

/// The screen.
#[component]
pub fn DecidingScreen(id: CampaignId) -> impl IntoView {
    let app = use_app();
    let call = follow(app, id);
    let is_over = Memo::new(move |_| is_marking_over(app, id));
    let shown = move || {
        let over = is_over.get();
        // The fields outlive the moment in which the decision is kept.
        let call = call.get_untracked()?;
        let phase = words::phase(&call, app.today_now());
        Some(match phase {
            CallPhase::Marking if over => view! { <Deciding call=call/> }.into_any(),
            CallPhase::Draft
            | CallPhase::Ahead
            | CallPhase::Open
            | CallPhase::Marking
            | CallPhase::Decided => {
                view! { <p class="empty" role="status">{desk::DECIDE_FIRST}</p> }.into_any()
            }
        })
    };
    view! {
        <Page title=desk::DECIDE_TITLE>
            <Back href=format!("/appels/{id}") label=super::name(call)/>
            {shown}
        </Page>
    }
}

#[component]
fn Deciding(call: Arc<Campaign>) -> impl IntoView {
    let app = use_app();
    let all = StoredValue::new(fields(app, &call));
    let totals = totals(&call);
    let left = Memo::new(move |_| {
        let mut left = totals.clone();
        for one in all.get_value().iter().filter(|one| one.outcome() == ProjectOutcome::Given) {
            for (pot, left) in &mut left {
                *left = *left - one.price(*pot);
            }
        }
        left.into_iter().map(|(pot, left)| (pot, left.0)).collect::<Vec<_>>()
    });
    let rest = move || {
        let line = |(pot, left): (Pot, i64)| {
            let look = if left < 0 { "error" } else { "meta" };
            view! { <p class=look>{desk::rest(pot, Cents(left))}</p> }
        };
        left.get().into_iter().map(line).collect_view()
    };
    let count = all.with_value(Vec::len);
    let card = move |at: usize| view! { <AwardCard all=all at=at/> };
    view! {
        <p class="hint">{desk::DECIDE_HINT}</p>
        <div role="status">{rest}</div>
        <ol class="cards">{(0..count).map(card).collect_view()}</ol>
        <div>{rest}</div>
        <DecisionForm id=call.id all=all/>
    }
}

/// Whether a better placed project waits while this one is given. Reactive.
fn passes(all: StoredValue<Vec<AwardFields>>, at: usize) -> bool {
    all.with_value(|all| {
        let waits = |one: &AwardFields| one.outcome() == ProjectOutcome::Waits;
        let given = all.get(at).is_some_and(|one| one.outcome() == ProjectOutcome::Given);
        given && all.iter().take(at).any(waits)
    })
}

/// What is decided of one project.
#[component]
fn AwardCard(all: StoredValue<Vec<AwardFields>>, at: usize) -> impl IntoView {
    let app = use_app();
    let Some(one) = all.with_value(|all| all.get(at).cloned()) else { return ().into_any() };
    let supply = Arc::clone(&one.supply);
    let name = app.read_now(|replica| desk::named(&supply, replica.view()));
    let placed = desk::placed(one.place.rank, one.place.hundredths);
    let offered = match one.place.rank {
        Some(_) => vec![ProjectOutcome::Given, ProjectOutcome::Waits, ProjectOutcome::Refused],
        None => vec![ProjectOutcome::Waits, ProjectOutcome::Refused],
    };
    let options = offered.into_iter().map(|of| (of, desk::outcome(of).to_owned())).collect();
    let fields = one.clone();
    let is_given = Memo::new(move |_| fields.outcome() == ProjectOutcome::Given);
    let is_past = Memo::new(move |_| passes(all, at));
    let pieces = pieces(&one);
    view! {
        <li class="card">
            <p class="card-title">{name}</p>
            <p class="meta">{placed} " · " {desk::asked(&supply)}</p>
            <FormFrame form=one.form on_submit=|()| {}>
                <Choices
                    legend=desk::OUTCOME
                    name="outcome"
                    options=options
                    value=one.outcome
                />
                <Show when=move || is_past.get()>
                    <Sentence label=desk::PAST value=one.past/>
                </Show>
                <Show when=move || is_given.get()>
                    <details class="details">
                        <summary>{desk::HOW_MANY}</summary>
                        {pieces.clone()}
                    </details>
                </Show>
                <Sentence label=desk::REASON hint=desk::REASON_HINT value=one.reason/>
            </FormFrame>
        </li>
    }
    .into_any()
}

/// How many of each line are given.
fn pieces(one: &AwardFields) -> impl Fn() -> Vec<AnyView> + Clone + Send + Sync + use<> {
    let (chosen, lines) = (one.pieces, one.supply.lines.clone());
    let piece = move |(line, at): (&Line, u32)| {
        let (label, most) = (line.label.clone(), line.quantity);
        view! { <Pieces chosen=chosen line=at label=label most=most suggested=most/> }.into_any()
    };
    move || lines.iter().zip(0_u32..).map(piece).collect()
}

/// The day, the reference and the minutes, and the end.
#[component]
fn DecisionForm(id: CampaignId, all: StoredValue<Vec<AwardFields>>) -> impl IntoView {
    let form = Form::kept("decision", id);
    let app = form.app;
    let day = form.text("day", app.today_now().to_string()).required();
    let reference = form.text("reference", "").required();
    let photos = form.photos();
    let asking = RwSignal::new(None::<Act>);
    let submit = move |()| {
        let Ok(on) = day.value.get_untracked().parse() else {
            return form.refuse(day, desk::BAD_DAY);
        };
        let minutes = photos.get_untracked();
        if minutes.len() > 1 {
            return form.fail(desk::ONE_PHOTO);
        }
        if !untrack(|| is_whole(all)) {
            return form.fail(crate::text::form::SEE_FIELDS);
        }
        let awards = untrack(|| all.get_value().iter().map(AwardFields::award).collect());
        asking.set(Some(Act::DecideCall {
            campaign: id,
            day: on,
            reference: reference.value.get_untracked(),
            minutes: minutes.into_iter().next(),
            lot: lot(id),
            awards,
        }));
    };
    let navigate = use_navigate();
    let send = Callback::new(move |()| {
        let Some(act) = asking.get_untracked() else { return };
        asking.set(None);
        let navigate = navigate.clone();
        form.submit(act, desk::DECIDED, move || {
            for one in all.get_value() {
                one.form.draft().sent();
            }
            navigate(&format!("/appels/{id}"), Default::default());
        });
    });
    view! {
        <section class="section">
            <h2>{desk::DECISION}</h2>
            <FormFrame form=form on_submit=submit>
                <TextField label=desk::DAY kind="date" value=day/>
                <TextField
                    label=desk::REFERENCE
                    hint=desk::REFERENCE_HINT
                    value=reference
                />
                <PhotoField label=desk::ADD_MINUTES photos=photos/>
                <Failure text=form.error()/>
                <button
                    type="submit"
                    class="button primary main"
                    disabled=move || form.is_busy()
                >
                    {desk::SAVE_DECISION}
                </button>
            </FormFrame>
        </section>
        <LastLook asking=asking on_confirm=send/>
    }
}

/// The last question before everything is frozen.
#[component]
fn LastLook(asking: RwSignal<Option<Act>>, on_confirm: Callback<()>) -> impl IntoView {
    let cancel = Callback::new(move |()| asking.set(None));
    move || {
        let is_asked = asking.with(Option::is_some);
        is_asked.then(|| {
            view! {
                <ConfirmDialog
                    title=desk::SAVE_DECISION
                    body=desk::DECIDE_HINT
                    confirm=desk::DECIDE_YES
                    cancel=desk::DECIDE_NO
                    on_confirm=on_confirm
                    on_cancel=cancel
                />
            }
        })
    }
}

/// Whether every card says what it must; what lacks shows at its field.
fn is_whole(all: StoredValue<Vec<AwardFields>>) -> bool {
    let mut is_whole = true;
    // From the end, so that the first one has the focus at last.
    for (at, one) in all.get_value().into_iter().enumerate().rev() {
        let is_blank = |entry: FormEntry<String>| entry.value.with(|text| text.trim().is_empty());
        if passes(all, at) && is_blank(one.past) {
            one.form.refuse(one.past, desk::NEEDS_PAST);
            is_whole = false;
        } else if one.outcome() == ProjectOutcome::Refused && is_blank(one.reason) {
            one.form.refuse(one.reason, desk::NEEDS_REASON);
            is_whole = false;
        }
    }
    is_whole
}
