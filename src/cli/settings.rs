//! The configuration and the rules that a command works with.

use std::path::PathBuf;
use std::sync::Arc;

use super::args::CommonArgs;
use super::engine::Engine;
use super::failure::Failure;
use crate::config::{self, Config};
use crate::report::Catalogue;
use crate::source::Sources;

/// The configuration and the rules that a command works with.
pub struct Settings {
    /// The configuration file's, or the default.
    pub config: Config,
    /// All rules.
    pub rules: Catalogue,
    /// The texts of the configuration and the user's own rules.
    pub sources: Arc<Sources>,
}

impl Settings {
    /// The settings for what is at these paths.
    ///
    /// # Errors
    /// What is wrong with the configuration or the user's rules.
    pub fn load(
        paths: &[PathBuf],
        args: &CommonArgs,
        engine: &dyn Engine,
    ) -> Result<Settings, Failure> {
        let sources = Arc::new(Sources::new());
        let wrong = |diagnostics| Failure::Diagnostics(sources.clone(), diagnostics);
        let chosen = args.config.is_some();
        let path = match (&args.config, args.no_config) {
            (Some(path), _) => Some(path.clone()),
            (None, true) => None,
            (None, false) => config::find(paths).map_err(|problem| wrong(vec![problem]))?,
        };
        let config = match path {
            Some(path) => {
                config::load(&path, &sources, chosen).map_err(|problem| wrong(vec![problem]))?
            }
            None => Config::default(),
        };
        let rules = engine.catalogue(&config, &sources).map_err(wrong)?;
        Ok(Settings { config, rules, sources })
    }
}
