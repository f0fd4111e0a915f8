//! `winmail.dat`: the package in which Outlook sends attachments to programs that cannot open it (MS-OXTNEF).
//!
//! Only the names, the files and the text are taken. Every length is checked against what is there; each byte is
//! read once, or once a level where a mail lies within a mail.

mod rtf;

use super::uuencode::File;
use super::{charset, html};

const SIGNATURE: u32 = 0x223e_9f78;
/// More than any mail has; packages made to hurt claim millions.
const MAX_FILES: usize = 500;
const MAX_PROPERTIES: usize = 2_000;
/// Mails attached to mails attached to mails.
const MAX_DEPTH: usize = 4;
/// An attached object begins with 16 bytes that say what it is.
const OBJECT_KIND_BYTES: usize = 16;

/// What was in the package.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Package {
    pub text: Option<String>,
    pub files: Vec<File>,
}

/// What is in a package; nothing where it is none or holds nothing that can be read.
pub(super) fn unpack(bytes: &[u8]) -> Option<Package> {
    let mut package = read(bytes, MAX_DEPTH)?;
    package.files.retain(|file| !file.content.is_empty());
    let has_text = package.text.as_ref().is_some_and(|text| !text.trim().is_empty());
    (has_text || !package.files.is_empty()).then_some(package)
}

fn read(bytes: &[u8], depth: usize) -> Option<Package> {
    let mut input = Input(bytes);
    if input.u32()? != SIGNATURE {
        return None;
    }
    input.take(2)?;
    let mut contents =
        Contents { package: Package::default(), body: Body::None, code_page: "cp1252".to_owned(), depth };
    while let Some((id, data)) = attribute(&mut input) {
        contents.take(id, data);
    }
    Some(contents.finish())
}

/// What was read of a package so far.
struct Contents<'a> {
    package: Package,
    body: Body<'a>,
    code_page: String,
    depth: usize,
}

/// The best form of the text, read when all are known.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Body<'a> {
    None,
    Rich(&'a [u8]),
    Html(&'a [u8]),
    Plain(&'a [u8]),
    Wide(&'a [u8]),
}

impl<'a> Contents<'a> {
    fn take(&mut self, id: u32, data: &'a [u8]) {
        match id {
            0x9007 => {
                if let Some(page) = Input(data).u32() {
                    self.code_page = format!("cp{page}");
                }
            }
            0x800c => self.offer(Body::Plain(without_end(data))),
            0x9003 => self.body_properties(data),
            0x9002 if self.package.files.len() < MAX_FILES => self.package.files.push(File::default()),
            0x9005 => self.file_properties(data),
            id => read_file(self.package.files.last_mut(), id, data, &self.code_page),
        }
    }

    fn offer(&mut self, body: Body<'a>) {
        let is_empty = matches!(&body, Body::Rich(text) | Body::Html(text) | Body::Plain(text) | Body::Wide(text)
            if text.trim_ascii().is_empty());
        if !is_empty && body > self.body {
            self.body = body;
        }
    }

    fn body_properties(&mut self, data: &'a [u8]) {
        for property in properties(data) {
            match (property.id, property.is_wide) {
                (0x1000, true) => self.offer(Body::Wide(property.value)),
                (0x1000, false) => self.offer(Body::Plain(without_end(property.value))),
                (0x1013, _) => self.offer(Body::Html(property.value)),
                (0x1009, _) => self.offer(Body::Rich(property.value)),
                _ => {}
            }
        }
    }

    fn file_properties(&mut self, data: &[u8]) {
        let Some(file) = self.package.files.last_mut() else { return };
        let mut attached = None;
        for property in properties(data) {
            match property.id {
                0x3707 => file.name = property.text(&self.code_page),
                0x3704 | 0x3001 if file.name.is_empty() => file.name = property.text(&self.code_page),
                0x370e => file.content_type = Some(property.text(&self.code_page).to_lowercase()),
                0x3701 if property.is_object => attached = property.value.get(OBJECT_KIND_BYTES..),
                0x3701 if file.content.is_empty() => file.content = property.value.to_vec(),
                _ => {}
            }
        }
        if let Some(attached) = attached {
            file.content = attached.to_vec();
            self.attached_mail(attached);
        }
    }

    /// A mail within the mail: itself, and what was attached to it.
    fn attached_mail(&mut self, bytes: &[u8]) {
        let Some(inner) = self.depth.checked_sub(1).and_then(|depth| read(bytes, depth)) else { return };
        if let Some(file) = self.package.files.last_mut() {
            file.content_type = Some("application/ms-tnef".to_owned());
        }
        let room = MAX_FILES.saturating_sub(self.package.files.len());
        self.package.files.extend(inner.files.into_iter().take(room));
    }

    fn finish(self) -> Package {
        let text = match self.body {
            Body::None => None,
            Body::Plain(text) => Some(charset::decode(&[&self.code_page], text)),
            Body::Wide(text) => Some(charset::decode(&["utf-16le"], text).trim_end_matches('\0').to_owned()),
            Body::Html(page) => Some(html::to_text(&charset::decode(&[&self.code_page], page))),
            Body::Rich(packed) => rtf::to_text(packed),
        };
        Package { text, ..self.package }
    }
}

/// The low half of the next attribute's number, which names it, and its data; its checksum is not looked at.
fn attribute<'a>(input: &mut Input<'a>) -> Option<(u32, &'a [u8])> {
    input.take(1)?;
    let id = input.u32()? & 0xffff;
    let length = input.u32()?;
    let data = input.take(usize::try_from(length).ok()?)?;
    input.take(2)?;
    Some((id, data))
}

fn read_file(file: Option<&mut File>, id: u32, data: &[u8], code_page: &str) {
    let Some(file) = file else { return };
    match id {
        0x800f => file.content = data.to_vec(),
        // The short name of old file systems; the long one stands among the properties.
        0x8010 if file.name.is_empty() => file.name = charset::decode(&[code_page], without_end(data)),
        _ => {}
    }
}

struct Property<'a> {
    id: u32,
    is_wide: bool,
    is_object: bool,
    value: &'a [u8],
}

impl Property<'_> {
    fn text(&self, code_page: &str) -> String {
        let label = if self.is_wide { "utf-16le" } else { code_page };
        charset::decode(&[label], self.value).trim_end_matches('\0').to_owned()
    }
}

/// The properties as far as they can be read.
fn properties(data: &[u8]) -> Vec<Property<'_>> {
    let mut input = Input(data);
    let count = input.u32().and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
    (0..count.min(MAX_PROPERTIES)).map_while(|_| property(&mut input)).collect()
}

fn property<'a>(input: &mut Input<'a>) -> Option<Property<'a>> {
    let (kind, id) = (u32::from(input.u16()?), u32::from(input.u16()?));
    if id >= 0x8000 {
        skip_name(input)?;
    }
    let is_many = kind & 0x1000 != 0;
    let kind = kind & 0x0fff;
    let has_lengths = matches!(kind, 0x1e | 0x1f | 0x0d | 0x102);
    let count = if is_many || has_lengths { input.u32()? } else { 1 };
    let mut value = &[][..];
    for _ in 0..count {
        let length = if has_lengths { usize::try_from(input.u32()?).ok()? } else { fixed_length(kind)? };
        value = input.take(length)?;
        input.take(length.next_multiple_of(4) - length)?;
    }
    Some(Property { id, is_wide: kind == 0x1f, is_object: kind == 0x0d, value })
}

/// Properties that programs define for themselves have a name or a number behind a GUID.
fn skip_name(input: &mut Input<'_>) -> Option<()> {
    input.take(16)?;
    let length = if input.u32()? == 0 { 4 } else { usize::try_from(input.u32()?).ok()? };
    input.take(length.checked_next_multiple_of(4)?).map(|_| ())
}

fn fixed_length(kind: u32) -> Option<usize> {
    match kind {
        0x02 | 0x03 | 0x04 | 0x0a | 0x0b => Some(4),
        0x05 | 0x06 | 0x07 | 0x14 | 0x40 => Some(8),
        0x48 => Some(16),
        _ => None,
    }
}

fn without_end(data: &[u8]) -> &[u8] {
    &data[..data.iter().position(|byte| *byte == 0).unwrap_or(data.len())]
}

/// What is still to be read, least significant byte first.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn u16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn attribute(id: u32, data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).unwrap();
        [&[1][..], &id.to_le_bytes(), &length.to_le_bytes(), data, &[0, 0]].concat()
    }

    fn package(attributes: &[Vec<u8>]) -> Vec<u8> {
        [&SIGNATURE.to_le_bytes()[..], &[0, 0], &attributes.concat()].concat()
    }

    #[test]
    fn files_and_text_are_taken_out() {
        // One property: PR_ATTACH_LONG_FILENAME, UTF-16, 10 bytes, padded to 12.
        let long_name = b"\x01\0\0\0\x1f\0\x07\x37\x01\0\0\0\x0a\0\0\0\xfc\0.\0t\0x\0\0\0\0\0";
        let bytes = package(&[
            attribute(0x0006_9007, b"\xe3\x04\0\0\0\0\0\0"),
            attribute(0x0002_800c, b"\xcf\xf0\xe8\xe2\xe5\xf2\0"),
            attribute(0x0006_9002, b"\0"),
            attribute(0x0001_8010, b"SHORT~1.TXT\0"),
            attribute(0x0006_800f, b"content"),
            attribute(0x0006_9005, long_name),
            attribute(0x0006_9002, b"\0"),
            attribute(0x0001_8010, b"b.txt\0"),
            attribute(0x0006_800f, b"more"),
        ]);
        let file = |name: &str, content: &str| File {
            name: name.to_owned(),
            content: content.as_bytes().to_vec(),
            content_type: None,
        };
        let expected = Package {
            text: Some("Привет".to_owned()),
            files: vec![file("ü.tx", "content"), file("b.txt", "more")],
        };
        assert_eq!(unpack(&bytes), Some(expected));
    }

    #[test]
    fn a_mail_attached_to_the_mail_gives_up_its_files() {
        let inner = package(&[attribute(0x9002, b""), attribute(0x8010, b"in.txt\0"), attribute(0x800f, b"content")]);
        let length = u32::try_from(inner.len() + OBJECT_KIND_BYTES).unwrap();
        let padding = vec![0; (inner.len() + OBJECT_KIND_BYTES).next_multiple_of(4) - inner.len() - OBJECT_KIND_BYTES];
        // One property: PR_ATTACH_DATA_OBJ, an object, one value.
        let head = [b"\x01\0\0\0\x0d\0\x01\x37\x01\0\0\0", &length.to_le_bytes()[..], &[7; OBJECT_KIND_BYTES]].concat();
        let object = [head, inner.clone(), padding].concat();
        let found =
            unpack(&package(&[attribute(0x9002, b""), attribute(0x8010, b"Re: x\0"), attribute(0x9005, &object)]));
        let files: Vec<(String, Vec<u8>)> =
            found.unwrap().files.into_iter().map(|file| (file.name, file.content)).collect();
        assert_eq!(files, [("Re: x".to_owned(), inner), ("in.txt".to_owned(), b"content".to_vec())]);
    }

    #[test]
    fn what_is_no_package_is_left_as_it_is() {
        assert_eq!(unpack(b""), None);
        assert_eq!(unpack(b"PK\x03\x04 something else"), None);
        assert_eq!(unpack(&package(&[])), None);
    }

    #[test]
    fn counts_that_lie_cost_nothing() {
        let many = b"\xff\xff\xff\xff\x03\x10\x07\x37\xff\xff\xff\xff";
        assert_eq!(unpack(&package(&[attribute(0x0006_9002, b""), attribute(0x0006_9005, many)])), None);
    }

    proptest! {
        #[test]
        fn arbitrary_packages_never_panic(id in 0x8000_u32..0x9010, data in prop::collection::vec(any::<u8>(), 0..200)) {
            unpack(&package(&[attribute(0x9002, b""), attribute(id, &data), attribute(0x9003, &data)]));
        }
    }
}
