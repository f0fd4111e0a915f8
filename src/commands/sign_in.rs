//! `tallypost sign-in`: gets the token with which a mailbox is read, or mail sent, without a password.

use std::io::{BufRead as _, IsTerminal as _};

use anyhow::Context as _;

use super::{Context, WrongWords};
use crate::config::{Config, Flow, OAuth};
use crate::oauth::{AccessToken, SignIn};

/// Sign in to Microsoft 365, Google or another provider, once, for a mailbox with `oauth`
///
/// With the flow device_code it shows an address and a code to enter there in any browser, and waits. With
/// refresh_token it reads one that was had elsewhere from standard input. With client_credentials nobody has to sign
/// in: it only tries. Run it as the user that the gateway runs as, on the same data; a gateway that waits for the
/// token goes on by itself within five minutes, and at once at SIGHUP.
#[derive(clap::Args)]
#[command(after_help = "Example: tallypost sign-in support\n         tallypost sign-in --smtp")]
pub struct Args {
    /// The name of a [[mailbox]]
    #[arg(required_unless_present = "smtp", conflicts_with = "smtp")]
    mailbox: Option<String>,
    /// Sign in to send mail, as [smtp] says
    #[arg(long)]
    smtp: bool,
}

pub fn run(args: &Args, context: &Context) -> anyhow::Result<()> {
    let config = context.config()?;
    let (user, oauth, sign_in) = account(args, &config)?;
    let runtime = tokio::runtime::Runtime::new().context("cannot start the asynchronous runtime")?;
    let token = runtime.block_on(async {
        match oauth.flow {
            Flow::ClientCredentials => Ok(sign_in.try_out().await?),
            Flow::RefreshToken => hand_over(&sign_in).await,
            Flow::DeviceCode => invite(&sign_in, user).await,
        }
    })?;
    println!("{}", in_words(&token));
    Ok(())
}

/// Who signs in, with which settings.
fn account<'a>(args: &Args, config: &'a Config) -> Result<(&'a str, &'a OAuth, SignIn), WrongWords> {
    let Some(name) = &args.mailbox else {
        let smtp = config.smtp.as_ref().ok_or_else(|| WrongWords("the configuration has no [smtp]".into()))?;
        let oauth = smtp.oauth.as_ref().ok_or_else(|| no_oauth("[smtp]"))?;
        return Ok((smtp.user.as_deref().unwrap_or_default(), oauth, SignIn::of_smtp(oauth)));
    };
    let names: Vec<&str> = config.mailboxes.iter().map(|mailbox| mailbox.name.as_str()).collect();
    let unknown = || WrongWords(format!("there is no [[mailbox]] named `{name}`, but: {}", names.join(", ")));
    let imap = config.mailbox(name).ok_or_else(unknown)?.imap.as_ref();
    let (imap, oauth) =
        imap.and_then(|imap| Some((imap, imap.oauth.as_ref()?))).ok_or_else(|| no_oauth("[mailbox.imap]"))?;
    Ok((&imap.user, oauth, SignIn::of_mailbox(name, oauth)))
}

fn no_oauth(table: &str) -> WrongWords {
    WrongWords(format!("its {table} has no oauth = {{ … }}; a password needs no sign-in, `tallypost check` tries it"))
}

async fn invite(sign_in: &SignIn, user: &str) -> anyhow::Result<AccessToken> {
    let invitation = sign_in.invite().await?;
    println!("Open {}", shown(&invitation.address));
    println!("enter the code {}", shown(&invitation.code));
    println!("and sign in as {user}, within {} minutes. Waiting …", invitation.expires_in.as_secs() / 60);
    Ok(sign_in.wait_for(&invitation).await?)
}

/// The provider's words are not the terminal's commands.
fn shown(text: &str) -> String {
    text.chars().filter(|one| !one.is_control()).collect()
}

async fn hand_over(sign_in: &SignIn) -> anyhow::Result<AccessToken> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        println!("Paste the refresh token that the provider gave for this client_id, then Enter:");
    }
    let mut refresh_token = zeroize::Zeroizing::new(String::new());
    stdin.lock().read_line(&mut refresh_token).context("cannot read standard input")?;
    anyhow::ensure!(!refresh_token.trim().is_empty(), WrongWords("standard input holds no refresh token".into()));
    Ok(sign_in.adopt(refresh_token.trim()).await?)
}

fn in_words(token: &AccessToken) -> String {
    let until = token.expires_at.strftime("%Y-%m-%d %H:%M UTC");
    if token.is_renewable {
        format!("signed in: fine; the token is good until {until} and renewed by itself")
    } else {
        format!(
            "signed in, but only until {until}: the provider gave no refresh token; oauth.scopes must ask for it, \
             mostly by offline_access"
        )
    }
}
