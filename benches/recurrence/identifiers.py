"""Tickets of machines, where the identifier is the problem: jobs, hosts, error codes. Half of the words vary, the
same templates serve all problems, and of three sets some tickets belong to none."""

import csv
import pathlib
import random
import sys

SYSTEMS = ["SAP", "CRM", "DWH", "FIN", "HR", "OMS", "WMS", "BI", "ECM", "MES", "PLM", "GIS"]
TASKS = ["BKP", "LOAD", "EXP", "SYNC", "ARCH", "IDX", "RPT", "MRG"]
ERRORS = [
    "ORA-01555", "ORA-00060", "ORA-12541", "SQL0911N", "ABEND S0C7", "rc=12", "exit code 137", "ETIMEDOUT", "HTTP 503",
    "0x80070005", "0x80072EE7", "IDoc 51", "RFC_ERROR", "SIGSEGV", "ENOSPC", "MSG3720", "DSI1107", "JCL0042",
]  # fmt: skip
KINDS = ["db", "app", "web", "etl", "sap", "file"]
TEMPLATES = {
    "job": [
        "Job {job} failed on host {host} with {error} at {time}",
        "{job} aborted, {error} ({day})",
        "Batch {job} on {host} ended abnormally: {error}",
        "ALERT {day} {time} {host} job={job} status=FAILED {error}",
        "Nightly job {job} did not finish, please check {host}",
        "{job}: {error}",
        "Hi team, the job {job} has failed again last night at {time}. Error in log: {error}. Please restart.",
    ],
    "host": [
        "CRITICAL: {host} disk usage {number} % on /var at {time}",
        "{host} not reachable since {time}",
        "Monitoring: {host} CPU load {number}",
        "Server {host} is down again",
        "Host {host} rebooted unexpectedly on {day}",
        "Users complain that {host} is slow",
    ],
    "code": [
        "I get error {error} when I open the order screen",
        "Error {error} in the client at {time}",
        "The application shows {error} and closes",
        "{error} after login",
        "Since {day} the message {error} appears when saving",
        "Fehler {error} beim Speichern",
    ],
}


def tickets(draw, family, problems, noise):
    """Rows of text and label; `noise` is the share that belongs to no problem."""
    hosts = [f"srv-{kind}-{number:02d}" for kind in KINDS for number in range(1, 20)]
    jobs = [f"{task}_{system}_{number:02d}" for task in TASKS for system in SYSTEMS for number in range(1, 4)]
    codes = ERRORS + [f"{draw.choice(['ERR', 'APP', 'LMT', 'KX'])}-{draw.randint(100, 9999)}" for _ in range(200)]
    rows = []
    for key in draw.sample({"job": jobs, "host": hosts, "code": codes}[family], problems):
        usual = {"job": draw.choice(jobs), "host": draw.choice(hosts), "error": draw.choice(ERRORS)}
        for _ in range(min(120, max(3, int(draw.paretovariate(1.2) * 4)))):
            others = {"job": draw.choice(jobs), "host": draw.choice(hosts), "error": draw.choice(ERRORS)}
            values = {name: usual[name] if draw.random() < 0.8 else others[name] for name in usual}
            values[{"code": "error"}.get(family, family)] = key
            rows.append((filled(draw, family, values), f"{family} {key}"))
    for _ in range(round(len(rows) * noise / (1 - noise))):
        once = {
            "job": f"{draw.choice(TASKS)}_{draw.choice(SYSTEMS)}_{draw.randint(100, 9999)}",
            "host": f"{draw.choice(['vm', 'nas', 'prn'])}-{draw.choice('abcdefgh')}{draw.randint(100, 9999)}",
            "error": f"X{draw.randint(1000, 99999)}",
        }
        rows.append((filled(draw, family, once), ""))
    draw.shuffle(rows)
    return rows


def filled(draw, family, values):
    time = f"{draw.randint(0, 23):02d}:{draw.randint(0, 59):02d}"
    day = f"2026-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
    return draw.choice(TEMPLATES[family]).format(time=time, day=day, number=draw.randint(80, 99), **values)


def main():
    folder = pathlib.Path(sys.argv[1])
    for seed, (family, problems, noise) in enumerate([("job", 60, 0.3), ("host", 50, 0.2), ("code", 80, 0.3)]):
        with open(folder / f"identifiers-{family}.csv", "w", newline="") as file:
            out = csv.writer(file)
            out.writerow(["id", "text", "label_true"])
            rows = tickets(random.Random(seed), family, problems, noise)
            out.writerows([f"{family}-{number}", *row] for number, row in enumerate(rows))


main()
