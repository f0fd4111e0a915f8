-- id: over_workload
-- name: Opened beyond the agreed workload
-- group: demand
-- unit: share
-- better: lower
-- aggregate: share
-- clause: 8.3.3
-- definition: Share of the tickets opened in the period that came after the number agreed for their
--   service had been reached (`workload_limit` of the service, tickets a month; a quarter has three
--   times as many).
-- population: Tickets opened in the period for a service with an agreed workload. Merged tickets and
--   spam do not count.
SELECT *, CASE WHEN place > agreed THEN 1 ELSE 0 END AS value
FROM workload
