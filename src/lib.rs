//! Tollgate reads Terraform and OpenTofu, evaluates it as Terraform would, holds it against rules and reports.
//!
//! Modules in reading order; data flows down this list, and a stage imports only what stands above it.

pub mod span; // files by id, byte spans, lines and columns
pub mod diag; // what we tell the user about input
pub mod timing; // what took how long, for whoever asks
pub mod discover; // which files; owns the only door to the disk
pub mod syntax; // text -> tree and problems
pub mod config; // tree -> modules
pub mod eval; // modules and inputs -> instances with values
pub mod plan; // plan JSON -> the same instances
pub mod rules; // rule files -> verdicts
pub mod policy; // what counts: selection, suppression, baseline, budgets
pub mod cost; // monthly estimates from a price table
pub mod run; // one run over a project, all roots in parallel
pub mod check; // one whole check: configuration, rules, run, what counts
pub mod fix; // findings' edits -> texts
pub mod report; // findings -> bytes, one file a format
pub mod merge; // reports of shards -> the whole
pub mod fleet; // reports of many repositories -> one table
pub mod test_run; // rule examples, policy tests, module tests
pub mod cli; // arguments, settings, one file a command
