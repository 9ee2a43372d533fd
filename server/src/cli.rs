//! The sub-commands of the program.

pub mod account;
pub mod audit;
pub mod backup;
pub mod doctor;
pub mod modes;
pub mod person;
pub mod purge;
pub mod serve;

use crate::blobs::Blobs;
use crate::blobs::address::Address;
use crate::blobs::bucket::{Bucket, Keys, Unusable};
use crate::blobs::folder::Folder;
use crate::causes::chain;
use crate::identity::NoRandom;
use crate::mail::settings::BadMail;
use crate::person::NotDone;
use crate::provider::BadSettings;
use crate::store::postgres::Postgres;
use crate::store::sqlite::Sqlite;
use crate::store::{Fault, Store};
use clap::{Args, Parser, Subcommand};
use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

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
    Serve(Box<serve::Serve>),
    /// Bring the database to this version
    Migrate(Data),
    /// Make an account with which somebody can sign in
    CreateAccount(account::CreateAccount),
    /// Copy database and files while the server runs
    Backup(backup::Backup),
    /// Check that a backup can be restored
    CheckRestore(backup::CheckRestore),
    /// Restore a backup into a new data folder
    Restore(backup::Restore),
    /// Apply the retention periods
    Purge(purge::Purge),
    /// Answer a request of a person, of access or of erasure
    Person(person::PersonCommand),
    /// Write the audit as JSON lines
    Audit(audit::Audit),
    /// Look at what the installation needs, and say what to do
    Doctor(doctor::Doctor),
}

/// Runs the sub-command that the program's arguments name.
pub fn run() -> ExitCode {
    modes::keep_to_oneself();
    let done = match Arguments::parse().command {
        Command::Serve(serve) => serve.perform(),
        Command::Migrate(data) => data.migrate(),
        Command::CreateAccount(account) => account.perform(),
        Command::Backup(backup) => backup.perform(),
        Command::CheckRestore(check) => check.perform(),
        Command::Restore(restore) => restore.perform(),
        Command::Purge(purge) => purge.perform(),
        Command::Person(person) => person.perform(),
        Command::Audit(audit) => audit.perform(),
        Command::Doctor(doctor) => doctor.perform(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("tournee: {}", chain(&failure));
            ExitCode::FAILURE
        }
    }
}

/// Why a sub-command ended before it was done.
#[derive(Debug, thiserror::Error)]
pub enum CommandFailure {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Fault),
    /// Something about a file, a folder or an address failed.
    #[error("{at}")]
    At {
        /// Which one.
        at: String,
        /// Why.
        #[source]
        cause: Box<dyn Error + Send + Sync>,
    },
    /// The process cannot begin to serve.
    #[error("the server cannot begin")]
    Runtime(#[source] std::io::Error),
    /// The demonstration would be open to everybody who reaches this machine.
    #[error(
        "the demonstration has passwords that everybody knows: it is served on an address of this \
         machine only, such as 127.0.0.1:8080"
    )]
    PublicDemo,
    /// The accounts of the demonstration are in a database that is to be served in earnest.
    #[error(
        "this database holds accounts of the demonstration, with passwords that everybody knows: \
         begin with another data folder, or serve it with --demo"
    )]
    HoldsDemo,
    /// The identity provider cannot be used as it is described.
    #[error("the identity provider")]
    Provider(#[from] BadSettings),
    /// The store of files cannot be used as it is described.
    #[error("the store of files")]
    Bucket(#[from] Unusable),
    /// Files cannot be read, kept or deleted.
    #[error("files")]
    Files(#[from] crate::blobs::BlobFailed),
    /// The relay of mail cannot be used as it is described.
    #[error("the relay of mail")]
    Mail(#[from] BadMail),
    /// The request of a person cannot be answered.
    #[error("the request of a person")]
    Person(#[from] NotDone),
    /// Something about the installation is to be mended.
    #[error("{0} to mend")]
    Unwell(usize),
    /// A frozen statement is not what its hash says.
    #[error("the statement {0} is not as it was frozen")]
    Changed(String),
    /// Nothing may be written over what is there.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
}

impl From<NoRandom> for CommandFailure {
    fn from(none: NoRandom) -> Self {
        Fault::from(none).into()
    }
}

/// A failure about a file or a folder.
pub fn on<E: Into<Box<dyn Error + Send + Sync>>>(
    path: &Path,
) -> impl FnOnce(E) -> CommandFailure + '_ {
    move |cause| CommandFailure::At { at: path.display().to_string(), cause: cause.into() }
}

/// Where everything is kept
#[derive(Args, Debug, Clone)]
pub struct Data {
    /// The data folder
    #[arg(long, env = "TOURNEE_DATA", default_value = "data")]
    pub data: PathBuf,
    /// A PostgreSQL database instead of a file in the data folder: postgres://user@host/database
    #[arg(long, env = "TOURNEE_DATABASE_URL", hide_env_values = true)]
    database_url: Option<DatabaseUrl>,
    /// A bucket for photos and signatures instead of the data folder, of a store that speaks the
    /// protocol of S3: s3://bucket/prefix?endpoint=https://…&region=… with ca=FILE for a private
    /// authority. Its keys are in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY
    #[arg(long, env = "TOURNEE_FILES_URL")]
    files_url: Option<Address>,
}

/// The address of a database. It holds a password, so nothing prints it.
#[derive(Clone)]
struct DatabaseUrl(String);

impl From<String> for DatabaseUrl {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://…")
    }
}

impl Data {
    /// Opens the store, and creates it if it does not exist. Nothing else asks which engine it is.
    ///
    /// # Errors
    /// When the folder or the database cannot be opened.
    pub fn open(&self) -> Result<Arc<dyn Store>, CommandFailure> {
        std::fs::create_dir_all(&self.data).map_err(on(&self.data))?;
        Ok(match &self.database_url {
            Some(DatabaseUrl(url)) => Arc::new(Postgres::open(url)?),
            None => Arc::new(Sqlite::open(&self.data.join(DATABASE))?),
        })
    }

    /// Returns the place of photos and signatures. Nothing else asks which one it is.
    ///
    /// # Errors
    /// When a bucket lacks its keys or cannot be asked as its address says.
    pub fn blobs(&self) -> Result<Arc<dyn Blobs>, CommandFailure> {
        Ok(match &self.files_url {
            Some(address) => Arc::new(Bucket::at(address, Keys::of_environment()?)?),
            None => Arc::new(Folder::of(&self.data)),
        })
    }

    /// Brings the database to this version.
    ///
    /// # Errors
    /// When it cannot be opened or was written by a newer version.
    pub fn migrate(&self) -> Result<(), CommandFailure> {
        self.open()?;
        println!("The database is up to date.");
        Ok(())
    }
}

/// The name of the database in the data folder.
pub const DATABASE: &str = "tournee.sqlite";

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    /// What two sub-commands share has names that neither of them has for something else.
    #[test]
    fn every_sub_command_can_be_read() {
        Arguments::command().debug_assert();
    }
}
