//! One tag: its name, its attributes, and whether what it holds is seen.

/// What a tag says of the visibility of its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// Says nothing.
    AsAround,
    Sized,
    Hidden,
    /// Text of size nothing, until an element within gives one.
    Unsized,
}

pub(super) struct Tag<'a> {
    /// Lower case.
    pub name: String,
    pub is_end: bool,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// `inner` is what stands between `<` and `>`.
    pub fn of(inner: &'a str) -> Self {
        let (is_end, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        let length = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
        Self { name: inner[..length].to_ascii_lowercase(), is_end, attributes: &inner[length..] }
    }

    pub fn is_void(&self) -> bool {
        matches!(self.name.as_str(), "img" | "br" | "hr" | "input" | "meta" | "link" | "col" | "" | "area" | "base")
            || self.attributes.ends_with('/')
    }

    /// Outlook writes each line as such a paragraph without margins.
    pub fn is_single_spaced(&self) -> bool {
        self.attributes.contains("MsoNormal")
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

    pub fn seen(&self) -> Seen {
        if self.attribute("hidden").is_some() {
            return Seen::Hidden;
        }
        let Some(style) = self.style() else { return Seen::AsAround };
        let has = |declaration: &str| style.contains(declaration);
        if ["display:none", "visibility:hidden", "mso-hide:all"].into_iter().any(has)
            || has("overflow:hidden") && (has(";max-height:0") || has(";height:0"))
        {
            return Seen::Hidden;
        }
        match style.split_once(";font-size:").map(|(_, size)| size) {
            Some(size) if is_nothing(size) => Seen::Unsized,
            Some(_) => Seen::Sized,
            None => Seen::AsAround,
        }
    }

    /// Indented by Gmail or Outlook, which have no other element for it; quotes have a border or say `cite`.
    pub fn is_indent(&self) -> bool {
        let is_bare = self.style().is_some_and(|style| style.contains(";border:none") || style.contains(";border:0"));
        is_bare
            && self.attribute("type").is_none()
            && self.attribute("class").is_none()
            && self.attribute("cite").is_none()
    }

    /// The declarations in lower case, without space, each behind a semicolon.
    fn style(&self) -> Option<String> {
        let style = self.attribute("style")?;
        let lower = style.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase());
        Some(std::iter::once(';').chain(lower).collect())
    }
}

/// `0`, `0px`, `0.0em`, but not `0.9em`.
fn is_nothing(size: &str) -> bool {
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
