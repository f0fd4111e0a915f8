-- Only what changed hands at all can have come back.
-- computed: once
SELECT ticket_id AS moved_ticket_id
FROM counted_tickets
WHERE handoff_count > 0
