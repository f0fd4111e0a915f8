"""Runs every KPI's text in a folder with DuckDB: one JSON object a figure, as `tallypost kpi --format json`."""

import glob
import json
import os
import sys

import duckdb

for path in sorted(glob.glob(os.path.join(sys.argv[1], "*.sql"))):
    connection = duckdb.connect(config={"threads": 2})
    answer = connection.execute(open(path).read())
    names = [column[0] for column in answer.description]
    for row in answer.fetchall():
        row = dict(zip(names, row))
        row["kpi"] = os.path.basename(path)[: -len(".sql")]
        print(json.dumps(row))
