//! «Stock»: the units of each article that is lent, and what becomes of a broken one's loans.

use super::kits;
use crate::context::App;
use crate::parts::{Choices, Dialog, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::{loan as loan_words, loans_desk as words};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::article::Article;
use shared::id::{ArticleId, TicketId};
use shared::loan::between::requests_of;
use shared::loan::{Act, Unit, UnitState};
use std::sync::Arc;

/// A unit that is opened: of which article, and its label; none for a new one.
type Opened = Option<(ArticleId, Option<String>)>;

/// The units, by article.
#[component]
pub(super) fn Stock(app: App) -> impl IntoView {
    let opened = RwSignal::new(None::<(ArticleId, Option<String>)>);
    let articles = Memo::new(move |_| kits(app));
    let close = Callback::new(move |()| opened.set(None));
    let dialog = move || {
        let (article, unit) = opened.get()?;
        Some(view! { <UnitDialog app=app article=article unit=unit on_close=close/> })
    };
    view! {
        <p class="hint">{words::STOCK_HINT}</p>
        {move || articles.get().iter().map(|article| units(article, opened)).collect_view()}
        {dialog}
    }
}

fn units(article: &Arc<Article>, opened: RwSignal<Opened>) -> impl IntoView + use<> {
    let id = article.id;
    let kit = article.kit.clone().unwrap_or_default();
    let line = move |unit: Unit| {
        let label = unit.label.clone();
        let name = words::change_unit(&label);
        let (to, bought) = (label.clone(), words::bought(&unit));
        view! {
            <li>
                {label} " · " {loan_words::unit_state(unit.state)} {bought} " "
                <button
                    type="button"
                    class="button quiet small"
                    aria-label=name
                    on:click=move |_| opened.set(Some((id, Some(to.clone()))))
                >
                    {words::CHANGE}
                </button>
            </li>
        }
    };
    let none = kit.units.is_empty().then(|| view! { <p class="empty">{words::NO_UNITS}</p> });
    view! {
        <section class="section">
            <h2>{article.label.clone()}</h2>
            {none}
            <ul class="lines">{kit.units.into_iter().map(line).collect_view()}</ul>
            <div class="actions">
                <button
                    type="button"
                    class="button secondary"
                    on:click=move |_| opened.set(Some((id, None)))
                >
                    {words::ADD_UNIT}
                </button>
            </div>
        </section>
    }
}

/// A unit, new or known. Before it is said to be broken, the loans that were to have it are listed.
#[component]
fn UnitDialog(
    app: App,
    article: ArticleId,
    unit: Option<String>,
    on_close: Callback<()>,
) -> impl IntoView {
    let form = Form::kept("loan_stock", format!("{article}/{}", unit.clone().unwrap_or_default()));
    let is_new = unit.is_none();
    let (known, meant, told) = app.read_now(|replica| {
        let view = replica.view();
        let kit = view.articles.get(&article).and_then(|article| article.kit.as_ref());
        let of = kit.zip(unit.as_deref());
        let known = of.and_then(|(kit, label)| kit.unit(label).cloned());
        let meant = of.map(|(kit, label)| kit.meant_for(label)).unwrap_or_default();
        let said = meant.iter().filter_map(|id| Some(words::meant(view.supplies.get(id)?, view)));
        let requests = unit.as_deref().map(|label| requests_of(view, article, label));
        let told = requests.into_iter().flatten();
        let told = told.map(|ticket| (ticket.id, words::request(ticket, view)));
        (known, said.collect::<Vec<_>>(), told.collect::<Vec<_>>())
    });
    let fixed = known.as_ref().map(|unit| unit.label.clone());
    let label = form.text("label", fixed.clone().unwrap_or_default()).required();
    let serial = form.text("serial", known.as_ref().map(|u| u.serial.clone()).unwrap_or_default());
    let state = form.choice("state", Some(known.map_or(UnitState::Works, |unit| unit.state)));
    let submit = move |()| {
        let label = fixed.clone().unwrap_or_else(|| label.value.get_untracked());
        let state = state.value.get_untracked().unwrap_or_default();
        let serial = serial.value.get_untracked();
        let unit = Unit { label, serial, state, ..Unit::default() };
        form.submit_and_close(Act::SetUnit { article, unit }, words::UNIT_KEPT, on_close);
    };
    let states = UnitState::ALL.map(|state| (state, loan_words::unit_state(state))).to_vec();
    let title = unit.unwrap_or_else(|| words::ADD_UNIT.into());
    let listed = (!meant.is_empty()).then(|| {
        view! {
            <p>{words::MEANT}</p>
            <ul>{meant.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
        }
    });
    let history = (!told.is_empty()).then(|| {
        let line = |(id, said): (TicketId, String)| {
            view! { <li><A href=format!("/demande/{id}")>{said}</A></li> }
        };
        view! {
            <p>{words::KIT_HISTORY}</p>
            <ul>{told.into_iter().map(line).collect_view()}</ul>
        }
    });
    view! {
        <Dialog title=title on_close=on_close>
            {history}
            <FormFrame form=form on_submit=submit>
                {is_new.then(|| view! {
                    <TextField label=words::UNIT_LABEL hint=words::UNIT_LABEL_HINT value=label/>
                })}
                <TextField label=words::SERIAL value=serial/>
                <Choices legend=words::UNIT_STATE name="unit-state" options=states value=state/>
                {listed}
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
