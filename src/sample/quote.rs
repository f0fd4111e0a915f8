//! How mail programs show what they answer.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::client::{Client, Quoting};
use super::words::Common;

/// Long threads are cut here, as people do by hand.
const QUOTED_LINES_MAX: usize = 42;

/// A mail as the one who answers it sees it.
#[derive(Debug, Clone)]
pub struct Quoted {
    pub name: String,
    pub address: String,
    pub to: String,
    pub subject: String,
    pub sent: Timestamp,
    /// The whole text that was shown, quotes in it included.
    pub text: String,
}

/// The line or the block that introduces the quoted mail.
pub fn introduction(quoted: &Quoted, quoting: Quoting, common: &Common, zone: &TimeZone) -> String {
    let local = quoted.sent.to_zoned(zone.clone());
    let letter = &common.letter;
    let month = letter.months[usize::try_from(local.month() - 1).unwrap_or(0)];
    let weekday = letter.weekdays[usize::try_from(local.weekday().to_monday_zero_offset()).unwrap_or(0)];
    let (date, clock) = (format!("{} {month} {}", local.day(), local.year()), local.strftime("%H:%M").to_string());
    match quoting {
        Quoting::Angle => letter.attribution[quoted.address.len() % letter.attribution.len()]
            .replace("{weekday}", weekday)
            .replace("{date}", &date)
            .replace("{digits}", &local.strftime("%d.%m.%y").to_string())
            .replace("{clock}", &clock)
            .replace("{name}", &quoted.name)
            .replace("{address}", &quoted.address),
        Quoting::HeaderBlock | Quoting::OriginalMessage => {
            let [from, sent, to, subject] = letter.labels;
            let block = format!(
                "{from} {} <{}>\n{sent} {weekday}, {date} {clock}\n{to} {}\n{subject} {}",
                quoted.name, quoted.address, quoted.to, quoted.subject
            );
            if quoting == Quoting::OriginalMessage { format!("{}\n{block}", letter.original_message) } else { block }
        }
    }
}

/// The quoted mail as plain text.
pub fn plain(quoted: &Quoted, client: Client, common: &Common, zone: &TimeZone) -> String {
    let quoting = client.quoting();
    let introduction = introduction(quoted, quoting, common, zone);
    let lines = quoted.text.lines().take(QUOTED_LINES_MAX);
    let body: Vec<String> = match quoting {
        Quoting::Angle => lines.map(angled).collect(),
        _ => lines.map(str::to_string).collect(),
    };
    let gap = if quoting == Quoting::Angle { "\n" } else { "\n\n" };
    let rule = if quoting == Quoting::HeaderBlock { "________________________________\n" } else { "" };
    format!("{rule}{introduction}{gap}{}", body.join("\n"))
}

fn angled(line: &str) -> String {
    match line {
        "" => ">".into(),
        line if line.starts_with('>') => format!(">{line}"),
        line => format!("> {line}"),
    }
}

/// The quoted mail as HTML.
pub fn html(quoted: &Quoted, client: Client, common: &Common, zone: &TimeZone) -> String {
    let introduction = lines_as_html(&introduction(quoted, client.quoting(), common, zone));
    let text: Vec<&str> = quoted.text.lines().take(QUOTED_LINES_MAX).collect();
    let body = lines_as_html(&text.join("\n"));
    match client {
        Client::Gmail => format!(
            "<br><div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">{introduction}<br></div>\
             <blockquote class=\"gmail_quote\" style=\"margin:0px 0px 0px 0.8ex;border-left:1px solid \
             rgb(204,204,204);padding-left:1ex\">{body}</blockquote></div>"
        ),
        _ => format!(
            "<div style=\"border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm\">\
             <p class=\"MsoNormal\">{introduction}</p></div>\n<p class=\"MsoNormal\">{body}</p>"
        ),
    }
}

/// A text as HTML lines.
pub fn lines_as_html(text: &str) -> String {
    escaped(text).replace('\n', "<br>\n")
}

/// A text as HTML paragraphs.
pub fn paragraphs_as_html(text: &str, class: &str) -> String {
    let paragraph = |part: &str| format!("<p{class}>{}</p>", lines_as_html(part));
    text.split("\n\n").map(paragraph).collect::<Vec<_>>().join("\n")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
