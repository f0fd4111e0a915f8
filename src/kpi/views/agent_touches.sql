-- How often an agent wrote, to the customer or as a note to colleagues.
SELECT ticket_id, COUNT(*) AS touches
FROM events
WHERE kind IN ('agent_message', 'internal_note')
GROUP BY ticket_id
