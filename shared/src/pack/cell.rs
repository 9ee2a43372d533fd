//! The next value of a column, as serde reads it.

use super::column::{Column, Word, next_of};
use super::parts::{Fields, Items, Placed, Variant};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};
use uuid::Uuid;

/// The next value of a column of a block: reading it goes to the one after.
pub(crate) struct Cell<'c, 'de> {
    pub(super) column: &'c mut Column,
    pub(super) block: &'de [u8],
}

fn visit_word<'de, V: Visitor<'de>>(word: Word<'de>, visitor: V) -> Result<V::Value, Error> {
    match word {
        Word::Text(text) => visitor.visit_borrowed_str(text),
        Word::Key(key) => {
            visitor.visit_str(key.hyphenated().encode_lower(&mut Uuid::encode_buffer()))
        }
    }
}

/// A number of any kind.
enum Number {
    Signed(i64),
    Large(u64),
    Broken(f64),
}

fn visit_number<'de, V: Visitor<'de>>(number: Number, visitor: V) -> Result<V::Value, Error> {
    match number {
        Number::Signed(number) => visitor.visit_i64(number),
        Number::Large(number) => visitor.visit_u64(number),
        Number::Broken(number) => visitor.visit_f64(number),
    }
}

/// What the column lacks.
pub(super) fn expected<T>(what: &str) -> Result<T, Error> {
    Err(Error::custom(format_args!("{what} was expected")))
}

/// Not generic: read by every type, compiled once.
impl<'c, 'de> Cell<'c, 'de> {
    /// The column that has the value, behind those that say whether there is one and of which
    /// class it is; `None` when there is none.
    fn bare(self) -> Result<Option<&'c mut Column>, Error> {
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

    fn truth(self) -> Result<bool, Error> {
        let block = self.block;
        match self.bare()? {
            Some(Column::Same(Value::Bool(truth))) => Ok(*truth),
            Some(Column::Truths(bits)) => bits.next(block),
            _ => expected("true or false"),
        }
    }

    fn number(self) -> Result<Number, Error> {
        let block = self.block;
        match self.bare()? {
            Some(Column::Same(Value::Number(number))) => {
                match (number.as_i64(), number.as_u64(), number.as_f64()) {
                    (Some(number), ..) => Ok(Number::Signed(number)),
                    (_, Some(number), _) => Ok(Number::Large(number)),
                    (_, _, Some(number)) => Ok(Number::Broken(number)),
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
                Ok(Number::Broken(f64::from_le_bytes(bytes)))
            }
            Some(Column::Large(digits)) => {
                digits.next(block)?.text(block)?.parse().map(Number::Large).map_err(Error::custom)
            }
            _ => expected("a number"),
        }
    }

    fn word(self) -> Result<Word<'de>, Error> {
        let block = self.block;
        match self.bare()? {
            Some(column) => column.next_word(block),
            None => expected("a text"),
        }
    }

    fn key(self) -> Result<Uuid, Error> {
        match self.word()? {
            Word::Key(key) => Ok(key),
            Word::Text(text) => text.parse().map_err(Error::custom),
        }
    }

    fn nothing(self) -> Result<(), Error> {
        match self.bare()? {
            None => Ok(()),
            Some(_) => expected("nothing"),
        }
    }

    fn items(self) -> Result<Items<'c, 'de>, Error> {
        let block = self.block;
        match self.bare()? {
            Some(Column::Lists { lengths, items }) => {
                let left = lengths.count(block)?;
                Ok(Items::of(Cell { column: items, block }, left))
            }
            _ => expected("a list"),
        }
    }

    fn fields(self) -> Result<Fields<'c, 'de>, Error> {
        let block = self.block;
        match self.bare()? {
            Some(Column::Objects(objects)) => Fields::of(objects, block),
            _ => expected("an object"),
        }
    }
}

macro_rules! read {
    ($($method:ident: $of:ident, $visit:expr;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            $visit(self.$of()?, visitor)
        }
    )*};
}

/// Each type is read from the columns that can hold it, and from no other: what reads the others
/// for it would be a good part of the program.
impl<'de> Deserializer<'de> for Cell<'_, 'de> {
    type Error = Error;

    /// Keys are no texts here.
    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let block = self.block;
        let Some(column) = self.bare()? else { return visitor.visit_unit() };
        let cell = Cell { column, block };
        match &*cell.column {
            Column::Same(Value::Bool(_)) | Column::Truths(_) => cell.deserialize_bool(visitor),
            Column::Same(_) | Column::Steps { .. } | Column::Numbers(_) | Column::Large(_) => {
                visit_number(cell.number()?, visitor)
            }
            Column::Lists { .. } => cell.deserialize_seq(visitor),
            Column::Objects(_) => cell.deserialize_map(visitor),
            _ => visit_word(cell.word()?, visitor),
        }
    }

    read! {
        deserialize_bool: truth, |truth, visitor: V| visitor.visit_bool(truth);
        deserialize_i8: number, visit_number;
        deserialize_i16: number, visit_number;
        deserialize_i32: number, visit_number;
        deserialize_i64: number, visit_number;
        deserialize_u8: number, visit_number;
        deserialize_u16: number, visit_number;
        deserialize_u32: number, visit_number;
        deserialize_u64: number, visit_number;
        deserialize_f32: number, visit_number;
        deserialize_f64: number, visit_number;
        deserialize_str: word, visit_word;
        deserialize_string: word, visit_word;
        deserialize_identifier: word, visit_word;
        deserialize_bytes: key, |key: Uuid, visitor: V| visitor.visit_bytes(key.as_bytes());
        deserialize_unit: nothing, |(), visitor: V| visitor.visit_unit();
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let block = self.block;
        match self.bare()? {
            Some(column) => visitor.visit_some(Cell { column, block }),
            None => visitor.visit_none(),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let mut items = self.items()?;
        let value = visitor.visit_seq(&mut items)?;
        items.end()?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let mut fields = self.fields()?;
        let value = visitor.visit_map(&mut fields)?;
        fields.end()?;
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let mut fields = Placed::of(self.fields()?, names);
        let value = visitor.visit_map(&mut fields)?;
        fields.end()?;
        Ok(value)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let block = self.block;
        match self.bare()? {
            Some(Column::Objects(objects)) => visitor.visit_enum(Variant { objects, block }),
            Some(column) => match column.next_word(block)? {
                Word::Text(text) => visitor.visit_enum(text.into_deserializer()),
                Word::Key(_) => expected("a word"),
            },
            None => expected("a word"),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        i128 u128 char byte_buf unit_struct tuple_struct ignored_any
    }
}
