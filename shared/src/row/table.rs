//! A table of which some rows still stand in the blocks that they came in.

use crate::pack::late::LateRows;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::ops::Index;
use std::sync::Arc;

/// Rows by their keys, as a [`BTreeMap`] of them. Those of a block are read when they are asked
/// for; one that cannot be read counts, and is not given.
#[derive(Debug, Clone)]
pub struct Table<K, T> {
    slots: BTreeMap<K, Slot<T>>,
    blocks: Vec<Arc<LateRows<T>>>,
}

#[derive(Debug)]
enum Slot<T> {
    Row(Arc<T>),
    Late { block: Arc<LateRows<T>>, at: u32 },
}

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        match self {
            Slot::Row(row) => Slot::Row(Arc::clone(row)),
            Slot::Late { block, at } => Slot::Late { block: Arc::clone(block), at: *at },
        }
    }
}

impl<T: DeserializeOwned> Slot<T> {
    fn get(&self) -> Option<&Arc<T>> {
        match self {
            Slot::Row(row) => Some(row),
            Slot::Late { block, at } => block.get(*at as usize),
        }
    }
}

impl<K, T> Default for Table<K, T> {
    fn default() -> Self {
        Self { slots: BTreeMap::new(), blocks: Vec::new() }
    }
}

impl<K: Ord, T: DeserializeOwned> Table<K, T> {
    /// The row of that key.
    pub fn get(&self, key: &K) -> Option<&Arc<T>> {
        self.slots.get(key)?.get()
    }

    /// Whether there is a row of that key.
    pub fn contains_key(&self, key: &K) -> bool {
        self.slots.contains_key(key)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// No row at all.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// All rows, in the order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Arc<T>> {
        // One by one, each would be looked for.
        for block in &self.blocks {
            block.read_all();
        }
        self.slots.values().filter_map(Slot::get)
    }

    /// Puts a row in the place of the one with its key.
    #[inline(never)]
    pub fn insert(&mut self, key: K, row: Arc<T>) {
        self.slots.insert(key, Slot::Row(row));
    }

    /// Takes the row of that key out.
    pub fn remove(&mut self, key: &K) {
        self.slots.remove(key);
    }

    /// Puts the rows of a block in the place of those with their keys, which stand in its order.
    #[inline(never)]
    pub(super) fn put_block(&mut self, keys: Vec<K>, block: LateRows<T>) {
        let block = Arc::new(block);
        for (key, at) in keys.into_iter().zip(0..) {
            self.slots.insert(key, Slot::Late { block: Arc::clone(&block), at });
        }
        self.blocks.push(block);
    }

    /// The blocks whose rows are read when they are asked for.
    pub(super) fn blocks(&self) -> &[Arc<LateRows<T>>] {
        &self.blocks
    }

    /// Reads all rows, and lets the blocks go; whether each could be read.
    pub(super) fn let_blocks_go(&mut self) -> bool {
        if self.blocks.is_empty() {
            return true;
        }
        let mut are_sound = true;
        for block in std::mem::take(&mut self.blocks) {
            are_sound &= block.read_all();
        }
        self.slots.retain(|_, slot| {
            let row = slot.get().cloned();
            row.map(|row| *slot = Slot::Row(row)).is_some()
        });
        are_sound
    }
}

impl<K: Ord, T: DeserializeOwned> Extend<(K, Arc<T>)> for Table<K, T> {
    fn extend<I: IntoIterator<Item = (K, Arc<T>)>>(&mut self, rows: I) {
        rows.into_iter().for_each(|(key, row)| self.insert(key, row));
    }
}

impl<K: Ord, T: DeserializeOwned> Index<&K> for Table<K, T> {
    type Output = Arc<T>;

    /// # Panics
    /// When there is no row of that key, as that of a [`BTreeMap`].
    fn index(&self, key: &K) -> &Arc<T> {
        self.get(key).expect("a row of that key")
    }
}

/// The same rows, wherever they stand.
impl<K: Ord, T: DeserializeOwned + PartialEq> PartialEq for Table<K, T> {
    fn eq(&self, other: &Self) -> bool {
        self.slots.keys().eq(other.slots.keys()) && self.values().eq(other.values())
    }
}
