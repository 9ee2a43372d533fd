//! A table of which some rows still stand in the blocks that they came in.

use crate::pack::late::{Late, LateRows};
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
    /// The place of the block, and that of the row in it.
    Late {
        block: u32,
        at: u32,
    },
}

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        match self {
            Slot::Row(row) => Slot::Row(Arc::clone(row)),
            Slot::Late { block, at } => Slot::Late { block: *block, at: *at },
        }
    }
}

impl<T: DeserializeOwned> Slot<T> {
    fn row<'a>(&'a self, blocks: &'a [Arc<LateRows<T>>]) -> Option<&'a Arc<T>> {
        match self {
            Slot::Row(row) => Some(row),
            Slot::Late { block, at } => blocks[*block as usize].get(*at as usize),
        }
    }
}

/// A field that rows are looked for by.
pub struct Field<T, F> {
    /// Its name in what is kept.
    pub name: &'static str,
    /// Its value in a row.
    pub of: fn(&T) -> &F,
}

impl<K, T> Default for Table<K, T> {
    fn default() -> Self {
        Self { slots: BTreeMap::new(), blocks: Vec::new() }
    }
}

impl<K: Ord, T: DeserializeOwned> Table<K, T> {
    /// The row of that key.
    pub fn get(&self, key: &K) -> Option<&Arc<T>> {
        self.slots.get(key)?.row(&self.blocks)
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

    /// The keys of all rows, in their order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.slots.keys()
    }

    /// All rows, in the order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Arc<T>> {
        // One by one, each would be looked for.
        for block in &self.blocks {
            block.read_all();
        }
        self.slots.values().filter_map(|slot| slot.row(&self.blocks))
    }

    /// The rows that have that value in a field, in the order of their keys. Of those that still
    /// stand in their blocks that field alone is looked at, and what is found is read.
    pub fn having<'a, F>(
        &'a self,
        field: Field<T, F>,
        value: &'a F,
    ) -> impl Iterator<Item = &'a Arc<T>>
    where
        F: DeserializeOwned + PartialEq,
    {
        let look = |block: &Arc<LateRows<T>>| block.read_having(field.name, value);
        let looked_at: Vec<_> = self.blocks.iter().map(look).collect();
        let may_have = move |slot: &&Slot<T>| match slot {
            Slot::Row(_) => true,
            Slot::Late { block, at } => {
                looked_at[*block as usize].as_ref().is_none_or(|has| has[*at as usize])
            }
        };
        let found = self.slots.values().filter(may_have);
        let rows = found.filter_map(|slot| slot.row(&self.blocks));
        rows.filter(move |row| (field.of)(row) == value)
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
    pub(super) fn put_block(&mut self, (keys, block): (Vec<K>, LateRows<T>)) {
        let place = self.blocks.len() as u32;
        for (key, at) in keys.into_iter().zip(0..) {
            self.slots.insert(key, Slot::Late { block: place, at });
        }
        self.blocks.push(Arc::new(block));
    }

    /// The blocks whose rows are read when they are asked for.
    pub(super) fn blocks(&self) -> impl Iterator<Item = &dyn Late> {
        self.blocks.iter().map(|block| &**block as &dyn Late)
    }

    /// Reads all rows, and lets the blocks go; whether each could be read.
    pub(super) fn let_blocks_go(&mut self) -> bool {
        let blocks = std::mem::take(&mut self.blocks);
        if blocks.is_empty() {
            return true;
        }
        // All of them, also after one that has what cannot be read.
        let are_sound = blocks.iter().fold(true, |are_sound, block| block.read_all() & are_sound);
        self.slots.retain(|_, slot| {
            let row = slot.row(&blocks).cloned();
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
        self.keys().eq(other.keys()) && self.values().eq(other.values())
    }
}
