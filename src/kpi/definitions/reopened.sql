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
SELECT period, ticket_id, CASE WHEN next_turn_at IS NOT NULL THEN 1 ELSE 0 END AS value
FROM turning_points CROSS JOIN periods
WHERE turn = 'resolved' AND turned_at >= period_start AND turned_at < period_end
