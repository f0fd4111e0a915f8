//! One layer of a BERT model (Devlin et al. 2019): what each token takes from the others of its text, and what it
//! makes of it.

use std::ops::Range;

use ndarray::{Array1, Array2, ArrayBase, ArrayView2, Axis, Ix2, RawData, Slice};

use super::weights::Weights;
use super::{ModelError, Shape};

/// A layer's weights.
#[derive(Debug)]
pub struct Layer {
    heads: usize,
    query: Linear,
    key: Linear,
    value: Linear,
    taken: Linear,
    norm_of_taken: Norm,
    wide: Linear,
    narrow: Linear,
    norm: Norm,
}

impl Layer {
    /// Reads the layer of this number.
    pub fn read(weights: &Weights, number: usize, shape: &Shape) -> Result<Self, ModelError> {
        let (size, wide) = (shape.hidden_size, shape.intermediate_size);
        let linear = |name: &str, from, to| Linear::read(weights, &format!("encoder.layer.{number}.{name}"), from, to);
        let norm = |name: &str| {
            Norm::read(weights, &format!("encoder.layer.{number}.{name}.LayerNorm"), size, shape.layer_norm_eps)
        };
        Ok(Self {
            heads: shape.num_attention_heads,
            query: linear("attention.self.query", size, size)?,
            key: linear("attention.self.key", size, size)?,
            value: linear("attention.self.value", size, size)?,
            taken: linear("attention.output.dense", size, size)?,
            norm_of_taken: norm("attention.output")?,
            wide: linear("intermediate.dense", size, wide)?,
            narrow: linear("output.dense", wide, size)?,
            norm: norm("output")?,
        })
    }

    /// The tokens' rows after this layer; each span of rows is one text.
    pub fn apply(&self, rows: Array2<f32>, spans: &[Range<usize>]) -> Array2<f32> {
        let mut taken = self.taken.apply(&self.attend(&rows, spans));
        taken += &rows;
        self.norm_of_taken.apply(&mut taken);
        let mut wide = self.wide.apply(&taken);
        wide.mapv_inplace(gelu);
        let mut after = self.narrow.apply(&wide);
        after += &taken;
        self.norm.apply(&mut after);
        after
    }

    fn attend(&self, rows: &Array2<f32>, spans: &[Range<usize>]) -> Array2<f32> {
        let (query, key, value) = (self.query.apply(rows), self.key.apply(rows), self.value.apply(rows));
        let mut attended = Array2::zeros(rows.raw_dim());
        let width = rows.ncols() / self.heads;
        for span in spans {
            for head in 0..self.heads {
                let columns = head * width..(head + 1) * width;
                let [query, key, value] = [&query, &key, &value].map(|all| block(all.view(), span, &columns));
                block(attended.view_mut(), span, &columns).assign(&attention(query, key, value));
            }
        }
        attended
    }
}

/// These rows and columns of a matrix.
fn block<S: RawData>(mut matrix: ArrayBase<S, Ix2>, rows: &Range<usize>, columns: &Range<usize>) -> ArrayBase<S, Ix2> {
    matrix.slice_axis_inplace(Axis(0), Slice::from(rows.clone()));
    matrix.slice_axis_inplace(Axis(1), Slice::from(columns.clone()));
    matrix
}

/// The values, weighed by how well each key answers the query.
fn attention(query: ArrayView2<f32>, key: ArrayView2<f32>, value: ArrayView2<f32>) -> Array2<f32> {
    let mut weights = query.dot(&key.t());
    let scale = (query.ncols() as f32).sqrt().recip();
    for mut row in weights.rows_mut() {
        let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        row.mapv_inplace(|weight| ((weight - most) * scale).exp());
        let total = row.sum();
        row /= total;
    }
    weights.dot(&value)
}

/// A linear map, its matrix as it is stored: one row an output.
#[derive(Debug)]
struct Linear {
    matrix: Array2<f32>,
    bias: Array1<f32>,
}

impl Linear {
    fn read(weights: &Weights, name: &str, from: usize, to: usize) -> Result<Self, ModelError> {
        let matrix = weights.matrix(&format!("{name}.weight"), to, from)?;
        Ok(Self { matrix, bias: weights.vector(&format!("{name}.bias"), to)? })
    }

    fn apply(&self, rows: &Array2<f32>) -> Array2<f32> {
        rows.dot(&self.matrix.t()) + &self.bias
    }
}

/// Layer normalisation: each row to mean zero and variance one, then scaled and moved.
#[derive(Debug)]
pub struct Norm {
    scale: Array1<f32>,
    shift: Array1<f32>,
    epsilon: f32,
}

impl Norm {
    /// Reads the normalisation of this name.
    pub fn read(weights: &Weights, name: &str, size: usize, epsilon: f32) -> Result<Self, ModelError> {
        let vector = |part: &str| weights.vector(&format!("{name}.{part}"), size);
        Ok(Self { scale: vector("weight")?, shift: vector("bias")?, epsilon })
    }

    /// Normalises each row in place.
    pub fn apply(&self, rows: &mut Array2<f32>) {
        for mut row in rows.rows_mut() {
            let mean = row.mean().unwrap_or(0.0);
            row -= mean;
            let variance = row.dot(&row) / self.scale.len() as f32;
            row *= (variance + self.epsilon).sqrt().recip();
            row *= &self.scale;
            row += &self.shift;
        }
    }
}

/// x·Φ(x), with the error function by Abramowitz and Stegun 7.1.26 (exact to 1.5e-7).
fn gelu(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = (1.0 + 0.327_591_1 * z).recip();
    let polynomial = t * (0.254_829_6 + t * (-0.284_496_72 + t * (1.421_413_8 + t * (-1.453_152_1 + t * 1.061_405_4))));
    let erf = 1.0 - polynomial * (-z * z).exp();
    0.5 * x * (1.0 + erf.copysign(x))
}
