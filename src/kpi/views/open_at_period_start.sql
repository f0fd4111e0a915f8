-- One row a ticket and period before whose first moment the ticket was open.
-- open_at: period_start
SELECT *
FROM turning_points CROSS JOIN periods
WHERE turn <> 'resolved' AND turned_at < period_start AND (next_turn_at IS NULL OR next_turn_at >= period_start)
