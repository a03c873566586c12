//! Any text, read as a path.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| stepwright_fuzz::any_text::path(text));
