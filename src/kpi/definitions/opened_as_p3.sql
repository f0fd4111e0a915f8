-- id: opened_as_p3
-- name: Opened as P3
-- group: demand
-- unit: share
-- better: neither
-- aggregate: share
-- clause: 8.6.1, 8.6.2
-- definition: Share of the tickets opened in the period whose priority at the opening was P3.
-- population: Tickets opened in the period, of every type. Merged tickets and spam do not count.
--   Tickets without a priority count below the line only; where none has one, nothing is said.
SELECT *, CASE WHEN opened_as = 'P3' THEN 1 ELSE 0 END AS value
FROM opened_with_priorities CROSS JOIN recorded
WHERE priorities_known > 0
