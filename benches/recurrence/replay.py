"""Month by month: when is each of the sample's planted problems found, and does a candidate keep its id?

A planted problem can be found from the end of the month on in which five of its tickets, of three requesters, exist: so
says its category, of which grouping is told no more than of any other. It is found where at least half of a candidate's
tickets are its, and at least half of its tickets so far are the candidate's.
"""

import json
import subprocess
import sys
import tempfile

import duckdb

TICKETS, MONTHS, SEEDS = 1200, 14, range(1, 10)
# The month after the sample's last one, counted from the year nought.
AFTER = 2026 * 12 + 10
TOP = 10
PLANTED = ("Time stamps", "Password reset", "Document", "Certificates")
TICKETS_MIN, REQUESTERS_MIN = 5, 3


def start_of(month):
    return f"{month // 12:04}-{month % 12 + 1:02}-01"


def listed(binary, data, as_of):
    words = ["problem", "list", "--format", "json", "--limit", "9999", "--as-of", as_of]
    called = [binary, "--config", f"{data}/tallypost.toml", "--data", data, *words]
    lines = subprocess.run(called, check=True, capture_output=True, text=True).stdout.splitlines()
    return [json.loads(line) for line in lines]


def tickets_of(data):
    """Of each category its tickets with their day and requester."""
    rows = duckdb.sql(f"select category, ticket_id, strftime(opened_at, '%Y-%m-%d'), requester"
                      f" from read_parquet('{data}/lake/tickets/*/*.parquet') order by opened_at").fetchall()
    return {name: [row[1:] for row in rows if row[0] == name] for name in PLANTED}


def is_found(candidate, known):
    shared = len(known & set(candidate["tickets"]))
    return 2 * shared >= len(candidate["tickets"]) and 2 * shared >= len(known)


def lead_times(data, lists):
    print(f"{'problem':16} detectable  found       months later  rank")
    for name, tickets in tickets_of(data).items():
        detectable = found = None
        for month, candidates in lists:
            known = [ticket for ticket in tickets if ticket[1] < start_of(month)]
            people = {requester for _, _, requester in known}
            if detectable is None and len(known) >= TICKETS_MIN and len(people) >= REQUESTERS_MIN:
                detectable = month
            ids = {ticket for ticket, _, _ in known}
            ranks = [rank for rank, one in enumerate(candidates, 1) if known and is_found(one, ids)]
            if found is None and ranks:
                found = month, ranks[0]
        later = "never" if found is None else found[0] - detectable
        print(f"{name:16} {start_of(detectable - 1)[:7]:11} {start_of(found[0] - 1)[:7] if found else '-':11} "
              f"{later:12}  {found[1] if found else '-'}")


def shared(one, other):
    return len(set(one["tickets"]) & set(other["tickets"]))


def id_changes(lists):
    """Of candidates that go on as one: neither of the two has more in common with another one."""
    kept = changed = 0
    for (_, before), (_, after) in zip(lists, lists[1:]):
        for one in before:
            heir = max(after, key=lambda other: shared(one, other), default=None)
            if heir is None or 2 * shared(one, heir) < len(one["tickets"]):
                continue
            if max(before, key=lambda other: shared(other, heir)) is one:
                kept, changed = kept + (one["id"] == heir["id"]), changed + (one["id"] != heir["id"])
    return kept, changed


def precision(lists):
    """Candidates among the first ten of all months, and how many have eight of ten tickets of one category."""
    top = [one for _, candidates in lists for one in candidates[:TOP]]
    pure = [one for one in top if 10 * max(one["categories"].values(), default=0) >= 8 * len(one["tickets"])]
    return len(pure), len(top)


def main(binary):
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as data:
            words = ["sample", "--lake", "--tickets", str(TICKETS), "--months", str(MONTHS), "--seed", str(seed)]
            subprocess.run([binary, *words, "--out", data], check=True, capture_output=True)
            months = range(AFTER - MONTHS + 1, AFTER + 1)
            lists = [(month, listed(binary, data, start_of(month))) for month in months]
            print(f"\nseed {seed}")
            lead_times(data, lists)
            print("of one category, of the first ten of each month: %d of %d" % precision(lists))
            kept, changed = id_changes(lists)
            print(f"the id of a candidate from a month to the next: {kept} kept, {changed} changed")


main(sys.argv[1])
