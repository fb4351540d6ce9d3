//! What counts: which rules are on, what is silenced, what is old, and what the exit code says.
//!
//! In: findings and the user's configuration. Out: the same findings with their severity in effect, fingerprint,
//! suppression and baseline state, and the verdict of the gate. No stage above knows about any of this.
//! Start reading at [`settings`] (what the user wrote), then [`select`], [`suppress`], [`baseline`] and [`gate`].

pub mod align;
pub mod baseline;
pub mod exception;
pub mod fingerprint;
pub mod gate;
pub mod identity;
pub mod migrate;
pub mod pattern;
pub mod select;
pub mod settings;
mod split;
pub mod suppress;
pub mod unite;

#[cfg(test)]
mod tests;
