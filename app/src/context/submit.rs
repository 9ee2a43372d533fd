//! The one way to change something.

use super::{App, Core, FormDraft, SubmitError, clock_ms};
use crate::device;
use crate::store::{Drafts, TakenAlong};
use leptos::prelude::*;
use shared::command::{Command, Envelope};
use shared::id::{CommandId, Millis};
use shared::replica::{OutboxItem, Standing};
use shared::sync::{Connection, Event};
use std::rc::Rc;
use std::slice;
use uuid::Uuid;

impl App {
    /// Submits a command: the rules judge it, the store writes it with strict durability, screens
    /// show it, and the sender sends it. Once this returns `Ok`, the screen may say «Enregistré».
    ///
    /// # Errors
    /// [`SubmitError`]; then nothing was written.
    pub async fn submit(self, intent: impl Into<Command>) -> Result<CommandId, SubmitError> {
        self.submit_draft(intent.into(), None).await
    }

    /// As [`App::submit`], for a command that was typed in a form: the command and the end of its
    /// draft are written together, so that neither is kept without the other.
    ///
    /// # Errors
    /// [`SubmitError`]; then nothing was written, and the draft stays.
    pub async fn submit_draft(
        self,
        intent: Command,
        draft: Option<FormDraft>,
    ) -> Result<CommandId, SubmitError> {
        let core = self.core().map_err(SubmitError::Store)?;
        core.whole.pass().await;
        self.fetch_rules().await.map_err(|missing| SubmitError::Store(missing.into()))?;
        if intent.is_online_only() {
            return self.submit_online(&core, intent, draft).await;
        }
        let now = clock_ms();
        let envelope = self.judged(&core, intent, now)?;
        let id = envelope.id;
        let ends = draft.and_then(|draft| draft.end(now));
        let item = OutboxItem { envelope, standing: Standing::Waiting };
        self.keep_item(&core, item, ends.into_iter().collect(), draft).await?;
        core.event(Event::Saved);
        if self.connection.get_untracked() != Connection::Online {
            device::wake_when_online();
        }
        Ok(id)
    }

    /// An envelope for an intent that the rules accept on what this device knows.
    pub(super) fn judged(
        self,
        core: &Core,
        intent: Command,
        now: Millis,
    ) -> Result<Envelope, SubmitError> {
        let id = CommandId(Uuid::now_v7());
        let envelope = self.read_now(|replica| {
            let next = replica.last_sequence() + 1;
            let envelope = replica.envelope(id, core.device, next, intent, now);
            replica.judge(&envelope, now).map(|_| envelope)
        });
        envelope.map_err(SubmitError::Refused)
    }

    /// Writes a command, with the drafts that end with it, then shows it.
    pub(super) async fn keep_item(
        self,
        core: &Rc<Core>,
        item: OutboxItem,
        drafts: Drafts,
        draft: Option<FormDraft>,
    ) -> Result<(), SubmitError> {
        let files = item.envelope.intent.files().iter().map(|file| file.hash.clone()).collect();
        let along = TakenAlong { files, drafts };
        let written = core.store.append(item, &along).await.map_err(SubmitError::Store)?;
        self.took_along(core, along, draft);
        let lacks =
            self.read_now(|replica| replica.lacks_before_any(slice::from_ref(&written.item)));
        core.kept(self, written);
        if lacks {
            // The command is kept already. If the others cannot be read now, they are read before
            // it is sent.
            let _ = self.read_outbox().await;
        }
        Ok(())
    }
}
