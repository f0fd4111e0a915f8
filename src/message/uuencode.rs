//! Files that stand in the text itself between `begin 644 NAME` and `end`, as before MIME.

/// A file taken out of the text, or unpacked.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct File {
    pub name: String,
    /// As its package says; nothing says it of a file in the text.
    pub content_type: Option<String>,
    pub content: Vec<u8>,
}

/// More than anybody sends; what follows stays text.
const MAX_FILES: usize = 500;

/// The text without the files in it, and the files.
pub(super) fn extract(text: &str) -> (String, Vec<File>) {
    let mut files = Vec::new();
    if !text.contains("begin ") || !text.contains("\nend") {
        return (text.to_owned(), files);
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(line) = rest.split_inclusive('\n').next() {
        let behind = &rest[line.len()..];
        let name = name(line).filter(|_| files.len() < MAX_FILES);
        rest = match name.and_then(|name| content(behind).map(|found| (name, found))) {
            Some((name, (content, length))) => {
                files.push(File { name: name.to_owned(), content_type: None, content });
                &behind[length..]
            }
            None => {
                kept.push_str(line);
                behind
            }
        };
    }
    (kept, files)
}

/// `begin 644 NAME`: three or four octal digits.
fn name(line: &str) -> Option<&str> {
    let (mode, name) = line.strip_prefix("begin ")?.split_once(' ')?;
    let is_mode = (3..=4).contains(&mode.len()) && mode.bytes().all(|byte| (b'0'..=b'7').contains(&byte));
    Some(name.trim()).filter(|name| is_mode && !name.is_empty())
}

/// The bytes up to `end`, and how much text they take; nothing where a line is no uuencode: then it is text.
fn content(text: &str) -> Option<(Vec<u8>, usize)> {
    let mut content = Vec::new();
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        length += line.len();
        let line = line.trim_end_matches(['\r', '\n']);
        if line.trim_end() == "end" {
            return Some((content, length));
        }
        decode_line(line.as_bytes(), &mut content)?;
    }
    None
}

fn decode_line(line: &[u8], content: &mut Vec<u8>) -> Option<()> {
    let value = |byte: u8| (b' '..=b'`').contains(&byte).then(|| (byte - b' ') & 0x3f);
    let Some((first, data)) = line.split_first() else { return Some(()) };
    let length = usize::from(value(*first)?);
    // Space at the end is lost on the way; more than a checksum character too many is no uuencode.
    if data.len() > length.div_ceil(3) * 4 + 2 || data.len() + 8 < length.div_ceil(3) * 4 {
        return None;
    }
    let mut left = length;
    for group in data.chunks(4).take(length.div_ceil(3)) {
        let mut bits = [0_u8; 4];
        for (bit, byte) in bits.iter_mut().zip(group) {
            *bit = value(*byte)?;
        }
        let bytes = [bits[0] << 2 | bits[1] >> 4, bits[1] << 4 | bits[2] >> 2, bits[2] << 6 | bits[3]];
        content.extend_from_slice(&bytes[..left.min(3)]);
        left = left.saturating_sub(3);
    }
    content.resize(content.len() + left, 0);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_the_text_is_taken_out() {
        // python3: binascii.b2a_uu(b"Hello, world!\n")
        let (text, files) = extract("See:\nbegin 644 hello.txt\n.2&5L;&\\L('=O<FQD(0H \n \nend\nBye\n");
        assert_eq!(text, "See:\nBye\n");
        assert_eq!(
            files,
            [File { name: "hello.txt".to_owned(), content_type: None, content: b"Hello, world!\n".to_vec() }]
        );
    }

    #[test]
    fn text_that_only_begins_so_stays() {
        for text in
            ["begin 644 x\nplain words that are long enough\nend\n", "begin at noon and\nend soon\n", "begin 644 x\n"]
        {
            assert_eq!(extract(text), (text.to_owned(), vec![]));
        }
    }

    #[test]
    fn many_beginnings_cost_linear_time() {
        let started = std::time::Instant::now();
        extract(&format!("{}\nend\n", "begin 644 x\n".repeat(100_000)));
        assert!(started.elapsed() < std::time::Duration::from_secs(10));
    }
}
