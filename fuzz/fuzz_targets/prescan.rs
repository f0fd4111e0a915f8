//! Nested MIME, right and wrong: no cap is missed, and what passes them is parsed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tallypost_fuzz::mime::Mail;

fuzz_target!(init: tallypost_fuzz::let_panics_be_caught(), |mail: Mail| {
    tallypost_fuzz::understand(&mail.to_bytes());
});
