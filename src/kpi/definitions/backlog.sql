-- id: backlog
-- name: Backlog
-- group: backlog
-- unit: count
-- better: lower
-- aggregate: count
-- clause: 8.6.1, 8.6.2
-- definition: Number of tickets on which work was still owed at the end of the period, those waiting for
--   the customer or a supplier included.
-- population: Tickets that were neither resolved nor closed at the end of the period, computed from the
--   recorded changes of status: a ticket that was reopened later is not open in between. Merged tickets and
--   spam do not count.
SELECT *
FROM open_at_period_end
