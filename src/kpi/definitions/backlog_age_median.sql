-- id: backlog_age_median
-- name: Age of the backlog, median
-- group: backlog
-- unit: days
-- better: lower
-- aggregate: median
-- clock: calendar
-- clause: 8.6.1, 8.6.2
-- definition: Half of the backlog at the end of the period was younger than this, half older. Age is
--   counted from the opening to the end of the period in calendar days of 24 hours, weekends and time spent
--   waiting included.
-- population: Tickets that were neither resolved nor closed at the end of the period, computed from the
--   recorded changes of status: a ticket that was reopened later is not open in between. Merged tickets and
--   spam do not count.
SELECT *,
       (EXTRACT(EPOCH FROM period_end) - EXTRACT(EPOCH FROM opened_at)) / 86400.0 AS value
FROM open_at_period_end
