//! `person`: answers a request of a person, of access or of erasure.

use super::{CommandFailure, Data, on};
use crate::person::{self, STAYS};
use crate::state::now_ms;
use clap::Args;
use std::path::PathBuf;

/// Whose request, and which
#[derive(Args)]
pub struct PersonCommand {
    #[command(flatten)]
    data: Data,
    /// Their address of electronic mail, or the key of their account
    #[arg(long)]
    who: String,
    /// Write a copy of everything that is kept of them into this file, as JSON
    #[arg(long, conflicts_with = "forget", required_unless_present = "forget")]
    export: Option<PathBuf>,
    /// Forget them, once a coordinator has ended their account, and say what stays
    #[arg(long)]
    forget: bool,
}

impl PersonCommand {
    /// Writes the copy, or forgets.
    ///
    /// # Errors
    /// When nobody is meant, the account is still in use, or the store or the disk fails.
    pub fn perform(self) -> Result<(), CommandFailure> {
        let store = self.data.open()?;
        match self.export {
            Some(path) => {
                let copy = store.look(|reader| Ok(person::copy(reader, &self.who)))??;
                let text = serde_json::to_string_pretty(&copy).map_err(on(&path))?;
                if path.exists() {
                    return Err(CommandFailure::Exists(path));
                }
                std::fs::write(&path, text).map_err(on(&path))?;
                println!("Copied into {}: give it to nobody else.", path.display());
            }
            None => {
                let key = store.try_change(|writer| person::forget(writer, &self.who, now_ms()))?;
                println!("Forgotten. What stays, by the key {key}:");
                STAYS.iter().for_each(|line| println!("  - {line}"));
            }
        }
        Ok(())
    }
}
