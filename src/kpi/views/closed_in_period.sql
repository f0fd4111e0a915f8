-- in_period: closed_tickets by closed_at
SELECT *
FROM closed_tickets CROSS JOIN periods
WHERE closed_at >= period_start AND closed_at < period_end
