//! Limits on what one template may cost. Every limit is far above what CloudFormation
//! itself accepts (a template of 1 MB, 500 resources), so that only bombs meet them.

use std::cell::Cell;

/// Nested nodes and references followed at once. Threads have 2 MiB of stack.
const MAX_DEPTH: usize = 160;
/// Nodes evaluated for one root template and all it nests.
const MAX_STEPS: usize = 4_000_000;
/// Bytes of text that functions may build.
const MAX_TEXT: usize = 64 * 1024 * 1024;

/// What is left of each limit.
#[derive(Debug)]
pub(super) struct Budget {
    depth: Cell<usize>,
    steps: Cell<usize>,
    text: Cell<usize>,
}

/// A level of nesting; leaving it is dropping it.
pub(super) struct Level<'b>(&'b Budget);

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.0.depth.set(self.0.depth.get() + 1);
    }
}

impl Budget {
    pub(super) fn new() -> Budget {
        Budget {
            depth: Cell::new(MAX_DEPTH),
            steps: Cell::new(MAX_STEPS),
            text: Cell::new(MAX_TEXT),
        }
    }

    /// One level deeper and one step on; what is exhausted otherwise.
    pub(super) fn enter(&self) -> Result<Level<'_>, &'static str> {
        let Some(depth) = self.depth.get().checked_sub(1) else {
            return Err("nested or referred to too deeply");
        };
        self.step()?;
        self.depth.set(depth);
        Ok(Level(self))
    }

    /// One step on.
    pub(super) fn step(&self) -> Result<(), &'static str> {
        self.steps(1)
    }

    /// Several steps on.
    pub(super) fn steps(&self, count: usize) -> Result<(), &'static str> {
        let left = self.steps.get().checked_sub(count).ok_or("the template is too large")?;
        self.steps.set(left);
        Ok(())
    }

    /// Room for a text of this many bytes.
    pub(super) fn text(&self, len: usize) -> Result<(), &'static str> {
        let left = self.text.get().checked_sub(len).ok_or("the texts it builds are too long")?;
        self.text.set(left);
        Ok(())
    }
}
