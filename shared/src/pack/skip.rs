//! Passing over values of a column without reading them.

use super::bytes::Source;
use super::column::{Bits, Column, Objects, Texts};
use serde::de::Error as _;
use serde_json::Error;

impl Column {
    /// Passes over that many values.
    ///
    /// # Errors
    /// When the column has fewer.
    pub(super) fn skip(&mut self, count: usize, block: &[u8]) -> Result<(), Error> {
        match self {
            _ if count == 0 => Ok(()),
            Column::Nothing => Err(Error::custom("a column is too short")),
            Column::Same(_) | Column::SameText(_) => Ok(()),
            Column::Maybe { is_there, inner } => inner.skip(is_there.skip(count, block)?, block),
            Column::Truths(bits) => bits.skip(count, block).map(drop),
            Column::Steps { steps, last } => {
                for _ in 0..count {
                    *last = last.wrapping_add(steps.signed(block)?);
                }
                Ok(())
            }
            Column::Numbers(numbers) => numbers.take(size_of::<f64>() * count).map(drop),
            Column::Texts(texts) | Column::Large(texts) => texts.skip(count, block),
            Column::Keys(keys) => {
                keys.at = keys.at.saturating_add(count);
                Ok(())
            }
            Column::Words { high, low, .. } => {
                high.take(if high.is_empty() { 0 } else { count })?;
                low.take(count).map(drop)
            }
            Column::Lists { lengths, items } => items.skip(sum(lengths, count, block)?, block),
            Column::Objects(objects) => objects.skip(count, block),
            Column::Mixed { classes, columns } => {
                for class in classes.take(count)?.bytes(block)? {
                    let of_class = columns.get_mut(usize::from(*class));
                    of_class
                        .ok_or_else(|| Error::custom("a value of an unknown class"))?
                        .skip(1, block)?;
                }
                Ok(())
            }
        }
    }
}

/// The sum of the next numbers.
fn sum(numbers: &mut Source, count: usize, block: &[u8]) -> Result<usize, Error> {
    let mut sum = 0_usize;
    for _ in 0..count {
        sum = sum.saturating_add(numbers.count(block)?);
    }
    Ok(sum)
}

impl Bits {
    /// Passes over that many bits: how many of them are set.
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
                for _ in 0..count {
                    several[self.next_shape(block)?] += 1;
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
