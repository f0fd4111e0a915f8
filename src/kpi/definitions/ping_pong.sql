-- id: ping_pong
-- name: Came back to who had it
-- group: handling
-- unit: share
-- better: lower
-- aggregate: share
-- clause: 8.6.1, 8.6.2
-- definition: Share of the resolved tickets that came back, once or more, to a team or an assignee who
--   had had them before.
-- population: Tickets whose last resolution falls in the period and that are resolved or closed as of
--   the report, each once. A ticket that was reopened since counts again when it is resolved again.
--   Merged tickets and spam do not count. Where the lake has no record of any change of team or
--   assignee, nothing is said.
SELECT resolved_in_period.*, COALESCE(is_returned, 0) AS value
FROM resolved_in_period
CROSS JOIN recorded
LEFT JOIN returned_tickets ON resolved_in_period.ticket_id = returned_tickets.ticket_id
WHERE holder_changes_known > 0
