//! What a desk says of a teacher, each in a dialog.

use crate::parts::{Choices, Dialog, FormEntry, Sentence, TextField};
use crate::screens::devices::site::ChooseSite;
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::screens::teachers::NameDialog;
use crate::text::{fleet, teacher as words};
use leptos::prelude::*;
use shared::day::Day;
use shared::id::{SiteId, TopicId};
use shared::teacher::{Act, Teacher};
use std::sync::Arc;

/// The dialog over the screen.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Opened {
    /// Somebody new: first the site.
    Add,
    /// Somebody new at that site.
    AddAt(SiteId),
    /// The name.
    Correct(Arc<Teacher>),
    /// The site.
    Move(Arc<Teacher>),
    /// A training elsewhere.
    Attest(Arc<Teacher>),
    /// Without a training, for some time.
    Waive(Arc<Teacher>),
}

/// The dialog that is open.
pub(super) fn open_dialog(
    opened: RwSignal<Option<Opened>>,
) -> impl Fn() -> Option<AnyView> + Send + Sync {
    let close = Callback::new(move |()| opened.set(None));
    move || {
        Some(match opened.get()? {
            Opened::Add => view! { <AddDialog opened=opened on_close=close/> }.into_any(),
            Opened::AddAt(site) => {
                view! { <NameDialog site=site teacher=None on_close=close/> }.into_any()
            }
            Opened::Correct(teacher) => {
                let site = teacher.site.clone();
                view! { <NameDialog site=site teacher=Some(teacher) on_close=close/> }.into_any()
            }
            Opened::Move(one) => view! { <MoveDialog one=one on_close=close/> }.into_any(),
            Opened::Attest(one) => view! { <AttestDialog one=one on_close=close/> }.into_any(),
            Opened::Waive(one) => view! { <WaiveDialog one=one on_close=close/> }.into_any(),
        })
    }
}

#[component]
fn AddDialog(opened: RwSignal<Option<Opened>>, on_close: Callback<()>) -> impl IntoView {
    let form = Form::new();
    let chosen =
        Callback::new(move |(site, _): (SiteId, String)| opened.set(Some(Opened::AddAt(site))));
    view! {
        <Dialog title=words::ADD on_close=on_close>
            <ChooseSite
                refused=fleet::NEEDS_SITE
                confirm=words::CONTINUE
                form=form
                on_site=chosen
            />
        </Dialog>
    }
}

#[component]
fn MoveDialog(one: Arc<Teacher>, on_close: Callback<()>) -> impl IntoView {
    let form = Form::new();
    let teacher = one.id;
    let go = Callback::new(move |(site, _): (SiteId, String)| {
        form.submit_and_close(Act::MoveTeacher { teacher, site }, words::SAID_MOVED, on_close);
    });
    view! {
        <Dialog title=words::MOVE on_close=on_close>
            <p class="meta">{words::who(&one)}</p>
            <ChooseSite refused=fleet::NEEDS_SITE confirm=words::MOVE form=form on_site=go/>
        </Dialog>
    }
}

/// The topics, by their place, and the names of the places.
fn topics(form: Form) -> (Vec<TopicId>, Vec<(usize, String)>) {
    form.app.read_now(|replica| {
        let settings = replica.view().settings();
        let ids = settings.topics().iter().map(|topic| topic.id.clone()).collect();
        let labels = settings.topics().iter().map(|topic| topic.label.clone());
        (ids, labels.enumerate().collect())
    })
}

/// A day that must be there; the error is its field.
fn day(entry: FormEntry<String>) -> Result<Day, FormEntry<String>> {
    entry.value.with_untracked(|text| text.trim().parse().map_err(|_| entry))
}

#[component]
fn AttestDialog(one: Arc<Teacher>, on_close: Callback<()>) -> impl IntoView {
    let teacher = one.id;
    let form = Form::kept("attest", teacher);
    let (ids, options) = topics(form);
    let topic = form.choice("topic", None::<usize>).needs(words::NEEDS_TOPIC);
    let on = form.text("day", "").required();
    let body = form.text("body", "");
    let evidence = form.text("evidence", "").required();
    let submit = move |()| {
        let chosen = topic.value.get_untracked().and_then(|at| ids.get(at).cloned());
        let Some(topic) = chosen else { return };
        let day = match day(on) {
            Ok(day) => day,
            Err(entry) => return form.refuse(entry, fleet::BAD_DAY),
        };
        let (body, evidence) = (body.value.get_untracked(), evidence.value.get_untracked());
        let act = Act::AttestTraining { teacher, topic, day, body, evidence };
        form.submit_and_close(act, words::SAID_ATTESTED, on_close);
    };
    view! {
        <Dialog title=words::ATTEST on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <p class="meta">{words::who(&one)}</p>
                <Choices legend=words::TOPIC name="topic" options=options value=topic/>
                <TextField label=words::DAY kind="date" value=on/>
                <TextField label=words::BODY hint=words::BODY_HINT value=body/>
                <Sentence label=words::EVIDENCE hint=words::EVIDENCE_HINT value=evidence/>
                <FormEnd form=form submit=words::ATTEST on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

#[component]
fn WaiveDialog(one: Arc<Teacher>, on_close: Callback<()>) -> impl IntoView {
    let teacher = one.id;
    let form = Form::kept("waive", teacher);
    let (ids, options) = topics(form);
    let topic = form.choice("topic", None::<usize>).needs(words::NEEDS_TOPIC);
    let until = form.text("until", "").required();
    let reason = form.text("reason", "").required();
    let submit = move |()| {
        let chosen = topic.value.get_untracked().and_then(|at| ids.get(at).cloned());
        let Some(topic) = chosen else { return };
        let until = match day(until) {
            Ok(day) => Some(day),
            Err(entry) => return form.refuse(entry, fleet::BAD_DAY),
        };
        let act =
            Act::WaiveTraining { teacher, topic, until, reason: reason.value.get_untracked() };
        form.submit_and_close(act, words::SAID_WAIVED, on_close);
    };
    view! {
        <Dialog title=words::WAIVE on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <p class="meta">{words::who(&one)}</p>
                <p class="hint">{words::WAIVE_HINT}</p>
                <Choices legend=words::TOPIC name="topic" options=options value=topic/>
                <TextField label=words::UNTIL kind="date" value=until/>
                <Sentence label=words::REASON value=reason/>
                <FormEnd form=form submit=words::WAIVE on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
