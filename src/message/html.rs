//! HTML → text as a person would read it: blocks are lines, quotes carry `> `, list items a dash.
//!
//! One pass, no tree. Quotes are kept as quotes because finding what is new in a reply rests on them.

use mail_parser::decoders::html::add_html_token;

/// Deeper quotes look the same, and hostile nesting cannot blow up the text.
const MAX_QUOTE_DEPTH: usize = 8;
const RULE: &str = "________________________________";

pub(super) fn to_text(html: &str) -> String {
    let mut writer = Writer::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        writer.text(&rest[..at]);
        rest = after_markup(&rest[at..], &mut writer);
    }
    writer.text(rest);
    writer.out.trim_end().to_owned()
}

/// Handles the tag, comment or lone `<` at the start; returns what stands behind it.
fn after_markup<'a>(markup: &'a str, writer: &mut Writer) -> &'a str {
    if let Some(comment) = markup.strip_prefix("<!--") {
        return comment.split_once("-->").map_or("", |(_, rest)| rest);
    }
    if !markup[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
        writer.text("<");
        return &markup[1..];
    }
    let Some(end) = tag_end(markup) else {
        // A tag that is never closed: the rest of the mail was cut off within it.
        return "";
    };
    let tag = Tag::of(&markup[1..end]);
    let rest = &markup[end + 1..];
    writer.tag(&tag);
    match tag.name.as_str() {
        name @ ("script" | "style" | "title") if !tag.is_end => after_element(rest, name),
        _ => rest,
    }
}

/// Where the tag's `>` is; one within quotation marks does not count.
fn tag_end(markup: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in markup.bytes().enumerate().skip(1) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') if markup.as_bytes()[at - 1] == b'=' => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    // A quotation mark that is never closed: the first `>` it is.
    markup.find('>')
}

/// What stands behind the end tag of an element whose content is no text.
fn after_element<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let tag = &rest[from + at + 2..];
        if tag.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return tag.split_once('>').map_or("", |(_, behind)| behind);
        }
        from += at + 2;
    }
    ""
}

struct Tag {
    name: String,
    is_end: bool,
    is_single_spaced: bool,
}

impl Tag {
    fn of(inner: &str) -> Self {
        let (is_end, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        let length = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
        // Outlook writes each line as such a paragraph without margins.
        let is_single_spaced = inner.contains("MsoNormal");
        Self { name: inner[..length].to_ascii_lowercase(), is_end, is_single_spaced }
    }
}

#[derive(Default)]
struct Writer {
    out: String,
    quote_depth: usize,
    preformatted: usize,
    line_breaks: usize,
    has_space: bool,
    is_single_spaced: bool,
}

impl Writer {
    fn tag(&mut self, tag: &Tag) {
        match (tag.name.as_str(), tag.is_end) {
            ("br", _) => self.line_breaks += 1,
            ("hr", _) => self.rule(),
            ("blockquote", false) => self.enter_quote(),
            ("blockquote", true) => self.leave_quote(),
            ("pre", is_end) => self.preformat(is_end),
            ("p", _) => self.paragraph(tag),
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol", _) => self.break_lines(2),
            ("li", false) => self.item(),
            ("td" | "th", true) => self.has_space = true,
            ("div" | "tr" | "table" | "li" | "section" | "article" | "header" | "footer" | "body" | "dd" | "dt", _) => {
                self.break_lines(1);
            }
            _ => {}
        }
    }

    fn break_lines(&mut self, count: usize) {
        self.line_breaks = self.line_breaks.max(count);
    }

    fn paragraph(&mut self, tag: &Tag) {
        if !tag.is_end {
            self.is_single_spaced = tag.is_single_spaced;
        }
        self.break_lines(if self.is_single_spaced { 1 } else { 2 });
    }

    fn rule(&mut self) {
        self.break_lines(1);
        self.text(RULE);
        self.break_lines(1);
    }

    fn item(&mut self) {
        self.break_lines(1);
        self.push('-');
        self.push(' ');
    }

    fn enter_quote(&mut self) {
        // A quote begins on its own line even where nothing stands before it.
        self.break_lines(1);
        self.quote_depth += 1;
    }

    fn leave_quote(&mut self) {
        self.break_lines(2);
        self.quote_depth = self.quote_depth.saturating_sub(1);
    }

    fn preformat(&mut self, is_end: bool) {
        self.break_lines(1);
        self.preformatted = if is_end { self.preformatted.saturating_sub(1) } else { self.preformatted + 1 };
    }

    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find('&') {
            self.characters(&rest[..at]);
            let (decoded, length) = entity(&rest[at..]);
            self.characters(&decoded);
            rest = &rest[at + length..];
        }
        self.characters(rest);
    }

    fn characters(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '\n' if self.preformatted > 0 => self.line_breaks += 1,
                ' ' | '\t' if self.preformatted > 0 => self.push(character),
                '\u{a0}' => self.push(' '),
                // Soft hyphens and zero-width characters: nothing that a person sees.
                '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' => {}
                space if space.is_whitespace() => self.has_space = true,
                visible => self.push(visible),
            }
        }
    }

    fn push(&mut self, character: char) {
        if self.line_breaks > 0 || self.out.is_empty() {
            self.start_line();
        } else if self.has_space && !self.out.ends_with([' ', '\n']) {
            self.out.push(' ');
        }
        self.has_space = false;
        self.out.push(character);
    }

    fn start_line(&mut self) {
        if !self.out.is_empty() {
            for _ in 0..self.line_breaks.min(3) {
                self.out.push('\n');
            }
        }
        self.line_breaks = 0;
        for _ in 0..self.quote_depth.min(MAX_QUOTE_DEPTH) {
            self.out.push_str("> ");
        }
    }
}

/// The character that an entity at the start stands for, and the entity's length; a lone `&` is itself.
fn entity(text: &str) -> (String, usize) {
    let end = text.bytes().take(32).position(|byte| byte == b';');
    let is_entity = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#');
    match end {
        Some(end) if is_entity(&text[1..end]) => {
            let mut decoded = String::new();
            add_html_token(&mut decoded, &text.as_bytes()[..=end], false);
            (decoded, end + 1)
        }
        _ => ("&".to_owned(), 1),
    }
}

#[cfg(test)]
mod tests {
    use super::to_text;

    #[test]
    fn blocks_are_lines_and_space_collapses() {
        assert_eq!(to_text("<p>One\n  two</p><p>three<br>four</p><div>five</div>"), "One two\n\nthree\nfour\n\nfive");
    }

    #[test]
    fn quotes_carry_their_mark_at_each_depth() {
        assert_eq!(
            to_text("new<blockquote>old<blockquote>older</blockquote></blockquote>end"),
            "new\n> old\n> > older\n\nend"
        );
    }

    #[test]
    fn what_nobody_sees_is_left_out() {
        let html =
            "<head><title>t</title><style>a>b{}</style></head><!-- <p>no</p> -->a<script>if (1 < 2) {}</script>b";
        assert_eq!(to_text(html), "ab");
    }

    #[test]
    fn entities_and_lone_signs_are_themselves() {
        assert_eq!(
            to_text("1 < 2 &amp; 3 &gt; 2 &euro;&#8364;&#x20ac; AT&T &nosuch; a&nbsp;b"),
            "1 < 2 & 3 > 2 €€€ AT&T &nosuch; a b"
        );
    }

    #[test]
    fn a_greater_sign_within_an_attribute_ends_no_tag() {
        assert_eq!(to_text("<a title=\"a>b\">x</a><img alt='>'>y"), "xy");
    }

    #[test]
    fn preformatted_text_keeps_its_lines() {
        assert_eq!(to_text("<pre>a\n  b</pre>c"), "a\n  b\nc");
    }

    #[test]
    fn cut_off_html_loses_only_the_broken_tag() {
        assert_eq!(to_text("text<a href=\"x"), "text");
        assert_eq!(to_text("text<!-- x"), "text");
        assert_eq!(to_text("text<style>x"), "text");
    }
}
