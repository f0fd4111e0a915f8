-- id: resolved
-- name: Tickets resolved
-- group: demand
-- unit: count
-- better: neither
-- aggregate: count
-- clause: 8.6.1, 8.6.2
-- definition: Number of times that a ticket was resolved (or closed without a separate resolution) in the
--   period. A ticket that was reopened and resolved again counts each time, so that opened + reopened -
--   resolved is exactly the change of the backlog.
-- population: Resolutions in the period. Merged tickets and spam do not count.
SELECT *
FROM turned_in_period
WHERE turn = 'resolved'
