-- Tickets that were resolved and then owed work again: only their events tell when.
SELECT ticket_id, opened_at
FROM counted_tickets
WHERE reopen_count > 0 OR (resolved_at IS NOT NULL AND status NOT IN ('resolved', 'closed'))
