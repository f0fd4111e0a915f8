"""Makes the small model of the tests, and what NumPy, apart from the program, makes of it. usage: small.py FOLDER"""

import json
import math
import struct
import sys
import zipfile
from pathlib import Path

import numpy as np

HIDDEN, WIDE, HEADS, LAYERS, POSITIONS, KINDS = 8, 16, 2, 2, 16, 2
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "print", "##er", "##s", "my", "is", "broken", "drucker", "!"]
SAMPLES = {"My printer is broken!": [2, 7, 4, 5, 8, 9, 11, 3], "Printers": [2, 4, 5, 6, 3], "Drücker": [2, 10, 3],
           "unheard-of": [2, 1, 1, 1, 3], "": [2, 3]}
CONFIGURATION = {"model_type": "bert", "hidden_act": "gelu", "hidden_size": HIDDEN, "intermediate_size": WIDE,
                 "num_attention_heads": HEADS, "num_hidden_layers": LAYERS, "max_position_embeddings": POSITIONS,
                 "type_vocab_size": KINDS, "vocab_size": len(VOCABULARY), "layer_norm_eps": 1e-12}


def tensors():
    rng = np.random.default_rng(6)
    shapes = {"embeddings.word_embeddings.weight": (len(VOCABULARY), HIDDEN),
              "embeddings.position_embeddings.weight": (POSITIONS, HIDDEN),
              "embeddings.token_type_embeddings.weight": (KINDS, HIDDEN)}
    norms = ["embeddings.LayerNorm"]
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}."
        for name, to, of in [("attention.self.query", HIDDEN, HIDDEN), ("attention.self.key", HIDDEN, HIDDEN),
                             ("attention.self.value", HIDDEN, HIDDEN), ("attention.output.dense", HIDDEN, HIDDEN),
                             ("intermediate.dense", WIDE, HIDDEN), ("output.dense", HIDDEN, WIDE)]:
            shapes |= {f"{at}{name}.weight": (to, of), f"{at}{name}.bias": (to,)}
        norms += [at + "attention.output.LayerNorm", at + "output.LayerNorm"]
    for norm in norms:
        shapes |= {norm + ".weight": (HIDDEN,), norm + ".bias": (HIDDEN,)}
    return {name: rng.normal(0, 0.5, shape).astype(np.float32) for name, shape in sorted(shapes.items())}


def norm(rows, w, name):
    rows = rows - rows.mean(-1, keepdims=True)
    return rows / np.sqrt((rows ** 2).mean(-1, keepdims=True) + 1e-12) * w[name + ".weight"] + w[name + ".bias"]


def vector(ids, w):
    w = {name: tensor.astype(np.float64) for name, tensor in w.items()}
    e = "embeddings."
    rows = w[e + "word_embeddings.weight"][ids] + w[e + "position_embeddings.weight"][:len(ids)]
    rows = norm(rows + w[e + "token_type_embeddings.weight"][0], w, e + "LayerNorm")
    for layer in range(LAYERS):
        def linear(x, name):
            return x @ w[f"encoder.layer.{layer}.{name}.weight"].T + w[f"encoder.layer.{layer}.{name}.bias"]
        q, k, v = (linear(rows, "attention.self." + part) for part in ("query", "key", "value"))
        heads, size = [], HIDDEN // HEADS
        for head in range(HEADS):
            cut = slice(head * size, (head + 1) * size)
            scores = np.exp(q[:, cut] @ k[:, cut].T / math.sqrt(size))
            heads.append(scores / scores.sum(1, keepdims=True) @ v[:, cut])
        at = f"encoder.layer.{layer}."
        rows = norm(rows + linear(np.hstack(heads), "attention.output.dense"), w, at + "attention.output.LayerNorm")
        wide = linear(rows, "intermediate.dense")
        wide = 0.5 * wide * (1 + np.vectorize(math.erf)(wide / math.sqrt(2)))
        rows = norm(rows + linear(wide, "output.dense"), w, at + "output.LayerNorm")
    mean = rows.mean(0)
    return mean / np.linalg.norm(mean)


def main(folder):
    folder, w, header, numbers = Path(folder), tensors(), {}, b""
    for name, tensor in w.items():
        start, numbers = len(numbers), numbers + tensor.tobytes()
        header[name] = {"dtype": "F32", "shape": tensor.shape, "data_offsets": [start, len(numbers)]}
    header = json.dumps(header, separators=(",", ":")).encode()
    expected = [{"text": text, "vector": [round(x, 6) for x in vector(ids, w)]} for text, ids in SAMPLES.items()]
    (folder / "small.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n")
    parts = {"small_model/model.safetensors": struct.pack("<Q", len(header)) + header + numbers,
             "small_model/config.json": json.dumps(CONFIGURATION), "small_model/vocab.txt": "\n".join(VOCABULARY) + "\n",
             "small_model-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: small-model\nVersion: 1.0\nLicense: MIT\n"}
    with zipfile.ZipFile(folder / "small_model-1.0-py3-none-any.whl", "w") as wheel:
        for name, content in parts.items():
            part = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_STORED if name.endswith("vocab.txt") else zipfile.ZIP_DEFLATED
            wheel.writestr(part, content)


if __name__ == "__main__":
    main(sys.argv[1])
