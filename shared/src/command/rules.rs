//! The code that reads, writes and judges commands, apart from the code that keeps and sends them.
//!
//! It is a large part of the front end, and no first screen needs it: a browser fetches it behind
//! that screen. Every other program has it from the start.

use super::{Command, with_act};
use crate::decide::context::Context;
use crate::refusal::Refusal;
use crate::row::{Read, State};
use columns::tagged;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Error, Map, Value};
use std::sync::OnceLock;

/// The rules of all services. Only [`Rules::all`] names them, so that a program that is sent in
/// parts holds them in the part that calls it.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    read: fn(&Value) -> Result<Command, Error>,
    write: fn(&Command) -> Result<Box<RawValue>, Error>,
    apply: fn(&Command, &mut Context<'_>) -> Result<(), Refusal>,
    reads: fn(&Command, &State) -> Vec<Read>,
}

static HERE: OnceLock<Rules> = OnceLock::new();

/// A command as its rules read and write it.
struct Direct<C>(C);

impl<'de> Deserialize<'de> for Direct<Command> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        tagged::read(from).map(Direct)
    }
}

impl Serialize for Direct<&Command> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.write(to)
    }
}

impl Rules {
    /// Those of all services.
    pub fn all() -> Self {
        Self {
            read: |said| columns::from_value(said).map(|Direct(command)| command),
            write: |command| serde_json::value::to_raw_value(&Direct(command)),
            apply: |command, context| with_act!(command, act => act.apply(context)),
            reads: |command, state| with_act!(command, act => act.reads(state)),
        }
    }

    /// Those of a program that has not fetched them yet: no command can be read, written or given.
    const fn none() -> Self {
        Self {
            read: |_| Err(Error::custom("the rules are not here yet")),
            write: |_| Err(serde::ser::Error::custom("the rules are not here yet")),
            apply: |_, _| Err(Refusal::NotAllowed),
            reads: |_, _| Vec::new(),
        }
    }

    /// Gives them to the program; once they are here, they stay.
    pub fn provide(self) {
        HERE.get_or_init(|| self);
    }

    /// Whether commands can be read, written and given.
    pub fn are_here() -> bool {
        !cfg!(target_family = "wasm") || HERE.get().is_some()
    }

    /// Those that the program has.
    pub(crate) fn here() -> &'static Self {
        const NONE: &Rules = &Rules::none();
        match cfg!(target_family = "wasm") {
            true => HERE.get().unwrap_or(NONE),
            false => HERE.get_or_init(Self::all),
        }
    }

    pub(super) fn read(&self, said: Map<String, Value>) -> Result<Command, Error> {
        (self.read)(&Value::Object(said))
    }

    pub(super) fn write(&self, command: &Command) -> Result<Box<RawValue>, Error> {
        (self.write)(command)
    }

    /// The rows that are looked at for a command.
    pub(crate) fn reads(&self, command: &Command, state: &State) -> Vec<Read> {
        (self.reads)(command, state)
    }

    /// Judges a command: the rows that it makes are in the context then.
    pub(crate) fn apply(
        &self,
        command: &Command,
        context: &mut Context<'_>,
    ) -> Result<(), Refusal> {
        (self.apply)(command, context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::TicketId;
    use crate::ticket;
    use uuid::Uuid;

    /// A browser reads and writes through these, every other program straight.
    #[test]
    fn the_rules_read_and_write_what_the_wire_has() {
        let ticket = TicketId(Uuid::from_u128(1));
        let command = Command::from(ticket::Act::ConfirmResolution { ticket });
        let text = serde_json::to_string(&command).unwrap();
        let rules = Rules::all();
        assert_eq!(rules.write(&command).unwrap().get(), text);
        assert_eq!(rules.read(serde_json::from_str(&text).unwrap()).unwrap(), command);
    }

    #[test]
    fn without_rules_no_command_is_taken_for_another() {
        let rules = Rules::none();
        let said = serde_json::from_str(r#"{"command":"confirm_resolution"}"#).unwrap();
        assert!(rules.read(said).is_err());
        let ticket = TicketId(Uuid::from_u128(1));
        let command = Command::from(ticket::Act::ConfirmResolution { ticket });
        assert!(rules.write(&command).is_err());
    }
}
