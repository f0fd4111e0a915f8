-- One row a ticket and period in whose last moment the ticket was open.
-- open_at: period_end
SELECT *
FROM turning_points CROSS JOIN periods
WHERE turn <> 'resolved' AND turned_at < period_end AND (next_turn_at IS NULL OR next_turn_at >= period_end)
