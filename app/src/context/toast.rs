//! Short words that come up once something was done, and go by themselves.

use super::App;
use leptos::prelude::*;
use shared::command::Command;
use std::time::Duration;

/// How long words stay.
const PLAIN: Duration = Duration::from_secs(8);
/// How long words stay that can be answered.
const WITH_UNDO: Duration = Duration::from_secs(20);

/// Words that come up and go.
#[derive(Debug, Clone, PartialEq)]
pub struct Toast {
    /// Tells it from the others.
    pub id: u64,
    /// The words.
    pub text: String,
    /// What takes it back.
    pub undo: Option<Command>,
}

impl App {
    /// Says something once.
    pub fn toast(self, text: impl Into<String>) {
        self.push_toast(text.into(), None);
    }

    /// Says something once, with a button that gives that command to take it back.
    pub fn toast_undo(self, text: impl Into<String>, undo: Command) {
        self.push_toast(text.into(), Some(undo));
    }

    /// What is being said. Followed.
    pub fn toasts(self) -> Vec<Toast> {
        self.toasts.get()
    }

    /// Enough of that one.
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
