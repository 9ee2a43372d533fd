//! What a desk says of a teacher, each in a dialog.

use crate::context::App;
use crate::parts::{Choices, Dialog, FormEntry, Sentence, TextField};
use crate::screens::devices::site::ChooseSite;
use crate::screens::form::{Form, FormEnd, FormFrame};
use crate::screens::teachers::NameDialog;
use crate::text::{fleet, teacher as words};
use leptos::prelude::*;
use shared::day::Day;
use shared::id::{SiteId, TeacherId, TopicId};
use shared::role::Role;
use shared::teacher::{Act, Teacher};
use shared::{order, search};
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
    /// What was attested, or waived, was wrong.
    Withdraw(Arc<Teacher>),
    /// The same person at another site.
    Join(Arc<Teacher>),
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
            Opened::Withdraw(one) => view! { <WithdrawDialog one=one on_close=close/> }.into_any(),
            Opened::Join(one) => view! { <JoinDialog one=one on_close=close/> }.into_any(),
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

/// What can be withdrawn of somebody: what was attested and, for a coordinator, the waivers that
/// hold; each with its words. Reactive.
pub(super) fn withdrawable(app: App, one: &Teacher) -> Vec<(Act, String)> {
    let teacher = one.id;
    let today = app.today();
    let waives = app.role() == Some(Role::Coordinator);
    app.read(|replica| {
        let view = replica.view();
        let said = one.trained.iter().filter(|(_, known)| known.attested.is_some());
        let topics = order::set(said.map(|(topic, _)| topic).chain(one.attested.keys()));
        let attested = topics.into_iter().map(|topic| {
            let act = Act::WithdrawTraining { teacher, topic: topic.clone() };
            (act, words::attestation(view, topic))
        });
        let holding = one.waived.iter().filter(|(_, waiver)| waives && today <= waiver.until);
        let waived = holding.map(|(topic, waiver)| {
            let (until, reason) = (None, String::new());
            let act = Act::WaiveTraining { teacher, topic: topic.clone(), until, reason };
            (act, words::waived(view, topic, waiver.until))
        });
        attested.chain(waived).collect()
    })
}

#[component]
fn WithdrawDialog(one: Arc<Teacher>, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("withdraw", one.id);
    let (acts, labels): (Vec<_>, Vec<_>) =
        untrack(|| withdrawable(form.app, &one)).into_iter().unzip();
    let which = form.choice("training", None::<usize>).needs(words::NEEDS_WITHDRAWN);
    let options = labels.into_iter().enumerate().collect();
    let submit = move |()| {
        let chosen = which.value.get_untracked().and_then(|at| acts.get(at).cloned());
        let Some(act) = chosen else { return };
        form.submit_and_close(act, words::SAID_WITHDRAWN, on_close);
    };
    view! {
        <Dialog title=words::WITHDRAW on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <p class="meta">{words::who(&one)}</p>
                <p class="hint">{words::WITHDRAW_HINT}</p>
                <Choices
                    legend=words::WITHDRAW_WHICH
                    name="withdrawn"
                    options=options
                    value=which
                />
                <FormEnd form=form submit=words::WITHDRAW on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

/// Those of the same name at other sites, with where they teach.
fn namesakes(form: Form, one: &Teacher) -> Vec<(TeacherId, String)> {
    form.app.read_now(|replica| {
        let view = replica.view();
        let same = |other: &&Arc<Teacher>| {
            other.site != one.site
                && other.is_there()
                && search::words(&other.name) == search::words(&one.name)
        };
        let all = view.teachers.values().filter(same);
        all.map(|other| {
            let site = crate::text::site_name(view, &other.site);
            (other.id, format!("{}, {site}", words::who(other)))
        })
        .collect()
    })
}

#[component]
fn JoinDialog(one: Arc<Teacher>, on_close: Callback<()>) -> impl IntoView {
    let form = Form::kept("join", one.id);
    let teacher = one.id;
    let (ids, labels): (Vec<_>, Vec<_>) = namesakes(form, &one).into_iter().unzip();
    let none = labels.is_empty().then(|| view! { <p class="empty">{words::JOIN_NOBODY}</p> });
    let which = form.choice("teachers", None::<usize>);
    let options = labels.into_iter().enumerate().collect();
    // Who is joined already can be parted: there is nobody to choose then.
    let joined = one.person.is_some();
    let which = if joined { which } else { which.needs(words::NEEDS_JOINED) };
    let submit = move |()| {
        if joined {
            let act = Act::JoinTeachers { teacher, with: None };
            return form.submit_and_close(act, words::SAID_PARTED, on_close);
        }
        let with = which.value.get_untracked().and_then(|at| ids.get(at).copied());
        let act = Act::JoinTeachers { teacher, with };
        if with.is_some() {
            form.submit_and_close(act, words::SAID_JOINED, on_close);
        }
    };
    let save = if joined { words::PART } else { words::JOIN_WHICH };
    let choice = (!joined).then(|| {
        view! {
            <Choices legend=words::JOIN_WHICH name="joined" options=options value=which/>
            {none}
        }
    });
    view! {
        <Dialog title=words::JOIN on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <p class="meta">{words::who(&one)}</p>
                <p class="hint">{words::JOIN_HINT}</p>
                {choice}
                <FormEnd form=form submit=save on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
