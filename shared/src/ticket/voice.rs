//! «C'est le même problème»: others who have what a ticket says add their voice to it, in place of
//! a second ticket.

use super::Ticket;
use crate::id::{AccountId, DeviceId};
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
