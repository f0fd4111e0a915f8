//! What every command is told: where the configuration and the data are, and how to print.

use std::path::{Path, PathBuf};

use crate::config::{self, Config, ConfigError};

const DEFAULT_CONFIG: &str = "tallypost.toml";

#[derive(clap::Args, Debug, Clone)]
pub struct Context {
    /// The configuration [default: tallypost.toml]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where the journal, the raw mail and the lake are kept
    #[arg(long, global = true, value_name = "DIR", default_value = "tallypost-data")]
    data: PathBuf,
    /// How data is printed; json is one object a line
    #[arg(long, global = true, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

#[derive(clap::ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Table,
    Json,
}

impl Context {
    /// A context of a command that prepares its own configuration and data folder, as the demo does.
    pub fn of(config: PathBuf, data: PathBuf) -> Self {
        Self { config: Some(config), data, format: Format::Table }
    }

    pub fn data(&self) -> &Path {
        &self.data
    }

    pub fn lake(&self) -> PathBuf {
        self.data.join("lake")
    }

    /// The configuration; an error where there is none.
    pub fn config(&self) -> Result<Config, ConfigError> {
        let mut config = config::load(self.config.as_deref().unwrap_or(Path::new(DEFAULT_CONFIG)))?;
        config.keep_tokens_in(&self.data);
        Ok(config)
    }

    /// The configuration, or that of an unconfigured desk where none was named and none lies here.
    pub fn config_if_any(&self) -> Result<Config, ConfigError> {
        match &self.config {
            None if !Path::new(DEFAULT_CONFIG).exists() => Ok(Config::unconfigured()),
            _ => self.config(),
        }
    }
}
