-- Tickets that were resolved and then owed work again, or by a wrong clock before they came in: only their events tell.
-- Numbered, for millions of rows are quicker to sort by a number than by a text.
-- computed: once
SELECT ticket_id, opened_at, ROW_NUMBER() OVER (ORDER BY ticket_id) AS taken_up_number
FROM counted_tickets
WHERE reopen_count > 0 OR (resolved_at IS NOT NULL AND (status NOT IN ('resolved', 'closed') OR resolved_at < opened_at))
