//! «Composer la campagne»: the first devices of the list become orders, one for each school, that
//! the coordinator accepts.

use crate::context::App;
use crate::parts::{Choices, Dialog, Sentence, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::fleet as words;
use leptos::prelude::*;
use shared::article::{Article, ArticleKind};
use shared::campaign::{Campaign, CampaignKind};
use shared::id::{ArticleId, CampaignId};
use shared::order;
use shared::renewal::proposing::{Short, by_site, left, proposal, suffices};
use shared::renewal::{Ranked, Renewal};
use shared::supply::Act;
use std::sync::Arc;

/// The campaigns of renewal that are open today, the one that closes first before the others.
fn campaigns(app: App) -> Vec<Arc<Campaign>> {
    let today = app.today_now();
    app.read_now(|replica| {
        let all = replica.view().campaigns.values();
        let renews = |one: &&Arc<Campaign>| one.kind == CampaignKind::Renewal && one.is_open(today);
        let mut open: Vec<_> = all.filter(renews).cloned().collect();
        order::sort_by_key(&mut open, |campaign| (campaign.closes, campaign.id));
        open
    })
}

/// The devices that these campaigns may give, by their names.
fn articles(app: App, campaigns: &[Arc<Campaign>]) -> Vec<Arc<Article>> {
    let today = app.today_now();
    app.read_now(|replica| {
        let all = replica.view().articles.values();
        let is_device = |one: &&Arc<Article>| matches!(one.kind, ArticleKind::Device(_));
        let gives = |one: &&Arc<Article>| campaigns.iter().any(|open| open.has(one.id));
        let sold = all.filter(is_device).filter(gives).filter(|one| one.is_offered(today));
        let mut sold: Vec<_> = sold.cloned().collect();
        order::sort_by(&mut sold, |a, b| (&a.label, a.id).cmp(&(&b.label, b.id)));
        sold
    })
}

/// The fields.
#[derive(Clone, Copy)]
struct Fields {
    form: Form,
    campaign: crate::parts::FormEntry<Option<CampaignId>>,
    article: crate::parts::FormEntry<Option<ArticleId>>,
    count: crate::parts::FormEntry<String>,
    note: crate::parts::FormEntry<String>,
}

impl Fields {
    /// What is chosen, with how many devices. Reactive.
    fn chosen(self) -> Option<(Arc<Campaign>, Arc<Article>, Option<usize>)> {
        let (campaign, article) = (self.campaign.value.get()?, self.article.value.get()?);
        let count = self.count.value.with(|text| text.trim().parse().ok());
        self.form.app.read(|replica| {
            let view = replica.view();
            let found = view.campaigns.get(&campaign).zip(view.articles.get(&article));
            found.map(|(campaign, article)| (campaign.clone(), article.clone(), count))
        })
    }

    /// What it comes to, in words. Reactive.
    fn said(self) -> Option<String> {
        let (campaign, article, count) = self.chosen()?;
        let left = self.form.app.read(|it| left(it.view(), &campaign, article.pot))?;
        let price = article.unit.times(u32::try_from(count?).ok()?);
        Some(words::composed(price, left))
    }

    /// The orders; an error shows at its field.
    fn orders(self, list: &[Ranked]) -> Option<Vec<Act>> {
        let (campaign, article, count) = untrack(|| self.chosen())?;
        let Some(count) = count else {
            self.form.refuse(self.count, words::BAD_COUNT);
            return None;
        };
        let count = count.min(list.len());
        let app = self.form.app;
        let why = app.read_now(|it| suffices(it.view(), &campaign, &article, count));
        match why {
            Ok(()) => {}
            Err(Short::Nothing) => {
                self.form.refuse(self.count, words::BAD_COUNT);
                return None;
            }
            Err(Short::NoPurse) => {
                self.form.refuse(self.article, words::NO_PURSE);
                return None;
            }
            Err(Short::Money(missing)) => {
                self.form.refuse(self.count, words::lacks(missing));
                return None;
            }
        }
        let of = |site| {
            let note = self.note.value.get_untracked();
            proposal(app.fresh(), &campaign, &article, site, note)
        };
        Some(by_site(&list[..count]).into_iter().map(of).collect())
    }
}

/// The dialog; `count` is how far the money goes.
#[component]
pub(super) fn ComposeDialog(
    list: Memo<Renewal>,
    count: usize,
    on_close: Callback<()>,
) -> impl IntoView {
    let form = Form::kept("compose-renewal", "");
    let app = form.app;
    let campaigns = campaigns(app);
    let articles = articles(app, &campaigns);
    let only = |known: &[Arc<Campaign>]| match known {
        [one] => Some(one.id),
        _ => None,
    };
    let fields = Fields {
        form,
        campaign: form.choice("campaign", only(&campaigns)).needs(words::NEEDS_CAMPAIGN),
        article: form.choice("article", None).needs(words::NEEDS_ARTICLE),
        count: form.text("quantity", count.to_string()).required(),
        note: form.text("note", ""),
    };
    let step = RwSignal::new(None::<(usize, usize)>);
    let submit = move |()| {
        let Some(orders) = list.with_untracked(|list| fields.orders(&list.ranked)) else { return };
        form.run(async move {
            let all = orders.len();
            for (done, act) in orders.into_iter().enumerate() {
                let _ = step.try_set(Some((done, all)));
                form.try_submit(act).await?;
            }
            app.toast(words::COMPOSED);
            let _ = on_close.try_run(());
            Ok(())
        });
    };
    let named = |one: &Arc<Article>| (one.id, format!("{}, {}", one.label, one.unit));
    let open = campaigns.iter().map(|one| (one.id, one.label.clone())).collect::<Vec<_>>();
    let sold = articles.iter().map(named).collect::<Vec<_>>();
    let none = open.is_empty();
    view! {
        <Dialog title=words::COMPOSE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                {none.then(|| view! {
                    <p class="banner">
                        {words::NO_CAMPAIGN} " "
                        <a href="/commandes/campagnes">{words::CAMPAIGNS}</a>
                    </p>
                })}
                <Choices
                    legend=words::CAMPAIGN
                    name="campaign"
                    options=open
                    value=fields.campaign
                />
                <Choices legend=words::NEW_ONE name="article" options=sold value=fields.article/>
                <TextField label=words::HOW_MANY hint=words::HOW_MANY_HINT value=fields.count/>
                <Sentence label=words::TO_SCHOOLS value=fields.note/>
                <p class="hint" role="status">{move || fields.said()}</p>
                <p role="status">
                    {move || step.get().map(|(done, all)| words::composing(done, all))}
                </p>
                <FormEnd form=form submit=words::PROPOSE_TO_SCHOOLS on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

/// What the screen says of how far the money goes, as a number of devices.
pub(super) fn count_of(list: &Renewal, paid: Option<u64>) -> usize {
    let paid = paid.and_then(|count| usize::try_from(count).ok());
    paid.unwrap_or(list.ranked.len()).min(list.ranked.len())
}
