//! Teachers, as schools and desks show them: what they were trained for, and how they are named.

use super::form::{Form, FormEnd, FormFrame};
use crate::context::App;
use crate::parts::{Dialog, TextField};
use crate::text::teacher as words;
use leptos::prelude::*;
use shared::id::SiteId;
use shared::row::State;
use shared::teacher::{Act, Teacher};
use std::sync::Arc;

/// The trainings and waivers of somebody, then what is missing, in lines.
pub(super) fn trainings(view: &State, teacher: &Teacher) -> Vec<String> {
    let mut lines: Vec<String> = teacher
        .trained
        .iter()
        .map(|(topic, training)| words::trained(view, topic, training))
        .collect();
    let waived = teacher.waived.iter();
    lines.extend(waived.map(|(topic, waiver)| words::waived(view, topic, waiver.until)));
    let settings = view.settings();
    let missing = settings.topics().iter().filter(|topic| !teacher.trained.contains_key(&topic.id));
    let missing: Vec<String> = missing.map(|topic| topic.label.clone()).collect();
    if !missing.is_empty() {
        lines.push(words::untrained(&missing));
    } else if lines.is_empty() {
        lines.push(words::NO_TRAINING.to_owned());
    }
    lines
}

/// The other sites at which the same person teaches.
pub(super) fn other_sites(view: &State, teacher: &Teacher) -> Vec<SiteId> {
    let same = |other: &&Arc<Teacher>| {
        other.id != teacher.id && teacher.person.is_some() && other.person == teacher.person
    };
    view.teachers.values().filter(same).map(|other| other.site.clone()).collect()
}

/// Those who teach at a site, and those who left, each by name.
pub(super) fn of_site(view: &State, site: &SiteId) -> (Vec<Arc<Teacher>>, Vec<Arc<Teacher>>) {
    let here = |teacher: &&Arc<Teacher>| teacher.site == *site && !teacher.name.is_empty();
    let mut all: Vec<_> = view.teachers.values().filter(here).cloned().collect();
    shared::order::sort_by(&mut all, |a, b| {
        (&a.name, &a.function, a.id).cmp(&(&b.name, &b.function, b.id))
    });
    all.into_iter().partition(|teacher| teacher.is_there())
}

/// Names somebody new at a site, or corrects the name of somebody.
#[component]
pub(super) fn NameDialog(
    site: SiteId,
    #[prop(optional_no_strip)] teacher: Option<Arc<Teacher>>,
    on_close: Callback<()>,
) -> impl IntoView {
    let about = teacher.as_ref().map_or_else(|| site.to_string(), |known| known.id.to_string());
    let form = Form::kept("teacher", about);
    let known = teacher.as_deref();
    let name = form.text("name", known.map_or("", |known| &known.name)).needs(words::NEEDS_NAME);
    let function = form.text("function", known.map_or("", |known| &known.function));
    let title = if known.is_some() { words::CORRECT } else { words::ADD };
    let id = known.map(|known| known.id);
    let submit = move |()| {
        let (name, function) = (name.value.get_untracked(), function.value.get_untracked());
        let (act, said) = match id {
            Some(teacher) => {
                (Act::CorrectTeacher { teacher, name, function }, words::SAID_CORRECTED)
            }
            None => {
                let teacher = form.app.fresh();
                let site = site.clone();
                (Act::NameTeacher { teacher, site, name, function }, words::SAID_ADDED)
            }
        };
        form.submit_and_close(act, said, on_close);
    };
    view! {
        <Dialog title=title on_close=on_close>
            <FormFrame form=form on_submit=submit>
                <TextField label=words::NAME hint=words::NAME_HINT value=name/>
                <TextField label=words::FUNCTION hint=words::FUNCTION_HINT value=function/>
                <FormEnd form=form on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}

/// Says that somebody left today, with the way back.
pub(super) fn leave(form: Form, teacher: &Teacher) {
    let (app, id): (App, _) = (form.app, teacher.id);
    let gone = Act::MarkTeacherLeft { teacher: id, on: Some(app.today_now()) };
    let back = Act::MarkTeacherLeft { teacher: id, on: None };
    form.submit_with_undo(gone, words::SAID_LEFT, back, || ());
}
