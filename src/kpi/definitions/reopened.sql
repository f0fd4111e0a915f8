-- id: reopened
-- name: Resolutions that did not hold
-- group: quality
-- unit: share
-- better: lower
-- aggregate: share
-- clause: 8.6.1, 8.6.2
-- definition: Share of the resolutions in the period after which the ticket was reopened, up to the
--   report's as-of moment. The newest period can still rise, because its tickets can still be reopened.
-- population: Resolutions in the period, counted as in `resolved`. Merged tickets and spam do not count.
SELECT *, CASE WHEN next_turn_at IS NOT NULL THEN 1 ELSE 0 END AS value
FROM turned_in_period
WHERE turn = 'resolved'
