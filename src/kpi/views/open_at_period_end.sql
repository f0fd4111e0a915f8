-- One row a ticket and period in whose last moment the ticket was open.
SELECT period, period_end, turning_points.ticket_id, opened_at, resolve_due_at
FROM turning_points
CROSS JOIN periods
JOIN counted_tickets ON turning_points.ticket_id = counted_tickets.ticket_id
WHERE turn <> 'resolved' AND turned_at < period_end AND (next_turn_at IS NULL OR next_turn_at >= period_end)
