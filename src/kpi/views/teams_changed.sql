SELECT DISTINCT ticket_id, 1 AS is_handed_over
FROM holder_changes
WHERE kind = 'team_changed' AND holder <> holder_before
