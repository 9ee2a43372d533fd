//! The rules of all services, apart from the code that asks for a judgement.
//!
//! They are a large part of the front end, and no first screen needs them: a browser fetches them
//! behind that screen. Every other program has them from the start.

use super::context::Context;
use crate::command::{Command, with_act};
use crate::refusal::Refusal;
use crate::row::{Read, State};
use std::sync::OnceLock;

/// The rules of all services. Only [`Judge::all`] names them.
#[derive(Debug, Clone, Copy)]
pub struct Judge {
    apply: fn(&Command, &mut Context<'_>) -> Result<(), Refusal>,
    reads: fn(&Command, &State) -> Vec<Read>,
}

static HERE: OnceLock<Judge> = OnceLock::new();

impl Judge {
    /// That of all services.
    pub fn all() -> Self {
        Self {
            apply: |command, context| with_act!(command, act => act.apply(context)),
            reads: |command, state| with_act!(command, act => act.reads(state)),
        }
    }

    /// That of a program that has not fetched it yet: no command is given.
    const fn none() -> Self {
        Self { apply: |_, _| Err(Refusal::NotAllowed), reads: |_, _| Vec::new() }
    }

    /// Gives it to the program; once it is here, it stays.
    pub fn provide(self) {
        HERE.get_or_init(|| self);
    }

    /// Whether commands can be given.
    pub fn is_here() -> bool {
        !cfg!(target_family = "wasm") || HERE.get().is_some()
    }

    pub(super) fn here() -> &'static Self {
        const NONE: &Judge = &Judge::none();
        match cfg!(target_family = "wasm") {
            true => HERE.get().unwrap_or(NONE),
            false => HERE.get_or_init(Self::all),
        }
    }

    /// The rows that are looked at for a command.
    pub(super) fn reads(&self, command: &Command, state: &State) -> Vec<Read> {
        (self.reads)(command, state)
    }

    /// Judges a command: the rows that it makes are in the context then.
    pub(super) fn apply(
        &self,
        command: &Command,
        context: &mut Context<'_>,
    ) -> Result<(), Refusal> {
        (self.apply)(command, context)
    }
}
