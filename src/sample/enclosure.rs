//! Small attachments: a picture, a log, a document; drawn, not copied.

use super::compose::Enclosure;
use super::random::Random;

/// What somebody attaches: mostly a screenshot.
pub fn draw(code: &str, random: &mut Random) -> Enclosure {
    let number = random.between(1, 999);
    match random.below(10) {
        0..=6 => Enclosure { name: format!("screenshot{number}.png"), content_type: "image/png", bytes: png(random) },
        7 | 8 => {
            Enclosure { name: format!("trace-{number}.log"), content_type: "text/plain", bytes: log(code, random) }
        }
        _ => Enclosure { name: format!("scan_{number}.pdf"), content_type: "application/pdf", bytes: pdf(number) },
    }
}

const WIDTH: u32 = 96;
const HEIGHT: u32 = 48;

/// A black-and-white window with some lines of "text" (PNG specification, ISO/IEC 15948), stored uncompressed.
fn png(random: &mut Random) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = [WIDTH.to_be_bytes(), HEIGHT.to_be_bytes()].concat();
    header.extend([1, 0, 0, 0, 0]);
    chunk(&mut file, b"IHDR", &header);
    chunk(&mut file, b"IDAT", &stored(&picture(random)));
    chunk(&mut file, b"IEND", &[]);
    file
}

/// One filter byte and one bit a pixel, row by row.
fn picture(random: &mut Random) -> Vec<u8> {
    let line_lengths: Vec<u32> = (0..8).map(|_| 2 + u32::try_from(random.below(9)).unwrap_or(0)).collect();
    let mut rows = Vec::new();
    for row in 0..HEIGHT {
        rows.push(0);
        let is_frame = row == 0 || row == HEIGHT - 1 || row == 7;
        let line = usize::try_from(row / 6).unwrap_or(0);
        for byte in 0..WIDTH / 8 {
            let is_text = row > 8 && row % 6 < 3 && byte > 0 && byte < line_lengths[line.min(7)];
            rows.push(if is_frame {
                0x00
            } else if is_text {
                0xA5
            } else {
                0xFF
            });
        }
    }
    rows
}

/// A zlib stream (RFC 1950) with one stored block (RFC 1951 §3.2.4).
fn stored(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap_or(u16::MAX);
    let mut stream = vec![0x78, 0x01, 0x01];
    stream.extend(length.to_le_bytes());
    stream.extend((!length).to_le_bytes());
    stream.extend(data);
    stream.extend(adler32(data).to_be_bytes());
    stream
}

fn adler32(data: &[u8]) -> u32 {
    let (low, high) = data.iter().fold((1u32, 0u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    high << 16 | low
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    file.extend(u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
    let checked = [kind.as_slice(), data].concat();
    file.extend(&checked);
    file.extend(crc32(&checked).to_be_bytes());
}

fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(!0u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 })
    })
}

fn log(code: &str, random: &mut Random) -> Vec<u8> {
    let mut text = String::new();
    for line in 0..6 + random.below(10) {
        let level = ["INFO ", "INFO ", "WARN ", "DEBUG"][random.below(4)];
        let worker = random.between(1, 8);
        text += &format!("08:{:02}:{:02} {level} worker-{worker} step {line}\n", line + 11, random.between(0, 59));
    }
    text += &format!("08:31:07 ERROR worker-1 {code}\n");
    text.into_bytes()
}

fn pdf(number: i64) -> Vec<u8> {
    let page = format!("BT /F1 24 Tf 72 720 Td (Scan {number}) Tj ET");
    format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n\
         4 0 obj<</Length {}>>stream\n{page}\nendstream endobj\n\
         5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
        page.len()
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_equal_published_values() {
        // The check values of the CRC catalogue and of RFC 1950's Adler-32 for these texts.
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(adler32(b"Wikipedia"), 0x11E6_0398);
    }
}
