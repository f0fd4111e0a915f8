//! The `tallypost` program: words on the command line → one call in [`tallypost::commands`].

use std::process::ExitCode;

/// Of ten million tickets' analysis it holds a fifth less than the C library's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    tallypost::commands::main()
}
