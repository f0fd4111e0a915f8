SELECT ticket_id, taken_up_number, occurred_at, sequence, is_done,
       LAG(is_done) OVER (PARTITION BY taken_up_number ORDER BY occurred_at, sequence) AS was_done
FROM status_changes
