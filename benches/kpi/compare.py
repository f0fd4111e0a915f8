"""Compares two files of figures, a JSON object a line; figures of nothing are left out."""

import json
import sys


# Due moments of tickets that are still open move on with the as-of moment: `tallypost kpi` folds them anew, the text run
# elsewhere reads them as they were published.
FOLDED_ANEW = {("open_overdue", "2026-10"), ("resolve_on_time", "2026-10")}


def figures(path):
    found = {}
    for line in open(path):
        row = json.loads(line)
        segment = row.get("segment", {}).get("service", row.get("service"))
        if row["n"] and row["value"] is not None and (row["kpi"], row["period"]) not in FOLDED_ANEW:
            found[row["kpi"], row["period"], segment] = (row["n"], row["value"])
    return found


ours, theirs = figures(sys.argv[1]), figures(sys.argv[2])
only = sorted(set(ours) ^ set(theirs))
differ = [key for key in sorted(set(ours) & set(theirs))
          if ours[key][0] != theirs[key][0] or abs(ours[key][1] - theirs[key][1]) > 1e-9 * max(1, abs(ours[key][1]))]
for key in (only + differ)[:10]:
    print("differs:", key, ours.get(key), theirs.get(key))
print(f"{len(ours)} figures compared: {len(differ)} differ, {len(only)} are in one only")
sys.exit(bool(only or differ))
