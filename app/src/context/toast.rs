//! Short messages that appear once something was done, and disappear by themselves unless the
//! person wants them to stay.

use super::App;
use crate::settings;
use leptos::prelude::*;
use shared::command::Command;
use std::time::Duration;

/// How long a message stays.
const PLAIN: Duration = Duration::from_secs(8);
/// How long a message with an undo button stays.
const WITH_UNDO: Duration = Duration::from_secs(20);
/// Messages that are shown at once: more would cover what has the focus.
const AT_ONCE: usize = 2;

/// A short message.
#[derive(Debug, Clone, PartialEq)]
pub struct Toast {
    /// Distinguishes it from the others.
    pub id: u64,
    /// The text.
    pub text: String,
    /// What its undo button takes back, the latest thing last: the commands of each.
    pub undo: Vec<Vec<Command>>,
    /// Things of one kind share a message, which counts them.
    counted: Option<Counted>,
}

/// A kind of things that a message counts.
#[derive(Debug, Clone, Copy)]
pub struct Counted {
    /// Its name.
    pub kind: &'static str,
    /// The text for that many.
    pub many: fn(usize) -> String,
}

impl PartialEq for Counted {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl App {
    /// Shows a message.
    pub fn toast(self, text: impl Into<String>) {
        self.push_toast(text.into(), Vec::new(), None);
    }

    /// Shows a message with an undo button, which submits that command.
    pub fn toast_undo(self, text: impl Into<String>, undo: Command) {
        self.push_toast(text.into(), vec![vec![undo]], None);
    }

    /// Shows that several things were done at once, which one button takes back.
    pub fn toast_undo_all(self, text: impl Into<String>, undo: Vec<Command>) {
        let undo = if undo.is_empty() { Vec::new() } else { vec![undo] };
        self.push_toast(text.into(), undo, None);
    }

    /// Shows that one more thing of a kind was done: the last message counts it when it is about
    /// the same kind, so that many of them never cover the page.
    pub fn toast_counted(self, text: impl Into<String>, counted: Counted, undo: Command) {
        let mut undone = vec![vec![undo]];
        let last = self.toasts.with_untracked(|toasts| toasts.last().cloned());
        let Some(before) = last.filter(|last| last.counted == Some(counted)) else {
            return self.push_toast(text.into(), undone, Some(counted));
        };
        undone.splice(0..0, before.undo);
        let text = (counted.many)(undone.len());
        self.drop_toast(before.id);
        self.push_toast(text, undone, Some(counted));
    }

    /// Takes the latest thing out of a message: the commands that take it back. The message goes
    /// on with the things before.
    pub fn take_undo(self, id: u64) -> Vec<Command> {
        let all = self.toasts.get_untracked();
        let Some(mut toast) = all.into_iter().find(|toast| toast.id == id) else {
            return Vec::new();
        };
        self.drop_toast(id);
        let latest = toast.undo.pop().unwrap_or_default();
        if let Some(counted) = toast.counted.filter(|_| !toast.undo.is_empty()) {
            let text = (counted.many)(toast.undo.len());
            self.push_toast(text, toast.undo, Some(counted));
        }
        latest
    }

    /// The messages that are shown. Reactive.
    pub fn toasts(self) -> Vec<Toast> {
        self.toasts.get()
    }

    /// Removes a message.
    pub fn drop_toast(self, id: u64) {
        self.toasts.update(|toasts| toasts.retain(|toast| toast.id != id));
    }

    fn push_toast(self, text: String, undo: Vec<Vec<Command>>, counted: Option<Counted>) {
        let stay = if undo.is_empty() { PLAIN } else { WITH_UNDO };
        let id = self.next_toast.with_value(|last| last + 1);
        self.next_toast.set_value(id);
        self.toasts.update(|toasts| {
            toasts.push(Toast { id, text, undo, counted });
            let over = toasts.len().saturating_sub(AT_ONCE);
            toasts.drain(..over);
        });
        if !settings::do_messages_stay() {
            set_timeout(move || self.drop_toast(id), stay);
        }
    }
}
