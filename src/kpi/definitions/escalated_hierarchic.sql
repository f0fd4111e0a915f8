-- id: escalated_hierarchic
-- name: Escalated to management
-- group: handling
-- unit: share
-- better: lower
-- aggregate: share
-- clause: 8.6.1, 8.6.2
-- definition: Share of the resolved tickets that were brought before a higher level of management
--   (hierarchic escalation).
-- population: Tickets whose last resolution falls in the period and that are resolved or closed as of
--   the report, each once. A ticket that was reopened since counts again when it is resolved again.
--   Merged tickets and spam do not count. Where the lake has no record of any escalation, nothing is
--   said.
SELECT resolved_in_period.*, COALESCE(is_escalated, 0) AS value
FROM resolved_in_period
CROSS JOIN recorded
LEFT JOIN escalated_tickets ON resolved_in_period.ticket_id = escalated_tickets.ticket_id
WHERE escalations > 0
