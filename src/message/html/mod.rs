//! HTML → text as a person would read it: blocks are lines, quotes carry `> `, items their mark, links their
//! address where the text does not say it; what nobody sees is left out.
//!
//! One pass, no tree, linear time. Quotes are kept as quotes because finding what is new in a reply rests on them.

mod entity;
mod link;
mod style;
mod tag;
mod writer;

use entity::entity;
use style::{Seen, Sheet};
use tag::Tag;
use writer::Writer;

pub(super) fn to_text(html: &str) -> String {
    let mut reader = Reader { hides: true, ..Reader::default() };
    reader.read(html);
    // A hidden element that is never closed would swallow the mail: better too much than nothing.
    if reader.hidden.is_some() || reader.writer.is_empty() {
        reader = Reader::default();
        reader.read(html);
    }
    reader.writer.finish()
}

#[derive(Default)]
struct Reader {
    writer: Writer,
    hides: bool,
    hidden: Option<Hidden>,
    sheet: Sheet,
    /// A quotation mark somewhere is never closed: attributes are read without them from there on.
    has_open_quote: bool,
}

/// An element whose content is not shown, and how many of its name are open within.
struct Hidden {
    name: String,
    depth: usize,
    /// Text of no size, as templates have around cells that give their own size.
    is_unsized: bool,
}

impl Reader {
    fn read(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            self.text(&rest[..at]);
            rest = self.after_markup(&rest[at..]);
        }
        self.text(rest);
    }

    fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        let mut rest = text;
        while let Some(at) = rest.find('&') {
            self.writer.characters(&rest[..at]);
            let (decoded, length) = entity(&rest[at..]);
            self.writer.characters(&decoded);
            rest = &rest[at + length..];
        }
        self.writer.characters(rest);
    }

    /// Handles the tag, comment or lone `<` at the start; returns what stands behind it.
    fn after_markup<'a>(&mut self, markup: &'a str) -> &'a str {
        if let Some(comment) = markup.strip_prefix("<!--") {
            // `<!-->` is a whole comment.
            let ended = comment.strip_prefix('>').or_else(|| comment.strip_prefix("->"));
            return ended.unwrap_or_else(|| comment.split_once("-->").map_or("", |(_, rest)| rest));
        }
        if !markup[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            self.text("<");
            return &markup[1..];
        }
        let Some(end) = self.tag_end(markup) else {
            // A tag that is never closed: the rest of the mail was cut off within it.
            return "";
        };
        let tag = Tag::of(&markup[1..end]);
        let rest = &markup[end + 1..];
        if !self.is_hidden(&tag) {
            self.writer.tag(&tag);
        }
        match tag.name.as_ref() {
            name @ ("script" | "style" | "title" | "template") if !tag.is_end => {
                let (content, behind) = element(rest, name);
                if name == "style" {
                    self.sheet.read(content);
                }
                behind
            }
            _ => rest,
        }
    }

    /// Where the tag's `>` is; one within quotation marks does not count.
    fn tag_end(&mut self, markup: &str) -> Option<usize> {
        if !self.has_open_quote {
            let mut quote = None;
            for (at, byte) in markup.bytes().enumerate().skip(1) {
                match (quote, byte) {
                    (None, b'>') => return Some(at),
                    (None, b'"' | b'\'') if markup.as_bytes()[at - 1] == b'=' => quote = Some(byte),
                    (Some(open), _) if open == byte => quote = None,
                    _ => {}
                }
            }
            // Looked for once only, or a mail of such tags would cost quadratic time.
            self.has_open_quote = true;
        }
        markup.find('>')
    }

    /// Does the tag stand in, begin or end an element that is not shown?
    fn is_hidden(&mut self, tag: &Tag<'_>) -> bool {
        if let Some(hidden) = &mut self.hidden {
            if tag.name == hidden.name {
                hidden.depth = if tag.is_end { hidden.depth - 1 } else { hidden.depth + 1 };
            }
            if hidden.is_unsized && self.sheet.seen(tag) == Seen::Sized {
                self.hidden = None;
                return false;
            }
            if hidden.depth == 0 {
                self.hidden = None;
            }
            return true;
        }
        let seen = if self.hides && !tag.is_end && !tag.is_void() { self.sheet.seen(tag) } else { Seen::Sized };
        let is_hidden = matches!(seen, Seen::Hidden | Seen::Unsized);
        if is_hidden {
            self.hidden = Some(Hidden { name: tag.name.to_string(), depth: 1, is_unsized: seen == Seen::Unsized });
        }
        is_hidden
    }
}

/// An element whose content is no text: what is in it, and what stands behind its end tag.
fn element<'a>(rest: &'a str, name: &str) -> (&'a str, &'a str) {
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let tag = &rest[from + at + 2..];
        if tag.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return (&rest[..from + at], tag.split_once('>').map_or("", |(_, behind)| behind));
        }
        from += at + 2;
    }
    (rest, "")
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

    #[test]
    fn hidden_elements_are_left_out() {
        for hidden in [
            "style=\"display: none\"",
            "style='mso-hide:all'",
            "style=\"visibility:hidden;color:red\"",
            "style=\"font-size:0px;color:#fff\"",
            "style=\"max-height:0;overflow:hidden\"",
            "hidden",
        ] {
            assert_eq!(to_text(&format!("<div {hidden}>Preview <div>x</div>y</div><p>Hello</p>")), "Hello", "{hidden}");
        }
        assert_eq!(to_text("<td style=\"font-size:0\"> <p style=\"font-size:14px\">Hello</p></td>"), "Hello");
        assert_eq!(to_text("<p style=\"font-size:0.9em\">Hello</p>"), "Hello");
    }

    #[test]
    fn a_hidden_element_that_never_ends_hides_nothing() {
        assert_eq!(to_text("<div style=\"display:none\">x<p>Hello"), "x\n\nHello");
    }

    #[test]
    fn items_are_numbered_and_indented() {
        assert_eq!(
            to_text("<ol><li>one<li><p>two</p><ul><li>in</li></ul></li></ol><ul><li></li><li>x</li></ul>"),
            "1. one\n2. two\n\n  - in\n\n- x"
        );
        assert_eq!(to_text("<ol start=4><li>four</ol>"), "4. four");
    }

    #[test]
    fn links_say_their_address_where_the_text_does_not() {
        assert_eq!(
            to_text("see <a href=\"https://a.example/x?a=1&amp;b=2\">this page</a>."),
            "see this page <https://a.example/x?a=1&b=2>."
        );
        assert_eq!(to_text("<a href=\"https://www.a.example/\">a.example</a>"), "a.example");
        assert_eq!(to_text("<a href=\"mailto:ada@a.example?subject=x\">ada@a.example</a>"), "ada@a.example");
        assert_eq!(to_text("<a href=\"mailto:ada@a.example\">Ada</a>"), "Ada <ada@a.example>");
        assert_eq!(to_text("<a href=\"#top\">up</a> <a href=\"https://a.example/\"><img src=x></a>"), "up");
        let safe =
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2Fx%3Fy%3D1&amp;data=05";
        assert_eq!(to_text(&format!("<a href=\"{safe}\">https://a.example/x?y=1</a>")), "https://a.example/x?y=1");
        assert_eq!(to_text(&format!("<a href=\"{safe}\">here</a>")), "here <https://a.example/x?y=1>");
        assert_eq!(to_text("Sent from my <a href=\"https://a.example/\">telephone</a>"), "Sent from my telephone");
    }

    #[test]
    fn cells_of_a_table_of_data_are_told_apart() {
        assert_eq!(
            to_text("<table><tr><th>Item<th>Price</tr><tr><td><p>Pen</p></td><td><p>2</p></td></tr></table>"),
            "Item | Price\nPen | 2"
        );
        assert_eq!(to_text("<table><tr><td>Dear</td><td>Ada</td></tr></table>"), "Dear Ada");
    }

    #[test]
    fn a_blockquote_without_border_is_an_indent() {
        assert_eq!(to_text("a<blockquote style=\"margin:0 0 0 40px;border:none;padding:0\">b</blockquote>"), "a\nb");
        assert_eq!(to_text("a<blockquote type=cite style=\"border:none\">b</blockquote>"), "a\n> b");
    }

    #[test]
    fn entities_are_read_as_browsers_do() {
        assert_eq!(to_text("a&#150;b &nbsp c&ltd x=1&amp=2 &copy;"), "a–b  c&ltd x=1&amp=2 ©");
    }

    #[test]
    fn entities_without_semicolon_are_read_where_browsers_read_them() {
        assert_eq!(to_text("Gr&uuml&szlig&#101; &#8217 &#x20AC."), "Grüße ’ €.");
        assert_eq!(to_text("<p>x?a=1&copy=2 &euro 5 &notit"), "x?a=1&copy=2 &euro 5 &notit");
    }

    #[test]
    fn the_last_blockquote_is_the_answered_mail_and_those_before_it_are_the_persons() {
        assert_eq!(
            to_text("a<blockquote>own</blockquote>b<blockquote>old<br>er</blockquote>c"),
            "a\nown\n\nb\n> old\n> er\n\nc"
        );
        assert_eq!(to_text("The screen says:<blockquote>Error 5</blockquote>"), "The screen says:\nError 5");
        assert_eq!(to_text("x<blockquote class=gmail_quote>y</blockquote>"), "x\ny");
        assert_eq!(
            to_text("On 5.10. Ada wrote:<blockquote class=gmail_quote>y</blockquote>"),
            "On 5.10. Ada wrote:\n> y"
        );
        assert_eq!(to_text("é <blockquote>é </blockquote>é"), "é\n> é\n\né");
    }

    #[test]
    fn elements_that_are_quotes_by_their_style_are_quotes() {
        assert_eq!(to_text("a<div name=quote style='padding:0'><div>b</div>c</div>d"), "a\n> b\n> c\nd");
        assert_eq!(to_text("<div style=\"border:none;border-left:solid blue 1.5pt;padding:0\">b</div>d"), "> b\nd");
        assert_eq!(to_text("<div style='border-left:3px solid #ccc'>our words</div>"), "our words");
    }

    #[test]
    fn words_head_of_the_answered_mail_stands_below_a_rule() {
        let html = "Fine.<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt'><b>Od:</b> Ada</div>";
        assert_eq!(to_text(html), "Fine.\n________________________________\nOd: Ada");
        assert_eq!(to_text("a<hr><hr><hr>b"), "a\n________________________________\nb");
    }

    #[test]
    fn the_pages_style_hides_and_says_where_lines_count() {
        let style = "<style>/* x */ .pre-header, td.gone {display: none !important} #no{font-size:1px;mso-hide:all}\
            @media (max-width:600px) {.kept {display:none}} .shown{color:red}</style>";
        assert_eq!(
            to_text(&format!("{style}<p class='a pre-header'>x</p><i id=no>y</i><p class=kept>Hello</p>")),
            "Hello"
        );
        assert_eq!(to_text(&format!("{style}<table><tr><td class=gone>x</td><td class=shown>Hello</table>")), "Hello");
        assert_eq!(to_text(&format!("{style}<p class=gone>Hello</p>")), "Hello");
        assert_eq!(to_text("<div style='white-space: pre-wrap'>a\n  b<div>c\nd</div></div>e\nf"), "a\n  b\nc\nd\ne f");
    }

    #[test]
    fn comments_of_every_kind_are_left_out() {
        assert_eq!(
            to_text("a<!-->b<!--[if mso]>x<![endif]-->c<!--[if !mso]><!-->d<!--<![endif]--><![if !mso]>e<![endif]>"),
            "abcde"
        );
        assert_eq!(to_text("He said <q>yes</q>."), "He said “yes”.");
    }

    #[test]
    fn a_picture_of_a_smile_is_the_smile() {
        assert_eq!(to_text("Thanks <img src=x alt=\"🙂\"><img alt=\"Our logo\">"), "Thanks 🙂");
    }

    #[test]
    fn markup_made_to_cost_time_costs_linear_time() {
        let started = std::time::Instant::now();
        for unit in [
            "<a =\">\" ",
            "<blockquote>",
            "<li>",
            "<ol><li>x",
            "<a href=x>",
            "<div style=display:none>",
            "&",
            "<!--",
            "<table border=1><td>",
        ] {
            to_text(&unit.repeat(100_000));
        }
        assert!(started.elapsed() < std::time::Duration::from_secs(20), "took {:?}", started.elapsed());
    }
}
