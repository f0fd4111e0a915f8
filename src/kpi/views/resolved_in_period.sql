-- in_period: resolved_tickets by resolved_at
SELECT *
FROM resolved_tickets CROSS JOIN periods
WHERE resolved_at >= period_start AND resolved_at < period_end
