//! Records of the photos and signatures in the data folder.

use super::sql::{Line, Sql, narrow, parsed};
use super::{Fault, StoreResult};
use shared::id::{AccountId, DeviceId, FileHash, Millis};
use shared::row::Row;

/// A stored file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRecord {
    /// SHA-256 of the bytes that the device sent.
    pub hash: FileHash,
    /// The device that sent it.
    pub device: DeviceId,
    /// The account that sent it.
    pub account: AccountId,
    /// When it was stored.
    pub kept_at: Millis,
    /// Bytes as sent.
    pub bytes: u64,
}

/// Reads the records of files.
pub trait Files {
    /// A file's record.
    fn file(&self, hash: &FileHash) -> StoreResult<Option<FileRecord>>;
    /// The rows that name a file.
    fn file_uses(&self, hash: &FileHash) -> StoreResult<Vec<Row>>;
    /// Whether an account has shown to have a file.
    fn is_giver(&self, hash: &FileHash, account: AccountId) -> StoreResult<bool>;
    /// Hashes of all files.
    fn file_hashes(&self) -> StoreResult<Vec<FileHash>>;
}

/// Writes the records of files.
pub trait WriteFiles {
    /// Creates a file's record.
    fn put_file(&self, file: &FileRecord) -> StoreResult<()>;
    /// Records that an account has shown to have a file.
    fn put_giver(&self, hash: &FileHash, account: AccountId) -> StoreResult<()>;
    /// Deletes a file's record.
    fn delete_file(&self, hash: &FileHash) -> StoreResult<()>;
}

impl<S: Sql> Files for S {
    fn file(&self, hash: &FileHash) -> StoreResult<Option<FileRecord>> {
        let sql = "SELECT hash, device, account, kept_at, bytes FROM files WHERE hash = $1";
        self.query_one(sql, &[hash.as_str().into()], file)
    }

    fn file_uses(&self, hash: &FileHash) -> StoreResult<Vec<Row>> {
        let sql = "SELECT rows.body FROM file_uses JOIN rows USING (kind, id) WHERE hash = $1 \
                   ORDER BY kind, id";
        self.query(sql, &[hash.as_str().into()], |line| Ok(serde_json::from_str(&line.text(0)?)?))
    }

    fn is_giver(&self, hash: &FileHash, account: AccountId) -> StoreResult<bool> {
        let sql = "SELECT hash FROM file_givers WHERE hash = $1 AND account = $2";
        let values = [hash.as_str().into(), account.to_string().into()];
        Ok(self.query_one(sql, &values, |line| line.text(0))?.is_some())
    }

    fn file_hashes(&self) -> StoreResult<Vec<FileHash>> {
        self.query("SELECT hash FROM files ORDER BY hash", &[], |line| Ok(FileHash(line.text(0)?)))
    }
}

impl<S: Sql> WriteFiles for S {
    fn put_file(&self, file: &FileRecord) -> StoreResult<()> {
        let sql = "INSERT INTO files (hash, device, account, kept_at, bytes) \
                   VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
        let bytes = i64::try_from(file.bytes).map_err(|e| Fault::of("a file is too large", e))?;
        let values = [
            file.hash.as_str().into(),
            file.device.to_string().into(),
            file.account.to_string().into(),
            file.kept_at.into(),
            bytes.into(),
        ];
        self.execute(sql, &values)?;
        Ok(())
    }

    fn put_giver(&self, hash: &FileHash, account: AccountId) -> StoreResult<()> {
        let sql = "INSERT INTO file_givers (hash, account) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        self.execute(sql, &[hash.as_str().into(), account.to_string().into()])?;
        Ok(())
    }

    fn delete_file(&self, hash: &FileHash) -> StoreResult<()> {
        self.execute("DELETE FROM file_givers WHERE hash = $1", &[hash.as_str().into()])?;
        self.execute("DELETE FROM files WHERE hash = $1", &[hash.as_str().into()])?;
        Ok(())
    }
}

fn file(line: &dyn Line) -> StoreResult<FileRecord> {
    Ok(FileRecord {
        hash: FileHash(line.text(0)?),
        device: parsed(line, 1)?,
        account: parsed(line, 2)?,
        kept_at: line.number(3)?,
        bytes: narrow(line, 4)?,
    })
}
