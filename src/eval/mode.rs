//! Whose rules an evaluation follows.

/// The two ways in which expressions are evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A configuration: exactly what Terraform 1.11 does, errors and unknowns included.
    Config,
    /// A condition in a rule file: total and decided wherever the answer does not depend on what is unknown.
    /// Null is an empty list and false, `==` converts, `&&` and `||` short-circuit, a template's known parts count.
    Rule,
}
