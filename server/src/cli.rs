//! The sub-commands of the program.

pub mod account;
pub mod backup;
pub mod purge;
pub mod serve;

use crate::store::sqlite::Sqlite;
use crate::store::{Fault, Store};
use clap::Args;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why a sub-command ended before it was done, in a sentence.
#[derive(Debug)]
pub struct Failure(pub String);

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Failure(fault.0)
    }
}

/// A failure about a file or a folder.
pub fn on<E: fmt::Display>(path: &Path) -> impl FnOnce(E) -> Failure + '_ {
    move |error| Failure(format!("{}: {error}", path.display()))
}

/// Where everything is kept
#[derive(Args, Debug, Clone)]
pub struct Data {
    /// The data folder
    #[arg(long, env = "TOURNEE_DATA", default_value = "data")]
    pub data: PathBuf,
}

impl Data {
    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.data.join(DATABASE)
    }

    /// Opens the store, and makes it when it is not there.
    ///
    /// # Errors
    /// When the folder or the database cannot be opened.
    pub fn open(&self) -> Result<Arc<dyn Store>, Failure> {
        std::fs::create_dir_all(&self.data).map_err(on(&self.data))?;
        Ok(Arc::new(Sqlite::open(&self.database())?))
    }

    /// Brings the database to this version.
    ///
    /// # Errors
    /// When it cannot be opened or was written by a newer version.
    pub fn migrate(&self) -> Result<(), Failure> {
        self.open()?;
        println!("The database is up to date.");
        Ok(())
    }
}

/// The name of the database in the data folder.
pub const DATABASE: &str = "tournee.sqlite";
