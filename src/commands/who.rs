//! Who takes a decision that a register keeps.

use super::WrongWords;

#[derive(clap::Args)]
pub struct Who {
    /// Who decides [default: the name of the user]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

impl Who {
    pub fn name(&self) -> Result<String, WrongWords> {
        let user = || ["USER", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok());
        let name = self.by.clone().or_else(user).filter(|name| !name.trim().is_empty());
        name.ok_or_else(|| WrongWords("the system names no user; say who decides: --by NAME".into()))
    }
}
