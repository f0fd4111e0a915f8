-- The tickets whose team or assignee was changed more than once.
SELECT ticket_id AS moved_ticket_id
FROM events
WHERE kind IN ('team_changed', 'assignee_changed')
GROUP BY ticket_id
HAVING COUNT(*) > 1
