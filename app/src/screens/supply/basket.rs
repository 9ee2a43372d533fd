//! What a school puts together from the catalogue: an order, or what a project asks for.

use crate::context::App;
use crate::screens::form::Form;
use crate::text::our_supplies as words;
use leptos::prelude::*;
use shared::article::{Article, ArticleKind};
use shared::equipment::EquipmentKind;
use shared::id::{ArticleId, CampaignId, TopicId};
use shared::order;
use shared::supply::Asked;
use std::sync::Arc;

/// The basket of one campaign.
#[derive(Clone, Copy)]
pub(in crate::screens) struct Basket {
    /// The form that keeps it.
    pub(in crate::screens) form: Form,
    /// What pays.
    pub(in crate::screens) campaign: CampaignId,
    /// What is in it.
    pub(in crate::screens) lines: RwSignal<Vec<Asked>>,
}

impl Basket {
    fn change(self, article: ArticleId, by: impl FnOnce(&mut Asked)) {
        self.lines.update(|lines| {
            if let Some(line) = lines.iter_mut().find(|line| line.article == article) {
                by(line);
            }
            lines.retain(|line| line.quantity > 0);
        });
    }

    /// What its articles say, each once.
    fn of_articles<T>(
        self,
        of: impl Fn(&Article) -> Option<T> + Send + Sync + 'static,
    ) -> Memo<Vec<T>>
    where
        T: Ord + Clone + Send + Sync + 'static,
    {
        let app = self.form.app;
        Memo::new(move |_| {
            let ids: Vec<_> = self.lines.with(|lines| lines.iter().map(|l| l.article).collect());
            app.read(|replica| {
                let articles = ids.iter().filter_map(|id| replica.view().articles.get(id));
                order::set(articles.filter_map(|article| of(article))).into_iter().collect()
            })
        })
    }

    /// The trainings that what is in it asks for.
    pub(super) fn topics(self) -> Memo<Vec<TopicId>> {
        self.of_articles(|article| article.requires.clone())
    }

    /// The kinds of the devices that are in it.
    pub(super) fn devices(self) -> Memo<Vec<EquipmentKind>> {
        self.of_articles(|article| match article.kind {
            ArticleKind::Device(kind) => Some(kind),
            ArticleKind::Small | ArticleKind::Service | ArticleKind::LoanKit => None,
        })
    }

    fn add(self, article: &Article) {
        let (id, unit) = (article.id, article.unit);
        self.lines.update(|lines| match lines.iter_mut().find(|line| line.article == id) {
            Some(line) => line.quantity = line.quantity.saturating_add(1),
            None => lines.push(Asked { article: id, quantity: 1, unit }),
        });
    }
}

/// One line of it, with fewer, more and none.
#[component]
pub(in crate::screens) fn BasketLine(basket: Basket, id: ArticleId) -> impl IntoView {
    let app = basket.form.app;
    let line = Memo::new(move |_| {
        basket.lines.with(|lines| lines.iter().find(|line| line.article == id).copied())
    });
    let article = Memo::new(move |_| app.read(|replica| replica.view().articles.get(&id).cloned()));
    let label = Memo::new(move |_| article.get().map_or_else(String::new, |a| a.label.clone()));
    let said = move || {
        let line = line.get()?;
        Some(format!("{} · {}", line.quantity, line.unit.times(line.quantity)))
    };
    let changed = move || {
        let (line, article) = (line.get()?, article.get()?);
        (line.unit != article.unit).then(|| {
            let now = article.unit;
            let take = move |_| basket.change(id, |line| line.unit = now);
            view! {
                <p class="error">{words::new_price(line.unit, now)}</p>
                <button type="button" class="button secondary" on:click=take>
                    {words::TAKE_PRICE}
                </button>
            }
        })
    };
    let button = move |sign: &'static str, what: &'static str, by: fn(&mut Asked)| {
        view! {
            <button
                type="button"
                class="button quiet"
                aria-label=move || words::of_line(what, &label.get())
                on:click=move |_| basket.change(id, by)
            >
                {sign}
            </button>
        }
    };
    view! {
        <li class="card">
            <p class="card-title">{label}</p>
            <p>{said}</p>
            <div role="status">{changed}</div>
            <div class="actions">
                {button("−", words::FEWER, |line| line.quantity -= 1)}
                {button("+", words::MORE, |line| line.quantity = line.quantity.saturating_add(1))}
                {button(words::REMOVE, words::REMOVE, |line| line.quantity = 0)}
            </div>
        </li>
    }
}

/// The articles of a campaign that are offered, by their families.
fn families(app: App, id: CampaignId) -> Vec<(String, Vec<Arc<Article>>)> {
    let today = app.today();
    app.read(|replica| {
        let view = replica.view();
        let Some(campaign) = view.campaigns.get(&id) else { return Vec::new() };
        let may = |article: &&Arc<Article>| {
            let is_sold = article.kind != ArticleKind::LoanKit;
            let paid = is_sold && campaign.purses.contains_key(&article.pot);
            paid && campaign.has(article.id) && article.is_offered(today)
        };
        let mut sold: Vec<_> = view.articles.values().filter(may).cloned().collect();
        order::sort_by(&mut sold, |a, b| {
            let key = |article: &Article| (article.family.is_empty(), article.family.clone());
            key(a).cmp(&key(b)).then_with(|| a.label.cmp(&b.label))
        });
        let mut families: Vec<(String, Vec<Arc<Article>>)> = Vec::new();
        for article in sold {
            match families.last_mut().filter(|(family, _)| *family == article.family) {
                Some((_, articles)) => articles.push(article),
                None => families.push((article.family.clone(), vec![article])),
            }
        }
        families
    })
}

/// What can be put into it.
#[component]
pub(in crate::screens) fn Catalogue(basket: Basket) -> impl IntoView {
    let app = basket.form.app;
    let families = Memo::new(move |_| families(app, basket.campaign));
    let card = move |article: Arc<Article>| {
        let add = words::add(&article);
        let shown = words::price(&article);
        let label = article.label.clone();
        view! {
            <li class="card">
                <p class="card-title">{label}</p>
                <p class="meta">{shown}</p>
                <button
                    type="button"
                    class="button secondary"
                    aria-label=add
                    on:click=move |_| basket.add(&article)
                >
                    {words::ADD}
                </button>
            </li>
        }
    };
    let family = move |(name, articles): (String, Vec<Arc<Article>>)| {
        let name = if name.is_empty() { words::OTHERS.to_owned() } else { name };
        view! {
            <h4>{name}</h4>
            <ul class="cards">{articles.into_iter().map(card).collect_view()}</ul>
        }
    };
    view! {
        <h3>{words::CATALOGUE}</h3>
        <Show
            when=move || !families.with(Vec::is_empty)
            fallback=|| view! { <p class="empty">{words::EMPTY_CATALOGUE}</p> }
        >
            {move || families.get().into_iter().map(family).collect_view()}
        </Show>
    }
}
