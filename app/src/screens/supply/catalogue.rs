//! «Catalogue»: the articles, with their prices and who pays for them.

use super::kit_fields::KitFields;
use super::sale_fields::SaleFields;
use crate::context::use_app;
use crate::parts::{Back, Choices, Dialog, FormEntry, Page, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::money::{no_amount, typed};
use crate::text::{supply_desk as words, teacher};
use leptos::prelude::*;
use shared::article::{self, Article, ArticleKind, Pot};
use shared::equipment::EquipmentKind;
use shared::id::{ArticleId, TopicId};
use shared::money::Cents;
use shared::order;
use std::sync::Arc;

/// The natures of an article, in the order of the form.
const KINDS: [ArticleKind; 11] = [
    ArticleKind::Small,
    ArticleKind::Service,
    ArticleKind::LoanKit,
    ArticleKind::Device(EquipmentKind::Computer),
    ArticleKind::Device(EquipmentKind::Laptop),
    ArticleKind::Device(EquipmentKind::Tablet),
    ArticleKind::Device(EquipmentKind::Projector),
    ArticleKind::Device(EquipmentKind::Board),
    ArticleKind::Device(EquipmentKind::Printer),
    ArticleKind::Device(EquipmentKind::Network),
    ArticleKind::Device(EquipmentKind::Other),
];

/// The screen.
#[component]
pub fn CatalogueScreen() -> impl IntoView {
    let app = use_app();
    let opened = RwSignal::new(None::<Option<ArticleId>>);
    let articles = Memo::new(move |_| {
        app.read(|replica| {
            let mut all: Vec<_> = replica.view().articles.values().cloned().collect();
            order::sort_by(&mut all, |a, b| {
                let key = |article: &Article| (!article.offered, article.family.clone());
                key(a).cmp(&key(b)).then_with(|| a.label.cmp(&b.label))
            });
            all
        })
    });
    let card = move |article: Arc<Article>| {
        let id = article.id;
        view! {
            <li class="card">
                <p class="card-title">{article.label.clone()}</p>
                <p class="meta">{words::article(&article)}</p>
                <div class="actions">
                    <button
                        type="button"
                        class="button quiet"
                        on:click=move |_| opened.set(Some(Some(id)))
                    >
                        {words::EDIT}
                    </button>
                </div>
            </li>
        }
    };
    let close = Callback::new(move |()| opened.set(None));
    let dialog = move || {
        let id = opened.get()?;
        let known =
            id.and_then(|id| app.read_now(|replica| replica.view().articles.get(&id).cloned()));
        Some(view! { <ArticleDialog known=known on_close=close/> })
    };
    view! {
        <Page title=words::CATALOGUE>
            <Back href="/commandes" label=words::BACK/>
            <div class="actions">
                <button
                    type="button"
                    class="button primary"
                    on:click=move |_| opened.set(Some(None))
                >
                    {words::ADD_ARTICLE}
                </button>
            </div>
            <Show
                when=move || !articles.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NO_ARTICLE}</p> }
            >
                <ul class="cards">
                    {move || articles.get().into_iter().map(card).collect_view()}
                </ul>
            </Show>
            {dialog}
        </Page>
    }
}

/// Reads an amount of a field; what is wrong with it shows at the field.
pub(in crate::screens) fn amount(form: Form, entry: FormEntry<String>) -> Option<Cents> {
    match Cents::read(&entry.value.get_untracked()) {
        Ok(cents) => Some(cents),
        Err(why) => {
            form.refuse(entry, no_amount(why));
            None
        }
    }
}

/// Reads minutes of a field, none when it is empty; what is wrong shows at the field.
fn minutes_of(form: Form, entry: FormEntry<String>) -> Option<u32> {
    let typed = entry.value.get_untracked();
    let read = if typed.trim().is_empty() { Ok(0) } else { typed.trim().parse() };
    if read.is_err() {
        form.refuse(entry, words::BAD_MINUTES);
    }
    read.ok()
}

/// The trainings that an article may ask for, none first, and their names by their place. One that
/// the settings no longer list stays as long as the article asks for it.
fn trainings(form: Form, asked: Option<TopicId>) -> (Vec<Option<TopicId>>, Vec<(usize, String)>) {
    form.app.read_now(|replica| {
        let view = replica.view();
        let mut topics = vec![None];
        topics.extend(view.settings().topics().iter().map(|topic| Some(topic.id.clone())));
        if asked.is_some() && !topics.contains(&asked) {
            topics.push(asked);
        }
        let label = |topic: &Option<TopicId>| match topic {
            Some(topic) => teacher::topic(view, topic),
            None => words::NO_TRAINING.to_owned(),
        };
        let labels = topics.iter().map(label).enumerate().collect();
        (topics, labels)
    })
}

fn kinds() -> Vec<(ArticleKind, String)> {
    KINDS.map(|kind| (kind, words::kind(kind))).to_vec()
}

fn pots() -> Vec<(Pot, String)> {
    Pot::ALL.map(|pot| (pot, words::pot(pot))).to_vec()
}

fn answers() -> Vec<(bool, String)> {
    [(true, words::YES), (false, words::NO)].map(|(is, said)| (is, said.to_owned())).to_vec()
}

/// An article, new or known.
#[component]
fn ArticleDialog(known: Option<Arc<Article>>, on_close: Callback<()>) -> impl IntoView {
    let about = known.as_ref().map(|article| article.id.to_string()).unwrap_or_default();
    let form = Form::kept("article", about);
    let known = known.map(Arc::unwrap_or_clone);
    let of = |text: fn(&Article) -> String| known.as_ref().map(text).unwrap_or_default();
    let label = form.text("name", of(|known| known.label.clone())).required();
    let family = form.text("family", of(|known| known.family.clone()));
    let kind = form.choice("kind", Some(known.as_ref().map_or(KINDS[0], |known| known.kind)));
    let price = form.text("price", of(|known| typed(known.unit))).required();
    let minutes = form.text("minutes", of(|known| known.minutes.to_string()));
    let pot = form.choice("pot", Some(known.as_ref().map_or(Pot::Investment, |known| known.pot)));
    let supplier = form.text("supplier", of(|known| known.supplier.clone()));
    let reference = form.text("reference", of(|known| known.reference.clone()));
    let asked = known.as_ref().and_then(|known| known.requires.clone());
    let (topics, trainings) = trainings(form, asked.clone());
    let training = form.choice("topic", topics.iter().position(|topic| *topic == asked));
    let offered = form.choice("offered", Some(known.as_ref().is_none_or(|known| known.offered)));
    let kit = known.as_ref().and_then(|known| known.kit.clone());
    let lent = KitFields::new(form, kit.as_ref());
    let sale = SaleFields::new(form, known.as_ref());
    let id = known.as_ref().map_or_else(|| form.app.fresh(), |known| known.id);
    let submit = move |()| {
        let Some(unit) = amount(form, price) else { return };
        let Some(taken) = minutes_of(form, minutes) else { return };
        let chosen = kind.value.get_untracked().unwrap_or(KINDS[0]);
        let Some(kit) = lent.read(form, chosen, kit.as_ref()) else { return };
        let Some(sold) = sale.read(form) else { return };
        let blank = || Article::blank(id, String::new(), unit);
        let article = Article {
            label: label.value.get_untracked(),
            family: family.value.get_untracked(),
            kind: chosen,
            kit,
            unit,
            minutes: taken,
            vat: sold.vat,
            origin: sold.origin,
            life_months: sold.life_months,
            from: sold.from,
            until: sold.until,
            pot: pot.value.get_untracked().unwrap_or(Pot::Investment),
            supplier: supplier.value.get_untracked(),
            reference: reference.value.get_untracked(),
            offered: offered.value.get_untracked().unwrap_or(true),
            requires: training.value.get_untracked().and_then(|at| topics.get(at).cloned()?),
            ..known.clone().unwrap_or_else(blank)
        };
        let article = Box::new(article);
        form.submit_and_close(article::Act::SetArticle { article }, words::ARTICLE_SAID, on_close);
    };
    view! {
        <Dialog title=words::CATALOGUE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TextField label=words::NAME value=label/>
                <TextField label=words::FAMILY hint=words::FAMILY_HINT value=family/>
                <TextField label=words::PRICE hint=words::PRICE_HINT value=price/>
                <Choices legend=words::KIND name="article-kind" options=kinds() value=kind/>
                {lent.draw(kind.value)}
                <TextField label=words::MINUTES hint=words::MINUTES_HINT value=minutes/>
                <Choices legend=words::POT name="article-pot" options=pots() value=pot/>
                <TextField label=words::SUPPLIER_NAME value=supplier/>
                <TextField label=words::REFERENCE value=reference/>
                {sale.draw()}
                <Choices legend=words::TRAINING name="topic" options=trainings value=training/>
                <Choices legend=words::OFFERED name="offered" options=answers() value=offered/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
