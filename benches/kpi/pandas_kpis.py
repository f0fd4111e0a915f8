"""Three KPIs by month and service with pandas, as a person would write them: one JSON object a figure."""

import glob
import json
import sys

import pandas as pd

columns = ["status", "service", "opened_at", "resolved_at", "resolve_due_at", "resolve_active_minutes"]
paths = sorted(glob.glob(f"{sys.argv[1]}/lake/tickets/*/*.parquet"))
tickets = pd.concat([pd.read_parquet(path, columns=columns) for path in paths])
tickets = tickets[~tickets.status.isin(["merged", "spam"])]
tickets["service"] = tickets.service.fillna("(none)")


def month(moments):
    return moments.dt.tz_convert("Europe/Berlin").dt.strftime("%Y-%m")


def show(kpi, values, counts):
    for (service, period), value in values.items():
        if "2025-09" <= period <= "2026-10":
            print(json.dumps(dict(kpi=kpi, service=service, period=period, value=float(value), n=int(counts[service, period]))))


opened = tickets.groupby(["service", month(tickets.opened_at)]).size()
show("opened", opened, opened)
done = tickets[tickets.status.isin(["resolved", "closed"]) & tickets.resolve_active_minutes.notna()]
groups = done.groupby(["service", month(done.resolved_at)]).resolve_active_minutes
show("resolve_active_median", groups.median(), groups.size())
due = tickets[tickets.resolve_due_at.notna()]
kept = due.status.isin(["resolved", "closed"]) & (due.resolved_at <= due.resolve_due_at)
groups = kept.groupby([due.service, month(due.resolve_due_at)])
show("resolve_on_time", groups.mean(), groups.size())
