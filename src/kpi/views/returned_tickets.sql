-- Tickets that came back to a team or a person who had had them before.
-- computed: once
SELECT DISTINCT later.ticket_id, 1 AS is_returned
FROM holders_again AS later
JOIN holders_again AS earlier
  ON later.ticket_id = earlier.ticket_id AND later.kind = earlier.kind AND later.holder = earlier.holder_before
WHERE later.holder <> later.holder_before
  AND (earlier.occurred_at < later.occurred_at
       OR (earlier.occurred_at = later.occurred_at AND earlier.sequence < later.sequence))
