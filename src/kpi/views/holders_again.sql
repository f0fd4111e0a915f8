-- Who had such a ticket before and who has it now, of each of these changes.
-- computed: once
SELECT ticket_id, kind, occurred_at, sequence, to_value AS holder,
       COALESCE(from_value, LAG(to_value) OVER (PARTITION BY ticket_id, kind ORDER BY occurred_at, sequence))
           AS holder_before
FROM events JOIN moved_again ON ticket_id = moved_ticket_id
WHERE kind IN ('team_changed', 'assignee_changed')
