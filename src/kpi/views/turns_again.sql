-- The moments at which a ticket that was taken up again entered or left the backlog, each with the next one.
-- computed: once
SELECT ticket_id AS turned_ticket_id, occurred_at AS turned_at,
       CASE WHEN is_done = 1 THEN 'resolved' WHEN was_done = 1 THEN 'reopened' ELSE 'opened' END AS turn,
       LEAD(occurred_at) OVER (PARTITION BY taken_up_number ORDER BY occurred_at, sequence) AS next_turn_at
FROM status_steps
WHERE was_done IS NULL OR is_done <> was_done
