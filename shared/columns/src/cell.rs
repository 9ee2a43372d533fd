//! The next value of a column: the part that does not depend on the type that is read.

use crate::bytes::expected;
use crate::column::{Column, Objects, Text, next_of};
use serde::de::Error as _;
use serde_json::{Error, Value};
use uuid::Uuid;

/// The next value of a column. Reading it moves the column on to the value after.
pub(crate) struct Cell<'c, 'de> {
    pub(crate) column: &'c mut Column,
    pub(crate) block: &'de [u8],
}

/// A number as JSON has them.
pub(crate) enum Number {
    Signed(i64),
    Large(u64),
    Float(f64),
}

/// Not generic, so compiled once for all types. What the generic code calls in its loops is
/// `inline`, because that code is compiled in the crates that use this one.
impl<'c, 'de> Cell<'c, 'de> {
    /// Follows the columns that only say whether there is a value and of which class it is.
    /// Returns the column that holds it, or `None` for null.
    pub(crate) fn bare(self) -> Result<Option<&'c mut Column>, Error> {
        let Self { mut column, block } = self;
        loop {
            column = match column {
                Column::Maybe { is_there, inner } => match is_there.next(block)? {
                    true => inner,
                    false => return Ok(None),
                },
                Column::Mixed { classes, columns } => next_of(classes, columns, block)?,
                Column::Same(Value::Null) => return Ok(None),
                Column::Nothing => return Err(Error::custom("a column is too short")),
                column => return Ok(Some(column)),
            }
        }
    }

    pub(crate) fn truth(self) -> Result<bool, Error> {
        let block = self.block;
        match self.bare()? {
            Some(Column::Same(Value::Bool(truth))) => Ok(*truth),
            Some(Column::Truths(bits)) => bits.next(block),
            _ => expected("true or false"),
        }
    }

    pub(crate) fn number(self) -> Result<Number, Error> {
        let block = self.block;
        match self.bare()? {
            Some(Column::Same(Value::Number(number))) => {
                match (number.as_i64(), number.as_u64(), number.as_f64()) {
                    (Some(number), ..) => Ok(Number::Signed(number)),
                    (_, Some(number), _) => Ok(Number::Large(number)),
                    (_, _, Some(number)) => Ok(Number::Float(number)),
                    _ => Err(Error::custom("a number of no kind")),
                }
            }
            Some(Column::Steps { steps, last }) => {
                *last = last.wrapping_add(steps.signed(block)?);
                Ok(Number::Signed(*last))
            }
            Some(Column::Numbers(numbers)) => {
                let bytes = numbers.take(size_of::<f64>())?.bytes(block)?;
                let bytes = bytes.try_into().map_err(Error::custom)?;
                Ok(Number::Float(f64::from_le_bytes(bytes)))
            }
            Some(Column::Large(digits)) => {
                digits.next(block)?.text(block)?.parse().map(Number::Large).map_err(Error::custom)
            }
            _ => expected("a number"),
        }
    }

    pub(crate) fn text(self) -> Result<Text<'de>, Error> {
        let block = self.block;
        match self.bare()? {
            Some(column) => column.next_text(block),
            None => expected("a text"),
        }
    }

    pub(crate) fn uuid(self) -> Result<Uuid, Error> {
        match self.text()? {
            Text::Uuid(uuid) => Ok(uuid),
            Text::Plain(text) => text.parse().map_err(Error::custom),
        }
    }

    pub(crate) fn null(self) -> Result<(), Error> {
        match self.bare()? {
            None => Ok(()),
            Some(_) => expected("nothing"),
        }
    }

    pub(crate) fn items(self) -> Result<Items<'c, 'de>, Error> {
        let block = self.block;
        match self.bare()? {
            Some(Column::Lists { lengths, items }) => {
                let left = lengths.count(block)?;
                Ok(Items { column: items, block, left })
            }
            _ => expected("a list"),
        }
    }

    pub(crate) fn fields(self) -> Result<Fields<'c, 'de>, Error> {
        let block = self.block;
        match self.bare()? {
            Some(Column::Objects(objects)) => Fields::of(objects, block),
            _ => expected("an object"),
        }
    }
}

/// The items of one list that are still to be read.
pub(crate) struct Items<'c, 'de> {
    column: &'c mut Column,
    block: &'de [u8],
    left: usize,
}

impl<'de> Items<'_, 'de> {
    /// The cell of the next item.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<Cell<'_, 'de>> {
        self.left = self.left.checked_sub(1)?;
        Some(Cell { column: self.column, block: self.block })
    }

    /// Checks that all items were read.
    pub(crate) fn end(&self) -> Result<(), Error> {
        if self.left == 0 { Ok(()) } else { Err(Error::custom("a list is too long")) }
    }
}

/// The fields of one object that are still to be read.
pub(crate) struct Fields<'c, 'de> {
    objects: &'c mut Objects,
    shape: usize,
    at: usize,
    block: &'de [u8],
}

impl<'c, 'de> Fields<'c, 'de> {
    /// The fields of the next object of a column.
    pub(crate) fn of(objects: &'c mut Objects, block: &'de [u8]) -> Result<Self, Error> {
        Ok(Self { shape: objects.next_shape(block)?, objects, at: 0, block })
    }

    /// The number of the column of the next field.
    #[inline]
    fn next(&self) -> Option<usize> {
        self.objects.shapes[self.shape].get(self.at).copied()
    }

    /// The name of the next field.
    #[inline]
    pub(crate) fn name(&self) -> Option<&str> {
        self.next().map(|column| self.objects.names[column].as_str())
    }

    /// The cell of the next field.
    #[inline]
    pub(crate) fn value(&mut self) -> Result<Cell<'_, 'de>, Error> {
        let Some(column) = self.next() else { return expected("a field") };
        self.at += 1;
        Ok(Cell { column: &mut self.objects.columns[column], block: self.block })
    }

    /// Checks that all fields were read.
    pub(crate) fn end(&self) -> Result<(), Error> {
        match self.next() {
            None => Ok(()),
            Some(_) => Err(Error::custom("an object has too many fields")),
        }
    }
}

/// The fields of one object, named by their position among the fields of the type that is read:
/// names are compared once for a whole column.
pub(crate) struct Positioned<'c, 'de>(pub(crate) Fields<'c, 'de>);

impl<'c, 'de> Positioned<'c, 'de> {
    /// `names` are those of the type.
    pub(crate) fn of(fields: Fields<'c, 'de>, names: &'static [&'static str]) -> Self {
        fields.objects.place(names);
        Self(fields)
    }

    /// The position of the next field.
    #[inline]
    pub(crate) fn position(&self) -> Option<u64> {
        self.0.next().map(|column| self.0.objects.positions[column])
    }
}
