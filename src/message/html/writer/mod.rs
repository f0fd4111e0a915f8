//! Writes the text of a page: lines, quote marks, items, cells, links.

mod quotes;
mod styled;

use std::ops::Range;

use super::super::reply::footer;
use super::link;
use super::tag::Tag;
use styled::Styled;

/// Deeper quotes and lists look the same, and hostile nesting cannot blow up the text.
const MAX_QUOTE_DEPTH: usize = 8;
const MAX_LIST_DEPTH: usize = 6;
const MAX_LINE_BREAKS: usize = 3;
/// The beginning of a footer is looked for so far back only.
const MAX_FOOTER_BYTES: usize = 200;
/// Nobody reads more of one mail, and the marks of quotes and items cannot blow it up further.
const MAX_TEXT_BYTES: usize = 16 << 20;
const RULE: &str = "________________________________";

#[derive(Default)]
pub(super) struct Writer {
    out: String,
    /// Open blockquotes: is each a quote, or an indent?
    quotes: Vec<bool>,
    /// Where the last outermost blockquote stands, if nothing says what it is.
    unmarked: Option<Range<usize>>,
    quote_depth: usize,
    preformatted: usize,
    styled: Vec<Styled>,
    line_breaks: usize,
    has_space: bool,
    is_single_spaced: bool,
    /// The number of the last item of each open list; none where items have a dash.
    lists: Vec<Option<u32>>,
    /// What the next line begins with.
    mark: Option<Mark>,
    /// Behind a mark or a cell's line nothing was written yet: no line breaks here.
    is_held: bool,
    tables: Vec<Table>,
    link: Option<Link>,
}

/// What stands before an item.
struct Mark {
    indent: usize,
    number: Option<u32>,
}

impl Mark {
    fn text(&self) -> String {
        let indent = "  ".repeat(self.indent);
        match self.number {
            Some(number) => format!("{indent}{number}. "),
            None => format!("{indent}- "),
        }
    }
}

#[derive(Default)]
struct Table {
    /// Cells hold data, not the page's layout.
    is_data: bool,
    cells: usize,
}

struct Link {
    address: String,
    start: usize,
}

impl Writer {
    pub fn is_empty(&self) -> bool {
        self.out.trim().is_empty()
    }

    pub fn finish(mut self) -> String {
        self.mark_last_quote();
        self.out.trim_end().to_owned()
    }

    pub fn tag(&mut self, tag: &Tag<'_>) {
        self.plain_tag(tag);
        if matches!(tag.name.as_ref(), "div" | "p" | "span" | "td") {
            self.style(tag);
        }
    }

    fn plain_tag(&mut self, tag: &Tag<'_>) {
        match (tag.name.as_ref(), tag.is_end) {
            ("br", _) => self.add_line_break(),
            ("hr", _) => self.rule(),
            ("blockquote", false) => self.enter_quote(tag),
            ("blockquote", true) => self.leave_quote(),
            ("q", is_end) => self.characters(if is_end { "”" } else { "“" }),
            ("pre", is_end) => self.preformat(is_end),
            ("p", _) => self.paragraph(tag),
            ("ul" | "ol", _) => self.list(tag),
            ("li", false) => self.item(),
            ("a", false) => self.begin_link(tag),
            ("a", true) => self.end_link(),
            ("img", _) => self.picture(tag),
            ("table", _) => self.table(tag),
            ("tr", _) => self.row(),
            ("td" | "th", is_end) => self.cell(is_end, tag.name == "th"),
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", _) => self.break_lines(2),
            (
                "div" | "li" | "section" | "article" | "header" | "footer" | "body" | "dd" | "dt" | "center"
                | "address" | "fieldset" | "form" | "caption" | "main" | "aside" | "nav" | "figure" | "option",
                _,
            ) => self.break_lines(1),
            _ => {}
        }
    }

    fn break_lines(&mut self, count: usize) {
        if !self.is_held {
            self.line_breaks = self.line_breaks.max(count);
        }
    }

    fn add_line_break(&mut self) {
        if !self.is_held {
            self.line_breaks += 1;
        }
    }

    fn paragraph(&mut self, tag: &Tag<'_>) {
        if !tag.is_end {
            self.is_single_spaced = tag.is_single_spaced();
        }
        self.break_lines(if self.is_single_spaced { 1 } else { 2 });
    }

    fn rule(&mut self) {
        if self.out.ends_with(RULE) {
            return;
        }
        self.break_lines(1);
        self.characters(RULE);
        self.break_lines(1);
    }

    fn list(&mut self, tag: &Tag<'_>) {
        self.drop_mark();
        self.break_lines(if self.lists.len() > usize::from(tag.is_end) { 1 } else { 2 });
        if tag.is_end {
            self.lists.pop();
        } else {
            let first = tag.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1_u32);
            self.lists.push((tag.name == "ol").then(|| first.saturating_sub(1)));
        }
    }

    fn item(&mut self) {
        self.drop_mark();
        self.break_lines(1);
        let number = self.lists.last_mut().and_then(Option::as_mut).map(|number| {
            *number = number.saturating_add(1);
            *number
        });
        self.mark = Some(Mark { indent: self.lists.len().saturating_sub(1).min(MAX_LIST_DEPTH), number });
        self.is_held = true;
    }

    /// An item without text leaves no mark.
    fn drop_mark(&mut self) {
        if self.mark.take().is_some() {
            self.is_held = false;
        }
    }

    fn table(&mut self, tag: &Tag<'_>) {
        self.is_held &= self.mark.is_some();
        self.break_lines(1);
        if tag.is_end {
            self.tables.pop();
        } else {
            let border = tag.attribute("border").unwrap_or_default();
            self.tables.push(Table { is_data: !matches!(border, "" | "0"), cells: 0 });
        }
    }

    fn row(&mut self) {
        self.is_held &= self.mark.is_some();
        self.break_lines(1);
        if let Some(table) = self.tables.last_mut() {
            let is_between_rows = std::mem::take(&mut table.cells) > 0;
            // Paragraphs within cells part the cells' own lines, not the rows.
            self.line_breaks =
                if table.is_data && is_between_rows { self.line_breaks.min(1) } else { self.line_breaks };
        }
    }

    fn cell(&mut self, is_end: bool, is_heading: bool) {
        let Some(table) = self.tables.last_mut().filter(|_| !is_end) else {
            self.has_space = true;
            return;
        };
        table.is_data |= is_heading;
        table.cells += 1;
        self.has_space = true;
        let (is_data, is_first) = (table.is_data, table.cells == 1);
        if is_data && !is_first {
            self.line_breaks = 0;
            self.characters("|");
            self.has_space = true;
        }
        self.is_held |= is_data;
    }

    fn preformat(&mut self, is_end: bool) {
        self.break_lines(1);
        self.preformatted = if is_end { self.preformatted.saturating_sub(1) } else { self.preformatted + 1 };
    }

    fn begin_link(&mut self, tag: &Tag<'_>) {
        let address = tag.attribute("href").map(link::address).filter(|address| !address.is_empty());
        self.link = address.map(|address| Link { address, start: self.out.len() });
    }

    /// The address behind the link's text, unless that says the same.
    fn end_link(&mut self) {
        let Some(link) = self.link.take() else { return };
        let text = self.out.get(link.start..).unwrap_or_default();
        // "Sent from my telephone" is known as a footer by its shape.
        if text.trim().is_empty() || link::is_same(text, &link.address) || self.is_in_footer() {
            return;
        }
        self.out.push_str(&format!(" <{}>", link.address));
    }

    fn is_in_footer(&self) -> bool {
        let end = self.out.ceil_char_boundary(self.out.len().saturating_sub(MAX_FOOTER_BYTES));
        self.out[end..].rsplit_once('\n').is_some_and(|(_, line)| footer::is_mobile(line))
            || end == 0 && footer::is_mobile(&self.out)
    }

    /// Pictures are left out, tracking pixels among them; a smile in a mail of Gmail's is text.
    fn picture(&mut self, tag: &Tag<'_>) {
        let alternative = tag.attribute("alt").unwrap_or_default();
        let is_symbol = |c: char| !c.is_ascii() && !c.is_alphanumeric() && !c.is_whitespace();
        if !alternative.is_empty() && alternative.chars().count() <= 8 && alternative.chars().all(is_symbol) {
            self.characters(alternative);
        }
    }

    pub fn characters(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '\n' if self.preformatted > 0 => self.line_breaks += 1,
                ' ' | '\t' if self.preformatted > 0 => self.push(character),
                '\u{a0}' => self.push(' '),
                // Soft hyphens and zero-width characters: nothing that a person sees.
                '\u{ad}' | '\u{34f}' | '\u{200b}'..='\u{200d}' | '\u{feff}' => {}
                space if space.is_whitespace() => self.has_space = true,
                visible => self.push(visible),
            }
        }
    }

    fn push(&mut self, character: char) {
        if self.mark.is_some() && character == ' ' || self.out.len() >= MAX_TEXT_BYTES {
            return;
        }
        if self.line_breaks > 0 || self.out.is_empty() || self.mark.is_some() {
            self.start_line();
        } else if self.has_space && !self.out.ends_with([' ', '\n']) {
            self.out.push(' ');
        }
        self.has_space = false;
        self.is_held = false;
        self.out.push(character);
    }

    fn trim_line(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
    }

    fn start_line(&mut self) {
        self.trim_line();
        if !self.out.is_empty() {
            let blank = self.out.bytes().rev().take_while(|byte| *byte == b'\n').count();
            for _ in 0..self.line_breaks.min(MAX_LINE_BREAKS.saturating_sub(blank)) {
                self.out.push('\n');
            }
        }
        self.line_breaks = 0;
        for _ in 0..self.quote_depth.min(MAX_QUOTE_DEPTH) {
            self.out.push_str("> ");
        }
        if let Some(mark) = self.mark.take() {
            self.out.push_str(&mark.text());
        }
    }
}
