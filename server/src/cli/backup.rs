//! `backup`, `check-restore` and `restore`: copy everything, prove that a copy is good, and put it
//! back.

use super::{CommandFailure, DATABASE, Data, on};
use crate::audit;
use crate::blobs::folder::Folder;
use crate::blobs::{Blobs, Shelf};
use crate::identity;
use crate::jobs::system;
use crate::revocations::{self, Revocation};
use crate::state::now_ms;
use crate::statement;
use crate::store::sqlite::Sqlite;
use crate::store::{Store, StoreResult, Writer, must_not_be_behind};
use clap::Args;
use shared::api::audit::AuditEvent;
use shared::id::Epoch;
use shared::role::Role;
use shared::row::{Kind, Read, Row};
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where to copy to
#[derive(Args)]
pub struct Backup {
    #[command(flatten)]
    data: Data,
    /// A folder that does not exist yet
    #[arg(long)]
    to: PathBuf,
}

impl Backup {
    /// Copies the database and the files; the server may run meanwhile.
    ///
    /// # Errors
    /// When something cannot be read or written; the incomplete copy keeps the ending `.partial`.
    pub fn perform(self) -> Result<(), CommandFailure> {
        if self.to.exists() {
            return Err(CommandFailure::Exists(self.to));
        }
        let partial = self.to.with_extension("partial");
        std::fs::create_dir_all(&partial).map_err(on(&partial))?;
        let store = self.data.open()?;
        store.backup(&partial.join(DATABASE))?;
        copy_files(&*self.data.blobs()?, &Folder::of(&partial))?;
        std::fs::rename(&partial, &self.to).map_err(on(&self.to))?;
        println!("Backup written to {}", self.to.display());
        Ok(())
    }
}

/// Copies photos and signatures from one place to another. Those that are purged meanwhile lack.
fn copy_files(from: &dyn Blobs, to: &dyn Blobs) -> Result<(), CommandFailure> {
    for name in from.names(Shelf::Files)? {
        if let Some(bytes) = from.get(Shelf::Files, &name)? {
            to.put(Shelf::Files, &name, bytes)?;
        }
    }
    Ok(())
}

/// Which backup
#[derive(Args)]
pub struct CheckRestore {
    /// The folder of a backup
    #[arg(long)]
    from: PathBuf,
}

impl CheckRestore {
    /// Opens a copy of the backup with this version, reads every row and every file, and prints
    /// how many there are.
    ///
    /// # Errors
    /// When something is damaged or missing.
    pub fn perform(self) -> Result<(), CommandFailure> {
        let name = format!("tournee-check-{}", identity::hex(&identity::random::<16>()?));
        let copy = std::env::temp_dir().join(name);
        // Fails when somebody else made it: what is copied is for nobody else's eyes.
        DirBuilder::new().mode(0o700).create(&copy).map_err(on(&copy))?;
        let checked = check(&self.from, &copy);
        // What is left of the copy does not change what was found.
        let _ = std::fs::remove_dir_all(&copy);
        println!("{}", checked?);
        Ok(())
    }
}

fn check(from: &Path, copy: &Path) -> Result<String, CommandFailure> {
    let database = copy.join(DATABASE);
    let source = from.join(DATABASE);
    std::fs::copy(&source, &database).map_err(on(&source))?;
    let store = Sqlite::open(&database)?;
    store.check()?;
    let store: Arc<dyn Store> = Arc::new(store);
    let (counts, hashes, (frozen, changed)) = store.look(|reader| {
        must_not_be_behind(reader)?;
        let mut counts = Vec::new();
        for kind in Kind::ALL {
            counts.push(format!("{} {}", reader.load(&Read::All(*kind))?.len(), kind.tag()));
        }
        Ok((counts, reader.file_hashes()?, statement::check(reader)?))
    })?;
    if let Some(statement) = changed.first() {
        return Err(CommandFailure::Changed(statement.clone()));
    }
    for hash in &hashes {
        let file = from.join(Shelf::Files.folder()).join(hash.as_str());
        let bytes = std::fs::read(&file).map_err(on(&file))?;
        image::guess_format(&bytes).map_err(on(&file))?;
    }
    let (rows, files) = (counts.join(", "), hashes.len());
    Ok(format!("The backup is good: {rows}, {files} files, {frozen} frozen statements."))
}

/// Which backup, and where to
#[derive(Args)]
pub struct Restore {
    #[command(flatten)]
    data: Data,
    /// The folder of a backup
    #[arg(long)]
    from: PathBuf,
    /// The list of revoked devices of the data folder that was lost, when it is still there: the
    /// file «revocations»
    #[arg(long)]
    revocations: Option<PathBuf>,
}

impl Restore {
    /// Fills an empty store, a data folder and the place of photos from a backup. The epoch
    /// changes, so that devices offer again the commands that they sent since the backup was made.
    ///
    /// # Errors
    /// When the store is not empty, or the backup is damaged; the store then stays as it was.
    pub fn perform(self) -> Result<(), CommandFailure> {
        let (data, blobs) = (&self.data.data, self.data.blobs()?);
        std::fs::create_dir_all(data).map_err(on(data))?;
        let beside = data.join("restore.partial");
        let _ = std::fs::remove_dir_all(&beside);
        std::fs::create_dir(&beside).map_err(on(&beside))?;
        let told = match &self.revocations {
            Some(list) => revocations::read(list).map_err(on(list))?,
            None => Vec::new(),
        };
        let renewed = renewed(&self.from.join(DATABASE), &beside.join(DATABASE), &told);
        let restored = renewed.and_then(|copy| Ok(self.data.open()?.restore(&copy)?));
        // What is left of the copy changes nothing in what was restored.
        let _ = std::fs::remove_dir_all(&beside);
        restored?;
        copy_files(&Folder::of(&self.from), &*blobs)?;
        for revocation in &told {
            revocations::append(data, revocation).map_err(on(data))?;
        }
        println!("Restored into {}", data.display());
        Ok(())
    }
}

/// Copies a backup, migrates the copy to this version and gives it a new epoch, so that no store
/// ever holds the rows of the backup with the epoch that the devices know. Sessions of staff and
/// codes do not come back: some were ended since, and nobody knows which.
fn renewed(source: &Path, copy: &Path, told: &[Revocation]) -> Result<PathBuf, CommandFailure> {
    std::fs::copy(source, copy).map_err(on(source))?;
    let random = identity::random()?;
    let store: Arc<dyn Store> = Arc::new(Sqlite::open(copy)?);
    let now = now_ms();
    let (staff, devices) = store.change(|writer| {
        writer.renew_epoch(Epoch::from_parts(now, random))?;
        writer.end_codes()?;
        writer.hold_letters(now)?;
        let staff = end_sessions_of_staff(writer)?;
        let devices = revocations::apply(writer, told)?;
        let detail = format!("accounts={staff} devices={devices}");
        audit::append(writer, system().account, AuditEvent::Restored, detail, now)?;
        Ok((staff, devices))
    })?;
    println!("{staff} people sign in again. Passwords are those of the day of the backup.");
    match told {
        [] => println!("Devices revoked since are admitted again: revoke them, or give the list."),
        _ => println!("{devices} devices were revoked or admitted since, and are so again."),
    }
    Ok(copy.to_owned())
}

/// Returns how many accounts had their sessions ended.
fn end_sessions_of_staff(store: &dyn Writer) -> StoreResult<usize> {
    let mut ended = 0;
    for row in store.load(&Read::All(Kind::Account))? {
        if let Row::Account(account) = row
            && account.role != Role::Teacher
        {
            store.end_sessions(None, Some(account.id))?;
            ended += 1;
        }
    }
    Ok(ended)
}
