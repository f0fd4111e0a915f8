-- Tickets that count: a merged ticket is counted as the one that survives, and spam is no demand for service.
SELECT *
FROM tickets
WHERE status NOT IN ('merged', 'spam')
