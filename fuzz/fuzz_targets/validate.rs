//! Any bytes, judged as a definition.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| stepwright_fuzz::any_text::judged(bytes));
