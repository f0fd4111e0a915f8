-- in_period: counted_tickets by opened_at
SELECT *
FROM counted_tickets CROSS JOIN periods
WHERE opened_at >= period_start AND opened_at < period_end
