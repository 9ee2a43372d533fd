//! «Campagnes»: the money of the year, what of it is spent, and when schools may ask.

use super::catalogue::amount;
use crate::context::{App, use_app};
use crate::parts::{Back, Choices, ConfirmDialog, Dialog, Failure, FormEntry, Page, TextField};
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::text::{money, site_name, supply_desk as words};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::article::Pot;
use shared::campaign::{self, Campaign, CampaignKind, CampaignState, Draft, Purse};
use shared::day::Day;
use shared::id::{CampaignId, SiteId};
use shared::money::Cents;
use shared::order;
use shared::supply::balance::{of_line, unallocated};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The screen.
#[component]
pub fn CampaignsScreen() -> impl IntoView {
    let app = use_app();
    let opened = RwSignal::new(None::<Option<CampaignId>>);
    let ids = Memo::new(move |_| {
        app.read(|replica| {
            let mut all: Vec<_> = replica.view().campaigns.values().collect();
            order::sort_by_key(&mut all, |campaign| (Reverse(campaign.opens), campaign.id));
            all.iter().map(|campaign| campaign.id).collect::<Vec<_>>()
        })
    });
    let close = CampaignId(uuid::Uuid::nil());
    // Only the coordinator prepares campaigns: who may close one may do all of it.
    let act = campaign::Act::CloseCampaign { campaign: close };
    let mine = app.read_now(|replica| {
        let role = replica.meta().actor.as_ref().map(|actor| actor.role);
        role.is_some_and(|role| shared::command::Command::from(act).is_allowed(role))
    });
    let close = Callback::new(move |()| opened.set(None));
    let dialog = move || {
        let id = opened.get()?;
        let known =
            id.and_then(|id| app.read_now(|replica| replica.view().campaigns.get(&id).cloned()));
        Some(view! { <CampaignDialog known=known on_close=close/> })
    };
    view! {
        <Page title=words::CAMPAIGNS>
            <Back href="/commandes" label=words::BACK/>
            {mine.then(|| view! {
                <div class="actions">
                    <button
                        type="button"
                        class="button primary"
                        on:click=move |_| opened.set(Some(None))
                    >
                        {words::ADD_CAMPAIGN}
                    </button>
                </div>
            })}
            <Show
                when=move || !ids.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NO_CAMPAIGN}</p> }
            >
                <ul class="cards">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Card id=id opened=opened mine=mine/>
                    </For>
                </ul>
            </Show>
            {dialog}
        </Page>
    }
}

/// The lines of the money of a campaign: what is spent, or what the opening leaves.
fn lines(app: App, campaign: &Campaign) -> Vec<String> {
    let today = app.today();
    app.read(|replica| {
        let view = replica.view();
        let open = view.sites.values().filter(|site| site.closed_on.is_none());
        let sites = order::set(open.map(|site| site.id.clone()));
        let of = |(pot, purse): (&Pot, &Purse)| {
            let balance = of_line(campaign, view.supplies.values(), *pot);
            let spent = balance.map(|balance| words::line(*pot, &purse.line, balance));
            let is_draft = campaign.state == CampaignState::Draft;
            let sites = if is_draft { &sites } else { &campaign.sites };
            let rest = unallocated(campaign, *pot, (view, today), sites);
            spent.into_iter().chain(rest.map(words::opening))
        };
        campaign.purses.iter().flat_map(of).collect()
    })
}

/// The schools that have another amount than the others, and why.
#[component]
fn Others(campaign: Arc<Campaign>) -> impl IntoView {
    let app = use_app();
    let of = |purse: &Purse| {
        app.read_now(|replica| {
            let line = |(site, amount): (&SiteId, &Cents)| {
                let reason = purse.reasons.get(site).map(String::as_str).unwrap_or_default();
                words::other(&site_name(replica.view(), site), *amount, reason)
            };
            purse.overrides.iter().map(line).collect::<Vec<_>>()
        })
    };
    let lines: Vec<String> = campaign.purses.values().flat_map(of).collect();
    let many = lines.len();
    let line = |line: String| view! { <li>{line}</li> };
    (many > 0).then(|| {
        view! {
            <details class="details">
                <summary>{words::others(many)}</summary>
                <ul>{lines.into_iter().map(line).collect_view()}</ul>
            </details>
        }
    })
}

#[component]
fn Card(id: CampaignId, opened: RwSignal<Option<Option<CampaignId>>>, mine: bool) -> impl IntoView {
    let form = Form::new();
    let app = form.app;
    let known = Memo::new(move |_| app.read(|r| r.view().campaigns.get(&id).cloned()));
    let is_call = known.get_untracked().is_some_and(|known| known.kind == CampaignKind::Call);
    let told = move || {
        let campaign = known.get()?;
        let line = |line: String| view! { <li>{line}</li> };
        Some(view! {
            <p class="card-title">{campaign.label.clone()}</p>
            <p class="meta">
                {words::campaign_kind(campaign.kind)} " · "
                {words::campaign_state(campaign.state)} " · " {words::days(&campaign)}
            </p>
            <ul>{lines(app, &campaign).into_iter().map(line).collect_view()}</ul>
            <Others campaign=campaign/>
        })
    };
    view! {
        <li class="card">
            {told}
            <Failure text=form.error()/>
            {(mine && !is_call).then(|| view! {
                <Actions id=id known=known form=form opened=opened/>
            })}
            {is_call.then(|| view! {
                <p>
                    <A href=format!("/appels/{id}")>{words::OPEN_CALL}</A>
                </p>
            })}
        </li>
    }
}

/// What the coordinator does with a campaign.
#[component]
fn Actions(
    id: CampaignId,
    known: Memo<Option<Arc<Campaign>>>,
    form: Form,
    opened: RwSignal<Option<Option<CampaignId>>>,
) -> impl IntoView {
    let asking = RwSignal::new(false);
    let state = Memo::new(move |_| known.get().map(|campaign| campaign.state));
    let is = move |wanted| move || state.get() == Some(wanted);
    let publish = move |_| {
        let act = campaign::Act::PublishCampaign { campaign: id };
        form.submit(act, words::PUBLISHED, || {});
    };
    let close = Callback::new(move |()| {
        asking.set(false);
        form.submit(campaign::Act::CloseCampaign { campaign: id }, words::CLOSED, || {});
    });
    let confirm = move || {
        asking.get().then(|| {
            view! {
                <ConfirmDialog
                    title=words::CLOSE
                    body=words::CLOSE_BODY
                    confirm=words::CLOSE
                    cancel=words::KEEP_OPEN
                    on_confirm=close
                    on_cancel=Callback::new(move |()| asking.set(false))
                />
            }
        })
    };
    let button = move |look: &'static str, label: &'static str, act: Callback<()>| {
        view! {
            <button
                type="button"
                class=look
                disabled=move || form.is_busy()
                on:click=move |_| act.run(())
            >
                {label}
            </button>
        }
    };
    let publish = Callback::new(publish);
    let edit = Callback::new(move |()| opened.set(Some(Some(id))));
    let ask = Callback::new(move |()| asking.set(true));
    view! {
        <div class="actions">
            <Show when=is(CampaignState::Draft)>
                {button("button primary", words::PUBLISH, publish)}
            </Show>
            {button("button secondary", words::EDIT, edit)}
            <Show when=is(CampaignState::Published)>
                {button("button quiet", words::CLOSE, ask)}
            </Show>
        </div>
        {confirm}
    }
}

/// The fields of one section.
#[derive(Clone, Copy)]
struct PurseFields {
    pot: Pot,
    line: FormEntry<String>,
    total: FormEntry<String>,
    each: FormEntry<String>,
}

impl PurseFields {
    fn new(form: Form, pot: Pot, known: Option<&Purse>) -> Self {
        let names = match pot {
            Pot::Investment => ["line", "total", "each"],
            Pot::Operating => ["operating_line", "operating_total", "operating_each"],
        };
        let money = |cents: Option<Cents>| cents.map(money::typed).unwrap_or_default();
        let line = known.map(|purse| purse.line.clone()).unwrap_or_default();
        Self {
            pot,
            line: form.text(names[0], line),
            total: form.text(names[1], money(known.and_then(|purse| purse.total))),
            each: form.text(names[2], money(known.and_then(|purse| purse.each))),
        }
    }

    /// The purse, `Some(None)` for a section without money, `None` when a field is wrong.
    fn read(self, form: Form, known: Option<&Purse>) -> Option<Option<Purse>> {
        if self.total.value.get_untracked().trim().is_empty() {
            return Some(None);
        }
        let total = amount(form, self.total)?;
        let each = match self.each.value.get_untracked().trim().is_empty() {
            true => None,
            false => Some(amount(form, self.each)?),
        };
        let overrides = known.map(|purse| purse.overrides.clone()).unwrap_or_default();
        let reasons = known.map(|purse| purse.reasons.clone()).unwrap_or_default();
        let line = self.line.value.get_untracked();
        Some(Some(Purse { line, total: Some(total), each, overrides, reasons }))
    }

    fn draw(self) -> impl IntoView {
        view! {
            <fieldset class="field">
                <legend>{words::pot(self.pot)}</legend>
                <TextField label=words::LINE value=self.line/>
                <TextField label=words::TOTAL value=self.total/>
                <TextField label=words::EACH hint=words::EACH_HINT value=self.each/>
            </fieldset>
        }
    }
}

fn day(form: Form, entry: FormEntry<String>) -> Option<Day> {
    let read = entry.value.get_untracked().parse();
    if read.is_err() {
        form.refuse(entry, words::BAD_DAY);
    }
    read.ok()
}

/// A number that may be left out: 0 then. `None` when it is none.
fn count_or_none(form: Form, entry: FormEntry<String>) -> Option<u32> {
    let text = entry.value.get_untracked();
    if text.trim().is_empty() {
        return Some(0);
    }
    let read = text.trim().parse();
    if read.is_err() {
        form.refuse(entry, words::BAD_NUMBER);
    }
    read.ok()
}

/// The money of each section; `None` when a field is wrong.
fn read_purses(
    form: Form,
    purses: [PurseFields; 2],
    before: &BTreeMap<Pot, Purse>,
) -> Option<BTreeMap<Pot, Purse>> {
    let mut read = BTreeMap::new();
    for fields in purses {
        if let Some(purse) = fields.read(form, before.get(&fields.pot))? {
            read.insert(fields.pot, purse);
        }
    }
    Some(read)
}

/// A campaign, new or known.
#[component]
fn CampaignDialog(known: Option<Arc<Campaign>>, on_close: Callback<()>) -> impl IntoView {
    let about = known.as_ref().map(|campaign| campaign.id.to_string()).unwrap_or_default();
    let form = Form::kept("campaign", about);
    let of = |text: fn(&Campaign) -> String| known.as_deref().map(text).unwrap_or_default();
    let label = form.text("name", of(|known| known.label.clone())).required();
    let year = form.text("year", of(|known| known.year.to_string())).required();
    let opens = form.text("opens", of(|known| known.opens.to_string())).required();
    let closes = form.text("closes", of(|known| known.closes.to_string())).required();
    let usual = known.as_deref().map_or(CampaignKind::SmallBudget, |known| known.kind);
    let kind = form.choice("kind", Some(usual));
    let purse = |pot| known.as_deref().and_then(|known| known.purses.get(&pot)).cloned();
    let purses = Pot::ALL.map(|pot| PurseFields::new(form, pot, purse(pot).as_ref()));
    let before: BTreeMap<Pot, Purse> =
        known.as_deref().map(|k| k.purses.clone()).unwrap_or_default();
    let articles = known.as_deref().map(|known| known.articles.clone()).unwrap_or_default();
    let limit = known.as_deref().map_or(0, |known| known.open_loans);
    let limit = form.text("open_loans", if limit == 0 { String::new() } else { limit.to_string() });
    let call = known.as_deref().and_then(|known| known.call.clone());
    let id = known.as_ref().map_or_else(|| form.app.fresh(), |known| known.id);
    let submit = move |()| {
        let Ok(year_read) = year.value.get_untracked().trim().parse::<u16>() else {
            return form.refuse(year, words::BAD_YEAR);
        };
        let Some((opens, closes)) = day(form, opens).zip(day(form, closes)) else { return };
        let Some(read) = read_purses(form, purses, &before) else { return };
        let chosen = kind.value.get_untracked().unwrap_or(usual);
        if read.is_empty() && chosen != CampaignKind::Loan {
            return form.refuse(purses[0].total, words::NEEDS_TOTAL);
        }
        let Some(open_loans) = count_or_none(form, limit) else { return };
        let draft = Draft {
            kind: chosen,
            label: label.value.get_untracked(),
            year: year_read,
            opens,
            closes,
            purses: read,
            articles: articles.clone(),
            open_loans: Some(open_loans),
            call: call.clone(),
        };
        let act = campaign::Act::SetCampaign { campaign: id, draft };
        form.submit_and_close(act, words::CAMPAIGN_SAID, on_close);
    };
    let kinds = CampaignKind::ALL.map(|kind| (kind, words::campaign_kind(kind))).to_vec();
    view! {
        <Dialog title=words::CAMPAIGNS on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TextField label=words::LABEL value=label/>
                <Choices legend=words::KIND name="campaign-kind" options=kinds value=kind/>
                <TextField label=words::YEAR value=year/>
                <TextField label=words::OPENS kind="date" value=opens/>
                <TextField label=words::CLOSES kind="date" value=closes/>
                {purses.map(PurseFields::draw).collect_view()}
                <Show when=move || kind.value.get() == Some(CampaignKind::Loan)>
                    <TextField
                        label=words::OPEN_LOANS
                        hint=words::OPEN_LOANS_HINT
                        value=limit
                    />
                </Show>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
