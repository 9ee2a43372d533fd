//! A kit that is handed over or taken back: which unit it is, and whether all is there.

use crate::context::App;
use crate::parts::{Choices, Dialog, Failure, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::screens::label::LabelField;
use crate::screens::supply::follow;
use crate::screens::supply::user::{UserField, needs_user, passes, pieces as pieces_of};
use crate::text::{kit as words, passing as passing_words};
use leptos::prelude::*;
use shared::id::{SupplyId, TeacherId, VisitId};
use shared::loan::{Kit, Piece};
use shared::supply::{Act, FailReason, HandOver, Item, LegKind, Supply};
use std::sync::Arc;

/// The kit of a loan, as it is known here.
fn kit_of(app: App, loan: &Supply) -> Option<Kit> {
    let article = loan.lines.first()?.article;
    app.read_now(|replica| replica.view().articles.get(&article)?.kit.clone())
}

/// What stands against a unit before it is handed over: another school has it.
fn barred(app: App, kit: &Kit, loan: &Supply, unit: &str) -> Option<String> {
    let with = kit.out_with(unit, loan.id)?;
    Some(app.read_now(|replica| words::elsewhere(unit, with, replica.view())))
}

/// The labels of the units that may be meant: the chosen one first.
fn labels(kit: Option<&Kit>, loan: &Supply) -> Vec<String> {
    let chosen = Some(loan.unit.clone()).filter(|unit| !unit.is_empty());
    let others = kit.into_iter().flat_map(Kit::working).map(|unit| unit.label.clone());
    let mut labels: Vec<_> = chosen.clone().into_iter().collect();
    labels.extend(others.filter(|label| Some(label) != chosen.as_ref()));
    labels
}

/// «Remettre» or «Reprendre» a kit: three taps when all is well.
#[component]
pub(in crate::screens) fn KitDialog(
    app: App,
    id: SupplyId,
    leg: u32,
    visit: Option<VisitId>,
    on_close: Callback<()>,
) -> impl IntoView {
    let form = Form::kept("kit", format!("{id}/{leg}"));
    let Some(loan) = follow(app, id).get_untracked() else { return ().into_any() };
    let gives = loan.leg(leg).is_some_and(|leg| leg.kind == LegKind::Deliver);
    let kit = kit_of(app, &loan);
    let labels = labels(kit.as_ref(), &loan);
    let unit = form.choice("unit", (!labels.is_empty()).then_some(0_usize));
    let complete = form.choice("complete", None::<bool>).needs(words::NEEDS_CHECK);
    let lacks = form.holds("lacks", Vec::<Item>::new());
    let received_by = form.text("received_by", "");
    let user = form.choice("to", None::<TeacherId>);
    let given = pieces_of(&loan, leg);
    let by_user = gives && needs_user(&loan, leg, &given);
    let user = if by_user { user.needs(passing_words::NEEDS_USER) } else { user };
    let pieces = kit.as_ref().map(|kit| kit.contents.clone()).unwrap_or_default();
    let check = Check { complete: complete.value, lacks, pieces: StoredValue::new(pieces.clone()) };
    let (of, units, all) = (Arc::clone(&loan), labels.clone(), given.clone());
    let given = Signal::stored(given);
    let submit = move |()| {
        let label = unit.value.get_untracked().and_then(|at| units.get(at).cloned());
        let label = label.unwrap_or_default();
        let stands = kit.as_ref().filter(|_| gives).and_then(|kit| barred(app, kit, &of, &label));
        if let Some(why) = stands {
            return form.fail(why);
        }
        let Some(lacks) = check.lacks() else { return form.fail(words::NEEDS_LACKS) };
        let to = user.value.get_untracked().filter(|_| by_user);
        let mut received_by = received_by.value.get_untracked();
        if let Some(to) = to {
            // What stands against it is said beside the list.
            let Some(teacher) = passes(app, id, leg, (&all, to)) else { return };
            received_by = teacher.name.clone();
        }
        let ticket = (!lacks.is_empty()).then(|| app.fresh());
        let done =
            HandOver { visit, to, received_by, unit: label, lacks, ticket, ..HandOver::default() };
        let said = if gives { passing_words::HANDED_SAID } else { passing_words::TAKEN_SAID };
        form.submit_and_close(Act::DoLeg { supply: id, leg, done }, said, on_close);
    };
    let later = Callback::new(move |()| {
        let (supply, text) = (id, String::new());
        let act = Act::FailLeg { supply, leg, visit, reason: FailReason::Training, text };
        form.submit_and_close(act, passing_words::FAIL_SAID, on_close);
    });
    let (title, save) = match gives {
        true => (words::HAND_OVER, passing_words::HANDED),
        false => (words::TAKE_BACK, passing_words::TAKEN),
    };
    view! {
        <Dialog title=title on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <UnitField labels=labels unit=unit form=form/>
                <ContentsField check=check complete=complete/>
                <Show when=move || gives && !by_user>
                    <TextField
                        label=passing_words::RECEIVED_BY
                        hint=passing_words::RECEIVED_BY_HINT
                        value=received_by
                    />
                </Show>
                <Show when=move || by_user>
                    <UserField app=app supply=id leg=leg given=given value=user on_later=later/>
                </Show>
                <FormEnd form=form submit=save on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
    .into_any()
}

/// Which unit: chosen, or read from its label.
#[component]
fn UnitField(
    labels: Vec<String>,
    unit: crate::parts::FormEntry<Option<usize>>,
    form: Form,
) -> impl IntoView {
    let scanning = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let unknown = RwSignal::new(None::<String>);
    let known = StoredValue::new(labels.clone());
    let search = move |texts: Vec<String>| {
        let found = known.with_value(|labels| {
            let is_read =
                |label: &&String| texts.iter().any(|text| text.trim().eq_ignore_ascii_case(label));
            labels.iter().position(|label| is_read(&label))
        });
        let _ = unknown.try_set(found.is_none().then(|| words::unknown(&texts.join(" "))));
        if found.is_some() {
            let _ = unit.value.try_set(found);
            let _ = scanning.try_set(false);
        }
    };
    let options = labels.into_iter().enumerate().collect();
    view! {
        <Choices legend=words::UNIT name="kit-unit" options=options value=unit/>
        <Show
            when=move || scanning.get()
            fallback=move || {
                view! {
                    <button
                        type="button"
                        class="button secondary"
                        on:click=move |_| scanning.set(true)
                    >
                        {words::SCAN}
                    </button>
                }
            }
        >
            <LabelField form=form name=words::SCAN_LABEL value=typed search=search/>
        </Show>
        <Failure text=unknown/>
    }
}

/// The check of the contents.
#[derive(Clone, Copy)]
struct Check {
    complete: RwSignal<Option<bool>>,
    lacks: RwSignal<Vec<Item>>,
    pieces: StoredValue<Vec<Piece>>,
}

impl Check {
    /// What lacks: nothing when all is there; `None` when something should and nothing is said.
    fn lacks(self) -> Option<Vec<Piece>> {
        if self.complete.get_untracked() != Some(false) {
            return Some(Vec::new());
        }
        let lacks = self.lacks.get_untracked();
        let said = self.pieces.with_value(|pieces| {
            let of = |item: &Item| {
                let at = usize::try_from(item.line).ok()?;
                let label = pieces.get(at)?.label.clone();
                Some(Piece { quantity: item.quantity, label })
            };
            let there = lacks.iter().filter(|item| item.quantity > 0);
            there.filter_map(of).collect::<Vec<_>>()
        });
        (!said.is_empty()).then_some(said)
    }
}

#[component]
fn ContentsField(check: Check, complete: crate::parts::FormEntry<Option<bool>>) -> impl IntoView {
    use crate::screens::supply::pieces::Pieces;
    let pieces = check.pieces.get_value();
    let all: u32 = pieces.iter().map(|piece| piece.quantity).sum();
    let options = vec![(true, words::complete(all)), (false, words::INCOMPLETE.to_owned())];
    let line = move |(piece, line): (&Piece, u32)| {
        let (label, most) = (words::lacking(piece), piece.quantity);
        view! { <Pieces chosen=check.lacks line=line label=label most=most suggested=0/> }
    };
    let lines = move || {
        let pieces = check.pieces.get_value();
        pieces.iter().zip(0_u32..).map(line).collect_view()
    };
    view! {
        <p class="meta">{shared::loan::words::pieces(&pieces)}</p>
        <Choices legend=words::CONTENTS name="kit-complete" options=options value=complete/>
        <Show when=move || check.complete.get() == Some(false)>
            <fieldset class="field">
                <legend>{words::LACKS}</legend>
                {lines}
            </fieldset>
        </Show>
    }
}
