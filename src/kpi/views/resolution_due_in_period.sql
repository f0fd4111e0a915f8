-- in_period: counted_tickets by resolve_due_at
SELECT *
FROM counted_tickets CROSS JOIN periods
WHERE resolve_due_at >= period_start AND resolve_due_at < period_end
