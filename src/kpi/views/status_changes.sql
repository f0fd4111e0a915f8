-- Each change of status, reduced to the one question that matters here: is work still owed?
-- A stay among the spam that was undone changes nothing.
SELECT events.ticket_id, occurred_at, sequence,
       CASE WHEN to_value IN ('resolved', 'closed') THEN 'done' ELSE 'owed' END AS state
FROM events JOIN counted_tickets ON events.ticket_id = counted_tickets.ticket_id
WHERE kind = 'opened' OR (kind = 'status_changed' AND to_value NOT IN ('merged', 'spam'))
