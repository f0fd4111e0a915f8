"""Runs SQL scripts in another engine: a JSON array of them on stdin, a JSON array of each one's rows on stdout.

python3 run_queries.py duckdb|spark
"""

import json
import logging
import os
import re
import sys
import tempfile


def duckdb_runner():
    import duckdb

    connection = duckdb.connect()

    def run(text, _):
        answer = connection.execute(text)
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row)) for row in answer.fetchall()]

    return run


def spark_runner():
    # Spark writes to stdout while it starts; the answers alone belong there.
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    logging.disable(logging.WARNING)
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.files.maxPartitionBytes": "1g",
        "spark.sql.adaptive.enabled": "false",
        # Compiling each of many small queries costs more than it saves.
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        # Not UTC: the figures must not hang on where somebody pastes the text.
        "spark.sql.session.timeZone": "America/New_York",
        "spark.sql.warehouse.dir": os.path.join(tempfile.gettempdir(), "spark-warehouse"),
        "spark.log.level": "OFF",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.master("local[1]").appName("tallypost")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    files = {}

    def cached(match):
        if match[1] not in files:
            files[match[1]] = f"files_{len(files)}"
            session.read.parquet(match[1]).coalesce(1).createOrReplaceTempView(files[match[1]])
            session.catalog.cacheTable(files[match[1]])
        return files[match[1]]

    def run(text, number):
        # The first one runs as it stands; opening the lake's files anew for each of the others would take half the time.
        if number > 0:
            text = re.sub(r"parquet\.`([^`]+)`", cached, text)
        return [row.asDict() for row in session.sql(text).collect()]

    return run


answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
run = {"duckdb": duckdb_runner, "spark": spark_runner}[sys.argv[1]]()
for number, text in enumerate(json.load(sys.stdin)):
    rows = run(text, number)
    # As text, to the last digit: JSON's readers round.
    rows = [{name: repr(value) if isinstance(value, float) else value for name, value in row.items()} for row in rows]
    print(json.dumps(rows), file=answers)
