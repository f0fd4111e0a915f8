//! The `tallypost` program: words on the command line → one call in [`tallypost::commands`].

use std::process::ExitCode;

/// The C library's allocator keeps for itself about twice the memory that analysing many tickets takes.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    tallypost::commands::main()
}
