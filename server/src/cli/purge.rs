//! `purge`: applies the retention periods, and leaves a proof of it in the audit.

use super::{Data, Failure};
use crate::http::session::note;
use crate::state::now_ms;
use clap::Args;
use shared::id::AccountId;
use shared::limits::DAY_MS;
use uuid::Uuid;

/// How long what is kept, in days
#[derive(Args)]
pub struct Purge {
    #[command(flatten)]
    data: Data,
    /// Judged commands: the memory of «once» and the audit of what was done
    #[arg(long, default_value_t = 1_095, value_parser = clap::value_parser!(i64).range(60..))]
    commands: i64,
    /// Sign-ins, codes, revocations (CNIL, deliberation 2021-122: six months to a year)
    #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(i64).range(1..))]
    audit: i64,
}

impl Purge {
    /// Forgets what is too old; doing it twice changes nothing.
    ///
    /// # Errors
    /// When the store fails: then nothing was forgotten.
    pub fn perform(self) -> Result<(), Failure> {
        let (store, now) = (self.data.open()?, now_ms());
        let commands = now - self.commands * DAY_MS;
        let audit = now - self.audit * DAY_MS;
        let forgotten = store.change(|writer| {
            let forgotten = writer.forget_before(commands, audit, now)?;
            let detail = format!("commands={forgotten} before={commands} audit_before={audit}");
            note(writer, AccountId(Uuid::nil()), "purged", detail, now)?;
            Ok(forgotten)
        })?;
        println!("{forgotten} commands forgotten.");
        Ok(())
    }
}
