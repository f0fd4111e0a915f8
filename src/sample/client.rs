//! Mail programs and their habits: what they encode in, how they quote, which headers they forget.

use super::random::Random;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Client {
    /// Text and HTML, the quoted mail under a block of From/Sent/To/Subject.
    Outlook,
    /// Plain text, `-----Original Message-----`, no References.
    OutlookPlain,
    /// Text and HTML with a `gmail_quote`.
    Gmail,
    AppleMail,
    Thunderbird,
    /// Short, with a footer of the maker.
    Phone,
    /// HTML only, no References.
    Webmail,
    /// Latin-1 in eight bits, and often no thread headers at all.
    Legacy,
}

/// How the text of a mail travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    Utf8,
    Latin1,
    Windows1252,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    Plain,
    PlainAndHtml,
    HtmlOnly,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quoting {
    /// `On … wrote:` and `>`.
    Angle,
    /// A block of headers, the text as it is.
    HeaderBlock,
    /// `-----Original Message-----` before such a block.
    OriginalMessage,
}

impl Client {
    pub fn draw(random: &mut Random) -> Self {
        use Client::*;
        let share = [0.34, 0.08, 0.16, 0.12, 0.1, 0.08, 0.07, 0.05];
        [Outlook, OutlookPlain, Gmail, AppleMail, Thunderbird, Phone, Webmail, Legacy]
            [random.weighted(share.into_iter())]
    }

    pub fn charset(self) -> Charset {
        match self {
            Self::Outlook => Charset::Windows1252,
            Self::OutlookPlain | Self::Legacy => Charset::Latin1,
            _ => Charset::Utf8,
        }
    }

    pub fn body(self) -> Body {
        match self {
            Self::Outlook | Self::Gmail => Body::PlainAndHtml,
            Self::Webmail => Body::HtmlOnly,
            _ => Body::Plain,
        }
    }

    pub fn quoting(self) -> Quoting {
        match self {
            Self::Outlook | Self::Webmail => Quoting::HeaderBlock,
            Self::OutlookPlain => Quoting::OriginalMessage,
            _ => Quoting::Angle,
        }
    }

    /// Does it write References, or In-Reply-To alone?
    pub fn writes_references(self) -> bool {
        !matches!(self, Self::OutlookPlain | Self::Webmail)
    }

    /// The header by which it names itself.
    pub fn names_itself(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Outlook => Some(("X-Mailer", "Microsoft Outlook 16.0")),
            Self::OutlookPlain => Some(("X-Mailer", "Microsoft Office Outlook 12.0")),
            Self::AppleMail => Some(("X-Mailer", "Apple Mail (2.3826.300.87.4.3)")),
            Self::Phone => Some(("X-Mailer", "iPhone Mail (22G86)")),
            Self::Thunderbird => Some(("User-Agent", "Mozilla Thunderbird")),
            Self::Webmail => Some(("X-Mailer", "Open-Xchange Mailer v8.20.71")),
            Self::Legacy => Some(("X-Mailer", "Lotus Notes Release 9.0.1FP10")),
            Self::Gmail => None,
        }
    }

    /// A Message-ID of the shape that this program gives; every bit of it comes from the seed.
    pub fn message_id(self, domain: &str, random: &mut Random) -> String {
        let (high, low) = (random.bits(), random.bits());
        match self {
            Self::Outlook => format!("AM{:X}PR04MB{high:016X}@am{:x}pr04mb.eurprd04.mail.{domain}", low % 10, low % 10),
            Self::OutlookPlain => format!("{:012x}$${:08x}$@{domain}", high >> 16, low >> 32),
            Self::Gmail => format!("CA{high:016x}{:08x}=w@mail.{domain}", low >> 32),
            Self::AppleMail | Self::Phone => {
                format!("{:08X}-{:04X}-4{:03X}-{low:016X}@{domain}", high >> 32, high & 0xffff, (high >> 16) & 0xfff)
            }
            Self::Webmail => format!("{}.{}.{}@ox.{domain}", high % 1_000_000, low % 10_000, high >> 24),
            Self::Thunderbird | Self::Legacy => format!("{high:016x}{:04x}@{domain}", low & 0xffff),
        }
    }
}

impl Charset {
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Latin1 => "iso-8859-1",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// The bytes of a text; nothing where the charset has no sign for a letter.
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Utf8 => Some(text.as_bytes().to_vec()),
            Self::Latin1 => text.chars().map(latin1).collect(),
            Self::Windows1252 => text.chars().map(windows_1252).collect(),
        }
    }
}

fn latin1(letter: char) -> Option<u8> {
    u8::try_from(u32::from(letter)).ok().filter(|byte| !(0x80..0xa0).contains(byte))
}

fn windows_1252(letter: char) -> Option<u8> {
    match letter {
        '€' => Some(0x80),
        '…' => Some(0x85),
        '‘' => Some(0x91),
        '’' => Some(0x92),
        '“' => Some(0x93),
        '”' => Some(0x94),
        '–' => Some(0x96),
        '—' => Some(0x97),
        'œ' => Some(0x9c),
        _ => latin1(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_euro_sign_exists_in_windows_1252_only() {
        assert_eq!(Charset::Windows1252.encode("5 €"), Some(vec![b'5', b' ', 0x80]));
        assert_eq!(Charset::Latin1.encode("5 €"), None);
        assert_eq!(Charset::Latin1.encode("Grüße"), Some(vec![b'G', b'r', 0xfc, 0xdf, b'e']));
    }
}
