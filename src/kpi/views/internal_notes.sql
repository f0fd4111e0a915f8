-- How often an agent wrote to colleagues. What agents wrote to the customer the ticket itself counts.
-- computed: once
SELECT ticket_id, COUNT(*) AS notes
FROM events
WHERE kind = 'internal_note'
GROUP BY ticket_id
