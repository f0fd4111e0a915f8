SELECT ticket_id, occurred_at, sequence, state,
       LAG(state) OVER (PARTITION BY ticket_id ORDER BY occurred_at, sequence) AS state_before
FROM status_changes
