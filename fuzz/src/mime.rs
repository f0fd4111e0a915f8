//! Nested MIME, put together rightly and wrongly: what random bytes reach once in a lifetime.

use arbitrary::Arbitrary;
use base64::Engine as _;

/// No more is written than this: the fuzzer looks for structures, benchmarks look for sizes.
const MAX_BYTES: usize = 1 << 16;

#[derive(Debug, Arbitrary)]
pub struct Mail {
    fields: Vec<Field>,
    body: Part,
    ends_lines_with_crlf: bool,
}

#[derive(Debug, Arbitrary)]
enum Field {
    From(Word),
    To(Vec<Word>),
    Subject(Vec<Word>),
    MessageId(Word),
    InReplyTo(Vec<Word>),
    References(Vec<Word>),
    Date(Word),
    AutoSubmitted(Word),
    ListId(Word),
    Repeated { name: u8, times: u16 },
    Long { times: u16 },
    Folded(Vec<Word>),
    Raw(Vec<u8>),
}

/// What a header's value or a name is made of.
#[derive(Debug, Arbitrary)]
enum Word {
    Text(String),
    Address(u8),
    Encoded { charset: Charset, is_base64: bool, text: Vec<u8>, is_cut: bool },
    Continued { star: bool, number: u8, text: Vec<u8> },
    Quoted(String),
    Comment(String),
    Fold,
    Raw(Vec<u8>),
}

#[derive(Debug, Clone, Copy, Arbitrary)]
enum Charset {
    None,
    Utf8,
    Utf7,
    Latin1,
    Windows1251,
    Iso2022Jp,
    ShiftJis,
    Gb2312,
    Utf16,
    Hz,
    Unknown,
}

#[derive(Debug, Arbitrary)]
enum Part {
    Leaf {
        kind: Leaf,
        charset: Charset,
        encoding: Encoding,
        name: Option<Vec<Word>>,
        is_attached: bool,
        body: Body,
    },
    Multipart {
        kind: Multipart,
        boundary: u8,
        use_of_boundary: Boundary,
        parts: Vec<Part>,
        epilogue: Vec<u8>,
    },
    Mail {
        encoding: Encoding,
        mail: Box<Mail>,
    },
    Repeated {
        part: Box<Part>,
        times: u16,
    },
    /// Head within head within head, without a body of their own.
    Nested {
        kind: Nest,
        times: u16,
        inner: Box<Part>,
    },
    NoHead(Body),
}

#[derive(Debug, Clone, Copy, Arbitrary)]
enum Leaf {
    Plain,
    Flowed,
    Html,
    Calendar,
    Tnef,
    DeliveryStatus,
    Headers,
    Pgp,
    Picture,
    Octets,
    None,
}

#[derive(Debug, Clone, Copy, Arbitrary)]
enum Multipart {
    Mixed,
    Alternative,
    Related,
    Report,
    Digest,
    Signed,
    AppleDouble,
}

#[derive(Debug, Clone, Copy, Arbitrary)]
enum Boundary {
    Used,
    Unclosed,
    Absent,
    Undeclared,
    /// The parent's boundary again.
    Shared,
    /// Closed before it is opened.
    Inverted,
}

#[derive(Debug, Clone, Copy, Arbitrary)]
enum Encoding {
    None,
    SevenBit,
    Base64,
    QuotedPrintable,
    Uuencode,
    Unknown,
    /// Says base64 and is none.
    False,
}

#[derive(Debug, Clone, Copy, Arbitrary)]
enum Nest {
    Mail,
    EncodedMail,
    Mixed,
}

#[derive(Debug, Arbitrary)]
enum Body {
    Text(String),
    Bytes(Vec<u8>),
    Tags(Vec<Tag>),
    Uuencoded {
        name: String,
        bytes: Vec<u8>,
        is_ended: bool,
    },
    /// A TNEF stream: each attribute's level, id and content, with a length that may be a lie.
    Tnef(Vec<(u8, u32, Option<u32>, Vec<u8>)>),
    Repeated {
        text: String,
        times: u16,
    },
}

#[derive(Debug, Arbitrary)]
enum Tag {
    Open(TagName, Option<u8>),
    Close(TagName),
    Entity(u32),
    Comment(String),
    Text(String),
    Raw(Vec<u8>),
}

#[derive(Debug, Clone, Copy, Arbitrary)]
enum TagName {
    P,
    Div,
    Blockquote,
    Ul,
    Ol,
    Li,
    Table,
    Tr,
    Td,
    A,
    Img,
    Pre,
    Style,
    Script,
    Br,
    Hr,
    Title,
    Span,
}

const TAGS: [&str; 18] = [
    "p",
    "div",
    "blockquote",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "a",
    "img",
    "pre",
    "style",
    "script",
    "br",
    "hr",
    "title",
    "span",
];
const ATTRIBUTES: [&str; 8] = [
    " style=\"display:none\"",
    " class=gmail_quote",
    " href=\"https://desk.example/a?b=c&amp;d\"",
    " type=cite",
    " style='white-space:pre;border-left:1px solid'",
    " src=\"cid:1@desk.example\" width=1 height=\"1\"",
    " hidden class=\"a b\" id='c",
    " start=4000000000 alt=\"&lt;\"",
];

impl Mail {
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(&mut out, "b0");
        if self.ends_lines_with_crlf {
            out = out
                .iter()
                .flat_map(|byte| if *byte == b'\n' { b"\r\n" } else { std::slice::from_ref(byte) })
                .copied()
                .collect();
        }
        out
    }

    fn write(&self, out: &mut Vec<u8>, parent: &str) {
        for field in &self.fields {
            field.write(out);
        }
        self.body.write(out, parent);
    }
}

impl Field {
    fn write(&self, out: &mut Vec<u8>) {
        let (name, words): (&str, &[Word]) = match self {
            Field::From(word) => ("From", std::slice::from_ref(word)),
            Field::To(words) => ("To", words),
            Field::Subject(words) => ("Subject", words),
            Field::MessageId(word) => ("Message-ID", std::slice::from_ref(word)),
            Field::InReplyTo(words) => ("In-Reply-To", words),
            Field::References(words) => ("References", words),
            Field::Date(word) => ("Date", std::slice::from_ref(word)),
            Field::AutoSubmitted(word) => ("Auto-Submitted", std::slice::from_ref(word)),
            Field::ListId(word) => ("List-Id", std::slice::from_ref(word)),
            Field::Folded(words) => ("X-Folded", words),
            Field::Repeated { name, times } => {
                let line = format!("X-{name}: a\n");
                return (0..*times).for_each(|_| put(out, line.as_bytes()));
            }
            Field::Long { times } => {
                put(out, b"X-Long:");
                (0..*times).for_each(|_| put(out, b" word"));
                return put(out, b"\n");
            }
            Field::Raw(bytes) => {
                put(out, bytes);
                return put(out, b"\n");
            }
        };
        put(out, name.as_bytes());
        put(out, b": ");
        words.iter().for_each(|word| word.write(out));
        put(out, b"\n");
    }
}

impl Word {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Word::Text(text) => put(out, text.as_bytes()),
            Word::Address(n) => put(out, format!("<a{n}@desk.example>, ").as_bytes()),
            Word::Encoded { charset, is_base64, text, is_cut } => {
                let (mark, text) = if *is_base64 { ('B', base64(text)) } else { ('Q', quoted(text)) };
                put(out, format!("=?{}?{mark}?{text}", charset.label()).as_bytes());
                put(out, if *is_cut { b"" } else { b"?= " });
            }
            Word::Continued { star, number, text } => {
                let value = text.iter().map(|byte| format!("%{byte:02x}")).collect::<String>();
                put(out, format!(";\n name*{number}{}=utf-8''{value}", if *star { "*" } else { "" }).as_bytes());
            }
            Word::Quoted(text) => put(out, format!("\"{text}\"").as_bytes()),
            Word::Comment(text) => put(out, format!("({text})").as_bytes()),
            Word::Fold => put(out, b"\n "),
            Word::Raw(bytes) => put(out, bytes),
        }
    }
}

impl Charset {
    fn label(self) -> &'static str {
        match self {
            Charset::None => "",
            Charset::Utf8 => "utf-8",
            Charset::Utf7 => "utf-7",
            Charset::Latin1 => "iso-8859-1",
            Charset::Windows1251 => "windows-1251",
            Charset::Iso2022Jp => "iso-2022-jp",
            Charset::ShiftJis => "shift_jis",
            Charset::Gb2312 => "gb2312",
            Charset::Utf16 => "utf-16",
            Charset::Hz => "hz-gb-2312",
            Charset::Unknown => "x-unknown",
        }
    }
}

impl Part {
    fn write(&self, out: &mut Vec<u8>, parent: &str) {
        match self {
            Part::Leaf { kind, charset, encoding, name, is_attached, body } => {
                put(out, format!("Content-Type: {}; charset=\"{}\"", kind.media_type(), charset.label()).as_bytes());
                if let Some(name) = name {
                    put(out, b"; name=\"");
                    name.iter().for_each(|word| word.write(out));
                    put(out, b"\"");
                }
                put(out, b"\n");
                if *is_attached {
                    put(out, b"Content-Disposition: attachment; filename*=utf-8''%2e%2e%2f%e2%80%ae\n");
                }
                encoding.write(out, &body.to_bytes());
            }
            Part::Multipart { kind, boundary, use_of_boundary, parts, epilogue } => {
                let own = format!("b{}", boundary % 8);
                use_of_boundary.write(out, kind.media_type(), &own, parent, parts);
                put(out, epilogue);
            }
            Part::Mail { encoding, mail } => {
                let mut inner = Vec::new();
                mail.write(&mut inner, parent);
                put(out, b"Content-Type: message/rfc822\n");
                encoding.write(out, &inner);
            }
            Part::Repeated { part, times } => {
                let mut once = Vec::new();
                part.write(&mut once, parent);
                for _ in 0..*times {
                    put(out, &once);
                    put(out, format!("\n--{parent}\n").as_bytes());
                }
            }
            Part::Nested { kind, times, inner } => {
                (0..*times).for_each(|depth| put(out, kind.head(depth).as_bytes()));
                inner.write(out, parent);
            }
            Part::NoHead(body) => {
                put(out, b"\n");
                put(out, &body.to_bytes());
            }
        }
    }
}

impl Nest {
    fn head(self, depth: u16) -> String {
        match self {
            Nest::Mail => "Content-Type: message/rfc822\n\n".to_owned(),
            Nest::EncodedMail => {
                "Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\n".to_owned()
            }
            Nest::Mixed => format!("Content-Type: multipart/mixed; boundary=n{depth}\n\n--n{depth}\n"),
        }
    }
}

impl Leaf {
    fn media_type(self) -> &'static str {
        match self {
            Leaf::Plain => "text/plain",
            Leaf::Flowed => "text/plain; format=flowed; delsp=yes",
            Leaf::Html => "text/html",
            Leaf::Calendar => "text/calendar; method=REPLY",
            Leaf::Tnef => "application/ms-tnef; name=winmail.dat",
            Leaf::DeliveryStatus => "message/delivery-status",
            Leaf::Headers => "text/rfc822-headers",
            Leaf::Pgp => "application/pgp-encrypted",
            Leaf::Picture => "image/png",
            Leaf::Octets => "application/octet-stream",
            Leaf::None => "",
        }
    }
}

impl Multipart {
    fn media_type(self) -> &'static str {
        match self {
            Multipart::Mixed => "multipart/mixed",
            Multipart::Alternative => "multipart/alternative",
            Multipart::Related => "multipart/related",
            Multipart::Report => "multipart/report; report-type=delivery-status",
            Multipart::Digest => "multipart/digest",
            Multipart::Signed => "multipart/signed",
            Multipart::AppleDouble => "multipart/appledouble",
        }
    }
}

impl Boundary {
    fn write(self, out: &mut Vec<u8>, media_type: &str, own: &str, parent: &str, parts: &[Part]) {
        let declared = match self {
            Boundary::Undeclared => String::new(),
            Boundary::Shared => format!("; boundary={parent}"),
            _ => format!("; boundary=\"{own}\""),
        };
        let used = match self {
            Boundary::Absent => "never",
            Boundary::Shared => parent,
            _ => own,
        };
        put(out, format!("Content-Type: {media_type}{declared}\n\n").as_bytes());
        if matches!(self, Boundary::Inverted) {
            put(out, format!("--{used}--\n").as_bytes());
        }
        for part in parts {
            put(out, format!("\n--{used}\n").as_bytes());
            part.write(out, used);
        }
        if !matches!(self, Boundary::Unclosed | Boundary::Inverted) {
            put(out, format!("\n--{used}--\n").as_bytes());
        }
    }
}

impl Encoding {
    fn write(self, out: &mut Vec<u8>, body: &[u8]) {
        let name = match self {
            Encoding::None => None,
            Encoding::SevenBit => Some("7bit"),
            Encoding::Base64 | Encoding::False => Some("base64"),
            Encoding::QuotedPrintable => Some("quoted-printable"),
            Encoding::Uuencode => Some("x-uuencode"),
            Encoding::Unknown => Some("x-rot13"),
        };
        if let Some(name) = name {
            put(out, format!("Content-Transfer-Encoding: {name}\n").as_bytes());
        }
        put(out, b"\n");
        match self {
            Encoding::Base64 => put(out, base64(body).as_bytes()),
            Encoding::QuotedPrintable => put(out, quoted(body).as_bytes()),
            Encoding::Uuencode => put(out, &uuencoded("a.txt", body, true)),
            _ => put(out, body),
        }
    }
}

impl Body {
    fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        match self {
            Body::Text(text) => put(&mut out, text.as_bytes()),
            Body::Bytes(bytes) => put(&mut out, bytes),
            Body::Tags(tags) => tags.iter().for_each(|tag| tag.write(&mut out)),
            Body::Uuencoded { name, bytes, is_ended } => put(&mut out, &uuencoded(name, bytes, *is_ended)),
            Body::Tnef(attributes) => tnef(&mut out, attributes),
            Body::Repeated { text, times } => (0..*times).for_each(|_| put(&mut out, text.as_bytes())),
        }
        out
    }
}

impl Tag {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Tag::Open(name, attribute) => {
                let attribute = attribute.map_or("", |which| ATTRIBUTES[usize::from(which) % ATTRIBUTES.len()]);
                put(out, format!("<{}{attribute}>", TAGS[*name as usize]).as_bytes());
            }
            Tag::Close(name) => put(out, format!("</{}>", TAGS[*name as usize]).as_bytes()),
            Tag::Entity(code) => put(out, format!("&#{code};").as_bytes()),
            Tag::Comment(text) => put(out, format!("<!--{text}-->").as_bytes()),
            Tag::Text(text) => put(out, text.as_bytes()),
            Tag::Raw(bytes) => put(out, bytes),
        }
    }
}

fn tnef(out: &mut Vec<u8>, attributes: &[(u8, u32, Option<u32>, Vec<u8>)]) {
    put(out, &0x223E_9F78_u32.to_le_bytes());
    put(out, &[1, 0]);
    for (level, id, false_length, content) in attributes {
        let length = false_length.unwrap_or(u32::try_from(content.len()).unwrap_or(u32::MAX));
        put(out, &[*level]);
        put(out, &id.to_le_bytes());
        put(out, &length.to_le_bytes());
        put(out, content);
        let sum = content.iter().fold(0_u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
        put(out, &sum.to_le_bytes());
    }
}

fn uuencoded(name: &str, bytes: &[u8], is_ended: bool) -> Vec<u8> {
    let digit = |six: u8| if six == 0 { b'`' } else { six + 32 };
    let mut out = format!("begin 644 {name}\n").into_bytes();
    for line in bytes.chunks(45) {
        out.push(digit(u8::try_from(line.len()).unwrap_or(0)));
        for three in line.chunks(3) {
            let at = |n: usize| three.get(n).copied().unwrap_or(0);
            let (a, b, c) = (at(0), at(1), at(2));
            out.extend([a >> 2, (a & 3) << 4 | b >> 4, (b & 15) << 2 | c >> 6, c & 63].map(digit));
        }
        out.push(b'\n');
    }
    out.extend(if is_ended { &b"`\nend\n"[..] } else { b"" });
    out
}

fn base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn quoted(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| if byte.is_ascii_alphanumeric() { (*byte as char).to_string() } else { format!("={byte:02X}") })
        .collect()
}

fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    if out.len() + bytes.len() <= MAX_BYTES {
        out.extend_from_slice(bytes);
    }
}
