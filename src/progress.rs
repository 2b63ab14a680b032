//! How far a scan has come.

/// Is told how far a scan has come. Called from many threads.
pub trait Progress: Sync {
    /// A stage begins that has this many steps.
    fn stage(&self, stage: Stage, steps: usize);
    /// One of its steps is done.
    fn step(&self);
}

/// The stages of a scan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Files are read and parsed; a step is a file.
    Reading,
    /// Configurations are evaluated; a step is a root module or a template.
    Evaluating,
    /// Rules judge what was declared; a step is a configuration.
    Judging,
}

/// Tells nobody.
impl Progress for () {
    fn stage(&self, _: Stage, _: usize) {}
    fn step(&self) {}
}
