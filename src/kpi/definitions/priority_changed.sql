-- id: priority_changed
-- name: Priority changed after opening
-- group: demand
-- unit: share
-- better: lower
-- aggregate: share
-- clause: 8.6.1, 8.6.2
-- definition: Share of the tickets opened in the period whose priority as of the report is another one
--   than at the opening.
-- population: Tickets opened in the period, of every type. Merged tickets and spam do not count.
SELECT *, CASE WHEN COALESCE(opened_as, '') <> COALESCE(ended_as, '') THEN 1 ELSE 0 END AS value
FROM opened_with_priorities
