//! What a model said, kept by the text's SHA-256: one file, written whole.
//!
//! `tallypost vectors 1`, the weights' SHA-256 (other weights, other vectors: such a file is begun anew), the
//! dimensions, and for each text, by hash, its hash and its numbers (little-endian, four bytes each).

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::{Added, ModelsError, files};
use crate::recurrence::vectors::Vectors;

const FILE: &str = "vectors";
const HASH_LENGTH: usize = 32;

type Hash = [u8; HASH_LENGTH];

/// The vectors of one model that are known so far.
#[derive(Debug, PartialEq)]
pub struct Kept {
    beginning: String,
    dimensions: usize,
    vectors: BTreeMap<Hash, Vec<f32>>,
}

impl Kept {
    /// What lies in the model's folder; nothing where that is of other weights or damaged.
    pub fn read(folder: &Path, added: &Added) -> Result<Self, ModelsError> {
        let beginning = format!("tallypost vectors 1\n{}\n", added.weights_sha256);
        let path = folder.join(FILE);
        let bytes = if path.exists() { files::read(&path)? } else { Vec::new() };
        let (dimensions, vectors) = parse(&bytes, &beginning).unwrap_or_default();
        Ok(Self { beginning, dimensions, vectors })
    }

    /// The texts that are not known, each once.
    pub fn unknown(&self, texts: &[String]) -> Vec<String> {
        let new: BTreeMap<Hash, &String> = texts.iter().map(|text| (hash(text), text)).collect();
        new.into_iter().filter(|(hash, _)| !self.vectors.contains_key(hash)).map(|(_, text)| text.clone()).collect()
    }

    /// Adds what the model said of these texts.
    pub fn add(&mut self, texts: &[String], said: &Vectors) {
        self.dimensions = said.dimensions;
        let rows = said.values.chunks(said.dimensions.max(1));
        self.vectors.extend(texts.iter().map(|text| hash(text)).zip(rows.map(<[f32]>::to_vec)));
    }

    /// The vectors of these texts; zeros for one that is not known.
    pub fn of(&self, texts: &[String]) -> Vectors {
        let nothing = vec![0.0; self.dimensions];
        let rows = texts.iter().map(|text| self.vectors.get(&hash(text)).unwrap_or(&nothing));
        Vectors { dimensions: self.dimensions, values: rows.flatten().copied().collect() }
    }

    /// Writes the file anew.
    pub fn write(&self, folder: &Path) -> Result<(), ModelsError> {
        let mut bytes = self.beginning.clone().into_bytes();
        bytes.extend(u32::try_from(self.dimensions).unwrap_or_default().to_le_bytes());
        for (hash, row) in &self.vectors {
            bytes.extend(hash);
            bytes.extend(row.iter().flat_map(|value| value.to_le_bytes()));
        }
        files::write(&folder.join(FILE), &bytes)
    }
}

fn hash(text: &str) -> Hash {
    Sha256::digest(text.as_bytes()).into()
}

fn parse(bytes: &[u8], beginning: &str) -> Option<(usize, BTreeMap<Hash, Vec<f32>>)> {
    let (dimensions, rest) = bytes.strip_prefix(beginning.as_bytes())?.split_first_chunk()?;
    let dimensions = usize::try_from(u32::from_le_bytes(*dimensions)).ok()?;
    let rows = rest.chunks_exact(HASH_LENGTH + 4 * dimensions);
    if !rows.remainder().is_empty() {
        return None;
    }
    let vectors = rows.filter_map(|row| {
        let (hash, numbers) = row.split_first_chunk()?;
        Some((*hash, numbers.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect()))
    });
    Some((dimensions, vectors.collect()))
}

#[cfg(test)]
mod tests {
    use super::Kept;
    use crate::models::Added;
    use crate::recurrence::vectors::Vectors;

    fn added(weights: &str) -> Added {
        let empty = String::new;
        Added {
            name: "small".into(),
            version: empty(),
            license: empty(),
            wheel_sha256: empty(),
            weights_sha256: weights.into(),
            added_at: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn what_was_said_once_is_not_asked_again_until_the_weights_change() {
        let folder = tempfile::tempdir().unwrap();
        let texts = ["b".to_owned(), "a".to_owned(), "b".to_owned()];
        let mut kept = Kept::read(folder.path(), &added("first")).unwrap();
        let new = kept.unknown(&texts);
        assert_eq!(new.len(), 2, "each text once");
        let rows: Vec<f32> = new.iter().flat_map(|text| if text == "a" { [1.0, 0.0] } else { [0.0, 1.0] }).collect();
        kept.add(&new, &Vectors { dimensions: 2, values: rows });
        kept.write(folder.path()).unwrap();

        let again = Kept::read(folder.path(), &added("first")).unwrap();
        assert_eq!(again, kept);
        assert!(again.unknown(&texts).is_empty());
        assert_eq!(again.of(&texts).values, [0.0, 1.0, 1.0, 0.0, 0.0, 1.0]);
        assert_eq!(Kept::read(folder.path(), &added("second")).unwrap().unknown(&texts).len(), 2);
    }

    #[test]
    fn a_file_that_is_cut_short_is_begun_anew() {
        let folder = tempfile::tempdir().unwrap();
        let mut kept = Kept::read(folder.path(), &added("first")).unwrap();
        kept.add(&["a".to_owned()], &Vectors { dimensions: 1, values: vec![1.0] });
        kept.write(folder.path()).unwrap();
        let bytes = std::fs::read(folder.path().join("vectors")).unwrap();
        std::fs::write(folder.path().join("vectors"), &bytes[..bytes.len() - 1]).unwrap();
        assert_eq!(Kept::read(folder.path(), &added("first")).unwrap().unknown(&["a".to_owned()]).len(), 1);
    }
}
