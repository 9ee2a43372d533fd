//! The state that forms share: they keep a draft, check their fields, submit a command once, then
//! say that it is kept, or why it is not.

use crate::context::{App, FormDraft, SubmitError, clock_ms, use_app};
use crate::parts::{Failure, FormEntry, Notes, focus_first_wrong};
use crate::store::PHOTOS;
use crate::text::{self, form as words};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::command::Command;
use shared::history::FileRef;
use shared::id::{CommandId, DeviceId};
use shared::refusal::{FieldName, FieldProblem, Refusal};
use shared::replica::Replica;
use std::fmt::Display;
use uuid::Uuid;

/// A form, or a button that acts at once.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) app: App,
    busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
    draft: FormDraft,
    fields: StoredValue<Vec<Notes>>,
    element: NodeRef<html::Form>,
}

impl Form {
    /// A button, or a form that keeps no draft: of what must not be kept, or is nobody's yet.
    pub(super) fn new() -> Self {
        let app = use_app();
        Self::with(app, app.no_draft())
    }

    /// A form that was not submitted yet. What is typed in it is kept, for the person, under its
    /// `name` and the thing that it is `about`, until it is sent or thrown away.
    pub(super) fn kept(name: &str, about: impl Display) -> Self {
        let app = use_app();
        Self::with(app, app.draft(name, &about.to_string()))
    }

    fn with(app: App, draft: FormDraft) -> Self {
        let (busy, error) = (RwSignal::new(false), RwSignal::new(None));
        let fields = StoredValue::new(Vec::new());
        Self { app, busy, error, draft, fields, element: NodeRef::new() }
    }

    /// A field of text. `name` is that of the field in its command: an error of the rules is shown
    /// at the field of that name.
    pub(super) fn text(self, name: &'static str, initial: impl Into<String>) -> FormEntry<String> {
        let entry = FormEntry::text(name, self.draft.field(name, initial.into()));
        self.add(entry.notes);
        entry
    }

    /// A field of a password, of which no draft is kept.
    pub(super) fn secret(self, name: &'static str) -> FormEntry<String> {
        let entry = FormEntry::text(name, RwSignal::new(String::new()));
        self.add(entry.notes);
        entry
    }

    /// A field of a choice.
    pub(super) fn choice<T>(self, name: &'static str, initial: Option<T>) -> FormEntry<Option<T>>
    where
        T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    {
        let entry = FormEntry::choice(name, self.draft.field(name, initial));
        self.add(entry.notes);
        entry
    }

    /// A group of fields that the form holds, as one field: an error is shown at the group.
    pub(super) fn group(self, name: &'static str, is_blank: Signal<bool>) -> FormEntry<()> {
        let entry = FormEntry::group(name, is_blank);
        self.add(entry.notes);
        entry
    }

    /// Anything else that the form holds.
    pub(super) fn holds<T>(self, name: &'static str, initial: T) -> RwSignal<T>
    where
        T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    {
        self.draft.field(name, initial)
    }

    /// The photos that were chosen in the form.
    pub(super) fn photos(self) -> RwSignal<Vec<FileRef>> {
        self.draft.field(PHOTOS, Vec::new())
    }

    fn add(self, notes: Notes) {
        self.fields.update_value(|fields| {
            fields.retain(|other| other.name() != notes.name());
            fields.push(notes);
        });
    }

    /// What the form keeps.
    pub(super) fn draft(self) -> FormDraft {
        self.draft
    }

    /// Returns whether a submission is running. Reactive.
    pub(super) fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// The error, for [`Failure`]. Reactive.
    pub(super) fn error(self) -> Signal<Option<String>> {
        self.error.into()
    }

    /// Shows an error.
    pub(super) fn fail(self, why: impl Into<String>) {
        self.error.set(Some(why.into()));
    }

    /// Looks at every field. Returns whether the form can be sent; if not, each error shows at its
    /// field, and the first one has the focus.
    pub(super) fn check(self) -> bool {
        let fields = self.fields.try_get_value().unwrap_or_default();
        let wrong = fields.into_iter().filter(|field| !field.check()).count();
        if wrong > 0 {
            let _ = self.error.try_set(None);
            focus_first_wrong(self.element);
        }
        wrong == 0
    }

    /// Shows an error at a field.
    pub(super) fn refuse<T: Send + Sync>(self, entry: FormEntry<T>, why: impl Into<String>) {
        entry.notes.refuse(why.into());
        focus_first_wrong(self.element);
    }

    /// Runs work once, however often the button is pressed meanwhile.
    pub(super) fn run(self, work: impl Future<Output = Result<(), String>> + 'static) {
        // A form that was closed meanwhile still finishes its work.
        if self.busy.try_get_untracked() == Some(true) {
            return;
        }
        let _ = self.busy.try_set(true);
        self.run_each(async move {
            let done = work.await;
            let _ = self.busy.try_set(false);
            done
        });
    }

    /// Runs work each time, also while other work is running: the store keeps the order.
    pub(super) fn run_each(self, work: impl Future<Output = Result<(), String>> + 'static) {
        let _ = self.error.try_set(None);
        spawn_local(async move {
            let _ = self.error.try_set(work.await.err());
        });
    }

    /// Submits a command, shows the message `said`, then calls `then`.
    pub(super) fn submit(
        self,
        command: impl Into<Command>,
        said: &'static str,
        then: impl FnOnce() + 'static,
    ) {
        let command = command.into();
        self.run(async move {
            self.try_submit(command).await?;
            self.app.toast(said);
            then();
            Ok(())
        });
    }

    /// As [`Form::submit`]; the message offers a button that submits `undo`.
    pub(super) fn submit_with_undo(
        self,
        command: impl Into<Command>,
        said: &'static str,
        undo: impl Into<Command>,
        then: impl FnOnce() + 'static,
    ) {
        let (command, undo) = (command.into(), undo.into());
        self.run(async move {
            self.try_submit(command).await?;
            self.app.toast_undo(said, undo);
            then();
            Ok(())
        });
    }

    /// Submits the command of a dialog, shows the message `said`, then closes the dialog.
    pub(super) fn submit_and_close(
        self,
        command: impl Into<Command>,
        said: &'static str,
        close: Callback<()>,
    ) {
        self.submit(command, said, move || {
            // It may have been closed with its screen meanwhile.
            let _ = close.try_run(());
        });
    }

    /// Submits a command, with which the draft ends; the error is a sentence.
    pub(super) async fn try_submit(self, command: impl Into<Command>) -> Result<(), String> {
        let submitted = self.app.submit_draft(command.into(), Some(self.draft)).await;
        submitted.map(drop).map_err(|error| self.said_of(&error))
    }

    /// Returns why a command was not kept. What is wrong with a field is shown at the field.
    fn said_of(self, error: &SubmitError) -> String {
        if let SubmitError::Refused(Refusal::BadField { field, problem }) = error
            && self.refuse_named(*field, problem)
        {
            return words::SEE_FIELDS.into();
        }
        text::submit_error(error, self.app)
    }

    /// Shows what a rule says at the field of that name, if the form has it.
    fn refuse_named(self, field: FieldName, problem: &FieldProblem) -> bool {
        let word = serde_json::to_value(field).unwrap_or_default();
        let fields = self.fields.try_get_value().unwrap_or_default();
        let Some(notes) = fields.into_iter().find(|notes| word == notes.name()) else {
            return false;
        };
        notes.refuse(words::refused(&notes.label(), problem));
        focus_first_wrong(self.element);
        true
    }
}

/// Returns whether the rules would accept this command now, so that a screen can offer it.
/// Reactive.
pub(super) fn is_possible(app: App, command: Command) -> bool {
    let (id, device) = (CommandId(Uuid::nil()), DeviceId(Uuid::nil()));
    let judge = |replica: &Replica| {
        let envelope = replica.envelope(id, device, 1, command, clock_ms());
        replica.judge(&envelope, clock_ms()).is_ok()
    };
    // Rules that come behind the screen allow what was not possible before.
    app.has_rules() && app.read(judge)
}

/// A form on the page: the draft that was found, then its fields. `on_submit` is called once every
/// field is as it must be.
#[component]
pub(super) fn FormFrame(
    form: Form,
    #[prop(into)] on_submit: Callback<()>,
    #[prop(default = "form")] class: &'static str,
    children: Children,
) -> impl IntoView {
    let submitted = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if form.check() {
            on_submit.run(());
        }
    };
    view! {
        <form class=class novalidate node_ref=form.element on:submit=submitted>
            <DraftFound draft=form.draft/>
            {children()}
        </form>
    }
}

/// Says that a draft was found or thrown away, with the way back.
#[component]
fn DraftFound(draft: FormDraft) -> impl IntoView {
    let line = |said: &'static str, label: &'static str, act: fn(FormDraft), draft: FormDraft| {
        view! {
            <p>{said}</p>
            <button type="button" class="button quiet small" on:click=move |_| act(draft)>
                {label}
            </button>
        }
    };
    let shown = move || {
        if draft.is_erased() {
            return Some(line(
                words::DRAFT_ERASED,
                words::DRAFT_RESTORE,
                FormDraft::restore,
                draft,
            ));
        }
        let found = draft.is_found() && draft.holds_something();
        found.then(|| line(words::DRAFT_FOUND, words::DRAFT_ERASE, FormDraft::erase, draft))
    };
    view! {
        <div class="draft" role="status">
            {shown}
        </div>
    }
}

/// The end of a form in a dialog: its error, the button that sends, the one that closes. Closing
/// keeps the draft, and says so; a button that keeps something as it is has its own words.
#[component]
pub(super) fn FormEnd(
    form: Form,
    #[prop(default = words::SAVE)] submit: &'static str,
    #[prop(optional_no_strip)] keep: Option<&'static str>,
    on_close: Callback<()>,
) -> impl IntoView {
    let close = move || {
        let holds = form.draft.holds_something();
        keep.unwrap_or(if holds { words::CLOSE_DRAFT } else { words::CLOSE })
    };
    view! {
        <Failure text=form.error()/>
        <div class="actions">
            <button type="submit" class="button primary" disabled=move || form.is_busy()>
                {move || if form.is_busy() { words::SAVING } else { submit }}
            </button>
            <button type="button" class="button quiet" on:click=move |_| on_close.run(())>
                {close}
            </button>
        </div>
    }
}
