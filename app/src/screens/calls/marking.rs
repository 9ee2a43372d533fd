//! «Projets à noter»: one project a screen, without a network too; the marks leave together.

use super::pieces::told;
use super::{follow, is_juror, is_marking_over, unmarked};
use crate::context::use_app;
use crate::parts::{Back, Choices, ConfirmDialog, Failure, FormEntry, Page, Sentence, TextArea};
use crate::screens::form::{Form, FormFrame};
use crate::text::calls::CallPhase;
use crate::text::{calls as words, calls_desk as desk};
use leptos::html;
use leptos::prelude::*;
use shared::ballot::conflict::is_own;
use shared::ballot::{Act, Mark};
use shared::campaign::{Call, Criterion};
use shared::id::{CampaignId, SupplyId};
use shared::limits::LONG_TEXT_CHARS;

/// What a juror writes of one project.
#[derive(Clone, Copy)]
struct Fields {
    supply: SupplyId,
    form: Form,
    scores: RwSignal<Vec<Option<u8>>>,
    abstains: FormEntry<Option<bool>>,
    why: FormEntry<String>,
    note: FormEntry<String>,
}

impl Fields {
    /// Of one's own school, or of one that one accompanies, the abstention is there already.
    fn new(supply: SupplyId, rules: &Call) -> Self {
        let form = Form::kept("marks", supply);
        let is_own = form.app.actor().is_some_and(|actor| {
            form.app.read_now(|replica| {
                let view = replica.view();
                let site = view.supplies.get(&supply).map(|one| one.site.clone());
                site.is_some_and(|site| is_own(view, &actor, &site))
            })
        });
        let why = if is_own { desk::ACCOMPANIED } else { "" };
        Self {
            supply,
            form,
            scores: form.holds("scores", vec![None; rules.criteria.len()]),
            abstains: form.choice("abstains", Some(is_own)),
            why: form.text("reason", why),
            note: form.text("note", "").at_most(LONG_TEXT_CHARS),
        }
    }

    /// What it says; nothing while something lacks. Reactive.
    fn mark(self) -> Option<Mark> {
        let (supply, note) = (self.supply, self.note.value.get());
        if self.abstains.value.get() == Some(true) {
            let why = self.why.value.get().trim().to_owned();
            let abstained = (!why.is_empty()).then_some(why)?;
            return Some(Mark { supply, scores: Vec::new(), note, abstained: Some(abstained) });
        }
        let scores = self.scores.get();
        let is_whole = scores.iter().all(Option::is_some);
        is_whole.then_some(Mark { supply, scores, note, abstained: None })
    }
}

/// The screen.
#[component]
pub fn MarkingScreen(id: CampaignId) -> impl IntoView {
    let app = use_app();
    let call = follow(app, id);
    let rules = call.get_untracked().and_then(|call| call.call.clone());
    // Made once, so that they outlive the moment in which all are handed in.
    let due = untrack(|| unmarked(app, id));
    let fields = rules.iter().flat_map(|rules| due.iter().map(|one| Fields::new(*one, rules)));
    let fields = StoredValue::new(fields.collect::<Vec<_>>());
    let rules = StoredValue::new(rules);
    let state = Memo::new(move |_| {
        let call = call.get()?;
        let is_over = is_marking_over(app, id);
        Some(match words::phase(&call, app.today()) {
            _ if !is_juror(app, &call) => desk::NOT_JUROR,
            CallPhase::Draft | CallPhase::Ahead | CallPhase::Open => desk::NOT_YET,
            CallPhase::Decided => desk::MARKING_OVER,
            CallPhase::Marking if is_over => desk::MARKING_OVER,
            CallPhase::Marking if unmarked(app, id).is_empty() => desk::NOTHING_TO_MARK,
            CallPhase::Marking => return None,
        })
    });
    let may = Memo::new(move |_| call.with(Option::is_some) && state.with(Option::is_none));
    view! {
        <Page title=desk::TO_MARK>
            <Back href=format!("/appels/{id}") label=super::name(call)/>
            <Show
                when=move || may.get()
                fallback=move || {
                    let said = state.get().unwrap_or(words::UNKNOWN);
                    view! { <p class="empty" role="status">{said}</p> }
                }
            >
                {move || rules.get_value().map(|rules| view! {
                    <Marking id=id fields=fields rules=rules/>
                })}
            </Show>
        </Page>
    }
}

/// The project that is looked at, and the ways to the others.
#[component]
fn Marking(id: CampaignId, fields: StoredValue<Vec<Fields>>, rules: Call) -> impl IntoView {
    let form = Form::kept("marking", id);
    let count = fields.with_value(Vec::len);
    let at = form.holds("at", 0_usize);
    let here = Memo::new(move |_| at.get().min(count.saturating_sub(1)));
    let ready = Memo::new(move |_| {
        fields.get_value().into_iter().filter(|one| one.mark().is_some()).count()
    });
    let heading = NodeRef::<html::H2>::new();
    let go = move |to: usize| {
        at.set(to);
        request_animation_frame(move || {
            // A heading without focus is still read in its place.
            let _ = heading.get_untracked().map(|heading| heading.focus());
        });
    };
    let next = Callback::new(move |()| go((here.get_untracked() + 1) % count.max(1)));
    let previous = move |_| go((here.get_untracked() + count - 1) % count.max(1));
    let panel = move || {
        let one = fields.with_value(|fields| fields.get(here.get()).copied())?;
        let rules = rules.clone();
        Some(view! { <Panel one=one rules=rules heading=heading on_next=next/> })
    };
    view! {
        <p class="hint">{desk::KEPT}</p>
        <p role="status">{move || desk::progress(here.get() + 1, count, ready.get())}</p>
        {panel}
        <Show when=move || { count > 1 }>
            <p>
                <button type="button" class="button quiet" on:click=previous>
                    {desk::PREVIOUS}
                </button>
            </p>
        </Show>
        <HandIn id=id form=form fields=fields go=Callback::new(go)/>
    }
}

/// One project, its criteria and what the juror says.
#[component]
fn Panel(
    one: Fields,
    rules: Call,
    heading: NodeRef<html::H2>,
    on_next: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let supply = app.read_now(|replica| replica.view().supplies.get(&one.supply).cloned());
    let named =
        supply.as_ref().map(|supply| app.read_now(|replica| desk::named(supply, replica.view())));
    let abstains = move || one.abstains.value.get() == Some(true);
    let options = vec![(false, desk::I_MARK.to_owned()), (true, desk::ABSTAIN.to_owned())];
    let rules = StoredValue::new(rules);
    let groups = move || {
        let criteria = rules.get_value().criteria.into_iter().enumerate();
        criteria.map(|(at, criterion)| group(one, at, &criterion)).collect_view()
    };
    view! {
        <section class="section">
            <h2 tabindex="-1" node_ref=heading>{named}</h2>
            {supply.map(|supply| told(&supply))}
            <FormFrame form=one.form on_submit=on_next>
                <Choices
                    legend=desk::HOW
                    name="abstains"
                    options=options
                    value=one.abstains
                />
                <Show
                    when=abstains
                    fallback=groups
                >
                    <Sentence label=desk::ABSTAIN_WHY value=one.why/>
                </Show>
                <TextArea label=desk::NOTE hint=desk::NOTE_HINT value=one.note/>
                <button type="submit" class="button secondary">{desk::NEXT}</button>
            </FormFrame>
        </section>
    }
}

/// The marks of one criterion, from none to the best, each a button.
fn group(one: Fields, at: usize, criterion: &Criterion) -> impl IntoView + use<> {
    let name = format!("note-{}-{at}", one.supply);
    let mark = move |score: u8| {
        let chosen = move || one.scores.with(|scores| scores.get(at) == Some(&Some(score)));
        let choose = move |_| {
            one.scores.update(|scores| {
                if let Some(place) = scores.get_mut(at) {
                    *place = Some(score);
                }
            });
        };
        view! {
            <label class="choice">
                <input type="radio" name=name.clone() prop:checked=chosen on:change=choose/>
                <span>{score}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices" role="radiogroup">
            <legend>{desk::criterion(criterion)}</legend>
            <div class="choices-list marks">{(0..=criterion.max).map(mark).collect_view()}</div>
        </fieldset>
    }
}

/// «Remettre mes notes»: all at once, once something is said of every project.
#[component]
fn HandIn(
    id: CampaignId,
    form: Form,
    fields: StoredValue<Vec<Fields>>,
    go: Callback<usize>,
) -> impl IntoView {
    let asking = RwSignal::new(false);
    let ask = move |_| {
        let all = fields.get_value();
        let lacks: Vec<usize> = untrack(|| {
            let each = all.iter().enumerate();
            each.filter(|(_, one)| one.mark().is_none()).map(|(at, _)| at).collect()
        });
        match lacks.first() {
            None => asking.set(true),
            Some(first) => {
                form.fail(desk::unfinished(lacks.len()));
                go.run(*first);
            }
        }
    };
    let send = Callback::new(move |()| {
        asking.set(false);
        let all = fields.get_value();
        let marks = untrack(|| all.iter().filter_map(|one| one.mark()).collect());
        form.submit(Act::SubmitMarks { campaign: id, marks }, desk::HANDED_IN, move || {
            for one in all {
                one.form.draft().sent();
            }
        });
    });
    let cancel = Callback::new(move |()| asking.set(false));
    view! {
        <Failure text=form.error()/>
        <p class="main-action">
            <button
                type="button"
                class="button primary main"
                disabled=move || form.is_busy()
                on:click=ask
            >
                {desk::HAND_IN}
            </button>
        </p>
        {move || asking.get().then(|| view! {
            <ConfirmDialog
                title=desk::HAND_IN
                body=desk::HAND_IN_BODY
                confirm=desk::HAND_IN_YES
                cancel=desk::HAND_IN_NO
                on_confirm=send
                on_cancel=cancel
            />
        })}
    }
}
