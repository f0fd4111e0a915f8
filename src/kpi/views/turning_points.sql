-- The moments at which a ticket entered or left the backlog, each with the next one, beside the ticket's columns.
-- Where a ticket was never taken up again, its own row tells them.
SELECT *, opened_at AS turned_at, 'opened' AS turn, resolved_at AS next_turn_at
FROM counted_tickets
WHERE reopen_count = 0 AND (resolved_at IS NULL OR (status IN ('resolved', 'closed') AND resolved_at >= opened_at))
UNION ALL
SELECT *, resolved_at AS turned_at, 'resolved' AS turn, NULLIF(resolved_at, resolved_at) AS next_turn_at
FROM counted_tickets
WHERE reopen_count = 0 AND status IN ('resolved', 'closed') AND resolved_at >= opened_at
UNION ALL
SELECT counted_tickets.*, turned_at, turn, next_turn_at
FROM counted_tickets JOIN turns_again ON counted_tickets.ticket_id = turns_again.turned_ticket_id
