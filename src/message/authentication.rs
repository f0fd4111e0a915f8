//! What our own mail server found out about the author: its `Authentication-Results` field (RFC 8601).
//!
//! Anybody can write such a field into a mail. A receiving server puts its own at the top, so only the topmost is
//! read, and whoever uses it compares [`Authentication::server`] with the name of the server that he trusts.

use super::headers::Headers;
use super::{Address, Authentication, Verdict};

pub(super) fn read(headers: &Headers<'_>, from: Option<&Address>) -> Option<Authentication> {
    let field = headers.raw("Authentication-Results")?;
    // With two authors, which of them the server judged is anybody's guess.
    let domain = from.filter(|_| headers.all_bytes("From").count() == 1).and_then(|from| from.address.rsplit_once('@'));
    Some(parse(&field, domain.map(|(_, domain)| domain)))
}

fn parse(field: &str, author_domain: Option<&str>) -> Authentication {
    let field = without_comments(field).to_ascii_lowercase();
    let mut segments = field.split(';').map(str::trim).filter(|segment| !segment.is_empty()).peekable();
    // Microsoft 365 begins with the first result instead of its name.
    let server = segments.next_if(|segment| !segment.contains('=')).and_then(|segment| segment.split(' ').next());
    let results: Vec<Outcome<'_>> = segments.filter_map(Outcome::of).collect();
    let verdict = author_domain.map_or(Verdict::Unknown, |domain| verdict(&results, domain));
    Authentication { server: server.map(str::to_owned), verdict }
}

/// One method and what it found: `dkim=pass header.d=desk.example`.
struct Outcome<'a> {
    method: &'a str,
    result: &'a str,
    properties: Vec<(&'a str, &'a str)>,
}

impl<'a> Outcome<'a> {
    fn of(segment: &'a str) -> Option<Self> {
        let mut pairs = segment.split_whitespace().filter_map(|word| word.split_once('='));
        let (method, result) = pairs.next()?;
        // `dkim/1=pass` names the method's version.
        let method = method.split('/').next().unwrap_or(method);
        Some(Self { method, result, properties: pairs.collect() })
    }

    /// Did it pass for the author's own domain, or one above or below it (RFC 7489 §3.1, relaxed)?
    fn vouches_for(&self, author_domain: &str) -> bool {
        let names: &[&str] = match self.method {
            "dkim" => &["header.d", "header.i"],
            "spf" => &["smtp.mailfrom", "smtp.mail", "envelope-from"],
            "auth" => &["smtp.auth", "smtp.mailfrom"],
            _ => return false,
        };
        let mut domains = self.properties.iter().filter(|(name, _)| names.contains(name)).map(|(_, value)| {
            let value = value.trim_matches(['<', '>', '"']);
            value.rsplit_once('@').map_or(value, |(_, domain)| domain)
        });
        self.result == "pass" && domains.any(|domain| is_aligned(domain, author_domain))
    }
}

fn verdict(results: &[Outcome<'_>], author_domain: &str) -> Verdict {
    let author_domain = author_domain.to_ascii_lowercase();
    match results.iter().find(|outcome| outcome.method == "dmarc").map(|outcome| outcome.result) {
        Some("pass") => return Verdict::Passed,
        Some("fail") => return Verdict::Failed,
        _ => {}
    }
    let is_vouched_for = results.iter().any(|outcome| outcome.vouches_for(&author_domain));
    if is_vouched_for { Verdict::Passed } else { Verdict::Unknown }
}

fn is_aligned(domain: &str, author_domain: &str) -> bool {
    let is_below = |one: &str, other: &str| one.strip_suffix(other).is_some_and(|rest| rest.ends_with('.'));
    let is_a_domain = domain.contains('.') && author_domain.contains('.');
    domain == author_domain || is_a_domain && (is_below(domain, author_domain) || is_below(author_domain, domain))
}

/// Comments nest, and hold what the mail's sender said about itself; quoted strings hold no comments.
fn without_comments(field: &str) -> String {
    let mut kept = String::with_capacity(field.len());
    let (mut depth, mut is_quoted, mut is_escaped) = (0_usize, false, false);
    for c in field.chars() {
        let is_plain = std::mem::take(&mut is_escaped);
        match c {
            '\\' if !is_plain && (is_quoted || depth > 0) => is_escaped = true,
            '"' if !is_plain && depth == 0 => is_quoted = !is_quoted,
            '(' if !is_plain && !is_quoted => depth += 1,
            ')' if !is_plain && !is_quoted && depth > 0 => depth -= 1,
            // What a quoted string holds is a value, never another result.
            ';' | '=' if is_quoted => kept.push('_'),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict_of(field: &str) -> Verdict {
        parse(field, Some("desk.example")).verdict
    }

    #[test]
    fn the_verdict_on_the_author_is_read_from_what_servers_write() {
        let by_gmail = "mx.google.example; dkim=pass header.i=@desk.example header.s=s1 header.b=AbC=; \
            spf=pass (google.example: domain of ada@desk.example designates 192.0.2.1 as permitted sender) \
            smtp.mailfrom=ada@desk.example; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=desk.example";
        assert_eq!(
            parse(by_gmail, Some("desk.example")),
            Authentication { server: Some("mx.google.example".into()), verdict: Verdict::Passed }
        );
        let by_microsoft = "spf=fail (sender IP is 192.0.2.9) smtp.mailfrom=evil.example; dkim=none (message not signed) \
            header.d=none;dmarc=fail action=quarantine header.from=desk.example;compauth=fail reason=000";
        assert_eq!(
            parse(by_microsoft, Some("desk.example")),
            Authentication { server: None, verdict: Verdict::Failed }
        );
        assert_eq!(verdict_of("mx.desk.example; none"), Verdict::Unknown);
    }

    #[test]
    fn without_dmarc_an_aligned_signature_or_sender_vouches() {
        assert_eq!(verdict_of("mx 1; dkim=pass header.d=mail.desk.example"), Verdict::Passed);
        assert_eq!(verdict_of("mx; dmarc=none; spf=pass smtp.mailfrom=<bounces@desk.example>"), Verdict::Passed);
        assert_eq!(verdict_of("mx; auth=pass smtp.auth=ada@desk.example"), Verdict::Passed);
        assert_eq!(
            verdict_of("mx; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example"),
            Verdict::Unknown
        );
        assert_eq!(verdict_of("mx; dkim=pass header.d=notdesk.example"), Verdict::Unknown);
        assert_eq!(verdict_of("mx; dkim=pass header.d=example"), Verdict::Unknown);
        assert_eq!(verdict_of("mx; dmarc=fail; dkim=pass header.d=desk.example"), Verdict::Failed);
    }

    #[test]
    fn words_of_the_sender_within_a_field_prove_nothing() {
        assert_eq!(verdict_of("mx; spf=none (; dmarc=pass) smtp.mailfrom=x.example"), Verdict::Unknown);
        assert_eq!(verdict_of("mx; spf=none smtp.mailfrom=\"a; dmarc=pass\"@x.example"), Verdict::Unknown);
        assert_eq!(verdict_of("mx; spf=none (a \\) ; dmarc=pass) smtp.mailfrom=x.example"), Verdict::Unknown);
        assert_eq!(verdict_of("mx; spf=none smtp.helo=dmarc=pass"), Verdict::Unknown);
    }
}
