//! The list of devices that were revoked or admitted, in a file beside the database: a backup that
//! is older than a revocation would undo it.

use crate::store::{StoreResult, Writer};
use serde::{Deserialize, Serialize};
use shared::id::{DeviceId, Millis};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// The name of the file in the data folder.
pub const FILE: &str = "revocations";

/// A device was revoked, or admitted again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    /// Which device.
    pub device: DeviceId,
    /// When, by the server's clock.
    pub at: Millis,
    /// Revoked, or admitted again.
    pub revoked: bool,
}

/// Adds a line to the list, on the disk when this returns.
///
/// # Errors
/// Those of the disk.
pub fn append(data: &Path, revocation: &Revocation) -> io::Result<()> {
    let line = serde_json::to_string(revocation)? + "\n";
    let mut file = OpenOptions::new().create(true).append(true).open(data.join(FILE))?;
    file.write_all(line.as_bytes())?;
    file.sync_all()
}

/// Reads a list, in the order of time: those of several servers may stand in one file. A last line
/// that was cut by a crash is left out.
///
/// # Errors
/// When the file cannot be read, or a line is none of the list.
pub fn read(path: &Path) -> io::Result<Vec<Revocation>> {
    let text = fs::read_to_string(path)?;
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    let lines = whole.lines().map(|line| Ok(serde_json::from_str(line)?));
    let mut list = lines.collect::<io::Result<Vec<Revocation>>>()?;
    list.sort_by_key(|line| line.at);
    Ok(list)
}

/// Brings the devices of a store to where the list says they were: one that is revoked is refused
/// whatever session it has, and may be admitted again. Returns how many were not there.
///
/// # Errors
/// A fault of the store.
pub fn apply(store: &dyn Writer, list: &[Revocation]) -> StoreResult<usize> {
    let mut changed = 0;
    for Revocation { device, at, revoked } in list {
        let Some(mut record) = store.device(*device)? else {
            continue;
        };
        if record.revoked_at.is_some() != *revoked {
            record.revoked_at = revoked.then_some(*at);
            store.put_device(&record)?;
            changed += 1;
        }
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_revoked_is_read_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let line = |at, revoked| Revocation { device: DeviceId(uuid::Uuid::nil()), at, revoked };
        for line in [line(1, true), line(2, false)] {
            append(folder.path(), &line).expect("kept");
        }
        let path = folder.path().join(FILE);
        assert_eq!(read(&path).expect("read"), [line(1, true), line(2, false)]);
        append(folder.path(), &line(0, true)).expect("of another server");
        let ats: Vec<_> = read(&path).expect("read").iter().map(|line| line.at).collect();
        assert_eq!(ats, [0, 1, 2]);
        let cut = fs::read_to_string(&path).expect("text") + "{\"device";
        fs::write(&path, cut).expect("written");
        assert_eq!(read(&path).expect("read").len(), 3, "a line that was cut");
        fs::write(&path, "nonsense\n").expect("written");
        assert!(read(&path).is_err());
    }
}
