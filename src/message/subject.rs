//! The base subject (RFC 5256 §2.1), with the reply and forward prefixes of common languages.

use std::sync::LazyLock;

use regex::Regex;

/// A subject without what mail programs and lists add to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BaseSubject {
    /// In lower case, single spaces, without prefixes, list tags and ticket tags: equal for equal subjects.
    pub base: String,
    /// The outermost prefix says that this answers something (a forward does not).
    pub is_reply: bool,
}

#[rustfmt::skip]
const REPLY_PREFIXES: &[&str] = &[
    "re", "aw", "antw", "antwort", "sv", "vs", "ref", "rif", "r", "res", "rsp", "resp", "odp", "ynt", "yan", "bls",
    "atb", "vá", "válasz", "ad", "ré", "rép", "rés", "απ", "σχετ", "отв", "ответ", "відп", "на", "hồi âm", "trả lời",
    "回复", "回覆", "答复", "答覆", "返信", "답장", "회신", "رد", "השב", "תגובה",
];

#[rustfmt::skip]
const FORWARD_PREFIXES: &[&str] = &[
    "fwd", "fw", "wg", "tr", "rv", "enc", "i", "vl", "vb", "vd", "pd", "ilt", "doorst", "továbbítás", "πρθ", "пересл",
    "пер", "转发", "轉寄", "轉發", "転送", "전달", "إعادة توجيه", "הועבר",
];

/// `[T-1042]`: the tag that our own mail carries.
static TICKET_TAG: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\[\s*([A-Za-z]{1,10}-[0-9]{1,12})\s*\]").ok());

/// Longer subjects are nobody's; a megabyte of tags would cost a minute.
const MAX_CHARACTERS: usize = 1_000;

/// The subject that replies and forwards share, and whether this is a reply.
pub fn base_subject(subject: &str) -> BaseSubject {
    let subject: String = subject.chars().take(MAX_CHARACTERS).collect();
    let untagged = match TICKET_TAG.as_ref() {
        Some(tag) => tag.replace_all(&subject, " "),
        None => subject.as_str().into(),
    };
    let lower = untagged.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = lower.as_str();
    let mut outermost = None;
    loop {
        rest = without_trailing_forward(rest);
        if let Some((kind, after)) = prefix(rest) {
            outermost.get_or_insert(kind);
            rest = after;
        } else if let Some(after) = without_list_tag(rest) {
            rest = after;
        } else if let Some(inner) = rest.strip_prefix("[fwd:").and_then(|inner| inner.strip_suffix(']')) {
            outermost.get_or_insert(Prefix::Forward);
            rest = inner.trim();
        } else {
            return BaseSubject { base: rest.to_owned(), is_reply: outermost == Some(Prefix::Reply) };
        }
    }
}

/// The tickets that a subject names, in upper case: `T-1042`.
pub fn ticket_tags(subject: &str) -> Vec<String> {
    let Some(tag) = TICKET_TAG.as_ref() else { return Vec::new() };
    let mut tags = Vec::new();
    for found in tag.captures_iter(subject).filter_map(|groups| groups.get(1)) {
        let found = found.as_str().to_uppercase();
        if !tags.contains(&found) {
            tags.push(found);
        }
    }
    tags
}

/// Does the outermost prefix say that this mail forwards another?
pub(super) fn is_forward(subject: &str) -> bool {
    let lower = subject.trim().to_lowercase();
    matches!(prefix(&lower), Some((Prefix::Forward, _))) || lower.starts_with("[fwd:")
}

/// The subject without list tags and ticket tags before it; prefixes stay.
pub(super) fn without_tags(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some(after) = without_list_tag(rest) {
        rest = after;
    }
    rest
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Prefix {
    Reply,
    Forward,
}

/// `re:`, `re[2]:`, `aw (3):`, `re [list]:`, `回复：` and what stands behind it.
fn prefix(subject: &str) -> Option<(Prefix, &str)> {
    let colon = subject.find([':', '：'])?;
    let (before, after) = subject.split_at(colon);
    let word = without_count(before);
    let kind = if REPLY_PREFIXES.contains(&word) {
        Prefix::Reply
    } else if FORWARD_PREFIXES.contains(&word) {
        Prefix::Forward
    } else {
        return None;
    };
    Some((kind, after.trim_start_matches([':', '：']).trim_start()))
}

/// `re[2]`, `re^3`, `re(4)`, `re*5`, `re [tag]`, `re.` → `re`.
fn without_count(word: &str) -> &str {
    let word = word.trim();
    let word = match word.find(['[', '(', '^', '*']) {
        Some(at) if word.ends_with([']', ')']) || word[at + 1..].bytes().all(|byte| byte.is_ascii_digit()) => {
            &word[..at]
        }
        _ => word,
    };
    word.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').trim_end()
}

/// A tag in brackets before something else; alone it is the subject itself (RFC 5256 §2.1 step 4).
fn without_list_tag(subject: &str) -> Option<&str> {
    let tag = subject.strip_prefix('[')?;
    if tag.starts_with("fwd:") {
        return None;
    }
    let (_, after) = tag.split_once(']')?;
    let after = after.trim_start();
    (!after.is_empty()).then_some(after)
}

fn without_trailing_forward(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some(shorter) = rest.strip_suffix("(fwd)") {
        rest = shorter.trim_end();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(subject: &str) -> (String, bool) {
        let BaseSubject { base, is_reply } = base_subject(subject);
        (base, is_reply)
    }

    #[test]
    fn reply_prefixes_of_many_languages_lead_to_the_same_base() {
        for prefix in [
            "Re:",
            "RE: Re:",
            "AW:",
            "Antw.:",
            "SV:",
            "VS:",
            "Antw:",
            "RIF:",
            "R:",
            "RES:",
            "Odp:",
            "YNT:",
            "回复：",
            "答复:",
            "Re[2]:",
            "Re (3):",
            "RE^2:",
            "Re: Fwd:",
            "Re : ",
        ] {
            assert_eq!(base(&format!("{prefix} Printer  jams")), ("printer jams".to_owned(), true), "{prefix}");
        }
    }

    #[test]
    fn a_forward_is_no_reply() {
        for subject in [
            "Fwd: Printer jams",
            "FW: Printer jams",
            "WG: Printer jams",
            "TR: Printer jams",
            "Rv: Printer jams",
            "Fwd: Re: Printer jams",
            "[Fwd: Printer jams]",
            "Printer jams (fwd)",
        ] {
            assert_eq!(base(subject), ("printer jams".to_owned(), false), "{subject}");
        }
    }

    #[test]
    fn list_and_ticket_tags_are_left_out_but_a_tag_alone_stays() {
        assert_eq!(base("[help] Re: [T-1042] Printer jams"), ("printer jams".to_owned(), true));
        assert_eq!(base("Re: Printer jams [T-1042]"), ("printer jams".to_owned(), true));
        assert_eq!(base("[urgent]"), ("[urgent]".to_owned(), false));
    }

    #[test]
    fn words_that_only_look_like_prefixes_stay() {
        assert_eq!(base("Error: disk full"), ("error: disk full".to_owned(), false));
        assert_eq!(base("Recall: batch 7"), ("recall: batch 7".to_owned(), false));
        assert_eq!(base(""), (String::new(), false));
        assert_eq!(base("Re:"), (String::new(), true));
    }

    #[test]
    fn a_megabyte_of_tags_is_no_work() {
        assert!(base("[a] Re: ".repeat(200_000).as_str()).1);
        assert!(TICKET_TAG.is_some());
    }

    #[test]
    fn ticket_tags_are_read_in_order_and_once() {
        assert_eq!(ticket_tags("Re: [T-1042] and [t-7], again [T-1042]"), ["T-1042", "T-7"]);
        assert!(ticket_tags("[printer] T-1042 [T-] [2026-10]").is_empty());
    }
}
