//! The state that forms share: they submit a command once, then say that it is kept, or why it is
//! not.

use crate::context::{App, clock_ms, use_app};
use crate::parts::Failure;
use crate::text::{self, ticket_screen as words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::command::Command;
use shared::id::{CommandId, DeviceId};
use uuid::Uuid;

/// A form, or a button that acts at once.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) app: App,
    busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
}

impl Form {
    /// A form that was not submitted yet.
    pub(super) fn new() -> Self {
        Self { app: use_app(), busy: RwSignal::new(false), error: RwSignal::new(None) }
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

    /// Submits a command; the error is a sentence.
    pub(super) async fn try_submit(self, command: impl Into<Command>) -> Result<(), String> {
        let submitted = self.app.submit(command).await;
        submitted.map_err(|error| text::submit_error(&error, self.app))?;
        Ok(())
    }

    /// Blocks updates, which reload the page, while `typed` returns true.
    pub(super) fn guard(self, typed: impl Fn() -> bool + 'static) {
        let app = self.app;
        Effect::new(move |_| app.set_dirty(typed()));
        on_cleanup(move || app.set_dirty(false));
    }
}

/// Returns whether the rules would accept this command now, so that a screen can offer it.
/// Reactive.
pub(super) fn is_possible(app: App, command: Command) -> bool {
    let (id, device) = (CommandId(Uuid::nil()), DeviceId(Uuid::nil()));
    app.read(|replica| {
        let envelope = replica.envelope(id, device, 1, command, clock_ms());
        replica.judge(&envelope, clock_ms()).is_ok()
    })
}

/// The end of a form in a dialog: its error, «Enregistrer», «Annuler».
#[component]
pub(super) fn FormEnd(
    form: Form,
    #[prop(default = words::SAVE)] submit: &'static str,
    on_close: Callback<()>,
) -> impl IntoView {
    view! {
        <Failure text=form.error()/>
        <div class="actions">
            <button type="submit" class="button primary" disabled=move || form.is_busy()>
                {move || if form.is_busy() { words::SAVING } else { submit }}
            </button>
            <button type="button" class="button quiet" on:click=move |_| on_close.run(())>
                {words::CANCEL}
            </button>
        </div>
    }
}
