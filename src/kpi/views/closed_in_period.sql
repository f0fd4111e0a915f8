SELECT *
FROM counted_tickets CROSS JOIN periods
WHERE status = 'closed' AND closed_at >= period_start AND closed_at < period_end
