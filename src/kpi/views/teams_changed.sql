-- computed: once
SELECT DISTINCT ticket_id, 1 AS is_handed_over
FROM team_steps
WHERE team_now <> team_before
