-- id: backlog_over_30_days
-- name: Backlog older than 30 days
-- group: backlog
-- unit: count
-- better: lower
-- aggregate: count
-- clause: 8.6.1, 8.6.2
-- definition: Number of tickets in the backlog at the end of the period that were then 31 days old or
--   older. Age is counted from the opening to the end of the period in calendar days of 24 hours, weekends
--   and time spent waiting included.
-- population: Tickets that were neither resolved nor closed at the end of the period, computed from the
--   recorded changes of status: a ticket that was reopened later is not open in between. Merged tickets and
--   spam do not count.
SELECT *
FROM open_at_period_end
WHERE opened_at <= period_end - INTERVAL '31 days'
