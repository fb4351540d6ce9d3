//! Rule files to verdicts.

pub mod finding;
pub mod rule;
