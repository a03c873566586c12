//! Any text, read as JSONata.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| stepwright_fuzz::any_text::jsonata(text));
