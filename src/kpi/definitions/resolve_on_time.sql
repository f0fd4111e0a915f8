-- id: resolve_on_time
-- name: Resolved on time
-- group: promises
-- unit: share
-- better: higher
-- aggregate: share
-- clock: active
-- clause: 8.3.3
-- definition: Share of the resolutions due in the period that were reached by the moment they were due. A
--   late resolution counts as missed, and so does a ticket that is still open past its due moment. The due
--   moment moves on while a ticket waits for the customer, or lies resolved before it is reopened.
-- population: Tickets with a resolution target that fell due in the period. Merged tickets and spam do not
--   count.
SELECT *, CASE WHEN status IN ('resolved', 'closed') AND resolved_at <= resolve_due_at THEN 1 ELSE 0 END AS value
FROM resolution_due_in_period
