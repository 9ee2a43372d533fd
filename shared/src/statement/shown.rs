//! How an amount may be shown: never a percentage of few, never few people.

use super::{Amount, Defined, Shape};
use crate::words::agree;

/// Of less than that no percentage is shown, and less people than that are not told.
pub const FEW: i64 = 5;

/// What may be shown of an amount. Numbers have the decimals of their definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Nobody knows: not zero.
    Unknown,
    /// Less than [`FEW`] people.
    Few,
    /// A number.
    Number(i64),
    /// A part of something, and thousandths when it is a part of enough.
    Part {
        /// The part.
        value: i64,
        /// Of that.
        of: i64,
        /// Rounded half up.
        permille: Option<i64>,
    },
    /// A mean with one decimal more than its definition, over that many.
    Mean {
        /// Tenths of the unit.
        tenths: i64,
        /// Of how many.
        of: i64,
    },
}

/// The thousandths of a part, rounded half up; `None` of less than [`FEW`].
pub fn permille(value: i64, of: i64) -> Option<i64> {
    (of >= FEW).then(|| (2_000 * value + of).div_euclid(2 * of))
}

impl Defined {
    /// Its unit as it goes with a number, of which the last `scale` digits are decimals.
    pub fn unit_of(&self, value: i64, scale: u8) -> &str {
        let one = if self.one.is_empty() { &self.unit } else { &self.one };
        agree(value, scale, one, &self.unit)
    }

    /// What may be shown of an amount of this definition.
    pub fn shown(&self, amount: Amount) -> Shown {
        if amount.few {
            return Shown::Few;
        }
        let Some(value) = amount.value else { return Shown::Unknown };
        match (self.shape, amount.of) {
            (Shape::Share | Shape::Known, Some(of)) => {
                Shown::Part { value, of, permille: permille(value, of) }
            }
            (Shape::Mean, Some(of)) if of > 0 => {
                Shown::Mean { tenths: (20 * value + of).div_euclid(2 * of), of }
            }
            (Shape::Mean, _) => Shown::Unknown,
            (Shape::Count | Shape::Share | Shape::Known | Shape::Unknown, _) => {
                Shown::Number(value)
            }
        }
    }
}
