//! «C'est le même problème»: others who have what a ticket says add their voice to it, in place of
//! a second ticket.

use super::{Happened, Ticket};
use crate::decide::context::{Context, optional, photos, room_for_words, word};
use crate::history::FileRef;
use crate::id::{AccountId, DeviceId, TicketId};
use crate::limits::LONG_TEXT_CHARS;
use crate::refusal::{FieldName, Refusal};
use serde::{Deserialize, Serialize};

/// A voice: one for each account and device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voice {
    /// Whose.
    pub account: AccountId,
    /// On which device: a school's account is on several tablets.
    pub device: DeviceId,
}

impl Ticket {
    /// Whether that account added its voice on that device.
    pub fn has_voice(&self, account: AccountId, device: DeviceId) -> bool {
        self.voices.contains(&Voice { account, device })
    }

    /// Takes over the voices of a ticket that goes, each once.
    pub(super) fn add_voices_of(&mut self, gone: &Self) {
        for voice in &gone.voices {
            if !self.voices.contains(voice) {
                self.voices.push(*voice);
            }
        }
    }
}

/// Adds a voice, with what was typed. The second one of the same account and device counts no
/// more, but its words are kept.
#[inline(never)]
pub(super) fn add(
    context: &mut Context<'_>,
    id: TicketId,
    text: &str,
    files: &[FileRef],
) -> Result<(), Refusal> {
    let mut ticket = context.ticket(id)?;
    if !ticket.is_open() {
        return Err(Refusal::TicketState { state: word(&ticket.state) });
    }
    let text = optional(FieldName::Text, text, LONG_TEXT_CHARS)?;
    let photos = photos(files)?;
    let voice = Voice { account: context.actor.account, device: context.envelope.device };
    let is_new = !ticket.voices.contains(&voice);
    if !is_new && text.is_empty() && photos.is_empty() {
        return Ok(());
    }
    room_for_words(&ticket.history)?;
    if is_new {
        ticket.voices.push(voice);
    }
    ticket.history.push(context.entry(Happened::Voiced { text, photos }));
    context.put(ticket);
    Ok(())
}
