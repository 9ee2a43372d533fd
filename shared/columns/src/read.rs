//! How serde reads a cell and what is inside one. The cells themselves know nothing of it.

use crate::bytes::expected;
use crate::cell::{Cell, Fields, Items, Number, Positioned};
use crate::column::{Column, Objects, Text};
use serde::de::value::{StrDeserializer, U64Deserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};
use uuid::Uuid;

fn visit_text<'de, V: Visitor<'de>>(text: Text<'de>, visitor: V) -> Result<V::Value, Error> {
    match text {
        Text::Plain(text) => visitor.visit_borrowed_str(text),
        Text::Uuid(uuid) => {
            visitor.visit_str(uuid.hyphenated().encode_lower(&mut Uuid::encode_buffer()))
        }
    }
}

fn visit_number<'de, V: Visitor<'de>>(number: Number, visitor: V) -> Result<V::Value, Error> {
    match number {
        Number::Signed(number) => visitor.visit_i64(number),
        Number::Large(number) => visitor.visit_u64(number),
        Number::Float(number) => visitor.visit_f64(number),
    }
}

/// `method: part, visit` reads by `Cell::part` and hands the result to `visit`.
macro_rules! read {
    ($($method:ident: $of:ident, $visit:expr;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            $visit(self.$of()?, visitor)
        }
    )*};
}

/// Each type is read only from the columns that can hold it. Code that reads it from the others
/// too, only to refuse them, would be a good part of the front end.
impl<'de> Deserializer<'de> for Cell<'_, 'de> {
    type Error = Error;

    /// A UUID is read from its bytes, not from its text.
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
            _ => visit_text(cell.text()?, visitor),
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
        deserialize_str: text, visit_text;
        deserialize_string: text, visit_text;
        deserialize_identifier: text, visit_text;
        deserialize_bytes: uuid, |uuid: Uuid, visitor: V| visitor.visit_bytes(uuid.as_bytes());
        deserialize_unit: null, |(), visitor: V| visitor.visit_unit();
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
        let mut fields = Positioned::of(self.fields()?, names);
        let value = visitor.visit_map(&mut fields)?;
        fields.0.end()?;
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
            Some(column) => match column.next_text(block)? {
                Text::Plain(text) => visitor.visit_enum(text.into_deserializer()),
                Text::Uuid(_) => expected("a word"),
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

impl<'de> SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = Error;

    #[inline(never)]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        self.next().map(|item| seed.deserialize(item)).transpose()
    }
}

impl<'de> MapAccess<'de> for &mut Fields<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        self.name().map(|name| seed.deserialize(StrDeserializer::new(name))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(self.value()?)
    }
}

impl<'de> MapAccess<'de> for &mut Positioned<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        self.position().map(|at| seed.deserialize(U64Deserializer::new(at))).transpose()
    }

    /// Kept out of the loop over the fields: a browser optimises a hot loop as a whole, with the
    /// code of the fields that few values have.
    #[inline(never)]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(self.0.value()?)
    }
}

/// An object of one field, whose name is the variant.
struct Variant<'c, 'de> {
    objects: &'c mut Objects,
    block: &'de [u8],
}

impl<'c, 'de> EnumAccess<'de> for Variant<'c, 'de> {
    type Error = Error;
    type Variant = Content<'c, 'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), Error> {
        let Self { objects, block } = self;
        let shape = objects.next_shape(block)?;
        let [column] = objects.shapes[shape][..] else {
            return Err(Error::custom("an object of one field was expected"));
        };
        let name = seed.deserialize(StrDeserializer::<Error>::new(&objects.names[column]))?;
        Ok((name, Content(Cell { column: &mut objects.columns[column], block })))
    }
}

/// The value inside a variant.
struct Content<'c, 'de>(Cell<'c, 'de>);

impl<'de> VariantAccess<'de> for Content<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        serde::Deserialize::deserialize(self.0)
    }

    /// Kept out of the code that reads all variants: a browser then compiles only the one at hand.
    #[inline(never)]
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.0.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.deserialize_struct("", names, visitor)
    }
}
