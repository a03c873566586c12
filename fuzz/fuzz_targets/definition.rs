//! Any text, read as a definition in JSON and in YAML.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| stepwright_fuzz::any_text::definition(text));
