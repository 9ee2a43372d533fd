//! Photos, parts and snapshots in the data folder.

use super::{BlobFailed, BlobResult, Blobs, PARTS, Shelf, Turn};
use axum::body::Bytes;
use shared::id::FileHash;
use std::fs::{self, DirEntry, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The folder of locks, apart from the parts, of which old ones are deleted.
const LOCKS: &str = "turns";

/// The data folder. Servers may share it.
#[derive(Debug, Clone)]
pub struct Folder {
    data: PathBuf,
}

impl Folder {
    /// The data folder at this path; what lacks in it is made when it is needed.
    pub fn of(data: &Path) -> Self {
        Self { data: data.to_owned() }
    }

    fn parts(&self, hash: &FileHash) -> PathBuf {
        self.data.join(PARTS).join(hash.as_str())
    }

    fn path(&self, shelf: Shelf, name: &str) -> PathBuf {
        self.data.join(shelf.folder()).join(name)
    }
}

impl Blobs for Folder {
    fn room(&self) -> BlobResult<Option<u64>> {
        Ok(Some(room(&self.data)?))
    }

    /// Locks a file until the turn is dropped, across all servers that share the folder: an earlier
    /// request may still be running when the device reconnects, possibly to another server. All
    /// files share 256 locks.
    fn turn(&self, hash: &FileHash) -> BlobResult<Option<Turn>> {
        let folder = self.data.join(LOCKS);
        fs::create_dir_all(&folder)?;
        let options = OpenOptions::new().create(true).write(true).truncate(false).clone();
        let lock = options.open(folder.join(&hash.as_str()[..2]))?;
        lock.lock()?;
        Ok(Some(Box::new(lock)))
    }

    fn received(&self, hash: &FileHash) -> BlobResult<u64> {
        Ok(fs::metadata(self.parts(hash)).map_or(0, |file| file.len()))
    }

    fn append(&self, hash: &FileHash, first: u64, bytes: &[u8]) -> BlobResult<()> {
        fs::create_dir_all(self.data.join(PARTS))?;
        let options = OpenOptions::new().create(true).write(true).truncate(false).clone();
        let mut file = options.open(self.parts(hash))?;
        file.set_len(first)?;
        file.seek(SeekFrom::Start(first))?;
        file.write_all(bytes)?;
        Ok(file.sync_all()?)
    }

    fn gathered(&self, hash: &FileHash) -> BlobResult<Vec<u8>> {
        Ok(fs::read(self.parts(hash))?)
    }

    fn forget(&self, hash: &FileHash) -> BlobResult<()> {
        Ok(fs::remove_file(self.parts(hash))?)
    }

    fn forget_parts(&self, before: SystemTime) -> BlobResult<u64> {
        let mut count = 0;
        for part in entries(&self.data.join(PARTS))? {
            if part.metadata()?.modified()? < before {
                fs::remove_file(part.path())?;
                count += 1;
            }
        }
        Ok(count)
    }

    fn has(&self, shelf: Shelf, name: &str) -> BlobResult<bool> {
        Ok(self.path(shelf, name).is_file())
    }

    fn get(&self, shelf: Shelf, name: &str) -> BlobResult<Option<Bytes>> {
        match fs::read(self.path(shelf, name)) {
            Ok(bytes) => Ok(Some(bytes.into())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn put(&self, shelf: Shelf, name: &str, bytes: Bytes) -> BlobResult<()> {
        let (folder, beside) = (self.data.join(shelf.folder()), self.data.join(PARTS));
        fs::create_dir_all(&folder)?;
        fs::create_dir_all(&beside)?;
        put_whole(&beside.join(own_name()), &folder.join(name), &bytes)?;
        Ok(File::open(&folder)?.sync_all()?)
    }

    fn names(&self, shelf: Shelf) -> BlobResult<Vec<String>> {
        let mut names = Vec::new();
        for entry in entries(&self.data.join(shelf.folder()))? {
            if entry.path().is_file() {
                names.extend(entry.file_name().into_string());
            }
        }
        Ok(names)
    }

    fn remove(&self, shelf: Shelf, names: &[String]) -> BlobResult<()> {
        for name in names {
            match fs::remove_file(self.path(shelf, name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                Ok(()) | Err(_) => {}
            }
        }
        Ok(())
    }

    fn remove_older(&self, shelf: Shelf, before: SystemTime) -> BlobResult<()> {
        for entry in entries(&self.data.join(shelf.folder()))? {
            // Another server may have deleted it already.
            let made = entry.metadata().and_then(|file| file.modified());
            if made.is_ok_and(|made| made < before) {
                let _ = fs::remove_file(entry.path());
            }
        }
        Ok(())
    }

    fn try_out(&self) -> BlobResult<String> {
        Ok("in the data folder".into())
    }
}

/// Returns how many bytes the disk of a folder has free for this program.
///
/// # Errors
/// Those of the disk.
pub fn room(folder: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(folder)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

fn entries(folder: &Path) -> Result<Vec<DirEntry>, BlobFailed> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        other => Ok(other?.collect::<io::Result<_>>()?),
    }
}

/// A name that no other writer has, of this process or of another one on the folder. What is left
/// of a crash is deleted with the parts of which nothing comes any more.
fn own_name() -> String {
    format!("{}.whole", uuid::Uuid::now_v7())
}

/// Writes beside the target, then renames: a file is there completely or not at all.
fn put_whole(beside: &Path, to: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(beside, to)
}
