//! Writes whole files: a reader of the review sees the old one or the new one, never half of it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::ReportError;

/// The folder of a review and what was written to it, in that order.
pub struct Folder<'a> {
    root: &'a Path,
    pub outputs: Vec<Output>,
}

/// A written file, for the manifest.
pub struct Output {
    /// Inside the folder, with `/`.
    pub name: String,
    pub bytes: usize,
    pub sha256: String,
}

/// A file of an earlier review.
pub fn read(folder: &Path, name: &str) -> Result<Vec<u8>, ReportError> {
    let path = folder.join(name);
    fs::read(&path).map_err(|source| ReportError::Earlier { path, source })
}

impl<'a> Folder<'a> {
    pub fn new(root: &'a Path) -> Self {
        Self { root, outputs: Vec::new() }
    }

    /// Writes `bytes` under `name` by way of a temporary file beside it.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), ReportError> {
        let path = self.root.join(name);
        replace(&path, bytes).map_err(|source| ReportError::Write { path, source })?;
        self.outputs.push(Output { name: name.into(), bytes: bytes.len(), sha256: sha256(bytes) });
        Ok(())
    }

    /// Takes away a file of an earlier review that this one does not have; none is fine.
    pub fn remove(&self, name: &str) -> Result<(), ReportError> {
        let path = self.root.join(name);
        match fs::remove_file(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(ReportError::Write { path, source }),
            _ => Ok(()),
        }
    }

    /// The same for the files of one folder whose names begin so, but for these (without extension).
    pub fn remove_others(&self, folder: &str, prefix: &str, kept: &BTreeSet<String>) -> Result<(), ReportError> {
        let Ok(listing) = fs::read_dir(self.root.join(folder)) else { return Ok(()) };
        for entry in listing.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
            if name.starts_with(prefix) && !kept.contains(stem) {
                self.remove(&format!("{folder}/{name}"))?;
            }
        }
        Ok(())
    }

    pub fn paths(&self) -> Vec<PathBuf> {
        self.outputs.iter().map(|output| self.root.join(&output.name)).collect()
    }
}

fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder)?;
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".partial");
    let temporary = path.with_file_name(name);
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)
}

pub fn sha256(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// RFC 4648 §4, for what the page carries inside itself.
pub fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0_usize, |bits, i| bits << 8 | usize::from(group.get(i).copied().unwrap_or(0)));
        for i in 0..4 {
            let letter = LETTERS[bits >> (18 - 6 * i) & 63];
            text.push(if i <= group.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4648 §10.
    #[test]
    fn base64_agrees_with_the_test_vectors() {
        let vectors = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"];
        for (length, expected) in vectors.iter().enumerate() {
            assert_eq!(base64(&b"foobar"[..length]), *expected);
        }
    }

    #[test]
    fn a_written_file_replaces_the_old_one_and_leaves_no_temporary() {
        let folder = tempfile::tempdir().unwrap();
        for text in ["old and longer", "new"] {
            Folder::new(folder.path()).write("charts/a.svg", text.as_bytes()).unwrap();
        }
        assert_eq!(fs::read_to_string(folder.path().join("charts/a.svg")).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path().join("charts")).unwrap().count(), 1);
    }

    #[test]
    fn an_unwritable_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("charts"), "a file").unwrap();
        let error = Folder::new(folder.path()).write("charts/a.svg", b"x").unwrap_err();
        assert!(error.to_string().contains("charts/a.svg"), "{error}");
    }
}
