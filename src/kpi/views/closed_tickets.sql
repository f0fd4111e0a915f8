SELECT *
FROM counted_tickets
WHERE status = 'closed'
