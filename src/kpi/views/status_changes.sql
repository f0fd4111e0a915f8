-- Each change of status, reduced to the one question that matters here: is work still owed?
-- A stay among the spam that was undone changes nothing, nor does waiting: what is resolved becomes open again only by
-- being opened, as the life cycle has it. A clock that was wrong can put a change before the opening:
-- it counts from the opening on, for nothing can leave the backlog before it came in.
SELECT events.ticket_id,
       CASE WHEN occurred_at < opened_at THEN opened_at ELSE occurred_at END AS occurred_at,
       CASE WHEN kind = 'opened' THEN 0 ELSE sequence END AS sequence,
       CASE WHEN to_value IN ('resolved', 'closed') THEN 'done' ELSE 'owed' END AS state
FROM events JOIN counted_tickets ON events.ticket_id = counted_tickets.ticket_id
WHERE (kind = 'opened' AND occurred_at = opened_at)
   OR (kind = 'status_changed' AND to_value IN ('open', 'resolved', 'closed'))
