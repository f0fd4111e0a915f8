SELECT *
FROM counted_tickets CROSS JOIN periods
WHERE opened_at >= period_start AND opened_at < period_end
