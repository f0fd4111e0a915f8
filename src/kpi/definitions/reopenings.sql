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
SELECT *
FROM turned_in_period
WHERE turn = 'reopened'
