//! Tests: rule examples, policy tests and module tests.
//!
//! In: rules with their examples, test files. Out: verdicts with the reason for each failure. Everything runs in
//! memory; nothing needs `terraform`, providers or credentials.

pub mod examples;
pub mod module;
