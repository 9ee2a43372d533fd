//! «Notre budget»: what is left, the catalogue, and a basket that is kept until it is sent.

use super::basket::{Basket, BasketLine, Catalogue};
use super::named::NamedUser;
use super::replaced::Replaced;
use crate::context::{App, use_app};
use crate::parts::{Back, Failure, Page, Sentence};
use crate::screens::form::{Form, FormFrame};
use crate::text::our_supplies as words;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use shared::article::Pot;
use shared::campaign::{Campaign, CampaignKind};
use shared::id::{CampaignId, EquipmentId, SiteId, TeacherId};
use shared::money::Cents;
use shared::order;
use shared::supply::balance::{Balance, of_site};
use shared::supply::{Act, Asked};
use std::sync::Arc;

/// The campaigns that a school may ask from today, the newest first.
pub(in crate::screens) fn open_campaigns(app: App) -> Vec<CampaignId> {
    let today = app.today();
    app.read(|replica| {
        let asks = |campaign: &&Arc<Campaign>| {
            let from_catalogue = match campaign.kind {
                CampaignKind::SmallBudget | CampaignKind::Improvement => true,
                CampaignKind::Renewal | CampaignKind::Call | CampaignKind::Loan => false,
            };
            campaign.is_open(today) && from_catalogue
        };
        let mut open: Vec<_> = replica.view().campaigns.values().filter(asks).collect();
        order::sort_by_key(&mut open, |campaign| (campaign.kind, campaign.closes, campaign.id));
        open.iter().map(|campaign| campaign.id).collect()
    })
}

/// What the own site has of each section that has an amount of its own. Reactive.
pub(in crate::screens) fn balances(app: App, id: CampaignId) -> Vec<(Pot, Balance)> {
    let Some(site) = app.actor().and_then(|actor| actor.site) else {
        return Vec::new();
    };
    app.read(|replica| {
        let view = replica.view();
        let Some(campaign) = view.campaigns.get(&id) else { return Vec::new() };
        let of = |pot| Some((pot, of_site(campaign, view.supplies.values(), &site, pot)?));
        Pot::ALL.into_iter().filter_map(of).collect()
    })
}

/// The sentence of what is left of a campaign; nothing where the site has no amount of its own.
pub(in crate::screens) fn left(app: App, id: CampaignId) -> Option<String> {
    let balances = balances(app, id);
    match balances.as_slice() {
        [] => None,
        [(_, one)] => Some(words::left(*one)),
        several => {
            let said = several.iter().map(|(pot, balance)| words::left_in(*pot, *balance));
            Some(said.collect::<Vec<_>>().join(" · "))
        }
    }
}

/// The screen.
#[component]
pub fn BudgetScreen() -> impl IntoView {
    let app = use_app();
    let open = Memo::new(move |_| open_campaigns(app));
    view! {
        <Page title=words::BUDGET>
            <Back href="/ecole" label=words::BACK/>
            <Show
                when=move || !open.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NO_CAMPAIGN}</p> }
            >
                <For each=move || open.get() key=|id| *id let:id>
                    <Open id=id/>
                </For>
            </Show>
            <p>
                <A href="/nos-commandes">{words::ORDERS}</A>
            </p>
        </Page>
    }
}

#[component]
fn Open(id: CampaignId) -> impl IntoView {
    let app = use_app();
    let campaign =
        Memo::new(move |_| app.read(|replica| replica.view().campaigns.get(&id).cloned()));
    let form = Form::kept("basket", id);
    let basket = Basket { form, campaign: id, lines: form.holds("lines", Vec::new()) };
    let label = move || campaign.get().map(|campaign| campaign.label.clone());
    let left = Memo::new(move |_| left(app, id));
    let shares = move || {
        let campaign = campaign.get()?;
        let is_shared =
            |pot: &Pot| campaign.purses.get(pot).is_some_and(|purse| purse.each.is_none());
        let shared = campaign.kind == CampaignKind::SmallBudget && Pot::ALL.iter().any(is_shared);
        shared.then(|| view! { <p class="meta">{words::SHARED_LINE}</p> })
    };
    view! {
        <section class="section">
            <h2>{label}</h2>
            <p class="lead" role="status">{left}</p>
            {shares}
            <BasketForm basket=basket/>
            <Catalogue basket=basket/>
        </section>
    }
}

#[component]
fn BasketForm(basket: Basket) -> impl IntoView {
    let Basket { form, campaign, lines } = basket;
    let app = form.app;
    let note = form.text("note", "");
    let topics = basket.topics();
    let user = form.choice("teachers", None::<TeacherId>);
    let (kinds, old) = (basket.devices(), form.holds("replaces", None::<EquipmentId>));
    let navigate = use_navigate();
    let submit = move |()| {
        let site: Option<SiteId> =
            app.read_now(|replica| replica.meta().actor.as_ref().and_then(|a| a.site.clone()));
        let asked = lines.get_untracked();
        let (Some(site), false) = (site, asked.is_empty()) else {
            return form.fail(words::NEEDS_ARTICLE);
        };
        let navigate = navigate.clone();
        let (note, supply) = (note.value.get_untracked(), app.fresh());
        let teacher = user.value.get_untracked().filter(|_| !topics.with_untracked(Vec::is_empty));
        let is_device = !kinds.with_untracked(Vec::is_empty);
        let replaces = old.get_untracked().filter(|_| is_device).into_iter().collect();
        let act = Act::AskSupply { supply, site, campaign, lines: asked, note, teacher, replaces };
        form.submit(act, words::ORDERED, move || {
            navigate("/nos-commandes", Default::default());
        });
    };
    let ids = Memo::new(move |_| {
        lines.with(|lines| lines.iter().map(|line| line.article).collect::<Vec<_>>())
    });
    let total = move || {
        let cost = |line: &Asked| line.unit.times(line.quantity);
        words::total(lines.with(|lines| lines.iter().map(cost).sum::<Cents>()))
    };
    view! {
        <Show when=move || !ids.with(Vec::is_empty)>
            <FormFrame form=form on_submit=submit.clone()>
                <h3>{words::BASKET}</h3>
                <ul class="cards">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <BasketLine basket=basket id=id/>
                    </For>
                </ul>
                <p>
                    <strong>{total}</strong>
                </p>
                <NamedUser app=app topics=topics value=user/>
                <Replaced app=app kinds=kinds value=old/>
                <Sentence label=words::NOTE hint=words::NOTE_HINT value=note/>
                <Failure text=form.error()/>
                <button
                    type="submit"
                    class="button primary main"
                    disabled=move || form.is_busy()
                >
                    {move || if form.is_busy() { words::ORDERING } else { words::ORDER }}
                </button>
            </FormFrame>
        </Show>
    }
}
