//! Modules and inputs to resource instances with values, as Terraform would evaluate them.

pub mod decimal;
pub mod error;
pub mod float;
pub mod instance;
pub mod number;
pub mod value;
