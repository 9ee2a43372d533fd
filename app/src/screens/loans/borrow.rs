//! «Emprunter»: what is free and from when, and the loans of the school.

use super::ours::OurLoans;
use super::weeks::Weeks;
use super::{campaigns, kits};
use crate::context::{App, use_app};
use crate::parts::{Back, Page, Sentence};
use crate::screens::form::{Form, FormFrame};
use crate::screens::supply::named::NamedUser;
use crate::text::borrow as words;
use chrono::Duration;
use leptos::prelude::*;
use shared::article::Article;
use shared::campaign::Campaign;
use shared::day::Day;
use shared::id::{ArticleId, TeacherId, TopicId};
use shared::loan::between::{GridWeek, between_visits, weeks};
use shared::loan::{Act, Kit, LoanDays};
use std::sync::Arc;

/// Weeks that are shown.
const WEEKS_SHOWN: i64 = 14;

/// The campaign from which a school may borrow an article. Reactive.
fn campaign_of(app: App, article: ArticleId) -> Option<Arc<Campaign>> {
    campaigns(app).into_iter().find(|campaign| campaign.has(article))
}

/// The weeks of an article in which its campaign lends, with what is free. Reactive.
fn free_weeks(app: App, kit: &Kit, campaign: &Campaign) -> Vec<GridWeek> {
    let today = app.today();
    // What is asked for today does not come today.
    let from = today + Duration::days(1);
    let until = (from + Duration::weeks(WEEKS_SHOWN)).min(campaign.closes);
    app.read(|replica| weeks(&replica.view().calendar(), kit, (from, until), today, None))
}

/// The days from the school's next visit to the one after it, when a unit is free then: the kit
/// comes and goes without a trip of its own. Reactive.
fn between(app: App, article: ArticleId) -> Option<LoanDays> {
    let today = app.today();
    let site = app.actor().and_then(|actor| actor.site)?;
    let campaign = campaign_of(app, article)?;
    app.read(|replica| {
        let view = replica.view();
        let kit = view.articles.get(&article)?.kit.as_ref()?;
        let days = between_visits(view, &site, kit, today)?;
        let is_free = kit.free(&view.calendar(), days, today, None) > 0;
        (is_free && campaign.opens <= days.first && days.last <= campaign.closes).then_some(days)
    })
}

/// The first school day from which a unit is free for a week. Reactive.
fn free_from(app: App, kit: &Kit) -> Option<Day> {
    let today = app.today();
    let first = today + Duration::days(1);
    let wanted = LoanDays::new(first, first + Duration::days(6));
    app.read(|replica| {
        let calendar = replica.view().calendar();
        Some(kit.next_free(&calendar, wanted, today, None)?.first)
    })
}

/// The screen.
#[component]
pub fn BorrowScreen() -> impl IntoView {
    let app = use_app();
    let offered = Memo::new(move |_| {
        let kits = kits(app).into_iter().filter(|article| campaign_of(app, article.id).is_some());
        kits.map(|article| article.id).collect::<Vec<_>>()
    });
    view! {
        <Page title=words::TITLE>
            <Back href="/ecole" label=words::BACK/>
            <OurLoans/>
            <section class="section">
                <h2>{words::OFFERED}</h2>
                <Show
                    when=move || !offered.with(Vec::is_empty)
                    fallback=|| view! { <p class="empty">{words::NOTHING}</p> }
                >
                    <ul class="cards">
                        <For each=move || offered.get() key=|id| *id let:id>
                            <KitCard app=app id=id/>
                        </For>
                    </ul>
                </Show>
            </section>
        </Page>
    }
}

#[component]
fn KitCard(app: App, id: ArticleId) -> impl IntoView {
    let known = Memo::new(move |_| app.read(|r| r.view().articles.get(&id).cloned()));
    let opened = RwSignal::new(false);
    let told = move || {
        let article = known.get()?;
        let kit = article.kit.clone()?;
        let from = free_from(app, &kit);
        let limit = campaign_of(app, id).map_or(0, |campaign| campaign.open_loans);
        Some(view! {
            <p class="card-title">{article.label.clone()}</p>
            <p>
                <span class="badge state-planned">{words::free_from(from)}</span>
            </p>
            <p class="meta">{words::contents(&kit)}</p>
            <p class="meta">{words::rules(&kit, limit)}</p>
        })
    };
    let form = move || {
        let article = known.get_untracked().filter(|_| opened.get())?;
        Some(view! { <Reserve app=app article=article opened=opened/> })
    };
    view! {
        <li class="card">
            {told}
            <Show when=move || !opened.get()>
                <div class="actions">
                    <button
                        type="button"
                        class="button primary"
                        on:click=move |_| opened.set(true)
                    >
                        {words::CHOOSE}
                    </button>
                </div>
            </Show>
            {form}
        </li>
    }
}

/// What is known of the days that are chosen: whether a unit is free, or when the next one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Free,
    Taken { next: Option<LoanDays> },
}

fn found(app: App, article: ArticleId, days: LoanDays) -> Option<Found> {
    let today = app.today();
    app.read(|replica| {
        let view = replica.view();
        let kit = view.articles.get(&article)?.kit.as_ref()?;
        let calendar = view.calendar();
        Some(match kit.free(&calendar, days, today, None) {
            0 => Found::Taken { next: kit.next_free(&calendar, days, today, None) },
            _ => Found::Free,
        })
    })
}

/// The weeks, and «Réserver», or «Prévenez-moi» where nothing is free.
#[component]
fn Reserve(app: App, article: Arc<Article>, opened: RwSignal<bool>) -> impl IntoView {
    let id = article.id;
    let topics: Vec<TopicId> = article.requires.iter().cloned().collect();
    let form = Form::kept("ask_loan", id);
    let user = form.choice("teachers", None::<TeacherId>);
    let chosen = form.holds("days", None::<LoanDays>);
    let note = form.text("note", "");
    let weeks = Memo::new(move |_| {
        let known = app.read(|replica| replica.view().articles.get(&id).cloned());
        let kit = known.and_then(|article| article.kit.clone());
        let of = kit.zip(campaign_of(app, id));
        of.map_or_else(Vec::new, |(kit, campaign)| free_weeks(app, &kit, &campaign))
    });
    let found = Memo::new(move |_| found(app, id, chosen.get()?));
    let is_taken = move || matches!(found.get(), Some(Found::Taken { .. }));
    let submit = move |()| {
        let Some(days) = chosen.get_untracked() else { return form.fail(words::NEEDS_DAYS) };
        let site = untrack(|| app.actor()).and_then(|actor| actor.site);
        let campaign = untrack(|| campaign_of(app, id));
        let Some((site, campaign)) = site.zip(campaign) else { return };
        let (supply, campaign, article) = (app.fresh(), campaign.id, id);
        let note = note.value.get_untracked();
        let then = move || opened.set(false);
        if untrack(is_taken) {
            let act = Act::WaitForLoan { supply, site, campaign, article, days, note };
            return form.submit(act, words::WILL_TELL, then);
        }
        let teacher = user.value.get_untracked();
        let act = Act::AskLoan { supply, site, campaign, article, days, note, teacher };
        form.submit(act, words::ASKED, then);
    };
    let save = move || if is_taken() { words::TELL_ME } else { words::RESERVE };
    let whole = move || {
        let days = between(app, id)?;
        Some(view! {
            <button
                type="button"
                class="button secondary"
                aria-pressed=move || (chosen.get() == Some(days)).to_string()
                on:click=move |_| chosen.set(Some(days))
            >
                {words::between(days)}
            </button>
        })
    };
    view! {
        <FormFrame form=form on_submit=submit>
            {whole}
            <fieldset class="field">
                <legend>{words::WEEKS}</legend>
                <Weeks weeks=weeks chosen=chosen/>
            </fieldset>
            {move || match found.get()? {
                Found::Free => None,
                Found::Taken { next } => Some(view! { <Full next=next chosen=chosen/> }),
            }}
            <NamedUser app=app topics=Signal::stored(topics) value=user/>
            <Sentence label=words::NOTE value=note/>
            <crate::parts::Failure text=form.error()/>
            <div class="actions">
                <button type="submit" class="button primary" disabled=move || form.is_busy()>
                    {save}
                </button>
                <button type="button" class="button quiet" on:click=move |_| opened.set(false)>
                    {words::LATER}
                </button>
            </div>
        </FormFrame>
    }
}

/// Nothing is free on the chosen days: the next ones that are, in one tap.
#[component]
fn Full(next: Option<LoanDays>, chosen: RwSignal<Option<LoanDays>>) -> impl IntoView {
    let take = move |days: LoanDays| {
        view! {
            <button
                type="button"
                class="button secondary"
                on:click=move |_| chosen.set(Some(days))
            >
                {words::take_next(days)}
            </button>
        }
    };
    view! {
        <div class="banner">
            <p>{words::FULL}</p>
            {next.map(take)}
        </div>
    }
}
