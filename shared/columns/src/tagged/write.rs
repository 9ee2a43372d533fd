//! Puts the word of a variant before its fields.

use serde::Serialize;
use serde::ser::Serializer;
use serde::ser::{Error, Impossible, SerializeMap, SerializeStruct, SerializeStructVariant};

/// A serializer that writes the word of an enum as its first field.
pub struct TagWriter<S> {
    name: &'static str,
    /// Known once a variant with a flattened field begins.
    word: Option<&'static str>,
    inner: S,
}

impl<S: Serializer> TagWriter<S> {
    /// `name` is that of the field, `inner` writes the object.
    pub fn new(name: &'static str, inner: S) -> Self {
        Self { name, word: None, inner }
    }
}

fn no_variant<E: Error>() -> E {
    E::custom("a variant with named fields was expected")
}

/// Writes the fields of a variant behind its word.
pub struct VariantFields<S>(S);

impl<S: SerializeStruct> SerializeStructVariant for VariantFields<S> {
    type Ok = S::Ok;
    type Error = S::Error;

    /// Kept out of the code that writes all variants: compiled once for each type of field.
    #[inline(never)]
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), S::Error> {
        self.0.serialize_field(name, value)
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.0.end()
    }
}

macro_rules! refused {
    ($($name:ident: $type:ty),* $(,)?) => {
        $(fn $name(self, _: $type) -> Result<S::Ok, S::Error> {
            Err(no_variant())
        })*
    };
}

impl<S: Serializer> Serializer for TagWriter<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Impossible<S::Ok, S::Error>;
    type SerializeTuple = Impossible<S::Ok, S::Error>;
    type SerializeTupleStruct = Impossible<S::Ok, S::Error>;
    type SerializeTupleVariant = Impossible<S::Ok, S::Error>;
    type SerializeMap = S::SerializeMap;
    type SerializeStruct = Impossible<S::Ok, S::Error>;
    type SerializeStructVariant = VariantFields<S::SerializeStruct>;

    fn serialize_unit_variant(
        self,
        name: &'static str,
        _: u32,
        word: &'static str,
    ) -> Result<S::Ok, S::Error> {
        let mut fields = self.inner.serialize_struct(name, 1)?;
        fields.serialize_field(self.name, word)?;
        fields.end()
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        word: &'static str,
        length: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        let mut fields = self.inner.serialize_struct(name, length + 1)?;
        fields.serialize_field(self.name, word)?;
        Ok(VariantFields(fields))
    }

    /// A variant with a flattened field comes here from the derived code, and then writes a map.
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        word: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        value.serialize(Self { word: Some(word), ..self })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<S::SerializeMap, S::Error> {
        let word = self.word.ok_or_else(no_variant)?;
        let mut map = self.inner.serialize_map(None)?;
        map.serialize_entry(self.name, word)?;
        Ok(map)
    }

    refused! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32,
        serialize_i64: i64, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32,
        serialize_u64: u64, serialize_f32: f32, serialize_f64: f64, serialize_char: char,
        serialize_str: &str, serialize_bytes: &[u8], serialize_unit_struct: &'static str,
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        Err(no_variant())
    }

    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        Err(no_variant())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<S::Ok, S::Error> {
        Err(no_variant())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: &T,
    ) -> Result<S::Ok, S::Error> {
        Err(no_variant())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        Err(no_variant())
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, S::Error> {
        Err(no_variant())
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, S::Error> {
        Err(no_variant())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        Err(no_variant())
    }

    fn serialize_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStruct, S::Error> {
        Err(no_variant())
    }
}
