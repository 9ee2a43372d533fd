//! The layout of the database, one function per version.

use rexie::{ObjectStore, Rexie, RexieBuilder};

/// The database's name in the browser.
pub(super) const DATABASE: &str = "tournee";

/// The device's own data: its key, the last used number, its meta.
pub(super) const META: &str = "meta";
/// Commands by their number on this device, each as JSON text.
pub(super) const OUTBOX: &str = "outbox";
/// Runs of sent commands, by their last and first number, each command a line of JSON. If a command
/// is in [`OUTBOX`] too, that text counts.
pub(super) const SENT: &str = "sent";
/// The overlay: rows that changed since the blocks were written, by row key, as JSON; an empty text
/// means that the row was deleted.
pub(super) const ROWS: &str = "rows";
/// Rows in bulk, by a growing number: blocks of `shared::pack`, or a JSON list of some hundred rows
/// in the first versions.
pub(super) const BLOCKS: &str = "blocks";
/// Photos and signatures by their SHA-256.
pub(super) const FILES: &str = "files";
/// Drafts of forms by their key, each as JSON text.
pub(super) const DRAFTS: &str = "drafts";

/// What this device carries for colleagues, by the key of each command, as JSON text.
pub(super) const CARRIED: &str = "carried";

/// One step per version of the layout; the version of the database is how many there are.
const STEPS: [fn(&mut Vec<&'static str>); 4] = [version_1, version_2, version_3, version_4];

/// The first layout.
fn version_1(stores: &mut Vec<&'static str>) {
    stores.extend([META, OUTBOX, ROWS, BLOCKS, FILES]);
}

/// Commands that were sent many at once are written as one.
fn version_2(stores: &mut Vec<&'static str>) {
    stores.push(SENT);
}

/// What is typed and not sent yet is kept.
fn version_3(stores: &mut Vec<&'static str>) {
    stores.push(DRAFTS);
}

/// A phone carries what a colleague's phone cannot send.
fn version_4(stores: &mut Vec<&'static str>) {
    stores.push(CARRIED);
}

/// The version of the database.
pub(super) fn version() -> u32 {
    STEPS.len() as u32
}

/// Every object store of the current version. The only list there is: an upgrade deletes each
/// store that is not declared to it again.
pub(super) fn stores() -> Vec<&'static str> {
    let mut stores = Vec::new();
    for step in STEPS {
        step(&mut stores);
    }
    stores
}

/// Returns the builder that opens the database and upgrades it to the current version.
pub(super) fn builder() -> RexieBuilder {
    stores().into_iter().fold(Rexie::builder(DATABASE).version(version()), |builder, name| {
        builder.add_object_store(ObjectStore::new(name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outbox_is_declared_once_to_the_current_version() {
        let count = stores().iter().filter(|name| **name == OUTBOX).count();
        assert_eq!(count, 1);
    }
}
