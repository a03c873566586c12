//! Any text, read as a path or a call of an intrinsic function.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| stepwright_fuzz::any_text::expression(text));
