//! Addresses of a mail: groups flattened, names decoded, domains in lower case (RFC 5322 §3.4, RFC 5321 §2.4).
//!
//! Read sign by sign, once, and with what programs leave out or write wrongly: commas in names without quotation
//! marks, brackets that are missing or doubled, routes, an address that is all the name there is.

use super::Address;
use super::charset::Hint;
use super::headers::Headers;
use super::words::{self, Piece};

/// A name with more commas than this is a list of names.
const MAX_NAME_PARTS: usize = 3;

/// The addresses of all fields of that name.
pub(super) fn list(headers: &Headers<'_>, name: &str) -> Vec<Address> {
    headers.all_bytes(name).flat_map(|field| in_field(&field)).collect()
}

/// The addresses in a field's value.
pub(super) fn in_field(field: &[u8]) -> Vec<Address> {
    let text = spelled_out(field);
    let mut reader = Reader::of(&text);
    reader.read();
    reader.found
}

/// Encoded words as quoted strings, so that a comma or a bracket within a name is a part of the name.
fn spelled_out(field: &[u8]) -> String {
    let mut out = String::with_capacity(field.len());
    let (mut in_quotes, mut in_brackets) = (false, false);
    for piece in words::pieces(field, Hint::default()) {
        match piece {
            Piece::Plain(text) => {
                in_quotes ^= text.matches('"').count() % 2 == 1;
                in_brackets =
                    text.rfind('<').map_or(in_brackets, |open| text.rfind('>').is_none_or(|close| close < open));
                out.push_str(&text);
            }
            Piece::Encoded(text) if in_brackets => out.push_str(&text),
            Piece::Encoded(text) => {
                let text = text.replace(['"', '\\'], "");
                out.push_str(&if in_quotes { text } else { format!("\" {text}\"") });
            }
        }
    }
    out
}

/// One mailbox as far as it was read.
#[derive(Default)]
struct Mailbox {
    /// The words in their order; quoted ones hold signs that mean nothing.
    words: Vec<Word>,
    /// What stands in `<` and `>`.
    bracketed: Option<String>,
    comment: String,
}

#[derive(Default)]
struct Word {
    text: String,
    is_quoted: bool,
    /// No space stands before it.
    is_joined: bool,
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    last_quote: usize,
    last_comment_end: usize,
    mailbox: Mailbox,
    /// `Lovelace, Ada <…>`: the part of a name before its comma.
    name_before: Vec<String>,
    has_space: bool,
    found: Vec<Address>,
}

impl<'a> Reader<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            last_quote: text.rfind('"').unwrap_or(0),
            last_comment_end: text.rfind(')').unwrap_or(0),
            mailbox: Mailbox::default(),
            name_before: Vec::new(),
            has_space: true,
            found: Vec::new(),
        }
    }

    fn read(&mut self) {
        while let Some(sign) = self.text[self.at..].chars().next() {
            let start = self.at;
            self.at += sign.len_utf8();
            match sign {
                '"' if self.last_quote > start => self.quoted(),
                '(' if self.last_comment_end > start => self.comment(),
                '<' => self.bracketed(),
                ',' => self.end_mailbox(true),
                ';' => self.end_mailbox(false),
                ':' if self.begins_group() => self.mailbox = Mailbox::default(),
                '"' | '>' => self.has_space = true,
                space if space.is_whitespace() => self.has_space = true,
                sign => self.bare(sign),
            }
        }
        self.end_mailbox(false);
        self.name_before.clear();
    }

    fn bare(&mut self, sign: char) {
        match self.mailbox.words.last_mut().filter(|word| !self.has_space && !word.is_quoted) {
            Some(word) => word.text.push(sign),
            None => self.push(Word { text: sign.to_string(), ..Word::default() }),
        }
        self.has_space = false;
    }

    fn push(&mut self, word: Word) {
        let is_joined = !self.has_space && !self.mailbox.words.is_empty();
        self.mailbox.words.push(Word { is_joined, ..word });
        self.has_space = false;
    }

    fn quoted(&mut self) {
        let mut text = String::new();
        let mut signs = self.text[self.at..].char_indices();
        let mut length = self.text.len() - self.at;
        while let Some((at, sign)) = signs.next() {
            match sign {
                '"' => {
                    length = at + 1;
                    break;
                }
                '\\' => text.extend(signs.next().map(|(_, sign)| sign)),
                sign => text.push(sign),
            }
        }
        self.at += length;
        self.push(Word { text, is_quoted: true, is_joined: false });
    }

    fn comment(&mut self) {
        let rest = &self.text[self.at..];
        let length = comment_length(rest);
        if !self.mailbox.comment.is_empty() {
            self.mailbox.comment.push(' ');
        }
        let text = rest[..length].strip_suffix(')').unwrap_or(&rest[..length]);
        self.mailbox.comment.push_str(&text.replace(['"', '\\'], ""));
        self.at += length;
        self.has_space = true;
    }

    /// Up to `>`; one that is missing ends before the next mailbox.
    fn bracketed(&mut self) {
        let rest = &self.text[self.at..];
        let is_route = rest.starts_with('@');
        let end = rest.find(|sign: char| matches!(sign, '>' | ';' | '\n') || sign == ',' && !is_route);
        let end = end.unwrap_or(rest.len());
        let inner = rest[..end].trim_start_matches('<').trim();
        if !inner.is_empty() && self.mailbox.bracketed.is_none() {
            self.mailbox.bracketed = Some(without_comments(inner));
        }
        self.at += end;
        self.has_space = true;
    }

    /// `Team: ada@…, bob@…;`, but neither `mailto:` nor an address with a colon.
    fn begins_group(&self) -> bool {
        let is_word = |word: &Word| word.is_quoted || !word.text.contains('@');
        let is_scheme = self.mailbox.words.last().is_some_and(|word| word.text.eq_ignore_ascii_case("mailto"));
        self.mailbox.bracketed.is_none() && self.mailbox.words.iter().all(is_word) && !is_scheme
    }

    fn end_mailbox(&mut self, is_comma: bool) {
        let mailbox = std::mem::take(&mut self.mailbox);
        self.has_space = true;
        let is_name_only = mailbox.bracketed.is_none()
            && mailbox.words.iter().all(|word| !word.text.contains('@'))
            && !mailbox.words.is_empty();
        if is_name_only && is_comma && mailbox.comment.is_empty() && self.name_before.len() < MAX_NAME_PARTS {
            self.name_before.push(mailbox.name());
            return;
        }
        if mailbox.has_only_addresses() && mailbox.words.len() > 1 {
            let addresses = mailbox.words.iter().map(|word| Address { name: None, address: clean_address(&word.text) });
            return self.found.extend(addresses);
        }
        let before = std::mem::take(&mut self.name_before);
        let is_named_before = mailbox.bracketed.is_some() && mailbox.words.iter().all(|word| !word.text.contains('@'));
        self.found.extend(mailbox.understood(if is_named_before { &before } else { &[] }));
    }
}

/// How long a comment is behind its opening sign, with its end; comments nest (RFC 5322 §3.2.2).
fn comment_length(text: &str) -> usize {
    let (mut depth, mut is_escaped) = (1_usize, false);
    for (at, sign) in text.char_indices() {
        match sign {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '(' => depth += 1,
            ')' if depth == 1 => return at + 1,
            ')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

fn without_comments(address: &str) -> String {
    let mut out = String::new();
    let mut rest = address;
    while let Some((before, behind)) = rest.split_once('(') {
        out.push_str(before);
        rest = &behind[comment_length(behind)..];
    }
    out + rest
}

impl Mailbox {
    /// Addresses with nothing but space between them.
    fn has_only_addresses(&self) -> bool {
        self.bracketed.is_none() && self.words.iter().all(|word| !word.is_quoted && word.text.contains('@'))
    }

    fn name(&self) -> String {
        let mut name = String::new();
        for word in &self.words {
            // A quoted word beside another was one name that a program cut.
            if !name.is_empty() && (!word.is_joined || word.is_quoted) {
                name.push(' ');
            }
            name.push_str(&word.text);
        }
        clean_name(&name)
    }

    fn understood(mut self, before: &[String]) -> Option<Address> {
        let address = match self.bracketed.take() {
            Some(address) => clean_address(&address),
            None => self.bare_address().unwrap_or_default(),
        };
        let comment = clean_name(&self.comment);
        let parts = before.iter().cloned().chain([self.name()]).filter(|part| !part.is_empty());
        let name = match parts.collect::<Vec<_>>().join(", ") {
            name if name.is_empty() => comment.clone(),
            name if comment.is_empty() => name,
            name => format!("{name} ({comment})"),
        };
        let name = Some(name).filter(|name| !name.is_empty());
        if address.is_empty() {
            // "someone@example.org" within quotation marks or a comment is all that some programs write.
            return name
                .as_deref()
                .filter(|name| name.contains('@'))
                .and_then(within_name)
                .or_else(|| self.system(&comment));
        }
        Some(Address { name: name.filter(|name| *name != address), address })
    }

    /// The word with the `@`, taken out of the words; `"ada lovelace"@desk.example` is one.
    fn bare_address(&mut self) -> Option<String> {
        let at = self.words.iter().position(|word| !word.is_quoted && word.text.contains('@'))?;
        let mut word = std::mem::take(&mut self.words[at]);
        // RFC 5322 §4.4 allowed space around the signs.
        let mut end = at + 1;
        while let Some(next) = self.words.get(end)
            && (next.text.starts_with('.') || word.text.ends_with(['.', '@']))
        {
            word.text.push_str(&next.text);
            end += 1;
        }
        self.words.drain(at..end);
        if let Some(local) =
            at.checked_sub(1).filter(|local| word.text.starts_with('@') && !self.words[*local].is_quoted)
        {
            word.text.insert_str(0, &self.words.remove(local).text);
        }
        if word.text.starts_with('@') && word.is_joined && at > 0 && self.words[at - 1].is_quoted {
            let local = self.words.remove(at - 1).text;
            return Some(clean_address(&format!("\"{local}\"{}", word.text)));
        }
        Some(clean_address(&word.text)).filter(|address| !address.is_empty())
    }

    /// `MAILER-DAEMON (Mail Delivery System)`
    fn system(&self, comment: &str) -> Option<Address> {
        match self.words.as_slice() {
            [only] if !comment.is_empty() && !only.is_quoted => {
                Some(Address { name: Some(comment.to_owned()), address: clean_address(&only.text) })
            }
            _ => None,
        }
    }
}

/// `"Ada <ada@desk.example>"`: everything was quoted or encoded as if it were the name.
fn within_name(name: &str) -> Option<Address> {
    let (before, address) = match name.split_once('<') {
        Some((before, rest)) => (before.trim(), rest.split('>').next().unwrap_or_default()),
        None => ("", name),
    };
    let address = (!address.trim().contains(' ') && address.contains('@')).then(|| clean_address(address))?;
    Some(Address { name: Some(before.to_owned()).filter(|name| !name.is_empty()), address })
}

fn clean_name(name: &str) -> String {
    let name: String = name.chars().filter(|c| !is_invisible(*c)).collect();
    name.split_whitespace().collect::<Vec<_>>().join(" ").trim_matches(['"', '\'']).trim().to_owned()
}

/// Control and bidirectional characters, by which a name shows as another.
pub(super) fn is_invisible(character: char) -> bool {
    character.is_control() && !character.is_whitespace()
        || matches!(
            character,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}'
                ..='\u{2064}' | '\u{202a}'
                ..='\u{202e}' | '\u{2066}'
                ..='\u{2069}' | '\u{feff}'
        )
}

fn clean_address(address: &str) -> String {
    let address = address.trim();
    // RFC 5322 §4.4: a route before the address, to be ignored.
    let address = if address.starts_with('@') { address.rsplit(':').next().unwrap_or_default() } else { address };
    let address = match address.get(.."mailto:".len()) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => &address["mailto:".len()..],
        _ => address,
    };
    let (local, domain) = address.rsplit_once('@').map_or((address, None), |(local, domain)| (local, Some(domain)));
    let is_quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
    let kept = |c: &char| !c.is_control() && !is_invisible(*c) && (is_quoted || !c.is_whitespace());
    let local: String = local.chars().filter(kept).collect();
    let strange = ['<', '>', ',', ';', '"', '\'', '(', '['];
    let local = if is_quoted { local.as_str() } else { local.trim_start_matches(strange) };
    match domain {
        Some(domain) => {
            let domain: String =
                domain.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !is_invisible(*c)).collect();
            let is_literal = domain.starts_with('[') && domain.ends_with(']');
            let domain = if is_literal {
                domain.as_str()
            } else {
                domain.trim_matches(['<', '>', '"', '\'', ',', ';', ')', ']'])
            };
            format!("{local}@{}", domain.to_lowercase())
        }
        None => local.trim_end_matches(strange).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::in_field;

    fn read(field: &str) -> Vec<(String, String)> {
        let name_and_address = |found: super::Address| (found.name.unwrap_or_default(), found.address);
        in_field(field.as_bytes()).into_iter().map(name_and_address).collect()
    }

    #[test]
    fn mailboxes_are_read_however_they_are_written() {
        for (field, name, address) in [
            ("Ada Lovelace <ada@desk.example>", "Ada Lovelace", "ada@desk.example"),
            ("\"Lovelace, Ada\" <ada@desk.example>", "Lovelace, Ada", "ada@desk.example"),
            ("Lovelace, Ada <ada@desk.example>", "Lovelace, Ada", "ada@desk.example"),
            ("=?utf-8?Q?M=C3=BCller=2C_Ada?= <ada@DESK.example>", "Müller, Ada", "ada@desk.example"),
            ("=?utf-8?Q?M=C3=BCller?=, Ada <ada@desk.example>", "Müller, Ada", "ada@desk.example"),
            ("ada@desk.example (Ada Lovelace)", "Ada Lovelace", "ada@desk.example"),
            ("Ada (a \\) sign (nested)) <ada(here)@desk.example>", "Ada (a ) sign (nested))", "ada@desk.example"),
            ("'ada@desk.example' <ada@desk.example>", "", "ada@desk.example"),
            ("Ada <ada@desk.example", "Ada", "ada@desk.example"),
            ("Ada ada@desk.example>", "Ada", "ada@desk.example"),
            ("\"Ada <ada@desk.example>", "Ada", "ada@desk.example"),
            ("\"Ada <ada@desk.example>\"", "Ada", "ada@desk.example"),
            ("Ada <<ada@desk.example>>", "Ada", "ada@desk.example"),
            ("Ada [ada@desk.example]", "Ada", "ada@desk.example"),
            ("Ada <mailto:ada@desk.example>", "Ada", "ada@desk.example"),
            ("Ada <@relay.example,@b.example:ada@desk.example>", "Ada", "ada@desk.example"),
            ("\"ada lovelace\"@desk.example", "", "\"ada lovelace\"@desk.example"),
            ("ada @ desk . example", "", "ada@desk.example"),
            ("ada@desk . example", "", "ada@desk.example"),
            ("Ada <ada@[127.0.0.1]>", "Ada", "ada@[127.0.0.1]"),
            ("Ada@Home <ada@münchen.example>", "Ada@Home", "ada@münchen.example"),
            ("\"Ada\u{202e} L\" <ada@desk.example>", "Ada L", "ada@desk.example"),
        ] {
            assert_eq!(read(field), [(name.to_owned(), address.to_owned())], "{field}");
        }
    }

    #[test]
    fn lists_and_groups_are_flattened() {
        let two = [(String::new(), "a@x.example".to_owned()), ("B".to_owned(), "b@x.example".to_owned())];
        assert_eq!(read("a@x.example, B <b@x.example>"), two);
        assert_eq!(read("Team: a@x.example, B <b@x.example>;"), two);
        assert_eq!(read("a@x.example; B <b@x.example>,"), two);
        assert_eq!(read("a@x.example\n a@x.example").len(), 2);
        assert!(read("undisclosed-recipients:;").is_empty());
        assert!(read("<>").is_empty());
        assert!(read("Ada Lovelace").is_empty());
    }

    #[test]
    fn fields_made_to_cost_time_cost_linear_time() {
        let started = std::time::Instant::now();
        for unit in [
            "\"",
            "(",
            "<",
            "a,",
            "a@b ",
            "a@b.",
            ":",
            "\\",
            "\"a\" ",
            "(a) ",
            "a <",
            "=?utf-8?Q?a?= <",
            ". ",
            "a@b. ",
            "a @",
        ] {
            in_field(unit.repeat(100_000 / unit.len()).as_bytes());
            in_field(format!("{}\")>", unit.repeat(100_000 / unit.len())).as_bytes());
        }
        assert!(started.elapsed() < std::time::Duration::from_secs(20), "took {:?}", started.elapsed());
    }
}
