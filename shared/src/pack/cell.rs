//! The next value of a column, as serde reads it.

use super::column::{Column, Objects, Word, next_of};
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};
use uuid::Uuid;

/// The next value of a column: reading it goes to the one after.
pub(crate) struct Cell<'c, 'de>(pub(super) &'c mut Column<'de>);

fn visit_word<'de, V: Visitor<'de>>(word: Word<'de>, visitor: V) -> Result<V::Value, Error> {
    match word {
        Word::Text(text) => visitor.visit_borrowed_str(text),
        Word::Key(key) => {
            visitor.visit_str(key.hyphenated().encode_lower(&mut Uuid::encode_buffer()))
        }
    }
}

fn visit_scalar<'de, V: Visitor<'de>>(value: &Value, visitor: V) -> Result<V::Value, Error> {
    match value {
        Value::Bool(truth) => visitor.visit_bool(*truth),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), ..) => visitor.visit_i64(number),
            (_, Some(number), _) => visitor.visit_u64(number),
            (_, _, Some(number)) => visitor.visit_f64(number),
            _ => Err(Error::custom("a number of no kind")),
        },
        _ => visitor.visit_unit(),
    }
}

impl<'de> Deserializer<'de> for Cell<'_, 'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Column::Nothing => Err(Error::custom("a column is too short")),
            Column::Same(value) => visit_scalar(value, visitor),
            Column::Maybe { is_there, inner } => match is_there.next()? {
                true => Cell(inner).deserialize_any(visitor),
                false => visitor.visit_unit(),
            },
            Column::Truths(bits) => visitor.visit_bool(bits.next()?),
            Column::Steps { steps, last } => {
                *last = last.wrapping_add(steps.signed()?);
                visitor.visit_i64(*last)
            }
            Column::Numbers(numbers) => {
                let bytes = numbers.take(size_of::<f64>())?.try_into().map_err(Error::custom)?;
                visitor.visit_f64(f64::from_le_bytes(bytes))
            }
            column @ (Column::SameText(_)
            | Column::Texts(_)
            | Column::Keys { .. }
            | Column::Words { .. }) => visit_word(column.next_word()?, visitor),
            Column::Lists { lengths, items } => {
                let mut left = Items { items, left: lengths.number()? };
                let value = visitor.visit_seq(&mut left)?;
                if left.left == 0 { Ok(value) } else { Err(Error::custom("a list is too long")) }
            }
            Column::Objects(objects) => {
                let shape = objects.next_shape()?;
                let mut fields = Fields { objects, shape, at: 0 };
                let value = visitor.visit_map(&mut fields)?;
                match fields.at == fields.objects.shapes[shape].len() {
                    true => Ok(value),
                    false => Err(Error::custom("an object has too many fields")),
                }
            }
            Column::Large(digits) => {
                visitor.visit_u64(digits.next()?.parse().map_err(Error::custom)?)
            }
            Column::Mixed { classes, columns } => {
                Cell(next_of(classes, columns)?).deserialize_any(visitor)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Column::Same(Value::Null) => visitor.visit_none(),
            Column::Maybe { is_there, inner } => match is_there.next()? {
                true => visitor.visit_some(Cell(inner)),
                false => visitor.visit_none(),
            },
            Column::Mixed { classes, columns } => {
                Cell(next_of(classes, columns)?).deserialize_option(visitor)
            }
            column => visitor.visit_some(Cell(column)),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Column::Mixed { classes, columns } => {
                Cell(next_of(classes, columns)?).deserialize_enum(name, variants, visitor)
            }
            Column::Objects(objects) => visitor.visit_enum(Variant(objects)),
            column => match column.next_word()? {
                Word::Text(text) => visitor.visit_enum(text.into_deserializer()),
                Word::Key(_) => Err(Error::custom("a key where a word was expected")),
            },
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
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// The items of one list.
struct Items<'c, 'de> {
    items: &'c mut Column<'de>,
    left: u64,
}

impl<'de> SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(Cell(self.items)).map(Some)
    }
}

/// The fields of one object.
struct Fields<'c, 'de> {
    objects: &'c mut Objects<'de>,
    shape: usize,
    at: usize,
}

impl<'de> MapAccess<'de> for &mut Fields<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        match self.objects.shapes[self.shape].get(self.at) {
            None => Ok(None),
            Some(place) => {
                let name = self.objects.names[*place];
                seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some)
            }
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let place = self.objects.shapes[self.shape][self.at];
        self.at += 1;
        seed.deserialize(Cell(&mut self.objects.columns[place]))
    }
}

/// An object of one field, which names a variant.
struct Variant<'c, 'de>(&'c mut Objects<'de>);

impl<'c, 'de> EnumAccess<'de> for Variant<'c, 'de> {
    type Error = Error;
    type Variant = Content<'c, 'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), Error> {
        let shape = self.0.next_shape()?;
        let [place] = self.0.shapes[shape][..] else {
            return Err(Error::custom("an object of one field was expected"));
        };
        let name = seed.deserialize(BorrowedStrDeserializer::<Error>::new(self.0.names[place]))?;
        Ok((name, Content(&mut self.0.columns[place])))
    }
}

/// What a variant holds.
struct Content<'c, 'de>(&'c mut Column<'de>);

impl<'de> VariantAccess<'de> for Content<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        serde::Deserialize::deserialize(Cell(self.0))
    }

    /// Not part of what reads all kinds of rows: a browser compiles what reads the kind at hand.
    #[inline(never)]
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(Cell(self.0))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        Cell(self.0).deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        Cell(self.0).deserialize_any(visitor)
    }
}
