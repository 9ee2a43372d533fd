//! Commands that are decided with the server alone: sent at once, and kept on the device only once
//! the server has said that they count. No network: a sentence says so, and the form stays.

use super::{App, Core, FormDraft, SubmitError, clock_ms};
use crate::api;
use crate::device;
use crate::settings;
use crate::store::{self, Drafts, KeptDraft};
use shared::command::Command;
use shared::id::{CommandId, Seq};
use shared::replica::{Attempt, Fate, OutboxItem, Standing};
use shared::sync::Event;
use std::rc::Rc;
use std::time::Duration;
use web_sys::AbortController;

/// The field of the draft that holds an attempt.
const FIELD: &str = "attempt";
/// How often, and how many times, it is looked whether the rows have come.
const LOOK: Duration = Duration::from_millis(50);
const LOOKS: usize = 60;

/// Where the attempt of a form is remembered while nobody knows what became of it: beside the draft
/// of the form. A button, and an import, have no such place: their rules refuse a second time, or
/// change nothing.
struct Place(Option<String>);

impl Place {
    fn beside(draft: Option<&(String, KeptDraft)>) -> Self {
        Self(draft.map(|(key, _)| format!("{key}/{FIELD}")))
    }

    fn draft(&self) -> Option<KeptDraft> {
        store::draft(self.0.as_deref()?)
    }

    fn attempt(&self) -> Option<Attempt> {
        serde_json::from_str(self.draft()?.fields.get(FIELD)?).ok()
    }

    /// What is to be written for an attempt, or for none.
    fn with(&self, attempt: Option<&Attempt>) -> Drafts {
        let text = attempt.and_then(|attempt| serde_json::to_string(attempt).ok());
        let put = |key: &String| {
            let at = self.draft().map_or(0, |known| known.at);
            let mut draft = KeptDraft { at, ..KeptDraft::default() };
            draft.touch(clock_ms());
            draft.put(FIELD, text.clone());
            (key.clone(), draft)
        };
        self.0.iter().map(put).collect()
    }
}

impl App {
    /// Submits a command that is decided with the server alone.
    ///
    /// # Errors
    /// [`SubmitError`]; then nothing counts of what was submitted now, and the draft stays.
    pub(super) async fn submit_online(
        self,
        core: &Rc<Core>,
        intent: Command,
        draft: Option<FormDraft>,
    ) -> Result<CommandId, SubmitError> {
        // Taken now: the form may be closed before the answer comes.
        let ends = draft.and_then(|draft| draft.end(clock_ms()));
        let place = Place::beside(ends.as_ref());
        if let Some(before) = place.attempt() {
            let before = before.again(&intent);
            match (self.fate_of(core, &place, &before).await?, before.given_up) {
                (Fate::Counts(item), false) => {
                    return self.counts(core, *item, &place, ends, draft).await;
                }
                (Fate::Counts(item), true) => {
                    self.counts(core, *item, &place, None, None).await?;
                    return Err(SubmitError::CountedBefore);
                }
                (Fate::Refused(refusal), false) => {
                    self.remember(core, &place, None).await?;
                    return Err(SubmitError::Refused(refusal));
                }
                (Fate::Refused(_), true) => self.remember(core, &place, None).await?,
                (Fate::Open, _) => return Err(SubmitError::Offline),
            }
        }
        let attempt = Attempt::new(self.judged(core, intent, clock_ms())?);
        match self.fate_of(core, &place, &attempt).await? {
            Fate::Counts(item) => self.counts(core, *item, &place, ends, draft).await,
            Fate::Refused(refusal) => {
                self.remember(core, &place, None).await?;
                Err(SubmitError::Refused(refusal))
            }
            Fate::Open => Err(SubmitError::Offline),
        }
    }

    /// Sends an attempt, which is remembered before, and returns what became of it.
    async fn fate_of(
        self,
        core: &Rc<Core>,
        place: &Place,
        attempt: &Attempt,
    ) -> Result<Fate, SubmitError> {
        self.remember(core, place, Some(attempt)).await?;
        let request = self.read_now(|replica| {
            replica.request_of(attempt, core.device, &device::build(), clock_ms())
        });
        let body = serde_json::to_string(&request).map_err(|_| SubmitError::Offline)?;
        // The cookie of somebody who has signed out is not used any more.
        let controller = AbortController::new().ok().filter(|_| !settings::is_leaving());
        let answer = match &controller {
            Some(controller) => api::sync(&body, controller).await.ok(),
            None => None,
        };
        // The sender gets the rows, or learns that there is no network.
        core.event(Event::Wake);
        Ok(answer.map_or(Fate::Open, |answer| attempt.fate(&answer, clock_ms())))
    }

    /// Keeps what counts, for a restore of the server, and waits a little for its rows.
    async fn counts(
        self,
        core: &Rc<Core>,
        item: OutboxItem,
        place: &Place,
        ends: Option<(String, KeptDraft)>,
        draft: Option<FormDraft>,
    ) -> Result<CommandId, SubmitError> {
        let (id, standing) = (item.envelope.id, item.standing.clone());
        let now = clock_ms();
        let ends = draft.and_then(|draft| draft.end(now)).or(ends);
        let drafts = place.with(None).into_iter().chain(ends).collect();
        self.keep_item(core, item, drafts, draft).await?;
        if let Standing::Sent { seq, .. } = standing {
            self.wait_for_rows(seq).await;
        }
        Ok(id)
    }

    async fn remember(
        self,
        core: &Rc<Core>,
        place: &Place,
        attempt: Option<&Attempt>,
    ) -> Result<(), SubmitError> {
        let drafts = place.with(attempt);
        if !drafts.is_empty() {
            core.store.keep_drafts(&drafts).await.map_err(SubmitError::Store)?;
        }
        for (key, draft) in &drafts {
            // The database has it: a quick store that is full need not.
            let _ = store::keep_draft(key, draft);
        }
        Ok(())
    }

    async fn wait_for_rows(self, seq: Seq) {
        for _ in 0..LOOKS {
            if self.read_now(|replica| replica.meta().cursor >= seq) {
                return;
            }
            device::rest(LOOK).await;
        }
    }
}
