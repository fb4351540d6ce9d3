//! A number of steps that an evaluation may take.

use std::cell::Cell;

use super::error::{EvalError, EvalErrorKind};
use crate::span::Span;

/// Steps that are left.
#[derive(Debug)]
pub struct Budget {
    left: Cell<u64>,
}

impl Budget {
    #[must_use]
    pub fn new(steps: u64) -> Self {
        Self { left: Cell::new(steps) }
    }

    /// Takes steps; `exceeded` says what was too much.
    ///
    /// # Errors
    /// Where so many are not left.
    pub fn charge(&self, steps: u64, span: Span, exceeded: impl FnOnce() -> String) -> Result<(), EvalError> {
        let left = self.left.get().checked_sub(steps);
        let left = left.ok_or_else(|| EvalError::new(EvalErrorKind::Limit(exceeded()), span))?;
        self.left.set(left);
        Ok(())
    }
}
