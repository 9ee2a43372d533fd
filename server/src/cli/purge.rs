//! `purge`: applies the retention periods, and leaves a proof of it in the audit.

use super::{CommandFailure, Data};
use crate::purge::{self, Periods, Purged};
use crate::state::now_ms;
use clap::Args;
use clap::builder::RangedI64ValueParser;

/// How long what is kept, in days
#[derive(Args)]
pub struct Purge {
    #[command(flatten)]
    data: Data,
    /// Words of commands; their keys stay, so that none takes effect twice
    #[arg(long, env = "TOURNEE_KEEP_COMMANDS", value_parser = days(60),
        default_value_t = Periods::default().commands)]
    commands: i64,
    /// Sign-ins, codes, revocations, proofs of earlier purges
    #[arg(long, env = "TOURNEE_KEEP_AUDIT", value_parser = days(30),
        default_value_t = Periods::default().audit)]
    audit: i64,
    /// Closed requests and past visits, with photos and signatures
    #[arg(long, env = "TOURNEE_KEEP_HISTORY", value_parser = days(365),
        default_value_t = Periods::default().history)]
    history: i64,
    /// Projects that a call refused or let wait, after the decision
    #[arg(long, env = "TOURNEE_KEEP_REFUSED_PROJECTS", value_parser = days(365),
        default_value_t = Periods::default().refused_projects)]
    refused_projects: i64,
    /// Absences, after their last day
    #[arg(long, env = "TOURNEE_KEEP_ABSENCES", value_parser = days(120),
        default_value_t = Periods::default().absences)]
    absences: i64,
    /// Names of teachers, after they left
    #[arg(long, env = "TOURNEE_KEEP_TEACHERS", value_parser = days(30),
        default_value_t = Periods::default().teachers)]
    teachers: i64,
    /// Commitments of money, after nothing more is paid of them
    #[arg(long, env = "TOURNEE_KEEP_ACCOUNTS", value_parser = days(365),
        default_value_t = Periods::default().accounts)]
    accounts: i64,
    /// News, after their last day
    #[arg(long, env = "TOURNEE_KEEP_NEWS", value_parser = days(30),
        default_value_t = Periods::default().news)]
    news: i64,
    /// Addresses, names and devices of people, after they left and were last heard of
    #[arg(long, env = "TOURNEE_KEEP_PEOPLE", value_parser = days(30),
        default_value_t = Periods::default().people)]
    people: i64,
    /// Letters to schools, sent or not
    #[arg(long, env = "TOURNEE_KEEP_LETTERS", value_parser = days(30),
        default_value_t = Periods::default().letters)]
    letters: i64,
    /// Files that nothing names
    #[arg(long, env = "TOURNEE_KEEP_FILES", value_parser = days(40),
        default_value_t = Periods::default().files)]
    files: i64,
}

/// Parses a number of days that is long enough for devices to send before it ends.
fn days(least: i64) -> RangedI64ValueParser<i64> {
    RangedI64ValueParser::new().range(least..=36_500)
}

impl Purge {
    /// Removes everything that is too old; a second run changes nothing more.
    ///
    /// # Errors
    /// When the store or the disk fails; the store then stays as it was.
    pub fn perform(self) -> Result<(), CommandFailure> {
        let store = self.data.open()?;
        let periods = Periods {
            commands: self.commands,
            audit: self.audit,
            history: self.history,
            refused_projects: self.refused_projects,
            absences: self.absences,
            teachers: self.teachers,
            accounts: self.accounts,
            news: self.news,
            people: self.people,
            letters: self.letters,
            files: self.files,
        };
        let Purged { commands, rows, people, letters, files } =
            purge::apply(&store, &*self.data.blobs()?, periods, now_ms())?;
        println!(
            "Purged: the words of {commands} commands, {rows} rows, {letters} letters, {files} \
             files; {people} people who left are forgotten."
        );
        Ok(())
    }
}
