//! Does sending work? Signs in without sending anything, and reads the texts.

use super::session::Session;
use super::texts::Texts;
use crate::config::{Config, Tls};

/// What works and what does not, one sentence each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    pub works: Vec<String>,
    pub problems: Vec<String>,
}

/// Tries the mail server and the texts; nothing where nothing is to be sent.
pub async fn check(config: &Config) -> Checked {
    let mut checked = Checked::default();
    let Some(smtp) = &config.smtp else { return checked };
    match Session::open(config, smtp).await {
        Ok(mut session) => {
            if session.is_alive().await {
                let user = smtp.user.as_ref().map_or("nobody to sign in".into(), |user| format!("signed in {user}"));
                let tls = if smtp.tls == Tls::None { "no TLS (loopback)" } else { "TLS" };
                checked.works.push(format!("smtp {}:{}: fine, {tls}, {user}", smtp.host, smtp.port()));
            } else {
                checked.problems.push(format!("smtp {}:{}: answers no more after the sign-in", smtp.host, smtp.port()));
            }
            session.quit().await;
        }
        Err(error) => checked.problems.push(format!("smtp {error}")),
    }
    texts(config, &mut checked);
    checked
}

fn texts(config: &Config, checked: &mut Checked) {
    let settings = &config.acknowledgement;
    if !settings.enabled {
        checked.works.push("acknowledgements: switched off (acknowledgement.enabled)".into());
        return;
    }
    let texts = Texts::load(settings);
    let own = match texts.own.as_slice() {
        [] => "none of your own".to_string(),
        names => format!("of your own: {}", names.join(", ")),
    };
    checked.works.push(format!("acknowledgements: texts in {}; {own}", texts.languages().join(", ")));
    if config.gateway.operator.is_none() {
        checked.works.push("acknowledgements: nobody is told of trouble; set gateway.operator to an address".into());
    }
    checked.problems.extend(texts.problems);
}
