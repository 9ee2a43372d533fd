//! «Nouvel engagement»: the accepted orders of a line in one purchase order, in two actions; or any
//! other order.

use super::fields::{GoodsField, LineField};
use super::money;
use crate::context::{App, use_app};
use crate::parts::{Choices, Dialog, FormEntry, Sentence, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::{budget as budget_words, budget_screen as words};
use chrono::Datelike;
use leptos::prelude::*;
use shared::article::{Origin, Pot};
use shared::budget::postings::{is_accepted, line_of_supply};
use shared::budget::{Act, Goods, Order, Price};
use shared::id::{CommitmentId, LineId, SupplyId};
use shared::money::Cents;
use shared::order;
use shared::role::Role;
use shared::row::State;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The accepted orders of one line, year and supplier that no commitment buys yet.
#[derive(Clone, Default, PartialEq)]
struct Prepared {
    line: Option<LineId>,
    year: u16,
    supplier: String,
    label: String,
    supplies: Vec<SupplyId>,
    all: Cents,
    before_tax: Cents,
    origin: Origin,
}

/// All of them, in the order of the lines.
fn prepared(view: &State) -> Vec<Prepared> {
    let holding = view.commitments.values().filter(|row| row.holds());
    let of_row = |row: &std::sync::Arc<shared::budget::Commitment>| {
        let pot = view.budget_lines.get(&row.line).map(|line| line.pot);
        row.supplies.iter().filter_map(move |id| Some((*id, pot?))).collect::<Vec<_>>()
    };
    let bought: BTreeSet<_> = order::set(holding.flat_map(of_row));
    let mut groups: BTreeMap<(LineId, u16, String), Prepared> = BTreeMap::new();
    for supply in view.supplies.values().filter(|supply| is_accepted(supply)) {
        for pot in Pot::ALL {
            let Some((line, year)) = line_of_supply(view, supply, pot) else { continue };
            let mut lines = supply.lines.iter().filter(|line| line.pot == pot).peekable();
            let Some(first) = lines.peek() else { continue };
            if bought.contains(&(supply.id, pot)) || !view.budget_lines.contains_key(&line) {
                continue;
            }
            let supplier = first.supplier.clone();
            let group = groups.entry((line.clone(), year, supplier.clone())).or_default();
            (group.line, group.year, group.supplier) = (Some(line), year, supplier);
            // One purchase order has one origin: what is new in it keeps it from being counted as
            // used.
            let is_first = group.supplies.is_empty();
            let same = lines.clone().all(|line| is_used(line.origin));
            let used = same && (is_first || is_used(group.origin));
            group.origin = if used { Origin::SecondHand } else { Origin::New };
            group.supplies.push(supply.id);
            for line in lines {
                group.all = group.all + line.price();
                group.before_tax = group.before_tax + line.price_before_tax();
                if !group.label.contains(&line.label) && group.label.len() < 100 {
                    let between = if group.label.is_empty() { "" } else { ", " };
                    group.label = format!("{}{between}{}", group.label, line.label);
                }
            }
        }
    }
    groups.into_values().filter(|group| group.all > Cents::ZERO).collect()
}

fn is_used(origin: Origin) -> bool {
    match origin {
        Origin::SecondHand => true,
        Origin::New | Origin::Recycled(_) => false,
    }
}

/// The orders that wait for their commitment, each group with its button.
#[component]
pub(super) fn Orders() -> impl IntoView {
    let app = use_app();
    let all = Memo::new(move |_| app.read(|replica| prepared(replica.view())));
    let opened = RwSignal::new(None::<Prepared>);
    let close = Callback::new(move |()| opened.set(None));
    let decides = move || app.role() == Some(Role::Coordinator);
    let line = move |group: Prepared| {
        let name = named(app, &group);
        let said = words::engage(group.supplies.len(), group.all, &name);
        let label = format!("{}\u{a0}: {}", group.supplier, group.label);
        view! {
            <li>
                <Show when=decides fallback={let said = said.clone(); move || said.clone()}>
                    <button
                        type="button"
                        class="button secondary"
                        on:click={
                            let group = group.clone();
                            move |_| opened.set(Some(group.clone()))
                        }
                    >
                        {said.clone()}
                    </button>
                </Show>
                <p class="meta">{label}</p>
            </li>
        }
    };
    view! {
        <section class="section">
            <h2>{words::TO_ENGAGE}</h2>
            <Show
                when=move || !all.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NO_ORDERS}</p> }
            >
                <ul class="plain">{move || all.get().into_iter().map(line).collect_view()}</ul>
            </Show>
            <Show when=decides>
                <button
                    type="button"
                    class="button secondary"
                    on:click=move |_| opened.set(Some(Prepared::default()))
                >
                    {words::ENGAGE}
                </button>
            </Show>
            {move || opened.get().map(|of| view! { <OpenDialog of=of on_close=close/> })}
        </section>
    }
}

fn named(app: App, group: &Prepared) -> String {
    let line = group.line.as_ref();
    app.read_now(|replica| line.map(|line| budget_words::line(line, replica.view())))
        .unwrap_or_default()
}

/// The fields of a commitment.
#[derive(Clone, Copy)]
struct Fields {
    form: Form,
    line: FormEntry<String>,
    year: FormEntry<String>,
    supplier: FormEntry<String>,
    text: FormEntry<String>,
    market: FormEntry<String>,
    number: FormEntry<String>,
    day: FormEntry<String>,
    price: FormEntry<String>,
    before_tax: FormEntry<String>,
    over: FormEntry<String>,
    origin: FormEntry<Option<Origin>>,
    goods: FormEntry<Option<Goods>>,
}

impl Fields {
    fn new(form: Form, of: &Prepared) -> Self {
        let today = form.app.today_now();
        let line = of.line.as_ref().map(ToString::to_string).unwrap_or_default();
        let year = if of.year == 0 { today.year() } else { i32::from(of.year) };
        let written = |amount: Cents| match amount {
            Cents::ZERO => String::new(),
            amount => amount.to_string(),
        };
        Self {
            form,
            line: form.text("line", line).required(),
            year: form.text("year", year.to_string()).required(),
            supplier: form.text("supplier", of.supplier.clone()).required(),
            text: form.text("text", of.label.clone()),
            market: form.text("reference", ""),
            number: form.text("number", ""),
            day: form.text("day", today.to_string()).needs(words::DAY_NEEDED),
            price: form.text("price", written(of.all)).required(),
            before_tax: form.text("before_tax", written(of.before_tax)).required(),
            over: form.text("reason", ""),
            origin: form.choice("origin", Some(of.origin)),
            goods: form.choice("goods", None),
        }
    }

    /// The command; an error shows at its field.
    fn read(self, supplies: Vec<SupplyId>) -> Result<Act, ()> {
        let all = money::amount(self.form, self.price)?.unwrap_or_default();
        let before_tax = money::amount(self.form, self.before_tax)?.unwrap_or_default();
        let text = |field: FormEntry<String>| field.value.get_untracked();
        let order = Order {
            number: text(self.number),
            supplier: text(self.supplier),
            label: text(self.text),
            market: text(self.market),
            price: Price::of(all, before_tax),
            signed_on: money::day(self.form, self.day)?,
            origin: self.origin.value.get_untracked().unwrap_or_default(),
            goods: self.goods.value.get_untracked(),
            supplies,
        };
        Ok(Act::OpenCommitment {
            commitment: CommitmentId(Uuid::now_v7()),
            line: LineId(text(self.line)),
            year: money::year(self.form, self.year)?,
            order,
            over: text(self.over),
        })
    }
}

/// The dialog, filled in from the orders.
#[component]
fn OpenDialog(of: Prepared, on_close: Callback<()>) -> impl IntoView {
    let about = of.supplies.first().map(ToString::to_string).unwrap_or_default();
    let form = Form::kept("budget-open", about);
    let fields = Fields::new(form, &of);
    // The orders of schools say themselves what is bought.
    let is_direct = of.supplies.is_empty();
    let supplies = StoredValue::new(of.supplies);
    let origins = [Origin::New, Origin::SecondHand];
    let origins = origins.map(|of| (of, words::origin(of).to_owned())).to_vec();
    let submit = move |()| {
        if let Ok(act) = fields.read(supplies.get_value()) {
            form.submit_and_close(act, words::SAID, on_close);
        }
    };
    view! {
        <Dialog title=words::ENGAGE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <LineField value=fields.line/>
                <TextField label=words::YEAR value=fields.year/>
                <TextField label=words::SUPPLIER value=fields.supplier/>
                <Sentence label=words::OBJECT value=fields.text/>
                <TextField label=words::PRICE value=fields.price/>
                <TextField label=words::BEFORE_TAX value=fields.before_tax/>
                <TextField label=words::SIGNED kind="date" value=fields.day/>
                <Choices
                    legend=words::ORIGIN
                    name="origin"
                    options=origins
                    value=fields.origin
                />
                {is_direct.then(|| view! { <GoodsField value=fields.goods/> })}
                <TextField label=words::MARKET value=fields.market/>
                <TextField label=words::NUMBER hint=words::NUMBER_HINT value=fields.number/>
                <Sentence label=words::OVER hint=words::OVER_HINT value=fields.over/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
