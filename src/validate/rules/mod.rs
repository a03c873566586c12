//! Every rule there is, one file per rule.
//!
//! To add one: its file, and its line in each of the two lists below.

mod definition_too_large;
mod duplicate_key;
mod duplicate_state;
mod empty_list;
mod exclusive_fields;
mod field_of_other_language;
mod jsonpath_in_jsonata_machine;
mod malformed_definition;
mod malformed_state_name;
mod malformed_timestamp;
mod misplaced_field;
mod missing_field;
mod no_end;
mod out_of_range;
mod unknown_field;
mod unknown_next;
mod unknown_value;
mod unreachable_state;
mod wrong_type;

use super::Rule;

/// Every rule, by name.
pub const RULES: &[&Rule] = &[
    &definition_too_large::RULE,
    &duplicate_key::RULE,
    &duplicate_state::RULE,
    &empty_list::RULE,
    &exclusive_fields::RULE,
    &field_of_other_language::RULE,
    &jsonpath_in_jsonata_machine::RULE,
    &malformed_definition::RULE,
    &malformed_state_name::RULE,
    &malformed_timestamp::RULE,
    &misplaced_field::RULE,
    &missing_field::RULE,
    &no_end::RULE,
    &out_of_range::RULE,
    &unknown_field::RULE,
    &unknown_next::RULE,
    &unknown_value::RULE,
    &unreachable_state::RULE,
    &wrong_type::RULE,
];
