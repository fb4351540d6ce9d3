//! Black-box tests of the program: what it prints and how it ends.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod base;
mod baseline;
mod check;
mod configuration;
mod cost;
mod errors;
mod eval;
mod fix;
mod fleet;
mod merge;
mod plan_secrets;
mod plans;
mod reports;
mod runner;
mod setup;
mod suppression;
mod testing;
