//! Anything that serializes, as a tree.

use super::marker::{self, LEAF};
use super::{Entries, Text, Tree};
use crate::reference::{REFERENCE, handed_reference};
use serde::ser::{self, Serialize};
use serde_json::{Number, Value};
use smol_str::{ToSmolStr, format_smolstr};
use std::fmt::{self, Display};

/// What a value serializes to; null where JSON has no such value, as for a map whose keys are no text.
pub(crate) fn tree(value: &(impl Serialize + ?Sized)) -> Tree {
    value.serialize(Serializer::PLAIN).unwrap_or_default()
}

/// Why there is no tree.
#[derive(Debug)]
struct NotJson;

impl Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON has no such value")
    }
}

impl std::error::Error for NotJson {}

impl ser::Error for NotJson {
    fn custom<T: Display>(_: T) -> Self {
        NotJson
    }
}

#[derive(Clone, Copy)]
struct Serializer {
    /// Whether a leaf is to hand itself over.
    taking: bool,
}

impl Serializer {
    const PLAIN: Self = Serializer { taking: false };
    const TAKING: Self = Serializer { taking: true };
}

/// How many entries a map mostly has that does not say: a request with parameters that have no setter.
const USUAL: usize = 4;

/// How serde_json tells numbers that it keeps as text from other structs.
const NUMBER: &str = "$serde_json::private::Number";

type Made = Result<Tree, NotJson>;

fn number(text: impl Display) -> Tree {
    Tree::Number(format_smolstr!("{text}"))
}

/// Text, or the leaf that it stands for.
fn text(text: &str) -> Tree {
    marker::read(text).unwrap_or_else(|| Tree::Text(Text::new(text)))
}

/// A number with decimals as serde_json spells it; null where it is not finite.
fn decimal(value: Value) -> Tree {
    match value {
        Value::Number(number) => number.into(),
        _ => Tree::Null,
    }
}

fn single(key: &'static str, value: Tree) -> Tree {
    let mut entries = Entries::with_capacity(1);
    entries.push(Text::new_static(key), value);
    Tree::Object(entries)
}

macro_rules! whole_numbers {
    ($($name:ident: $t:ty;)*) => { $(
        fn $name(self, value: $t) -> Made {
            Ok(number(value))
        }
    )* };
}

impl ser::Serializer for Serializer {
    type Ok = Tree;
    type Error = NotJson;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = List;
    type SerializeTupleVariant = Variant<List>;
    type SerializeMap = Object;
    type SerializeStruct = Struct;
    type SerializeStructVariant = Variant<Struct>;

    fn is_human_readable(&self) -> bool {
        !self.taking
    }

    whole_numbers! {
        serialize_i8: i8;
        serialize_i16: i16;
        serialize_i32: i32;
        serialize_i64: i64;
        serialize_i128: i128;
        serialize_u8: u8;
        serialize_u16: u16;
        serialize_u32: u32;
        serialize_u64: u64;
        serialize_u128: u128;
    }

    fn serialize_f32(self, value: f32) -> Made {
        Ok(decimal(value.into()))
    }

    fn serialize_f64(self, value: f64) -> Made {
        Ok(Number::from_f64(value).map_or(Tree::Null, Tree::from))
    }

    fn serialize_bool(self, value: bool) -> Made {
        Ok(Tree::Bool(value))
    }

    fn serialize_char(self, value: char) -> Made {
        Ok(Tree::Text(value.to_smolstr()))
    }

    fn serialize_str(self, value: &str) -> Made {
        Ok(text(value))
    }

    fn collect_str<T: ?Sized + Display>(self, value: &T) -> Made {
        Ok(text(&value.to_smolstr()))
    }

    fn serialize_bytes(self, value: &[u8]) -> Made {
        Ok(Tree::List(value.iter().map(number).collect()))
    }

    fn serialize_none(self) -> Made {
        Ok(Tree::Null)
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Made {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Made {
        Ok(Tree::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Made {
        Ok(Tree::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Made {
        Ok(Tree::fixed(variant))
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, name: &'static str, value: &T) -> Made {
        match name {
            LEAF => {
                value.serialize(Serializer::TAKING)?;
                marker::handed().ok_or(NotJson)
            }
            REFERENCE => {
                value.serialize(Serializer::TAKING)?;
                handed_reference().map(Tree::from).ok_or(NotJson)
            }
            _ => value.serialize(self),
        }
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Made {
        Ok(single(variant, value.serialize(self)?))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<List, NotJson> {
        Ok(List(Vec::with_capacity(length.unwrap_or_default())))
    }

    fn serialize_tuple(self, length: usize) -> Result<List, NotJson> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<List, NotJson> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Variant<List>, NotJson> {
        Ok(Variant { variant, inner: self.serialize_seq(Some(length))? })
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Object, NotJson> {
        Ok(Object { key: None, entries: Vec::with_capacity(length.unwrap_or(USUAL)) })
    }

    fn serialize_struct(self, name: &'static str, length: usize) -> Result<Struct, NotJson> {
        Ok(Struct { entries: Entries::with_capacity(length), number: name == NUMBER })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Variant<Struct>, NotJson> {
        Ok(Variant { variant, inner: self.serialize_struct("", length)? })
    }
}

struct List(Vec<Tree>);

impl ser::SerializeSeq for List {
    type Ok = Tree;
    type Error = NotJson;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), NotJson> {
        self.0.push(value.serialize(Serializer::PLAIN)?);
        Ok(())
    }

    fn end(self) -> Made {
        Ok(Tree::List(self.0))
    }
}

impl ser::SerializeTuple for List {
    type Ok = Tree;
    type Error = NotJson;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), NotJson> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Made {
        ser::SerializeSeq::end(self)
    }
}

impl ser::SerializeTupleStruct for List {
    type Ok = Tree;
    type Error = NotJson;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), NotJson> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Made {
        ser::SerializeSeq::end(self)
    }
}

/// What stands under the name of a variant.
struct Variant<T> {
    variant: &'static str,
    inner: T,
}

impl ser::SerializeTupleVariant for Variant<List> {
    type Ok = Tree;
    type Error = NotJson;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), NotJson> {
        ser::SerializeSeq::serialize_element(&mut self.inner, value)
    }

    fn end(self) -> Made {
        Ok(single(self.variant, ser::SerializeSeq::end(self.inner)?))
    }
}

impl ser::SerializeStructVariant for Variant<Struct> {
    type Ok = Tree;
    type Error = NotJson;

    fn serialize_field<T: ?Sized + Serialize>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), NotJson> {
        ser::SerializeStruct::serialize_field(&mut self.inner, key, value)
    }

    fn end(self) -> Made {
        Ok(single(self.variant, ser::SerializeStruct::end(self.inner)?))
    }
}

struct Object {
    key: Option<Text>,
    entries: Vec<(Text, Tree)>,
}

impl ser::SerializeMap for Object {
    type Ok = Tree;
    type Error = NotJson;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), NotJson> {
        self.key = Some(match key.serialize(Serializer::PLAIN)? {
            Tree::Text(text) | Tree::Number(text) => text,
            Tree::Bool(yes) => yes.to_smolstr(),
            _ => return Err(NotJson),
        });
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), NotJson> {
        let key = self.key.take().ok_or(NotJson)?;
        self.entries.push((key, value.serialize(Serializer::PLAIN)?));
        Ok(())
    }

    fn end(self) -> Made {
        Ok(Tree::Object(Entries::of_any(self.entries)))
    }
}

struct Struct {
    entries: Entries,
    /// Whether it is a number of serde_json, which comes as a struct of one field.
    number: bool,
}

impl ser::SerializeStruct for Struct {
    type Ok = Tree;
    type Error = NotJson;

    fn serialize_field<T: ?Sized + Serialize>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), NotJson> {
        self.entries.push(Text::new_static(key), value.serialize(Serializer::PLAIN)?);
        Ok(())
    }

    fn end(self) -> Made {
        if self.number
            && let Some(Tree::Text(text)) = self.entries.get(NUMBER)
        {
            return Ok(Tree::Number(text.clone()));
        }
        Ok(Tree::Object(self.entries))
    }
}
