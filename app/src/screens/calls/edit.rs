//! A call as the coordinator writes it: its days, its money, its criteria, its jury.

use crate::parts::{Choices, Dialog, FormEntry, Sentence, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::screens::supply::catalogue::amount;
use crate::text::calls_desk as words;
use crate::text::money::typed;
use leptos::prelude::*;
use shared::article::Pot;
use shared::campaign::{Act, Call, Campaign, CampaignKind, CampaignState, Criterion, Draft, Purse};
use shared::day::Day;
use shared::id::AccountId;
use shared::order;
use shared::role::Role;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The fields of the criteria that the form has room for, as it names them.
const FIELDS: [[&str; 3]; 8] = [
    ["criterion_1", "weight_1", "best_1"],
    ["criterion_2", "weight_2", "best_2"],
    ["criterion_3", "weight_3", "best_3"],
    ["criterion_4", "weight_4", "best_4"],
    ["criterion_5", "weight_5", "best_5"],
    ["criterion_6", "weight_6", "best_6"],
    ["criterion_7", "weight_7", "best_7"],
    ["criterion_8", "weight_8", "best_8"],
];
/// How many criteria a new call begins with.
const BEGINS_WITH: usize = 3;
/// The best mark, unless another one is written.
const BEST: u8 = 5;
/// The highest best mark: each mark is a button.
const BEST_MAX: u8 = 20;
/// The line of the annex of the deliberation that pays for calls.
const LINE: &str = "2.5";

/// One criterion.
#[derive(Clone, Copy)]
struct CriterionFields {
    label: FormEntry<String>,
    weight: FormEntry<String>,
    best: FormEntry<String>,
}

impl CriterionFields {
    fn new(form: Form, names: [&'static str; 3], known: Option<&Criterion>) -> Self {
        let label = known.map(|known| known.label.clone()).unwrap_or_default();
        let weight = known.map(|known| known.weight.to_string()).unwrap_or_default();
        let best = known.map_or(BEST, |known| known.max).to_string();
        Self {
            label: form.text(names[0], label),
            weight: form.text(names[1], weight),
            best: form.text(names[2], best),
        }
    }

    fn is_blank(self) -> bool {
        self.label.value.with(|text| text.trim().is_empty())
    }

    /// The points, as far as they are typed.
    fn points(self) -> u32 {
        self.weight.value.with(|text| text.trim().parse().unwrap_or(0))
    }

    fn read(self, form: Form) -> Option<Criterion> {
        let weight = self.points();
        if weight == 0 || weight > 100 {
            form.refuse(self.weight, words::BAD_WEIGHT);
            return None;
        }
        let best = self.best.value.with_untracked(|text| text.trim().parse().ok());
        let Some(max) = best.filter(|best| (1..=BEST_MAX).contains(best)) else {
            form.refuse(self.best, words::BAD_BEST);
            return None;
        };
        Some(Criterion { label: self.label.value.get_untracked(), weight, max })
    }
}

/// The rules of the call, which are fixed once it is published.
#[derive(Clone, Copy)]
struct Rules {
    form: Form,
    criteria: [CriterionFields; FIELDS.len()],
    shown: RwSignal<usize>,
    jury: RwSignal<BTreeSet<AccountId>>,
    several: FormEntry<Option<bool>>,
}

impl Rules {
    fn new(form: Form, known: Option<&Call>) -> Self {
        let criteria = known.map(|known| known.criteria.as_slice()).unwrap_or_default();
        let mut at = 0..;
        let fields = FIELDS.map(|names| {
            let known = at.next().and_then(|at: usize| criteria.get(at));
            CriterionFields::new(form, names, known)
        });
        let jury = known.map(|known| known.jury.clone()).unwrap_or_default();
        Self {
            form,
            criteria: fields,
            shown: form.holds("shown", criteria.len().max(BEGINS_WITH)),
            jury: form.holds("jury", jury),
            several: form.choice("several", Some(known.is_some_and(|known| known.several))),
        }
    }

    fn weight(self) -> u32 {
        let written = self.criteria.into_iter().filter(|one| !one.is_blank());
        written.map(CriterionFields::points).fold(0, u32::saturating_add)
    }

    /// What was written; nothing when a field is wrong.
    fn read(self) -> Option<Call> {
        let mut criteria = Vec::new();
        for fields in self.criteria {
            if !untrack(|| fields.is_blank()) {
                criteria.push(untrack(|| fields.read(self.form))?);
            }
        }
        if criteria.is_empty() {
            self.form.refuse(self.criteria[0].label, words::NEEDS_CRITERION);
            return None;
        }
        let several = self.several.value.get_untracked().unwrap_or(false);
        Some(Call { criteria, jury: self.jury.get_untracked(), several })
    }
}

/// The money of one section.
#[derive(Clone, Copy)]
struct PurseFields {
    pot: Pot,
    line: FormEntry<String>,
    total: FormEntry<String>,
}

impl PurseFields {
    fn new(form: Form, pot: Pot, known: Option<&Purse>) -> Self {
        let names = match pot {
            Pot::Investment => ["line", "total"],
            Pot::Operating => ["operating_line", "operating_total"],
        };
        let line = known.map_or_else(|| LINE.to_owned(), |purse| purse.line.clone());
        let total = known.and_then(|purse| purse.total).map(typed).unwrap_or_default();
        Self { pot, line: form.text(names[0], line), total: form.text(names[1], total) }
    }

    /// The purse, `Some(None)` for a section without money, `None` when a field is wrong.
    fn read(self, form: Form) -> Option<Option<Purse>> {
        if self.total.value.with_untracked(|text| text.trim().is_empty()) {
            return Some(None);
        }
        let total = Some(amount(form, self.total)?);
        let line = self.line.value.get_untracked();
        Some(Some(Purse {
            line,
            total,
            each: None,
            overrides: BTreeMap::new(),
            reasons: BTreeMap::new(),
        }))
    }
}

fn read_day(form: Form, entry: FormEntry<String>) -> Option<Day> {
    let read = entry.value.get_untracked().parse();
    if read.is_err() {
        form.refuse(entry, words::BAD_DAY);
    }
    read.ok()
}

/// A call, new or known.
#[component]
pub(super) fn CallDialog(known: Option<Arc<Campaign>>, on_close: Callback<()>) -> impl IntoView {
    let about = known.as_ref().map(|call| call.id.to_string()).unwrap_or_default();
    let form = Form::kept("call", about);
    let of = |text: fn(&Campaign) -> String| known.as_deref().map(text).unwrap_or_default();
    let label = form.text("name", of(|known| known.label.clone())).required();
    let year = form.text("year", of(|known| known.year.to_string())).required();
    let opens = form.text("opens", of(|known| known.opens.to_string())).required();
    let closes = form.text("closes", of(|known| known.closes.to_string())).required();
    let purse = |pot| known.as_deref().and_then(|known| known.purses.get(&pot)).cloned();
    let purses = Pot::ALL.map(|pot| PurseFields::new(form, pot, purse(pot).as_ref()));
    let before = known.as_deref().and_then(|known| known.call.clone());
    let rules = Rules::new(form, before.as_ref());
    let is_fixed = known.as_deref().is_some_and(|known| known.state != CampaignState::Draft);
    let articles = known.as_deref().map(|known| known.articles.clone()).unwrap_or_default();
    let id = known.as_ref().map_or_else(|| form.app.fresh(), |known| known.id);
    let submit = move |()| {
        let Ok(year_read) = year.value.get_untracked().trim().parse::<u16>() else {
            return form.refuse(year, crate::text::supply_desk::BAD_YEAR);
        };
        let days = read_day(form, opens).zip(read_day(form, closes));
        let Some((opens, closes)) = days else { return };
        let mut read = BTreeMap::new();
        for fields in purses {
            match fields.read(form) {
                Some(Some(purse)) => drop(read.insert(fields.pot, purse)),
                Some(None) => {}
                None => return,
            }
        }
        if read.is_empty() {
            return form.refuse(purses[0].total, words::NEEDS_TOTAL);
        }
        let Some(call) = (if is_fixed { before.clone() } else { rules.read() }) else { return };
        let draft = Draft {
            kind: CampaignKind::Call,
            label: label.value.get_untracked(),
            year: year_read,
            opens,
            closes,
            purses: read,
            articles: articles.clone(),
            call: Some(call),
            open_loans: None,
        };
        let act = Act::SetCampaign { campaign: id, draft };
        form.submit_and_close(act, words::SAVED, on_close);
    };
    let purse = |fields: PurseFields| {
        view! {
            <fieldset class="field">
                <legend>{words::pot(fields.pot)}</legend>
                <TextField label=words::of_pot(words::LINE, fields.pot) value=fields.line/>
                <TextField label=words::of_pot(words::TOTAL, fields.pot) value=fields.total/>
            </fieldset>
        }
    };
    view! {
        <Dialog title=words::EDIT_TITLE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TextField label=words::NAME value=label/>
                <TextField label=words::YEAR value=year/>
                <TextField label=words::OPENS kind="date" value=opens/>
                <TextField label=words::CLOSES kind="date" value=closes/>
                {purses.map(purse).collect_view()}
                {(!is_fixed).then(|| view! { <RulesFields rules=rules/> })}
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

/// The criteria, the jury, how many projects a school may send.
#[component]
fn RulesFields(rules: Rules) -> impl IntoView {
    let one = move |(at, fields): (usize, CriterionFields)| {
        view! {
            <Show when=move || at < rules.shown.get()>
                <div class="field-pair">
                    <Sentence label=format!("{} {}", words::CRITERION, at + 1) value=fields.label/>
                    <TextField
                        label=format!("{} {}", words::WEIGHT, at + 1)
                        value=fields.weight
                    />
                    <TextField label=format!("{} {}", words::BEST, at + 1) value=fields.best/>
                </div>
            </Show>
        }
    };
    let has_room = move || rules.shown.get() < FIELDS.len();
    let answers = [(false, words::ONE_PROJECT), (true, words::SEVERAL_PROJECTS)];
    let answers = answers.map(|(is, word)| (is, word.to_owned())).to_vec();
    view! {
        <fieldset class="field">
            <legend>{words::CRITERIA}</legend>
            <p class="hint">{words::CRITERIA_HINT}</p>
            {rules.criteria.into_iter().enumerate().map(one).collect_view()}
            <p role="status">{move || words::weights(rules.weight())}</p>
            <Show when=has_room>
                <button
                    type="button"
                    class="button quiet small"
                    on:click=move |_| rules.shown.update(|shown| *shown += 1)
                >
                    {words::ADD_CRITERION}
                </button>
            </Show>
            <p class="hint">{words::TIES}</p>
        </fieldset>
        <Jury form=rules.form jury=rules.jury/>
        <Choices
            legend=words::SEVERAL
            name="several"
            options=answers
            value=rules.several
        />
    }
}

/// Who may be in a jury: people who sit at a desk, and advisers, who mark on their own phone.
#[component]
fn Jury(form: Form, jury: RwSignal<BTreeSet<AccountId>>) -> impl IntoView {
    let people = form.app.read_now(|replica| {
        let all = replica.view().accounts.values();
        let may = |role: Role| role.is_desk() || role == Role::Adviser;
        let jurors = all.filter(|one| one.active && may(one.role));
        let mut people: Vec<_> = jurors.map(|one| (words::juror(one), one.id)).collect();
        order::sort(&mut people);
        people
    });
    let person = move |(name, id): (String, AccountId)| {
        let toggle = move |event| {
            let is_in = event_target_checked(&event);
            jury.update(|jury| {
                jury.remove(&id);
                jury.extend(is_in.then_some(id));
            });
        };
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || jury.with(|jury| jury.contains(&id))
                    on:change=toggle
                />
                <span>{name}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices">
            <legend>{words::JURY}</legend>
            <p class="hint">{words::JURY_HINT}</p>
            <div class="choices-list">{people.into_iter().map(person).collect_view()}</div>
        </fieldset>
    }
}
