//! JSON on its way into a definition, kept so that ten thousand states are built quickly.
//!
//! A [`Tree`] differs from `serde_json::Value` in three ways: fixed text lies where the program has it and short text in
//! place, so that most keys and values take no memory of their own; objects are plain lists of entries; and what is known
//! only later, an [`Expression`] or a reference, is a leaf of its own kind instead of text or an object that looks like
//! it. [`tree`] makes one of anything that serializes.

mod entries;
mod expression;
mod json;
mod marker;
mod serializer;
mod tree;

pub(crate) use entries::Entries;
pub use expression::Expression;
pub(crate) use expression::{Composition, Form};
pub(crate) use json::{length, length_of_text};
pub(crate) use serializer::tree;
pub(crate) use smol_str::SmolStr as Text;
pub(crate) use tree::Tree;
