//! Any bytes, begun with the mails of `tests/fixtures/mail`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: tallypost_fuzz::let_panics_be_caught(), |raw: &[u8]| {
    tallypost_fuzz::understand(raw);
});
