"""Runs SQL texts in DuckDB: a JSON array of them on stdin, a JSON array of each one's rows on stdout."""

import json
import sys

import duckdb

connection = duckdb.connect()
for text in json.load(sys.stdin):
    answer = connection.execute(text)
    names = [column[0] for column in answer.description]
    print(json.dumps([dict(zip(names, row)) for row in answer.fetchall()]))
