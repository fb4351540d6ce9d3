//! Which files there are, and the only door to the disk.
//!
//! In: the paths a user typed. Out: [`Files`], which answers for one repository and nothing outside it, and a
//! [`Discovery`]: the directories that hold Terraform or OpenTofu files, in a fixed order.
//! This stage knows file names; it does not know what a file says. Start reading at [`files`], then [`walk`].

pub mod changed;
pub mod directory;
pub mod error;
pub mod files;
pub mod git;
pub mod path;
pub mod revision;
pub mod root;
pub mod target;
pub mod walk;

mod disk;
mod ignored;
mod memory;
mod overlay;

pub use directory::{Dialect, Directory, FileKind, SourcePath};
pub use error::{ReadError, ReadErrorKind};
pub use files::{EntryKind, Files};
pub use target::Target;
pub use walk::{Discovery, Options, SkipReason, Skipped, discover};
