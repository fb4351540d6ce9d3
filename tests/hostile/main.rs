//! Hostile input: a pull request from a fork may hold anything. Each case runs the real program on files that are made
//! here, and must end soon, in little memory, with an exit code that says what was left out.
//!
//! `TOLLGATE_BIN=target/release/tollgate cargo test --test hostile -- --nocapture` prints the table of
//! `docs/performance.md`.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on fails, and its table is read")]
#![expect(clippy::format_collect, reason = "input is made large on purpose, and once")]

mod bombs;
mod disk;
mod limits;
mod markup;
mod modules;
mod network;
mod runner;
mod secrets;
mod texts;
