//! What holds of any text: the same as in the tests.

#[path = "../../tests/support/any_text.rs"]
pub mod any_text;
