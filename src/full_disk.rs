//! What to do about a full disk, said wherever something cannot be written.

use std::io::{Error, ErrorKind};

/// Goes on after what cannot be written and where; empty where the disk is not full.
pub(crate) fn remedy(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "; make room there and start again, nothing is lost",
        _ => "",
    }
}
