-- Tickets that were resolved and then owed work again, or by a wrong clock before they came in: only their events tell.
-- computed: once
SELECT ticket_id, opened_at
FROM counted_tickets
WHERE reopen_count > 0 OR (resolved_at IS NOT NULL AND (status NOT IN ('resolved', 'closed') OR resolved_at < opened_at))
