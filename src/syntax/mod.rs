//! Text to tree: HCL and its JSON twin, without any knowledge of Terraform's blocks.
//!
//! In: the text of one file. Out: an [`ast::File`] with whatever could be understood, and diagnostics for the rest.
//! Nothing outside this stage names the parser library.

pub mod ast;
