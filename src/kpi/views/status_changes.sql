-- The opening and each change of status of the tickets that were taken up again, reduced to the one question that
-- matters here: is work still owed? A stay among the spam that was undone changes nothing, nor does waiting: what is
-- resolved becomes open again only by being opened, as the life cycle has it. A clock that was wrong can put a change
-- before the opening: it counts from the opening on, for nothing can leave the backlog before it came in.
SELECT ticket_id, taken_up_number, opened_at AS occurred_at, 0 AS sequence, 0 AS is_done
FROM taken_up_again
UNION ALL
SELECT events.ticket_id, taken_up_number,
       CASE WHEN occurred_at < opened_at THEN opened_at ELSE occurred_at END AS occurred_at, sequence,
       CASE WHEN to_value IN ('resolved', 'closed') THEN 1 ELSE 0 END AS is_done
FROM events JOIN taken_up_again ON events.ticket_id = taken_up_again.ticket_id
WHERE kind = 'status_changed' AND to_value IN ('open', 'resolved', 'closed')
