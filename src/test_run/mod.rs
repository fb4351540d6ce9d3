//! Tests: rule examples, policy tests and module tests.
//!
//! In: rules, and test files of a repository. Out: a verdict for each test with what is wrong and, where the
//! expectation alone may be out of date, the edit that brings it up to date. This stage writes no files and knows no
//! output format. Start reading at [`examples`], [`policy`] and [`module`].

pub mod examples;
pub mod coverage;
pub mod explain;
pub mod generate;
pub mod module;
pub mod mutate;
pub mod neighbours;
pub mod planned;
pub mod policy;
pub mod verdict;
