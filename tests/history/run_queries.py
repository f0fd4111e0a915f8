"""Runs SQL texts in DuckDB: a JSON array of them on stdin, each one's rows as a line of JSON on stdout."""

import json
import sys

import duckdb

connection = duckdb.connect()
for text in json.load(sys.stdin):
    answer = connection.execute(text)
    rows = answer.fetchall() if answer.description else []
    print(json.dumps([list(row) for row in rows], default=str))
