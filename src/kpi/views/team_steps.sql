-- Which team had the ticket before and which has it now, of each change of team.
SELECT ticket_id, to_value AS team_now,
       COALESCE(from_value, LAG(to_value) OVER (PARTITION BY ticket_id ORDER BY occurred_at, sequence)) AS team_before
FROM events
WHERE kind = 'team_changed'
