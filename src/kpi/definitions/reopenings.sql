-- id: reopenings
-- name: Tickets reopened
-- group: demand
-- unit: count
-- better: lower
-- aggregate: count
-- clause: 8.6.1, 8.6.2
-- definition: Number of times that a resolved or closed ticket became open again in the period, whenever it
--   had been resolved.
-- population: Reopenings in the period. Merged tickets and spam do not count.
SELECT period, ticket_id
FROM turning_points CROSS JOIN periods
WHERE turn = 'reopened' AND turned_at >= period_start AND turned_at < period_end
