-- `resolved_at` is the last resolution; the status says whether it still holds.
SELECT *
FROM counted_tickets
WHERE status IN ('resolved', 'closed')
