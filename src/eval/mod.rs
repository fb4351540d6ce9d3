//! Modules and inputs to resource instances with values, as Terraform would evaluate them.
//!
//! In: a `Project`, a root directory and [`inputs::Inputs`]. Out: an [`instance::RootEvaluation`] and diagnostics.
//! This stage knows no rules; `file()` and its kin ask `discover::Files`. Start reading at [`evaluator::Evaluator`].

pub mod budget;
pub mod constant;
pub mod convert;
pub mod decimal;
pub mod equality;
pub mod error;
pub mod evaluator;
pub mod expr;
pub mod float;
pub mod functions;
pub mod hcl;
pub mod inputs;
pub mod instance;
pub mod mode;
pub mod number;
pub mod ops;
pub mod order;
pub mod parts;
pub mod root;
pub mod simulation;
pub mod text;
pub mod trace;
pub mod traverse;
pub mod unify;
pub mod unknown;
pub mod value;
pub mod wire;

mod body;
pub(crate) mod builtin;
mod conditions;
mod context;
pub mod coverage;
mod data;
mod expand;
mod optional;
mod scope;
mod variables;
mod weight;
