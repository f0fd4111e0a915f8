SELECT ticket_id, from_value AS priority_before,
       ROW_NUMBER() OVER (PARTITION BY ticket_id ORDER BY occurred_at, sequence) AS place
FROM events
WHERE kind = 'priority_changed'
