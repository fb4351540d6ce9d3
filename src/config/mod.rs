//! Tree to modules: Terraform's blocks, overrides merged, calls resolved; no values.

pub mod module;
pub mod ty;
