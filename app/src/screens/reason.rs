//! A dialog that asks for one sentence, and gives one command with it.

use super::form::{Form, FormEnd, FormFrame};
use crate::parts::{Dialog, Sentence};
use leptos::prelude::*;
use shared::command::Command;
use std::fmt::Display;

/// The words of the dialog.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    /// The name under which its draft is kept.
    pub(super) name: &'static str,
    /// Its title.
    pub(super) title: &'static str,
    /// What comes of it, where the title does not say so.
    pub(super) hint: Option<&'static str>,
    /// The question.
    pub(super) label: &'static str,
    /// The button that sends.
    pub(super) submit: &'static str,
    /// The button that leaves everything as it is, where it has words of its own.
    pub(super) keep: Option<&'static str>,
    /// What is said once it is kept.
    pub(super) said: &'static str,
}

/// The dialog; `act` makes the command of the sentence.
#[component]
pub(super) fn ReasonDialog<K, A>(
    id: K,
    asked: Asked,
    act: A,
    on_close: Callback<()>,
) -> impl IntoView
where
    K: Display + 'static,
    A: Fn(String) -> Command + Copy + Send + Sync + 'static,
{
    let form = Form::kept(asked.name, id);
    let reason = form.text("reason", "").required();
    let submit = move |()| {
        form.submit_and_close(act(reason.value.get_untracked()), asked.said, on_close);
    };
    view! {
        <Dialog title=asked.title on_close=on_close>
            <FormFrame form=form on_submit=submit>
                {asked.hint.map(|hint| view! { <p class="hint">{hint}</p> })}
                <Sentence label=asked.label value=reason/>
                <FormEnd form=form submit=asked.submit keep=asked.keep on_close=on_close/>
            </FormFrame>
        </Dialog>
    }
}
