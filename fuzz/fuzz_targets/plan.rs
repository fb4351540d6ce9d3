#![no_main]

#[path = "../../tests/properties/entries.rs"]
#[allow(dead_code, reason = "each target runs one of the entries")]
mod entries;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| entries::plan(bytes));
