//! The code that reads and writes commands, apart from the code that keeps and sends them.
//!
//! A browser fetches it behind the first screen. Every other program has it from the start.

use super::Command;
use columns::tagged;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Error, Map, Value};
use std::sync::OnceLock;

/// Why no command can be read or written.
const MISSING: &str = "the code of commands is not here yet";

/// Reads and writes the commands of all services. Only [`Wire::all`] names them.
#[derive(Debug, Clone, Copy)]
pub struct Wire {
    read: fn(&Value) -> Result<Command, Error>,
    write: fn(&Command) -> Result<Box<RawValue>, Error>,
}

static HERE: OnceLock<Wire> = OnceLock::new();

/// A command as it is read and written straight.
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

impl Wire {
    /// That of all services.
    pub fn all() -> Self {
        Self {
            read: |said| columns::from_value(said).map(|Direct(command)| command),
            write: |command| serde_json::value::to_raw_value(&Direct(command)),
        }
    }

    /// That of a program that has not fetched it yet.
    const fn none() -> Self {
        Self {
            read: |_| Err(Error::custom(MISSING)),
            write: |_| Err(serde::ser::Error::custom(MISSING)),
        }
    }

    /// Gives it to the program; once it is here, it stays.
    pub fn provide(self) {
        HERE.get_or_init(|| self);
    }

    pub(super) fn here() -> &'static Self {
        const NONE: &Wire = &Wire::none();
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::TicketId;
    use crate::ticket;
    use uuid::Uuid;

    fn command() -> Command {
        ticket::Act::ConfirmResolution { ticket: TicketId(Uuid::from_u128(1)) }.into()
    }

    /// A browser reads and writes through this, every other program straight.
    #[test]
    fn it_reads_and_writes_what_every_other_program_does() {
        let text = serde_json::to_string(&command()).unwrap();
        let wire = Wire::all();
        assert_eq!(wire.write(&command()).unwrap().get(), text);
        assert_eq!(wire.read(serde_json::from_str(&text).unwrap()).unwrap(), command());
    }

    #[test]
    fn without_its_code_no_command_is_taken_for_another() {
        let said = serde_json::from_str(r#"{"command":"confirm_resolution"}"#).unwrap();
        assert!(Wire::none().read(said).is_err());
        assert!(Wire::none().write(&command()).is_err());
    }
}
