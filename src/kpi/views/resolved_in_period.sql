-- `resolved_at` is the last resolution; the status says whether it still holds.
SELECT *
FROM counted_tickets CROSS JOIN periods
WHERE status IN ('resolved', 'closed') AND resolved_at >= period_start AND resolved_at < period_end
