//! Amazon States Language as data: reading, writing, walking; fields and expressions; lowering.
//!
//! Nothing here knows an AWS service.

pub(crate) mod compose;
pub mod contract;
mod definition;
mod expression;
mod field;
pub mod intrinsic;
mod json;
mod language;
pub(crate) mod lower;
mod number;
mod payload;
pub mod source;
mod timestamp;
#[cfg(feature = "yaml")]
mod yaml;

pub use contract::{FieldSpec, NESTED_TWINS, STATE_FIELDS, Shape, field_named};
pub use definition::{Definition, Machine, State};
pub(crate) use expression::in_jsonata;
pub use expression::{
    context, execution_id, execution_input, execution_name, execution_redrive_count, execution_role_arn,
    execution_start_time, input, jsonata, map_item_index, map_item_key, map_item_source, map_item_value,
    path, state_entered_time, state_machine_id, state_machine_name, state_name, state_retry_count,
    task_token, variable,
};
pub use field::{Field, Seconds, TakesText, days, hours, minutes, secs};
pub(crate) use json::length_of_entries;
pub use language::{Kind, QueryLanguage};
pub use payload::{__Parts, Payload};
pub(crate) use timestamp::is_timestamp;

pub use crate::data::Expression;
pub(crate) use crate::data::{Form, length_of_text};
pub(crate) use crate::query::{
    JavaScript, JavaScriptPath, Path, Root, cut_at_paths, is_plain_path, is_variable_name, reference_path,
};
