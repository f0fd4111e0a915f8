"""Scores groupings of labelled tickets: `tallypost problem groups`, TF-IDF with average linkage, MinHash."""

import argparse
import collections
import csv
import io
import pathlib
import re
import subprocess
import time

import snowballstemmer
from datasketch import MinHash, MinHashLSH
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score

THRESHOLDS = [0.5 + step * 0.025 for step in range(20)]
LARGEST = 30
STEM = snowballstemmer.stemmer("english").stemWord


def ours(binary, data, path):
    words = [binary, "--data", data, "problem", "groups", "--format", "csv", "--tickets", path]
    printed = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return [row["group_pred"] for row in csv.DictReader(io.StringIO(printed))]


def stemmed(text):
    return [STEM(word) for word in re.findall(r"\w\w+", text.lower())]


def linkage(texts, threshold):
    vectors = TfidfVectorizer(tokenizer=stemmed, token_pattern=None, ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    clusters = AgglomerativeClustering(None, metric="cosine", linkage="average", distance_threshold=threshold)
    # A text without a word that another has is alike to none: a direction of its own stands in for nothing.
    dense = vectors.fit_transform(texts).toarray()
    dense[~dense.any(axis=1)] = 1e-9
    return [str(number) for number in clusters.fit_predict(dense)]


def minhash(texts):
    index, hashes = MinHashLSH(threshold=0.5, num_perm=128), []
    for number, text in enumerate(texts):
        own = MinHash(num_perm=128)
        own.update_batch([word.encode() for word in set(stemmed(text))])
        index.insert(str(number), own)
        hashes.append(own)
    root = list(range(len(texts)))
    def find(number):
        while root[number] != number:
            number = root[number]
        return number
    for number, own in enumerate(hashes):
        for other in index.query(own):
            root[max(find(number), find(int(other)))] = min(find(number), find(int(other)))
    return [str(find(number)) for number in range(len(texts))]


def scores(truth, groups):
    """Pair F0.5, precision, recall, adjusted Rand index and purity of the largest groups. A ticket in a group of fewer
    than three is in none; a ticket without label is a problem of its own."""
    sizes = collections.Counter(groups)
    groups = [group if group and sizes[group] > 2 else f"none {row}" for row, group in enumerate(groups)]
    labels = [label or f"none {row}" for row, label in enumerate(truth)]
    pairs = lambda values: sum(count * (count - 1) for count in collections.Counter(values).values())
    both, predicted, true = pairs(zip(labels, groups)), pairs(groups), pairs(labels)
    precision, recall = both / max(predicted, 1), both / max(true, 1)
    members = collections.defaultdict(list)
    for label, group in zip(truth, groups):
        members[group].append(label)
    largest = sorted((m for m in members.values() if len(m) > 2), key=len, reverse=True)[:LARGEST]
    most = lambda labels: max(collections.Counter(l for l in labels if l).values(), default=0)
    purity = sum(most(m) / len(m) for m in largest) / max(len(largest), 1)
    fault = 1.25 * precision * recall / (0.25 * precision + recall) if both else 0.0
    return fault, precision, recall, adjusted_rand_score(labels, groups), purity, len([m for m in members.values() if len(m) > 2])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", metavar="DATA", help="a data folder to which a sentence model was added")
    parser.add_argument("binary")
    parser.add_argument("folders", nargs="+")
    words = parser.parse_args()
    binary, folders = words.binary, words.folders
    sets = {}
    for path in sorted(path for folder in folders for path in pathlib.Path(folder).glob("*.csv")):
        with open(path, newline="") as file:
            rows = list(csv.DictReader(file))
        if rows and {"id", "text", "label_true"} <= rows[0].keys():
            sets[path] = ([row["text"] for row in rows], [row["label_true"].strip() for row in rows])
    curves, lines = {}, collections.defaultdict(list)
    for path, (texts, truth) in sets.items():
        ways = [("tallypost", lambda: ours(binary, "no-data", path)), ("MinHash LSH 0.5", lambda: minhash(texts))]
        if words.model:
            ways.insert(1, ("tallypost, sentence model", lambda: ours(binary, words.model, path)))
        for name, make in ways:
            began = time.monotonic()
            lines[path].append((name, *scores(truth, make()), time.monotonic() - began))
        curve, began = [], time.monotonic()
        for threshold in THRESHOLDS:
            curve.append(scores(truth, linkage(texts, threshold)))
        curves[path] = curve, (time.monotonic() - began) / len(THRESHOLDS)
    for path, (curve, took) in curves.items():
        best = max(range(len(curve)), key=lambda at: curve[at][0])
        lines[path].append((f"TF-IDF, linkage, best {THRESHOLDS[best]:.2f}", *curve[best], took))
        others = [other for key, (other, _) in curves.items() if key != path]
        if others:
            at = max(range(len(THRESHOLDS)), key=lambda at: sum(other[at][0] for other in others))
            lines[path].append((f"TF-IDF, linkage, others' {THRESHOLDS[at]:.2f}", *curve[at], took))
    head = ["F0.5", "precision", "recall", "ARI", f"purity {LARGEST}", "groups", "seconds"]
    for path, rows in lines.items():
        print(f"\n{path.stem}: {len(sets[path][0])} tickets\n{'':32}" + "".join(f"{name:>11}" for name in head))
        for name, *figures in rows:
            print(f"{name:32}" + "".join(f"{f:11d}" if isinstance(f, int) else f"{f:11.3f}" for f in figures))


main()
