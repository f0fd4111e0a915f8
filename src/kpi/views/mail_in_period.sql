-- in_period: inbound_mail by received_at
SELECT *
FROM inbound_mail CROSS JOIN periods
WHERE received_at >= period_start AND received_at < period_end
