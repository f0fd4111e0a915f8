//! The `tallypost` program: words on the command line → one call in [`tallypost::commands`].

use std::process::ExitCode;

fn main() -> ExitCode {
    tallypost::commands::main()
}
