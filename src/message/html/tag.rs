//! One tag: its name, its attributes, and what its own style says.

use std::borrow::Cow;

pub(super) struct Tag<'a> {
    /// Lower case.
    pub name: Cow<'a, str>,
    pub is_end: bool,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// `inner` is what stands between `<` and `>`.
    pub fn of(inner: &'a str) -> Self {
        let (is_end, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        let length = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
        let (name, attributes) = inner.split_at(length);
        let is_lower = !name.bytes().any(|byte| byte.is_ascii_uppercase());
        let name = if is_lower { name.into() } else { name.to_ascii_lowercase().into() };
        Self { name, is_end, attributes }
    }

    pub fn is_void(&self) -> bool {
        matches!(self.name.as_ref(), "img" | "br" | "hr" | "input" | "meta" | "link" | "col" | "" | "area" | "base")
            || self.attributes.ends_with('/')
    }

    /// Outlook writes each line as such a paragraph without margins.
    pub fn is_single_spaced(&self) -> bool {
        ["MsoNormal", "MsoListParagraph", "MsoPlainText"].iter().any(|class| self.attributes.contains(class))
    }

    pub fn has_no_attributes(&self) -> bool {
        self.attributes.is_empty()
    }

    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '=' | '"' | '\''));
            if rest.is_empty() {
                return None;
            }
            let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '=').unwrap_or(rest.len());
            let found = &rest[..end];
            let (value, behind) = value(&rest[end..]);
            if found.eq_ignore_ascii_case(name) {
                return Some(value);
            }
            rest = behind;
        }
    }

    /// What this element says of being a quote; none where it says nothing.
    pub fn quotation(&self) -> Option<Quotation> {
        let is_blockquote = self.name == "blockquote";
        let says_quote = match self.attribute("type").or_else(|| self.attribute("name")) {
            Some(kind) => ["cite", "quote"].iter().any(|word| kind.eq_ignore_ascii_case(word)),
            None => is_blockquote && self.attribute("cite").is_some(),
        };
        let style = self.style().unwrap_or_default();
        // Outlook's line at the left, blue in every version.
        if says_quote || is_blockquote && has_border(&style) || style.contains(";border:none;border-left:solidblue") {
            return Some(Quotation::Quote);
        }
        is_blockquote.then(|| if is_bare(&style) { Quotation::Indent } else { Quotation::Unmarked })
    }

    /// The head of the mail that is answered, as Word has it.
    pub fn has_rule_above(&self) -> bool {
        self.style().is_some_and(|style| style.contains(";border:none;border-top:solid"))
    }

    /// Gmail gives the class to both, and a border only to quotes.
    pub fn is_gmails(&self) -> bool {
        self.attribute("class").is_some_and(|class| class.contains("gmail_quote"))
    }

    pub fn is_preformatted(&self) -> bool {
        self.style().is_some_and(|style| style.contains(";white-space:pre"))
    }

    /// Its own style, as [`declarations`] writes it.
    pub fn style(&self) -> Option<String> {
        self.attribute("style").map(declarations)
    }
}

/// What a blockquote, or an element like one, is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotation {
    Quote,
    /// Indented by Gmail or Outlook, which have no other element for it.
    Indent,
    /// A quote only where something says so before it.
    Unmarked,
}

fn has_border(style: &str) -> bool {
    let left = style.split_once(";border-left").or_else(|| style.split_once(";border-left-width"));
    left.is_some_and(|(_, value)| {
        !value.starts_with(":none") && !value.starts_with(":0") && !value.starts_with(":medium")
    })
}

fn is_bare(style: &str) -> bool {
    style.contains(";border:none") || style.contains(";border:0")
}

/// The declarations in lower case, without space, each behind a semicolon.
pub(super) fn declarations(style: &str) -> String {
    let lower = style.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase());
    std::iter::once(';').chain(lower).collect()
}

/// Do these declarations keep an element from being seen?
pub(super) fn hides(declarations: &str) -> bool {
    let has = |declaration: &str| declarations.contains(declaration);
    let value_of = |name: &str| declarations.split_once(name).map(|(_, value)| value);
    [";display:none", ";visibility:hidden", ";mso-hide:all"].into_iter().any(has)
        || value_of(";opacity:").is_some_and(is_nothing)
        || has("overflow:hidden")
            && [";max-height:", ";height:"].iter().any(|name| value_of(name).is_some_and(is_nothing))
}

/// `0`, `0px`, `0.0em`, but not `0.9em`.
pub(super) fn is_nothing(size: &str) -> bool {
    let end = size.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(size.len());
    end > 0 && size[..end].bytes().all(|byte| matches!(byte, b'0' | b'.'))
}

/// The value behind an attribute's name, and what follows it.
fn value(rest: &str) -> (&str, &str) {
    let trimmed = rest.trim_start();
    let Some(value) = trimmed.strip_prefix('=') else { return ("", rest) };
    let value = value.trim_start();
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len()))
}
