//! What does not fit into memory lies in files meanwhile, by key.
//!
//! Values are JSON lines, packed as zstd frames, so that ten years of history take little room and each key's share
//! is read back alone.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Result, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Bytes held over all keys before they are written out.
const HELD_BYTES: usize = 32 << 20;
/// Packs fast: the files live for seconds.
const PACKING: i32 = 1;

/// Values of one type by key; the folder is the caller's to remove.
pub struct Spill<T> {
    folder: PathBuf,
    held: BTreeMap<String, Vec<u8>>,
    held_bytes: usize,
    /// Every key that has values, held or written.
    keys: BTreeMap<String, bool>,
    of: PhantomData<T>,
}

impl<T: Serialize + DeserializeOwned> Spill<T> {
    pub fn new(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let folder = folder.to_path_buf();
        Ok(Self { folder, held: BTreeMap::new(), held_bytes: 0, keys: BTreeMap::new(), of: PhantomData })
    }

    pub fn add(&mut self, key: &str, value: &T) -> Result<()> {
        if !self.keys.contains_key(key) {
            self.keys.insert(key.into(), false);
        }
        let lines = self.held.entry(key.into()).or_default();
        let before = lines.len();
        serde_json::to_writer(&mut *lines, value)?;
        lines.push(b'\n');
        self.held_bytes += lines.len() - before;
        if self.held_bytes > HELD_BYTES { self.write_out() } else { Ok(()) }
    }

    fn write_out(&mut self) -> Result<()> {
        for (key, lines) in std::mem::take(&mut self.held) {
            let mut file = OpenOptions::new().create(true).append(true).open(self.path(&key))?;
            file.write_all(&zstd::encode_all(&lines[..], PACKING)?)?;
            self.keys.insert(key, true);
        }
        self.held_bytes = 0;
        Ok(())
    }

    pub fn keys(&self) -> Vec<String> {
        self.keys.keys().cloned().collect()
    }

    /// The values of a key in the order in which they came; they are gone from here afterwards.
    pub fn take(&mut self, key: &str) -> Result<Vec<T>> {
        let mut values = Vec::new();
        if self.keys.remove(key) == Some(true) {
            let path = self.path(key);
            let lines = BufReader::new(zstd::Decoder::new(File::open(&path)?)?);
            for line in lines.split(b'\n') {
                values.push(serde_json::from_slice(&line?)?);
            }
            std::fs::remove_file(path)?;
        }
        let held = self.held.remove(key).unwrap_or_default();
        self.held_bytes -= held.len();
        for line in held.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            values.push(serde_json::from_slice(line)?);
        }
        Ok(values)
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{key}.spill"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_by_key_in_order_whether_held_or_written() {
        let folder = tempfile::tempdir().unwrap();
        let mut spill = Spill::new(folder.path()).unwrap();
        for number in 0..10 {
            spill.add(if number % 2 == 0 { "even" } else { "odd" }, &number).unwrap();
            if number == 5 {
                spill.write_out().unwrap();
            }
        }
        assert_eq!(spill.keys(), ["even", "odd"]);
        assert_eq!(spill.take("odd").unwrap(), [1, 3, 5, 7, 9]);
        assert_eq!(spill.take("even").unwrap(), [0, 2, 4, 6, 8]);
        assert!(spill.take("even").unwrap().is_empty());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
