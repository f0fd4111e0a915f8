//! What every command is told: where the configuration and the data are, and how to print.

use std::path::{Path, PathBuf};

use super::WrongWords;
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
    #[arg(long = "format", global = true, value_enum, value_name = "FORMAT", default_value_t = Asked::Table)]
    asked: Asked,
    /// What was asked for, where the command prints more than one table.
    #[arg(skip)]
    pub format: Format,
}

/// What `--format` may say.
#[derive(clap::ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Table,
    Json,
    /// Of `problem groups`
    Csv,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Table,
    Json,
}

impl Context {
    /// A context of a command that prepares its own configuration and data folder, as the demo does.
    pub fn of(config: PathBuf, data: PathBuf) -> Self {
        Self { config: Some(config), data, asked: Asked::Table, format: Format::Table }
    }

    /// Takes the format that was asked for; CSV only where a command prints it.
    pub fn with_format(mut self, prints_csv: bool) -> Result<Self, WrongWords> {
        self.format = match self.asked {
            Asked::Json => Format::Json,
            Asked::Csv if !prints_csv => {
                return Err(WrongWords("only `problem groups` prints csv; there are table and json".into()));
            }
            Asked::Table | Asked::Csv => Format::Table,
        };
        Ok(self)
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
