-- The moments at which a ticket that was taken up again entered or left the backlog, each with the next one.
-- computed: once
SELECT ticket_id AS turned_ticket_id, occurred_at AS turned_at,
       CASE WHEN state = 'done' THEN 'resolved' WHEN state_before = 'done' THEN 'reopened' ELSE 'opened' END AS turn,
       LEAD(occurred_at) OVER (PARTITION BY ticket_id ORDER BY occurred_at, sequence) AS next_turn_at
FROM status_steps
WHERE state_before IS NULL OR state <> state_before
