//! «Candidater»: one page that a school writes for weeks, without a network too, then sends once.

use super::school::standing;
use crate::context::use_app;
use crate::parts::{
    Back, Choices, Dialog, Failure, FormEntry, Page, Sentence, TextArea, TextField,
};
use crate::screens::form::{Form, FormFrame};
use crate::screens::supply::basket::{Basket, BasketLine, Catalogue};
use crate::text::calls::CallPhase;
use crate::text::{calls as words, our_projects as ours, supply as supply_words, teacher};
use chrono::NaiveTime;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::ballot::Act;
use shared::day::Day;
use shared::id::{CampaignId, Millis, SiteId, TeacherId};
use shared::limits::{DAY_MS, DRAFT_KEPT_MS, LONG_TEXT_CHARS};
use shared::money::Cents;
use shared::order;
use shared::supply::{Asked, Project};

/// The screen.
#[component]
pub fn ApplyScreen(id: CampaignId) -> impl IntoView {
    let app = use_app();
    let call = super::follow(app, id);
    let title = Signal::derive(move || {
        call.get().map_or_else(|| words::TITLE.to_owned(), |call| call.label.clone())
    });
    let when = move || call.get().map(|call| words::standing(&call, app.today()));
    let is_open = Memo::new(move |_| {
        call.get().is_some_and(|call| words::phase(&call, app.today()) == CallPhase::Open)
    });
    let several =
        move || call.get().and_then(|call| call.call.clone()).is_some_and(|call| call.several);
    let is_done = Memo::new(move |_| standing(app, id).is_some() && !several());
    view! {
        <Page title=title>
            <Back href="/appels-a-projets" label=ours::BACK/>
            <Show
                when=move || call.with(Option::is_some)
                fallback=|| view! { <p class="empty">{words::UNKNOWN}</p> }
            >
                <p class="lead">{when}</p>
                <Show when=move || !is_open.get()>
                    <p class="warning" role="status">{ours::NOT_OPEN}</p>
                </Show>
                <Show
                    when=move || !is_done.get()
                    fallback=|| view! { <p role="status">{ours::ALREADY}</p> }
                >
                    <Application id=id/>
                </Show>
            </Show>
        </Page>
    }
}

/// What a school writes.
#[derive(Clone, Copy)]
struct Written {
    basket: Basket,
    title: FormEntry<String>,
    purpose: FormEntry<String>,
    classes: FormEntry<String>,
    pupils: FormEntry<String>,
    shared_with: FormEntry<String>,
    teacher: FormEntry<Option<Option<TeacherId>>>,
}

impl Written {
    fn new(id: CampaignId) -> Self {
        let form = Form::kept("project", id);
        Self {
            basket: Basket { form, campaign: id, lines: form.holds("lines", Vec::new()) },
            title: form.text("name", "").required(),
            purpose: form.text("text", "").required().at_most(LONG_TEXT_CHARS),
            classes: form.text("classes", "").required(),
            pupils: form.text("pupils", "").required(),
            shared_with: form.text("sites", ""),
            teacher: form.choice("teacher", Some(None)),
        }
    }

    fn form(self) -> Form {
        self.basket.form
    }

    /// A number of people; what is wrong shows at the field.
    fn number(self, entry: FormEntry<String>) -> Option<u32> {
        let read = entry.value.get_untracked().trim().parse();
        if read.is_err() {
            self.form().refuse(entry, ours::BAD_NUMBER);
        }
        read.ok()
    }

    fn project(self) -> Option<Project> {
        let (classes, pupils) = (self.number(self.classes)?, self.number(self.pupils)?);
        Some(Project {
            title: self.title.value.get_untracked(),
            purpose: self.purpose.value.get_untracked(),
            classes,
            pupils,
            shared_with: self.shared_with.value.get_untracked(),
            ..Project::default()
        })
    }
}

/// The people of the own school.
fn teachers(form: Form, site: &SiteId) -> Vec<(Option<TeacherId>, String)> {
    let mut known: Vec<(Option<TeacherId>, String)> = form.app.read_now(|replica| {
        let all = replica.view().teachers.values();
        let here = all.filter(|one| one.site == *site && one.is_there() && !one.name.is_empty());
        here.map(|one| (Some(one.id), teacher::who(one))).collect()
    });
    order::sort_by(&mut known, |a, b| a.1.cmp(&b.1));
    std::iter::once((None, ours::NOBODY_YET.to_owned())).chain(known).collect()
}

/// The instant at which a day is over everywhere in France.
fn end_of(day: Day) -> Millis {
    day.and_time(NaiveTime::MIN).and_utc().timestamp_millis() + DAY_MS
}

#[component]
fn Application(id: CampaignId) -> impl IntoView {
    let written = Written::new(id);
    let form = written.form();
    // A call runs for longer than other drafts are kept.
    if let Some(call) = super::follow(form.app, id).get_untracked() {
        form.draft().keep_until(end_of(call.closes) + DRAFT_KEPT_MS);
    }
    let site = form.app.actor().and_then(|actor| actor.site);
    let asking = RwSignal::new(false);
    let submit = move |()| {
        if written.basket.lines.with_untracked(Vec::is_empty) {
            form.fail(crate::text::our_supplies::NEEDS_ARTICLE);
        } else if written.project().is_some() {
            asking.set(true);
        }
    };
    let close = Callback::new(move |()| asking.set(false));
    let people = site.as_ref().map(|site| teachers(form, site)).unwrap_or_default();
    let who = (people.len() > 1).then(|| {
        view! {
            <Choices
                legend=ours::TEACHER
                name="project-teacher"
                options=people
                value=written.teacher
            />
        }
    });
    let dialog = move || {
        let site = site.clone().filter(|_| asking.get())?;
        Some(view! { <Confirm written=written site=site on_close=close/> })
    };
    view! {
        <p class="hint">{ours::KEPT}</p>
        <FormFrame form=form on_submit=submit>
            <Sentence label=ours::NAME value=written.title/>
            <TextArea
                label=ours::PURPOSE
                hint=ours::PURPOSE_HINT
                rows=6
                value=written.purpose
            />
            <TextField label=ours::CLASSES value=written.classes/>
            <TextField label=ours::PUPILS value=written.pupils/>
            <Sentence
                label=ours::SHARED_WITH
                hint=ours::SHARED_HINT
                value=written.shared_with
            />
            {who}
            <Wanted basket=written.basket/>
            <Failure text=form.error()/>
            <button type="submit" class="button primary main" disabled=move || form.is_busy()>
                {ours::SUBMIT}
            </button>
        </FormFrame>
        <Catalogue basket=written.basket/>
        {dialog}
    }
}

/// What was put together, with its sum.
#[component]
fn Wanted(basket: Basket) -> impl IntoView {
    let lines = basket.lines;
    let ids = Memo::new(move |_| {
        lines.with(|lines| lines.iter().map(|line| line.article).collect::<Vec<_>>())
    });
    view! {
        <h2>{ours::WANTED}</h2>
        <Show
            when=move || !ids.with(Vec::is_empty)
            fallback=|| view! { <p class="empty">{words::NOTHING_WANTED}</p> }
        >
            <ul class="cards">
                <For each=move || ids.get() key=|id| *id let:id>
                    <BasketLine basket=basket id=id/>
                </For>
            </ul>
        </Show>
        <p role="status">
            <strong>{move || ours::total(sum(&lines.get()))}</strong>
        </p>
    }
}

fn sum(lines: &[Asked]) -> Cents {
    lines.iter().map(|line| line.unit.times(line.quantity)).sum()
}

/// The last look: the list of what will be bought.
#[component]
fn Confirm(written: Written, site: SiteId, on_close: Callback<()>) -> impl IntoView {
    let form = written.form();
    let app = form.app;
    let lines = written.basket.lines.get_untracked();
    let total = ours::total(sum(&lines));
    let line = |line: &Asked| {
        let known = app.read_now(|r| r.view().articles.get(&line.article).cloned());
        let label = known.map(|article| article.label.clone()).unwrap_or_default();
        let price = line.unit.times(line.quantity).to_string();
        view! { <li>{supply_words::pieces(line.quantity, &label)} " · " {price}</li> }
    };
    let list = lines.iter().map(line).collect_view();
    let navigate = use_navigate();
    let send = move |_| {
        let Some(project) = written.project() else { return on_close.run(()) };
        let act = Act::SubmitProject {
            supply: app.fresh(),
            site: site.clone(),
            campaign: written.basket.campaign,
            lines: lines.clone(),
            teacher: written.teacher.value.get_untracked().flatten(),
            project,
        };
        let navigate = navigate.clone();
        form.submit(act, ours::SUBMITTED, move || {
            navigate("/appels-a-projets", Default::default());
        });
    };
    view! {
        <Dialog title=ours::SUBMIT on_close=on_close>
            <p>{ours::SUBMIT_BODY}</p>
            <ul>{list}</ul>
            <p>
                <strong>{total}</strong>
            </p>
            <Failure text=form.error()/>
            <div class="actions">
                <button
                    type="button"
                    class="button primary"
                    disabled=move || form.is_busy()
                    on:click=send
                >
                    {ours::SUBMIT_YES}
                </button>
                <button type="button" class="button secondary" on:click=move |_| on_close.run(())>
                    {ours::SUBMIT_NO}
                </button>
            </div>
        </Dialog>
    }
}
