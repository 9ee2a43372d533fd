//! «Remettre…»: how many of each, which devices by their labels, and to whom.

use super::LegKey;
use super::pieces::{Pieces, completed};
use super::user::{UserField, needs_user, passes, pieces};
use crate::context::App;
use crate::parts::{Choices, Dialog, FormEntry, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::screens::label::LabelField;
use crate::text::{equipment as device_words, passing as words, site_name};
use leptos::prelude::*;
use shared::id::{EquipmentId, SupplyId, TeacherId, VisitId};
use shared::supply::arriving::known_as;
use shared::supply::{Act, FailReason, HandOver, Item, Labelled, Supply};

/// How many of each line of a leg; all of them, to begin with.
fn how_many(supply: &Supply, leg: u32, chosen: RwSignal<Vec<Item>>) -> impl IntoView + use<> {
    let line = |item: &Item| {
        let at = usize::try_from(item.line).ok();
        let label = at.and_then(|at| supply.lines.get(at)).map(|line| line.label.clone());
        let (label, line, most) = (label.unwrap_or_default(), item.line, item.quantity);
        view! { <Pieces chosen=chosen line=line label=label most=most suggested=most/> }
    };
    supply.leg(leg).map(|leg| leg.items.iter().map(line).collect_view())
}

/// The labels of what is handed over: a device of the leg enters the fleet with its label.
#[derive(Clone, Copy)]
struct Labels {
    app: App,
    form: Form,
    supply: SupplyId,
    /// The lines of devices, with their names.
    lines: StoredValue<Vec<(u32, String)>>,
    line: FormEntry<Option<u32>>,
    typed: RwSignal<String>,
    read: RwSignal<Vec<Labelled>>,
}

impl Labels {
    fn new(app: App, form: Form, supply: SupplyId, known: Option<&Supply>, leg: u32) -> Self {
        let leg = known.and_then(|known| Some((known, known.leg(leg)?)));
        let lines: Vec<_> = leg.map_or_else(Vec::new, |(known, leg)| {
            known.labelled_lines(leg).map(|(at, line)| (at, line.label.clone())).collect()
        });
        let first = lines.first().map(|(at, _)| *at);
        Self {
            app,
            form,
            supply,
            lines: StoredValue::new(lines),
            line: form.choice("line", first),
            typed: form.holds("label", String::new()),
            read: form.holds("devices", Vec::new()),
        }
    }

    /// Takes a label, unless another device has it: then nothing is taken, and the form says which.
    fn take(self, texts: &[String]) -> bool {
        let label = texts.first().map_or("", |text| text.trim()).to_owned();
        let Some(line) = self.line.value.get_untracked().filter(|_| !label.is_empty()) else {
            self.form.fail(words::NEEDS_LABEL);
            return false;
        };
        if let Some(why) = self.bar(&label) {
            self.form.fail(why);
            return false;
        }
        let equipment: EquipmentId = self.app.fresh();
        self.read.update(|read| read.push(Labelled { equipment, line, label }));
        self.typed.set(String::new());
        true
    }

    fn bar(self, label: &str) -> Option<String> {
        let is_same = |one: &Labelled| one.label.eq_ignore_ascii_case(label);
        if self.read.with_untracked(|read| read.iter().any(is_same)) {
            return Some(words::LABEL_TWICE.into());
        }
        self.app.read_now(|replica| {
            let view = replica.view();
            let supply = view.supplies.get(&self.supply)?;
            let known = known_as(view, label)?;
            let name = device_words::named(known);
            if supply.replaces.contains(&known.id) {
                return Some(words::label_is_old(&name));
            }
            match known.site == supply.site {
                true if known.supply.is_none() => None,
                true => Some(words::label_handed_before(&name)),
                false => Some(words::label_elsewhere(&name, &site_name(view, &known.site))),
            }
        })
    }

    /// The labels of what is given, once the one that is still typed was taken; nothing when one
    /// of them names nothing that is given.
    fn of(self, given: &[Item]) -> Option<Vec<Labelled>> {
        let typed = self.typed.get_untracked();
        if !typed.trim().is_empty() && !self.take(&[typed]) {
            return None;
        }
        let read = self.read.get_untracked();
        let too_many = |item: &Item| {
            let labels = read.iter().filter(|one| one.line == item.line).count();
            u32::try_from(labels).is_ok_and(|labels| labels > item.quantity)
        };
        let is_given = |one: &Labelled| given.iter().any(|item| item.line == one.line);
        if given.iter().any(too_many) || !read.iter().all(is_given) {
            self.form.fail(words::LABELS_TOO_MANY);
            return None;
        }
        Some(read)
    }
}

/// Asks for the labels, and lists those that were read.
#[component]
fn LabelsField(labels: Labels) -> impl IntoView {
    let Labels { form, lines, line, typed, read, .. } = labels;
    let search = move |texts: Vec<String>| {
        labels.take(&texts);
    };
    let several = lines.with_value(|lines| lines.len() > 1);
    let which = several.then(|| {
        view! {
            <Choices
                legend=words::WHICH_DEVICE
                name="label-line"
                options=lines.get_value()
                value=line
            />
        }
    });
    let one = move |device: Labelled| {
        let called = format!("{}\u{a0}: {}", words::LABEL_REMOVE, device.label);
        let remove = move |_| read.update(|read| read.retain(|o| o.equipment != device.equipment));
        view! {
            <li>
                {device.label.clone()} " "
                <button
                    type="button"
                    class="button quiet small"
                    aria-label=called
                    on:click=remove
                >
                    {words::LABEL_REMOVE}
                </button>
            </li>
        }
    };
    view! {
        <fieldset class="field">
            <legend>{words::LABELS}</legend>
            <p class="hint">{words::LABELS_HINT}</p>
            {which}
            <ul class="lines">
                <For each=move || read.get() key=|one| one.equipment children=one/>
            </ul>
            <LabelField form=form name=words::TAKE_LABEL value=typed search=search/>
            <button
                type="button"
                class="button secondary"
                on:click=move |_| search(vec![typed.get_untracked()])
            >
                {words::LABEL_ADD}
            </button>
        </fieldset>
    }
}

/// The dialog.
#[component]
pub(super) fn HandOverDialog(
    app: App,
    key: LegKey,
    visit: Option<VisitId>,
    on_close: Callback<()>,
) -> impl IntoView {
    let (id, leg) = key;
    let form = Form::kept("hand_over", format!("{id}/{leg}"));
    let received_by = form.text("received_by", "");
    let chosen = form.holds("items", Vec::<Item>::new());
    let supply = app.read_now(|replica| replica.view().supplies.get(&id).cloned());
    let suggested = supply.as_ref().map(|supply| pieces(supply, leg)).unwrap_or_default();
    let given = Memo::new(move |_| chosen.with(|chosen| completed(chosen, &suggested)));
    let of = supply.clone();
    let by_user = Memo::new(move |_| {
        given.with(|given| of.as_ref().is_some_and(|supply| needs_user(supply, leg, given)))
    });
    let user = form.choice("to", None::<TeacherId>).needs_while(words::NEEDS_USER, by_user.into());
    let labels = Labels::new(app, form, id, supply.as_deref(), leg);
    let submit = move |()| {
        let items = given.get_untracked();
        if items.is_empty() {
            return form.fail(words::NEEDS_PIECES);
        }
        let Some(devices) = labels.of(&items) else { return };
        let mut received_by = received_by.value.get_untracked();
        let to = user.value.get_untracked().filter(|_| by_user.get_untracked());
        if let Some(to) = to {
            // What stands against it is said beside the list.
            let Some(teacher) = passes(app, id, leg, (&items, to)) else { return };
            received_by = teacher.name.clone();
        }
        let done = HandOver { visit, items, to, received_by, devices, ..HandOver::default() };
        let act = Act::DoLeg { supply: id, leg, done };
        form.submit_and_close(act, words::HANDED_SAID, on_close);
    };
    let later = Callback::new(move |()| {
        let (supply, text) = (id, String::new());
        let act = Act::FailLeg { supply, leg, visit, reason: FailReason::Training, text };
        form.submit_and_close(act, words::FAIL_SAID, on_close);
    });
    let lines = supply.as_ref().map(|supply| how_many(supply, leg, chosen));
    let enters = labels.lines.with_value(|lines| !lines.is_empty());
    view! {
        <Dialog title=words::HAND_OVER on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <fieldset class="field">
                    <legend>{words::HOW_MANY}</legend>
                    {lines}
                </fieldset>
                <Show
                    when=move || by_user.get()
                    fallback=move || {
                        view! {
                            <TextField
                                label=words::RECEIVED_BY
                                hint=words::RECEIVED_BY_HINT
                                value=received_by
                            />
                        }
                    }
                >
                    <UserField app=app supply=id leg=leg given=given value=user on_later=later/>
                </Show>
                {enters.then(|| view! { <LabelsField labels=labels/> })}
                <FormEnd form=form submit=words::HANDED on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
