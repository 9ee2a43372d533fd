//! Skipping values of a column without decoding them.

use crate::bytes::{Source, signed};
use crate::column::{Bits, Column, Objects, Texts, next_of, unknown_shape};
use serde::de::Error as _;
use serde_json::Error;

impl Column {
    /// Skips `count` values.
    ///
    /// # Errors
    /// When the column has fewer.
    pub(crate) fn skip(&mut self, count: usize, block: &[u8]) -> Result<(), Error> {
        match self {
            _ if count == 0 => Ok(()),
            Column::Nothing => Err(Error::custom("a column is too short")),
            Column::Same(_) | Column::SameText(_) => Ok(()),
            Column::Maybe { is_there, inner } => inner.skip(is_there.skip(count, block)?, block),
            Column::Truths(bits) => bits.skip(count, block).map(drop),
            Column::Steps { steps, last } => {
                steps.each(count, block, |step| *last = last.wrapping_add(signed(step)))
            }
            Column::Numbers(numbers) => numbers.take(size_of::<f64>() * count).map(drop),
            Column::Texts(texts) | Column::Large(texts) => texts.skip(count, block),
            Column::Uuids(uuids) => {
                uuids.at = uuids.at.saturating_add(count);
                Ok(())
            }
            Column::Dictionary { high, low, .. } => {
                high.take(if high.is_empty() { 0 } else { count })?;
                low.take(count).map(drop)
            }
            Column::Lists { lengths, items } => items.skip(sum(lengths, count, block)?, block),
            Column::Objects(objects) => objects.skip(count, block),
            Column::Mixed { classes, columns } => {
                for _ in 0..count {
                    next_of(classes, columns, block)?.skip(1, block)?;
                }
                Ok(())
            }
        }
    }
}

/// Adds up the next `count` numbers.
fn sum(numbers: &mut Source, count: usize, block: &[u8]) -> Result<usize, Error> {
    let mut sum = 0_u64;
    numbers.each(count, block, |number| sum = sum.saturating_add(number))?;
    usize::try_from(sum).map_err(Error::custom)
}

impl Bits {
    /// Skips `count` bits and returns how many of them are set.
    fn skip(&mut self, count: usize, block: &[u8]) -> Result<usize, Error> {
        let mut set = 0;
        for _ in 0..count {
            set += usize::from(self.next(block)?);
        }
        Ok(set)
    }
}

impl Texts {
    fn skip(&mut self, count: usize, block: &[u8]) -> Result<(), Error> {
        let length = sum(&mut self.lengths, count, block)?;
        self.left.take(length).map(drop)
    }
}

impl Objects {
    fn skip(&mut self, count: usize, block: &[u8]) -> Result<(), Error> {
        let mut of_shape = vec![0_usize; self.shapes.len()];
        match &mut of_shape[..] {
            [one] => *one = count,
            several => {
                let mut are_known = true;
                self.numbers.each(count, block, |number| {
                    let of_shape = usize::try_from(number).ok().and_then(|n| several.get_mut(n));
                    match of_shape {
                        Some(count) => *count += 1,
                        None => are_known = false,
                    }
                })?;
                if !are_known {
                    return unknown_shape();
                }
            }
        }
        for (shape, count) in self.shapes.iter().zip(of_shape) {
            for place in shape {
                self.columns[*place].skip(count, block)?;
            }
        }
        Ok(())
    }
}
