//! A BERT sentence model that comes as ONNX (Open Neural Network Exchange), as the parts that are kept of any: what a
//! `config.json` says, and weights in the `safetensors` form, those of eight bits multiplied out.
//!
//! The file is a graph of operations. Only its weights are taken; the operations are those that every BERT model has.
//! Weights that were quantised or transposed have lost their names. Their biases have not, and tell which is which: each
//! is added to the product with its weights.

use std::collections::{BTreeMap, HashMap};

use ndarray::{ArrayD, IxDyn};
use prost::Message;
use serde_json::json;

/// The one layer normalisation that BERT was published with.
const USUAL_EPSILON: f32 = 1e-12;
/// Weights are reckoned in so many steps, at most: more, and they lead in a circle.
const STEPS_MAX: usize = 8;
const FLOAT: i32 = 1;
const UINT8: i32 = 2;
const INT8: i32 = 3;
/// Products of a layer with its weights, and normalisations, as the original program names them.
const PRODUCTS: [&str; 6] = [
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
];
const NORMS: [&str; 2] = ["attention.output.LayerNorm", "output.LayerNorm"];
const TABLES: [&str; 3] = ["word_embeddings", "position_embeddings", "token_type_embeddings"];

/// A file that cannot be read as a BERT model.
#[derive(Debug, thiserror::Error)]
pub enum OnnxError {
    #[error("its model.onnx is damaged, or none")]
    Damaged,
    #[error("its model.onnx is not one of a BERT model: `{0}` is not there in a form that is known")]
    Missing(String),
    #[error("its model.onnx is not one of a BERT model with `gelu`")]
    Activation,
}

/// `config.json` and `model.safetensors` of the model in these bytes.
///
/// # Errors
/// If they are no ONNX file, or not one of a BERT model whose weights are plain, or whole numbers times a scale.
pub fn parts(bytes: &[u8]) -> Result<(Vec<u8>, Vec<u8>), OnnxError> {
    let graph = Model::decode(bytes).ok().and_then(|model| model.graph).ok_or(OnnxError::Damaged)?;
    let plan = Plan::of(&graph)?;
    let layers = plan.layers();
    let mut tensors = BTreeMap::new();
    for table in TABLES {
        let name = format!("embeddings.{table}.weight");
        tensors.insert(name.clone(), plan.tensor(&name)?);
    }
    let norms = (0..layers).flat_map(|layer| NORMS.map(|norm| format!("encoder.layer.{layer}.{norm}")));
    for norm in std::iter::once("embeddings.LayerNorm".into()).chain(norms) {
        for name in [format!("{norm}.weight"), format!("{norm}.bias")] {
            tensors.insert(name.clone(), plan.tensor(&name)?);
        }
    }
    for product in (0..layers).flat_map(|layer| PRODUCTS.map(|product| format!("encoder.layer.{layer}.{product}"))) {
        tensors.insert(format!("{product}.weight"), plan.weights(&product)?);
        let bias = format!("{product}.bias");
        tensors.insert(bias.clone(), plan.tensor(&bias)?);
    }
    Ok((plan.configuration(&tensors)?, safetensors(&tensors)))
}

/// The graph, and where in it is what.
struct Plan<'a> {
    graph: &'a Graph,
    /// What stands before `embeddings.` and `encoder.` in each name.
    prefix: &'a str,
    given: HashMap<&'a str, &'a Tensor>,
    made: HashMap<&'a str, &'a Node>,
}

impl<'a> Plan<'a> {
    fn of(graph: &'a Graph) -> Result<Self, OnnxError> {
        let given: HashMap<&str, &Tensor> =
            graph.initializer.iter().map(|tensor| (tensor.name.as_str(), tensor)).collect();
        let made = graph.node.iter().flat_map(|node| node.output.iter().map(move |name| (name.as_str(), node)));
        let first = "embeddings.LayerNorm.weight";
        let prefix = graph.initializer.iter().find_map(|tensor| tensor.name.strip_suffix(first));
        let prefix = prefix.ok_or_else(|| OnnxError::Missing(first.into()))?;
        Ok(Self { graph, prefix, given, made: made.collect() })
    }

    fn layers(&self) -> usize {
        let is_there = |layer: &usize| {
            let name = format!("{}encoder.layer.{layer}.output.LayerNorm.weight", self.prefix);
            self.given.contains_key(name.as_str())
        };
        (0..self.graph.initializer.len()).take_while(is_there).count()
    }

    /// What the original program calls so.
    fn tensor(&self, name: &str) -> Result<ArrayD<f32>, OnnxError> {
        self.constant(&format!("{}{name}", self.prefix)).ok_or_else(|| OnnxError::Missing(name.into()))
    }

    /// The weights to whose product this bias is added, a row for each number that comes out.
    fn weights(&self, product: &str) -> Result<ArrayD<f32>, OnnxError> {
        let name = format!("{product}.weight");
        let found = self.tensor(&name).ok().or_else(|| {
            let added = self.sum_with(&format!("{}{product}.bias", self.prefix))?;
            let multiplied = added.input.iter().filter_map(|input| self.made.get(input.as_str()));
            let multiplied = multiplied.into_iter().find(|node| node.op_type == "MatMul")?;
            Some(self.constant(multiplied.input.get(1)?)?.reversed_axes())
        });
        found.ok_or(OnnxError::Missing(name))
    }

    fn sum_with(&self, bias: &str) -> Option<&'a Node> {
        self.graph.node.iter().find(|node| node.op_type == "Add" && node.input.iter().any(|input| input == bias))
    }

    /// What does not depend on the text: as it stands, or reckoned from what stands there.
    fn constant(&self, name: &str) -> Option<ArrayD<f32>> {
        self.reckoned(name, STEPS_MAX)
    }

    fn reckoned(&self, name: &str, steps: usize) -> Option<ArrayD<f32>> {
        if let Some(tensor) = self.given.get(name) {
            return tensor.values();
        }
        let node = self.made.get(name)?;
        let steps = steps.checked_sub(1)?;
        let input = |place: usize| self.reckoned(node.input.get(place)?, steps);
        match node.op_type.as_str() {
            "Cast" | "Identity" => input(0),
            "Mul" => product(&input(0)?, &input(1)?),
            "Transpose" => Some(input(0)?.reversed_axes()),
            _ => None,
        }
    }

    fn configuration(&self, tensors: &BTreeMap<String, ArrayD<f32>>) -> Result<Vec<u8>, OnnxError> {
        if !self.graph.node.iter().any(|node| node.op_type == "Erf" || node.op_type == "Gelu") {
            return Err(OnnxError::Activation);
        }
        let size = |name: &str, axis: usize| {
            tensors.get(name).and_then(|tensor| tensor.shape().get(axis)).copied().unwrap_or(0)
        };
        let hidden = size("embeddings.word_embeddings.weight", 1);
        let norm = self.graph.node.iter().find(|node| node.op_type == "LayerNormalization");
        let epsilon = norm.and_then(|node| node.attribute.iter().find(|attribute| attribute.name == "epsilon"));
        let configuration = json!({
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": hidden,
            "intermediate_size": size("encoder.layer.0.intermediate.dense.bias", 0),
            "num_attention_heads": hidden / self.head_size()?,
            "num_hidden_layers": self.layers(),
            "max_position_embeddings": size("embeddings.position_embeddings.weight", 0),
            "type_vocab_size": size("embeddings.token_type_embeddings.weight", 0),
            "vocab_size": size("embeddings.word_embeddings.weight", 0),
            "layer_norm_eps": epsilon.map_or(USUAL_EPSILON, |attribute| attribute.f),
        });
        Ok(configuration.to_string().into_bytes())
    }

    /// The last of the sizes into which a query is parted among the heads.
    fn head_size(&self) -> Result<usize, OnnxError> {
        let bias = "encoder.layer.0.attention.self.query.bias";
        let found = self.sum_with(&format!("{}{bias}", self.prefix)).and_then(|sum| {
            let parted = |node: &&Node| node.op_type == "Reshape" && node.input.first() == sum.output.first();
            let shape = self.graph.node.iter().find(parted)?.input.get(1)?;
            let last = match self.made.get(shape.as_str()) {
                Some(concatenated) => concatenated.input.last()?,
                None => shape,
            };
            usize::try_from(*self.given.get(last.as_str())?.whole_numbers().last()?).ok().filter(|size| *size > 0)
        });
        found.ok_or_else(|| OnnxError::Missing("size of a head".into()))
    }
}

/// The second times as often as it takes to fill the first; `None` where it does not.
fn product(numbers: &ArrayD<f32>, scale: &ArrayD<f32>) -> Option<ArrayD<f32>> {
    Some(numbers * &scale.broadcast(numbers.raw_dim())?)
}

impl Tensor {
    /// Its numbers in their shape; `None` where they are of a kind that is not known, or not as many as they should be.
    fn values(&self) -> Option<ArrayD<f32>> {
        let shape: Option<Vec<usize>> = self.dims.iter().map(|size| usize::try_from(*size).ok()).collect();
        let raw = &self.raw_data;
        let values: Vec<f32> = match self.data_type {
            FLOAT if raw.is_empty() => self.float_data.clone(),
            FLOAT => raw.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect(),
            INT8 => raw.iter().map(|byte| f32::from(byte.cast_signed())).collect(),
            UINT8 => raw.iter().map(|byte| f32::from(*byte)).collect(),
            _ => return None,
        };
        ArrayD::from_shape_vec(IxDyn(&shape?), values).ok()
    }

    fn whole_numbers(&self) -> Vec<i64> {
        match self.raw_data.as_slice() {
            [] => self.int64_data.clone(),
            raw => raw.as_chunks().0.iter().map(|eight| i64::from_le_bytes(*eight)).collect(),
        }
    }
}

/// A file in the `safetensors` form: the header's length, the header, the numbers.
fn safetensors(tensors: &BTreeMap<String, ArrayD<f32>>) -> Vec<u8> {
    let (mut header, mut numbers) = (serde_json::Map::new(), Vec::<u8>::new());
    for (name, tensor) in tensors {
        let from = numbers.len();
        numbers.extend(tensor.iter().flat_map(|number| number.to_le_bytes()));
        let place = json!({ "dtype": "F32", "shape": tensor.shape(), "data_offsets": [from, numbers.len()] });
        header.insert(name.clone(), place);
    }
    let header = serde_json::Value::Object(header).to_string().into_bytes();
    let length = u64::try_from(header.len()).unwrap_or(u64::MAX);
    [&length.to_le_bytes()[..], &header, &numbers].concat()
}

/// What is read of an ONNX file, under the numbers that `onnx.proto` gives it.
#[derive(Clone, PartialEq, Message)]
struct Model {
    #[prost(message, optional, tag = "7")]
    graph: Option<Graph>,
}

#[derive(Clone, PartialEq, Message)]
struct Graph {
    #[prost(message, repeated, tag = "1")]
    node: Vec<Node>,
    #[prost(message, repeated, tag = "5")]
    initializer: Vec<Tensor>,
}

#[derive(Clone, PartialEq, Message)]
struct Node {
    #[prost(string, repeated, tag = "1")]
    input: Vec<String>,
    #[prost(string, repeated, tag = "2")]
    output: Vec<String>,
    #[prost(string, tag = "4")]
    op_type: String,
    #[prost(message, repeated, tag = "5")]
    attribute: Vec<Attribute>,
}

#[derive(Clone, PartialEq, Message)]
struct Attribute {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(float, tag = "2")]
    f: f32,
}

#[derive(Clone, PartialEq, Message)]
struct Tensor {
    #[prost(int64, repeated, tag = "1")]
    dims: Vec<i64>,
    #[prost(int32, tag = "2")]
    data_type: i32,
    #[prost(float, repeated, tag = "4")]
    float_data: Vec<f32>,
    #[prost(int64, repeated, tag = "7")]
    int64_data: Vec<i64>,
    #[prost(string, tag = "8")]
    name: String,
    #[prost(bytes = "vec", tag = "9")]
    raw_data: Vec<u8>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Vec<u8> {
        let wheel = include_bytes!("../../tests/support/small_model/small_onnx-1.0-py3-none-any.whl");
        super::super::wheel::Wheel::read(wheel).unwrap().part("/model.onnx").unwrap()
    }

    fn refused(change: impl FnOnce(&mut Graph)) -> String {
        let mut model = Model::decode(small().as_slice()).unwrap();
        change(model.graph.as_mut().unwrap());
        parts(&model.encode_to_vec()).unwrap_err().to_string()
    }

    #[test]
    fn what_is_no_onnx_file_or_cut_short_is_refused() {
        let whole = small();
        assert!(parts(&whole).is_ok());
        assert!(matches!(parts(b"no protocol buffer"), Err(OnnxError::Damaged)));
        assert!((0..whole.len()).step_by(97).all(|length| parts(&whole[..length]).is_err()));
    }

    #[test]
    fn what_is_missing_of_a_bert_model_is_named() {
        let without = |name: &'static str| move |graph: &mut Graph| graph.initializer.retain(|one| one.name != name);
        assert!(refused(without("val_14_q")).contains("`encoder.layer.1.intermediate.dense.weight`"));
        assert!(refused(without("inner.embeddings.LayerNorm.weight")).contains("`embeddings.LayerNorm.weight`"));
        assert!(refused(without("size")).contains("`size of a head`"));
        assert!(refused(|graph| graph.node.retain(|node| node.op_type != "Erf")).contains("`gelu`"));
    }

    #[test]
    fn weights_in_a_form_that_is_not_known_are_refused() {
        let half = |graph: &mut Graph| graph.initializer.iter_mut().for_each(|one| one.data_type = 10);
        assert!(refused(half).contains("not there in a form that is known"));
        let scales = |graph: &mut Graph| {
            let scales = graph.initializer.iter_mut().filter(|one| one.name.ends_with("_scale"));
            scales.for_each(|one| one.dims = vec![i64::try_from(one.raw_data.len() / 4).unwrap(), 1, 1]);
        };
        assert!(refused(scales).contains("not there in a form that is known"));
        let circle = |graph: &mut Graph| {
            let products = graph.node.iter_mut().filter(|node| node.op_type == "Mul");
            products.for_each(|node| node.input = vec![node.output[0].clone(); 2]);
        };
        assert!(refused(circle).contains("not there in a form that is known"));
    }
}
