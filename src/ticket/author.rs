//! Who wrote a message, as the desk sees it: one of us or a customer, and is that so?

use super::Direction;
use crate::config::Config;
use crate::message::{Address, Authentication, Message, Verdict};

const INBOX: &str = "INBOX";
/// As `authentication_server`: the topmost verdict counts, whoever gives it (Microsoft 365 does not say its name).
const ANY_SERVER: &str = "*";

/// Who wrote, as the desk sees it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Author {
    pub address: Option<String>,
    /// An agent, or one of our own mailboxes.
    pub is_ours: bool,
    /// Our own server says that somebody else wrote this, or does not say that one of us did.
    pub is_forged: bool,
    pub direction: Direction,
}

impl Author {
    pub fn of(config: &Config, message: &Message, folder: &str) -> Self {
        let address = message.from.as_ref().map(|from| from.address.to_lowercase());
        let is_us = |address: &str| config.is_own_address(address) || config.agent(address).is_some();
        let claims_to_be_us = address.as_deref().is_some_and(is_us);
        let proof = proof_of(config, message, folder);
        let is_ours = claims_to_be_us && proof == Proof::Proven && form_sender(config, message).is_none();
        let reaches_out = message.to.iter().chain(&message.cc).any(|to| !is_us(&to.address));
        let direction = match (is_ours, reaches_out) {
            (true, true) => Direction::Outbound,
            (true, false) => Direction::Internal,
            (false, _) => Direction::Inbound,
        };
        let is_forged = proof == Proof::Disproven || claims_to_be_us && proof != Proof::Proven;
        Self { address, is_ours, is_forged, direction }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proof {
    Proven,
    Unproven,
    Disproven,
}

/// Anybody can write any address into `From`. Where the operator names the server whose verdict counts, one of us
/// is who that server says is one of us. What lies elsewhere than in the inbox without any verdict was never
/// received: our own people's programs put it there.
fn proof_of(config: &Config, message: &Message, folder: &str) -> Proof {
    let Some(trusted) = config.gateway.authentication_server.as_deref() else { return Proof::Proven };
    let is_trusted = |found: &&Authentication| {
        trusted == ANY_SERVER || found.server.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(trusted))
    };
    match message.authentication.as_ref().filter(is_trusted).map(|found| found.verdict) {
        Some(Verdict::Passed) => Proof::Proven,
        Some(Verdict::Failed) => Proof::Disproven,
        None if message.authentication.is_none() && !folder.eq_ignore_ascii_case(INBOX) => Proof::Proven,
        Some(Verdict::Unknown) | None => Proof::Unproven,
    }
}

/// A web form writes from our own mailbox and names the customer in Reply-To.
pub(super) fn form_sender<'a>(config: &Config, message: &'a Message) -> Option<&'a Address> {
    let from = message.from.as_ref()?;
    let reply_to = message.reply_to.first()?;
    let is_outside = !config.is_own_address(&reply_to.address) && config.agent(&reply_to.address).is_none();
    (config.is_own_address(&from.address) && is_outside).then_some(reply_to)
}
