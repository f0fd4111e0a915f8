-- id: escalated_functional
-- name: Escalated to another team
-- group: handling
-- unit: share
-- better: neither
-- aggregate: share
-- clause: 8.6.1, 8.6.2
-- definition: Share of the resolved tickets that were handed from one team to another (functional
--   escalation).
-- population: Tickets whose last resolution falls in the period and that are resolved or closed as of
--   the report, each once. A ticket that was reopened since counts again when it is resolved again.
--   Merged tickets and spam do not count. Where the lake has no record of any change of team, nothing
--   is said.
SELECT resolved_in_period.*, COALESCE(is_handed_over, 0) AS value
FROM resolved_in_period
CROSS JOIN recorded
LEFT JOIN teams_changed ON resolved_in_period.ticket_id = teams_changed.ticket_id
WHERE team_changes > 0
