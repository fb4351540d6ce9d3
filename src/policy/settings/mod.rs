//! The configuration files of a repository and what they say together about a path.

pub mod file;
pub mod literal;
pub mod spanned;

mod error;
mod read;
