"""Month by month: when is each of the sample's planted problems found, and does a candidate keep its id?

A planted problem can be found from the end of the month on in which five of its tickets, of three requesters, exist: so
says its category, of which grouping is told no more than of any other. It is found where at least half of a candidate's
tickets are its, and at least half of its tickets so far are the candidate's.
"""

import collections
import json
import subprocess
import sys
import tempfile

TICKETS, MONTHS, SEEDS = 1200, 14, (1, 2, 3)
# The month after the sample's last one, counted from the year nought.
AFTER = 2026 * 12 + 10
PLANTED = ("Time stamps", "Password reset", "Document", "Certificates")
TICKETS_MIN, REQUESTERS_MIN = 5, 3


def start_of(month):
    return f"{month // 12:04}-{month % 12 + 1:02}-01"


def listed(binary, data, as_of):
    words = ["problem", "list", "--format", "json", "--limit", "9999", "--as-of", as_of]
    called = [binary, "--config", f"{data}/tallypost.toml", "--data", data, *words]
    lines = subprocess.run(called, check=True, capture_output=True, text=True).stdout.splitlines()
    return [json.loads(line) for line in lines]


def planted_tickets(data):
    """Of each planted problem its tickets with their moment and requester."""
    import duckdb

    rows = duckdb.sql(f"select category, ticket_id, strftime(opened_at, '%Y-%m-%d'), requester"
                      f" from read_parquet('{data}/lake/tickets/*/*.parquet') order by opened_at").fetchall()
    return {name: [row[1:] for row in rows if row[0] == name] for name in PLANTED}


def is_found(candidate, known):
    shared = len(known & set(candidate["tickets"]))
    return 2 * shared >= len(candidate["tickets"]) and 2 * shared >= len(known)


def lead_times(data, lists):
    print(f"{'problem':16} detectable  found       months later  rank")
    for name, tickets in planted_tickets(data).items():
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


def id_changes(lists):
    kept = changed = 0
    for (_, before), (_, after) in zip(lists, lists[1:]):
        for one in before:
            tickets = set(one["tickets"])
            heirs = [(len(tickets & set(other["tickets"])), other) for other in after]
            shared, heir = max(heirs, key=lambda heir: heir[0], default=(0, None))
            if heir and 2 * shared >= min(len(tickets), len(heir["tickets"])) and shared > 1:
                kept, changed = kept + (one["id"] == heir["id"]), changed + (one["id"] != heir["id"])
    return kept, changed


def main(binary):
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as data:
            words = ["sample", "--lake", "--tickets", str(TICKETS), "--months", str(MONTHS), "--seed", str(seed)]
            subprocess.run([binary, *words, "--out", data], check=True, capture_output=True)
            months = range(AFTER - MONTHS + 1, AFTER + 1)
            lists = [(month, listed(binary, data, start_of(month))) for month in months]
            print(f"\nseed {seed}")
            lead_times(data, lists)
            kept, changed = id_changes(lists)
            print(f"the id of a candidate from a month to the next: {kept} kept, {changed} changed")


main(sys.argv[1])
