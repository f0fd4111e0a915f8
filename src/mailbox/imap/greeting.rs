//! A connection up to the server's greeting.

use async_imap::Client;
use async_imap::imap_proto::{Response, Status};

use super::bounds::{Allowance, Bounds};
use super::refusal::{goodbye, heard, text};
use super::stream::{Patience, Wire};
use super::wire::{self, Connected};
use crate::config::Imap;
use crate::mailbox::FetchError;

/// How long and how much may come in over a connection: what is left to us of it once async-imap has it.
#[derive(Debug)]
pub(super) struct Line {
    pub patience: Patience,
    pub bounds: Bounds,
}

/// A server that waits for us to sign in.
pub(super) async fn greeted(mailbox: &str, settings: &Imap) -> Result<(Client<Wire>, Line), FetchError> {
    let Connected { wire, patience, bounds, is_greeted } = wire::connect(mailbox, settings).await?;
    let mut client = Client::new(wire);
    if !is_greeted {
        greeting(mailbox, settings, &mut client).await?;
    }
    bounds.begin(Allowance::default());
    Ok((client, Line { patience, bounds }))
}

async fn greeting(mailbox: &str, settings: &Imap, client: &mut Client<Wire>) -> Result<(), FetchError> {
    let doing = format!("the greeting of {}:{}", settings.host, settings.port);
    let answer = heard(mailbox, &doing, client.read_response().await)?;
    match answer.parsed() {
        Response::Data { status: Status::Ok, .. } => Ok(()),
        Response::Data { status: Status::Bye, outcome } => Err(goodbye(mailbox, &doing, &text(outcome))),
        _ => Err(FetchError::Protocol {
            mailbox: mailbox.to_string(),
            doing,
            answer: "something that is no greeting".into(),
        }),
    }
}
