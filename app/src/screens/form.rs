//! What forms share: they give a command once, then say that it is kept, or why it is not.

use crate::context::{App, clock_ms, use_app};
use crate::parts::Failure;
use crate::text::{self, ticket_screen as words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::command::Command;
use shared::id::{CommandId, DeviceId};
use uuid::Uuid;

/// A form, or a button that does something at once.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) app: App,
    busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
}

impl Form {
    /// A form that has not been sent.
    pub(super) fn new() -> Self {
        Self { app: use_app(), busy: RwSignal::new(false), error: RwSignal::new(None) }
    }

    /// Whether something is being written. Followed.
    pub(super) fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// What went wrong, for [`Failure`].
    pub(super) fn error(self) -> Signal<Option<String>> {
        self.error.into()
    }

    /// Says what is missing.
    pub(super) fn fail(self, why: impl Into<String>) {
        self.error.set(Some(why.into()));
    }

    /// Does something once, however often the button is pressed meanwhile.
    pub(super) fn run(self, work: impl Future<Output = Result<(), String>> + 'static) {
        // A form that is closed by now still does what it was asked for.
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

    /// Does something each time, also while another one is under way: the store keeps the order.
    pub(super) fn run_each(self, work: impl Future<Output = Result<(), String>> + 'static) {
        let _ = self.error.try_set(None);
        spawn_local(async move {
            let _ = self.error.try_set(work.await.err());
        });
    }

    /// Gives a command, says so, then does what follows.
    pub(super) fn give(
        self,
        command: impl Into<Command>,
        said: &'static str,
        then: impl FnOnce() + 'static,
    ) {
        let command = command.into();
        self.run(async move {
            self.keep(command).await?;
            self.app.toast(said);
            then();
            Ok(())
        });
    }

    /// Gives the command of a dialog, says so, then closes it.
    pub(super) fn give_and_close(
        self,
        command: impl Into<Command>,
        said: &'static str,
        close: Callback<()>,
    ) {
        self.give(command, said, move || {
            // It may have been closed with its screen meanwhile.
            let _ = close.try_run(());
        });
    }

    /// Gives a command; the error is a sentence.
    pub(super) async fn keep(self, command: impl Into<Command>) -> Result<(), String> {
        let given = self.app.give(command).await;
        given.map_err(|error| text::give_error(&error, self.app))?;
        Ok(())
    }

    /// No update may reload the page while something typed is not kept.
    pub(super) fn guard(self, typed: impl Fn() -> bool + 'static) {
        let app = self.app;
        Effect::new(move |_| app.set_dirty(typed()));
        on_cleanup(move || app.set_dirty(false));
    }
}

/// Whether the rules would accept this command now: what a screen offers. Followed.
pub(super) fn is_possible(app: App, command: Command) -> bool {
    let (id, device) = (CommandId(Uuid::nil()), DeviceId(Uuid::nil()));
    app.read(|replica| {
        let envelope = replica.envelope(id, device, 1, command, clock_ms());
        replica.judge(&envelope, clock_ms()).is_ok()
    })
}

/// The end of a form in a dialog: what went wrong, «Enregistrer», «Annuler».
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
