//! Short messages that appear once something was done, and disappear by themselves.

use super::App;
use leptos::prelude::*;
use shared::command::Command;
use std::time::Duration;

/// How long a message stays.
const PLAIN: Duration = Duration::from_secs(8);
/// How long a message with an undo button stays.
const WITH_UNDO: Duration = Duration::from_secs(20);

/// A short message.
#[derive(Debug, Clone, PartialEq)]
pub struct Toast {
    /// Distinguishes it from the others.
    pub id: u64,
    /// The text.
    pub text: String,
    /// The command of its undo button.
    pub undo: Option<Command>,
}

impl App {
    /// Shows a message.
    pub fn toast(self, text: impl Into<String>) {
        self.push_toast(text.into(), None);
    }

    /// Shows a message with an undo button, which submits that command.
    pub fn toast_undo(self, text: impl Into<String>, undo: Command) {
        self.push_toast(text.into(), Some(undo));
    }

    /// The messages that are shown. Reactive.
    pub fn toasts(self) -> Vec<Toast> {
        self.toasts.get()
    }

    /// Removes a message.
    pub fn drop_toast(self, id: u64) {
        self.toasts.update(|toasts| toasts.retain(|toast| toast.id != id));
    }

    fn push_toast(self, text: String, undo: Option<Command>) {
        let stay = if undo.is_some() { WITH_UNDO } else { PLAIN };
        let last = self.toasts.with_untracked(|toasts| toasts.last().map(|t| t.id));
        let id = last.unwrap_or(0) + 1;
        self.toasts.update(|toasts| toasts.push(Toast { id, text, undo }));
        set_timeout(move || self.drop_toast(id), stay);
    }
}
