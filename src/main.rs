//! The `tallypost` program: words on the command line → one call in [`tallypost::commands`].

use std::process::ExitCode;

/// The C library's allocator keeps more of what analysing many tickets takes for a moment.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    tallypost::commands::main()
}
