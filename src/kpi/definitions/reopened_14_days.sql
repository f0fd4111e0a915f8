-- id: reopened_14_days
-- name: Reopened within 14 days
-- group: quality
-- unit: share
-- better: lower
-- aggregate: share
-- clause: 8.6.1, 8.6.2
-- definition: Share of the resolutions in the period after which the ticket was reopened within 14 days
--   of 24 hours.
-- population: Resolutions in the period, counted as in `resolved`, whose 14 days are over as of the
--   report: the others could still be reopened and would make the newest days look better than they
--   are. Merged tickets and spam do not count.
SELECT *, CASE WHEN next_turn_at < turned_at + INTERVAL '14 days' THEN 1 ELSE 0 END AS value
FROM turned_in_period
WHERE turn = 'resolved' AND turned_at <= as_of - INTERVAL '14 days'
