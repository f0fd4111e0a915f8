-- id: major_incidents
-- name: Major incidents
-- group: resolution
-- unit: count
-- better: lower
-- aggregate: count
-- clause: 8.6.1
-- definition: Number of tickets opened in the period that were declared a major incident, then or
--   later.
-- population: Tickets opened in the period, of every type. Merged tickets and spam do not count.
SELECT *
FROM opened_in_period
WHERE major
