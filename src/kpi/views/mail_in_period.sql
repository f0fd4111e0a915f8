SELECT *
FROM messages CROSS JOIN periods
WHERE direction = 'inbound' AND received_at >= period_start AND received_at < period_end
