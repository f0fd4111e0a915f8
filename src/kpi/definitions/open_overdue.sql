-- id: open_overdue
-- name: Backlog past its resolution target
-- group: backlog
-- unit: count
-- better: lower
-- aggregate: count
-- clause: 8.3.3
-- definition: Number of tickets in the backlog at the end of the period whose resolution was due before
--   that end. The due moment is the one known at the report's as-of moment: it moves on while a ticket waits
--   for the customer.
-- population: Tickets that were neither resolved nor closed at the end of the period, computed from the
--   recorded changes of status: a ticket that was reopened later is not open in between. Merged tickets and
--   spam do not count. Tickets without a resolution target do not count.
SELECT *
FROM open_at_period_end
WHERE resolve_due_at < period_end
