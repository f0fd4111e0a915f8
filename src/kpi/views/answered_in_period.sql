-- in_period: counted_tickets by first_response_at
SELECT *
FROM counted_tickets CROSS JOIN periods
WHERE first_response_at >= period_start AND first_response_at < period_end
