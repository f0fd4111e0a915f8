//! The weights of a model, as the `safetensors` form lays them out: the length of a JSON header (eight bytes,
//! little-endian), the header, which says of each tensor its type, shape and place, and the numbers.

use std::collections::HashMap;

use ndarray::{Array1, Array2};
use serde::Deserialize;

use super::ModelError;

/// The tensors of one file.
pub struct Weights<'a> {
    places: HashMap<String, serde_json::Value>,
    numbers: &'a [u8],
}

#[derive(Deserialize)]
struct Place {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: (usize, usize),
}

impl<'a> Weights<'a> {
    /// Reads the header.
    pub fn read(bytes: &'a [u8]) -> Result<Self, ModelError> {
        let (length, rest) = bytes.split_first_chunk().ok_or(ModelError::NoWeights)?;
        let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| ModelError::NoWeights)?;
        let (header, numbers) = rest.split_at_checked(length).ok_or(ModelError::NoWeights)?;
        let places = serde_json::from_slice(header).map_err(|_| ModelError::NoWeights)?;
        Ok(Self { places, numbers })
    }

    /// The matrix of this name and shape.
    pub fn matrix(&self, name: &str, rows: usize, columns: usize) -> Result<Array2<f32>, ModelError> {
        let numbers = self.numbers(name, &[rows, columns])?;
        Array2::from_shape_vec((rows, columns), numbers).map_err(|_| ModelError::WrongTensor(name.into()))
    }

    /// The vector of this name and length.
    pub fn vector(&self, name: &str, length: usize) -> Result<Array1<f32>, ModelError> {
        Ok(self.numbers(name, &[length])?.into())
    }

    fn numbers(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let wrong = || ModelError::WrongTensor(name.into());
        let place = self.places.get(name).ok_or_else(wrong)?;
        let Place { dtype, shape: has, data_offsets: (from, to) } = Place::deserialize(place).map_err(|_| wrong())?;
        let bytes = self.numbers.get(from..to).ok_or_else(wrong)?;
        if dtype != "F32" || has != shape || bytes.len() != shape.iter().product::<usize>() * 4 {
            return Err(wrong());
        }
        Ok(bytes.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect())
    }
}
