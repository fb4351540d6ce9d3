//! Black-box tests of the program: what it prints and how it ends.

mod check;
mod configuration;
mod errors;
mod runner;
mod suppression;
