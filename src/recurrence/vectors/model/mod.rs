//! A sentence model of the BERT kind, run here without any other program: tokens in, the mean of its last layer out
//! (Reimers and Gurevych 2019, "Sentence-BERT").
//!
//! Texts stand one after another in one matrix, without padding, so that a text's vector does not depend on its
//! neighbours.

mod layers;
mod tokens;
mod weights;

use ndarray::{Array2, Axis, Slice};
use serde::Deserialize;

use super::Vectors;
use layers::{Layer, Norm};
use tokens::Tokens;
use weights::Weights;

/// Subject and first text of a ticket say what it is about within so many pieces of words.
const LONGEST_TEXT_TOKENS: usize = 128;

/// Tokens of a batch: enough to keep the processor busy, few enough to stay in its cache.
const BATCH_TOKENS: usize = 512;

/// A sentence model, ready to read texts.
#[derive(Debug)]
pub struct SentenceModel {
    tokens: Tokens,
    words: Array2<f32>,
    positions: Array2<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

/// A model that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    #[error("its weights are not in the safetensors form")]
    NoWeights,
    #[error("its weights have no tensor `{0}` of the shape and type that its configuration says")]
    WrongTensor(String),
    #[error("its vocabulary has no [CLS], [SEP] and [UNK]")]
    NoVocabulary,
    #[error("its configuration is not one of a BERT model with `gelu`: {0}")]
    Configuration(String),
}

/// What `config.json` says of the model's shape.
#[derive(Debug, Clone, Deserialize)]
struct Shape {
    model_type: String,
    hidden_act: String,
    hidden_size: usize,
    intermediate_size: usize,
    num_attention_heads: usize,
    num_hidden_layers: usize,
    max_position_embeddings: usize,
    type_vocab_size: usize,
    vocab_size: usize,
    layer_norm_eps: f32,
}

impl SentenceModel {
    /// A model from its configuration (`config.json`), vocabulary (`vocab.txt`) and weights (`model.safetensors`).
    ///
    /// # Errors
    /// If these do not make one BERT model.
    pub fn read(configuration: &[u8], vocabulary: &str, weights: &[u8]) -> Result<Self, ModelError> {
        let shape = Shape::read(configuration)?;
        let tokens = Tokens::read(vocabulary)?;
        if tokens.len() != shape.vocab_size {
            return Err(ModelError::NoVocabulary);
        }
        let weights = Weights::read(weights)?;
        let matrix = |name: &str, rows| weights.matrix(&format!("embeddings.{name}.weight"), rows, shape.hidden_size);
        let kinds = matrix("token_type_embeddings", shape.type_vocab_size)?;
        // Every text is of the first kind: it is added once and for all.
        let positions = matrix("position_embeddings", shape.max_position_embeddings)? + kinds.row(0);
        Ok(Self {
            words: matrix("word_embeddings", shape.vocab_size)?,
            positions,
            norm: Norm::read(&weights, "embeddings.LayerNorm", shape.hidden_size, shape.layer_norm_eps)?,
            layers: (0..shape.num_hidden_layers)
                .map(|number| Layer::read(&weights, number, &shape))
                .collect::<Result<_, _>>()?,
            tokens,
        })
    }

    /// How many numbers make one vector.
    pub fn dimensions(&self) -> usize {
        self.words.ncols()
    }

    /// The vector of each text, each of unit length, reckoned by so many threads.
    pub fn embed<S: AsRef<str> + Sync>(&self, texts: &[S], threads: usize) -> Vectors {
        let share = texts.len().div_ceil(threads.max(1)).max(1);
        let parts = std::thread::scope(|scope| {
            let running: Vec<_> =
                texts.chunks(share).map(|part| scope.spawn(move || self.embed_in_turn(part))).collect();
            running
                .into_iter()
                .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect::<Vec<_>>()
        });
        Vectors { dimensions: self.dimensions(), values: parts.concat() }
    }

    fn embed_in_turn<S: AsRef<str>>(&self, texts: &[S]) -> Vec<f32> {
        let most = LONGEST_TEXT_TOKENS.min(self.positions.nrows());
        let tokens: Vec<Vec<usize>> = texts.iter().map(|text| self.tokens.of_text(text.as_ref(), most)).collect();
        let mut values = Vec::with_capacity(texts.len() * self.dimensions());
        let mut rest = tokens.as_slice();
        while !rest.is_empty() {
            let (batch, later) = rest.split_at(texts_of_a_batch(rest));
            values.extend(self.batch(batch));
            rest = later;
        }
        values
    }

    fn batch(&self, texts: &[Vec<usize>]) -> Vec<f32> {
        let mut spans = Vec::with_capacity(texts.len());
        let mut end = 0;
        for text in texts {
            spans.push(end..end + text.len());
            end += text.len();
        }
        let mut rows = Array2::zeros((end, self.dimensions()));
        for ((position, token), mut row) in texts.iter().flat_map(|text| text.iter().enumerate()).zip(rows.rows_mut()) {
            row += &self.words.row(*token);
            row += &self.positions.row(position);
        }
        self.norm.apply(&mut rows);
        for layer in &self.layers {
            rows = layer.apply(rows, &spans);
        }
        spans.into_iter().flat_map(|span| unit_mean(&rows, span)).collect()
    }
}

impl Shape {
    fn read(configuration: &[u8]) -> Result<Self, ModelError> {
        let shape: Self =
            serde_json::from_slice(configuration).map_err(|error| ModelError::Configuration(error.to_string()))?;
        if shape.model_type != "bert" || shape.hidden_act != "gelu" {
            return Err(ModelError::Configuration(format!("{} with `{}`", shape.model_type, shape.hidden_act)));
        }
        if shape.num_attention_heads == 0 || !shape.hidden_size.is_multiple_of(shape.num_attention_heads) {
            return Err(ModelError::Configuration(format!("{} heads", shape.num_attention_heads)));
        }
        Ok(shape)
    }
}

/// How many texts, from the first on, make one batch; at least one.
fn texts_of_a_batch(texts: &[Vec<usize>]) -> usize {
    let mut tokens = 0;
    let fitting = texts.iter().take_while(|text| {
        tokens += text.len();
        tokens <= BATCH_TOKENS
    });
    fitting.count().max(1)
}

fn unit_mean(rows: &Array2<f32>, span: std::ops::Range<usize>) -> Vec<f32> {
    // The length of the sum is taken out in any case, so that the sum does for the mean.
    let mut sum = rows.slice_axis(Axis(0), Slice::from(span)).sum_axis(Axis(0)).to_vec();
    super::to_unit_length(&mut sum);
    sum
}
