"""Makes the small model of the tests once more, as ONNX with weights of eight bits, and what onnxruntime makes of it.
usage: small_onnx.py FOLDER; needs numpy, onnx, onnxruntime."""

import json
import sys
import zipfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from small import HEADS, HIDDEN, LAYERS, SAMPLES, VOCABULARY, tensors

nodes, given = [], []


def constant(name, value):
    given.append(numpy_helper.from_array(np.asarray(value), name))
    return name


def node(kind, inputs, output, **attributes):
    nodes.append(helper.make_node(kind, inputs, [output], **attributes))
    return output


def quantised(name, weights, axis):
    """As programs that make weights small write them: whole numbers, and a scale for each row or column."""
    scale = np.abs(weights).max(axis, keepdims=True) / 127
    constant(name + "_q", np.round(weights / scale).astype(np.int8))
    constant(name + "_scale", scale.astype(np.float32))
    node("Cast", [name + "_q"], name + "_f", to=TensorProto.FLOAT)
    return node("Mul", [name + "_f", name + "_scale"], name)


def linear(rows, w, name, number):
    weights = quantised(f"val_{number}", np.ascontiguousarray(w[name + ".weight"].T), 0)
    product = node("MatMul", [rows, weights], f"val_{number}_product")
    return node("Add", [product, constant(f"inner.{name}.bias", w[name + ".bias"])], f"linear_{number}")


def norm(rows, w, name, output):
    weights = [constant(f"inner.{name}.{part}", w[f"{name}.{part}"]) for part in ("weight", "bias")]
    return node("LayerNormalization", [rows, *weights], output, axis=-1, epsilon=1e-12)


def parted(rows, output, order):
    view = node("Reshape", [rows, "heads"], output + "_view")
    return node("Transpose", [view], output, perm=order)


def layer(rows, w, number):
    at, first = f"encoder.layer.{number}.", 10 * number
    query, key, value = (linear(rows, w, f"{at}attention.self.{part}", first + place)
                         for place, part in enumerate(["query", "key", "value"]))
    q, v = (parted(part, f"{name}_{number}", [0, 2, 1, 3]) for part, name in [(query, "q"), (value, "v")])
    scores = node("MatMul", [q, parted(key, f"k_{number}", [0, 2, 3, 1])], f"scores_{number}")
    shares = node("Softmax", [node("Div", [scores, "root"], f"scaled_{number}")], f"shares_{number}", axis=-1)
    seen = node("Transpose", [node("MatMul", [shares, v], f"seen_{number}")], f"turned_{number}", perm=[0, 2, 1, 3])
    seen = node("Reshape", [seen, "whole"], f"joined_{number}")
    seen = linear(seen, w, at + "attention.output.dense", first + 3)
    rows = norm(node("Add", [seen, rows], f"add_{number}"), w, at + "attention.output.LayerNorm", f"norm_{number}")
    wide = linear(rows, w, at + "intermediate.dense", first + 4)
    erf = node("Erf", [node("Div", [wide, "root_of_two"], f"div_{number}")], f"erf_{number}")
    half = node("Mul", [node("Add", [erf, "one"], f"plus_{number}"), "half"], f"half_{number}")
    narrow = linear(node("Mul", [wide, half], f"gelu_{number}"), w, at + "output.dense", first + 5)
    return norm(node("Add", [narrow, rows], f"sum_{number}"), w, at + "output.LayerNorm", f"out_{number}")


def model():
    w, size = tensors(), HIDDEN // HEADS
    for name, value in [("one", 1.0), ("half", 0.5), ("root_of_two", 2 ** 0.5), ("root", size ** 0.5)]:
        constant(name, np.float32(value))
    for name, value in [("first", [0, 0]), ("any", [-1]), ("size", [size]), ("whole", [0, 0, HIDDEN])]:
        constant(name, np.array(value, np.int64))
    node("Concat", ["first", "any", "size"], "heads", axis=0)
    e = "embeddings."
    words, positions = (quantised(f"inner.{e}{part}_embeddings.weight", w[f"{e}{part}_embeddings.weight"], 1)
                        for part in ("word", "position"))
    kinds = constant(f"inner.{e}token_type_embeddings.weight", w[e + "token_type_embeddings.weight"])
    parts = [node("Gather", [words, "input_ids"], "a"), node("Gather", [positions, "position_ids"], "b"),
             node("Gather", [kinds, "token_type_ids"], "c")]
    rows = norm(node("Add", [node("Add", parts[:2], "a_b"), parts[2]], "a_b_c"), w, e + "LayerNorm", "embedded")
    for number in range(LAYERS):
        rows = layer(rows, w, number)
    ids = [helper.make_tensor_value_info(name, TensorProto.INT64, [1, None])
           for name in ("input_ids", "position_ids", "token_type_ids")]
    last = helper.make_tensor_value_info(rows, TensorProto.FLOAT, [1, None, HIDDEN])
    graph = helper.make_graph(nodes, "small", ids, [last], given)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def main(folder):
    folder, whole = Path(folder), model()
    onnx.checker.check_model(whole)
    session, expected = onnxruntime.InferenceSession(whole.SerializeToString()), []
    for text, ids in SAMPLES.items():
        ids = np.array([ids])
        feed = {"input_ids": ids, "position_ids": np.arange(ids.size)[None], "token_type_ids": np.zeros_like(ids)}
        mean = session.run(None, feed)[0][0].mean(0)
        expected.append({"text": text, "vector": [round(float(x), 6) for x in mean / np.linalg.norm(mean)]})
    (folder / "small_onnx.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n")
    metadata = "Metadata-Version: 2.4\nName: small-onnx\nVersion: 1.0\nLicense-Expression: Apache-2.0\n"
    parts = {"small_onnx/model.onnx": whole.SerializeToString(), "small_onnx/vocab.txt": "\n".join(VOCABULARY) + "\n",
             "small_onnx-1.0.dist-info/METADATA": metadata}
    with zipfile.ZipFile(folder / "small_onnx-1.0-py3-none-any.whl", "w") as wheel:
        for name, content in parts.items():
            part = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            wheel.writestr(part, content)


main(sys.argv[1])
