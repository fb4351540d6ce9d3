//! Tree to modules: Terraform's blocks, overrides merged, calls resolved; no values.
//!
//! In: the trees of `syntax`, by directory. Out: [`module::Module`]s, and a [`project::Project`] that knows where
//! their calls lead. This stage does not evaluate anything. Start reading at [`project::Project::load`].

pub mod load;
pub mod module;
pub mod overrides;
pub mod project;
pub mod refused;
pub mod ty;
pub mod types;

mod registry;
