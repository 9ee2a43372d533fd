//! The layout of the database, one function per version.

use rexie::{ObjectStore, Rexie, RexieBuilder};

/// The database's name in the browser.
pub(super) const DATABASE: &str = "tournee";

/// What the device knows of itself: its key, the last number it used, its meta.
pub(super) const META: &str = "meta";
/// Commands by their number on this device, each as JSON text.
pub(super) const OUTBOX: &str = "outbox";
/// Commands that were sent many at once, by the last and the first of their numbers, each a line
/// of JSON. Of one that is in [`OUTBOX`] too, that text stands.
pub(super) const SENT: &str = "sent";
/// Rows that changed since the blocks were written, by row key, as JSON text; an empty text says
/// that the row is gone.
pub(super) const ROWS: &str = "rows";
/// Rows in bulk, by a growing number, in blocks of `shared::pack`; a JSON list of some hundred rows
/// in the first versions.
pub(super) const BLOCKS: &str = "blocks";
/// Photos and signatures by their SHA-256.
pub(super) const FILES: &str = "files";

/// One step per version of the layout; the version of the database is how many there are.
const STEPS: [fn(&mut Vec<&'static str>); 2] = [version_1, version_2];

/// The first layout.
fn version_1(stores: &mut Vec<&'static str>) {
    stores.extend([META, OUTBOX, ROWS, BLOCKS, FILES]);
}

/// Commands that were sent many at once are written as one.
fn version_2(stores: &mut Vec<&'static str>) {
    stores.push(SENT);
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

/// What opens the database, and brings it to the current version first.
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
