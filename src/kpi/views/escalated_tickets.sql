-- computed: once
SELECT DISTINCT ticket_id, 1 AS is_escalated
FROM events
WHERE kind = 'escalated'
