//! What is within a cell: the items of a list, the fields of an object, a variant.

use super::cell::{Cell, expected};
use super::column::Objects;
use serde::de::value::{StrDeserializer, U64Deserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use serde_json::Error;

/// The items of one list.
pub(super) struct Items<'c, 'de> {
    items: Cell<'c, 'de>,
    left: usize,
}

impl<'c, 'de> Items<'c, 'de> {
    /// That many, from the column of all items.
    pub(super) fn of(items: Cell<'c, 'de>, left: usize) -> Self {
        Self { items, left }
    }

    /// All were read.
    pub(super) fn end(&self) -> Result<(), Error> {
        if self.left == 0 { Ok(()) } else { Err(Error::custom("a list is too long")) }
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = Error;

    #[inline(never)]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let Cell { column, block } = &mut self.items;
        seed.deserialize(Cell { column, block }).map(Some)
    }
}

/// The fields of one object, by their names.
pub(super) struct Fields<'c, 'de> {
    objects: &'c mut Objects,
    shape: usize,
    at: usize,
    block: &'de [u8],
}

impl<'c, 'de> Fields<'c, 'de> {
    /// Those of the next object of a column.
    pub(super) fn of(objects: &'c mut Objects, block: &'de [u8]) -> Result<Self, Error> {
        Ok(Self { shape: objects.next_shape(block)?, objects, at: 0, block })
    }

    /// Which column the next field is in.
    fn next(&self) -> Option<usize> {
        self.objects.shapes[self.shape].get(self.at).copied()
    }

    /// The value of the next field.
    fn value(&mut self) -> Result<Cell<'_, 'de>, Error> {
        let Some(column) = self.next() else { return expected("a field") };
        self.at += 1;
        Ok(Cell { column: &mut self.objects.columns[column], block: self.block })
    }

    /// All were read.
    pub(super) fn end(&self) -> Result<(), Error> {
        match self.next() {
            None => Ok(()),
            Some(_) => Err(Error::custom("an object has too many fields")),
        }
    }
}

impl<'de> MapAccess<'de> for &mut Fields<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some(column) = self.next() else { return Ok(None) };
        seed.deserialize(StrDeserializer::new(&self.objects.names[column])).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(self.value()?)
    }
}

/// The fields of one object, by their places among those of the type that is read: names are
/// compared once for a whole column.
pub(super) struct Placed<'c, 'de>(Fields<'c, 'de>);

impl<'c, 'de> Placed<'c, 'de> {
    /// Those of a type, whose names these are.
    pub(super) fn of(fields: Fields<'c, 'de>, names: &'static [&'static str]) -> Self {
        fields.objects.place(names);
        Self(fields)
    }

    /// All were read.
    pub(super) fn end(&self) -> Result<(), Error> {
        self.0.end()
    }
}

impl<'de> MapAccess<'de> for &mut Placed<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some(column) = self.0.next() else { return Ok(None) };
        seed.deserialize(U64Deserializer::new(self.0.objects.places[column])).map(Some)
    }

    /// Not part of what reads all fields: a browser that goes round a large loop optimises all of
    /// it, also what few rows have.
    #[inline(never)]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(self.0.value()?)
    }
}

/// An object of one field, which names a variant.
pub(super) struct Variant<'c, 'de> {
    pub(super) objects: &'c mut Objects,
    pub(super) block: &'de [u8],
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
        let [place] = objects.shapes[shape][..] else {
            return Err(Error::custom("an object of one field was expected"));
        };
        let name = seed.deserialize(StrDeserializer::<Error>::new(&objects.names[place]))?;
        Ok((name, Content(Cell { column: &mut objects.columns[place], block })))
    }
}

/// What a variant holds.
pub(super) struct Content<'c, 'de>(Cell<'c, 'de>);

impl<'de> VariantAccess<'de> for Content<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        serde::Deserialize::deserialize(self.0)
    }

    /// Not part of what reads all kinds of rows: a browser compiles what reads the kind at hand.
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
