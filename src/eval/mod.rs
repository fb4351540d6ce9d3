//! Modules and inputs to resource instances with values, as Terraform would evaluate them.

pub mod convert;
pub mod decimal;
pub mod equality;
pub mod error;
pub mod float;
pub mod functions;
pub mod instance;
pub mod mode;
pub mod number;
pub mod ops;
pub mod order;
pub mod parts;
pub mod unify;
pub mod unknown;
pub mod value;
