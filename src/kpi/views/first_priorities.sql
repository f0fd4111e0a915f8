-- The priority at opening of the tickets whose priority was ever changed.
-- computed: once
SELECT ticket_id, priority_before, 1 AS is_changed
FROM priority_steps
WHERE place = 1
