//! Every rule there is, one file per rule.
//!
//! To add one: its file, and its line in each of the two lists below.

mod all_not_last;
mod assignment_too_large;
mod batch_without_size;
mod beyond_service_limit;
mod beyond_timeout;
mod callback_without_timeout;
mod callback_without_token;
mod choice_without_default;
mod definition_too_large;
mod delay_below_interval;
mod distributed_map_without_type;
mod doubtful_path;
mod duplicate_key;
mod duplicate_label;
mod duplicate_state;
mod dynamodb_attribute_as_value;
mod empty_list;
mod empty_result_writer;
mod endless_loop;
mod exclusive_fields;
mod expression_as_text;
mod failing_expression;
mod field_of_distributed_map;
mod field_of_other_language;
mod fixed_account;
mod general_path;
mod half_delimited_expression;
mod heartbeat_not_below_timeout;
mod impossible_error;
mod jsonpath_in_jsonata_machine;
mod lambda_without_retries;
mod log_policy_overflow;
mod long_loop;
mod malformed_comparison;
mod malformed_credentials;
mod malformed_definition;
mod malformed_expression;
mod malformed_jsonata;
mod malformed_label;
mod malformed_path;
mod malformed_reader;
mod malformed_resource;
mod malformed_state_name;
mod malformed_timestamp;
mod misplaced_field;
mod misplaced_intrinsic;
mod missing_field;
mod missing_parameter;
mod no_end;
mod not_in_express;
mod out_of_range;
mod payload_too_large;
mod plain_secret;
mod reference_to_no_input;
mod reserved_variable;
mod shadowed_error;
mod two_sources_of_items;
mod unbound_placeholder;
mod undefined_variable;
mod unknown_error;
mod unknown_field;
mod unknown_function;
mod unknown_integration;
mod unknown_next;
mod unknown_parameter;
mod unknown_states_field;
mod unknown_value;
mod unreachable_state;
mod variable_name;
mod variable_of_outer_scope;
mod wrong_type;

use super::Rule;
pub(super) use log_policy_overflow::{is_covered, judge as judge_log_groups};
pub(super) use unbound_placeholder::filled_with_nothing;
pub(super) use unknown_integration::{called, pattern};

/// Every rule, by name.
pub const RULES: &[&Rule] = &[
    &all_not_last::RULE,
    &assignment_too_large::RULE,
    &batch_without_size::RULE,
    &beyond_service_limit::RULE,
    &beyond_timeout::RULE,
    &callback_without_timeout::RULE,
    &callback_without_token::RULE,
    &choice_without_default::RULE,
    &definition_too_large::RULE,
    &delay_below_interval::RULE,
    &distributed_map_without_type::RULE,
    &doubtful_path::RULE,
    &duplicate_key::RULE,
    &duplicate_label::RULE,
    &duplicate_state::RULE,
    &dynamodb_attribute_as_value::RULE,
    &empty_list::RULE,
    &empty_result_writer::RULE,
    &endless_loop::RULE,
    &exclusive_fields::RULE,
    &expression_as_text::RULE,
    &failing_expression::RULE,
    &field_of_distributed_map::RULE,
    &field_of_other_language::RULE,
    &fixed_account::RULE,
    &general_path::RULE,
    &half_delimited_expression::RULE,
    &heartbeat_not_below_timeout::RULE,
    &impossible_error::RULE,
    &jsonpath_in_jsonata_machine::RULE,
    &lambda_without_retries::RULE,
    &log_policy_overflow::RULE,
    &long_loop::RULE,
    &malformed_comparison::RULE,
    &malformed_credentials::RULE,
    &malformed_definition::RULE,
    &malformed_expression::RULE,
    &malformed_jsonata::RULE,
    &malformed_label::RULE,
    &malformed_path::RULE,
    &malformed_reader::RULE,
    &malformed_resource::RULE,
    &malformed_state_name::RULE,
    &malformed_timestamp::RULE,
    &misplaced_field::RULE,
    &misplaced_intrinsic::RULE,
    &missing_field::RULE,
    &missing_parameter::RULE,
    &no_end::RULE,
    &not_in_express::RULE,
    &out_of_range::RULE,
    &payload_too_large::RULE,
    &plain_secret::RULE,
    &reference_to_no_input::RULE,
    &reserved_variable::RULE,
    &shadowed_error::RULE,
    &two_sources_of_items::RULE,
    &unbound_placeholder::RULE,
    &undefined_variable::RULE,
    &unknown_error::RULE,
    &unknown_field::RULE,
    &unknown_function::RULE,
    &unknown_integration::RULE,
    &unknown_next::RULE,
    &unknown_parameter::RULE,
    &unknown_states_field::RULE,
    &unknown_value::RULE,
    &unreachable_state::RULE,
    &variable_name::RULE,
    &variable_of_outer_scope::RULE,
    &wrong_type::RULE,
];
