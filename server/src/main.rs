//! The program of Tournée: its sub-commands.

use clap::{Parser, Subcommand};
use server::cli::{self, Failure};
use std::process::ExitCode;

/// Tournée: the visits and the tickets of the schools of an authority
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the app
    Serve(cli::serve::Serve),
    /// Bring the database to this version
    Migrate(cli::Data),
    /// Make an account with which somebody can sign in
    CreateAccount(cli::account::CreateAccount),
    /// Copy database and files while the server runs
    Backup(cli::backup::Backup),
    /// Check that a backup can be restored
    CheckRestore(cli::backup::CheckRestore),
    /// Restore a backup into a new data folder
    Restore(cli::backup::Restore),
    /// Apply the retention periods
    Purge(cli::purge::Purge),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Serve(serve) => serve.perform(),
        Command::Migrate(data) => data.migrate(),
        Command::CreateAccount(account) => account.perform(),
        Command::Backup(backup) => backup.perform(),
        Command::CheckRestore(check) => check.perform(),
        Command::Restore(restore) => restore.perform(),
        Command::Purge(purge) => purge.perform(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(why)) => {
            eprintln!("tournee: {why}");
            ExitCode::FAILURE
        }
    }
}
