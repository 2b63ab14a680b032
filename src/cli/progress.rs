//! The progress bar.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::progress::{Progress, Stage};

/// Shorter scans show none.
const PATIENCE: Duration = Duration::from_millis(300);

/// A bar on standard error, once a scan has taken long enough to wonder.
pub struct Bar {
    bar: ProgressBar,
    start: Instant,
    shown: AtomicBool,
}

impl Bar {
    /// A bar that begins now.
    pub fn new() -> Bar {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{msg:10} {wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        Bar { bar, start: Instant::now(), shown: AtomicBool::new(false) }
    }

    /// Takes it away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn show_when_due(&self) {
        let due = self.start.elapsed() > PATIENCE;
        if due && !self.shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        }
    }
}

impl Progress for Bar {
    fn stage(&self, stage: Stage, steps: usize) {
        self.bar.set_length(steps as u64);
        self.bar.set_position(0);
        self.bar.set_message(match stage {
            Stage::Reading => "reading",
            Stage::Evaluating => "evaluating",
            Stage::Judging => "judging",
        });
        self.show_when_due();
    }

    fn step(&self) {
        self.bar.inc(1);
        self.show_when_due();
    }
}
