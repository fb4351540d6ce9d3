//! A bar on standard error for work that takes longer than a second.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::check::Progress;

const PATIENCE: Duration = Duration::from_secs(1);

/// Draws nothing during the first second.
#[derive(Debug)]
pub(super) struct Bar {
    inner: ProgressBar,
    started: Instant,
    is_shown: OnceLock<()>,
}

impl Bar {
    pub(super) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} root modules") {
            bar.set_style(style);
        }
        Self { inner: bar, started: Instant::now(), is_shown: OnceLock::new() }
    }

    pub(super) fn clear(&self) {
        self.inner.finish_and_clear();
    }
}

impl Progress for Bar {
    fn start(&self, roots: usize) {
        self.inner.set_length(u64::try_from(roots).unwrap_or(u64::MAX));
    }

    fn advance(&self) {
        if self.started.elapsed() > PATIENCE {
            self.is_shown.get_or_init(|| self.inner.set_draw_target(ProgressDrawTarget::stderr()));
        }
        self.inner.inc(1);
    }
}
