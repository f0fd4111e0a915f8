//! Which classes and ids the page's own `<style>` does not show, as templates hide what stands in the list of mails.
//!
//! Only plain selectors (`.preheader`, `td.preheader`, `#preheader`); what holds for some screens only (`@media`)
//! holds for no reader.

use std::collections::BTreeSet;

use super::tag::{self, Tag};

/// More than any template has.
const MAX_BYTES: usize = 1 << 18;
const MAX_SELECTORS: usize = 500;

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

#[derive(Default)]
pub(super) struct Sheet {
    hidden: BTreeSet<String>,
}

impl Sheet {
    pub fn read(&mut self, css: &str) {
        let mut rest = &css[..css.floor_char_boundary(MAX_BYTES)];
        while let Some((selectors, behind)) = rest.split_once('{') {
            let selectors = selectors.rsplit(['}', ';']).next().unwrap_or_default();
            let selectors = selectors.rsplit("*/").next().unwrap_or_default().trim();
            if selectors.starts_with('@') {
                rest = after_block(behind);
                continue;
            }
            let (declarations, behind) = behind.split_once('}').unwrap_or((behind, ""));
            if tag::hides(&tag::declarations(declarations)) {
                self.add(selectors);
            }
            rest = behind;
        }
    }

    fn add(&mut self, selectors: &str) {
        for selector in selectors.split(',').map(str::trim).filter(|selector| is_plain(selector)) {
            if self.hidden.len() < MAX_SELECTORS {
                self.hidden.insert(selector.to_owned());
            }
        }
    }

    /// Is what this element holds to be seen?
    pub fn seen(&self, tag: &Tag<'_>) -> Seen {
        if tag.attribute("hidden").is_some() {
            return Seen::Hidden;
        }
        let style = tag.style();
        if style.as_ref().is_some_and(|style| tag::hides(style)) {
            return Seen::Hidden;
        }
        let is_displayed = style.as_ref().is_some_and(|style| style.contains(";display:"));
        if !is_displayed && self.hides(tag) {
            return Seen::Hidden;
        }
        match style.as_ref().and_then(|style| style.split_once(";font-size:")) {
            Some((_, size)) if tag::is_nothing(size) => Seen::Unsized,
            Some(_) => Seen::Sized,
            None => Seen::AsAround,
        }
    }

    fn hides(&self, tag: &Tag<'_>) -> bool {
        if self.hidden.is_empty() {
            return false;
        }
        let is_hidden = |mark: &str, name: &str| {
            self.hidden.contains(&format!("{mark}{name}")) || self.hidden.contains(&format!("{}{mark}{name}", tag.name))
        };
        tag.attribute("id").is_some_and(|id| is_hidden("#", id))
            || tag.attribute("class").unwrap_or_default().split_ascii_whitespace().any(|class| is_hidden(".", class))
    }
}

/// A class or an id, with or without an element's name.
fn is_plain(selector: &str) -> bool {
    let is_name = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    selector.split_once(['.', '#']).is_some_and(|(element, name)| is_name(element) && !name.is_empty() && is_name(name))
}

/// What stands behind the brace that closes the block, whose opening brace is passed.
fn after_block(css: &str) -> &str {
    let mut depth = 1_usize;
    for (at, byte) in css.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return &css[at + 1..],
            b'}' => depth -= 1,
            _ => {}
        }
    }
    ""
}
