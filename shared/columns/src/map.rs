//! A map by key of which some values still stand in the blocks that they came in.

use crate::late::{Block, Late, ReadRest};
use serde::de::DeserializeOwned;
use serde_json::Error;
use std::collections::BTreeMap;
use std::ops::Index;
use std::sync::Arc;

/// Values by key, with the methods of a [`BTreeMap`]. Values of a block are decoded on demand; one
/// that cannot be decoded counts in [`LateMap::len`] and is never returned.
#[derive(Debug, Clone)]
pub struct LateMap<K, T> {
    slots: BTreeMap<K, Slot<T>>,
    blocks: Vec<Arc<Late<T>>>,
}

#[derive(Debug)]
enum Slot<T> {
    Value(Arc<T>),
    /// The number of the block, and the place of the value in it.
    Late {
        block: u32,
        at: u32,
    },
}

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        match self {
            Slot::Value(value) => Slot::Value(Arc::clone(value)),
            Slot::Late { block, at } => Slot::Late { block: *block, at: *at },
        }
    }
}

impl<T: DeserializeOwned> Slot<T> {
    fn value<'a>(&'a self, blocks: &'a [Arc<Late<T>>]) -> Option<&'a Arc<T>> {
        match self {
            Slot::Value(value) => Some(value),
            Slot::Late { block, at } => blocks[*block as usize].get(*at as usize),
        }
    }
}

/// A field by which values can be looked up, see [`LateMap::having`].
pub struct Lookup<T, F> {
    /// Name of the field in the packed form.
    pub name: &'static str,
    /// The field of a decoded value.
    pub of: fn(&T) -> &F,
}

impl<K, T> Default for LateMap<K, T> {
    fn default() -> Self {
        Self { slots: BTreeMap::new(), blocks: Vec::new() }
    }
}

impl<K: Ord, T: DeserializeOwned> LateMap<K, T> {
    /// Returns the value of a key.
    pub fn get(&self, key: &K) -> Option<&Arc<T>> {
        self.slots.get(key)?.value(&self.blocks)
    }

    /// Whether there is a value of that key.
    pub fn contains_key(&self, key: &K) -> bool {
        self.slots.contains_key(key)
    }

    /// Number of values.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Returns all keys in order. No value is decoded.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.slots.keys()
    }

    /// Decodes all values and returns them in the order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Arc<T>> {
        // In one pass; the loop below would seek each value.
        for block in &self.blocks {
            block.read_all();
        }
        self.slots.values().filter_map(|slot| slot.value(&self.blocks))
    }

    /// Returns the values that have `value` in a field, in the order of their keys. In blocks,
    /// only that field is scanned, and only the values found are decoded.
    pub fn having<'a, F>(
        &'a self,
        field: Lookup<T, F>,
        value: &'a F,
    ) -> impl Iterator<Item = &'a Arc<T>>
    where
        F: DeserializeOwned + PartialEq,
    {
        let scan = |block: &Arc<Late<T>>| block.read_having(field.name, value);
        let scanned: Vec<_> = self.blocks.iter().map(scan).collect();
        let may_have = move |slot: &&Slot<T>| match slot {
            Slot::Value(_) => true,
            Slot::Late { block, at } => {
                scanned[*block as usize].as_ref().is_none_or(|has| has[*at as usize])
            }
        };
        let found = self.slots.values().filter(may_have);
        let values = found.filter_map(|slot| slot.value(&self.blocks));
        values.filter(move |found| (field.of)(found) == value)
    }

    /// Puts a value in the place of the one with its key.
    #[inline(never)]
    pub fn insert(&mut self, key: K, value: Arc<T>) {
        self.slots.insert(key, Slot::Value(value));
    }

    /// Removes the value of a key.
    pub fn remove(&mut self, key: &K) {
        self.slots.remove(key);
    }

    /// Puts the values of a block in the place of those with their keys, without decoding them.
    /// `key` is the name of the field that holds the key, see [`Block::late`].
    ///
    /// # Errors
    /// Those of [`Block::late`]; then nothing was put.
    #[inline(never)]
    pub fn put_block(&mut self, block: Block, key: &'static str) -> Result<(), Error>
    where
        K: DeserializeOwned,
    {
        let (keys, values) = block.late(key)?;
        let number = self.blocks.len() as u32;
        for (key, at) in keys.into_iter().zip(0..) {
            self.slots.insert(key, Slot::Late { block: number, at });
        }
        self.blocks.push(Arc::new(values));
        Ok(())
    }

    /// Number of blocks that are still held.
    pub fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// Returns a held block by its number.
    pub fn block(&self, number: usize) -> Option<&dyn ReadRest> {
        self.blocks.get(number).map(|block| &**block as &dyn ReadRest)
    }

    /// Decodes all values and drops the blocks. Values that cannot be decoded are removed. Returns
    /// whether there was none.
    pub fn let_blocks_go(&mut self) -> bool {
        let blocks = std::mem::take(&mut self.blocks);
        if blocks.is_empty() {
            return true;
        }
        // Read every block even after one failed.
        let are_sound = blocks.iter().fold(true, |are_sound, block| block.read_all() & are_sound);
        self.slots.retain(|_, slot| {
            let value = slot.value(&blocks).cloned();
            value.map(|value| *slot = Slot::Value(value)).is_some()
        });
        are_sound
    }
}

impl<K: Ord, T: DeserializeOwned> Extend<(K, Arc<T>)> for LateMap<K, T> {
    fn extend<I: IntoIterator<Item = (K, Arc<T>)>>(&mut self, values: I) {
        values.into_iter().for_each(|(key, value)| self.insert(key, value));
    }
}

impl<K: Ord, T: DeserializeOwned> Index<&K> for LateMap<K, T> {
    type Output = Arc<T>;

    /// # Panics
    /// When there is no value of that key, like a [`BTreeMap`].
    fn index(&self, key: &K) -> &Arc<T> {
        self.get(key).expect("a value of that key")
    }
}

/// Equal values under equal keys, decoded or not.
impl<K: Ord, T: DeserializeOwned + PartialEq> PartialEq for LateMap<K, T> {
    fn eq(&self, other: &Self) -> bool {
        self.keys().eq(other.keys()) && self.values().eq(other.values())
    }
}
